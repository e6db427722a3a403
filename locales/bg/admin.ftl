# Приложение за администриране: страници, роли, права, календар, журнал.

# Общи думи на приложението за администриране.
admin-save = Запази
admin-saved = Промените са запазени.
admin-cancel = Отказ
admin-add = Добави
admin-close = Закрий
admin-any = Всички
admin-filter = Филтри
admin-filter-apply = Покажи
admin-filter-clear = Изчисти филтрите
admin-nothing = няма
admin-first-page = Към първата страница

# Меню.
admin-nav-overview = Преглед
admin-nav-group-organisation = Организация
admin-nav-administration = Данни за администрацията
admin-nav-units = Структура и звена
admin-nav-people = Потребители
admin-nav-roles = Роли и права
admin-nav-group-services = Услуги и срокове
admin-nav-calendar = Календар
admin-nav-kits = Услуги и комплекти
admin-nav-group-system = Система
admin-nav-log = Системен журнал
admin-nav-office = Работно място

# Преглед на системата (A-01).
admin-overview-title = Преглед на системата
admin-overview-people = { $count ->
    [0] активни потребители
    [one] активен потребител
   *[other] активни потребители
}
admin-overview-units = { $count ->
    [0] звена
    [one] звено
   *[other] звена
}
admin-overview-services = { $count ->
    [0] предлагани услуги
    [one] предлагана услуга
   *[other] предлагани услуги
}
admin-overview-days = { $count ->
    [0] обявени дни тази година
    [one] обявен ден тази година
   *[other] обявени дни тази година
}
admin-overview-events = { $count ->
    [0] записи в журнала
    [one] запис в журнала
   *[other] записа в журнала
}
admin-overview-waiting = { $count ->
    [0] съобщения чакат изпращане
    [one] съобщение чака изпращане
   *[other] съобщения чакат изпращане
}
admin-overview-findings = За внимание
admin-overview-findings-none = Няма нищо, което да изисква действие.
admin-overview-stuck = { $count ->
    [one] { $count } изпращане не успя след няколко опита и чака човек.
   *[other] { $count } изпращания не успяха след няколко опита и чакат човек.
}
admin-overview-stuck-act = Вижте изпратените съобщения
admin-overview-blocked = { $count ->
    [one] { $count } потребител е с блокиран достъп.
   *[other] { $count } потребители са с блокиран достъп.
}
admin-overview-blocked-act = Вижте блокираните
admin-overview-without-roles = { $count ->
    [one] { $count } потребител няма роля и не може да прави нищо.
   *[other] { $count } потребители нямат роля и не могат да правят нищо.
}
admin-overview-without-roles-act = Отворете потребителите
admin-overview-unit-missing = Услугата „{ $service }“ назовава звено с код { $unit }, каквото няма. Задачите му ще отиват при отговорното звено.
admin-overview-unit-missing-act = Създайте звеното
admin-overview-unit-missing-look = Отворете услугата
admin-overview-latest = Последни промени
admin-overview-log-all = Целият системен журнал

# Данни за администрацията.
admin-administration-title = Данни за администрацията
admin-administration-edit = Промяна на данните за администрацията
admin-administration-who = Администрация
admin-administration-contact = Връзка
admin-administration-numbers = Номера
admin-administration-name-bg = Наименование
admin-administration-name-en = Наименование на английски
admin-administration-eik = ЕИК
admin-administration-eik-hint = Девет цифри. Влиза във всеки референтен номер на услуга (РНУ).
admin-administration-register-number = Номер в Административния регистър
admin-administration-oid = OID в регистъра на информационните ресурси
admin-administration-address = Адрес
admin-administration-phone = Телефон
admin-administration-email = Електронна поща
admin-administration-website = Уеб сайт
admin-administration-host = Име на хост на портала
admin-administration-host-hint = Например uslugi.example.bg. Оставете празно, ако тук има само една администрация.
admin-administration-register-index = Индекс на официалния документен регистър
admin-administration-register-index-hint = Първата част на всеки УРИ.
admin-administration-incoming = Входящите номера изглеждат така
admin-administration-outgoing = Изходящите номера изглеждат така
admin-administration-incoming-pattern = Образец на входящите номера
admin-administration-outgoing-pattern = Образец на изходящите номера
admin-administration-pattern-hint = Например ВХ-{ "{" }year{ "}" }-{ "{" }number:6{ "}" }. Номерацията започва от 1 всяка година.
admin-administration-node = Възел за референтни номера
admin-administration-node-hint = Два знака, например 01. Всяка инсталация на администрацията има свой.
admin-administration-reserve-node = Резервен възел
admin-administration-reserve-node-hint = Поема издаването, ако основният изчерпи номерата си за деня.
admin-administration-error-eik = Въведете ЕИК от девет цифри, например 999999995. Проверете контролната цифра.
admin-administration-error-name-bg = Въведете наименованието на администрацията, до 300 знака.
admin-administration-error-name-en = Съкратете английското наименование до 300 знака.
admin-administration-error-register-number = Съкратете номера до 300 знака.
admin-administration-error-oid = Съкратете OID до 300 знака.
admin-administration-error-register-index = Въведете индекса като положително число, например 9897.
admin-administration-error-host = Въведете само име на хост с латински букви, цифри, точки и тирета, например uslugi.example.bg.
admin-administration-error-host-taken = Друга администрация в тази инсталация вече използва това име на хост. Изберете друго.
admin-administration-error-address = Съкратете адреса до 300 знака.
admin-administration-error-phone = Съкратете телефона до 300 знака.
admin-administration-error-email = Въведете един адрес на електронна поща, например obshtina@example.bg.
admin-administration-error-website = Въведете адреса на сайта с https:// в началото.
admin-administration-error-node = Въведете възела с два знака – цифри или латински букви без I, L, O и U, например 01.
admin-administration-error-reserve-node = Въведете резервния възел с два знака, различен от основния.
admin-administration-error-settings = Настройките не могат да бъдат приети. Опитайте отново.
admin-administration-error-incoming-pattern = Образецът трябва да съдържа { "{" }number{ "}" } веднъж и { "{" }year{ "}" } или { "{" }yy{ "}" }.
admin-administration-error-outgoing-pattern = Образецът трябва да съдържа { "{" }number{ "}" } веднъж и { "{" }year{ "}" } или { "{" }yy{ "}" }.

# Структура, звена и длъжности (A-21).
admin-units-title = Структура и звена
admin-units-empty = Все още няма звена
admin-units-empty-more = Всяка услуга се води от звено. Започнете с най-горното.
admin-units-closed = { $count ->
    [one] { $count } закрито звено
   *[other] { $count } закрити звена
}
admin-unit-new = Ново звено
admin-unit-new-part = Ново звено в състава на това
admin-unit-edit = Промяна на звеното
admin-unit-created = Звеното е създадено.
admin-unit-name = Звено
admin-unit-code = Код
admin-unit-place = Място и часове
admin-unit-people = Служители
admin-unit-code-hint = До 40 латински букви, цифри и тирета. По този код комплектите на услугите намират звеното; после не се променя.
admin-unit-name-bg = Наименование
admin-unit-name-en = Наименование на английски
admin-unit-parent = В състава на
admin-unit-parent-none = Не е част от друго звено
admin-unit-address = Адрес
admin-unit-hours = Работно време
admin-unit-hours-hint = С думи, например „понеделник – петък, 8:30 – 17:00 ч.“
admin-unit-counter = Гише за граждани
admin-unit-counter-hint = Показва се на портала с адреса и работното време.
admin-unit-is-closed = Закрито
admin-unit-closed-on = закрито на { $date }
admin-unit-people-none = В звеното няма активни служители.
admin-unit-people-more = { $count ->
    [one] и още { $count } служител
   *[other] и още { $count } служители
}
admin-unit-acts = Действия
admin-unit-close = Закрий звеното
admin-unit-close-hint = Звено се закрива, когато в него няма други звена, длъжности, служители и отворени преписки. Името му остава във всичко направено.
admin-unit-closed = Звеното е закрито.
admin-unit-reopen = Открий отново
admin-unit-reopened = Звеното е открито отново.
admin-unit-parent-closed = Звеното, в чийто състав е това, е закрито. Първо открийте него.
admin-unit-in-use-units = Звеното не може да бъде закрито: в състава му има други звена.
admin-unit-in-use-positions = Звеното не може да бъде закрито: в него има длъжности.
admin-unit-in-use-staff = Звеното не може да бъде закрито: в него има служители.
admin-unit-in-use-cases = Звеното не може да бъде закрито: отговаря за отворени преписки.
admin-unit-error-code = Въведете код от латински букви, цифри и тирета, до 40 знака.
admin-unit-error-code-taken = Този код вече принадлежи на друго звено, може би закрито. Изберете друг.
admin-unit-error-name-bg = Въведете наименованието на звеното, до 300 знака.
admin-unit-error-name-en = Съкратете английското наименование до 300 знака.
admin-unit-error-address = Съкратете адреса до 300 знака.
admin-unit-error-hours = Съкратете работното време до 300 знака.
admin-unit-error-parent-id = Изберете открито звено.
admin-unit-error-cycle = Звено не може да е в състава на самото себе си. Изберете друго.
admin-positions = Длъжности
admin-positions-none = В звеното няма длъжности.
admin-position-new = Нова длъжност
admin-position-edit = Промяна на длъжността
admin-position-name = Наименование на длъжността
admin-position-hint = Така, както се печата под подписа.
admin-position-error = Въведете наименованието на длъжността, до 300 знака.
admin-position-created = Длъжността е добавена.
admin-position-closed = Длъжността „{ $name }“ е закрита.
admin-position-in-use = Длъжността „{ $name }“ се заема от служител. Първо му изберете друга.

# Потребители (A-22).
admin-people-title = Потребители
admin-people-search = Име или потребителско име
admin-people-count = { $count ->
    [0] Няма потребители
    [one] { $count } потребител
   *[other] { $count } потребители
}
admin-people-nothing = Никой не отговаря на филтрите
admin-people-nothing-more = Търсете с част от името; може и на латиница.
admin-people-empty = Все още няма потребители
admin-people-state-active = Активни
admin-people-state-blocked = Блокирани
admin-person-new = Нов потребител
admin-person-edit = Промяна на потребителя
admin-person-create = Създай потребителя
admin-person-another = Създайте още един потребител
admin-person-name = Име
admin-person-name-hint = Собствено, бащино и фамилно, така както се печатат в документите.
admin-person-login = Потребителско име
admin-person-login-hint = Например i.ivanova. Главни и малки букви са все едно; после не се променя.
admin-person-email = Електронна поща
admin-person-email-hint = За известия за задачи и срокове.
admin-person-unit = Звено
admin-person-unit-none = Без звено
admin-person-position = Длъжност
admin-person-position-none = Без длъжност
admin-person-position-hint = Длъжността определя и звеното.
admin-person-role = Роля
admin-person-roles = Промени ролите
admin-person-roles-short = Роли
admin-person-roles-hint = Изберете само нужните. Правата важат от следващата страница, която човекът отвори.
admin-person-roles-saved = Ролите са запазени.
admin-person-roles-own = Не можете да отнемете от себе си ролята „Администратор“. Помолете друг администратор.
admin-person-last = Това е последният администратор. Първо дайте ролята на друг човек.
admin-person-no-roles = Без роли
admin-person-no-roles-more = Няма роли. Може да влезе, но не може да прави нищо.
admin-person-state = Състояние
admin-person-blocked = Блокиран достъп
admin-person-blocked-since = от { $time }
admin-person-last-sign-in = Последно влизане
admin-person-never = Няма влизане
admin-person-created-at = Създаден
admin-person-access = Достъп
admin-person-created = Потребителят е създаден
admin-person-password-note = Паролата се съставя от системата и се показва веднъж, на следващата страница.
admin-person-error-login = Въведете потребителско име от 3 до 64 букви, цифри, точки, тирета или долни черти.
admin-person-error-login-taken = Това потребителско име е заето, може би от блокиран потребител. Изберете друго.
admin-person-error-name = Въведете името, до 200 знака.
admin-person-error-email = Въведете един адрес, например i.ivanova@example.bg, или оставете полето празно.
admin-person-error-place = Звеното и длъжността не си принадлежат или едното е закрито. Изберете наново.
admin-block-title = Блокиране на достъпа
admin-block = Блокирай
admin-blocked = Достъпът е блокиран. Всички сесии са прекратени.
admin-block-effect = Човекът няма да може да влиза и всичките му сесии се прекратяват веднага. Задачите му остават; ръководителят на звеното може да ги преразпредели. Името му остава във всичко направено.
admin-block-reason = Причина
admin-block-reason-hint = Записва се в системния журнал.
admin-block-reason-missing = Въведете причината за блокирането.
admin-block-own = Не можете да блокирате собствения си достъп. Помолете друг администратор.
admin-unblock = Разреши достъпа
admin-unblocked = Достъпът е разрешен.
admin-password = Парола
admin-password-title = Нова парола
admin-password-make = Състави нова парола
admin-password-set = Паролата е сменена
admin-password-effect = Старата парола спира да важи и всички сесии на човека се прекратяват. Новата се показва веднъж.
admin-password-once = Препишете или копирайте паролата сега. След като напуснете страницата, никой не може да я види отново.
admin-password-hand-over = Предайте я лично или по телефона, не по електронна поща.
admin-password-done = Към потребителя
admin-sessions = Отворени сесии
admin-sessions-none = Няма отворени сесии.
admin-session-since = от { $time }
admin-session-seen = последно действие { $time }
admin-sessions-end = Прекрати всички сесии
admin-sessions-end-others = Прекрати другите сесии
admin-sessions-ended = { $count ->
    [0] Нямаше други сесии.
    [one] Прекратена е { $count } сесия.
   *[other] Прекратени са { $count } сесии.
}

# Роли и права (A-23).
admin-roles-title = Роли и права
admin-roles-lead = Който администрира, не чете преписки, а който подготвя решение, не го подписва. Таблицата е част от системата и се проверява при всяко действие.
admin-roles-right = Право
admin-roles-what = За какво е всяка роля
admin-roles-link = Вижте какво може всяка роля
role-front_desk = Служител фронт офис
role-front_desk-hint = Приема хора на гише, въвежда заявления от тяхно име, приема плащания и връчва резултати.
role-registrar = Деловодител
role-registrar-hint = Регистрира входящи и изходящи документи, насочва преписките.
role-case_officer = Експерт
role-case_officer-hint = Проверява, изисква сведения, подготвя решения.
role-reviewer = Съгласуващ
role-reviewer-hint = Дава становища и съгласува проекти.
role-unit_head = Ръководител на звено
role-unit_head-hint = Разпределя работата, удължава срокове, следи изпълнението.
role-signatory = Овластен да подписва
role-signatory-hint = Подписва решения.
role-cashier = Касиер
role-cashier-hint = Приема и отчита плащания на гише.
role-archivist = Архивист
role-archivist-hint = Чете приключени преписки и ги предава в архив.
role-commission = Член на комисия
role-commission-hint = Дава становище в колективни етапи.
role-service_admin = Администратор на услуги
role-service_admin-hint = Инсталира комплекти на услуги и поддържа календара.
role-integration_admin = Администратор на връзки
role-integration_admin-hint = Поддържа връзките с други системи.
role-admin = Администратор
role-admin-hint = Потребители, роли, структура и данни; не вижда съдържанието на преписки.
role-auditor = Вътрешен одитор
role-auditor-hint = Чете системния журнал и справките.
role-dpo = Длъжностно лице по защита на данните
role-dpo-hint = Отчети за достъпа до лични данни и искания на хората.
permission-group-intake = Прием и връчване
permission-group-case = Преписки
permission-group-system = Организация и система
permission-application-intake = Въвеждане на заявления от името на заявител
permission-document-register = Регистриране на документи
permission-document-add = Добавяне на документи към преписка
permission-delivery-record = Отбелязване на връчване
permission-payment-record = Отбелязване на плащане на гише
permission-case-read = Четене на преписки с вътрешния им раздел
permission-identifier-unmask = Показване на цял личен идентификатор (със запис в журнала)
permission-task-work = Поемане и изпълнение на задачи
permission-task-assign = Разпределяне на чужди задачи
permission-regularity-check = Проверка за редовност и указания
permission-opinion-give = Искане и даване на становище
permission-decision-draft = Изготвяне на решение
permission-decision-review = Съгласуване на проект
permission-decision-sign = Подписване на решение
permission-case-suspend = Спиране и възобновяване
permission-term-extend = Удължаване на срок
permission-case-end = Прекратяване и препращане
permission-report-view = Табла и справки
permission-organisation-manage = Данни, звена и длъжности
permission-staff-manage = Потребители и роли
permission-calendar-manage = Календар на работните дни
permission-kit-manage = Инсталиране и спиране на услуги
permission-log-read = Четене на системния журнал

# Календар (A-08).
admin-calendar-title = Календар за { $year } г.
admin-calendar-years = Години
admin-calendar-working-days = { $count ->
    [one] { $count } работен ден в годината.
   *[other] { $count } работни дни в годината.
}
admin-calendar-specials = Празници и обявени дни през { $year } г.
admin-calendar-day = Ден
admin-calendar-why = Защо
admin-calendar-acts = По какъв ред
admin-day-by-law = по закон
admin-day-new = Обявен ден
admin-day-date = Дата
admin-day-kind = Какъв става денят
admin-day-kind-off = Почивен
admin-day-kind-off-hint = Не се брои в сроковете в работни дни; срок, който изтича тогава, се мести на следващия работен ден.
admin-day-kind-working = Работен
admin-day-kind-working-hint = Например събота, която се отработва.
admin-day-note = Основание
admin-day-note-hint = Решението, с което денят е обявен. Показва се в обясненията на сроковете.
admin-day-error-date = Въведете дата между 2017 и 2099 г., например 31 12 2026.
admin-day-error-kind = Изберете какъв става денят.
admin-day-error-note = Въведете основанието, до 300 знака.
admin-day-saved = Денят { $date } е обявен. Новите срокове се броят с него.
admin-day-remove = Отмени обявяването
admin-day-removed = Обявяването на { $date } е отменено.
admin-day-remove-effect = Денят отново става такъв, какъвто е по закон. Показаните вече крайни дати се изчисляват наново.
admin-day-off = Обявен за почивен: { $note }
admin-day-working = Обявен за работен: { $note }
admin-day-substitute = Почивен вместо празника „{ $name }“ на { $date }
admin-day-weekend = събота или неделя
admin-legend-named = празник или обявен почивен ден
admin-legend-weekend = събота или неделя
admin-legend-working = обявен работен ден
admin-legend-today = днес
admin-try-title = Пробвайте срок
admin-try-from = Започва на
admin-try-days = Брой дни
admin-try-kind = Дните са
admin-try-calendar = календарни
admin-try-working = работни
admin-try-count = Изчисли
admin-try-outcome = Срокът изтича на { $date }, включително.
admin-try-error-date = Въведете начална дата между 2017 и 2099 г.
admin-try-error-days = Въведете брой дни от 1 до 365.
admin-weekday-1 = понеделник
admin-weekday-short-1 = пн
admin-weekday-2 = вторник
admin-weekday-short-2 = вт
admin-weekday-3 = сряда
admin-weekday-short-3 = ср
admin-weekday-4 = четвъртък
admin-weekday-short-4 = чт
admin-weekday-5 = петък
admin-weekday-short-5 = пт
admin-weekday-6 = събота
admin-weekday-short-6 = сб
admin-weekday-7 = неделя
admin-weekday-short-7 = нд
admin-month-1 = Януари
admin-month-2 = Февруари
admin-month-3 = Март
admin-month-4 = Април
admin-month-5 = Май
admin-month-6 = Юни
admin-month-7 = Юли
admin-month-8 = Август
admin-month-9 = Септември
admin-month-10 = Октомври
admin-month-11 = Ноември
admin-month-12 = Декември
admin-holiday-new-year = Нова година
admin-holiday-liberation = Ден на Освобождението на България
admin-holiday-labour = Ден на труда
admin-holiday-saint-george = Гергьовден, Ден на храбростта и Българската армия
admin-holiday-letters = Ден на светите братя Кирил и Методий, на българската азбука, просвета и култура
admin-holiday-unification = Ден на Съединението
admin-holiday-independence = Ден на независимостта на България
admin-holiday-christmas-eve = Бъдни вечер
admin-holiday-christmas = Рождество Христово
admin-holiday-christmas-second-day = Рождество Христово, втори ден
admin-holiday-good-friday = Разпети петък
admin-holiday-holy-saturday = Велика събота
admin-holiday-easter-sunday = Великден
admin-holiday-easter-monday = Великден, понеделник

# Услуги и комплекти.
admin-kits-title = Услуги и комплекти
admin-kits-empty = Все още няма инсталирани услуги
admin-kits-empty-more = Комплект се инсталира с командата „gishe kit install“ и името на папката му.
admin-kits-lead = Всяка услуга е комплект от текстови файлове с неизменни версии. Новите заявления се подават по предлаганата версия; започнатите продължават по своята.
admin-kit-name = Услуга
admin-kit-number = Номер в регистъра
admin-kit-version = Версия
admin-kit-versions = Инсталирани версии
admin-kit-state = Състояние
admin-kit-installed = Инсталирана
admin-kit-hash = Отпечатък (SHA-256)
admin-kit-state-active = Предлага се
admin-kit-state-superseded = Заменена
admin-kit-state-retired = Спряна
admin-kit-units-missing = Комплектът назовава звена, каквито няма. Задачите им ще отиват при отговорното звено, докато не ги създадете със същия код:
admin-kit-compare = Сравнение на две версии
admin-kit-compare-from = От версия
admin-kit-compare-to = Към версия
admin-kit-compare-act = Сравни
admin-kit-diff-title = Разлики между две версии
admin-kit-same = Двете версии са еднакви.
admin-kit-changes = { $count ->
    [one] { $count } разлика.
   *[other] { $count } разлики.
}
admin-kit-changes-cut = Показани са първите 500.
admin-kit-change-added = Добавено
admin-kit-change-removed = Премахнато
admin-kit-change-changed = Променено
admin-kit-acts = Действия
admin-kit-retire = Спри услугата
admin-kit-retired = Услугата е спряна. Започнатите преписки продължават.
admin-kit-retire-effect = Услугата изчезва от портала и от гишето. Започнатите преписки продължават до края си. Връщането става с нова инсталация на комплекта.
admin-kit-retire-reason = Причина
admin-kit-retire-reason-missing = Въведете причината за спирането.
admin-kit-summary = За какво е
admin-kit-who = Кой може да заяви
admin-kit-legal = Правни основания
admin-kit-units = Звена
admin-kit-files = Файлове
admin-kit-file = Файл
admin-kit-size = Размер
admin-kit-free = безплатно
admin-kit-fee-decision = такса по таблица „{ $name }“
admin-kit-speed-ordinary = Обикновена
admin-kit-speed-fast = Бърза
admin-kit-speed-express = Експресна
admin-term-hours = { $count ->
    [one] { $count } час
   *[other] { $count } часа
}
admin-term-working-hours = { $count ->
    [one] { $count } работен час
   *[other] { $count } работни часа
}
admin-term-months = { $count ->
    [one] { $count } месец
   *[other] { $count } месеца
}

# Системен журнал (A-32).
admin-log-title = Системен журнал
admin-log-lead = { $count ->
    [0] Журналът е празен.
    [one] Журналът има { $count } запис. Всеки запис носи отпечатък на предишния, затова промяна се открива.
   *[other] Журналът има { $count } записа. Всеки запис носи отпечатък на предишния, затова промяна се открива.
}
admin-log-check = Провери веригата
admin-log-whole = { $count ->
    [0] Журналът е празен; няма какво да се провери.
    [one] Проверен е { $count } запис. Веригата е цяла.
   *[other] Проверени са { $count } записа. Веригата е цяла.
}
admin-log-broken = Веригата е нарушена при запис № { $at }: записът или следващият е променен извън системата. Запазете копие на базата и се обърнете към поддръжката.
admin-log-broken-look = Вижте записа
admin-log-group = Област
admin-log-kind = Вид
admin-log-group-people = Потребители и достъп
admin-log-group-organisation = Организация и календар
admin-log-group-kits = Услуги
admin-log-group-cases = Преписки
admin-log-seq = №
admin-log-at = Кога
admin-log-what = Какво
admin-log-who = Кой
admin-log-reason = Причина: { $reason }
admin-log-facts = Данни
admin-log-in-case = в преписка; съдържанието се вижда само в нея
admin-log-empty = Все още нищо не е записано
admin-log-nothing = Няма записи, които отговарят на филтрите
admin-log-partial = В тази част от журнала няма такива записи
admin-log-partial-more = Прегледани са 20 000 записа назад. Продължете със „Следваща“.
admin-log-newest = Към най-новите записи
admin-fact-before = преди
admin-fact-after = сега
admin-fact-staff = потребител
admin-fact-name = име
admin-fact-name_bg = наименование
admin-fact-name_en = наименование на английски
admin-fact-login = потребителско име
admin-fact-email = електронна поща
admin-fact-unit = звено
admin-fact-position = длъжност
admin-fact-roles = роли
admin-fact-count = брой
admin-fact-failures = грешни опити
admin-fact-code = код
admin-fact-version = версия
admin-fact-hash = отпечатък
admin-fact-again = вече инсталирана
admin-fact-day = ден
admin-fact-kind = вид
admin-fact-note = основание
admin-fact-parent = в състава на
admin-fact-address = адрес
admin-fact-hours = работно време
admin-fact-phone = телефон
admin-fact-website = уеб сайт
admin-fact-host = хост
admin-fact-eik = ЕИК
admin-fact-node = възел
admin-fact-settings = настройки
admin-fact-register_index = индекс на регистъра
admin-fact-register_number = номер в регистъра
log-actor-anonymous = посетител
log-actor-applicant = заявител
log-actor-staff = служител
log-actor-system = системата
log-StaffCreated = Създаден потребител
log-StaffChanged = Променен потребител
log-StaffBlocked = Блокиран достъп
log-StaffUnblocked = Разрешен достъп
log-StaffRolesSet = Променени роли
log-StaffPasswordSet = Сменена парола от администратор
log-OwnPasswordSet = Сменена собствена парола
log-SignedIn = Влизане
log-SignedOut = Излизане
log-SignInLocked = Заключено влизане след грешни опити
log-SessionsClosed = Прекратени сесии
log-AdministrationCreated = Създадена администрация
log-AdministrationChanged = Променени данни за администрацията
log-UnitCreated = Създадено звено
log-UnitChanged = Променено звено
log-UnitClosed = Закрито звено
log-UnitReopened = Открито отново звено
log-PositionCreated = Създадена длъжност
log-PositionChanged = Променена длъжност
log-PositionClosed = Закрита длъжност
log-CalendarDaySet = Обявен ден
log-CalendarDayRemoved = Отменено обявяване на ден
log-KitInstalled = Инсталирана услуга
log-KitRetired = Спряна услуга
log-ApplicationRegistered = Регистрирано заявление
log-StatusChanged = Променено състояние
log-TaskClaimed = Поета задача
log-TaskReleased = Върната задача
log-TaskAssigned = Възложена задача
log-TaskFinished = Изпълнена задача
log-NoticeSent = Изпратени указания
log-CorrectionReceived = Получена поправка
log-DocumentAdded = Добавен документ
log-DocumentIssued = Издаден документ
log-DecisionDrafted = Изготвен проект на решение
log-DecisionSigned = Подписано решение
log-DeliveryRecorded = Отбелязано връчване
log-PaymentRecorded = Отбелязано плащане
log-CaseSuspended = Спряно производство
log-CaseResumed = Възобновено производство
log-TermExtended = Удължен срок
log-CaseTerminated = Прекратено производство
log-CaseForwarded = Препратена преписка
log-CaseWithdrawn = Оттеглено заявление
log-BackupRestored = Възстановено от резервно копие
log-CodesReplaced = Сменени кодове
log-IdentifierUnmasked = Показан личен идентификатор
log-MessageReceived = Получено съобщение
log-MessageWritten = Написано съобщение
log-ServiceRated = Оценена услуга
log-DeadlineWarned = Наближаващ срок
log-DeadlineBreached = Изтекъл срок
log-IncidentRaised = Възникнал проблем в процеса
log-ProcessAdvanced = Преминаване към следваща стъпка
