# Messages of the service. Values: service, number, due, amount, link – see docs/kits.md.

registered-subject = Your application is registered as No. { $number }
registered-body =
    We received your application for a certificate of permanent address.
    The term ends on { $due }, that day included. Follow the application here: { $link }

correction-subject = Application No. { $number } needs something from you
correction-body =
    Before we can issue the certificate, irregularities in the application have to be removed.
    What is missing and how to send it is shown here: { $link }
    If you do not answer within the term stated there, the proceeding is terminated.

payment-subject = Fee for application No. { $number }
payment-body =
    The fee is { $amount }. Pay it at the cash desk or in the way shown here: { $link }
    If it is not paid within 14 days, the proceeding is terminated.

ready-subject = Ready: { $service }
ready-body =
    Your certificate of permanent address is issued.
    See how to receive it: { $link }

refused-subject = Decision on application No. { $number }
refused-body =
    The certificate of permanent address is refused.
    The reasons and the way to appeal are in the decision: { $link }

terminated-subject = The proceeding on application No. { $number } is terminated
terminated-body =
    The proceeding for a certificate of permanent address is terminated.
    The act of termination is here: { $link }
    You may file a new application at any time.
