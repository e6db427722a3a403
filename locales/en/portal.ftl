# The public portal: finding a service, applying, following, receiving, rating.

## Navigation and start

portal-nav-start = Start
portal-nav-services = Services
portal-nav-status = Check by code
portal-nav-mine = My applications
portal-nav-case = Open a case

portal-start-title = Apply without coming to the counter
portal-start-lead = Find the service, fill in the application and follow every step. No registration is needed.
portal-search-label = What do you want to do?
portal-search-button = Search
portal-search-hint = For example: address certificate, tables on the pavement, heirs
portal-life-title = Life events
portal-life-any = All events
portal-life-birth = Birth and raising a child
portal-life-education = Education
portal-life-marriage = Marriage and family
portal-life-moving = Moving to a new address
portal-life-home = House and land
portal-life-vehicle = Vehicle
portal-life-business = Starting a business
portal-life-work = Work
portal-life-health = Illness and disability
portal-life-retirement = Retirement
portal-life-death = Death in the family
portal-life-abroad = Living abroad
portal-start-popular = Services people often ask for
portal-start-all = All services from A to Z
portal-start-track = How far is my application?
portal-start-case = Open a case with its access code
portal-start-inquiry = Inquiry by reference number (РНУ)
portal-start-drafts = { $count ->
    [one] Continue 1 application
   *[other] Continue { $count } applications
}
portal-start-how = How it works
portal-start-how-1 = You answer the questions. What the registers tell us we do not ask.
portal-start-how-2 = You get a number and two codes – one to check the status, one to open the case.
portal-start-how-3 = You receive the result online, at the counter or by post.

## Catalogue and search

portal-services-title = Services
portal-search-title = Search results
portal-search-did-you-mean = Did you mean:
portal-search-none = No service matches your search
portal-search-none-more = Try other words or look through all services.
portal-services-none = The services of the administration will be here
portal-services-none-more = No services have been published yet. Please come to us or call.
portal-services-count = { $count ->
    [0] No services found
    [one] 1 service
   *[other] { $count } services
}
portal-filter-unit = Unit
portal-filter-any = All units
portal-filter-online = Only with online application
portal-filter-button = Show
portal-filter-clear = Clear the filters
portal-letters = Go to letter

## A service

portal-service-unknown = The administration offers no service at this address. Look for it in the catalogue.
portal-service-start = Start
portal-service-continue = Continue the application
portal-service-draft = You have an application saved on { $at }
portal-service-anew = Delete it and start again
portal-service-minutes = { $count ->
    [one] Takes about 1 minute to fill in.
   *[other] Takes about { $count } minutes to fill in.
}
portal-service-no-account = No registration is needed.
portal-service-not-online = This service cannot be applied for on the portal. Apply at the counter or by post.
portal-service-who = Who may apply
portal-service-need = What you need
portal-service-ex-officio = What we check ourselves
portal-service-ex-officio-lead = We obtain these data ourselves. You need not bring documents for them.
portal-service-term-and-fee = Term and fee
portal-service-speed = Speed
portal-service-term = Term
portal-service-due-today = If you apply today
portal-service-fee = Fee
portal-service-fee-ground = Legal ground of term and fee:
portal-service-delivery = How you receive the result
portal-service-channels = How to apply
portal-service-counters = Counters
portal-service-facts = In short
portal-service-unit = Responsible unit
portal-service-number = Number in the register of services
portal-service-result = What you receive
portal-service-typical = Time to fill in
portal-service-typical-value = { $count ->
    [one] about 1 minute
   *[other] about { $count } minutes
}
portal-service-paper = Form for printing (PDF)
portal-service-legal = Legal ground
portal-service-appeal = Appeal
portal-service-appeal-authority = A refusal may be appealed within { $days } days. The appeal is heard by { $before } or { $court } ({ $legal }).
portal-service-appeal-court = A refusal may be appealed within { $days } days. The appeal is heard by { $court } ({ $legal }).
portal-service-online = Apply online
portal-service-counter-only = Counter only

portal-speed-ordinary = Ordinary
portal-speed-fast = Fast
portal-speed-express = Express

portal-delivery-online = online, in the case
portal-delivery-counter = at the counter
portal-delivery-post = by post
portal-delivery-online-long = Online – you download the document from the case
portal-delivery-counter-long = At the counter – against signature
portal-delivery-post-long = By post – with a return receipt
portal-delivery-online-hint = The document is a PDF that anybody can verify. You need the access code.
portal-delivery-counter-hint = Bring your identity card. We write to you when it is ready.
portal-delivery-post-hint = We send it to the address you give.

portal-channel-web = Online on this portal
portal-channel-counter = At the counter
portal-channel-post = By post or courier
portal-channel-email = By e-mail

portal-result-certificate = Certificate
portal-result-permit = Permit
portal-result-decision = Decision
portal-result-information = Information
portal-result-document = Document

portal-fee-free = free of charge
portal-fee-from = from { $sum }
portal-fee-computed = computed from the answers

portal-until = by { $date }, inclusive

## Is the service for me

portal-check-caption = Before you start
portal-check-title = Check whether the service is for you
portal-check-lead = The answers are not stored.
portal-check-missing = Answer “Yes” or “No”: { $question }
portal-check-exit-title = This service does not fit your case
portal-check-exit-help = What you can do:
portal-check-change = Change the answer
portal-check-others = Look for another service
portal-check-ask = Ask us
portal-yes = Yes
portal-no = No

## Filling in

portal-continue = Continue
portal-save-continue = Save and continue
portal-save-exit = Save and leave
portal-question-caption = Step { $number } of { $count }
portal-question-opened = There are more questions on this page.
portal-question-opened-hint = This question appeared because of your answer on this page.
portal-autosave-done = Saved at { $at }
portal-autosave-last = Saved on { $at }
portal-autosave-failed = We could not save. We are trying again – do not close the page.
portal-not-answered = not answered

portal-tasks-title = Application
portal-tasks-link = All sections of the application
portal-tasks-count = { $done } of { $count } sections are ready.
portal-tasks-saved = Saved on { $at }. We keep it until { $until }.
portal-tasks-leave = Save and continue later or on another device
portal-task-done = Ready
portal-task-begun = In progress
portal-task-ahead = Not started
portal-task-locked = Cannot start yet
portal-task-locked-hint = Opens when all sections before it are ready

portal-draft-unknown = There is no such application in this browser. If you began it on another device, open the link you received and enter the code.
portal-draft-gone = The time for which we kept this application is over. You can begin a new one.
portal-draft-discard = Delete the application

portal-file-upload = Upload the chosen files

portal-delivery-title = Speed and delivery
portal-delivery-speed = How quickly
portal-delivery-speed-line = { $term }, by { $due }, inclusive, if you apply today. Fee: { $fee }
portal-delivery-speed-missing = Choose how quickly to receive the result
portal-delivery-way = How do you want to receive the result
portal-delivery-missing = Choose how you want to receive the result
portal-delivery-address = Delivery address
portal-delivery-address-hint = Town, street, number, post code
portal-delivery-address-missing = Enter the address to which we shall send the result

portal-review-title = Check your answers
portal-review-incomplete = Something is still missing. Open:
portal-review-fee-title = Fee and term
portal-review-with-post = (including postage of { $sum })
portal-review-pay-later = You pay after filing – at the counter or by bank transfer. Filing does not wait for the payment.
portal-review-due = by { $date }, inclusive, if you apply today
portal-review-next-title = What happens next
portal-review-declare = By filing you confirm the answers and declarations above.
portal-submit = File the application

portal-after-number = You get an incoming number and codes at once.
portal-after-check = We check the documents. If something is missing, we write to you what to add and by when.
portal-after-pay = You pay the fee at the counter or by bank transfer.
portal-after-pay-sum = Pay { $sum } at the counter or by bank transfer. State incoming № { $number }.
portal-after-decide = The responsible unit prepares the result within the term.
portal-after-online = You download the result from the case with the access code.
portal-after-counter = You receive the result at the counter with your identity card.
portal-after-post = We send the result by post to the address you gave.

portal-saved-title = The application is saved
portal-saved-lead = We keep it until { $date }. Every change starts this time anew.
portal-saved-this-device = On this device you will find it in
portal-saved-other-device = To continue on another device
portal-saved-link = Link
portal-saved-code = Code to continue
portal-saved-email = Send link and code by e-mail
portal-saved-email-hint = For example name@example.bg
portal-saved-email-missing = Enter the e-mail address
portal-saved-email-shape = Enter an e-mail address, for example name@example.bg
portal-saved-send = Send
portal-saved-sent = We sent link and code to { $email }
portal-saved-go-on = Continue filling in
portal-resume-title = Continue an application
portal-resume-lead = Enter the code you received when you saved the application.
portal-resume-button = Continue
portal-resume-missing = Enter the code to continue
portal-resume-wrong = There is no application with this link and this code. Check the twelve symbols of the code
portal-discard-title = Delete an application
portal-discard-lead = We shall delete all answers and files saved on { $at }. This cannot be undone.
portal-discard-button = Delete
portal-discard-keep = Keep it and go back
portal-discard-done = The application is deleted

portal-mine-lead = Here are the applications begun and filed in this browser. Others open with a code.
portal-mine-drafts = Begun
portal-mine-drafts-none = You have no applications in progress
portal-mine-drafts-none-more = An application appears here after its first saved answer.
portal-mine-filed = Filed
portal-mine-filed-none = No application was filed from this browser
portal-mine-filed-none-more = If you have an incoming number and an access code, open the case.
portal-mine-filed-at = Filed on { $at }.
portal-mine-filed-code = Opens with the access code.

## Receipt

portal-receipt-title = The application is filed
portal-receipt-number-is = Service reference number (РНУ)
portal-receipt-delivery = Delivery
portal-receipt-filed = Received on
portal-receipt-codes = Your two codes
portal-receipt-codes-lead = Write them down or print the slip. They open different things.
portal-receipt-mailed = We shall write to { $email } whenever the application moves.
portal-receipt-slip = Slip
portal-receipt-qr = QR code that opens the status page
portal-receipt-qr-opens = The QR code opens the status page, without names and documents. Address to type:
portal-receipt-slip-pdf = Slip for printing (A6)
portal-receipt-pdf = Receipt (PDF)
portal-receipt-follow = Go to the case
portal-receipt-ask = Whom to ask
portal-receipt-term-line = Last day: { $term }
portal-receipt-fee-due = due
portal-receipt-fee-paid = paid

portal-codes-title = The two codes on the slip
portal-codes-status = Nine digits. Opens only stages and dates – no names, no documents. You may say it on the telephone.
portal-codes-status-link = Check by code
portal-codes-access = Twelve symbols. Together with the incoming number it opens documents and messages. Do not show it to others.

## Status by code

portal-status-title = How far is the application
portal-status-page-title = Status of an application
portal-status-lead = Enter the nine digits from the slip or the receipt. No name and no password are needed.
portal-status-code-label = Status code
portal-status-code-hint = Nine digits, for example 123-456-788. Dashes and spaces are not needed.
portal-status-code-hint-short = Nine digits from the slip
portal-status-button = Show
portal-status-code-missing = Enter the nine digits of the status code
portal-status-code-wrong = There is no application with this code. Check the nine digits on the slip
portal-status-opens = The status code shows only stages and dates. For documents and messages you need the access code.
portal-status-other = Other inquiries
portal-status-lost = I lost my code
portal-attempts = There were too many attempts with a wrong code. Try again in 15 minutes or call the counter.

portal-turn = Whose turn
portal-turn-you = yours
portal-turn-us = the administration’s
portal-turn-other = another administration’s
portal-turn-none = nobody’s – the work is done
portal-due = Last day
portal-due-extended = (extended)
portal-remaining-label = Remaining
portal-term-stands = The term stands still
portal-term-stands-correction = The term stands still until you correct the application
portal-term-link = How the term was computed
portal-stages = Stages
portal-stages-none = No stages are shown for this service.
portal-stage-done = done
portal-stage-current = now
portal-stage-ahead = ahead
portal-stage-skipped = was not needed
portal-events = What has happened so far
portal-events-none = There are no events yet.
portal-numbers = Numbers
portal-number-incoming = Incoming number
portal-number-rnu = Service reference number (РНУ)
portal-number-uri = Document identifier (УРИ)
portal-registered = Registered on
portal-applicant = Applicant
portal-official = Official section
portal-official-lead = With the access code you see the documents, add new ones and write to the administration.
portal-official-open = Open the case
portal-access-label = Access code
portal-access-hint = Twelve symbols, for example K7QX-9M2D-4TRB. Capital and small letters are the same.

portal-next-Registered = The application is registered. We shall soon begin to check it.
portal-next-RegularityCheck = We are checking whether the documents are complete.
portal-next-AwaitingCorrection = There is something to correct or add by { $date }, inclusive. Open the case with the access code.
portal-next-AwaitingCorrection-own = Correct or add what is listed above by { $date }, inclusive.
portal-next-AwaitingCorrection-open = There is something to correct or add. Open the case with the access code.
portal-next-AwaitingPayment = We are waiting for the fee. Pay it at the counter or by bank transfer and state the incoming number.
portal-next-InProgress = We are working on the application. Nothing is asked of you.
portal-next-AwaitingInformation = We asked another administration for information. Nothing is asked of you.
portal-next-InApproval = The decision is prepared and waits for signature.
portal-next-Suspended = The proceeding is suspended. The reason is in the letter to you in the official section.
portal-next-Decided = The decision is signed. We are preparing its delivery.
portal-next-ReadyForDelivery-online = The result is ready. Download it from the case with the access code.
portal-next-ReadyForDelivery-online-own = The result is ready. Open it with the button above.
portal-next-ReadyForDelivery-counter = The result is ready. Receive it at the counter with your identity card.
portal-next-ReadyForDelivery-post = The result is ready and is being sent by post.
portal-next-Completed = The result was delivered. The work is done.
portal-next-Refused = The request was refused. Reasons and way of appeal are in the document.
portal-next-Terminated = The proceeding was terminated.
portal-next-Forwarded = The application was sent to the competent administration.

portal-entered-Registered = Registered
portal-entered-RegularityCheck = The check of the documents began
portal-entered-AwaitingCorrection = We are waiting for your correction
portal-entered-AwaitingPayment = We are waiting for the fee
portal-entered-InProgress = Work on the application began
portal-entered-AwaitingInformation = We are waiting for another administration
portal-entered-InApproval = The decision is prepared for signature
portal-entered-Suspended = The proceeding was suspended
portal-entered-Decided = The decision was signed
portal-entered-ReadyForDelivery = Ready to be received
portal-entered-Completed = Finished
portal-entered-Refused = Refused
portal-entered-Terminated = Terminated
portal-entered-Forwarded = Sent to another administration

portal-event-ApplicationRegistered = The application was received and registered
portal-event-NoticeSent = We sent you what to correct
portal-event-CorrectionReceived = Your correction was received; the term began anew
portal-event-PaymentRecorded = The fee was paid
portal-event-CaseSuspended = The term was stopped
portal-event-CaseResumed = The term runs again
portal-event-TermExtended = The term was extended
portal-event-DecisionSigned = The act was signed
portal-event-DeliveryRecorded = A delivery was recorded
portal-event-DeadlineBreached = The term passed without a decision

## Explanation of the term

portal-term-title = How the term was computed
portal-term-state = State
portal-term-paused = The term stands still; the date will change when it runs again.
portal-term-ended = The term no longer runs.
portal-term-events = Events on which the term depends
portal-term-reason = Reason: { $reason }
portal-term-days = Day by day
portal-term-day = Day
portal-term-counts = Does it count
portal-term-why = Why
portal-term-last = Last day
portal-term-rule = The day of the event does not count. If the last day is not a working day, the term ends on the next working day. An electronic document is in time until 24:00 of the last day.

## Inquiry by РНУ

portal-inquiry-title = Inquiry by reference number
portal-inquiry-lead = With the service reference number (РНУ) and the status code you see all statuses in order.
portal-inquiry-number-hint = For example BG26104-ABCDEF-01-0007-XY
portal-inquiry-number-missing = Enter the РНУ
portal-inquiry-number-shape = Check the РНУ: there is a mistake in the number
portal-inquiry-wrong = There is no service with this number and this code. Check both
portal-inquiry-button = Show
portal-inquiry-at = Time
portal-inquiry-status = Status
portal-inquiry-system = System
portal-inquiry-more = Stages, term and whose turn it is
portal-inquiry-now = Status now
portal-inquiry-due = Term ends
portal-inquiry-service = Number of the service
portal-inquiry-administration = ЕИК of the administration
portal-inquiry-systems-all = All systems
portal-inquiry-filter = Show these only
portal-inquiry-struck = Corrected later: no longer valid.
portal-inquiry-after-end = Reported after the end of the service.
portal-inquiry-waiting = Waits for an earlier report of the same system.
portal-inquiry-backdated = Recorded later.

## Verifying a document

portal-verify-title = Verify an issued document
portal-verify-lead = Scan the QR code on the document or enter the symbols under it.
portal-verify-label = Verification code
portal-verify-hint = Twenty-four letters and digits under the QR code
portal-verify-button = Verify
portal-verify-missing = Enter the verification code of the document
portal-verify-wrong = There is no issued document with this code. Check the symbols under the QR code
portal-verify-unknown = There is no issued document with this code. If the code is from a document shown to you as issued by us, please call us.
portal-verify-valid = The document was issued and is valid
portal-verify-valid-more = It was issued by { $administration }. Compare number and date with those on the paper.
portal-verify-kind = Kind
portal-verify-number = Number
portal-verify-date = Date of issue
portal-verify-issuer = Issuer
portal-verify-size = Size of the file
portal-verify-digest = SHA-256 digest
portal-verify-compare = If you have the file, its SHA-256 digest must be exactly this one.

## Verification of the journal

portal-proof-title = Verify a journal receipt
portal-proof-lead = A receipt proves that an event was recorded in a journal and has not been changed. Your browser verifies it: the file is not sent anywhere.
portal-proof-noscript = This page verifies with scripts, and they do not run. Verify on your own computer with the program:
portal-proof-file = Receipt
portal-proof-file-hint = A file with the extension .tlog-proof, up to 8 MB. Choose it or drop it on the field.
portal-proof-file-missing = Choose a receipt
portal-proof-file-large = The file is larger than 8 MB. Choose a receipt: it is smaller
portal-proof-file-unreadable = The file cannot be read. Choose it again
portal-proof-log-keys = Public keys of the journal
portal-proof-log-keys-hint = One a line. Get them from the site of the journal, from its witnesses or from a printed page, not together with the receipt.
portal-proof-log-keys-missing = Paste the public key of the journal
portal-proof-log-keys-shape = Check line #line: the key of a journal looks like log.example+a1b2c3d4+Aa…
portal-proof-log-keys-witness = Line #line is the key of a witness. Move it to the field for witnesses
portal-proof-witness-keys = Public keys of witnesses
portal-proof-witness-keys-hint = One a line. A witness is an independent organisation which confirms that the journal only grows and is the same for everybody.
portal-proof-witness-keys-shape = Check line #line: the key of a witness looks like witness.example+a1b2c3d4+BB…
portal-proof-witness-keys-log = Line #line is the key of a journal. Move it to the field for the journal
portal-proof-witness-keys-repeated = Remove line #line: the key was given already
portal-proof-quorum = How many witnesses must have confirmed
portal-proof-quorum-hint = An empty field means all whose keys are given.
portal-proof-quorum-shape = Enter a whole number from 0 to #max, the number of witnesses given
portal-proof-button = Verify
portal-proof-empty = There is nothing to verify yet
portal-proof-empty-more = Choose the receipt that you downloaded from the page of your application.
portal-proof-result = Result of the verification
portal-proof-proven = Proven
portal-proof-proven-more = The event is in the journal and has not been changed. The witnesses confirm it.
portal-proof-signed = Proven by the signature of the journal only
portal-proof-signed-more = The event is in the journal and has not been changed. No confirmation by witnesses was asked for; with their keys you make sure that everybody sees the same journal.
portal-proof-waiting = Awaiting witnesses
portal-proof-waiting-more = The event is in the journal with its signature, but there are too few confirmations: #have of #need. Download the receipt again later.
portal-proof-refused = Not proven
portal-proof-refused-next = Keep the file as you received it and turn to the administration that gave it to you.
portal-proof-why-shape = The file is not a receipt or is damaged. Download the receipt again.
portal-proof-why-no-entry = The file is a proof without the record it speaks of. Download the whole receipt.
portal-proof-why-entry = The record in the receipt is damaged. Download the receipt again.
portal-proof-why-other-log = The receipt is of the journal “#log”, but the keys given are those of another one. Paste the key of this journal.
portal-proof-why-unknown-key = The journal signed the receipt with none of the keys given. Check whether the key is of the same time.
portal-proof-why-signature = The signature of the journal is wrong: the receipt was changed or is not of this journal.
portal-proof-why-inclusion = The record is not at the stated place in the journal: the receipt was changed.
portal-proof-why-payload = The content is not what was recorded in the journal: it was changed.
portal-proof-why-cosignature = The signature of the witness “#signer” is wrong: the receipt was changed or not confirmed by it.
portal-proof-facts = What was recorded
portal-proof-kind = Kind of record
portal-proof-kind-0 = Status of a service
portal-proof-kind-1 = Correction of an earlier record
portal-proof-kind-2 = Notice of the journal
portal-proof-kind-3 = Erased content
portal-proof-kind-4 = Sign that the system works
portal-proof-kind-5 = Act in a case file
portal-proof-kind-6 = Issued document
portal-proof-kind-7 = Reading of personal data
portal-proof-status = Status
portal-proof-refers = Refers to record
portal-proof-refers-log = Journal of that record
portal-proof-ground = Code of the ground
portal-proof-authority = ЕИК of the authority
portal-proof-occurred = Happened, as the sender states
portal-proof-received = Recorded in the journal
portal-proof-log = Journal
portal-proof-index = Record number (from 0)
portal-proof-size = Records when signed
portal-proof-participant = Number of the sender
portal-proof-sequence = Number in the sender’s sequence
portal-proof-service = Number of the service
portal-proof-time = D MONTH YYYY, hh:mm:ss
portal-proof-zone = All times are Bulgarian time.
portal-proof-more = Details for specialists
portal-proof-event = Identifier of the event
portal-proof-case-tag = Tag of the case file
portal-proof-tag-epoch = Period of the key of the tag
portal-proof-commitment = Digest of the content
portal-proof-signature = Digest of the sender’s signature
portal-proof-root = Digest of the whole journal
portal-proof-witnesses = Witnesses
portal-proof-witness = Witness
portal-proof-witness-at = Confirmation
portal-proof-witness-none = No confirmation
portal-proof-payload = Content of the event
portal-proof-payload-binary = The content is not text. Size in bytes: #count
portal-proof-payload-cut = Only the beginning is shown. Characters in all: #count
portal-proof-payload-erased = The receipt has no content: it was erased or not attached. The record stays proven.
portal-proof-limits = What a receipt does not prove
portal-proof-limits-more = A receipt proves that the event was recorded then and has not been changed. It does not prove that the administration reported truthfully and in time.
portal-proof-offline = How to verify without this site
portal-proof-offline-save = Save the page on your computer as a “complete web page” and open it without a network: the verification works in the same way.
portal-proof-offline-program = Or verify with the program, which needs no installation:

## Case

portal-sign-in-title = Open a case
portal-sign-in-lead = With the number of the application and the access code you see documents, correct, add and receive the result.
portal-sign-in-number = Number of the application
portal-sign-in-number-hint = Incoming number, РНУ or УРИ – whichever you have at hand
portal-sign-in-number-missing = Enter the number of the application
portal-sign-in-access-missing = Enter the access code
portal-sign-in-wrong = There is no case with this number and this code. Check both
portal-sign-in-already = Back to the open case
portal-sign-out = Close the case
portal-sign-out-done = The case is closed in this browser
portal-case-other = This case is not open in the browser. Enter its number and access code.
portal-case-title = Case
portal-case-caption = Application № { $number }
portal-case-back = Back to the case
portal-case-acts = What you can do
portal-case-correct-title = Correct the application by { $date }, inclusive
portal-case-correct-button = Correct
portal-case-result-title = A document was issued for you
portal-case-result-lead = You can open and download it now.
portal-case-result-button = To the document
portal-case-pay-title = Fee due: { $sum }
portal-case-pay-lead = Pay at the counter or by bank transfer and state incoming № { $number }.
portal-act-documents = Documents
portal-act-add = Add a document
portal-act-messages = Messages
portal-act-receipt = Receipt (PDF)
portal-act-withdraw = Withdraw the application
portal-act-rate = Rate the service

portal-documents-title = Documents of the case
portal-documents-none = There are no documents in the official section yet
portal-documents-none-more = The application, its attachments and letters to you appear here.
portal-documents-from-us = from the administration
portal-documents-from-you = from the applicant
portal-document-application = Application
portal-document-attachment = Attachment
portal-document-scan = Scanned document
portal-document-notice = Notice of irregularities
portal-document-suspension = Notice of suspension
portal-document-extension = Notice of extension
portal-document-termination = Notice of termination
portal-document-forwarding = Notice of forwarding
portal-document-certificate = Certificate
portal-document-permit = Permit
portal-document-decision = Decision
portal-document-refusal = Refusal
portal-document-information = Information
portal-document-other = Document
portal-document-rendering = The document is being made. Open the page again in a moment.
portal-document-rendering-short = being made
portal-application-filed = Filed on { $at }
portal-print = Print

portal-add-title = Add a document
portal-add-lead = The document enters the case at once and the responsible clerk will see it.
portal-add-what = What the document is
portal-add-what-hint = For example: power of attorney, sketch. If you leave this empty, we take the name of the file.
portal-add-file = File
portal-add-button = Add the document
portal-add-missing = Choose a file
portal-add-done = The document was added to the case
portal-add-closed = The case is closed and takes no new documents.

portal-correct-title = Correct the application
portal-correct-lead = By { $date }, inclusive, correct or add:
portal-correct-consequence = After the correction the term begins anew. If you do not correct in time, the proceeding is terminated.
portal-correct-button = Send the correction
portal-correct-done = The correction was received. The term began anew.
portal-correct-rest = The rest of the application
portal-correct-rest-lead = These answers stay as they were filed.
portal-correct-go-on = Continue to the check
portal-correct-changed = changed
portal-correct-answers = The answers in the application – choose what to change
portal-correct-answers-lead = Choose “Change” beside the answer that has to be corrected. The other answers stay as they were filed.
portal-correct-save = Save and return
portal-correct-saved = We saved your answers. They have not been sent yet.
portal-correct-reply-title = Your reply
portal-correct-reply = What you want to tell us
portal-correct-reply-hint = Explain what you correct, or why you think nothing is wrong.
portal-correct-reply-long = Shorten the reply to { $count } characters
portal-correct-files = Documents for the correction
portal-correct-files-kept = Attached documents:
portal-correct-files-many = At most { $count } documents can be attached to one correction. Send the others from the page “Add a document”
portal-correct-upload = Attach the chosen files
portal-correct-nothing = Write a reply, attach a document or correct an answer of the application
portal-correct-check-title = Check the correction
portal-correct-check-lead = Look at what you are going to send. The correction is due by { $date }, inclusive.
portal-correct-check-changes = Changed answers
portal-correct-check-none = You have not changed any answers of the application.
portal-correct-check-no-reply = none
portal-correct-check-no-files = none
portal-correct-before = Was:
portal-correct-now = Now:
portal-correct-check-change = Go back and change
portal-correct-check-after = Once sent, the correction cannot be changed. The term for our answer begins anew.
portal-correct-closed = There is nothing to correct in this case at present.

portal-withdraw-title = Withdraw the application
portal-withdraw-effect = What will happen
portal-withdraw-effect-1 = The proceeding is terminated and no result will be issued.
portal-withdraw-effect-2 = The documents you filed stay in the case.
portal-withdraw-effect-3 = You can apply again at any time; the term then begins anew.
portal-withdraw-reason = Reason
portal-withdraw-reason-hint = It helps us to improve the service.
portal-withdraw-sure = I want the application to be withdrawn
portal-withdraw-sure-missing = Tick that you want the application to be withdrawn
portal-withdraw-warning = A withdrawal cannot be undone.
portal-withdraw-button = Withdraw the application
portal-withdraw-keep = Do not withdraw – back to the case
portal-withdraw-done = The application was withdrawn and the proceeding terminated
portal-withdraw-late = The application can no longer be withdrawn: it was decided or the case is closed.

portal-result-title = Receive the result
portal-result-effect = When you open the document it counts as delivered. The term for appeal runs from this day.
portal-result-open = Open and download the document
portal-result-download = Download the document (PDF)
portal-result-delivered = Delivered
portal-result-delivered-value = { $way }, { $at }
portal-result-file = File
portal-result-file-value = PDF, { $size }
portal-result-wait-title = The result is not ready yet
portal-result-wait-back = To the case
portal-result-not-yet = We shall write to you when you can receive it. The case shows how far the work is.
portal-result-proof = How others verify the document
portal-result-proof-lead = Anybody you show it to can scan the QR code or open
portal-result-proof-link = the verification page

portal-messages-title = Messages of the case
portal-messages-none = There are no messages yet
portal-messages-none-more = Letters to you and your answers appear here.
portal-messages-you = You
portal-messages-by-mail = also sent by e-mail
portal-messages-write = Write to the administration
portal-messages-text = Message
portal-messages-hint = The responsible clerk will see it in the case.
portal-messages-button = Send
portal-messages-missing = Write the message
portal-messages-long = The message is too long. Shorten it to 20,000 characters
portal-messages-sent = The message was sent

portal-rate-title = Rate the service
portal-rate-lead = The clerk does not see who rated. It takes half a minute and is done once.
portal-rate-score = How satisfied are you
portal-rating-5 = 5 – fully
portal-rating-4 = 4 – rather yes
portal-rating-3 = 3 – so-so
portal-rating-2 = 2 – rather not
portal-rating-1 = 1 – not at all
portal-rate-reasons = What mattered most
portal-rate-reasons-hint = Tick one or more.
portal-rating-reason-speed = Speed
portal-rating-reason-clarity = Clear guidance
portal-rating-reason-staff = The clerks
portal-rating-reason-online = Ease of the portal
portal-rating-reason-result = The result
portal-rating-reason-fee = The fee
portal-rate-comment = In your own words
portal-rate-comment-hint = Do not write personal data.
portal-rate-button = Send the rating
portal-rate-missing = Choose a rating from 1 to 5
portal-rate-done = Thank you for the rating
portal-rate-before = The service was already rated; the rating does not change
portal-rate-given = You have already rated this service.
portal-rate-of-five = { $score } of 5
portal-rate-at = When

## The form on paper

portal-paper-instruction = Fill in legibly in block letters. Fields without “optional” are required.
portal-paper-where = File at the counter or by post. Everything on this form can also be filled in online.

## Help and pages of duty

portal-contact-title = Contact
portal-contact-lead = Write, call or come.
portal-contact-address = Address
portal-contact-phone = Telephone
portal-contact-email = E-mail
portal-contact-website = Web site
portal-contact-offices = Units and hours
portal-contact-offices-none = Please ask for the hours on the telephone.
portal-contact-case = A question about an application
portal-contact-case-lead = If you have an access code, write in the case – the question then reaches the responsible clerk.

portal-help-title = Help
portal-help-lead = Short answers to what people ask most.
portal-help-h1 = Do I need to register or to sign electronically?
portal-help-h1-p1 = No. All services of this portal can be applied for without registration. Whoever prefers it applies at the counter or by post, with the same result.
portal-help-h2 = I stopped filling in. Are my answers lost?
portal-help-h2-p1 = No. We keep the answers for 30 days after the last change. You find them under “My applications” on the same device.
portal-help-h2-p2 = For another device choose “Save and leave” and use the link and the code.
portal-help-h3 = What is the difference between the two codes?
portal-help-h3-p1 = The status code (nine digits) shows only stages and dates. You may say it on the telephone.
portal-help-h3-p2 = The access code (twelve symbols) together with the number opens the documents. Keep it to yourself.
portal-help-h4 = I lost my codes
portal-help-h4-p1 = Come to the counter with your identity card. We print the slip again or replace the codes; the old ones then open nothing.
portal-help-h5 = Which files may I attach?
portal-help-h5-p1 = Each place for a file says which kinds and sizes we accept. A photograph by telephone is fine if it can be read.
portal-help-h6 = Why did the last day change?
portal-help-h6-p1 = On the page of the application choose “How the term was computed”. It explains every day: holidays, pauses, a new start after a correction.

portal-accessibility-title = Accessibility
portal-accessibility-lead = { $administration } wants everybody to be able to use the portal, as WCAG 2.2 level AA and EN 301 549 require.
portal-accessibility-h1 = What we have done
portal-accessibility-h1-p1 = All pages work by keyboard, with a screen reader, without scripts and at 400 % zoom.
portal-accessibility-h1-p2 = Issued documents are PDF/UA with tagged structure and language.
portal-accessibility-h2 = What is not accessible yet
portal-accessibility-h2-p1 = Files that applicants and other administrations attached as scanned images may not be readable by a screen reader. At the counter we read them to you.
portal-accessibility-h3 = Report a problem
portal-accessibility-h3-p1 = Write to { $email } or call { $phone }. Tell us the page and the assistive technology you use. We answer within 14 days.
portal-accessibility-h4 = Supervising body
portal-accessibility-h4-p1 = If our answer does not satisfy you, you may turn to the Ministry of Electronic Governance, which supervises the accessibility of web sites.

portal-privacy-title = Personal data
portal-privacy-lead = { $administration } processes your personal data to perform the service you applied for.
portal-privacy-h1 = What we keep and why
portal-privacy-h1-p1 = The data of the application and the attached documents – to fulfil a legal obligation and a public task (Article 6(1)(c) and (e) of Regulation (EU) 2016/679).
portal-privacy-h1-p2 = Applications that were not filed are deleted 30 days after their last change.
portal-privacy-h2 = Who sees them
portal-privacy-h2-p1 = The clerks who work on the case. Every access and every change is recorded. The status code shows only stages and dates.
portal-privacy-h3 = How long
portal-privacy-h3-p1 = The case is kept for the time set for the service and then destroyed or archived by law.
portal-privacy-h4 = Cookies
portal-privacy-h4-p1 = We use only what is needed: to protect forms, for the language, for applications in progress and for the open case. No tracking, no foreign services.
portal-privacy-h5 = Your rights
portal-privacy-h5-p1 = You have the right of access, rectification, restriction and objection. Write to { $email }. You may complain to the Commission for Personal Data Protection.

portal-terms-title = Terms of use
portal-terms-lead = The portal is free of charge. Only the fees of the services, set by law, are paid.
portal-terms-h1 = When an application is filed
portal-terms-h1-p1 = When you see the receipt with its number. The time of receipt is the official time of the server and is shown in the receipt to the second.
portal-terms-h1-p2 = What is filed after working hours is registered at the real time; terms are counted by the Administrative Procedure Code.
portal-terms-h2 = Truth of the data
portal-terms-h2-p1 = False data in a declaration are punishable under Article 313 of the Criminal Code.
portal-terms-h3 = Interruptions
portal-terms-h3-p1 = Planned interruptions are announced. If the portal does not work on the last day of a term, file at the counter, by post or by e-mail: { $email }.

portal-inquiry-proof = Receipt
portal-reports = Written in the journal
portal-proof-journal = receipt of eJournal
portal-proof-download = Download the receipt
portal-proof-use = Each change is written in a journal that cannot be altered unnoticed. The receipt is a small file by which anybody can make sure of it, years later too.
portal-proof-check = Check a receipt
portal-proof-soon = The record is not under a published checkpoint yet. Try again in a few seconds.
portal-verify-proof = Download the journal receipt that the document was issued

portal-act-reads = Who looked at your data
portal-reads-title = Who looked at your data
portal-reads-lead = Each opening of the case by a member of staff is written here and in the journal. Names are not shown; the administration knows them.
portal-reads-none = Nobody has opened the case yet
portal-reads-none-more = The first record appears when somebody begins to work on it.
portal-reads-who = Who
portal-reads-what = What
portal-reads-why = Why
portal-reads-case = The case
portal-reads-identifier = The personal identifier in full
portal-reads-as-owner = Accountable for the case
portal-reads-as-unit = Of the unit that works on it
portal-reads-as-other = Another official act
portal-reads-doubt = Do you think somebody should not have looked at your data?
portal-reads-ask = Ask the administration

portal-statistics-title = Public statistics
portal-statistics-lead = How many applications were filed, how fast and how they were decided. Only numbers from which nobody can be recognised are shown.
portal-statistics-lead-journal = How many applications were filed with all administrations that report to the journal, how fast and how they were decided. Only numbers from which nobody can be recognised are shown.
portal-statistics-none = No statistics have been published yet
portal-statistics-none-more = Each quarter is published two weeks after its end.
portal-statistics-nothing = There are no numbers for this choice
portal-statistics-nothing-more = Choose another period or clear the filters.
portal-statistics-period = Period
portal-statistics-quarter = Quarter { $quarter } of { $year }
portal-statistics-administration = Administration
portal-statistics-all-administrations = All administrations
portal-statistics-service = Service
portal-statistics-all-services = All services
portal-statistics-service-number = Service No. { $number }
portal-statistics-other = Other services
portal-statistics-eik = ЕИК { $eik }
portal-statistics-published = Published on { $day }. Published numbers do not change.
portal-statistics-key = Figures
portal-statistics-figure = Figure
portal-statistics-value = Value
portal-statistics-hidden = hidden
portal-statistics-at-least = at least { $number }
portal-statistics-percent = { $count }%
portal-statistics-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
portal-statistics-status-meaning = How often the status “{ $status }” was reached in the period.
portal-statistics-registered = Applications filed
portal-statistics-granted = Granted
portal-statistics-refusals = Express refusals
portal-statistics-tacit-refusals = Tacit refusals
portal-statistics-withdrawn = Withdrawn by the applicant
portal-statistics-closed = Closed case files
portal-statistics-extensions = Extensions of the term
portal-statistics-suspensions = Suspensions of the proceeding
portal-statistics-deficiencies = Deficiency notices
portal-statistics-data-failures = Failures of the official collection of data
portal-statistics-appeals-filed = Appeals filed
portal-statistics-appeals-decided = Appeals decided
portal-statistics-breached = Terms passed without a decision
portal-statistics-within-term = Decided in time
portal-statistics-to-decision-median = Time to decision (median)
portal-statistics-to-decision-p90 = Time to decision for 9 of 10 services
portal-statistics-to-delivery-median = Time to delivery (median)
portal-statistics-to-delivery-p90 = Time to delivery for 9 of 10 services
portal-statistics-electronic = Filed electronically
portal-statistics-full-minimum = With all obligatory statuses
portal-statistics-appeals-upheld = Appeals: the act was upheld
portal-statistics-appeals-set-aside = Appeals: the act was set aside
portal-statistics-appeals-changed = Appeals: the act was changed
portal-statistics-appeals-inadmissible = Appeals: inadmissible
portal-statistics-reporting-delay-median = From fact to journal (median)
portal-statistics-reporting-delay-p95 = From fact to journal for 95 % of facts
portal-statistics-seconds = { $count } s
portal-statistics-minutes = { $count } min
portal-statistics-share = Share
portal-statistics-channels = Filed most often: { $part } – { $share }
portal-statistics-channels-head = How it was filed
portal-statistics-channels-portal = through a portal
portal-statistics-channels-eforms = through eForms
portal-statistics-channels-edelivery = through eDelivery
portal-statistics-channels-desk = at the counter
portal-statistics-channels-post = by post
portal-statistics-channels-phone = by telephone
portal-statistics-channels-seos = through SEOS
portal-statistics-channels-email = by e-mail
portal-statistics-channels-internal = by the administration
portal-statistics-modes = Wanted most often: { $part } – { $share }
portal-statistics-modes-head = Speed
portal-statistics-modes-normal = ordinary
portal-statistics-modes-fast = fast
portal-statistics-modes-express = express
portal-statistics-ratings = Average rating { $mean } of 5, { $count } given
portal-statistics-ratings-some = At least { $count } ratings given, some numbers are hidden
portal-statistics-score = Rating
portal-statistics-answers = Answers
portal-statistics-volumes = Most wanted: { $service } – { $count }
portal-statistics-ages = Open at the end of the period: about { $count } services
portal-statistics-ages-some = Open at the end of the period: at least { $count } services, some numbers are hidden
portal-statistics-age = Age
portal-statistics-open = Open services
portal-statistics-age-band = { $from }–{ $until } days
portal-statistics-age-over = over { $days } days
portal-statistics-by-administration = By administration ({ $count })
portal-statistics-by-service = By service ({ $count })
portal-statistics-statuses = All statuses reached
portal-statistics-status = Status
portal-statistics-files = Open data
portal-statistics-files-lead = All numbers of { $period }, the same in all three forms; the description says what they mean.
portal-statistics-file-csv = Table (CSV)
portal-statistics-file-json = For programs (JSON)
portal-statistics-file-parquet = For analysis (Parquet)
portal-statistics-file-description = Description of the data
portal-statistics-meanings = What the numbers mean
portal-statistics-how = Counts of statuses are of the events in the period; shares and times of the services that ended in it; open services of its last day. Corrected and retracted events do not count.
