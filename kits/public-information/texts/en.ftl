# Messages of the service. Values: service, number, due, amount, link – see docs/kits.md.

registered-subject = Your application is registered as No. { $number }
registered-body =
    We received your application for access to public information.
    The term ends on { $due }, that day included. Follow the application here: { $link }

correction-subject = Application No. { $number } needs something from you
correction-body =
    Please state more precisely what information you want.
    What is missing and how to send it is shown here: { $link }
    The term for the answer starts on the day you do so. If you do not within 30 days, the application is left without consideration (Article 29).

ready-subject = Ready: { $service }
ready-body =
    There is a decision on your application for access to public information.
    See how to receive it: { $link }

refused-subject = Decision on application No. { $number }
refused-body =
    Access to the information is refused.
    The reasons and the way to appeal are in the decision: { $link }

terminated-subject = The proceeding on application No. { $number } is terminated
terminated-body =
    The application for access to public information is left without consideration.
    The act of termination is here: { $link }
    You may file a new application at any time.
