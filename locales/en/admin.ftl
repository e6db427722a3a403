# The administration application: pages, roles, rights, calendar, log.

# Common words of the administration application.
admin-save = Save
admin-saved = The changes are saved.
admin-cancel = Cancel
admin-add = Add
admin-close = Close
admin-any = All
admin-filter = Filters
admin-filter-apply = Show
admin-filter-clear = Clear the filters
admin-nothing = none
admin-first-page = To the first page

# Menu.
admin-nav-overview = Overview
admin-nav-group-organisation = Organisation
admin-nav-administration = Administration data
admin-nav-units = Structure and units
admin-nav-people = Users
admin-nav-roles = Roles and rights
admin-nav-group-services = Services and terms
admin-nav-calendar = Calendar
admin-nav-kits = Services and kits
admin-nav-group-system = System
admin-nav-log = System log
admin-nav-office = Desk

# Overview of the system (A-01).
admin-overview-title = Overview of the system
admin-overview-people = { $count ->
    [0] active users
    [one] active user
   *[other] active users
}
admin-overview-units = { $count ->
    [0] units
    [one] unit
   *[other] units
}
admin-overview-services = { $count ->
    [0] services on offer
    [one] service on offer
   *[other] services on offer
}
admin-overview-days = { $count ->
    [0] declared days this year
    [one] declared day this year
   *[other] declared days this year
}
admin-overview-events = { $count ->
    [0] entries in the log
    [one] entry in the log
   *[other] entries in the log
}
admin-overview-waiting = { $count ->
    [0] messages wait to be sent
    [one] message waits to be sent
   *[other] messages wait to be sent
}
admin-overview-findings = Needs attention
admin-overview-findings-none = Nothing needs an act of yours.
admin-overview-stuck = { $count ->
    [one] { $count } message could not be sent after several attempts and waits for a person.
   *[other] { $count } messages could not be sent after several attempts and wait for a person.
}
admin-overview-stuck-act = See the sent messages
admin-overview-blocked = { $count ->
    [one] { $count } user is blocked.
   *[other] { $count } users are blocked.
}
admin-overview-blocked-act = See who is blocked
admin-overview-without-roles = { $count ->
    [one] { $count } user holds no role and can do nothing.
   *[other] { $count } users hold no role and can do nothing.
}
admin-overview-without-roles-act = Open the users
admin-overview-unit-missing = The service “{ $service }” names a unit with code { $unit } that does not exist. Its tasks would go to the responsible unit.
admin-overview-unit-missing-act = Make the unit
admin-overview-unit-missing-look = Open the service
admin-overview-latest = Latest changes
admin-overview-log-all = The whole system log

# Administration data.
admin-administration-title = Administration data
admin-administration-edit = Change the administration data
admin-administration-who = Administration
admin-administration-contact = Contact
admin-administration-numbers = Numbers
admin-administration-name-bg = Name in Bulgarian
admin-administration-name-en = Name in English
admin-administration-eik = ЕИК
admin-administration-eik-hint = Nine digits. Part of every service reference number (РНУ).
admin-administration-register-number = Number in the Administrative Register
admin-administration-oid = OID in the register of information resources
admin-administration-address = Address
admin-administration-phone = Telephone
admin-administration-email = E-mail
admin-administration-website = Web site
admin-administration-host = Host name of the portal
admin-administration-host-hint = For example uslugi.example.bg. Leave it empty when there is only one administration here.
admin-administration-register-index = Index of the official document register
admin-administration-register-index-hint = The first part of every УРИ.
admin-administration-incoming = Incoming numbers look like this
admin-administration-outgoing = Outgoing numbers look like this
admin-administration-incoming-pattern = Pattern of incoming numbers
admin-administration-outgoing-pattern = Pattern of outgoing numbers
admin-administration-pattern-hint = For example ВХ-{ "{" }year{ "}" }-{ "{" }number:6{ "}" }. Numbers begin with 1 each year.
admin-administration-node = Node of reference numbers
admin-administration-node-hint = Two symbols such as 01. Each installation of the administration has its own.
admin-administration-reserve-node = Reserve node
admin-administration-reserve-node-hint = Takes over when the main one has used up its numbers of the day.
admin-administration-error-eik = Enter an ЕИК of nine digits such as 999999995. Check its last digit.
admin-administration-error-name-bg = Enter the name of the administration, up to 300 characters.
admin-administration-error-name-en = Shorten the English name to 300 characters.
admin-administration-error-register-number = Shorten the number to 300 characters.
admin-administration-error-oid = Shorten the OID to 300 characters.
admin-administration-error-register-index = Enter the index as a positive number such as 9897.
admin-administration-error-host = Enter only a host name of Latin letters, digits, dots and dashes such as uslugi.example.bg.
admin-administration-error-host-taken = Another administration of this installation uses this host name. Choose another one.
admin-administration-error-address = Shorten the address to 300 characters.
admin-administration-error-phone = Shorten the telephone to 300 characters.
admin-administration-error-email = Enter one e-mail address such as obshtina@example.bg.
admin-administration-error-website = Enter the address of the site beginning with https://.
admin-administration-error-node = Enter the node as two symbols – digits or Latin letters without I, L, O and U, such as 01.
admin-administration-error-reserve-node = Enter the reserve node as two symbols, other than the main one.
admin-administration-error-settings = The settings cannot be accepted. Try again.
admin-administration-error-incoming-pattern = The pattern must have { "{" }number{ "}" } once and { "{" }year{ "}" } or { "{" }yy{ "}" }.
admin-administration-error-outgoing-pattern = The pattern must have { "{" }number{ "}" } once and { "{" }year{ "}" } or { "{" }yy{ "}" }.

# Structure, units and positions (A-21).
admin-units-title = Structure and units
admin-units-empty = There are no units yet
admin-units-empty-more = Every service is led by a unit. Begin with the topmost one.
admin-units-closed = { $count ->
    [one] { $count } closed unit
   *[other] { $count } closed units
}
admin-unit-new = New unit
admin-unit-new-part = New unit within this one
admin-unit-edit = Change the unit
admin-unit-created = The unit is made.
admin-unit-name = Unit
admin-unit-code = Code
admin-unit-place = Place and hours
admin-unit-people = People
admin-unit-code-hint = Up to 40 Latin letters, digits and dashes. Kits find the unit by this code; it does not change later.
admin-unit-name-bg = Name in Bulgarian
admin-unit-name-en = Name in English
admin-unit-parent = Part of
admin-unit-parent-none = Not part of another unit
admin-unit-address = Address
admin-unit-hours = Hours
admin-unit-hours-hint = In words, for example “Monday to Friday, 8:30–17:00”.
admin-unit-counter = Counter for citizens
admin-unit-counter-hint = Shown on the portal with its address and hours.
admin-unit-is-closed = Closed
admin-unit-closed-on = closed on { $date }
admin-unit-people-none = No active people belong to the unit.
admin-unit-people-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
admin-unit-acts = Acts
admin-unit-close = Close the unit
admin-unit-close-hint = A unit is closed when no units, positions, people or open cases belong to it. Its name stays in everything that was done.
admin-unit-closed = The unit is closed.
admin-unit-reopen = Open again
admin-unit-reopened = The unit is open again.
admin-unit-parent-closed = The unit this one is part of is closed. Open that one first.
admin-unit-in-use-units = The unit cannot be closed: other units are part of it.
admin-unit-in-use-positions = The unit cannot be closed: it has positions.
admin-unit-in-use-staff = The unit cannot be closed: people belong to it.
admin-unit-in-use-cases = The unit cannot be closed: it is accountable for open cases.
admin-unit-error-code = Enter a code of Latin letters, digits and dashes, up to 40 symbols.
admin-unit-error-code-taken = Another unit, perhaps a closed one, has this code. Choose another.
admin-unit-error-name-bg = Enter the name of the unit, up to 300 characters.
admin-unit-error-name-en = Shorten the English name to 300 characters.
admin-unit-error-address = Shorten the address to 300 characters.
admin-unit-error-hours = Shorten the hours to 300 characters.
admin-unit-error-parent-id = Choose an open unit.
admin-unit-error-cycle = A unit cannot be part of itself. Choose another one.
admin-positions = Positions
admin-positions-none = The unit has no positions.
admin-position-new = New position
admin-position-edit = Change the position
admin-position-name = Name of the position
admin-position-hint = As it is printed under the signature.
admin-position-error = Enter the name of the position, up to 300 characters.
admin-position-created = The position is added.
admin-position-closed = The position “{ $name }” is closed.
admin-position-in-use = Somebody holds the position “{ $name }”. Choose another position for them first.

# Users (A-22).
admin-people-title = Users
admin-people-search = Name or user name
admin-people-count = { $count ->
    [0] No users
    [one] { $count } user
   *[other] { $count } users
}
admin-people-nothing = Nobody fits the filters
admin-people-nothing-more = Search by a part of the name; Latin letters work too.
admin-people-empty = There are no users yet
admin-people-state-active = Active
admin-people-state-blocked = Blocked
admin-person-new = New user
admin-person-edit = Change the user
admin-person-create = Make the user
admin-person-another = Make one more user
admin-person-name = Name
admin-person-name-hint = Given, middle and family name, as printed on documents.
admin-person-login = User name
admin-person-login-hint = For example i.ivanova. Small and capital letters are the same; it does not change later.
admin-person-email = E-mail
admin-person-email-hint = For notices of tasks and terms.
admin-person-unit = Unit
admin-person-unit-none = No unit
admin-person-position = Position
admin-person-position-none = No position
admin-person-position-hint = The position also decides the unit.
admin-person-role = Role
admin-person-roles = Change the roles
admin-person-roles-short = Roles
admin-person-roles-hint = Choose only what is needed. The rights hold from the next page the person opens.
admin-person-roles-saved = The roles are saved.
admin-person-roles-own = You cannot take the role “Administrator” from yourself. Ask another administrator.
admin-person-last = This is the last administrator. Give the role to another person first.
admin-person-no-roles = No roles
admin-person-no-roles-more = No roles. The person can sign in but do nothing.
admin-person-state = State
admin-person-blocked = Blocked
admin-person-blocked-since = since { $time }
admin-person-last-sign-in = Last sign-in
admin-person-never = Never
admin-person-created-at = Made
admin-person-access = Access
admin-person-created = The user is made
admin-person-password-note = The system makes the password and shows it once, on the next page.
admin-person-error-login = Enter a user name of 3 to 64 letters, digits, dots, dashes or underscores.
admin-person-error-login-taken = The user name is taken, perhaps by a blocked user. Choose another.
admin-person-error-name = Enter the name, up to 200 characters.
admin-person-error-email = Enter one address such as i.ivanova@example.bg, or leave the field empty.
admin-person-error-place = The unit and the position do not belong together or one of them is closed. Choose again.
admin-block-title = Block the access
admin-block = Block
admin-blocked = The access is blocked. All sessions are ended.
admin-block-effect = The person will not be able to sign in and every session ends at once. Tasks stay; the head of the unit can hand them over. The name stays in everything that was done.
admin-block-reason = Reason
admin-block-reason-hint = Written to the system log.
admin-block-reason-missing = Enter the reason for blocking.
admin-block-own = You cannot block your own access. Ask another administrator.
admin-unblock = Allow the access
admin-unblocked = The access is allowed.
admin-password = Password
admin-password-title = New password
admin-password-make = Make a new password
admin-password-set = The password is changed
admin-password-effect = The old password stops working and every session of the person ends. The new one is shown once.
admin-password-once = Write down or copy the password now. Once you leave the page, nobody can see it again.
admin-password-hand-over = Hand it over in person or by telephone, not by e-mail.
admin-password-done = To the user
admin-sessions = Open sessions
admin-sessions-none = There are no open sessions.
admin-session-since = since { $time }
admin-session-seen = last act { $time }
admin-sessions-end = End all sessions
admin-sessions-end-others = End the other sessions
admin-sessions-ended = { $count ->
    [0] There were no other sessions.
    [one] { $count } session is ended.
   *[other] { $count } sessions are ended.
}

# Roles and rights (A-23).
admin-roles-title = Roles and rights
admin-roles-lead = Who administers does not read cases, and who prepares a decision does not sign it. The table is part of the system and is checked with every act.
admin-roles-right = Right
admin-roles-what = What each role is for
admin-roles-link = See what each role may do
role-front_desk = Front-desk clerk
role-front_desk-hint = Receives people at the counter, enters applications for them, takes fees and hands over results.
role-registrar = Registrar
role-registrar-hint = Registers incoming and outgoing documents, routes case files.
role-case_officer = Case officer
role-case_officer-hint = Checks, asks for information, drafts decisions.
role-reviewer = Co-ordinator
role-reviewer-hint = Gives opinions and reviews drafts.
role-unit_head = Head of unit
role-unit_head-hint = Distributes work, extends terms, watches the performance.
role-signatory = Signatory
role-signatory-hint = Signs decisions.
role-cashier = Cashier
role-cashier-hint = Takes and accounts for payments at the counter.
role-archivist = Archivist
role-archivist-hint = Reads closed case files and hands them to the archive.
role-commission = Member of a commission
role-commission-hint = Gives an opinion at collective stages.
role-service_admin = Administrator of services
role-service_admin-hint = Installs kits of services and keeps the calendar.
role-integration_admin = Administrator of connections
role-integration_admin-hint = Keeps the connections with other systems.
role-admin = Administrator
role-admin-hint = Users, roles, structure and data; sees nothing of what is in cases.
role-auditor = Internal auditor
role-auditor-hint = Reads the system log and the reports.
role-dpo = Data-protection officer
role-dpo-hint = Reports on access to personal data and requests of persons.
permission-group-intake = Intake and delivery
permission-group-case = Cases
permission-group-system = Organisation and system
permission-application-intake = Entering applications on behalf of an applicant
permission-document-register = Registering documents
permission-document-add = Adding documents to a case
permission-delivery-record = Recording a delivery
permission-payment-record = Recording a payment at the counter
permission-case-read = Reading cases with their internal section
permission-identifier-unmask = Seeing a whole personal identifier (written to the log)
permission-task-work = Claiming and doing tasks
permission-task-assign = Assigning tasks of others
permission-regularity-check = Regularity check and notices
permission-opinion-give = Asking for and giving opinions
permission-decision-draft = Drafting a decision
permission-decision-review = Reviewing a draft
permission-decision-sign = Signing a decision
permission-case-suspend = Suspending and resuming
permission-term-extend = Extending a term
permission-case-end = Terminating and forwarding
permission-report-view = Dashboards and reports
permission-organisation-manage = Data, units and positions
permission-staff-manage = Users and roles
permission-calendar-manage = Calendar of working days
permission-kit-manage = Installing and retiring services
permission-log-read = Reading the system log

# Calendar (A-08).
admin-calendar-title = Calendar of { $year }
admin-calendar-years = Years
admin-calendar-working-days = { $count ->
    [one] { $count } working day in the year.
   *[other] { $count } working days in the year.
}
admin-calendar-specials = Holidays and declared days in { $year }
admin-calendar-day = Day
admin-calendar-why = Why
admin-calendar-acts = By what
admin-day-by-law = by law
admin-day-new = Declare a day
admin-day-date = Date
admin-day-kind = What the day becomes
admin-day-kind-off = A day off
admin-day-kind-off-hint = Not counted in terms of working days; a term that ends then moves to the next working day.
admin-day-kind-working = A working day
admin-day-kind-working-hint = For example a Saturday that is worked.
admin-day-note = Ground
admin-day-note-hint = The decision that declares the day. Shown in explanations of terms.
admin-day-error-date = Enter a date between 2017 and 2099 such as 31 12 2026.
admin-day-error-kind = Choose what the day becomes.
admin-day-error-note = Enter the ground, up to 300 characters.
admin-day-saved = { $date } is declared. New terms are counted with it.
admin-day-remove = Take the declaration back
admin-day-removed = The declaration of { $date } is taken back.
admin-day-remove-effect = The day becomes again what it is by law. Final dates are computed anew.
admin-day-off = Declared a day off: { $note }
admin-day-working = Declared a working day: { $note }
admin-day-substitute = Day off in place of “{ $name }” on { $date }
admin-day-weekend = Saturday or Sunday
admin-legend-named = holiday or declared day off
admin-legend-weekend = Saturday or Sunday
admin-legend-working = declared working day
admin-legend-today = today
admin-try-title = Try a term
admin-try-from = Begins on
admin-try-days = Number of days
admin-try-kind = The days are
admin-try-calendar = calendar days
admin-try-working = working days
admin-try-count = Compute
admin-try-outcome = The term ends on { $date }, inclusive.
admin-try-error-date = Enter a first date between 2017 and 2099.
admin-try-error-days = Enter a number of days from 1 to 365.
admin-weekday-1 = Monday
admin-weekday-short-1 = Mo
admin-weekday-2 = Tuesday
admin-weekday-short-2 = Tu
admin-weekday-3 = Wednesday
admin-weekday-short-3 = We
admin-weekday-4 = Thursday
admin-weekday-short-4 = Th
admin-weekday-5 = Friday
admin-weekday-short-5 = Fr
admin-weekday-6 = Saturday
admin-weekday-short-6 = Sa
admin-weekday-7 = Sunday
admin-weekday-short-7 = Su
admin-month-1 = January
admin-month-2 = February
admin-month-3 = March
admin-month-4 = April
admin-month-5 = May
admin-month-6 = June
admin-month-7 = July
admin-month-8 = August
admin-month-9 = September
admin-month-10 = October
admin-month-11 = November
admin-month-12 = December
admin-holiday-new-year = New Year
admin-holiday-liberation = Day of the liberation of Bulgaria
admin-holiday-labour = Labour Day
admin-holiday-saint-george = Saint George’s Day, day of valour and of the Bulgarian army
admin-holiday-letters = Day of Saints Cyril and Methodius, of Bulgarian letters and culture
admin-holiday-unification = Unification Day
admin-holiday-independence = Independence Day
admin-holiday-christmas-eve = Christmas Eve
admin-holiday-christmas = Christmas Day
admin-holiday-christmas-second-day = Second day of Christmas
admin-holiday-good-friday = Good Friday
admin-holiday-holy-saturday = Holy Saturday
admin-holiday-easter-sunday = Easter Sunday
admin-holiday-easter-monday = Easter Monday

# Services and kits.
admin-kits-title = Services and kits
admin-kits-empty = No services are installed yet
admin-kits-empty-more = A kit is installed with the command “gishe kit install” and its folder.
admin-kits-lead = Each service is a kit of text files with versions that never change. New applications use the version on offer; those begun go on with their own.
admin-kit-name = Service
admin-kit-number = Number in the register
admin-kit-version = Version
admin-kit-versions = Installed versions
admin-kit-state = State
admin-kit-installed = Installed
admin-kit-hash = Digest (SHA-256)
admin-kit-state-active = On offer
admin-kit-state-superseded = Superseded
admin-kit-state-retired = Retired
admin-kit-units-missing = The kit names units that do not exist. Their tasks go to the responsible unit until you make them with the same code:
admin-kit-compare = Compare two versions
admin-kit-compare-from = From version
admin-kit-compare-to = To version
admin-kit-compare-act = Compare
admin-kit-diff-title = Differences between two versions
admin-kit-same = The two versions are the same.
admin-kit-changes = { $count ->
    [one] { $count } difference.
   *[other] { $count } differences.
}
admin-kit-changes-cut = The first 500 are shown.
admin-kit-change-added = Added
admin-kit-change-removed = Removed
admin-kit-change-changed = Changed
admin-kit-acts = Acts
admin-kit-retire = Retire the service
admin-kit-retired = The service is retired. Cases that were begun go on.
admin-kit-retire-effect = The service disappears from the portal and from the counter. Cases that were begun go on to their end. Installing the kit again brings it back.
admin-kit-retire-reason = Reason
admin-kit-retire-reason-missing = Enter the reason for retiring it.
admin-kit-summary = What it is
admin-kit-who = Who may apply
admin-kit-legal = Legal grounds
admin-kit-units = Units
admin-kit-files = Files
admin-kit-file = File
admin-kit-size = Size
admin-kit-free = free of charge
admin-kit-fee-decision = fee by table “{ $name }”
admin-kit-speed-ordinary = Ordinary
admin-kit-speed-fast = Fast
admin-kit-speed-express = Express
admin-term-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
admin-term-working-hours = { $count ->
    [one] { $count } working hour
   *[other] { $count } working hours
}
admin-term-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}

# System log (A-32).
admin-log-title = System log
admin-log-lead = { $count ->
    [0] The log is empty.
    [one] The log has { $count } entry. Every entry carries the digest of the one before it, so a change is found.
   *[other] The log has { $count } entries. Every entry carries the digest of the one before it, so a change is found.
}
admin-log-check = Check the chain
admin-log-whole = { $count ->
    [0] The log is empty; there is nothing to check.
    [one] { $count } entry was checked. The chain is whole.
   *[other] { $count } entries were checked. The chain is whole.
}
admin-log-broken = The chain is broken at entry { $at }: this entry or the next one was changed outside the system. Keep a copy of the database and ask for support.
admin-log-broken-look = See the entry
admin-log-group = Area
admin-log-kind = Kind
admin-log-group-people = Users and access
admin-log-group-organisation = Organisation and calendar
admin-log-group-kits = Services
admin-log-group-cases = Cases
admin-log-seq = No.
admin-log-at = When
admin-log-what = What
admin-log-who = Who
admin-log-reason = Reason: { $reason }
admin-log-facts = Facts
admin-log-in-case = in a case; the content is seen only there
admin-log-empty = Nothing is written yet
admin-log-nothing = No entries fit the filters
admin-log-partial = No such entries in this part of the log
admin-log-partial-more = 20 000 entries back were looked through. Go on with “Next”.
admin-log-newest = To the newest entries
admin-fact-before = before
admin-fact-after = now
admin-fact-staff = user
admin-fact-name = name
admin-fact-name_bg = name
admin-fact-name_en = name in English
admin-fact-login = user name
admin-fact-email = e-mail
admin-fact-unit = unit
admin-fact-position = position
admin-fact-roles = roles
admin-fact-count = count
admin-fact-failures = wrong attempts
admin-fact-code = code
admin-fact-version = version
admin-fact-hash = digest
admin-fact-again = installed before
admin-fact-day = day
admin-fact-kind = kind
admin-fact-note = ground
admin-fact-parent = part of
admin-fact-address = address
admin-fact-hours = hours
admin-fact-phone = telephone
admin-fact-website = web site
admin-fact-host = host
admin-fact-eik = ЕИК
admin-fact-node = node
admin-fact-settings = settings
admin-fact-register_index = index of the register
admin-fact-register_number = number in the register
log-actor-anonymous = visitor
log-actor-applicant = applicant
log-actor-staff = staff
log-actor-system = the system
log-StaffCreated = User made
log-StaffChanged = User changed
log-StaffBlocked = Access blocked
log-StaffUnblocked = Access allowed
log-StaffRolesSet = Roles changed
log-StaffPasswordSet = Password changed by an administrator
log-OwnPasswordSet = Own password changed
log-SignedIn = Signed in
log-SignedOut = Signed out
log-SignInLocked = Sign-in locked after wrong attempts
log-SessionsClosed = Sessions ended
log-AdministrationCreated = Administration made
log-AdministrationChanged = Administration data changed
log-UnitCreated = Unit made
log-UnitChanged = Unit changed
log-UnitClosed = Unit closed
log-UnitReopened = Unit opened again
log-PositionCreated = Position made
log-PositionChanged = Position changed
log-PositionClosed = Position closed
log-CalendarDaySet = Day declared
log-CalendarDayRemoved = Declaration of a day taken back
log-KitInstalled = Service installed
log-KitRetired = Service retired
log-ApplicationRegistered = Application registered
log-StatusChanged = Status changed
log-TaskClaimed = Task claimed
log-TaskReleased = Task released
log-TaskAssigned = Task assigned
log-TaskFinished = Task finished
log-NoticeSent = Notice sent
log-CorrectionReceived = Correction received
log-DocumentAdded = Document added
log-DocumentIssued = Document issued
log-DecisionDrafted = Decision drafted
log-DecisionSigned = Decision signed
log-DeliveryRecorded = Delivery recorded
log-PaymentRecorded = Payment recorded
log-CaseSuspended = Proceeding suspended
log-CaseResumed = Proceeding resumed
log-TermExtended = Term extended
log-CaseTerminated = Proceeding terminated
log-CaseForwarded = Case forwarded
log-CaseWithdrawn = Application withdrawn
log-BackupRestored = Restored from a backup
log-CodesReplaced = Codes replaced
log-IdentifierUnmasked = Personal identifier shown
log-MessageReceived = Message received
log-MessageWritten = Message written
log-ServiceRated = Service rated
log-DeadlineWarned = Term near its end
log-DeadlineBreached = Term exceeded
log-IncidentRaised = Problem in the process
log-ProcessAdvanced = Process went on
