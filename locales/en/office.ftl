# Workplace: sign-in, my day, tasks, queue, cases, dashboard.

office-nav-today = My day
office-nav-tasks = My tasks
office-nav-queue = Queue of the unit
office-nav-cases = Cases
office-nav-new = New application
office-nav-intake = By post and e-mail
office-nav-dashboard = Dashboard
office-nav-mail = Letters sent
office-nav-admin = Administration
office-nav-group-intake = Intake
office-nav-group-reports = Reports
office-nav-group-admin = Settings

office-role-front-desk = Front desk clerk
office-role-registrar = Registrar
office-role-case-officer = Case officer
office-role-reviewer = Reviewer
office-role-unit-head = Head of unit
office-role-signatory = Signatory
office-role-cashier = Cashier
office-role-archivist = Archivist
office-role-commission = Member of a commission
office-role-service-admin = Service administrator
office-role-integration-admin = Integration administrator
office-role-admin = Administrator
office-role-auditor = Internal auditor
office-role-dpo = Data protection officer

office-refused-claimed = Meanwhile the task was taken: { $who }, { $when }. Choose another one from the queue.
office-refused-finished = Meanwhile the task was finished: { $who }, { $when }. Nothing of yours was written over it.
office-refused-gone = Meanwhile the task was closed ({ $when }). Open the case to see where it stands.
office-refused-four-eyes = Somebody else has to do this step: you did the one before in the same case.
office-refused-awaits = An opinion is awaited: “{ $name }”. The task can be finished once it is given or the question is taken back.
office-refused-closed = The case is closed; no work on it is possible.
office-refused-suspended = The proceeding is suspended. Resume it first.
office-refused-status = The act is not possible in the present state of the case. Open it again to see where it stands.
office-refused-reason = Give a reason.
office-refused-right = You have no right to this task.
office-refused-other = It cannot be done now.

office-sign-in-title = Staff sign-in
office-sign-in-login = User name
office-sign-in-password = Password
office-sign-in-button = Sign in
office-sign-in-login-missing = Enter your user name
office-sign-in-password-missing = Enter your password
office-sign-in-wrong = The name or the password is wrong. Check the keyboard language and try again
office-sign-in-locked = { $count ->
    [one] Too many failed attempts. Try again in { $count } minute.
   *[other] Too many failed attempts. Try again in { $count } minutes.
}
office-sign-in-locked-more = If you do not remember your password, the administrator can set a new one.
office-sign-in-help = Cannot sign in?
office-sign-in-help-more = Ask the system administrator of your administration, who can set a new password or unblock your account.
office-sign-out-done = You have signed out.

office-settings-title = My settings
office-settings-me = Profile
office-settings-name = Name
office-settings-login = User name
office-settings-email = E-mail
office-settings-unit = Unit
office-settings-position = Position
office-settings-roles = Roles
office-settings-password = Change of password
office-settings-password-present = Present password
office-settings-password-chosen = New password
office-settings-password-again = The new password once more
office-settings-password-hint = At least 12 characters. Several words in a row are easiest to remember.
office-settings-password-button = Change the password
office-settings-password-wrong = The present password is wrong
office-settings-password-weak = Choose a password of at least 12 characters that is not well known and does not contain your user name
office-settings-password-differs = The two new passwords differ. Enter the same one twice
office-settings-password-done = The password was changed.
office-settings-sessions = { $count ->
    [one] You have { $count } live session.
   *[other] You have { $count } live sessions.
}
office-settings-sessions-link = See the sessions
office-settings-density = Density of pages
office-settings-density-compact = Now: compact – more rows on a screen.
office-settings-density-comfortable = Now: comfortable – larger text.
office-settings-density-to-comfortable = Make it comfortable
office-settings-density-to-compact = Make it compact
office-settings-density-done = The density of pages was changed.

office-sessions-title = Sessions
office-sessions-lead = These are the devices you signed in from. End any session you do not recognise and change your password.
office-sessions-device = Device
office-sessions-address = Network address
office-sessions-started = Signed in
office-sessions-seen = Last act
office-sessions-this = This session
office-sessions-end = End
office-sessions-end-others = End all others
office-sessions-ended = { $count ->
    [0] There are no other sessions.
    [one] { $count } session was ended.
   *[other] { $count } sessions were ended.
}

office-views = Views
office-clear = Clear the filters
office-any = All
office-nobody = Not assigned
office-select-all = Select all
office-select-task = Select “{ $task }” of { $number }
office-empty-filtered = Nothing matches the filters
office-flag-returned = Returned
office-col-select = Select
office-col-task = Task
office-col-case = Case
office-col-service = Service
office-col-applicant = Applicant
office-col-status = State
office-col-owner = Owner
office-col-due = Due
office-col-term = Term of the case
office-col-since = Waits since
office-col-acts = Act
office-col-document = Document
office-col-kind = Kind
office-col-number = Number
office-col-date = Date
office-col-file = File
office-col-sum = Sum
office-col-arose = Arose
office-col-paid = Paid
office-col-receipt = Way and receipt
office-col-when = When
office-col-what = What
office-col-who = Who

office-today-title = My day
office-today-next = Take the next one
office-today-next-is = Next in the queue:
office-today-overdue = { $count ->
    [one] overdue task
   *[other] overdue tasks
}
office-today-today = { $count ->
    [one] task due today
   *[other] tasks due today
}
office-today-returned = { $count ->
    [one] returned task
   *[other] returned tasks
}
office-today-unread = { $count ->
    [one] case with news from the applicant
   *[other] cases with news from the applicant
}
office-today-mine = { $count ->
    [one] task with me in all
   *[other] tasks with me in all
}
office-today-free = { $count ->
    [one] free task in the queue
   *[other] free tasks in the queue
}
office-today-group-overdue = Overdue
office-today-group-today = Due today
office-today-group-returned = Returned for rework
office-today-group-rest = My other tasks
office-today-group-unread = News from applicants
office-today-rest = { $count ->
    [one] { $count } more task
   *[other] { $count } more tasks
}
office-today-done = Everything is done for today
office-today-done-more = { $count ->
    [one] You finished { $count } task today and the queue is empty.
   *[other] You finished { $count } tasks today and the queue is empty.
}
office-today-none = You have taken no tasks
office-today-none-more = { $count ->
    [one] { $count } task waits in the queue of the unit.
   *[other] { $count } tasks wait in the queue of the unit.
}
office-today-nothing = There are no tasks for you yet
office-today-nothing-more = When an application for your unit arrives, its task will appear in the queue.
office-today-no-tasks = Your role does not work on tasks of cases
office-today-no-tasks-more = From here you can open the reports you have access to.
office-today-finished = { $count ->
    [0] No tasks finished today yet
    [one] You finished { $count } task today
   *[other] You finished { $count } tasks today
}

office-tasks-title = My tasks
office-tasks-tab-all = All
office-tasks-tab-overdue = Overdue
office-tasks-tab-today = For today
office-tasks-tab-returned = Returned
office-tasks-tab-unread = News from the applicant
office-tasks-filtered-more = You have other tasks outside this view.
office-release-reason = Reason (optional)
office-release-button = Put the selected back into the queue

office-queue-title = Queue of the unit
office-queue-tab-free = Free for me
office-queue-tab-unit = All of the unit
office-queue-by-service = By service
office-queue-by-age = By waiting
office-queue-age-new = up to 1 day
office-queue-age-days = 2 – 5 days
office-queue-age-old = over 5 days
office-queue-waits = { $count ->
    [one] waits { $count } day
   *[other] waits { $count } days
}
office-queue-waits-today = since today
office-queue-take = Take
office-queue-take-chosen = Take the selected
office-queue-assign-to = Assign to
office-queue-assign = Assign the selected
office-queue-claimed = { $count ->
    [0] No tasks taken.
    [one] You took { $count } task.
   *[other] You took { $count } tasks.
}
office-queue-released = { $count ->
    [0] No tasks put back.
    [one] You put { $count } task back into the queue.
   *[other] You put { $count } tasks back into the queue.
}
office-queue-assigned = { $count ->
    [0] No tasks assigned.
    [one] You assigned { $count } task.
   *[other] You assigned { $count } tasks.
}
office-queue-assigned-to = Given to: { $who }.
office-queue-none-chosen = You have not selected any tasks. Tick at least one and try again.
office-queue-nobody-chosen = You have not chosen whom to assign to. Choose a person and try again.
office-queue-empty-now = There is no free task for you in the queue now.
office-queue-empty = There are no free tasks in the queue
office-queue-empty-own = Everything that arrived is taken. Go on with your tasks.
office-queue-empty-more = Tasks of new applications for your unit appear here as soon as they arrive.
office-queue-filtered-more = Without the filters there may be tasks in the queue.

office-cases-title = Cases
office-cases-view-all = All
office-cases-view-mine = Mine
office-cases-view-overdue = Overdue
office-cases-view-soon = Due within 3 days
office-cases-view-unread = News from the applicant
office-cases-view-closed = Closed
office-cases-me = Mine
office-cases-filter = Filters
office-cases-filter-apply = Show
office-cases-filter-status = State
office-cases-filter-state = Open or closed
office-cases-filter-service = Service
office-cases-filter-unit = Unit
office-cases-filter-assignee = Owner
office-cases-filter-channel = Channel
office-cases-filter-due = Term
office-cases-filter-from = Registered from
office-cases-filter-to = Registered to
office-cases-filter-unread = New documents from the applicant
office-cases-state-open = Open
office-cases-state-closed = Closed
office-cases-due-overdue = Overdue
office-cases-due-soon = Within 3 days
office-cases-due-paused = Term stands still
office-cases-chips = Active filters
office-cases-chip-remove = Remove the filter
office-cases-export = Download the list
office-cases-export-failed = The list could not be prepared. Try again.
office-cases-empty = There are no cases yet
office-cases-empty-more = The first case appears with the first registered application – from the portal, at the counter or by post.
office-cases-filtered-more = Remove some of the filters to see more.
office-cases-view-empty = There are no cases in this view
office-cases-view-empty-more = That is good news if the view is of overdue ones.
office-cases-col-number = Case
office-cases-col-service = Service
office-cases-col-applicant = Applicant
office-cases-col-status = Status
office-cases-col-term = Term of the case
office-cases-col-owner = Accountable
office-cases-col-unit = Unit
office-cases-col-channel = Channel
office-cases-col-speed = Speed
office-cases-col-delivery = Delivery
office-cases-col-fee = Fee
office-cases-col-rnu = Reference number
office-cases-col-closed = Closed on
office-cases-sort = Order
office-cases-sort-down-filed = Newest first
office-cases-sort-filed = Oldest first
office-cases-sort-deadline = By deadline, nearest first
office-cases-sort-down-deadline = By deadline, farthest first
office-cases-sort-status = By status, from the beginning
office-cases-sort-down-status = By status, from the end
office-cases-sort-service = By service, A–Z
office-cases-sort-down-service = By service, Z–A
office-cases-sort-unit = By unit, A–Z
office-cases-sort-down-unit = By unit, Z–A
office-cases-sort-assignee = By accountable person, A–Z
office-cases-sort-down-assignee = By accountable person, Z–A
office-cases-arrange = Columns and views
office-cases-columns = Columns
office-cases-columns-keep = Keep the columns
office-cases-columns-usual = Back to the usual ones
office-cases-columns-done = The columns of the list have been changed.
office-cases-view-name = Name of the view
office-cases-view-name-hint = Keeps the present filters and order as a tab above the list.
office-cases-view-save = Keep the view
office-cases-view-saved = The view “{ $name }” has been kept.
office-cases-view-removed = The view has been removed.
office-cases-view-name-missing = Enter a name for the view and try again.
office-cases-view-full = { $count ->
    [one] You can have at most { $count } view. Remove it and try again.
   *[other] You can have at most { $count } views. Remove one and try again.
}
office-cases-view-own = My views
office-cases-view-remove = Remove
office-cases-end = The list ends here
office-cases-first = To the first page

office-csv-number = Incoming number
office-csv-registered = Registered on
office-csv-service = Service
office-csv-applicant = Applicant
office-csv-status = State
office-csv-deadline = Deadline
office-csv-unit = Unit
office-csv-assignee = Owner
office-csv-channel = Channel
office-csv-rnu = Reference number

office-search-title = Search
office-search-for = Search: “{ $query }”
office-search-lead = Type or scan a number, a code of the slip, a name, an identifier, a telephone or an address into the field above. If exactly one case is found, it opens at once.
office-search-none = No cases found
office-search-none-more = Check the digits or try only the family name. Names are found in Latin letters and with the wrong keyboard too.
office-search-found = { $count ->
    [one] { $count } case found.
   *[other] { $count } cases found.
}
office-search-cut = These are the latest; add a word to narrow the search.

office-due-in-term = Decided in time
office-due-late = Decided late
office-due-ended = Closed

office-channel-web = through the portal
office-channel-counter = at the counter
office-channel-post = by post
office-channel-email = by e-mail
office-delivery-online = online
office-delivery-counter = at the counter
office-delivery-post = by post
office-speed-ordinary = ordinary
office-speed-fast = fast
office-speed-express = express

office-case-word = Case
office-case-title = Case { $number }
office-case-of = of { $date }
office-case-tabs = Parts of the case
office-case-applicant = Applicant
office-case-owner = Owner
office-case-deadline = Deadline
office-case-turn = Whose turn
office-case-unread = The applicant has added something new.
office-case-seen = Mark as seen
office-case-seen-done = Marked as seen.
office-case-tab-overview = Overview
office-case-tab-route = Tasks and route
office-case-tab-documents = Documents
office-case-tab-messages = Correspondence
office-case-tab-payments = Payments
office-case-tab-terms = Terms
office-case-tab-public = Applicant’s view
office-case-tab-journal = Journal

office-turn-you = You
office-turn-free = You or a colleague of the unit
office-turn-person = { $who }
office-turn-unit = { $unit }
office-turn-nobody = Nobody: an automatic step is expected
office-turn-closed = The case is closed
office-turn-suspended = The proceeding is suspended
office-turn-applicant-correction = The applicant: to remove the irregularities
office-turn-applicant-payment = The applicant: to pay the fee
office-turn-applicant-result = The applicant: to receive the result

office-steps = Next steps
office-steps-yours = The task is yours
office-steps-free = It is free – you can take it
office-steps-has = With { $who }
office-steps-waits-unit = Waits for: { $unit }
office-steps-until = until { $date }
office-steps-acts = Other acts
office-steps-prints = To print
office-act-correct = Enter the applicant’s correction
office-act-pay = Record a payment
office-act-document = Add a document
office-act-message = Write to the applicant
office-act-opinion = Ask for an opinion
office-act-resume = Resume the proceeding
office-act-suspend = Suspend the proceeding
office-act-extend = Extend the term
office-act-forward = Forward to the competent body
office-act-terminate = Terminate the proceeding
office-act-withdraw = Record a withdrawal
office-print-slip = Slip with the codes
office-print-receipt = Confirmation of receipt
office-print-cover = Cover of the case file

office-overview-person = Applicant
office-overview-answers = Answers of the application
office-overview-no-answers = The application has no answers.
office-opinions = Opinions asked for
office-opinion-awaited = Awaited
office-opinion-withdrawn = Taken back
office-opinion-holds = The work waits for it
office-opinion-withdraw = Take the question back
office-overview-facts = Facts of the case
office-fact-identifier = Identifier
office-fact-phone = Telephone
office-fact-email = E-mail
office-fact-address = Address
office-fact-registered = Received
office-fact-channel = Filed
office-fact-speed = Speed
office-fact-delivery = Delivery of the result
office-fact-fee = Fee
office-fact-deadline = Term
office-fact-rnu = Reference number (РНУ)
office-fact-status-code = Status code
office-fact-status-code-more = Shows the applicant how far the case has come; opens no documents.
office-fact-slip = Print the slip again
office-fact-uri = Number of the document (УРИ)
office-fact-number = Number of the service
office-fact-kit = Version of the service
office-fee-none = No fee
office-fee-due = { $sum }, not paid
office-fee-paid = { $sum }, paid
office-identifier-egn = ЕГН
office-identifier-lnch = ЛНЧ
office-identifier-eik = ЕИК
office-unmask = Show the whole identifier
office-unmask-reason = Why do you need it?
office-unmask-hint = The reason is written to the journal with your name and the time.
office-unmask-button = Show
office-unmask-missing = Say why you need the whole identifier
office-unmask-journalled = Shown on this page only; it was written to the journal.
office-codes = New codes of the slip
office-codes-lead = If the slip was lost or somebody else knows the codes, issue new ones. The old ones stop opening the case at once.
office-codes-reason = Reason
office-codes-button = Issue new codes
office-codes-missing = Say why the codes are replaced
office-codes-done = The codes were replaced. The old ones no longer work.

office-group-accepting = Intake
office-group-merits = On the merits
office-group-result = Result
office-stage-done = Done
office-stage-current = Now
office-stage-waiting = Waits for the applicant
office-stage-ahead = Ahead
office-task-state-done = Done
office-task-state-cancelled = Dropped
office-task-state-taken = Taken
office-task-state-free = Free
office-route-internal = internal stage
office-route-others = Tasks outside the stages
office-route-incident = { $time }: an automatic step was not done – { $text }

office-outcome-regularity-regular = regular
office-outcome-regularity-irregular = irregular, a request for correction was sent
office-outcome-regularity-inadmissible = inadmissible
office-outcome-workOutcome-done = done
office-outcome-opinion-agreed = agreed
office-outcome-opinion-answered = answered
office-outcome-opinion-declined = no opinion
office-outcome-opinion-notAgreed = not agreed
office-outcome-opinion-terminate = termination proposed
office-outcome-opinion-rework = returned for rework
office-outcome-decision-grant = granted
office-outcome-decision-partial = granted in part
office-outcome-decision-refuse = refused
office-outcome-review-approved = approved
office-outcome-review-rework = returned for rework
office-outcome-signature-signed = signed
office-outcome-signature-returned = returned unsigned

office-documents-official = Official section
office-documents-official-hint = The applicant sees these documents on the portal.
office-documents-internal = Internal section
office-documents-internal-hint = Only staff see them.
office-documents-none = There are no documents yet
office-documents-internal-none = There are no internal documents yet.
office-document-application = Application
office-document-attachment = Attachment
office-document-scan = Scanned document
office-document-notice = Notice of irregularities
office-document-certificate = Certificate
office-document-permit = Permit
office-document-decision = Decision
office-document-information = Information
office-document-document = Document
office-document-refusal = Refusal
office-document-partial = Partial refusal
office-document-suspension = Notice of suspension
office-document-extension = Notice of a longer term
office-document-termination = Decision to terminate
office-document-forwarding = Letter of forwarding
office-document-other = Document
office-document-rendering = The document is being made. Try again in a few seconds.
office-document-rendering-short = being made
office-direction-in = incoming
office-direction-out = issued
office-direction-internal = internal
office-application-title = Application { $number } of { $time }
office-application-heading = The application as it was filed
office-application-filed = Received { $time }, { $channel }.
office-application-back = To the documents

office-messages-none = There are no letters in this case yet
office-messages-none-more = Letters to the applicant and their messages stand here.
office-message-incoming = Message from the applicant
office-message-system = The system
office-message-from-to = { $from } to { $to }
office-message-channel-email = e-mail
office-message-channel-portal = portal
office-message-channel-post = post
office-message-state-queued = waits to be sent
office-message-state-sent = sent
office-message-state-failed = failed
office-message-state-received = received

office-payments-none = No fee is due for this case
office-payments-none-more = If an obligation arises, it will appear here.
office-payments-due = Due: { $sum }
office-payment-paid = Paid
office-payment-pending = Due
office-payment-way-cash = in cash
office-payment-way-card = by card
office-payment-way-bank = by bank transfer

office-terms-length = Term of the service
office-terms-last = Last day
office-terms-estimate = an estimate while the term stands still
office-terms-remaining = Left
office-terms-legal = Legal ground
office-terms-ledger = Events of the term
office-terms-warnings = Warnings
office-terms-warned = sent
office-terms-days = The term day by day

office-public-lead = This is what the applicant sees after entering the code of the slip. Names and documents are not shown.
office-public-applicant-due = The applicant is expected to act { $until }
office-public-deadline = Term { $until }
office-public-events = Events they see
office-public-address = Page of the applicant:

office-actor-anonymous = Visitor of the portal
office-actor-applicant = Applicant
office-actor-staff = Member of staff
office-actor-system = The system
office-journal-tab-all = All
office-journal-tab-status = State and term
office-journal-tab-tasks = Tasks
office-journal-tab-documents = Documents and letters
office-journal-tab-access = Access
office-journal-tab-technical = With steps of the process
office-detail-registered = Incoming No. { $number }
office-event-ApplicationRegistered = The application was registered
office-event-StatusChanged = New state
office-event-ProcessAdvanced = Step of the process
office-event-TaskClaimed = The task was taken
office-event-TaskReleased = The task was put back into the queue
office-event-TaskAssigned = The task was assigned
office-event-TaskFinished = The task was finished
office-event-OpinionAsked = An opinion was asked for
office-event-OpinionWithdrawn = The question was taken back
office-event-NoticeSent = A notice of irregularities was sent
office-event-CorrectionReceived = A correction of the applicant arrived
office-event-DecisionDrafted = A decision was drafted
office-event-DecisionSigned = The decision was signed
office-event-DocumentAdded = A document was added
office-event-DocumentIssued = A document was issued
office-event-DeliveryRecorded = A delivery was recorded
office-event-MessageWritten = A letter was sent to the applicant
office-event-MessageReceived = Message from the applicant
office-event-PaymentRecorded = A payment was recorded
office-event-CaseWithdrawn = The application was withdrawn
office-event-CaseSuspended = The proceeding was suspended
office-event-CaseResumed = The proceeding was resumed
office-event-CaseTerminated = The proceeding was terminated
office-event-CaseForwarded = The application was forwarded
office-event-TermExtended = The term was extended
office-event-DeadlineWarned = Warning about the term
office-event-DeadlineBreached = The term expired
office-event-IdentifierUnmasked = A whole identifier was shown
office-event-CodesReplaced = The codes of the slip were replaced
office-event-CodesReprinted = The slip or the confirmation was printed again
office-event-ServiceRated = The service was rated
office-event-IncidentRaised = An automatic step was not done

office-mail-title = Letters sent
office-mail-lead = The letters the system sent by e-mail, word for word. The latest stand first.
office-mail-none = No letters were sent yet
office-mail-none-more = Letters to applicants and warnings to staff will stand here.
office-mail-to = To { $to }
office-mail-case = To the case

office-receipt-term = Term: { $term }
office-receipt-fee-due = due
office-receipt-fee-paid = paid
office-receipt-next-payment = Pay the fee – at the counter or by bank transfer; work begins after that.
office-receipt-next-check = We are checking the documents. If something is missing, we shall write to you what and until when.
office-receipt-next-done = The decision is ready; receive it in the way you chose.
office-receipt-next-track = Follow the application with the status code on the page named above.
office-retention-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}

office-board-title = Dashboard
office-board-overdue = overdue cases
office-board-soon = due within 3 days
office-board-unread = with news from the applicant
office-board-open = open cases
office-board-open-short = Open
office-board-weeks-title = Filed and closed by week
office-board-weeks-more = In 12 weeks { $filed } were filed and { $closed } closed: they pile up
office-board-weeks-fewer = In 12 weeks { $filed } were filed and { $closed } closed: they do not pile up
office-board-week = Week from
office-board-filed = Filed
office-board-closed = Closed
office-board-ages-title = Open cases by unit
office-board-ages = { $count ->
    [0] No cases are overdue
    [one] { $count } case is overdue
   *[other] { $count } cases are overdue
}
office-board-unit = Unit
office-board-age-intime = In time
office-board-age-near = Within 3 days
office-board-age-late = Overdue
office-board-age-paused = Clock stopped
office-board-services-title = Decided in time by service, 90 days
office-board-services-none = Nothing was decided in the last 90 days yet.
office-board-in-term = { $share }% of the decisions are in time
office-board-target = target { $share }%
office-board-service = Service
office-board-decided = Decided
office-board-kept = In time
office-board-share = Share in time
office-board-none = none
office-board-channels-title = Where they come from
office-board-channels = Most are filed { $channel }
office-board-channel = Channel
office-board-load-title = Load by person
office-board-load = The busiest: { $who }, open tasks: { $count }
office-board-load-link = Distribute the tasks
office-board-person = Person
office-board-tasks = Open tasks
office-board-ratings-title = Ratings of the services
office-board-ratings = Mean rating { $mean } of 5
office-board-ratings-few = Ratings are shown once there are at least five.
office-board-score = Rating
office-board-answers = Answers
office-board-definitions = What the numbers mean
office-board-define-overdue = Overdue is an open case without a decision whose last day has passed and whose term does not stand still.
office-board-define-soon = “Within 3 days” are cases without a decision whose last day lies between today and three days ahead; overdue ones and those whose term stands still are counted apart.
office-board-define-in-term = The share in time is the number of decisions up to the last day of the term divided by all decisions on applications of the last 90 days.
office-board-define-weeks = Weeks begin on Monday; the last one is not complete yet.

office-reports = Reported to еЖурнал
office-reports-none = Nothing has been reported yet.
office-report-status = Status
office-report-state = How far it has come
office-report-receipted = In eJournal, with receipt
office-report-sent = Accepted by еЖурнал
office-report-formed = In the journal of the administration
office-report-waiting = Waiting
office-report-before = From before the journal
office-report-refused = Wrong, needs attention
office-looks = Who opened the case
office-look-owner = accountable for the case
office-look-unit = of the accountable unit
office-look-other = outside the accountable unit
office-looked-case = The case
office-looked-identifier = The personal identifier in full
