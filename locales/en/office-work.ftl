# The desk: entering applications, tasks, acts on a case.

## General

work-applicant = Applicant
work-case = Case
work-decision = Decision
work-rnu = Reference number (РНУ)
work-uri = Document URI
work-channel = Filed
work-remarks = Remarks
work-save = Save
work-saved = Saved. You can go on later.
work-cancel = Back without a change
work-until = until { $date } inclusive
work-reload = Reload the page
work-to-case = To the case
work-to-task = To the task
work-crumb-tasks = My tasks
work-not-answered = not answered
work-date-hint = For example 05.03.2026
work-reason-missing = Write the reason
work-field-missing = Fill in “{ $label }”
work-field-date = Enter a date in “{ $label }”, such as 05.03.2026
work-field-number = Enter a number in “{ $label }”
work-flag-unread = New documents from the applicant
work-fee-free = free of charge
work-fee-later = depends on the answers
work-unknown-case = There is no such case.
work-unknown-task = There is no such task.
work-unknown-draft = This draft has expired, was deleted or belongs to somebody else.

## A refused act

work-refused-title = The act was not done
work-refused-now = Nothing was changed.
work-refused-typed = Nothing was changed. What you wrote stands here; you can copy it.
work-refused-way-on = Go on
work-refused-latest = The latest on the case
work-waits-for = The task waits for an opinion: “{ $name }”. You can work on it but not finish it.
work-waits-for-more = To the question
work-merge-title = Two versions of the same
work-merge-other = While you were typing, something else was kept: { $who }, { $when }.
work-merge-own = While you were typing, something else was kept from another window: { $when }.
work-merge-lead = Nothing is lost. Choose for each field which version stays.
work-merge-theirs = Kept now
work-merge-mine = Yours
work-merge-unpicked = Choose which version of “{ $label }” stays
work-merge-save = Keep what is chosen
work-merge-all-theirs = Keep what is there everywhere
work-merge-all-mine = Keep mine everywhere
work-forestalled-lead = Yours was not kept. Here is what the task says now and what you typed; you can copy it.
work-forestalled-caption = What is kept and what is yours
work-forestalled-field = Field
work-forestalled-task = See the task
work-taken-finished = The task is already done: { $name }, { $at }
work-taken-cancelled = The task is no longer needed; the process went on without it ({ $at }).
work-typed-reason = Reason
work-typed-remarks = Remarks
work-typed-question = Question to those who give opinions
work-typed-free_text = Irregularity in own words
work-typed-receipt = Number of the payment document
work-typed-recipient = Recipient
work-typed-received_by = Who received the item
work-typed-tracking = Number of the item
work-typed-attorney = Power of attorney
work-typed-identity = Identity document
work-typed-subject = Subject
work-typed-body = Text
work-typed-to = Recipient
work-typed-days = Days
work-typed-title = Title

## New application

work-start-title = New application at the counter
work-start-search = Name or number of a service
work-start-services = Services taken at the counter
work-start-service = Service
work-start-fee = Fee
work-start-begin = Begin
work-start-nothing = No service fits the search.
work-start-nothing-more = Try another word or the number of the service.
work-start-all = Show all services
work-start-open = Unfinished applications
work-start-open-none = You have no unfinished applications.
work-start-kept = kept until { $date }
work-start-to-intake = An application that came by post or e-mail
work-intake-title = Application by post or e-mail
work-intake-lead = Choose how the application came and for which service it is. Then enter its data and attach the scanned pages.
work-intake-channel = How it came
work-intake-post-hint = A letter or a courier item
work-intake-email-hint = A message to the address of the administration
work-intake-begin = Go on to the data
work-intake-to-counter = Application at the counter
work-intake-service-missing = Choose the service
work-intake-channel-missing = Choose how the application came
work-intake-channel-not-offered = The service is not applied for in this way. Choose another or contact the sender.
work-intake-note-post = Letter postmarked { $date }, sender: { $sender }
work-intake-note-email = E-mail of { $date }, sender: { $sender }
work-intake-note-doubtful = The check digit of a personal number does not fit; it was confirmed that the document says so
work-entry-letter = The letter
work-entry-received-post = Date of the postmark
work-entry-received-email = Date the message was received
work-entry-received-missing = Enter the date, such as 05.03.2026
work-entry-received-wrong = The date is not written correctly. Enter it like this: 05.03.2026
work-entry-received-future = The date lies in the future. Check it
work-entry-reference = РНУ of another system
work-entry-reference-hint = If the application has a reference number already, such as from еФорми or еВръчване. Otherwise it gets a new one.
work-entry-reference-wrong = Check the РНУ: there is a mistake in the number
work-entry-reference-taken = There is a case under this РНУ: № { $number }
work-entry-sender = Sender
work-entry-sender-hint = As written on the envelope or in the message
work-entry-sender-missing = Enter the sender
work-entry-envelope = Envelope and item
work-entry-envelope-hint = Number of the item, state of the envelope, number of sheets
work-entry-scans-title = Scanned documents
work-entry-scans = Scanned application and other documents
work-entry-scans-missing = Attach the scanned application
work-entry-how = Term and delivery
work-entry-speed = Speed
work-entry-speed-line = { $term }, until { $due }; { $fee }
work-entry-speed-missing = Choose the speed
work-entry-delivery = Delivery of the result
work-entry-delivery-missing = Choose how the result is received
work-entry-address = Postal address
work-entry-address-hint = Post code, place, street and number
work-entry-address-missing = Enter the postal address
work-entry-identity = Identity of the person who files
work-entry-identity-question = How it was established
work-entry-identity-missing = Say how the identity was established
work-entry-identity-note = Power of attorney or other document
work-entry-identity-note-hint = Number and date; not needed with an identity card
work-entry-identity-note-missing = Enter the document of representation: kind, number and date
work-entry-note = Note for the case
work-identity-card = By identity card or passport, in person
work-identity-attorney = Attorney, with a power of attorney and an identity card
work-identity-parent = Parent, guardian or curator
work-identity-representative = Legal representative of a company or organisation
work-entry-doubtful-title = Personal number or ЕИК to be confirmed
work-entry-doubtful = The check digit does not fit. I go on: the document says exactly so.
work-entry-doubtful-hint = Check the digits in the document. If they were mistyped, correct them in the field.
work-entry-doubtful-missing = The check digit does not fit. Correct the number or confirm that the document says so
work-duplicates-title = Possible repeated application
work-duplicates-lead = There are open cases of the same applicant for the same service:
work-duplicates-go-on = I have seen them; this is a separate application
work-entry-duplicates-missing = There is a case of the same applicant for the same service. Look at it and confirm that this is a separate application
work-entry-preview = Before registering
work-entry-fee-now = Fee due
work-entry-due = Term
work-entry-refresh = Refresh fields and fee
work-entry-register = Register the application
work-entry-left = The draft is kept:
work-entry-discard = Delete the draft
work-entry-discarded = The draft was deleted.
work-entry-channel = The service is not applied for in this way
work-entry-fee = The fee cannot be computed from these answers. Check them
work-filed-title = The application is registered
work-filed-number = Incoming number
work-filed-mailed = Message sent to
work-filed-next = Next application
work-status-code = Status code
work-status-code-opens = Shows how far the case has got; opens no documents.
work-access-code = Access code of the case
work-access-code-opens = With the number it opens the applicant’s documents. Give it to the applicant only.

## Tasks

work-claim = Take the task
work-release = Give back to the queue
work-assign = Hand over to a colleague
work-task-released = The task was given back to the queue.
work-task-of = The task is taken. Assignee: { $name }
work-task-not-yours = The task is for another role or unit: { $role }, { $unit }. You can look at it.
work-assign-title = Handing the task over
work-assign-lead = Task: { $name }
work-assign-to = Colleague
work-assign-to-missing = Choose a colleague
work-assign-reason = Reason
work-assign-nobody = There is no colleague with the same role in the unit who may take the task.
work-assign-done = The task was handed over:
work-assign-denied = The task can be handed over by its assignee or by the head of the unit.
work-material = The application
work-opinions = Opinions
work-side-task = What to do
work-side-who = Assignee
work-side-nobody = nobody yet
work-side-role = Role and unit
work-side-due = Due
work-side-documents = Documents
work-side-earlier = So far
work-document-rendering = The document is being made
work-guide-regularity = Check whether the application is complete and admissible. Tick what you checked; if something is missing, send a request for correction.
work-guide-payment = Take the fee or record the transfer that arrived.
work-guide-work = Check the request on the merits: make the inquiries, gather the data and write down what you found.
work-guide-opinion = Look at the material and give your opinion in time. Silence counts as consent (Article 53 of the Administrative Procedure Code).
work-guide-asked = A colleague asks for your opinion. Answer in time; if it is not for you, say why.
work-guide-draft = Choose the decision, fill in the document and look at it before sending it on.
work-guide-review = Look at the draft as it will be. Approve it or send it back with remarks.
work-guide-sign = Look at the exact document. Sign it or send it back with remarks.
work-guide-deliver = Hand over the result in the chosen way and record who received it and when.
work-outcome-done = done
work-outcome-regularity-regular = regular
work-outcome-regularity-irregular = correction requested
work-outcome-regularity-inadmissible = inadmissible
work-outcome-opinion-agreed = agreed
work-outcome-opinion-notAgreed = not agreed
work-outcome-opinion-rework = to be reworked
work-outcome-opinion-terminate = to be terminated
work-outcome-opinion-answered = answered
work-outcome-opinion-declined = no opinion
work-opinion-agreed = I agree
work-opinion-agreed-hint = No objections.
work-opinion-notAgreed = I do not agree
work-opinion-notAgreed-hint = With objections; the decision stays with the leading unit.
work-opinion-rework = I send it back for rework
work-opinion-rework-hint = Something is missing without which no opinion can be given.
work-opinion-terminate = I propose termination
work-opinion-terminate-hint = There is a ground to terminate the proceeding.
work-opinion-answered = I answer
work-opinion-answered-hint = An answer to the question, neither agreeing nor objecting.
work-opinion-declined = I cannot give an opinion
work-opinion-declined-hint = The question is not for me; I say why and whom to ask.
work-outcome-decision-grant = Granted
work-outcome-decision-partial = Granted in part
work-outcome-decision-refuse = Refused
work-outcome-decision- = No draft
work-outcome-review-approved = approved
work-outcome-review-rework = sent back for rework
work-outcome-signature-signed = signed
work-outcome-signature-returned = sent back unsigned

## Check of regularity

work-regularity-automatic = Automatic check
work-finding-good = Fine
work-finding-odd = Look
work-check-identifiers-good = The check digits of personal numbers and ЕИК are right.
work-check-identifier-odd = The check digit does not fit: “{ $label }”.
work-check-no-files = The service asks for no attachments and there are none.
work-check-files = { $count ->
    [one] { $count } document is attached; the required ones are there.
   *[other] { $count } documents are attached; the required ones are there.
}
work-check-file-missing = A required document is missing: “{ $label }”.
work-check-duplicates-none = The applicant has no other open case for this service.
work-check-duplicates = { $count ->
    [one] The applicant has { $count } more open case for this service:
   *[other] The applicant has { $count } more open cases for this service:
}
work-check-no-email = The applicant gave no e-mail address; messages have to go another way.
work-regularity-checks = I have checked
work-regularity-remarks-hint = Say why if you accept the application with a check left open.
work-regularity-unticked = { $count ->
    [one] { $count } check is left open. Tick it or say in the remarks why you accept the application
   *[other] { $count } checks are left open. Tick them or say in the remarks why you accept the application
}
work-regularity-accept = Accept as regular
work-regularity-notice = Ask for a correction
work-regularity-inadmissible = It is inadmissible
work-regularity-done = The application was accepted as regular:
work-regularity-answered = The applicant answered the request for correction. It asked for:
work-inadmissible-title = Inadmissible application
work-inadmissible-lead = The application will not be considered on the merits.
work-inadmissible-effect-1 = The proceeding ends now and cannot be reopened from here.
work-inadmissible-effect-2 = The applicant gets a message; the reason stays in the case.
work-inadmissible-reason = Why the application is inadmissible
work-inadmissible-do = End as inadmissible
work-inadmissible-done = The proceeding was ended:
work-appeal-title = Appeal
work-appeal = { $count ->
    [one] It can be contested before { $authority } within { $count } day ({ $legal }).
   *[other] It can be contested before { $authority } within { $count } days ({ $legal }).
}

## Request for correction

work-notice-title = Request for correction
work-notice-lead = The applicant can correct the application until { $date } inclusive.
work-notice-before = { $count ->
    [one] { $count } request was already sent in this case.
   *[other] { $count } requests were already sent in this case.
}
work-notice-which = What is wrong
work-notice-own = Something else, in your own words
work-notice-own-hint = Say what is missing and what the applicant has to do.
work-notice-missing = Choose at least one irregularity or describe it
work-notice-preview = Look at the letter
work-notice-preview-title = Preview of the request
work-notice-pdf = The letter as a PDF, to look at and print
work-notice-letter = Notice of irregularities
work-notice-letter-lead = In application No. { $number } for the service “{ $service }” we found:
work-notice-letter-term = Term for correction: { $term } from receipt ({ $legal }).
work-notice-letter-consequence = If the irregularities are not removed in time, the proceeding is terminated.
work-notice-effects = What will happen
work-notice-effect-due = The applicant can correct until { $date } inclusive.
work-notice-effect-term = The term for the decision stops and begins anew on the day of the correction.
work-notice-effect-email = The letter gets an outgoing number, goes into the case and is sent to { $email }.
work-notice-effect-post = The letter gets an outgoing number and goes into the case. There is no e-mail address: send it by post to { $address }.
work-notice-send = Send the request
work-notice-done = The request for correction was sent:

## Payment

work-payment-title = Fee
work-payment-way = Way of payment
work-payment-way-missing = Choose the way of payment
work-payment-receipt = Number of the document
work-payment-receipt-hint = Receipt, slip of the terminal or reference of the transfer
work-payment-receipt-missing = Enter the number of the payment document
work-payment-take = Record the payment
work-payment-done = The payment was recorded.
work-payment-paid = paid
work-payment-due = due
work-payment-elsewhere = taken at the cash desk
work-pay-cash = Cash
work-pay-card = Card
work-pay-bank = Bank transfer

## Work on the merits and opinions

work-step-question = Question to those who give opinions
work-step-question-hint = They will see it in the task of the opinion.
work-step-remarks = Findings
work-step-remarks-hint = Which inquiries were made and what they show. It stays in the case, for staff only.
work-step-finish = Finish the check
work-step-done = The check on the merits is finished:
work-opinion-question = The question
work-opinion-no-question = There is no separate question: give your opinion on the application.
work-opinion-legend = Opinion
work-opinion-missing = Choose an opinion
work-opinion-remarks = Grounds
work-opinion-remarks-hint = Required unless you agree. State the conditions under which you agree.
work-opinion-remarks-missing = Write the grounds
work-opinion-give = Give the opinion
work-opinion-done = The opinion was given:
work-ask-title = Asking for an opinion
work-ask-unit = Unit
work-ask-unit-choose = Choose a unit
work-ask-unit-missing = Choose which unit is to give an opinion
work-ask-to = Person
work-ask-to-anybody = Whoever takes the task
work-ask-to-hint = If you choose a person, the task goes straight to them.
work-ask-to-elsewhere = This person belongs to another unit. Choose their unit or another person
work-ask-question = Question
work-ask-question-hint = What you ask and what they should look at. It stays in the case, for staff only.
work-ask-question-missing = Write the question
work-ask-due = Answer until
work-ask-due-wrong = Enter a date such as 05.03.2026
work-ask-due-past = The date has passed. Enter today or a later date
work-ask-holds = I wait for the opinion
work-ask-holds-hint = Tasks of the case cannot be finished until the opinion is given or the question taken back. The term of the case does not stop.
work-ask-do = Send the question
work-ask-done = The question has been sent.
work-ask-withdrawn = The question has been taken back.
work-ask-role = Gives an opinion

## Decision

work-decide-legend = Decision on the application
work-decide-missing = Choose the decision
work-decide-show-fields = Show the fields of this decision
work-decide-grounds = Grounds
work-decide-grounds-hint = A refusal names at least one ground.
work-decide-grounds-missing = Choose at least one ground
work-decide-preview = Look at the document
work-decide-preview-kept = The document of the draft last saved (PDF)
work-decide-finish = Send on
work-decide-done = The draft was sent on:
work-decide-returned = Sent back for rework: { $name }
work-review-author = Drafted by { $name }
work-review-open = Look at the document (PDF)
work-review-remarks = Remarks
work-review-remarks-hint = Required when you send it back.
work-review-remarks-missing = Write what has to be reworked
work-review-approve = Approve
work-review-return = Send back for rework
work-review-approved = The draft was approved:
work-review-returned = The draft was sent back for rework:
work-sign-go = Go to signing
work-sign-sign = Sign
work-sign-return = Send back unsigned
work-sign-confirm-title = Signing the decision
work-sign-effect = “{ $title }” is signed. Signatory: { $signatory }
work-sign-effect-number = The document gets an outgoing number of today and cannot be changed.
work-sign-effect-term = The term for the decision ends.
work-sign-effect-delivery = The result is prepared for delivery: { $way }.
work-sign-done = The decision was signed:
work-sign-returned = The decision was sent back unsigned:
work-sign-list-title = To be signed
work-sign-list-lead = Open the document of each decision, tick those you sign and go on.
work-sign-choose = Choice
work-sign-all = Choose all
work-sign-chosen = Go on with the chosen
work-sign-none-chosen = Choose at least one decision
work-sign-empty = No decisions wait for a signature.
work-sign-empty-more = New ones appear here after they were approved.
work-sign-several-title = Signing the chosen decisions
work-sign-several-lead = { $count ->
    [one] You will sign { $count } decision.
   *[other] You will sign { $count } decisions.
}
work-sign-as = Signatory: { $name }
work-sign-already = The chosen decisions were already signed or sent back.
work-sign-several-done = Signing: result
work-sign-signed-count = { $count ->
    [one] { $count } decision was signed.
   *[other] { $count } decisions were signed.
}
work-sign-failed-count = { $count ->
    [one] Not signed: { $count } decision.
   *[other] Not signed: { $count } decisions.
}
work-sign-signed = Signed
work-sign-failed = Not signed
work-sign-back = Back to the list

## Delivery

work-deliver-print = Open and print the result
work-deliver-attempts = So far
work-deliver-way = Way of delivery
work-deliver-counter = At the counter
work-deliver-post = By post
work-deliver-recipient = Recipient
work-deliver-recipient-missing = Enter who received the result
work-deliver-capacity = Receives
work-capacity-self = in person
work-capacity-attorney = as attorney
work-capacity-representative = as legal representative
work-deliver-attorney = Power of attorney or document of representation
work-deliver-attorney-hint = Number, date and who certified it
work-deliver-attorney-missing = Enter the power of attorney or the document of representation
work-deliver-identity = Identity document
work-deliver-identity-hint = Kind and last four digits; no copy
work-deliver-checked = The identity of the recipient was checked by a document
work-deliver-checked-missing = Check the identity of the recipient and tick it
work-deliver-tracking = Number of the item
work-deliver-tracking-hint = For example RR123456789BG
work-deliver-tracking-missing = Enter the number of the item
work-deliver-record = Record the delivery
work-deliver-on-way = Item { $number } is on its way
work-deliver-received-by = Who received the item
work-deliver-received-by-hint = As on the return receipt
work-deliver-returned-hint = For an item that came back: why it was not delivered
work-deliver-returned-missing = Say why the item came back
work-deliver-confirmed = The item was received
work-deliver-came-back = The item came back
work-deliver-online = If the applicant opens the result on the portal, the delivery is recorded by itself.
work-deliver-done = The result was delivered:
work-deliver-sent = The dispatch was recorded. The task stays open until the return receipt.
work-deliver-returned = The return was recorded. Choose another way of delivery.
work-note-identity = Identity document: { $value }
work-note-attorney = Representation: { $value }
work-delivered-counter-delivered = Delivered at the counter
work-delivered-counter-sent = Sent at the counter
work-delivered-counter-returned = Came back (at the counter)
work-delivered-post-delivered = Delivered by post
work-delivered-post-sent = Sent by post
work-delivered-post-returned = Came back (by post)
work-delivered-online-delivered = Delivered on the portal
work-delivered-online-sent = Sent on the portal
work-delivered-online-returned = Came back (on the portal)

## Prints

work-print-slip = Print the slip
work-print-receipt = Confirmation of receipt
work-print-label = Label for the envelope
work-print-return-receipt = Return receipt
work-print-nothing-out = The case has no outgoing document to be sent yet.
work-print-no-address = The case has no postal address.

## Acts on a case

work-act-effects = What will happen
work-act-ground = Ground
work-act-ground-missing = Choose the ground
work-act-reason = Reasons
work-act-reason-hint = They stay in the case; the applicant reads them in the letter.
work-act-confirm = I know that this cannot be undone
work-act-confirm-missing = Confirm that this cannot be undone
work-act-to = Competent body
work-act-to-hint = The full name as in the Administrative Register, and its ЕИК: by it the forwarding is reported to еЖурнал
work-act-to-missing = Enter the competent body
work-act-days = By how many days
work-act-days-hint = At most { $max } ({ $legal })
work-act-days-wrong = Enter a number from 1 to { $max }
work-act-days-used = The term was extended before and so many days are not left. Enter fewer
work-act-extend-not-offered = The term of this service cannot be extended.
work-act-pay-nothing = The case has no unpaid fee.
work-act-suspend-title = Suspend the proceeding
work-act-suspend-do = Suspend
work-act-suspend-done = The proceeding was suspended.
work-act-suspend-effect-1 = The term stands still until the proceeding is resumed.
work-act-suspend-effect-2 = The applicant gets the act of suspension and may contest it.
work-act-suspend-effect-3 = Tasks cannot be done while the proceeding is suspended.
work-act-resume-title = Resume the proceeding
work-act-resume-do = Resume
work-act-resume-done = The proceeding was resumed.
work-act-resume-effect-1 = The term goes on with the days that were left.
work-act-resume-effect-2 = The applicant gets a message.
work-act-extend-title = Extend the term
work-act-extend-do = Extend
work-act-extend-done = The term was extended.
work-act-extend-effect-1 = The new term is computed by the calendar.
work-act-extend-effect-2 = The applicant gets a notice with the new date and the reason.
work-act-terminate-title = Terminate the proceeding
work-act-terminate-do = Terminate
work-act-terminate-done = The proceeding was terminated.
work-act-terminate-effect-1 = The case is closed without a decision on the merits.
work-act-terminate-effect-2 = The applicant gets an act with the reasons and how to contest it.
work-act-terminate-effect-3 = Open tasks fall away.
work-act-forward-title = Forward to the competent body
work-act-forward-do = Forward
work-act-forward-done = The application was forwarded.
work-act-forward-effect-1 = The case here is closed.
work-act-forward-effect-2 = The applicant gets a letter saying to whom it was forwarded.
work-act-forward-effect-3 = The application counts as filed in time before the new body (Article 31 of the Administrative Procedure Code).
work-act-withdraw-title = Withdrawal of the application
work-act-withdraw-do = Record the withdrawal
work-act-withdraw-done = The application was withdrawn.
work-act-withdraw-effect-1 = It is recorded that the applicant gives up the request.
work-act-withdraw-effect-2 = The proceeding is terminated (Article 56(1) of the Administrative Procedure Code).
work-act-withdraw-effect-3 = Open tasks fall away.
work-act-pay-title = Payment of a fee
work-act-pay-do = Record the payment
work-act-pay-done = The payment was recorded.
work-act-codes-title = New codes of the case
work-act-codes-do = Replace the codes
work-act-codes-done = The codes were replaced. Give the applicant a new slip:
work-act-codes-effect-1 = The old status code, access code and QR code stop opening the case at once.
work-act-codes-effect-2 = A new slip is printed.
work-ground-suspend-death = Death of a party or placing under guardianship
work-ground-suspend-proceeding = Another pending proceeding on which the decision depends
work-ground-suspend-law = A ground stated by law
work-ground-suspend-request = Request of the applicant
work-ground-terminate-withdrawn = Request of the applicant
work-ground-terminate-moot = The matter has become moot
work-ground-terminate-uncorrected = Irregularities not removed in time
work-ground-terminate-unpaid = Fee not paid in time
work-ground-terminate-death = Death of the applicant
work-document-title = New document in the case
work-document-file = File
work-document-file-missing = Choose a file
work-document-name = Title
work-document-name-hint = For example “Sketch from the cadastre”
work-document-title-missing = Enter a title
work-document-section = Who sees it
work-document-section-missing = Choose who sees the document
work-section-internal = Staff only
work-section-internal-hint = Internal section of the case
work-section-official = Staff and the applicant
work-section-official-hint = Official section: the applicant opens it with the access code
work-document-add = Add the document
work-document-done = The document was added:
work-message-title = Message to the applicant
work-message-email = It is sent to { $email } and stays in the case.
work-message-portal = The applicant gave no e-mail address and will read the message on the portal with the access code.
work-message-subject = Subject
work-message-subject-hint = Say what is asked or what has happened
work-message-subject-missing = Enter a subject
work-message-body = Text
work-message-body-missing = Write the message
work-message-send = Send
work-message-done = The message was sent.
work-correct-title = Correction brought on paper
work-correct-asked = Asked to be corrected until { $date }
work-correct-send = Enter the correction
work-correct-done = The correction was entered. The term begins anew today.
work-correct-not-awaited = The case awaits no correction.
