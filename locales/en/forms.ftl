# Forms: what is wrong and what to do.
# Every sentence names the field and the remedy.

## Words

forms-yes = Yes
forms-no = No
forms-not-given = Not given
forms-unsupported = This part of the form is not filled in here
forms-add-row = Add another
forms-row-title = { $label } – { $number }
forms-hint-date = For example 31 3 1980
forms-hint-file =
    { $kinds ->
        [any] { $count ->
            [many] Files up to { $size } each
           *[one] One file up to { $size }
        }
       *[listed] { $count ->
            [many] { $types }, up to { $size } each
           *[one] { $types }, up to { $size }
        }
    }
forms-paper-when = Fill in when “{ $label }” is: { $value }

## Missing

forms-error-required =
    { $kind ->
        [choice] Choose an answer for “{ $label }”
        [boxes] Choose at least one of “{ $label }”
        [checkbox] Tick “{ $label }”
        [date] Enter a date in “{ $label }”, for example 31.03.1980
        [file] Attach a file for “{ $label }”
        [rows] Add at least one entry to “{ $label }”
        [number] Enter a number in “{ $label }”
        [money] Enter an amount in “{ $label }”, for example 12.50
        [email] Enter an email address in “{ $label }”, for example name@example.com
        [phone] Enter a telephone number in “{ $label }”, for example +359 2 000000
       *[text] { $validator ->
            [egn] Enter the ten digits of the personal number (EGN) in “{ $label }”
            [lnch] Enter the ten digits of the foreigner number (LNCh) in “{ $label }”
            [egn-or-lnch] Enter the ten digits of the EGN or LNCh in “{ $label }”
            [eik] Enter the company number (EIK) in “{ $label }”: 9 or 13 digits
            [iban] Enter the IBAN in “{ $label }”
            [postcode] Enter the four digits of the postcode in “{ $label }”
           *[none] Fill in “{ $label }”
        }
    }
forms-error-array_nonempty =
    { $kind ->
        [file] Attach at least one file for “{ $label }”
       *[text] Add at least one answer to “{ $label }”
    }

## Wrong shape

forms-error-pattern =
    { $shape ->
        [digits] { $validator ->
            [egn] The EGN in “{ $label }” must have { $max } digits. Check how many you entered
            [lnch] The LNCh in “{ $label }” must have { $max } digits. Check how many you entered
           *[none] { $max ->
                [one] Enter one digit in “{ $label }”
               *[other] Enter exactly { $max-text } digits in “{ $label }” and no other signs
            }
        }
        [digits-range] Enter { $min-text } to { $max-text } digits in “{ $label }” and no other signs
       *[other] { $validator ->
            [eik] The EIK in “{ $label }” must have 9 or 13 digits. Check how many you entered
            [cadastral-id] Enter the cadastral identifier in “{ $label }”, for example 68134.501.12
           *[none] Check how “{ $label }” is written and enter it in the required form
        }
    }
forms-error-email = Enter an email address in “{ $label }” with one @ and a name after it, for example name@example.com
forms-error-url = Enter the address of a page in “{ $label }”, for example https://example.com
forms-error-date = Enter a real date in “{ $label }”, for example 31.03.1980
forms-error-day = Enter a real day, month and year in “{ $label }”, for example 31.03.1980
forms-error-time = Enter a time in “{ $label }”, for example 14:30
forms-error-number = Enter “{ $label }” in digits only, for example 12 or 12.50
forms-error-integer = Enter a whole number in “{ $label }”
forms-error-step = Enter a number in “{ $label }” in steps of { $step-text }
forms-error-type =
    { $reason ->
        [decimals] { $places ->
            [0] Enter a whole number in “{ $label }”
            [one] Enter “{ $label }” with no more than one decimal place
           *[other] Enter “{ $label }” with no more than { $places-text } decimal places
        }
        [option] Choose one of the offered answers for “{ $label }”
        [single] Attach only one file for “{ $label }”. Remove the others
        [file] Attach the file for “{ $label }” again. We could not read it
        [limit] Shorten your answers. The form is larger than we can accept
       *[other] Enter “{ $label }” again. The answer is not of the expected kind
    }

## Out of range

forms-error-minLength =
    { $min ->
        [one] Enter at least one character in “{ $label }”
       *[other] Enter at least { $min-text } characters in “{ $label }”
    }
forms-error-maxLength =
    { $max ->
        [one] Shorten “{ $label }” to one character
       *[other] Shorten “{ $label }” to { $max-text } characters. It has { $count-text } now
    }
forms-error-minWords =
    { $min ->
        [one] Enter at least one word in “{ $label }”
       *[other] Enter at least { $min-text } words in “{ $label }”
    }
forms-error-maxWords =
    { $max ->
        [one] Shorten “{ $label }” to one word
       *[other] Shorten “{ $label }” to { $max-text } words. It has { $count-text } now
    }
forms-error-min =
    { $bounds ->
        [both] Enter a number from { $min-text } to { $max-text } in “{ $label }”
       *[one] Enter a number of { $min-text } or more in “{ $label }”
    }
forms-error-max =
    { $bounds ->
        [both] Enter a number from { $min-text } to { $max-text } in “{ $label }”. It is too large now
       *[one] Enter a number of { $max-text } or less in “{ $label }”
    }
forms-error-minDate = Enter a date in “{ $label }” that is not before { $date }
forms-error-maxDate = Enter a date in “{ $label }” that is not after { $date }
forms-error-minSelectedCount =
    { $min ->
        [one] Choose at least one of “{ $label }”
       *[other] Choose at least { $min-text } of “{ $label }”
    }
forms-error-maxSelectedCount =
    { $max ->
        [one] Choose only one of “{ $label }”
       *[other] Choose no more than { $max-text } of “{ $label }”. You chose { $count-text }
    }
forms-error-onlyAvailableItems = Choose one of the offered answers for “{ $label }”
forms-error-rows-min =
    { $min ->
        [one] Add at least one entry to “{ $label }”
       *[other] Add entries to “{ $label }”: at least { $min-text } are needed
    }
forms-error-rows-max =
    { $max ->
        [one] Leave only one entry in “{ $label }”
       *[other] Leave no more than { $max-text } entries in “{ $label }”. There are { $count-text } now
    }
forms-error-file-type = Choose a file of type { $types } for “{ $label }”. The file “{ $name }” is of another type
forms-error-file-size =
    { $reason ->
        [small] Choose another file for “{ $label }”. This one is empty or incomplete ({ $size })
       *[large] The file for “{ $label }” is { $size }. Choose a file of up to { $max }
    }

## Numbers and codes

forms-error-egn =
    { $reason ->
        [length] The EGN in “{ $label }” must have 10 digits. Check how many you entered
        [characters] The EGN in “{ $label }” has digits only. Remove the other signs
        [date] Check the first six digits of the EGN in “{ $label }”. They are not a date of birth
       *[check] Check the EGN in “{ $label }”. One of the digits is wrong
    }
forms-error-lnch =
    { $reason ->
        [length] The LNCh in “{ $label }” must have 10 digits. Check how many you entered
        [characters] The LNCh in “{ $label }” has digits only. Remove the other signs
       *[check] Check the LNCh in “{ $label }”. One of the digits is wrong
    }
forms-error-egn-or-lnch =
    { $reason ->
        [length] The EGN or LNCh in “{ $label }” must have 10 digits. Check how many you entered
        [characters] The EGN or LNCh in “{ $label }” has digits only. Remove the other signs
       *[check] Check the number in “{ $label }”. It is neither an EGN nor an LNCh
    }
forms-error-eik =
    { $reason ->
        [length] The EIK in “{ $label }” must have 9 or 13 digits. Check how many you entered
        [characters] The EIK in “{ $label }” has digits only. Remove the other signs
       *[check] Check the EIK in “{ $label }”. One of the digits is wrong
    }
forms-error-iban =
    { $reason ->
        [length] The IBAN in “{ $label }” is too short or too long. A Bulgarian one has 22 characters
        [characters] Enter the IBAN in “{ $label }” in Latin letters and digits, for example BG80BNBG96611020345678
       *[check] Check the IBAN in “{ $label }”. One of the characters is wrong
    }
forms-error-rnu = Check the reference number of the service in “{ $label }”. Copy it exactly as it stands in the document
forms-error-cadastral-id =
    { $reason ->
        [characters] Enter the identifier in “{ $label }” in digits and points only, for example 68134.501.12
       *[length] Enter the full identifier in “{ $label }”, for example 68134.501.12 or 68134.501.12.1.9
    }
forms-error-postcode =
    { $reason ->
        [length] The postcode in “{ $label }” must have 4 digits
        [characters] The postcode in “{ $label }” has digits only
       *[check] Check the postcode in “{ $label }”. Postcodes begin at 1000
    }

## Rules of the form

forms-error-custom = Check “{ $label }”. The answer does not agree with the others
forms-error-expression = We could not check “{ $label }” because of a fault in the form. Your answers are kept. Contact the administration

## Problems of a definition, for administrators

FORM-0001 = The file is not valid JSON: { $detail }
FORM-0002 = The file is not a form definition: the list “components” is missing
FORM-0003 = The form is beyond the limit ({ $what }, at most { $max }). Split it
FORM-0004 = The display “pdf” is not supported. Choose “form” or “wizard”
FORM-0010 = A component of type “{ $type }” is not allowed. Remove it
FORM-0011 = A component of type “{ $type }” has no counterpart ({ $note }). Choose what replaces it
FORM-0012 = A component of type “{ $type }” was replaced ({ $note })
FORM-0013 = The key “{ $what }” is used again at the same place. Give every field a key of its own
FORM-0014 = The key “{ $what }” cannot be a name in the data. Use letters, digits and the point
FORM-0020 =
    { $reason ->
        [name] The expression in “{ $member }”, line { $inner }, uses the unknown name “{ $what }”. Replace it
        [function] The expression in “{ $member }”, line { $inner }, calls the function “{ $what }”, which is not allowed. Replace it
        [method] The expression in “{ $member }”, line { $inner }, calls the method “{ $what }”, which is not allowed. Replace it
        [assignment] The expression in “{ $member }”, line { $inner }, changes “{ $what }”. It may set its own result only
        [word] The expression in “{ $member }”, line { $inner }, uses “{ $what }”. Only conditions and functions over lists are allowed
        [too-long] The expression in “{ $member }” is too long. Shorten it
        [too-deep] The expression in “{ $member }”, line { $inner }, is nested too deeply. Split it
        [regex] The regular expression “{ $what }” in “{ $member }” cannot be run safely. Replace it
        [ends] The expression in “{ $member }” ends in the middle. Complete it
       *[other] The expression in “{ $member }”, line { $inner }, cannot be read at “{ $what }”. Correct it
    }
FORM-0021 = The pattern “{ $what }” cannot be used: { $reason }. Write it without looking ahead or behind
FORM-0022 = The condition names the field “{ $what }”, which does not exist. Correct the name
FORM-0023 = A JSONLogic rule in “{ $member }” is not supported. Write it as an expression
FORM-0024 = The list “logic” is not supported. Write it as a condition or a calculated value
FORM-0025 = The condition waits for “{ $what }” to be “{ $value }”, but there is no such answer. The component will never be shown
FORM-0031 = The check “{ $what }” is unknown. Choose egn, lnch, egn-or-lnch, eik, iban, rnu, cadastral-id or postcode
FORM-0032 = Code that is not allowed on pages was removed from the text. Look at how it appears
FORM-0033 = The field has no label. Write one
FORM-0034 = The input mask is not used; the value is checked after sending
FORM-0035 = The component stands outside the pages of the form and was put on the page next to it
FORM-0036 = The comparison “{ $what }” is unknown. Choose another
FORM-0037 = The text contains places “{"{{"} … {"}}"}”. They are not filled in; write the text without them
