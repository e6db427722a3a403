# Работно място: вход, моят ден, задачи, опашка, преписки, табло.

office-nav-today = Моят ден
office-nav-tasks = Моите задачи
office-nav-queue = Опашка на звеното
office-nav-cases = Преписки
office-nav-new = Ново заявление
office-nav-intake = По поща и е-поща
office-nav-dashboard = Табло
office-nav-mail = Изпратени писма
office-nav-admin = Администриране
office-nav-group-intake = Прием
office-nav-group-reports = Справки
office-nav-group-admin = Настройки

office-role-front-desk = Служител фронт офис
office-role-registrar = Деловодител
office-role-case-officer = Експерт
office-role-reviewer = Съгласуващ
office-role-unit-head = Ръководител на звено
office-role-signatory = Овластен да подписва
office-role-cashier = Касиер
office-role-archivist = Архивист
office-role-commission = Член на комисия
office-role-service-admin = Администратор на услуги
office-role-integration-admin = Администратор на връзки
office-role-admin = Администратор
office-role-auditor = Вътрешен одитор
office-role-dpo = Длъжностно лице по защита на данните

office-refused-claimed = Междувременно задачата е взета: { $who }, { $when }. Изберете друга от опашката.
office-refused-finished = Междувременно задачата е изпълнена: { $who }, { $when }. Вашите промени не са записани върху нея.
office-refused-gone = Междувременно задачата е приключена ({ $when }). Отворете преписката и вижте докъде е стигнала.
office-refused-four-eyes = Тази стъпка трябва да направи друг човек: Вие сте изпълнили предходната по същата преписка.
office-refused-awaits = Чака се становище: „{ $name }“. Задачата може да бъде завършена, когато то бъде дадено или искането бъде оттеглено.
office-refused-closed = Преписката вече е приключена и по нея не може да се работи.
office-refused-suspended = Производството е спряно. Първо го възобновете.
office-refused-status = Действието не е възможно в сегашното състояние на преписката. Отворете я наново и вижте докъде е стигнала.
office-refused-reason = Посочете причина.
office-refused-right = Нямате право на тази задача.
office-refused-other = Не може да бъде направено сега.

office-sign-in-title = Вход за служители
office-sign-in-login = Потребителско име
office-sign-in-password = Парола
office-sign-in-button = Вход
office-sign-in-login-missing = Въведете потребителско име
office-sign-in-password-missing = Въведете парола
office-sign-in-wrong = Името или паролата не са верни. Проверете езика на клавиатурата и опитайте отново
office-sign-in-locked = { $count ->
    [one] Твърде много неуспешни опити. Опитайте отново след { $count } минута.
   *[other] Твърде много неуспешни опити. Опитайте отново след { $count } минути.
}
office-sign-in-locked-more = Ако не помните паролата си, администраторът може да зададе нова.
office-sign-in-help = Не можете да влезете?
office-sign-in-help-more = Обърнете се към администратора на системата във Вашата администрация. Той може да зададе нова парола или да отблокира профила Ви.
office-sign-out-done = Излязохте от системата.

office-settings-title = Лични настройки
office-settings-me = Профил
office-settings-name = Име
office-settings-login = Потребителско име
office-settings-email = Електронна поща
office-settings-unit = Звено
office-settings-position = Длъжност
office-settings-roles = Роли
office-settings-password = Смяна на паролата
office-settings-password-present = Сегашна парола
office-settings-password-chosen = Нова парола
office-settings-password-again = Новата парола още веднъж
office-settings-password-hint = Поне 12 знака. Най-лесно се помнят няколко думи една след друга.
office-settings-password-button = Смени паролата
office-settings-password-wrong = Сегашната парола не е вярна
office-settings-password-weak = Изберете парола от поне 12 знака, която не е позната и не съдържа потребителското Ви име
office-settings-password-differs = Двете нови пароли се различават. Въведете една и съща
office-settings-password-done = Паролата е сменена.
office-settings-sessions = { $count ->
    [one] Имате { $count } активна сесия.
   *[other] Имате { $count } активни сесии.
}
office-settings-sessions-link = Преглед на сесиите
office-settings-density = Гъстота на страниците
office-settings-density-compact = Сега: сбита – повече редове на екран.
office-settings-density-comfortable = Сега: просторна – по-едър текст.
office-settings-density-to-comfortable = Направи я просторна
office-settings-density-to-compact = Направи я сбита
office-settings-density-done = Гъстотата на страниците е променена.

office-sessions-title = Сесии
office-sessions-lead = Тук са устройствата, от които сте влезли. Прекратете всяка сесия, която не разпознавате, и сменете паролата си.
office-sessions-device = Устройство
office-sessions-address = Мрежов адрес
office-sessions-started = Вход
office-sessions-seen = Последно действие
office-sessions-this = Тази сесия
office-sessions-end = Прекрати
office-sessions-end-others = Прекрати всички други
office-sessions-ended = { $count ->
    [0] Няма други сесии.
    [one] Прекратена е { $count } сесия.
   *[other] Прекратени са { $count } сесии.
}

office-views = Изгледи
office-clear = Изчисти филтрите
office-any = Всички
office-nobody = Невъзложена
office-select-all = Избери всички
office-select-task = Избери „{ $task }“ по { $number }
office-empty-filtered = Нищо не отговаря на филтрите
office-flag-returned = Върната
office-col-select = Избор
office-col-task = Задача
office-col-case = Преписка
office-col-service = Услуга
office-col-applicant = Заявител
office-col-status = Състояние
office-col-owner = Отговаря
office-col-due = Срок на задачата
office-col-term = Срок на преписката
office-col-since = Чака от
office-col-acts = Действие
office-col-document = Документ
office-col-kind = Вид
office-col-number = Номер
office-col-date = Дата
office-col-file = Файл
office-col-sum = Сума
office-col-arose = Възникнало
office-col-paid = Платено
office-col-receipt = Начин и документ
office-col-when = Кога
office-col-what = Какво
office-col-who = Кой

office-today-title = Моят ден
office-today-next = Вземи следващата
office-today-next-is = Следващата в опашката:
office-today-overdue = { $count ->
    [one] просрочена задача
   *[other] просрочени задачи
}
office-today-today = { $count ->
    [one] задача с последен ден днес
   *[other] задачи с последен ден днес
}
office-today-returned = { $count ->
    [one] върната задача
   *[other] върнати задачи
}
office-today-unread = { $count ->
    [one] преписка с нещо ново от заявителя
   *[other] преписки с нещо ново от заявителя
}
office-today-mine = { $count ->
    [one] задача общо при мен
   *[other] задачи общо при мен
}
office-today-free = { $count ->
    [one] свободна задача в опашката
   *[other] свободни задачи в опашката
}
office-today-group-overdue = Просрочени
office-today-group-today = Последен ден днес
office-today-group-returned = Върнати за преработка
office-today-group-rest = Останалите ми задачи
office-today-group-unread = Ново от заявителите
office-today-rest = { $count ->
    [one] Още { $count } задача
   *[other] Още { $count } задачи
}
office-today-done = За днес всичко е свършено
office-today-done-more = { $count ->
    [one] Днес изпълнихте { $count } задача и в опашката няма други.
   *[other] Днес изпълнихте { $count } задачи и в опашката няма други.
}
office-today-none = Нямате взети задачи
office-today-none-more = { $count ->
    [one] В опашката на звеното чака { $count } задача.
   *[other] В опашката на звеното чакат { $count } задачи.
}
office-today-nothing = Още няма задачи за Вас
office-today-nothing-more = Когато постъпи заявление за Вашето звено, задачата му ще се появи в опашката.
office-today-no-tasks = Вашата роля не изпълнява задачи по преписки
office-today-no-tasks-more = Оттук можете да отворите справките, до които имате достъп.
office-today-finished = { $count ->
    [0] Днес още няма изпълнени задачи
    [one] Днес изпълнихте { $count } задача
   *[other] Днес изпълнихте { $count } задачи
}

office-tasks-title = Моите задачи
office-tasks-tab-all = Всички
office-tasks-tab-overdue = Просрочени
office-tasks-tab-today = За днес
office-tasks-tab-returned = Върнати
office-tasks-tab-unread = Ново от заявителя
office-tasks-filtered-more = Имате други задачи извън този изглед.
office-release-reason = Причина (по избор)
office-release-button = Върни избраните в опашката

office-queue-title = Опашка на звеното
office-queue-tab-free = Свободни за мен
office-queue-tab-unit = Всички на звеното
office-queue-by-service = По услуга
office-queue-by-age = По чакане
office-queue-age-new = до 1 ден
office-queue-age-days = 2 – 5 дни
office-queue-age-old = над 5 дни
office-queue-waits = { $count ->
    [one] чака { $count } ден
   *[other] чака { $count } дни
}
office-queue-waits-today = от днес
office-queue-take = Вземи
office-queue-take-chosen = Вземи избраните
office-queue-assign-to = Възложи на
office-queue-assign = Възложи избраните
office-queue-claimed = { $count ->
    [0] Няма взети задачи.
    [one] Взехте { $count } задача.
   *[other] Взехте { $count } задачи.
}
office-queue-released = { $count ->
    [0] Няма върнати задачи.
    [one] Върнахте { $count } задача в опашката.
   *[other] Върнахте { $count } задачи в опашката.
}
office-queue-assigned = { $count ->
    [0] Няма възложени задачи.
    [one] Възложихте { $count } задача.
   *[other] Възложихте { $count } задачи.
}
office-queue-assigned-to = Получава ги: { $who }.
office-queue-none-chosen = Не сте избрали задачи. Отбележете поне една и опитайте отново.
office-queue-nobody-chosen = Не сте избрали на кого да възложите. Изберете човек и опитайте отново.
office-queue-empty-now = В момента в опашката няма свободна задача за Вас.
office-queue-empty = В опашката няма свободни задачи
office-queue-empty-own = Всичко постъпило е взето. Продължете с Вашите задачи.
office-queue-empty-more = Тук се появяват задачите по нови заявления за Вашето звено, щом постъпят.
office-queue-filtered-more = Без филтрите в опашката може да има задачи.

office-cases-title = Преписки
office-cases-view-all = Всички
office-cases-view-mine = Моите
office-cases-view-overdue = Просрочени
office-cases-view-soon = Със срок до 3 дни
office-cases-view-unread = Нови от заявителя
office-cases-view-closed = Приключени
office-cases-me = Моите
office-cases-filter = Филтри
office-cases-filter-apply = Покажи
office-cases-filter-status = Състояние
office-cases-filter-state = Отворени или приключени
office-cases-filter-service = Услуга
office-cases-filter-unit = Звено
office-cases-filter-assignee = Отговорник
office-cases-filter-channel = Канал
office-cases-filter-due = Срок
office-cases-filter-from = Регистрирани от
office-cases-filter-to = Регистрирани до
office-cases-filter-unread = Нови документи от заявителя
office-cases-state-open = Отворени
office-cases-state-closed = Приключени
office-cases-due-overdue = Просрочени
office-cases-due-soon = До 3 дни
office-cases-due-paused = Със спрян срок
office-cases-chips = Действащи филтри
office-cases-chip-remove = Махни филтъра
office-cases-export = Изтегли списъка
office-cases-export-failed = Списъкът не можа да бъде подготвен. Опитайте отново.
office-cases-empty = Още няма преписки
office-cases-empty-more = Първата преписка се появява с първото регистрирано заявление – от портала, на гише или по поща.
office-cases-filtered-more = Махнете някой от филтрите, за да видите повече.
office-cases-view-empty = В този изглед няма преписки
office-cases-view-empty-more = Това е добра новина, ако изгледът е за просрочените.
office-cases-col-number = Преписка
office-cases-col-service = Услуга
office-cases-col-applicant = Заявител
office-cases-col-status = Състояние
office-cases-col-term = Срок на преписката
office-cases-col-owner = Отговаря
office-cases-col-unit = Звено
office-cases-col-channel = Канал
office-cases-col-speed = Вид по срок
office-cases-col-delivery = Получаване
office-cases-col-fee = Такса
office-cases-col-rnu = Референтен номер
office-cases-col-closed = Приключена на
office-cases-sort = Подредба
office-cases-sort-down-filed = Най-новите първо
office-cases-sort-filed = Най-старите първо
office-cases-sort-deadline = По срок, най-близкият първо
office-cases-sort-down-deadline = По срок, най-далечният първо
office-cases-sort-status = По състояние, от началото
office-cases-sort-down-status = По състояние, от края
office-cases-sort-service = По услуга, А–Я
office-cases-sort-down-service = По услуга, Я–А
office-cases-sort-unit = По звено, А–Я
office-cases-sort-down-unit = По звено, Я–А
office-cases-sort-assignee = По отговорник, А–Я
office-cases-sort-down-assignee = По отговорник, Я–А
office-cases-arrange = Колони и изгледи
office-cases-columns = Колони
office-cases-columns-keep = Запази колоните
office-cases-columns-usual = Върни обичайните
office-cases-columns-done = Колоните на списъка са променени.
office-cases-view-name = Име на изгледа
office-cases-view-name-hint = Запазва сегашните филтри и подредба като раздел над списъка.
office-cases-view-save = Запази изгледа
office-cases-view-saved = Изгледът „{ $name }“ е запазен.
office-cases-view-removed = Изгледът е махнат.
office-cases-view-name-missing = Въведете име на изгледа и опитайте отново.
office-cases-view-full = { $count ->
    [one] Може да имате най-много { $count } изглед. Махнете го и опитайте отново.
   *[other] Може да имате най-много { $count } изгледа. Махнете някой и опитайте отново.
}
office-cases-view-own = Моите изгледи
office-cases-view-remove = Махни
office-cases-end = Списъкът свършва дотук
office-cases-first = Към първата страница

office-csv-number = Входящ номер
office-csv-registered = Регистрирано на
office-csv-service = Услуга
office-csv-applicant = Заявител
office-csv-status = Състояние
office-csv-deadline = Краен срок
office-csv-unit = Звено
office-csv-assignee = Отговорник
office-csv-channel = Канал
office-csv-rnu = Референтен номер

office-search-title = Търсене
office-search-for = Търсене: „{ $query }“
office-search-lead = Въведете или сканирайте номер, код от талона, име, идентификатор, телефон или адрес в полето горе. Ако намерим точно една преписка, тя се отваря веднага.
office-search-none = Няма намерени преписки
office-search-none-more = Проверете цифрите или опитайте само с фамилията. Имената се намират и на латиница, и с грешна клавиатура.
office-search-found = { $count ->
    [one] Намерена е { $count } преписка.
   *[other] Намерени са { $count } преписки.
}
office-search-cut = Показваме последните; добавете още дума, за да стеснете търсенето.

office-due-in-term = Решено в срок
office-due-late = Решено след срока
office-due-ended = Приключено

office-channel-web = през портала
office-channel-counter = на гише
office-channel-post = по поща
office-channel-email = по електронна поща
office-delivery-online = по електронен път
office-delivery-counter = на гише
office-delivery-post = по поща
office-speed-ordinary = обикновена
office-speed-fast = бърза
office-speed-express = експресна

office-case-word = Преписка
office-case-title = Преписка { $number }
office-case-of = от { $date }
office-case-tabs = Части на преписката
office-case-applicant = Заявител
office-case-owner = Отговаря
office-case-deadline = Краен срок
office-case-turn = На ход
office-case-unread = Заявителят е добавил нещо ново.
office-case-seen = Отбележи като видяно
office-case-seen-done = Отбелязано е като видяно.
office-case-tab-overview = Преглед
office-case-tab-route = Задачи и маршрут
office-case-tab-documents = Документи
office-case-tab-messages = Кореспонденция
office-case-tab-payments = Плащания
office-case-tab-terms = Срокове
office-case-tab-public = Вижда заявителят
office-case-tab-journal = Журнал

office-turn-you = Вие
office-turn-free = Вие или колега от звеното
office-turn-person = { $who }
office-turn-unit = { $unit }
office-turn-nobody = Никой: очаква се автоматична стъпка
office-turn-closed = Преписката е приключена
office-turn-suspended = Производството е спряно
office-turn-applicant-correction = Заявителят: да отстрани нередовностите
office-turn-applicant-payment = Заявителят: да плати таксата
office-turn-applicant-result = Заявителят: да получи резултата

office-steps = Следващи стъпки
office-steps-yours = Задачата е Ваша
office-steps-free = Свободна е – можете да я вземете
office-steps-has = При { $who }
office-steps-waits-unit = Чака: { $unit }
office-steps-until = до { $date }
office-steps-acts = Други действия
office-steps-prints = За печат
office-act-correct = Внеси поправка от заявителя
office-act-pay = Отбележи плащане
office-act-document = Добави документ
office-act-message = Пиши на заявителя
office-act-opinion = Поискай становище
office-act-resume = Възобнови производството
office-act-suspend = Спри производството
office-act-extend = Удължи срока
office-act-forward = Препрати по компетентност
office-act-terminate = Прекрати производството
office-act-withdraw = Отбележи оттегляне
office-print-slip = Талон с кодовете
office-print-receipt = Потвърждение за получаване
office-print-cover = Корица на преписката

office-overview-person = Заявител
office-overview-answers = Отговори в заявлението
office-overview-no-answers = В заявлението няма попълнени отговори.
office-opinions = Поискани становища
office-opinion-awaited = Чака се
office-opinion-withdrawn = Оттеглено
office-opinion-holds = Работата чака становището
office-opinion-withdraw = Оттегли искането
office-overview-facts = Данни за преписката
office-fact-identifier = Идентификатор
office-fact-phone = Телефон
office-fact-email = Електронна поща
office-fact-address = Адрес
office-fact-registered = Получено
office-fact-channel = Подадено
office-fact-speed = Вид услуга
office-fact-delivery = Получаване на резултата
office-fact-fee = Такса
office-fact-deadline = Срок
office-fact-rnu = Референтен номер (РНУ)
office-fact-status-code = Код за справка
office-fact-status-code-more = Показва на заявителя докъде е стигнала преписката; не отваря документи.
office-fact-slip = Отпечатай талона отново
office-fact-uri = УРИ на документа
office-fact-number = Номер на услугата
office-fact-kit = Версия на услугата
office-fee-none = Без такса
office-fee-due = { $sum }, не е платена
office-fee-paid = { $sum }, платена
office-identifier-egn = ЕГН
office-identifier-lnch = ЛНЧ
office-identifier-eik = ЕИК
office-unmask = Покажи целия идентификатор
office-unmask-reason = Защо Ви е нужен?
office-unmask-hint = Причината се записва в журнала заедно с името Ви и часа.
office-unmask-button = Покажи
office-unmask-missing = Посочете защо Ви е нужен целият идентификатор
office-unmask-journalled = Показан е само на тази страница; записано е в журнала.
office-codes = Нови кодове на талона
office-codes-lead = Ако талонът е загубен или кодовете са станали известни на друг, издайте нови. Старите спират да отварят преписката веднага.
office-codes-reason = Причина
office-codes-button = Издай нови кодове
office-codes-missing = Посочете защо се сменят кодовете
office-codes-done = Кодовете са сменени. Старите вече не важат.

office-group-accepting = Прием
office-group-merits = По същество
office-group-result = Резултат
office-stage-done = Приключен
office-stage-current = Текущ
office-stage-waiting = Чака заявителя
office-stage-ahead = Предстои
office-task-state-done = Изпълнена
office-task-state-cancelled = Отпаднала
office-task-state-taken = Взета
office-task-state-free = Свободна
office-route-internal = вътрешен етап
office-route-others = Задачи извън етапите
office-route-incident = { $time }: автоматична стъпка не се изпълни – { $text }

office-outcome-regularity-regular = редовно
office-outcome-regularity-irregular = нередовно, изпратено е искане за поправка
office-outcome-regularity-inadmissible = недопустимо
office-outcome-workOutcome-done = извършено
office-outcome-opinion-agreed = съгласувано
office-outcome-opinion-answered = отговор
office-outcome-opinion-declined = без становище
office-outcome-opinion-notAgreed = не е съгласувано
office-outcome-opinion-terminate = предложено прекратяване
office-outcome-opinion-rework = върнато за преработка
office-outcome-decision-grant = уважено
office-outcome-decision-partial = частично уважено
office-outcome-decision-refuse = отказ
office-outcome-review-approved = одобрено
office-outcome-review-rework = върнато за преработка
office-outcome-signature-signed = подписано
office-outcome-signature-returned = върнато без подпис

office-documents-official = Официален раздел
office-documents-official-hint = Заявителят вижда тези документи на портала.
office-documents-internal = Вътрешен раздел
office-documents-internal-hint = Виждат го само служителите.
office-documents-none = Още няма документи
office-documents-internal-none = Още няма вътрешни документи.
office-document-application = Заявление
office-document-attachment = Приложение
office-document-scan = Сканиран документ
office-document-notice = Съобщение за нередовности
office-document-certificate = Удостоверение
office-document-permit = Разрешение
office-document-decision = Решение
office-document-information = Справка
office-document-document = Документ
office-document-refusal = Отказ
office-document-partial = Частичен отказ
office-document-suspension = Съобщение за спиране
office-document-extension = Съобщение за удължен срок
office-document-termination = Решение за прекратяване
office-document-forwarding = Писмо за препращане
office-document-other = Документ
office-document-rendering = Документът още се изготвя. Опитайте отново след няколко секунди.
office-document-rendering-short = изготвя се
office-direction-in = постъпил
office-direction-out = издаден
office-direction-internal = вътрешен
office-application-title = Заявление { $number } от { $time }
office-application-heading = Заявлението, както е подадено
office-application-filed = Получено { $time }, { $channel }.
office-application-back = Към документите

office-messages-none = Още няма писма по тази преписка
office-messages-none-more = Тук стоят писмата до заявителя и неговите съобщения.
office-message-incoming = Съобщение от заявителя
office-message-system = Системата
office-message-from-to = { $from } до { $to }
office-message-channel-email = електронна поща
office-message-channel-portal = портал
office-message-channel-post = поща
office-message-state-queued = чака изпращане
office-message-state-sent = изпратено
office-message-state-failed = неуспешно
office-message-state-received = получено

office-payments-none = За тази преписка не се дължи такса
office-payments-none-more = Ако възникне задължение, то ще се появи тук.
office-payments-due = Дължи се: { $sum }
office-payment-paid = Платено
office-payment-pending = Дължи се
office-payment-way-cash = в брой
office-payment-way-card = с карта
office-payment-way-bank = по банков път

office-terms-length = Срок на услугата
office-terms-last = Последен ден
office-terms-estimate = предвиждане, докато срокът е спрян
office-terms-remaining = Остават
office-terms-legal = Основание
office-terms-ledger = Събития на срока
office-terms-warnings = Предупреждения
office-terms-warned = изпратено
office-terms-days = Срокът ден по ден

office-public-lead = Това вижда заявителят, когато въведе кода от талона. Имена и документи не се показват.
office-public-applicant-due = Чака се действие от заявителя { $until }
office-public-deadline = Срок { $until }
office-public-events = Събития, които вижда
office-public-address = Страница на заявителя:

office-actor-anonymous = Посетител на портала
office-actor-applicant = Заявител
office-actor-staff = Служител
office-actor-system = Системата
office-journal-tab-all = Всички
office-journal-tab-status = Състояние и срок
office-journal-tab-tasks = Задачи
office-journal-tab-documents = Документи и писма
office-journal-tab-access = Достъп
office-journal-tab-technical = И стъпките на процеса
office-detail-registered = Входящ № { $number }
office-event-ApplicationRegistered = Заявлението е регистрирано
office-event-StatusChanged = Ново състояние
office-event-ProcessAdvanced = Стъпка на процеса
office-event-TaskClaimed = Задачата е взета
office-event-TaskReleased = Задачата е върната в опашката
office-event-TaskAssigned = Задачата е възложена
office-event-TaskFinished = Задачата е изпълнена
office-event-OpinionAsked = Поискано е становище
office-event-OpinionWithdrawn = Искането за становище е оттеглено
office-event-NoticeSent = Изпратено е съобщение за нередовности
office-event-CorrectionReceived = Постъпи поправка от заявителя
office-event-DecisionDrafted = Изготвен е проект на решение
office-event-DecisionSigned = Решението е подписано
office-event-DocumentAdded = Добавен е документ
office-event-DocumentIssued = Издаден е документ
office-event-DeliveryRecorded = Отбелязано е връчване
office-event-MessageWritten = Изпратено е писмо до заявителя
office-event-MessageReceived = Съобщение от заявителя
office-event-PaymentRecorded = Отбелязано е плащане
office-event-CaseWithdrawn = Заявлението е оттеглено
office-event-CaseSuspended = Производството е спряно
office-event-CaseResumed = Производството е възобновено
office-event-CaseTerminated = Производството е прекратено
office-event-CaseForwarded = Заявлението е препратено
office-event-TermExtended = Срокът е удължен
office-event-DeadlineWarned = Предупреждение за срока
office-event-DeadlineBreached = Срокът изтече
office-event-IdentifierUnmasked = Показан е цял идентификатор
office-event-CodesReplaced = Кодовете на талона са сменени
office-event-CodesReprinted = Талонът или потвърждението са отпечатани отново
office-event-ServiceRated = Услугата е оценена
office-event-IncidentRaised = Автоматична стъпка не се изпълни

office-mail-title = Изпратени писма
office-mail-lead = Писмата, които системата е изпратила по електронна поща, дума по дума. Последните са най-отгоре.
office-mail-none = Още няма изпратени писма
office-mail-none-more = Писмата до заявителите и предупрежденията до служителите ще стоят тук.
office-mail-to = До { $to }
office-mail-case = Към преписката

office-receipt-term = Срок за изпълнение: { $term }
office-receipt-fee-due = дължи се
office-receipt-fee-paid = платена
office-receipt-next-payment = Платете таксата – на гише или по банков път; след това започва изпълнението.
office-receipt-next-check = Проверяваме документите. Ако нещо липсва, ще Ви пишем какво и докога.
office-receipt-next-done = Решението е готово; получете го по избрания от Вас начин.
office-receipt-next-track = Следете докъде е стигнало заявлението с кода за справка на страницата, посочена по-горе.
office-retention-years = { $count ->
    [one] { $count } година
   *[other] { $count } години
}

office-board-title = Табло
office-board-overdue = просрочени преписки
office-board-soon = със срок до 3 дни
office-board-unread = с нещо ново от заявителя
office-board-open = отворени преписки
office-board-open-short = Отворени
office-board-weeks-title = Постъпили и приключени по седмици
office-board-weeks-more = За 12 седмици са постъпили { $filed } и са приключени { $closed }: натрупват се
office-board-weeks-fewer = За 12 седмици са постъпили { $filed } и са приключени { $closed }: не се натрупват
office-board-week = Седмица от
office-board-filed = Постъпили
office-board-closed = Приключени
office-board-ages-title = Отворени преписки по звена
office-board-ages = { $count ->
    [0] Няма просрочени преписки
    [one] { $count } преписка е просрочена
   *[other] { $count } преписки са просрочени
}
office-board-unit = Звено
office-board-age-intime = В срок
office-board-age-near = До 3 дни
office-board-age-late = Просрочени
office-board-age-paused = Спрян срок
office-board-services-title = Решени в срок по услуги за 90 дни
office-board-services-none = За последните 90 дни още няма решени преписки.
office-board-in-term = { $share } % от решенията са в срок
office-board-target = цел { $share } %
office-board-service = Услуга
office-board-decided = Решени
office-board-kept = В срок
office-board-share = Дял в срок
office-board-none = няма
office-board-channels-title = Откъде постъпват
office-board-channels = Най-много постъпват { $channel }
office-board-channel = Канал
office-board-load-title = Натоварване по служители
office-board-load = Най-натоварен служител: { $who }, отворени задачи: { $count }
office-board-load-link = Разпределяне на задачите
office-board-person = Служител
office-board-tasks = Отворени задачи
office-board-ratings-title = Оценки на услугите
office-board-ratings = Средна оценка { $mean } от 5
office-board-ratings-few = Оценките се показват, когато станат поне пет.
office-board-score = Оценка
office-board-answers = Отговори
office-board-definitions = Какво значат числата
office-board-define-overdue = Просрочена е отворена преписка без решение, чийто последен ден е минал и срокът не е спрян.
office-board-define-soon = „До 3 дни“ са преписките без решение с последен ден от днес до три дни напред; просрочените и тези със спрян срок се броят отделно.
office-board-define-in-term = Делът в срок е броят на решенията до последния ден на срока, разделен на всички решения за подадените през последните 90 дни.
office-board-define-weeks = Седмиците започват в понеделник; последната още не е пълна.

office-reports = Отчетено в еЖурнал
office-reports-none = Още нищо не е отчетено.
office-report-status = Статус
office-report-state = Докъде е стигнал
office-report-receipted = В еЖурнал, с разписка
office-report-sent = Приет от еЖурнал
office-report-formed = В журнала на администрацията
office-report-waiting = Чака
office-report-before = Отпреди журнала
office-report-refused = Грешен, иска внимание
office-looks = Кой е отварял преписката
office-look-owner = отговаря за преписката
office-look-unit = от отговорното звено
office-look-other = извън отговорното звено
office-looked-case = Преписката
office-looked-identifier = Личният идентификатор, изцяло
