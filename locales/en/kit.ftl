# Sentences of "gishe kit check". Each code has a page in docs/errors.

kit-0001 = The file “{ $name }” is missing. Every kit has it.
kit-0002 = The file is not UTF-8 text.
kit-0003 = The file does not read as TOML: { $message }.
kit-0004 = Unknown key “{ $key }”.
kit-0005 = The required key “{ $key }” is missing.
kit-0006 = The value of “{ $key }” must be { $expected ->
    [text] a text in quotes
    [number] a whole number
    [flag] true or false
    [list] a list in square brackets
    [table] a table
    [moment] a date and time such as 2026-04-20T10:00
   *[date] a date such as 2026-04-27
 }, but it is { $got ->
    [text] a text
    [number] a number
    [flag] true or false
    [list] a list
    [table] a table
   *[moment] a date
 }.
kit-0007 = The value “{ $value }” of “{ $key }” is not allowed. Allowed: { $allowed }.
kit-0008 = The text “{ $key }” is empty.
kit-0009 = The number { $value } of “{ $key }” is outside its limits from { $min } to { $max }.
kit-0010 = The code of the service is “{ $code }” and its folder is called “{ $folder }”. The two must be equal.
kit-0011 = “{ $value }” is not a code: “{ $key }” takes small Latin letters, digits and single hyphens.
kit-0012 = The version “{ $value }” must be three numbers with dots, such as 1.0.0.
kit-0013 = The code “{ $code }” occurs twice in the list “{ $list }”.
kit-0014 = The term “{ $key }” is zero. A term is at least one.
kit-0015 = State exactly one of the two: “fee_cents” or “fee_decision” (at “{ $table }”).
kit-0016 = The fee comes from the decision “{ $decision }”, but the kit has no file “fees.dmn”.
kit-0017 = There is no decision “{ $decision }” in “fees.dmn”.
kit-0018 = The decisions are not accepted: { $message } (element “{ $element }”, { $inner })
kit-0019 = The decision reads the answer “{ $path }”, which the form does not have.
kit-0020 = { $en } (place in the form: “{ $path }”, { $inner })
kit-0021 = { $en } (place in the form: “{ $path }”, { $inner })
kit-0022 = The text “{ $text }” has no English translation in settings.i18n.en.
kit-0023 = The translation of “{ $text }” is not used: the form has no such text any more.
kit-0024 = The path “{ $path }” at “{ $key }” is not an answer of the form.
kit-0025 = { $en } (element “{ $element }”, { $inner })
kit-0026 = { $en } (element “{ $element }”, { $inner })
kit-0027 = The task “{ $element }” is for the role “{ $role }”, which does not exist.
kit-0028 = The unit “{ $unit }” at “{ $place }” is not described in “unit.named” of kit.toml.
kit-0029 = The element “{ $element }” points to the form “{ $form }”, which is not in the kit.
kit-0030 = The template “{ $template }” is not in the kit.
kit-0031 = The condition of “{ $element }” uses “{ $variable }”, which nobody sets.
kit-0032 = The element “{ $element }” reports the status “{ $status }”, which is not in the nomenclature of the event journal.
kit-0033 = The stage of “{ $element }” enters the status “{ $status }”, which does not exist.
kit-0034 = The element “{ $element }” issues “{ $template }” as type “{ $got }”, but kit.toml says “{ $expected }”.
kit-0035 = The task “{ $element }” does not say its kind: add au:task kind with one of { $allowed }.
kit-0036 = { $what ->
    [task] The process has no task of kind “{ $name }”. Every service has one.
    [correction] The process has no place to wait for the removal of irregularities: add a catch of the message “{ $name }”.
   *[status] No element reports the status “{ $name }” to the event journal. Every service reports it.
 }
kit-0037 = The wait at “{ $element }” is { $got } days, but the applicant is given { $needed } (term and margin of “correction”). Make the timer longer.
kit-0038 = { $side ->
    [process] The process can end with the decision “{ $decision }”, but kit.toml has no [[outcome]] for it.
    [grounds] There is an [[outcome]] for refusal, but not a single [[refusal_ground]].
   *[kit] kit.toml has an [[outcome]] for the decision “{ $decision }”, but the process never reaches such a decision.
 }
kit-0039 = The template does not compile: { $message }
kit-0040 = Nothing in the kit uses the file “{ $name }”.
kit-0041 = The text does not read as Fluent: { $message }.
kit-0042 = The text “{ $key }” is missing in the file “{ $file }”.
kit-0043 = “{ $place }” uses the text “{ $key }”, which is not in “{ $file }”.
kit-0044 = The text “{ $key }” uses different values: “{ $bg }” in Bulgarian, “{ $en }” in English.
kit-0045 = The text “{ $key }” is written twice.
kit-0046 = The kit has no tests in the folder “tests”.
kit-0047 = The test mentions “{ $node }”, but the process has no such element.
kit-0048 = { $kind ->
    [speed] The service is not offered at the speed “{ $code }”.
    [delivery] The result of the service is not handed over by “{ $code }”.
    [channel] The service is not filed through the channel “{ $code }”.
    [irregularity] The catalogue of irregularities has no code “{ $code }”.
    [extension] The term cannot be extended by { $code } days.
    [document] No decision issues a document of type “{ $code }”.
    [field] kit.toml has no draft field “{ $code }” for this decision.
    [ground] The list of grounds for refusal has no code “{ $code }”.
    [status] There is no service status “{ $code }”.
   *[journal] There is no status “{ $code }” in the nomenclature of the event journal.
 }
kit-0049 = The task “{ $task }” cannot end with “{ $variable } = { $value }”. Allowed: { $allowed }.
kit-0050 = The form refuses the answers of the test at “{ $path }”: { $en }
kit-0051 = The moment { $at } is before the previous one, { $before }. The steps of a test run forward in time.
kit-0052 = The service has a fee, but the process has no task of kind “payment”.
kit-0053 = The name “{ $name }” is not allowed in a kit: use Latin letters, digits, dot, hyphen and underscore, at most two folders deep.
kit-0054 = The test leaves out the field “{ $field }”, without which the draft for “{ $decision }” is incomplete.
kit-0055 = A remark on the decisions: { $message } (element “{ $element }”, { $inner })
kit-0056 = A remark on the template: { $message }

# Added when a known word is near.
kit-0057 = The element "{ $element }" reports the status "{ $status }" without "{ $field }". Add <au:field name="{ $field }" value="…"/>.
kit-nearest = Did you mean “{ $nearest }”?
