# Командният ред: съобщения и помощ. Помощта се намира по името на командата и на аргумента: cli-help-<команда>-<аргумент>.

cli-example = Пример: { $line }
cli-unreadable = Файлът или папката „{ $path }“ не може да се прочете
cli-not-json = „{ $path }“ не е JSON
cli-unopened = Инсталацията в „{ $path }“ не може да се отвори
cli-uncreated = „{ $path }“ не може да се създаде
cli-key-wrong = „{ $path }“ трябва да съдържа точно 32 байта. Възстановете файла от резервно копие; без него отпечатаните кодове спират да работят.
cli-no-installation = „{ $path }“ не е инсталация. Създайте я с gishe init.
cli-no-administration = В тази инсталация няма администрация с номер { $number }
cli-listen-busy = Адресът { $address } не може да се използва: вероятно го държи друга програма. Изберете друг с --listen или GISHE_LISTEN.
cli-listen-wrong = GISHE_LISTEN={ $value } не е адрес като 127.0.0.1:8080
cli-config-valid = Настройките са в ред.
cli-config-wrong = „{ $path }“ не е валиден файл с настройки
cli-config-version = version = { $value } е непозната; тази програма чете version = 1.
cli-config-range = { $key } = { $value } е извън допустимото: { $range }.
cli-config-database = database трябва да е sqlite или адрес, който започва с postgres://.
cli-config-url = base_url = „{ $value }“ трябва да започва с http:// или https://.

cli-form-valid = Без грешки.
cli-form-invalid = Има грешки.
cli-process-valid = Процесът може да се изпълнява.
cli-process-invalid = Процесът не може да се изпълнява.
cli-scenario-passed = Сценарият мина.
cli-scenario-failed = Сценарият не мина; вижте стъпките с --json.
cli-tck = Успешни: { $passed } от { $count } случая.
cli-eik-wrong = { $eik } не е валиден ЕИК.

cli-kit-unreadable = Услугата в „{ $path }“ не може да се прочете
cli-kit-valid = Услугата е в ред.
cli-kit-invalid = Услугата не може да се инсталира, докато грешките не се поправят.
cli-kit-tests = Проверки: { $count }, разлики: { $differences }.
cli-kit-installed = Инсталирана: { $code } { $version } ({ $hash })
cli-kit-same = Няма разлики.

cli-demo-foreign = „{ $path }“ не е папка на демонстрация и не се пипа. Изберете друга с --data.
cli-demo-not-emptied = „{ $path }“ не може да се изпразни
cli-demo-database-full = Базата данни вече съдържа администрация. Демонстрацията иска празна база или --keep.
cli-demo-progress = Преписки: { $done } от { $cases }
cli-demo-ready = Готово: { $cases } преписки от последните 90 дни.
cli-demo-stopped = демонстрацията спря
cli-demo-portal = Портал за гражданите
cli-demo-office = Работно място
cli-demo-admin = Администриране
cli-demo-mail = Изпратени писма
cli-demo-api = API
cli-demo-password = Вход за служители, парола за всички: { $password }

cli-init-full = В „{ $path }“ вече има администрация.
cli-init-done = Администрацията е създадена в „{ $path }“.
cli-init-login = Вход: { $login }   парола: { $password }
cli-init-next = Сменете паролата след първото влизане. Следващи стъпки: gishe kit install kits/… и gishe serve.
cli-init-unit = Център за административно обслужване
cli-init-admin = Администратор

cli-bench-goal = цел
cli-bench-control = контрола
cli-bench-ratio = отношение
cli-bench-met = изпълнена
cli-bench-missed = НЕизпълнена

# Помощ
cli-help = Гише: административни услуги от заявлението до резултата, в една програма.
cli-help-lang = Език на съобщенията и помощта: bg или en; иначе GISHE_LANG, иначе bg.
cli-help-demo = Цяла примерна администрация в нова папка с данни.
cli-help-demo-data = Папка на демонстрацията; изпразва се първо, освен с --keep.
cli-help-demo-listen = Адрес, на който слуша; с порт 0 взема свободен.
cli-help-demo-cases = Колко преписки се изживяват.
cli-help-demo-keep = Продължава с демонстрацията, която вече е в папката.
cli-help-serve = Сървърът на инсталацията.
cli-help-serve-data = Папка на инсталацията; иначе GISHE_DATA или ./data.
cli-help-serve-listen = Адрес, на който слуша; има предимство пред настройките и GISHE_LISTEN.
cli-help-serve-base-url = Адресът за хората, например https://uslugi.example.bg.
cli-help-init = Създава нова инсталация: администрацията и първия ѝ администратор.
cli-help-init-data = Папка на инсталацията; иначе GISHE_DATA или ./data.
cli-help-init-name = Наименование на администрацията.
cli-help-init-name-en = Наименованието ѝ на английски.
cli-help-init-eik = ЕИК на администрацията.
cli-help-init-register-index = Номер на официалния ѝ документен регистър в регистъра на регистрите.
cli-help-init-admin = Потребителско име на първия администратор.
cli-help-kit = Услугите като папки с текстови файлове.
cli-help-kit-check = Намира всяка грешка в услуга: файл, ред и изречение.
cli-help-kit-check-folder = Папка на услугата.
cli-help-kit-check-json = Отговор за програми: ok, findings с file, line, code, text.
cli-help-kit-test = Изпълнява собствените проверки на услугата с истинските команди.
cli-help-kit-test-folder = Папка на услугата.
cli-help-kit-test-json = Отговор за програми: ok, findings с file, line, code, text.
cli-help-kit-install = Инсталира услуга; започналите преписки остават по своята версия.
cli-help-kit-install-folder = Папка на услугата.
cli-help-kit-install-data = Папка на инсталацията; иначе GISHE_DATA или ./data.
cli-help-kit-install-administration = Номер на администрацията в инсталацията.
cli-help-kit-diff = Казва с думи по какво се различават две услуги.
cli-help-kit-diff-old = По-старата услуга.
cli-help-kit-diff-new = По-новата услуга.
cli-help-kit-diff-json = Отговор за програми: changes.
cli-help-form = Форми.
cli-help-form-check = Проверява определение на форма и, ако е дадено, подадени данни.
cli-help-form-check-form = Определение по Form.io.
cli-help-form-check-submission = Подадени данни.
cli-help-form-check-json = Отговор за програми: valid, errors, recalculated, problems, publishable.
cli-help-process = Процеси.
cli-help-process-check = Проверява файл по BPMN.
cli-help-process-check-file = Файл по BPMN.
cli-help-process-check-json = Отговор за програми: ok, findings.
cli-help-process-run = Изпълнява процес по сценарий, без екрани.
cli-help-process-run-file = Файл по BPMN.
cli-help-process-run-scenario = Стъпките на сценария.
cli-help-process-run-json = Отговор за програми: passed, steps, trace.
cli-help-decision = Решения.
cli-help-decision-eval = Изчислява решение.
cli-help-decision-eval-file = Файл по DMN.
cli-help-decision-eval-decision = Име или идентификатор на решението.
cli-help-decision-eval-input = Входни данни.
cli-help-decision-tck = Изпълнява случаите на TCK в папка.
cli-help-decision-tck-folder = Папка с модели и случаи; претърсва се в дълбочина.
cli-help-decision-tck-json = Отговор за програми: списък от id, passed, got, expected.
cli-help-feel = Изчислява израз на FEEL.
cli-help-feel-expression = Изразът.
cli-help-feel-context = JSON обект с променливите.
cli-help-rnu = Референтни номера на услуги (РНУ).
cli-help-rnu-new = Прави тестов номер; номерата на преписките ги издава инсталацията.
cli-help-rnu-new-eik = ЕИК на издателя.
cli-help-rnu-new-counter = Пореден номер за деня.
cli-help-rnu-check = Проверява номер.
cli-help-rnu-check-number = Номерът, както е написан.
cli-help-rnu-check-json = Отговор за програми: valid, error, canonical, class.
cli-help-rnu-check-production = Отказва тестови номера, както система в експлоатация.
cli-help-config = Настройките.
cli-help-config-check = Чете настройките и казва какво не е наред.
cli-help-config-check-data = Папка на инсталацията.
cli-help-config-show = Показва действащите настройки: файл, среда и стойности по подразбиране.
cli-help-config-show-data = Папка на инсталацията.
cli-help-bench = Обещаните показатели с контролите им, в едно изпълнение.
cli-help-bench-name = Кои показатели.
cli-help-bench-quick = По-малко преписки и по-кратко; до 50 s.
cli-help-bench-json = Отговор за програми: списък от name, value, unit, control, ratio, goal, met.
