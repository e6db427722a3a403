# The command line: messages and help. Help is found by the names of command and argument: cli-help-<command>-<argument>.

cli-example = Example: { $line }
cli-unreadable = the file or folder “{ $path }” cannot be read
cli-not-json = “{ $path }” is not JSON
cli-unopened = the installation in “{ $path }” cannot be opened
cli-uncreated = “{ $path }” cannot be created
cli-key-wrong = “{ $path }” must hold exactly 32 bytes. Restore the file from a backup; without it printed codes stop working.
cli-no-installation = “{ $path }” is not an installation. Make one with gishe init.
cli-no-administration = this installation has no administration with number { $number }
cli-listen-busy = cannot listen on { $address }: another program may use it. Choose another address with --listen or GISHE_LISTEN.
cli-listen-wrong = GISHE_LISTEN={ $value } is not an address such as 127.0.0.1:8080
cli-config-valid = The configuration is in order.
cli-config-wrong = “{ $path }” is not a valid configuration
cli-config-version = version = { $value } is not known; this program reads version = 1.
cli-config-range = { $key } = { $value } is outside { $range }.
cli-config-database = database must be sqlite or an address that begins with postgres://.
cli-config-url = base_url = “{ $value }” must begin with http:// or https://.

cli-form-valid = No mistakes.
cli-form-invalid = There are mistakes.
cli-process-valid = The process can be executed.
cli-process-invalid = The process cannot be executed.
cli-scenario-passed = The scenario passed.
cli-scenario-failed = The scenario did not pass; see the steps with --json.
cli-tck = { $passed } of { $count } cases pass.
cli-eik-wrong = { $eik } is not a valid ЕИК.

cli-kit-unreadable = the kit in “{ $path }” cannot be read
cli-kit-valid = The service is in order.
cli-kit-invalid = The service cannot be installed until the mistakes are corrected.
cli-kit-tests = Tests: { $count }, differences: { $differences }.
cli-kit-installed = Installed: { $code } { $version } ({ $hash })
cli-kit-same = No differences.

cli-demo-foreign = “{ $path }” is not the folder of a demo and is left alone. Choose another with --data.
cli-demo-not-emptied = “{ $path }” cannot be emptied
cli-demo-database-full = The database already holds an administration. The demo wants an empty one, or --keep.
cli-demo-progress = Cases: { $done } of { $cases }
cli-demo-ready = Ready: { $cases } cases of the last 90 days.
cli-demo-stopped = the demo stopped
cli-demo-portal = Portal for citizens
cli-demo-office = Workplace
cli-demo-admin = Administration
cli-demo-mail = Mail that was sent
cli-demo-api = API
cli-demo-password = Sign-in for staff, one password for all: { $password }

cli-init-full = “{ $path }” already holds an administration.
cli-init-done = The administration was created in “{ $path }”.
cli-init-login = Sign-in: { $login }   password: { $password }
cli-init-next = Change the password after the first sign-in. Next: gishe kit install kits/… and gishe serve.
cli-init-unit = Service centre
cli-init-admin = Administrator

cli-bench-goal = goal
cli-bench-control = control
cli-bench-ratio = ratio
cli-bench-met = met
cli-bench-missed = NOT met

# Help
cli-help = Gishe: administrative services from application to result, in one program.
cli-help-lang = Language of messages and help: bg or en; otherwise GISHE_LANG, otherwise bg.
cli-help-demo = A complete sample administration on a fresh data folder.
cli-help-demo-data = Folder of the demo; it is emptied first unless --keep is given.
cli-help-demo-listen = Where to listen; port 0 takes a free one.
cli-help-demo-cases = How many cases are lived through.
cli-help-demo-keep = Continue with the demo that is already in the folder.
cli-help-serve = The server of an installation.
cli-help-serve-data = Folder of the installation; default GISHE_DATA or ./data.
cli-help-serve-listen = Where to listen; wins over configuration and GISHE_LISTEN.
cli-help-serve-base-url = Address for people, such as https://uslugi.example.bg.
cli-help-init = Makes a new installation: its administration and its first administrator.
cli-help-init-data = Folder of the installation; default GISHE_DATA or ./data.
cli-help-init-name = Name of the administration.
cli-help-init-name-en = Its name in English.
cli-help-init-eik = ЕИК of the administration.
cli-help-init-register-index = Number of its official document register in the register of registers.
cli-help-init-admin = Sign-in name of the first administrator.
cli-help-kit = Services as folders of text files.
cli-help-kit-check = Finds every mistake of a kit, with file, line and a sentence.
cli-help-kit-check-folder = Folder of the kit.
cli-help-kit-check-json = For scripts: ok, findings with file, line, code, text.
cli-help-kit-test = Runs the kit's own tests through the real commands.
cli-help-kit-test-folder = Folder of the kit.
cli-help-kit-test-json = For scripts: ok, findings with file, line, code, text.
cli-help-kit-install = Installs a kit; running cases keep their version.
cli-help-kit-install-folder = Folder of the kit.
cli-help-kit-install-data = Folder of the installation; default GISHE_DATA or ./data.
cli-help-kit-install-administration = Number of the administration in this installation.
cli-help-kit-diff = Tells in words what differs between two kits.
cli-help-kit-diff-old = The older kit.
cli-help-kit-diff-new = The newer kit.
cli-help-kit-diff-json = For scripts: changes.
cli-help-form = Forms.
cli-help-form-check = Checks a form definition and, if given, a submission.
cli-help-form-check-form = Form.io definition.
cli-help-form-check-submission = Submission.
cli-help-form-check-json = For scripts: valid, errors, recalculated, problems, publishable.
cli-help-process = Processes.
cli-help-process-check = Checks a BPMN file.
cli-help-process-check-file = BPMN file.
cli-help-process-check-json = For scripts: ok, findings.
cli-help-process-run = Executes a process headless by a scenario.
cli-help-process-run-file = BPMN file.
cli-help-process-run-scenario = Steps of the scenario.
cli-help-process-run-json = For scripts: passed, steps, trace.
cli-help-decision = Decisions.
cli-help-decision-eval = Evaluates a decision.
cli-help-decision-eval-file = DMN file.
cli-help-decision-eval-decision = Name or identifier of the decision.
cli-help-decision-eval-input = Input data.
cli-help-decision-tck = Runs the TCK cases of a folder.
cli-help-decision-tck-folder = Folder with models and cases, searched through.
cli-help-decision-tck-json = For scripts: list of id, passed, got, expected.
cli-help-feel = Evaluates a FEEL expression.
cli-help-feel-expression = The expression.
cli-help-feel-context = JSON object with the variables.
cli-help-rnu = Service reference numbers (РНУ).
cli-help-rnu-new = Makes a test number; numbers of cases are issued by the installation.
cli-help-rnu-new-eik = ЕИК of the issuer.
cli-help-rnu-new-counter = Counter of the day.
cli-help-rnu-check = Checks a number.
cli-help-rnu-check-number = The number as typed.
cli-help-rnu-check-json = For scripts: valid, error, canonical, class.
cli-help-rnu-check-production = Refuses test numbers, as a production system does.
cli-help-config = The configuration.
cli-help-config-check = Reads the configuration and says what is wrong with it.
cli-help-config-check-data = Folder of the installation.
cli-help-config-show = Shows the effective configuration: file, environment and defaults.
cli-help-config-show-data = Folder of the installation.
cli-help-bench = The promised figures with their controls, in one run.
cli-help-bench-name = Which figures.
cli-help-bench-quick = Fewer cases and shorter runs; within 50 s.
cli-help-bench-json = For scripts: list of name, value, unit, control, ratio, goal, met.
