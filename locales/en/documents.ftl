# The words on printed and issued documents.
# Every message is one line; places of values stand in angle brackets: <number>, <date>.

## General
documents-date-short = <day>.<month>.<year>
documents-date-long = <day> <month> <year>
documents-date-time = <date>, <time>
documents-month-1 = January
documents-month-2 = February
documents-month-3 = March
documents-month-4 = April
documents-month-5 = May
documents-month-6 = June
documents-month-7 = July
documents-month-8 = August
documents-month-9 = September
documents-month-10 = October
documents-month-11 = November
documents-month-12 = December
documents-money = €<sum>
documents-page = Page <page> of <pages>
documents-outgoing-number = Outgoing No. <number>
documents-incoming-number = Incoming No. <number>
documents-reference-number = Reference number: <number>
documents-to = To
documents-printed-by = Printed by: <name>
documents-qr-alt = QR code
documents-barcode-alt = Bar code: <text>
documents-label-service = Service
documents-label-applicant = Applicant
documents-label-received = Received
documents-label-channel = Filed
documents-label-delivery = Receiving the result
documents-label-reference = Reference number (РНУ)
documents-label-row = No.
documents-label-document = Document
documents-label-date = Date
documents-label-what = What
documents-label-number = Number
documents-label-sheets = Sheets

## Signature, verification, appeal
documents-signed-electronically = Signed electronically
documents-signed-by-hand = signature and stamp
documents-verification-title = Check this document
documents-verification-text = Scan the code or open the address to make sure that the document was issued and has not been revoked:
documents-verification-alt = QR code with the address where the document is checked
documents-appeal-title = Appeal
documents-appeal-text = This document can be contested within <days> days of its delivery. Competent authority: <authority>

## Slip
documents-slip-title = Slip for application <number>
documents-received = Received: <time>
documents-status-code = Status code
documents-status-code-opens = Shows stages and dates, no names and no documents:
documents-status-qr-alt = QR code: opens the stages and dates
documents-access-code = Access code to the case file
documents-access-code-opens = With the incoming number it opens the documents and lets you add new ones. Do not give it to others.
documents-tear-off = tear off and keep apart
documents-counter-hours = Counter hours: <hours>

## Receipt
documents-receipt-title = Receipt for application <number>
documents-receipt-heading = Receipt
documents-attachments-title = Attached documents
documents-attachments-none = No documents are attached to the application.
documents-term-title = Term
documents-term-due = The result is expected by <date>, inclusive
documents-fee-title = Fee
documents-fee-none = The service is free of charge.
documents-codes-title = Your codes
documents-next-title = What happens next

## Application on paper
documents-form-title = Application on paper: <number>
documents-form-heading = Application
documents-form-service-number = No. <number> in the register of services
documents-form-for-office = To be filled in by the administration
documents-form-incoming-line = Incoming No. ………………………… / ………………
documents-form-optional = (optional)
documents-form-multiple = (more than one possible)
documents-form-date-hint = day, month, year
documents-form-declarations = Declarations
documents-form-date-line = date
documents-form-signature-line = signature

## Envelope and return receipt
documents-envelope-title = Envelope of letter <number>
documents-sender = Sender
documents-recipient = Recipient:
documents-registered = Registered
documents-with-return-receipt = with return receipt
documents-return-title = Return receipt of letter <number>
documents-return-heading = Return receipt
documents-return-from = Number of the letter
documents-return-to = Return to:
documents-return-contents = Contents:
documents-return-personally = to the recipient in person
documents-return-other = to another person
documents-return-refused = refused
documents-return-receiver = name of the person who receives
documents-return-relation = relation to the recipient (family, work, power of attorney No.)
documents-return-date = date of receipt
documents-return-signature = signature for receipt
documents-return-deliverer = name and signature of the deliverer

## Letters
documents-letter-title = Letter about application <number>
documents-letter-about = about application <number>: <service>
documents-greeting = Dear applicant,
documents-reason = Reason: <reason>
documents-enclosures-title = Enclosures
documents-irregularity-title = Notice of irregularities in application <number>
documents-irregularity-heading = Notice of irregularities
documents-irregularity-found = When we checked your application we found that the following is needed before it can be examined:
documents-irregularity-term = Please put this right within: <term>.
documents-irregularity-term-date = Please put this right within: <term>, at the latest by <date>, inclusive.
documents-irregularity-effect = The term of the service stops until you do. If you do not put it right in time, the procedure ends; you may file a new application at any time.
documents-irregularity-how-online = You may send documents and corrections at <page>, at the counter or by post. Please give the incoming number.
documents-irregularity-how = You may send documents and corrections at the counter or by post. Please give the incoming number.
documents-extension-title = Notice of extension for application <number>
documents-extension-heading = Notice of extension
documents-extension-text = The term of your application, which ends on <before>, is extended to <date>, inclusive.
documents-termination-title = Termination of the procedure on application <number>
documents-termination-heading = Notice of termination
documents-termination-text = The procedure on your application is terminated on the following grounds:
documents-forwarding-title = Forwarding of application <number>
documents-forwarding-heading = Notice of forwarding
documents-forwarding-text = Your application is forwarded to the competent authority: <authority>.
documents-forwarding-effect = The date on which we received it counts as its filing date. You need not file it again.

## Case file
documents-cover-title = Cover of case file <number>
documents-cover-heading = Case file <number>
documents-cover-opened = Opened
documents-cover-closed = Closed
documents-cover-retention = Kept for
documents-cover-documents = Documents
documents-inventory-title = Inventory of documents
