# Публичният портал: намиране на услуга, подаване, проследяване, получаване, оценка.

## Навигация и начало

portal-nav-start = Начало
portal-nav-services = Услуги
portal-nav-status = Справка по код
portal-nav-mine = Моите заявления
portal-nav-case = Вход в преписка

portal-start-title = Подайте заявление, без да идвате до гишето
portal-start-lead = Намерете услугата, попълнете заявлението и следете всяка стъпка. Не е нужна регистрация.
portal-search-label = Какво искате да направите?
portal-search-button = Търсене
portal-search-hint = Например: удостоверение за адрес, маси на тротоара, наследници
portal-life-title = Житейски събития
portal-life-any = Всички събития
portal-life-birth = Раждане и отглеждане на дете
portal-life-education = Образование
portal-life-marriage = Брак и семейство
portal-life-moving = Местене и нов адрес
portal-life-home = Дом и имот
portal-life-vehicle = Превозно средство
portal-life-business = Започване на дейност
portal-life-work = Работа
portal-life-health = Болест и увреждане
portal-life-retirement = Пенсиониране
portal-life-death = Смърт в семейството
portal-life-abroad = Живот в чужбина
portal-start-popular = Често търсени услуги
portal-start-all = Всички услуги по азбучен ред
portal-start-track = Докъде стигна заявлението?
portal-start-case = Вход в преписка с код за достъп
portal-start-inquiry = Справка по референтен номер (РНУ)
portal-start-drafts = { $count ->
    [one] Продължете 1 започнато заявление
   *[other] Продължете { $count } започнати заявления
}
portal-start-how = Как става
portal-start-how-1 = Отговаряте на въпросите. Каквото знаем от регистрите, не Ви питаме.
portal-start-how-2 = Получавате номер и два кода – един за справка и един за достъп до преписката.
portal-start-how-3 = Получавате резултата онлайн, на гише или по пощата.

## Каталог и търсене

portal-services-title = Услуги
portal-search-title = Резултати от търсенето
portal-search-did-you-mean = Може би търсите:
portal-search-none = Няма услуга, която отговаря на търсенето
portal-search-none-more = Опитайте с други думи или разгледайте всички услуги.
portal-services-none = Тук ще бъдат услугите на администрацията
portal-services-none-more = Все още няма публикувани услуги. Обърнете се към нас на място или по телефона.
portal-services-count = { $count ->
    [0] Няма намерени услуги
    [one] 1 услуга
   *[other] { $count } услуги
}
portal-filter-unit = Звено
portal-filter-any = Всички звена
portal-filter-online = Само с подаване онлайн
portal-filter-button = Покажи
portal-filter-clear = Изчисти филтрите
portal-letters = Към буква

## Страница на услуга

portal-service-unknown = Администрацията не предлага услуга с този адрес. Потърсете я в каталога.
portal-service-start = Започнете
portal-service-continue = Продължете започнато заявление
portal-service-draft = Имате започнато заявление, запазено на { $at }
portal-service-anew = Изтрийте го и започнете отначало
portal-service-minutes = { $count ->
    [one] Попълва се за около 1 минута.
   *[other] Попълва се за около { $count } минути.
}
portal-service-no-account = Не е нужна регистрация.
portal-service-not-online = Тази услуга не може да се заяви през портала. Подайте заявлението на гише или по пощата.
portal-service-who = Кой може да заяви
portal-service-need = Какво Ви е нужно
portal-service-ex-officio = Какво проверяваме служебно
portal-service-ex-officio-lead = Тези данни вземаме сами. Не е нужно да носите документи за тях.
portal-service-term-and-fee = Срок и такса
portal-service-speed = Вид услуга
portal-service-term = Срок
portal-service-due-today = Ако подадете днес
portal-service-fee = Такса
portal-service-fee-ground = Основание за срока и таксата:
portal-service-delivery = Как получавате резултата
portal-service-channels = Как се подава
portal-service-counters = Гишета
portal-service-facts = Накратко
portal-service-unit = Отговорно звено
portal-service-number = Номер в регистъра на услугите
portal-service-result = Какво получавате
portal-service-typical = Време за попълване
portal-service-typical-value = { $count ->
    [one] около 1 минута
   *[other] около { $count } минути
}
portal-service-paper = Формуляр за печат (PDF)
portal-service-legal = Правно основание
portal-service-appeal = Обжалване
portal-service-appeal-authority = Отказът може да се обжалва в { $days }-дневен срок. Жалбата разглежда { $before } или { $court } ({ $legal }).
portal-service-appeal-court = Отказът може да се обжалва в { $days }-дневен срок. Жалбата разглежда { $court } ({ $legal }).
portal-service-online = Подава се онлайн
portal-service-counter-only = Само на гише

portal-speed-ordinary = Обикновена
portal-speed-fast = Бърза
portal-speed-express = Експресна

portal-delivery-online = онлайн, в преписката
portal-delivery-counter = на гише
portal-delivery-post = по пощата
portal-delivery-online-long = Онлайн – изтегляте документа от преписката
portal-delivery-counter-long = На гише – срещу подпис
portal-delivery-post-long = По пощата – с обратна разписка
portal-delivery-online-hint = Документът е във формат PDF и може да се провери от всеки. Нужен е кодът за достъп.
portal-delivery-counter-hint = Носете лична карта. Ще Ви пишем, когато е готово.
portal-delivery-post-hint = Изпращаме го на адреса, който посочите.

portal-channel-web = Онлайн през този портал
portal-channel-counter = На гише
portal-channel-post = По пощата или с куриер
portal-channel-email = По електронна поща

portal-result-certificate = Удостоверение
portal-result-permit = Разрешение
portal-result-decision = Решение
portal-result-information = Информация
portal-result-document = Документ

portal-fee-free = без такса
portal-fee-from = от { $sum }
portal-fee-computed = изчислява се по отговорите

portal-until = до { $date }, включително

## Дали услугата е за мен

portal-check-caption = Преди да започнете
portal-check-title = Проверете дали услугата е за Вас
portal-check-lead = Отговорите не се записват.
portal-check-missing = Отговорете с „Да“ или „Не“: { $question }
portal-check-exit-title = Тази услуга не е за Вашия случай
portal-check-exit-help = Какво можете да направите:
portal-check-change = Променете отговора
portal-check-others = Потърсете друга услуга
portal-check-ask = Попитайте ни
portal-yes = Да
portal-no = Не

## Попълване

portal-continue = Продължи
portal-save-continue = Запази и продължи
portal-save-exit = Запази и излез
portal-question-caption = Стъпка { $number } от { $count }
portal-question-opened = Има още въпроси на тази страница.
portal-question-opened-hint = Този въпрос се появи заради отговора Ви на тази страница.
portal-autosave-done = Запазено в { $at }
portal-autosave-last = Запазено на { $at }
portal-autosave-failed = Не успяхме да запазим. Опитваме отново – не затваряйте страницата.
portal-not-answered = няма отговор

portal-tasks-title = Заявление
portal-tasks-link = Всички раздели на заявлението
portal-tasks-count = Готови са { $done } от { $count } раздела.
portal-tasks-saved = Запазено на { $at } Пазим го до { $until }
portal-tasks-leave = Запази и продължи по-късно или от друго устройство
portal-task-done = Готов
portal-task-begun = В процес
portal-task-ahead = Не е започнат
portal-task-locked = Не може да започне още
portal-task-locked-hint = Отваря се, когато всички раздели преди него са готови

portal-draft-unknown = В този браузър няма такова заявление. Ако сте го започнали на друго устройство, отворете връзката, която получихте, и въведете кода.
portal-draft-gone = Срокът, в който пазехме това заявление, изтече. Можете да започнете ново.
portal-draft-discard = Изтрий заявлението

portal-file-upload = Качи избраните файлове

portal-delivery-title = Срок и начин на получаване
portal-delivery-speed = Колко бързо
portal-delivery-speed-line = { $term }, до { $due }, включително, ако подадете днес. Такса: { $fee }
portal-delivery-speed-missing = Изберете колко бързо да получите резултата
portal-delivery-way = Как искате да получите резултата
portal-delivery-missing = Изберете как искате да получите резултата
portal-delivery-address = Адрес за получаване
portal-delivery-address-hint = Населено място, улица, номер, пощенски код
portal-delivery-address-missing = Въведете адреса, на който да изпратим резултата

portal-review-title = Проверете отговорите
portal-review-incomplete = Още не всичко е попълнено. Отворете:
portal-review-fee-title = Такса и срок
portal-review-with-post = (с пощенските разходи { $sum })
portal-review-pay-later = Плащате след подаването – на гише или с банков превод. Подаването не чака плащането.
portal-review-due = до { $date }, включително, ако подадете днес
portal-review-next-title = Какво следва
portal-review-declare = С подаването потвърждавате отговорите и декларациите по-горе.
portal-submit = Подай заявлението

portal-after-number = Получавате входящ номер и кодове веднага.
portal-after-check = Проверяваме документите. Ако нещо липсва, пишем Ви какво и до кога да го добавите.
portal-after-pay = Плащате таксата на гише или с банков превод.
portal-after-pay-sum = Платете { $sum } на гише или с банков превод. Посочете входящ № { $number }.
portal-after-decide = Отговорното звено изготвя резултата в срока.
portal-after-online = Изтегляте резултата от преписката с кода за достъп.
portal-after-counter = Получавате резултата на гише с лична карта.
portal-after-post = Изпращаме резултата по пощата на посочения адрес.

portal-saved-title = Заявлението е запазено
portal-saved-lead = Пазим го до { $date } След всяка промяна срокът започва отначало.
portal-saved-this-device = На това устройство ще го намерите в
portal-saved-other-device = За да продължите от друго устройство
portal-saved-link = Връзка
portal-saved-code = Код за продължаване
portal-saved-email = Изпратете връзката и кода на електронна поща
portal-saved-email-hint = Например ime@example.bg
portal-saved-email-missing = Въведете адреса на електронната поща
portal-saved-email-shape = Въведете адрес на електронна поща, например ime@example.bg
portal-saved-send = Изпрати
portal-saved-sent = Изпратихме връзката и кода на { $email }
portal-saved-go-on = Продължи попълването
portal-resume-title = Продължете започнато заявление
portal-resume-lead = Въведете кода, който получихте, когато запазихте заявлението.
portal-resume-button = Продължи
portal-resume-missing = Въведете кода за продължаване
portal-resume-wrong = Няма заявление с тази връзка и този код. Проверете дванадесетте знака на кода
portal-discard-title = Изтриване на започнато заявление
portal-discard-lead = Ще изтрием всички отговори и файлове (запазени на { $at }). Това не може да се върне.
portal-discard-button = Изтрий
portal-discard-keep = Запази го и се върни
portal-discard-done = Заявлението е изтрито

portal-mine-lead = Тук са заявленията, започнати и подадени от този браузър. Другите ще намерите с код.
portal-mine-drafts = Започнати
portal-mine-drafts-none = Нямате започнати заявления
portal-mine-drafts-none-more = Започнатото заявление се появява тук след първия запазен отговор.
portal-mine-filed = Подадени
portal-mine-filed-none = От този браузър не е подавано заявление
portal-mine-filed-none-more = Ако имате входящ номер и код за достъп, влезте в преписката.
portal-mine-filed-at = Подадено на { $at }
portal-mine-filed-code = Отваря се с код за достъп.

## Потвърждение

portal-receipt-title = Заявлението е подадено
portal-receipt-number-is = Референтен номер на услугата (РНУ)
portal-receipt-delivery = Получаване
portal-receipt-filed = Получено на
portal-receipt-codes = Вашите два кода
portal-receipt-codes-lead = Запишете ги или отпечатайте талона. Отварят различни неща.
portal-receipt-mailed = Ще Ви пишем на { $email } при всяко движение по заявлението.
portal-receipt-slip = Талон
portal-receipt-qr = QR код, който отваря страницата за справка
portal-receipt-qr-opens = QR кодът отваря страницата за справка, без имена и документи. Адрес за ръчно въвеждане:
portal-receipt-slip-pdf = Талон за печат (A6)
portal-receipt-pdf = Потвърждение (PDF)
portal-receipt-follow = Към преписката
portal-receipt-ask = Кого да попитам
portal-receipt-term-line = Краен срок: { $term }
portal-receipt-fee-due = дължи се
portal-receipt-fee-paid = платена

portal-codes-title = Двата кода на талона
portal-codes-status = Девет цифри. Отваря само етапите и датите – без имена и документи. Можете да го кажете по телефона.
portal-codes-status-link = Справка по код
portal-codes-access = Дванадесет знака. Заедно с входящия номер отваря документите и съобщенията. Не го показвайте на други.

## Справка по код

portal-status-title = Докъде стигна заявлението
portal-status-page-title = Състояние на заявление
portal-status-lead = Въведете деветте цифри от талона или потвърждението. Не са нужни име и парола.
portal-status-code-label = Код за справка
portal-status-code-hint = Девет цифри, например 123-456-788. Тирета и интервали не са нужни.
portal-status-code-hint-short = Девет цифри от талона
portal-status-button = Покажи
portal-status-code-missing = Въведете деветте цифри на кода за справка
portal-status-code-wrong = Няма заявление с този код. Проверете деветте цифри на талона
portal-status-opens = Кодът за справка показва само етапите и датите. За документите и съобщенията е нужен кодът за достъп.
portal-status-other = Други справки
portal-status-lost = Загубих кода си
portal-attempts = Направени са твърде много опити с грешен код. Опитайте отново след 15 минути или се обадете на гишето.

portal-turn = На ход е
portal-turn-you = Вие
portal-turn-us = администрацията
portal-turn-other = друга администрация
portal-turn-none = никой – работата е приключила
portal-due = Краен срок
portal-due-extended = (удължен)
portal-remaining-label = Остават
portal-term-stands = Срокът е спрян
portal-term-stands-correction = Срокът е спрян, докато поправите заявлението
portal-term-link = Как е изчислен срокът
portal-stages = Етапи
portal-stages-none = За тази услуга не се показват етапи.
portal-stage-done = минал
portal-stage-current = сега
portal-stage-ahead = предстои
portal-stage-skipped = не се наложи
portal-events = Какво се случи досега
portal-events-none = Още няма събития.
portal-numbers = Номера
portal-number-incoming = Входящ номер
portal-number-rnu = Референтен номер (РНУ)
portal-number-uri = Уникален регистров идентификатор (УРИ)
portal-registered = Регистрирано на
portal-applicant = Заявител
portal-official = Официален раздел
portal-official-lead = С кода за достъп виждате документите, добавяте нови и пишете на администрацията.
portal-official-open = Отвори преписката
portal-access-label = Код за достъп
portal-access-hint = Дванадесет знака, например K7QX-9M2D-4TRB. Големи и малки букви са все едно.

portal-next-Registered = Заявлението е регистрирано. Скоро започваме проверката му.
portal-next-RegularityCheck = Проверяваме дали документите са пълни.
portal-next-AwaitingCorrection = Има какво да поправите или добавите до { $date }, включително. Отворете преписката с кода за достъп.
portal-next-AwaitingCorrection-own = Поправете или добавете посоченото по-горе до { $date }, включително.
portal-next-AwaitingCorrection-open = Има какво да поправите или добавите. Отворете преписката с кода за достъп.
portal-next-AwaitingPayment = Чакаме таксата. Платете я на гише или с банков превод и посочете входящия номер.
portal-next-InProgress = Работим по заявлението. От Вас не се иска нищо.
portal-next-AwaitingInformation = Поискахме сведения от друга администрация. От Вас не се иска нищо.
portal-next-InApproval = Решението е подготвено и чака подпис.
portal-next-Suspended = Производството е спряно. Причината е в писмото до Вас в официалния раздел.
portal-next-Decided = Решението е подписано. Подготвяме го за връчване.
portal-next-ReadyForDelivery-online = Резултатът е готов. Изтеглете го от преписката с кода за достъп.
portal-next-ReadyForDelivery-online-own = Резултатът е готов. Отворете го от бутона по-горе.
portal-next-ReadyForDelivery-counter = Резултатът е готов. Получете го на гише с лична карта.
portal-next-ReadyForDelivery-post = Резултатът е готов и се изпраща по пощата.
portal-next-Completed = Резултатът е връчен. Работата приключи.
portal-next-Refused = Постановен е отказ. Мотивите и редът за обжалване са в документа.
portal-next-Terminated = Производството е прекратено.
portal-next-Forwarded = Заявлението е изпратено на компетентната администрация.

portal-entered-Registered = Регистрирано
portal-entered-RegularityCheck = Започна проверка на документите
portal-entered-AwaitingCorrection = Чакаме да поправите заявлението
portal-entered-AwaitingPayment = Чакаме таксата
portal-entered-InProgress = Започна работата по заявлението
portal-entered-AwaitingInformation = Чакаме сведения от друга администрация
portal-entered-InApproval = Решението е подготвено за подпис
portal-entered-Suspended = Производството е спряно
portal-entered-Decided = Решението е подписано
portal-entered-ReadyForDelivery = Готово за получаване
portal-entered-Completed = Приключено
portal-entered-Refused = Постановен е отказ
portal-entered-Terminated = Прекратено
portal-entered-Forwarded = Изпратено на друга администрация

portal-event-ApplicationRegistered = Заявлението е получено и регистрирано
portal-event-NoticeSent = Изпратени са указания какво да се поправи
portal-event-CorrectionReceived = Получена е поправката Ви; срокът започна отначало
portal-event-PaymentRecorded = Таксата е платена
portal-event-CaseSuspended = Срокът е спрян
portal-event-CaseResumed = Срокът отново тече
portal-event-TermExtended = Срокът е удължен
portal-event-DecisionSigned = Подписан е актът
portal-event-DeliveryRecorded = Отбелязано е връчване
portal-event-DeadlineBreached = Срокът изтече, без да има решение

## Обяснение на срока

portal-term-title = Как е изчислен срокът
portal-term-state = Състояние
portal-term-paused = Срокът е спрян; датата ще се промени, когато отново потече.
portal-term-ended = Срокът вече не тече.
portal-term-events = Събития, от които зависи срокът
portal-term-reason = Причина: { $reason }
portal-term-days = Ден по ден
portal-term-day = Ден
portal-term-counts = Брои ли се
portal-term-why = Защо
portal-term-last = Последен ден
portal-term-rule = Денят на събитието не се брои. Ако последният ден е неработен, срокът изтича на следващия работен ден. Електронно подаване е в срок до 24:00 ч. на последния ден.

## Справка по РНУ

portal-inquiry-title = Справка по референтен номер
portal-inquiry-lead = С референтния номер на услугата (РНУ) и кода за справка виждате всички състояния по ред.
portal-inquiry-number-hint = Например BG26104-ABCDEF-01-0007-XY
portal-inquiry-number-missing = Въведете РНУ
portal-inquiry-number-shape = Проверете РНУ: в номера има грешка
portal-inquiry-wrong = Няма услуга с този номер и този код. Проверете двете
portal-inquiry-button = Покажи
portal-inquiry-at = Време
portal-inquiry-status = Състояние
portal-inquiry-system = Система
portal-inquiry-more = Етапи, срок и кой е на ход
portal-inquiry-now = Състояние сега
portal-inquiry-due = Краен срок
portal-inquiry-service = Номер на услугата
portal-inquiry-administration = ЕИК на администрацията
portal-inquiry-systems-all = Всички системи
portal-inquiry-filter = Покажи само тях
portal-inquiry-struck = Поправено по-късно: вече не важи.
portal-inquiry-after-end = Съобщено след края на услугата.
portal-inquiry-waiting = Чака по-ранно съобщение на същата система.
portal-inquiry-backdated = Записано по-късно.

## Проверка на документ

portal-verify-title = Проверка на издаден документ
portal-verify-lead = Сканирайте QR кода на документа или въведете знаците под него.
portal-verify-label = Код за проверка
portal-verify-hint = Двадесет и четири букви и цифри под QR кода
portal-verify-button = Провери
portal-verify-missing = Въведете кода за проверка от документа
portal-verify-wrong = Няма издаден документ с този код. Проверете знаците под QR кода
portal-verify-unknown = Няма издаден документ с този код. Ако кодът е от документ, представен Ви като издаден от нас, обадете ни се.
portal-verify-valid = Документът е издаден и действа
portal-verify-valid-more = Издаден е от { $administration }. Сравнете номера и датата с тези на хартията.
portal-verify-kind = Вид
portal-verify-number = Номер
portal-verify-date = Дата на издаване
portal-verify-issuer = Издател
portal-verify-size = Размер на файла
portal-verify-digest = Отпечатък SHA-256
portal-verify-compare = Ако имате файла, неговият отпечатък SHA-256 трябва да съвпада напълно с този.

## Проверка на журнала

portal-proof-title = Проверка на журнала
portal-proof-lead = Разписката доказва, че едно събитие е записано в журнал и не е променяно. Проверява я Вашият браузър: файлът не се изпраща никъде.
portal-proof-noscript = Тази страница проверява със скриптове, а те не работят. Проверете на своя компютър с програмата:
portal-proof-file = Разписка
portal-proof-file-hint = Файл с разширение .tlog-proof, до 8 MB. Изберете го или го пуснете в полето.
portal-proof-file-missing = Изберете разписка
portal-proof-file-large = Файлът е над 8 MB. Изберете разписка: тя е по-малка
portal-proof-file-unreadable = Файлът не може да бъде прочетен. Изберете го отново
portal-proof-log-keys = Публични ключове на журнала
portal-proof-log-keys-hint = По един на ред. Вземете ги от сайта на журнала, от свидетелите му или от отпечатана страница, а не заедно с разписката.
portal-proof-log-keys-missing = Поставете публичния ключ на журнала
portal-proof-log-keys-shape = Проверете ред #line: ключ на журнал изглежда така: log.example+a1b2c3d4+Aa…
portal-proof-log-keys-witness = На ред #line е ключ на свидетел. Преместете го в полето за свидетели
portal-proof-witness-keys = Публични ключове на свидетели
portal-proof-witness-keys-hint = По един на ред. Свидетелят е независима организация, която потвърждава, че журналът само расте и е един и същ за всички.
portal-proof-witness-keys-shape = Проверете ред #line: ключ на свидетел изглежда така: witness.example+a1b2c3d4+BB…
portal-proof-witness-keys-log = На ред #line е ключ на журнал. Преместете го в полето за журнала
portal-proof-witness-keys-repeated = Махнете ред #line: ключът вече е даден
portal-proof-quorum = Колко свидетели трябва да са потвърдили
portal-proof-quorum-hint = Празно поле означава всички, чиито ключове са дадени.
portal-proof-quorum-shape = Въведете цяло число от 0 до #max, колкото свидетели са дадени
portal-proof-button = Провери
portal-proof-empty = Още няма какво да се провери
portal-proof-empty-more = Изберете разписката, която сте изтеглили от страницата на заявлението.
portal-proof-result = Резултат от проверката
portal-proof-proven = Доказано
portal-proof-proven-more = Събитието е в журнала и не е променяно. Свидетелите го потвърждават.
portal-proof-signed = Доказано само с подписа на журнала
portal-proof-signed-more = Събитието е в журнала и не е променяно. Потвърждение от свидетели не е поискано; с техните ключове ще се уверите, че всички виждат същия журнал.
portal-proof-waiting = Чака свидетели
portal-proof-waiting-more = Събитието е в журнала с неговия подпис, но потвържденията не стигат: #have от #need. Изтеглете разписката отново по-късно.
portal-proof-refused = Не е доказано
portal-proof-refused-next = Запазете файла, както сте го получили, и се обърнете към администрацията, която Ви го е дала.
portal-proof-why-shape = Файлът не е разписка или е повреден. Изтеглете разписката отново.
portal-proof-why-no-entry = Файлът е доказателство без записа, за който се отнася. Изтеглете цялата разписка.
portal-proof-why-entry = Записът в разписката е повреден. Изтеглете разписката отново.
portal-proof-why-other-log = Разписката е от журнала „#log“, а дадените ключове са на друг журнал. Поставете ключа на този журнал.
portal-proof-why-unknown-key = Журналът не е подписал разписката с нито един от дадените ключове. Проверете дали ключът е от същото време.
portal-proof-why-signature = Подписът на журнала е грешен: разписката е променяна или не е от този журнал.
portal-proof-why-inclusion = Записът не е на посоченото място в журнала: разписката е променяна.
portal-proof-why-payload = Съдържанието не е това, което е записано в журнала: променяно е.
portal-proof-why-cosignature = Подписът на свидетеля „#signer“ е грешен: разписката е променяна или не е потвърдена от него.
portal-proof-facts = Какво е записано
portal-proof-kind = Вид на записа
portal-proof-kind-0 = Състояние на услуга
portal-proof-kind-1 = Поправка на по-ранен запис
portal-proof-kind-2 = Известие на журнала
portal-proof-kind-3 = Заличено съдържание
portal-proof-kind-4 = Знак, че системата работи
portal-proof-kind-5 = Действие по преписка
portal-proof-kind-6 = Издаден документ
portal-proof-kind-7 = Преглед на лични данни
portal-proof-status = Състояние
portal-proof-refers = Отнася се до запис
portal-proof-refers-log = Журнал на този запис
portal-proof-ground = Код на основанието
portal-proof-authority = ЕИК на органа
portal-proof-occurred = Станало по данни на подателя
portal-proof-received = Записано в журнала
portal-proof-log = Журнал
portal-proof-index = Запис номер (от 0)
portal-proof-size = Записи при подписването
portal-proof-participant = Номер на подателя
portal-proof-sequence = Пореден номер от подателя
portal-proof-service = Номер на услугата
portal-proof-time = DD.MM.YYYY г., hh:mm:ss ч.
portal-proof-zone = Всички времена са по българско време.
portal-proof-more = Данни за специалисти
portal-proof-event = Идентификатор на събитието
portal-proof-case-tag = Белег на преписката
portal-proof-tag-epoch = Период на ключа за белега
portal-proof-commitment = Отпечатък на съдържанието
portal-proof-signature = Отпечатък на подписа на подателя
portal-proof-root = Отпечатък на целия журнал
portal-proof-witnesses = Свидетели
portal-proof-witness = Свидетел
portal-proof-witness-at = Потвърждение
portal-proof-witness-none = Няма потвърждение
portal-proof-payload = Съдържание на събитието
portal-proof-payload-binary = Съдържанието не е текст. Размер в байтове: #count
portal-proof-payload-cut = Показано е само началото. Знаци общо: #count
portal-proof-payload-erased = В разписката няма съдържание: заличено е или не е приложено. Записът остава доказан.
portal-proof-limits = Какво не доказва разписката
portal-proof-limits-more = Разписката доказва, че събитието е записано тогава и не е променяно. Тя не доказва, че администрацията е съобщила вярно и навреме.
portal-proof-offline = Как да проверите без този сайт
portal-proof-offline-save = Запазете страницата на компютъра си като „цяла уеб страница“ и я отворете без мрежа: проверката работи по същия начин.
portal-proof-offline-program = Или проверете с програмата, на която не е нужна инсталация:

## Преписка

portal-sign-in-title = Вход в преписка
portal-sign-in-lead = С номера на заявлението и кода за достъп виждате документите, поправяте, добавяте и получавате резултата.
portal-sign-in-number = Номер на заявлението
portal-sign-in-number-hint = Входящ номер, РНУ или УРИ – който Ви е под ръка
portal-sign-in-number-missing = Въведете номера на заявлението
portal-sign-in-access-missing = Въведете кода за достъп
portal-sign-in-wrong = Няма преписка с този номер и този код. Проверете двете
portal-sign-in-already = Върни се в отворената преписка
portal-sign-out = Затвори преписката
portal-sign-out-done = Преписката е затворена в този браузър
portal-case-other = Тази преписка не е отворена в браузъра. Влезте с номера и кода за достъп.
portal-case-title = Преписка
portal-case-caption = Заявление № { $number }
portal-case-back = Към преписката
portal-case-acts = Какво можете да направите
portal-case-correct-title = Поправете заявлението до { $date }, включително
portal-case-correct-button = Поправи
portal-case-result-title = Има издаден документ за Вас
portal-case-result-lead = Можете да го отворите и изтеглите сега.
portal-case-result-button = Към документа
portal-case-pay-title = Дължима такса: { $sum }
portal-case-pay-lead = Платете на гише или с банков превод и посочете входящ № { $number }.
portal-act-documents = Документи
portal-act-add = Добави документ
portal-act-messages = Съобщения
portal-act-receipt = Потвърждение (PDF)
portal-act-withdraw = Оттегли заявлението
portal-act-rate = Оцени услугата

portal-documents-title = Документи по преписката
portal-documents-none = В официалния раздел още няма документи
portal-documents-none-more = Тук се появяват заявлението, приложенията и писмата до Вас.
portal-documents-from-us = от администрацията
portal-documents-from-you = от заявителя
portal-document-application = Заявление
portal-document-attachment = Приложение
portal-document-scan = Сканиран документ
portal-document-notice = Указания за поправка
portal-document-suspension = Съобщение за спиране
portal-document-extension = Съобщение за удължаване
portal-document-termination = Съобщение за прекратяване
portal-document-forwarding = Съобщение за препращане
portal-document-certificate = Удостоверение
portal-document-permit = Разрешение
portal-document-decision = Решение
portal-document-refusal = Отказ
portal-document-information = Информация
portal-document-other = Документ
portal-document-rendering = Документът се изготвя. Отворете страницата отново след малко.
portal-document-rendering-short = изготвя се
portal-application-filed = Подадено на { $at }
portal-print = Отпечатай

portal-add-title = Добавяне на документ
portal-add-lead = Документът влиза в преписката веднага и отговорният служител ще го види.
portal-add-what = Какво представлява документът
portal-add-what-hint = Например: пълномощно, скица. Ако оставите полето празно, вземаме името на файла.
portal-add-file = Файл
portal-add-button = Добави документа
portal-add-missing = Изберете файл
portal-add-done = Документът е добавен към преписката
portal-add-closed = Преписката е приключена и не приема нови документи.

portal-correct-title = Поправка на заявлението
portal-correct-lead = До { $date }, включително, поправете или добавете:
portal-correct-consequence = След поправката срокът започва отначало. Ако не поправите навреме, производството се прекратява.
portal-correct-button = Изпрати поправката
portal-correct-done = Поправката е получена. Срокът започна отначало.
portal-correct-rest = Останалото от заявлението
portal-correct-rest-lead = Тези отговори остават, както са подадени.
portal-correct-go-on = Продължи към проверката
portal-correct-changed = променено
portal-correct-answers = Отговорите в заявлението – изберете какво да промените
portal-correct-answers-lead = Натиснете „Промени“ до отговора, който трябва да се поправи. Останалите отговори остават, както са подадени.
portal-correct-save = Запази и се върни
portal-correct-saved = Запазихме отговорите. Още не са изпратени.
portal-correct-reply-title = Вашият отговор
portal-correct-reply = Какво искате да ни кажете
portal-correct-reply-hint = Обяснете какво поправяте или защо смятате, че няма нередовност.
portal-correct-reply-long = Съкратете отговора до { $count } знака
portal-correct-files = Документи към поправката
portal-correct-files-kept = Приложени документи:
portal-correct-files-many = Към една поправка се прилагат най-много { $count } документа. Останалите изпратете от страницата „Добавяне на документ“
portal-correct-upload = Прикачи избраните файлове
portal-correct-nothing = Напишете отговор, приложете документ или поправете отговор от заявлението
portal-correct-check-title = Проверете поправката
portal-correct-check-lead = Прегледайте какво ще изпратите. Срокът за поправката е до { $date }, включително.
portal-correct-check-changes = Променени отговори
portal-correct-check-none = Не сте променили отговори от заявлението.
portal-correct-check-no-reply = няма
portal-correct-check-no-files = няма
portal-correct-before = Беше:
portal-correct-now = Става:
portal-correct-check-change = Върни се и промени
portal-correct-check-after = След изпращането поправката не може да се променя. Срокът за нашия отговор започва отначало.
portal-correct-closed = По тази преписка в момента няма какво да се поправя.

portal-withdraw-title = Оттегляне на заявлението
portal-withdraw-effect = Какво ще стане
portal-withdraw-effect-1 = Производството се прекратява и резултат няма да бъде издаден.
portal-withdraw-effect-2 = Подадените документи остават в преписката.
portal-withdraw-effect-3 = Можете да подадете ново заявление по всяко време; срокът ще тече отначало.
portal-withdraw-reason = Причина
portal-withdraw-reason-hint = Помага ни да подобрим услугата.
portal-withdraw-sure = Искам заявлението да бъде оттеглено
portal-withdraw-sure-missing = Отбележете, че искате заявлението да бъде оттеглено
portal-withdraw-warning = Оттеглянето не може да се върне.
portal-withdraw-button = Оттегли заявлението
portal-withdraw-keep = Не оттеглям – към преписката
portal-withdraw-done = Заявлението е оттеглено и производството е прекратено
portal-withdraw-late = Заявлението вече не може да се оттегли: решението е взето или преписката е приключена.

portal-result-title = Получаване на резултата
portal-result-effect = Когато отворите документа, той се смята за връчен. От този ден тече срокът за обжалване.
portal-result-open = Отвори и изтегли документа
portal-result-download = Изтегли документа (PDF)
portal-result-delivered = Връчен
portal-result-delivered-value = { $way }, { $at }
portal-result-file = Файл
portal-result-file-value = PDF, { $size }
portal-result-wait-title = Резултатът още не е готов
portal-result-wait-back = Към преписката
portal-result-not-yet = Ще Ви пишем, когато може да го получите. Докъде стигна работата, виждате в преписката.
portal-result-proof = Как другите проверяват документа
portal-result-proof-lead = Всеки, на когото го представите, може да сканира QR кода или да отвори
portal-result-proof-link = страницата за проверка

portal-messages-title = Съобщения по преписката
portal-messages-none = Още няма съобщения
portal-messages-none-more = Тук се появяват писмата до Вас и отговорите Ви.
portal-messages-you = Вие
portal-messages-by-mail = изпратено и по електронна поща
portal-messages-write = Пишете на администрацията
portal-messages-text = Съобщение
portal-messages-hint = Отговорният служител ще го види в преписката.
portal-messages-button = Изпрати
portal-messages-missing = Напишете съобщението
portal-messages-long = Съобщението е твърде дълго. Съкратете го до 20 000 знака
portal-messages-sent = Съобщението е изпратено

portal-rate-title = Оценете услугата
portal-rate-lead = Оценката е анонимна за служителя и отнема половин минута. Дава се веднъж.
portal-rate-score = Колко сте доволни
portal-rating-5 = 5 – напълно
portal-rating-4 = 4 – по-скоро да
portal-rating-3 = 3 – средно
portal-rating-2 = 2 – по-скоро не
portal-rating-1 = 1 – никак
portal-rate-reasons = Кое повлия най-много
portal-rate-reasons-hint = Отбележете едно или повече.
portal-rating-reason-speed = Бързина
portal-rating-reason-clarity = Яснота на указанията
portal-rating-reason-staff = Отношение на служителите
portal-rating-reason-online = Удобство на портала
portal-rating-reason-result = Резултатът
portal-rating-reason-fee = Таксата
portal-rate-comment = С Ваши думи
portal-rate-comment-hint = Не пишете лични данни.
portal-rate-button = Изпрати оценката
portal-rate-missing = Изберете оценка от 1 до 5
portal-rate-done = Благодарим за оценката
portal-rate-before = Услугата вече е оценена; оценката не се променя
portal-rate-given = Вече оценихте тази услуга.
portal-rate-of-five = { $score } от 5
portal-rate-at = Кога

## Формуляр на хартия

portal-paper-instruction = Попълнете четливо с печатни букви. Полетата без „по избор“ са задължителни.
portal-paper-where = Подайте на гише или по пощата. Всичко от този формуляр може да се попълни и онлайн.

## Помощ и задължителни страници

portal-contact-title = Контакт
portal-contact-lead = Пишете, обадете се или елате на място.
portal-contact-address = Адрес
portal-contact-phone = Телефон
portal-contact-email = Електронна поща
portal-contact-website = Сайт
portal-contact-offices = Звена и работно време
portal-contact-offices-none = Работното време ще научите по телефона.
portal-contact-case = Въпрос по подадено заявление
portal-contact-case-lead = Ако имате код за достъп, пишете направо в преписката – така въпросът стига до отговорния служител.

portal-help-title = Помощ
portal-help-lead = Кратки отговори на най-честите въпроси.
portal-help-h1 = Нужна ли ми е регистрация или електронен подпис?
portal-help-h1-p1 = Не. Всички услуги на този портал се заявяват без регистрация. Който предпочита, подава на гише или по пощата със същия резултат.
portal-help-h2 = Прекъснах попълването. Изгубих ли отговорите?
portal-help-h2-p1 = Не. Отговорите се пазят при нас 30 дни след последната промяна. Ще ги намерите в „Моите заявления“ на същото устройство.
portal-help-h2-p2 = За друго устройство натиснете „Запази и излез“ и използвайте връзката и кода.
portal-help-h3 = Каква е разликата между двата кода?
portal-help-h3-p1 = Кодът за справка (девет цифри) показва само етапи и дати. Можете да го кажете по телефона.
portal-help-h3-p2 = Кодът за достъп (дванадесет знака) заедно с номера отваря документите. Пазете го само за себе си.
portal-help-h4 = Загубих кодовете си
portal-help-h4-p1 = Елате на гише с лична карта. Ще отпечатаме талона отново или ще сменим кодовете; старите спират да действат.
portal-help-h5 = Какви файлове мога да приложа?
portal-help-h5-p1 = При всяко място за файл е написано какви видове и какъв размер приемаме. Снимка с телефон също върши работа, ако се чете.
portal-help-h6 = Защо крайният срок се промени?
portal-help-h6-p1 = На страницата на заявлението изберете „Как е изчислен срокът“. Там е обяснен всеки ден: празници, спирания, ново начало след поправка.

portal-accessibility-title = Достъпност
portal-accessibility-lead = { $administration } се стреми порталът да може да се ползва от всеки, по изискванията на WCAG 2.2, ниво AA, и БДС EN 301 549.
portal-accessibility-h1 = Какво сме направили
portal-accessibility-h1-p1 = Всички страници работят с клавиатура, с екранен четец, без скриптове и при увеличение до 400 %.
portal-accessibility-h1-p2 = Издаваните документи са PDF/UA с маркирана структура и зададен език.
portal-accessibility-h2 = Какво още не е достъпно
portal-accessibility-h2-p1 = Файлове, които заявители и други администрации са приложили като сканирани изображения, може да не се четат от екранен четец. На гише ще Ви ги прочетат.
portal-accessibility-h3 = Съобщете за проблем
portal-accessibility-h3-p1 = Пишете на { $email } или се обадете на { $phone }. Кажете коя страница и каква помощна технология ползвате. Отговаряме до 14 дни.
portal-accessibility-h4 = Контролен орган
portal-accessibility-h4-p1 = Ако отговорът не Ви удовлетворява, можете да се обърнете към Министерството на електронното управление, което следи за достъпността на сайтовете по чл. 58в от Закона за електронното управление.

portal-privacy-title = Лични данни
portal-privacy-lead = { $administration } обработва личните Ви данни, за да извърши заявената услуга.
portal-privacy-h1 = Какво пазим и защо
portal-privacy-h1-p1 = Данните от заявлението и приложените документи – за да изпълним законово задължение и официално правомощие (чл. 6, ал. 1, букви „в“ и „д“ от Регламент (ЕС) 2016/679).
portal-privacy-h1-p2 = Неподадените заявления се изтриват 30 дни след последната промяна.
portal-privacy-h2 = Кой ги вижда
portal-privacy-h2-p1 = Служителите, които работят по преписката. Всеки достъп и всяка промяна се записват. С кода за справка се виждат само етапи и дати.
portal-privacy-h3 = Колко време
portal-privacy-h3-p1 = Преписката се пази в срока, определен за услугата, и след това се унищожава или предава в архив по закон.
portal-privacy-h4 = Бисквитки
portal-privacy-h4-p1 = Използваме само нужните: за защита на формулярите, за език, за започнатите заявления и за отворената преписка. Няма проследяване и чужди услуги.
portal-privacy-h5 = Вашите права
portal-privacy-h5-p1 = Имате право на достъп, поправка, ограничаване и възражение. Пишете на { $email }. Можете да подадете жалба до Комисията за защита на личните данни.

portal-terms-title = Условия за ползване
portal-terms-lead = Порталът е безплатен. Плащат се само таксите за услугите, определени по закон.
portal-terms-h1 = Кога заявлението е подадено
portal-terms-h1-p1 = Когато видите потвърждението с номер. Времето на получаване е официалното време на сървъра и се вижда в потвърждението до секундата.
portal-terms-h1-p2 = Подаденото след работно време се регистрира с действителния час; сроковете се броят по Административнопроцесуалния кодекс.
portal-terms-h2 = За верността на данните
portal-terms-h2-p1 = За неверни данни в декларация се носи отговорност по чл. 313 от Наказателния кодекс.
portal-terms-h3 = Прекъсвания
portal-terms-h3-p1 = Планираните прекъсвания се обявяват предварително. Ако порталът не работи в последния ден на срок, подайте на гише, по пощата или по електронна поща: { $email }.

portal-inquiry-proof = Разписка
portal-reports = Отбелязано в журнала
portal-proof-journal = разписка от еЖурнал
portal-proof-download = Изтеглете разписка
portal-proof-use = Всяка промяна е записана в журнал, който не може да се преправи незабелязано. Разписката е малък файл, с който всеки може да се увери в това и след години.
portal-proof-check = Проверете разписка
portal-proof-soon = Записът още не е под публикувана контролна точка. Опитайте пак след няколко секунди.
portal-verify-proof = Изтеглете разписка от журнала, че документът е издаден

portal-act-reads = Кой е преглеждал данните Ви
portal-reads-title = Кой е преглеждал данните Ви
portal-reads-lead = Всяко отваряне на преписката от служител е записано тук и в журнала. Имената не се показват; администрацията ги знае.
portal-reads-none = Никой още не е отварял преписката
portal-reads-none-more = Първият запис ще се появи, когато служител започне работа по нея.
portal-reads-who = Кой
portal-reads-what = Какво
portal-reads-why = Защо
portal-reads-case = Преписката
portal-reads-identifier = Личният идентификатор, изцяло
portal-reads-as-owner = Отговаря за преписката
portal-reads-as-unit = От звеното, което работи по нея
portal-reads-as-other = Друго служебно действие
portal-reads-doubt = Смятате, че някой не е трябвало да гледа данните Ви?
portal-reads-ask = Попитайте администрацията

portal-statistics-title = Публична статистика
portal-statistics-lead = Колко заявления са подадени, колко бързо и как са решени. Показват се само числа, от които никой не може да бъде разпознат.
portal-statistics-lead-journal = Колко заявления са подадени до всички администрации, които съобщават в журнала, колко бързо и как са решени. Показват се само числа, от които никой не може да бъде разпознат.
portal-statistics-none = Още няма публикувана статистика
portal-statistics-none-more = Всяко тримесечие се публикува две седмици след края си.
portal-statistics-nothing = Няма числа за този избор
portal-statistics-nothing-more = Изберете друг период или изчистете филтрите.
portal-statistics-period = Период
portal-statistics-quarter = { $quarter } тримесечие на { $year } г.
portal-statistics-administration = Администрация
portal-statistics-all-administrations = Всички администрации
portal-statistics-service = Услуга
portal-statistics-all-services = Всички услуги
portal-statistics-service-number = Услуга № { $number }
portal-statistics-other = Други услуги
portal-statistics-eik = ЕИК { $eik }
portal-statistics-published = Публикувано на { $day } Публикуваните числа не се променят.
portal-statistics-key = Показатели
portal-statistics-figure = Показател
portal-statistics-value = Стойност
portal-statistics-hidden = скрито
portal-statistics-at-least = най-малко { $number }
portal-statistics-percent = { $count } %
portal-statistics-days = { $count ->
    [one] { $count } работен ден
   *[other] { $count } работни дни
}
portal-statistics-status-meaning = Колко пъти през периода е достигнат статусът „{ $status }“.
portal-statistics-registered = Подадени заявления
portal-statistics-granted = Уважени
portal-statistics-refusals = Изрични откази
portal-statistics-tacit-refusals = Мълчаливи откази
portal-statistics-withdrawn = Оттеглени от заявителя
portal-statistics-closed = Приключени преписки
portal-statistics-extensions = Удължавания на срока
portal-statistics-suspensions = Спирания на производството
portal-statistics-deficiencies = Указания за нередовности
portal-statistics-data-failures = Неуспешно служебно събиране на данни
portal-statistics-appeals-filed = Подадени жалби
portal-statistics-appeals-decided = Решени жалби
portal-statistics-breached = Изтекъл срок без произнасяне
portal-statistics-within-term = Решени в срок
portal-statistics-to-decision-median = Време до решение (медиана)
portal-statistics-to-decision-p90 = Време до решение за 9 от 10 услуги
portal-statistics-to-delivery-median = Време до връчване (медиана)
portal-statistics-to-delivery-p90 = Време до връчване за 9 от 10 услуги
portal-statistics-electronic = Подадени електронно
portal-statistics-full-minimum = С всички задължителни статуси
portal-statistics-appeals-upheld = Жалби: актът е потвърден
portal-statistics-appeals-set-aside = Жалби: актът е отменен
portal-statistics-appeals-changed = Жалби: актът е изменен
portal-statistics-appeals-inadmissible = Жалби: недопуснати
portal-statistics-reporting-delay-median = От факта до журнала (медиана)
portal-statistics-reporting-delay-p95 = От факта до журнала за 95 на сто от фактите
portal-statistics-seconds = { $count } сек.
portal-statistics-minutes = { $count } мин.
portal-statistics-share = Дял
portal-statistics-channels = Как се подава най-често: { $part } – { $share }
portal-statistics-channels-head = Начин на подаване
portal-statistics-channels-portal = през портал
portal-statistics-channels-eforms = през еФорми
portal-statistics-channels-edelivery = през еВръчване
portal-statistics-channels-desk = на гише
portal-statistics-channels-post = по пощата
portal-statistics-channels-phone = по телефона
portal-statistics-channels-seos = през СЕОС
portal-statistics-channels-email = по е-поща
portal-statistics-channels-internal = служебно
portal-statistics-modes = Най-често избиран вид: { $part } – { $share }
portal-statistics-modes-head = Вид услуга
portal-statistics-modes-normal = обикновена
portal-statistics-modes-fast = бърза
portal-statistics-modes-express = експресна
portal-statistics-ratings = Средна оценка { $mean } от 5, дадени { $count }
portal-statistics-ratings-some = Дадени поне { $count } оценки, част от числата са скрити
portal-statistics-score = Оценка
portal-statistics-answers = Отговори
portal-statistics-volumes = Най-често заявявана: { $service } – { $count }
portal-statistics-ages = Отворени в края на периода: около { $count } услуги
portal-statistics-ages-some = Отворени в края на периода: най-малко { $count } услуги, част от числата са скрити
portal-statistics-age = Възраст
portal-statistics-open = Отворени услуги
portal-statistics-age-band = { $from }–{ $until } дни
portal-statistics-age-over = над { $days } дни
portal-statistics-by-administration = По администрации ({ $count })
portal-statistics-by-service = По услуги ({ $count })
portal-statistics-statuses = Всички достигнати статуси
portal-statistics-status = Статус
portal-statistics-files = Отворени данни
portal-statistics-files-lead = Всички числа за { $period }, в трите формата еднакви; описанието казва какво значат.
portal-statistics-file-csv = Таблица (CSV)
portal-statistics-file-json = За програми (JSON)
portal-statistics-file-parquet = За анализ (Parquet)
portal-statistics-file-description = Описание на данните
portal-statistics-meanings = Какво значат числата
portal-statistics-how = Броят на статусите е за събитията през периода; дяловете и времената са за услугите, приключили през него; отворените услуги – за последния му ден. Поправени и оттеглени събития не се броят.
