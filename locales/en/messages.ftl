# Letters to people that do not depend on the service. Values: number, service, due, link, applicant, to, text.

mail-suspension-subject = The proceeding on application No { $number } is suspended
mail-suspension-body =
    The proceeding on application No { $number } ({ $service }) is suspended. The term does not run.
    The ground and the way to appeal are in the letter to you: { $link }

mail-resumed-subject = The proceeding on application No { $number } is resumed
mail-resumed-body =
    Work on application No { $number } ({ $service }) goes on.
    The new deadline is { $due }. See where it stands: { $link }

mail-extension-subject = The term of application No { $number } is extended
mail-extension-body =
    The term of application No { $number } ({ $service }) is extended until { $due }, inclusive.
    The reason is in the letter to you: { $link }

mail-termination-subject = The proceeding on application No { $number } is terminated
mail-termination-body =
    The proceeding on application No { $number } ({ $service }) is terminated.
    The ground and the way to appeal are in the letter to you: { $link }

mail-withdrawn-subject = You withdrew application No { $number }
mail-withdrawn-body =
    At your request the proceeding on application No { $number } ({ $service }) is terminated.
    You may file a new application at any time.

mail-forwarding-subject = Application No { $number } was sent to the competent body
mail-forwarding-body =
    Application No { $number } ({ $service }) was forwarded together with its documents.
    To whom and why, see the letter: { $link }

mail-draft-subject = Saved application: { $service }
mail-draft-body =
    The application you began is kept until { $due }.
    Continue here: { $link }
    Code to continue: { $code }

mail-deadline-near-subject = A deadline is near: case No { $number }
mail-deadline-near-body =
    The deadline of case No { $number } ({ $service }, applicant { $applicant }) is { $due }.

mail-deadline-breached-subject = A deadline has passed: case No { $number }
mail-deadline-breached-body =
    The deadline of case No { $number } ({ $service }, applicant { $applicant }) passed on { $due } and no act was issued.

letter-notice = Instructions to remove irregularities
letter-suspension = Suspension of the proceeding
letter-extension = Extension of the term
letter-termination = Termination of the proceeding
letter-forwarding = Forwarding for competence

mail-opinion-asked-subject = Opinion asked for: case No { $number }
mail-opinion-asked-body =
    Your opinion is asked for in case No { $number } ({ $service }, applicant { $applicant }).
    The question and the date are under “My tasks”.

mail-opinion-given-subject = Opinion given: case No { $number }
mail-opinion-given-body =
    The opinion you asked for in case No { $number } ({ $service }, applicant { $applicant }) has been given.

task-opinion-asked = Opinion: { $unit }
