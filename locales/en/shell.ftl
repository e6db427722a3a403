# Texts shared by all applications: frame of the page, forms, errors.

shell-product = Gishe
shell-portal-name = Online services
shell-office-name = Gishe · Desk
shell-admin-name = Gishe · Administration
shell-skip = Skip to content
shell-back = Back
shell-breadcrumbs = Path to this page
shell-portal-nav = Main menu
shell-printed-at = Printed on { $at }
shell-menu = Menu
shell-desk-nav = Menu of the desk
shell-footer-nav = Help and legal information
shell-contact = Contact
shell-help = Help
shell-accessibility = Accessibility
shell-privacy = Privacy
shell-terms = Terms of use
shell-statistics = Statistics
shell-phone = Telephone:
shell-email = Email:
shell-search = Search
shell-search-label = Search by number, code, name or text
shell-search-hint = Number, code from the slip, name…
shell-sign-out = Sign out
shell-close = Close
shell-change = Change
shell-optional = (optional)
shell-warning = Warning
shell-yes = Yes
shell-no = No
shell-day = Day
shell-month = Month
shell-year = Year
shell-time = Time
shell-previous = Previous
shell-next = Next
shell-pager = Pages
shell-copy = Copy
shell-copied = Copied
shell-print = Print
shell-show-table = View as a table
shell-save-leave = Save and leave
shell-remove-row = Remove
shell-choose = Choose
shell-as-of = as of { $time }
shell-saved-at = Saved at { $time }
shell-save-failed = The latest changes are not saved. We are trying again; please keep this page open.
shell-session-warning = If you do nothing, you will have to sign in again in two minutes.
shell-session-ended = Your session ended. What you typed is still on this page; sign in again in a new tab, then go on.
shell-session-extend = Stay signed in

shell-over-title = You have to sign in again
shell-over-body = Your session ended before the form was accepted. What you typed is here and is not lost.
shell-over-sign-in = Sign in again (in a new tab)
shell-over-send = Send the form
shell-over-then = After signing in, come back to this page and send the form:

shell-error-title-prefix = Error:
shell-error-prefix = Error:
shell-error-summary = There is a problem

shell-characters-max = { $count ->
    [one] Up to { $count } character
   *[other] Up to { $count } characters
}
shell-characters-left = # characters left
shell-characters-over = # characters too many

shell-shortcuts = Keyboard shortcuts
shell-shortcuts-on = Shortcuts are on
shell-key-search = search
shell-key-queue = queue of the unit
shell-key-cases = cases
shell-key-dashboard = dashboard
shell-key-new = new filing at the counter
shell-key-rows = next and previous row
shell-key-open = open the row
shell-key-main-act = main act of the form
shell-key-help = this list

shell-count-over = over { $count }
shell-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
shell-calendar-days = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}

term-left = { $count ->
    [0] Last day
    [one] { $count } day left
   *[other] { $count } days left
}
term-over = { $count ->
    [one] Overdue by { $count } day
   *[other] Overdue by { $count } days
}
term-paused = The clock is stopped
term-none = No time limit
term-until = until { $date }, inclusive

flag-overdue = Overdue
flag-extended = Term extended
flag-unread = New documents from the applicant


error-400-title = We did not understand the request
error-400-body = Your browser sent something we cannot read. Go back and try again; if you typed the address, check it.
error-403-title = You have no access to this page
error-403-body = The page exists, but it is open only to other people or roles. If you think you should have access, contact the administration.
error-404-title = Page not found
error-404-body = Check the address. The page may have moved, or the link may be incomplete.
error-409-title = Something changed in the meantime
error-409-body = Somebody else changed the same thing while you were working. Nothing of yours was written over theirs. Open the page again and see what happened.
error-410-title = This link is no longer valid
error-410-body = The link has expired or was used already. Nothing is lost: open the service again, or check your application with the code from the slip.
error-413-title = What you sent is too large
error-413-body = One file may be up to 50 MB, all together up to 200 MB. Make it smaller and send it again.
error-422-title = This cannot be accepted
error-422-body = The data was read but cannot be accepted as it is. Go back and check it; nothing was changed.
error-429-title = Too many attempts
error-429-body = Too many requests came from your address in a short time. Wait a little and try again.
error-500-title = Something went wrong on our side
error-500-body = The system could not finish the act. It is not your fault. Saved answers are kept; try again in a few minutes.
error-503-title = The service is temporarily unavailable
error-503-body = We cannot answer right now. Saved answers are kept; try again a little later.
error-csrf = The form was opened long ago or from another place and cannot be accepted. Go back, reload the page and try again.
error-contact = If this happens again, call the administration and give the number below.
error-way-on = To the start page
error-correlation = Reference number:
error-retry-seconds = { $count ->
    [one] Try again in { $count } second.
   *[other] Try again in { $count } seconds.
}
error-retry-minutes = { $count ->
    [one] Try again in { $count } minute.
   *[other] Try again in { $count } minutes.
}

## Terms and days

shell-term-hour = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
shell-term-hour-working = { $count ->
    [one] 1 working hour
   *[other] { $count } working hours
}
shell-term-month = { $count ->
    [one] 1 month
   *[other] { $count } months
}
shell-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
shell-term-today = The term ends today
shell-term-over = Overdue by { $days }
shell-mark-counted = Day { $count }
shell-mark-minutes = { $count } minutes
shell-mark-forgotten = Not counted: before the new start
shell-mark-start = Not counted: day of the event
shell-mark-paused-correction = Not counted: waiting for a correction
shell-mark-paused-cooperation = Not counted: waiting for another administration
shell-mark-paused-suspension = Not counted: suspended
shell-mark-paused-payment = Not counted: waiting for a payment
shell-mark-day-off = Not counted: not a working day
shell-mark-moved = The term cannot end on a day off
shell-mark-after = After the term
shell-day-weekend = Weekend.
shell-day-holiday = Public holiday: { $name }.
shell-day-substitute = Day off in place of { $date } ({ $name }).
shell-day-declared = Declared day: { $note }.
shell-weekday-1 = Monday
shell-weekday-2 = Tuesday
shell-weekday-3 = Wednesday
shell-weekday-4 = Thursday
shell-weekday-5 = Friday
shell-weekday-6 = Saturday
shell-weekday-7 = Sunday
shell-holiday-new-year = New Year
shell-holiday-liberation = Liberation Day
shell-holiday-labour = Labour Day
shell-holiday-saint-george = St George’s Day
shell-holiday-letters = Day of the Bulgarian Alphabet, Education and Culture
shell-holiday-unification = Unification Day
shell-holiday-independence = Independence Day
shell-holiday-christmas-eve = Christmas Eve
shell-holiday-christmas = Christmas
shell-holiday-christmas-second-day = Second day of Christmas
shell-holiday-good-friday = Good Friday
shell-holiday-holy-saturday = Holy Saturday
shell-holiday-easter-sunday = Easter
shell-holiday-easter-monday = Easter Monday
shell-ledger-started = The application was received; the term begins.
shell-ledger-paused-correction = The term stands still: we wait for a correction by the applicant.
shell-ledger-paused-cooperation = The term stands still: we wait for another administration.
shell-ledger-paused-suspension = The term stands still: the proceeding is suspended.
shell-ledger-paused-payment = The term stands still: we wait for a payment.
shell-ledger-resumed = The term goes on with what is left.
shell-ledger-restarted = The irregularities are removed; the term begins anew.
shell-ledger-extended = { $count ->
    [one] The term was extended by 1 day.
   *[other] The term was extended by { $count } days.
}
shell-ledger-ended = A decision was taken; the term is over.
shell-warning-percent = { $count }% of the term has passed
shell-warning-day-before = One working day is left
shell-warning-breach = The term expires
