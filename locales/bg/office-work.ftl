# Работно място: въвеждане на заявления, задачи, действия по преписка.

## Общи

work-applicant = Заявител
work-case = Преписка
work-decision = Решение
work-rnu = Референтен номер (РНУ)
work-uri = УРИ
work-channel = Подадено
work-remarks = Бележки
work-save = Запази
work-saved = Запазено. Можете да продължите по-късно.
work-cancel = Назад без промяна
work-until = до { $date }, включително
work-reload = Обнови страницата
work-to-case = Към преписката
work-to-task = Към задачата
work-crumb-tasks = Моите задачи
work-not-answered = не е попълнено
work-date-hint = Например 05.03.2026
work-reason-missing = Напишете причината
work-field-missing = Попълнете „{ $label }“
work-field-date = Въведете дата в „{ $label }“, напр. 05.03.2026
work-field-number = Въведете число в „{ $label }“
work-flag-unread = Нови документи от заявителя
work-fee-free = без такса
work-fee-later = според отговорите
work-unknown-case = Няма такава преписка.
work-unknown-task = Няма такава задача.
work-unknown-draft = Тази чернова е изтекла, изтрита е или е на друг служител.

## Отказано действие

work-refused-title = Действието не е извършено
work-refused-now = Нищо не е променено.
work-refused-typed = Нищо не е променено. Това, което написахте, стои тук; можете да го копирате.
work-refused-way-on = Продължете
work-refused-latest = Последното по преписката
work-waits-for = Задачата чака становище: „{ $name }“. Можете да работите по нея, но не и да я завършите.
work-waits-for-more = Към въпроса
work-merge-title = Две версии на едно и също
work-merge-other = Докато пишехте, по задачата е записано друго: { $who }, { $when }.
work-merge-own = Докато пишехте, от друг прозорец е записано друго: { $when }.
work-merge-lead = Нищо не е загубено. За всяко поле изберете коя версия остава.
work-merge-theirs = Записано сега
work-merge-mine = Вашето
work-merge-unpicked = Изберете коя версия на „{ $label }“ остава
work-merge-save = Запази избраното
work-merge-all-theirs = Остави навсякъде записаното
work-merge-all-mine = Остави навсякъде моето
work-forestalled-lead = Вашето не е записано. Ето какво стои по задачата сега и какво написахте Вие; можете да го копирате.
work-forestalled-caption = Записаното и Вашето
work-forestalled-field = Поле
work-forestalled-task = Виж задачата
work-taken-finished = Задачата вече е изпълнена: { $name }, { $at }
work-taken-cancelled = Задачата вече не е нужна; процесът продължи без нея ({ $at }).
work-typed-reason = Причина
work-typed-remarks = Бележки
work-typed-question = Въпрос към съгласуващите
work-typed-free_text = Нередовност със свои думи
work-typed-receipt = Номер на документа за плащане
work-typed-recipient = Получател
work-typed-received_by = Получил пратката
work-typed-tracking = Номер на пратката
work-typed-attorney = Пълномощно
work-typed-identity = Документ за самоличност
work-typed-subject = Тема
work-typed-body = Текст
work-typed-to = Получател
work-typed-days = Дни
work-typed-title = Заглавие

## Ново заявление

work-start-title = Ново заявление на гише
work-start-search = Име или номер на услуга
work-start-services = Услуги, които се приемат на гише
work-start-service = Услуга
work-start-fee = Такса
work-start-begin = Започни
work-start-nothing = Няма услуга, която отговаря на търсенето.
work-start-nothing-more = Опитайте с друга дума или с номера на услугата.
work-start-all = Покажи всички услуги
work-start-open = Незавършени заявления
work-start-open-none = Нямате незавършени заявления.
work-start-kept = пази се до { $date }
work-start-to-intake = Заявление, получено по поща или е-поща
work-intake-title = Заявление по поща или е-поща
work-intake-lead = Изберете как е получено заявлението и за коя услуга е. После въведете данните от него и приложете сканираните страници.
work-intake-channel = Как е получено
work-intake-post-hint = Писмо или пратка по куриер
work-intake-email-hint = Съобщение на адреса на администрацията
work-intake-begin = Продължи към данните
work-intake-to-counter = Заявление на гише
work-intake-service-missing = Изберете услугата
work-intake-channel-missing = Изберете как е получено заявлението
work-intake-channel-not-offered = Услугата не се заявява по този начин. Изберете друг или се свържете с подателя.
work-intake-note-post = Писмо с пощенско клеймо от { $date }, подател: { $sender }
work-intake-note-email = Електронно писмо от { $date }, подател: { $sender }
work-intake-note-doubtful = Контролното число на личен номер не съвпада; потвърдено е, че в документа стои така
work-entry-letter = Писмото
work-entry-received-post = Дата на пощенското клеймо
work-entry-received-email = Дата на получаване на съобщението
work-entry-received-missing = Въведете датата, напр. 05.03.2026
work-entry-received-wrong = Датата не е изписана правилно. Въведете я така: 05.03.2026
work-entry-received-future = Датата е в бъдещето. Проверете я
work-entry-reference = РНУ от друга система
work-entry-reference-hint = Ако заявлението вече има референтен номер, например от еФорми или еВръчване. Иначе получава нов.
work-entry-reference-wrong = Проверете РНУ: в номера има грешка
work-entry-reference-taken = С този РНУ вече има преписка: № { $number }
work-entry-sender = Подател
work-entry-sender-hint = Както е изписан върху плика или в съобщението
work-entry-sender-missing = Въведете подателя
work-entry-envelope = Плик и пратка
work-entry-envelope-hint = Номер на пратката, състояние на плика, брой листове
work-entry-scans-title = Сканирани документи
work-entry-scans = Сканирано заявление и други документи
work-entry-scans-missing = Приложете сканираното заявление
work-entry-how = Срок и получаване
work-entry-speed = Вид на услугата по срок
work-entry-speed-line = { $term }, до { $due }; { $fee }
work-entry-speed-missing = Изберете вида на услугата по срок
work-entry-delivery = Получаване на резултата
work-entry-delivery-missing = Изберете как се получава резултатът
work-entry-address = Адрес за изпращане
work-entry-address-hint = Пощенски код, населено място, улица и номер
work-entry-address-missing = Въведете адреса за изпращане
work-entry-identity = Самоличност на подателя
work-entry-identity-question = Как е установена
work-entry-identity-missing = Отбележете как е установена самоличността
work-entry-identity-note = Пълномощно или друг документ
work-entry-identity-note-hint = Номер и дата; не е нужно при лична карта
work-entry-identity-note-missing = Въведете документа за представителството: вид, номер и дата
work-entry-note = Бележка за преписката
work-identity-card = По лична карта или паспорт, лично
work-identity-attorney = Пълномощник, с пълномощно и лична карта
work-identity-parent = Родител, настойник или попечител
work-identity-representative = Законен представител на дружество или организация
work-entry-doubtful-title = Личен номер или ЕИК за потвърждаване
work-entry-doubtful = Контролното число не съвпада. Продължавам: в документа стои точно така.
work-entry-doubtful-hint = Проверете цифрите в документа. Ако са сгрешени при въвеждането, поправете ги в полето.
work-entry-doubtful-missing = Контролното число не съвпада. Поправете номера или потвърдете, че в документа стои така
work-duplicates-title = Възможно повторно заявление
work-duplicates-lead = За същия заявител и същата услуга има незавършени преписки:
work-duplicates-go-on = Видях ги; това е отделно заявление
work-entry-duplicates-missing = Има преписка на същия заявител за същата услуга. Прегледайте я и потвърдете, че това е отделно заявление
work-entry-preview = Преди регистриране
work-entry-fee-now = Дължима такса
work-entry-due = Срок
work-entry-refresh = Обнови полетата и таксата
work-entry-register = Регистрирай заявлението
work-entry-left = Черновата е запазена:
work-entry-discard = Изтрий черновата
work-entry-discarded = Черновата е изтрита.
work-entry-channel = Услугата не се заявява по този начин
work-entry-fee = Таксата не може да се изчисли от тези отговори. Проверете ги
work-filed-title = Заявлението е регистрирано
work-filed-number = Входящ номер
work-filed-mailed = Изпратено съобщение до
work-filed-next = Следващо заявление
work-status-code = Код за справка
work-status-code-opens = Показва докъде е стигнала преписката; не отваря документи.
work-access-code = Код за достъп до преписката
work-access-code-opens = С номера отваря документите на заявителя. Предайте го само на него.

## Задачи

work-claim = Поеми задачата
work-release = Върни в опашката
work-assign = Предай на колега
work-task-released = Задачата е върната в опашката.
work-task-of = Задачата е поета. Отговорник: { $name }
work-task-not-yours = Задачата е за друга роля или звено: { $role }, { $unit }. Можете да я разгледате.
work-assign-title = Предаване на задачата
work-assign-lead = Задача: { $name }
work-assign-to = Колега
work-assign-to-missing = Изберете колега
work-assign-reason = Причина
work-assign-nobody = Няма колега със същата роля в звеното, който може да поеме задачата.
work-assign-done = Задачата е предадена:
work-assign-denied = Задачата може да бъде предадена от отговорника ѝ или от ръководителя на звеното.
work-material = Заявлението
work-opinions = Становища
work-side-task = Какво се прави
work-side-who = Отговорник
work-side-nobody = още никой
work-side-role = Роля и звено
work-side-due = Срок
work-side-documents = Документи
work-side-earlier = Дотук
work-document-rendering = Документът се изготвя
work-guide-regularity = Проверете дали заявлението е пълно и допустимо. Отбележете провереното; ако нещо липсва, изпратете искане за поправка.
work-guide-payment = Приемете таксата или отбележете получения превод.
work-guide-work = Проверете искането по същество: направете справките, съберете данните и запишете установеното.
work-guide-opinion = Прегледайте материалите и дайте становище в срока. Мълчанието се смята за съгласие (чл. 53 АПК).
work-guide-asked = Колега пита за Вашето становище. Отговорете в срока; ако не е за Вас, кажете защо.
work-guide-draft = Изберете решението, попълнете документа и го вижте в готов вид, преди да го изпратите нататък.
work-guide-review = Вижте проекта в готов вид. Съгласувайте го или го върнете с бележки.
work-guide-sign = Вижте точния документ. Подпишете го или го върнете с бележки.
work-guide-deliver = Предайте резултата по избрания начин и запишете кога и кой го е получил.
work-outcome-done = изпълнена
work-outcome-regularity-regular = редовно
work-outcome-regularity-irregular = искане за поправка
work-outcome-regularity-inadmissible = недопустимо
work-outcome-opinion-agreed = съгласен
work-outcome-opinion-notAgreed = несъгласен
work-outcome-opinion-rework = за преработване
work-outcome-opinion-terminate = за прекратяване
work-outcome-opinion-answered = отговор
work-outcome-opinion-declined = без становище
work-opinion-agreed = Съгласувам
work-opinion-agreed-hint = Без възражения.
work-opinion-notAgreed = Не съгласувам
work-opinion-notAgreed-hint = С възражения; решението остава за водещото звено.
work-opinion-rework = Връщам за преработване
work-opinion-rework-hint = Липсва нещо, без което становище не може да се даде.
work-opinion-terminate = Предлагам прекратяване
work-opinion-terminate-hint = Има основание производството да се прекрати.
work-opinion-answered = Отговарям
work-opinion-answered-hint = Отговор на въпроса, без да съгласувам или да възразявам.
work-opinion-declined = Не мога да дам становище
work-opinion-declined-hint = Въпросът не е за мен; посочвам защо и към кого да се отправи.
work-outcome-decision-grant = Уважава се
work-outcome-decision-partial = Уважава се частично
work-outcome-decision-refuse = Отказ
work-outcome-decision- = Няма проект
work-outcome-review-approved = съгласуван
work-outcome-review-rework = върнат за преработване
work-outcome-signature-signed = подписан
work-outcome-signature-returned = върнат без подпис

## Проверка за редовност

work-regularity-automatic = Автоматична проверка
work-finding-good = Наред
work-finding-odd = Вижте
work-check-identifiers-good = Контролните числа на личните номера и ЕИК са верни.
work-check-identifier-odd = Контролното число не съвпада: „{ $label }“.
work-check-no-files = Услугата не изисква приложения и няма такива.
work-check-files = { $count ->
    [one] Приложен е { $count } документ; задължителните са налице.
   *[other] Приложени са { $count } документа; задължителните са налице.
}
work-check-file-missing = Липсва задължителен документ: „{ $label }“.
work-check-duplicates-none = Няма друга незавършена преписка на заявителя за тази услуга.
work-check-duplicates = { $count ->
    [one] Има още { $count } незавършена преписка на заявителя за тази услуга:
   *[other] Има още { $count } незавършени преписки на заявителя за тази услуга:
}
work-check-no-email = Заявителят не е посочил електронна поща; съобщенията до него се изпращат по друг начин.
work-regularity-checks = Проверих
work-regularity-remarks-hint = Напишете защо, ако приемате заявлението с неотбелязана проверка.
work-regularity-unticked = { $count ->
    [one] Остава { $count } неотбелязана проверка. Отбележете я или напишете в бележките защо приемате заявлението
   *[other] Остават { $count } неотбелязани проверки. Отбележете ги или напишете в бележките защо приемате заявлението
}
work-regularity-accept = Приеми като редовно
work-regularity-notice = Поискай поправка
work-regularity-inadmissible = Недопустимо е
work-regularity-done = Заявлението е прието като редовно:
work-regularity-answered = Заявителят отговори на искането за поправка. Поискани бяха:
work-inadmissible-title = Недопустимо заявление
work-inadmissible-lead = Заявлението няма да бъде разгледано по същество.
work-inadmissible-effect-1 = Производството приключва сега и не може да бъде възобновено оттук.
work-inadmissible-effect-2 = Заявителят получава съобщение; причината остава в преписката.
work-inadmissible-reason = Защо заявлението е недопустимо
work-inadmissible-do = Прекрати като недопустимо
work-inadmissible-done = Производството е прекратено:
work-appeal-title = Обжалване
work-appeal = { $count ->
    [one] Може да се обжалва пред { $authority } в срок от { $count } ден ({ $legal }).
   *[other] Може да се обжалва в срок от { $count } дни. Орган: { $authority } ({ $legal }).
}

## Искане за поправка

work-notice-title = Искане за поправка
work-notice-lead = Заявителят ще може да поправи заявлението до { $date }, включително.
work-notice-before = { $count ->
    [one] По преписката вече е изпратено { $count } искане.
   *[other] По преписката вече са изпратени { $count } искания.
}
work-notice-which = Какво не е наред
work-notice-own = Друго, със свои думи
work-notice-own-hint = Напишете какво липсва и какво да направи заявителят.
work-notice-missing = Изберете поне една нередовност или я опишете
work-notice-preview = Виж писмото
work-notice-preview-title = Преглед на искането
work-notice-pdf = Писмото като PDF, за преглед и печат
work-notice-letter = Уведомление за нередовности
work-notice-letter-lead = По заявление № { $number } за услуга „{ $service }“ установихме:
work-notice-letter-term = Срок за отстраняване: { $term } от получаването ({ $legal }).
work-notice-letter-consequence = Ако нередовностите не бъдат отстранени в срока, производството се прекратява.
work-notice-effects = Какво ще се случи
work-notice-effect-due = Заявителят може да поправи до { $date }, включително.
work-notice-effect-term = Срокът за решаване спира и тече отначало от деня на поправката.
work-notice-effect-email = Писмото получава изходящ номер, влиза в преписката и се изпраща до { $email }.
work-notice-effect-post = Писмото получава изходящ номер и влиза в преписката. Няма електронна поща: изпратете го по пощата до { $address }.
work-notice-send = Изпрати искането
work-notice-done = Искането за поправка е изпратено:

## Плащане

work-payment-title = Такса
work-payment-way = Начин на плащане
work-payment-way-missing = Изберете начина на плащане
work-payment-receipt = Номер на документа
work-payment-receipt-hint = Касов бон, бележка от терминала или референция на превода
work-payment-receipt-missing = Въведете номера на документа за плащане
work-payment-take = Отбележи плащането
work-payment-done = Плащането е отбелязано.
work-payment-paid = платена
work-payment-due = дължима
work-payment-elsewhere = приема се на касата
work-pay-cash = В брой
work-pay-card = С карта
work-pay-bank = По банков път

## Работа по същество и становища

work-step-question = Въпрос към съгласуващите
work-step-question-hint = Ще го видят в задачата за становище.
work-step-remarks = Установено
work-step-remarks-hint = Какви справки са направени и какво показват. Остава в преписката, само за служители.
work-step-finish = Завърши проверката
work-step-done = Проверката по същество е завършена:
work-opinion-question = Въпросът
work-opinion-no-question = Няма отделен въпрос: дайте становище по заявлението.
work-opinion-legend = Становище
work-opinion-missing = Изберете становище
work-opinion-remarks = Мотиви
work-opinion-remarks-hint = Задължителни, ако не съгласувате. Посочете условията, при които съгласувате.
work-opinion-remarks-missing = Напишете мотивите
work-opinion-give = Дай становището
work-opinion-done = Становището е дадено:
work-ask-title = Искане на становище
work-ask-unit = Звено
work-ask-unit-choose = Изберете звено
work-ask-unit-missing = Изберете кое звено да даде становище
work-ask-to = Служител
work-ask-to-anybody = Който поеме задачата
work-ask-to-hint = Ако изберете служител, задачата отива направо при него.
work-ask-to-elsewhere = Този служител е от друго звено. Изберете неговото звено или друг служител
work-ask-question = Въпрос
work-ask-question-hint = Какво питате и какво да прегледат. Остава в преписката, само за служители.
work-ask-question-missing = Напишете въпроса
work-ask-due = Отговор до
work-ask-due-wrong = Въведете дата, напр. 05.03.2026
work-ask-due-past = Датата е минала. Въведете днешна или бъдеща дата
work-ask-holds = Чакам становище
work-ask-holds-hint = Задачите по преписката не могат да бъдат завършени, докато становището не бъде дадено или искането – оттеглено. Срокът на преписката не спира.
work-ask-do = Изпрати въпроса
work-ask-done = Въпросът е изпратен.
work-ask-withdrawn = Искането за становище е оттеглено.
work-ask-role = Дава становище

## Решение

work-decide-legend = Решение по заявлението
work-decide-missing = Изберете решението
work-decide-show-fields = Покажи полетата за това решение
work-decide-grounds = Основания
work-decide-grounds-hint = Отказът посочва поне едно основание.
work-decide-grounds-missing = Изберете поне едно основание
work-decide-preview = Виж документа
work-decide-preview-kept = Документът по последно запазения проект (PDF)
work-decide-finish = Изпрати нататък
work-decide-done = Проектът е изпратен нататък:
work-decide-returned = Върнато за преработване: { $name }
work-review-author = Изготвил: { $name }
work-review-open = Виж документа (PDF)
work-review-remarks = Бележки
work-review-remarks-hint = Задължителни при връщане.
work-review-remarks-missing = Напишете какво да се преработи
work-review-approve = Съгласувай
work-review-return = Върни за преработване
work-review-approved = Проектът е съгласуван:
work-review-returned = Проектът е върнат за преработване:
work-sign-go = Към подписване
work-sign-sign = Подпиши
work-sign-return = Върни без подпис
work-sign-confirm-title = Подписване на решението
work-sign-effect = „{ $title }“ се подписва. Подписващ: { $signatory }
work-sign-effect-number = Документът получава изходящ номер с днешна дата и не може да се променя.
work-sign-effect-term = Срокът за решаване приключва.
work-sign-effect-delivery = Резултатът се подготвя за връчване: { $way }.
work-sign-done = Решението е подписано:
work-sign-returned = Решението е върнато без подпис:
work-sign-list-title = За подпис
work-sign-list-lead = Отворете документа на всяко решение, отбележете тези, които подписвате, и продължете.
work-sign-choose = Избор
work-sign-all = Избери всички
work-sign-chosen = Продължи с избраните
work-sign-none-chosen = Изберете поне едно решение
work-sign-empty = Няма решения, които чакат подпис.
work-sign-empty-more = Новите се появяват тук, след като бъдат съгласувани.
work-sign-several-title = Подписване на избраните решения
work-sign-several-lead = { $count ->
    [one] Ще подпишете { $count } решение.
   *[other] Ще подпишете { $count } решения.
}
work-sign-as = Подписващ: { $name }
work-sign-already = Избраните решения вече са подписани или върнати.
work-sign-several-done = Подписване: резултат
work-sign-signed-count = { $count ->
    [one] Подписано е { $count } решение.
   *[other] Подписани са { $count } решения.
}
work-sign-failed-count = { $count ->
    [one] Неподписано: { $count } решение.
   *[other] Неподписани: { $count } решения.
}
work-sign-signed = Подписани
work-sign-failed = Неподписани
work-sign-back = Към списъка за подпис

## Връчване

work-deliver-print = Отвори и отпечатай резултата
work-deliver-attempts = Дотук
work-deliver-way = Начин на връчване
work-deliver-counter = На гише
work-deliver-post = По пощата
work-deliver-recipient = Получател
work-deliver-recipient-missing = Въведете кой е получил резултата
work-deliver-capacity = Получава
work-capacity-self = лично
work-capacity-attorney = като пълномощник
work-capacity-representative = като законен представител
work-deliver-attorney = Пълномощно или документ за представителство
work-deliver-attorney-hint = Номер, дата и кой го е заверил
work-deliver-attorney-missing = Въведете пълномощното или документа за представителство
work-deliver-identity = Документ за самоличност
work-deliver-identity-hint = Вид и последните четири цифри; без копие
work-deliver-checked = Самоличността на получателя е проверена по документ
work-deliver-checked-missing = Проверете самоличността на получателя и я отбележете
work-deliver-tracking = Номер на пратката
work-deliver-tracking-hint = Например RR123456789BG
work-deliver-tracking-missing = Въведете номера на пратката
work-deliver-record = Запиши връчването
work-deliver-on-way = Пратка { $number } е изпратена
work-deliver-received-by = Кой е получил пратката
work-deliver-received-by-hint = Както е в обратната разписка
work-deliver-returned-hint = При върната пратка: защо не е връчена
work-deliver-returned-missing = Напишете защо пратката се е върнала
work-deliver-confirmed = Пратката е получена
work-deliver-came-back = Пратката се върна
work-deliver-online = Ако заявителят отвори резултата на портала, връчването се записва от само себе си.
work-deliver-done = Резултатът е връчен:
work-deliver-sent = Изпращането е записано. Задачата остава отворена до обратната разписка.
work-deliver-returned = Връщането е записано. Изберете друг начин на връчване.
work-note-identity = Документ за самоличност: { $value }
work-note-attorney = Представителство: { $value }
work-delivered-counter-delivered = Връчено на гише
work-delivered-counter-sent = Изпратено на гише
work-delivered-counter-returned = Върнато (на гише)
work-delivered-post-delivered = Връчено по пощата
work-delivered-post-sent = Изпратено по пощата
work-delivered-post-returned = Върнато (по пощата)
work-delivered-online-delivered = Връчено на портала
work-delivered-online-sent = Изпратено на портала
work-delivered-online-returned = Върнато (на портала)

## Печат

work-print-slip = Отпечатай талона
work-print-receipt = Потвърждение за получаване
work-print-label = Етикет за плика
work-print-return-receipt = Обратна разписка
work-print-nothing-out = По преписката още няма изходящ документ, който да се изпрати.
work-print-no-address = В преписката няма пощенски адрес.

## Действия по преписката

work-act-effects = Какво ще се случи
work-act-ground = Основание
work-act-ground-missing = Изберете основанието
work-act-reason = Мотиви
work-act-reason-hint = Остават в преписката; заявителят ги чете в писмото.
work-act-confirm = Наясно съм, че действието не може да се отмени
work-act-confirm-missing = Потвърдете, че действието не може да се отмени
work-act-to = Компетентен орган
work-act-to-hint = Пълното име, както е в Административния регистър, и ЕИК: по него препращането се отчита в еЖурнал
work-act-to-missing = Въведете компетентния орган
work-act-days = С колко дни
work-act-days-hint = Най-много { $max } ({ $legal })
work-act-days-wrong = Въведете число от 1 до { $max }
work-act-days-used = Срокът вече е удължаван и толкова дни не остават. Въведете по-малко
work-act-extend-not-offered = За тази услуга срокът не може да се удължава.
work-act-pay-nothing = По преписката няма неплатена такса.
work-act-suspend-title = Спиране на производството
work-act-suspend-do = Спри производството
work-act-suspend-done = Производството е спряно.
work-act-suspend-effect-1 = Срокът спира до възобновяването.
work-act-suspend-effect-2 = Заявителят получава акт за спиране, който може да обжалва.
work-act-suspend-effect-3 = Задачите не могат да се изпълняват, докато производството е спряно.
work-act-resume-title = Възобновяване на производството
work-act-resume-do = Възобнови производството
work-act-resume-done = Производството е възобновено.
work-act-resume-effect-1 = Срокът продължава с оставащите дни.
work-act-resume-effect-2 = Заявителят получава съобщение.
work-act-extend-title = Удължаване на срока
work-act-extend-do = Удължи срока
work-act-extend-done = Срокът е удължен.
work-act-extend-effect-1 = Новият срок се изчислява по работния календар.
work-act-extend-effect-2 = Заявителят получава уведомление с новата дата и причината.
work-act-terminate-title = Прекратяване на производството
work-act-terminate-do = Прекрати производството
work-act-terminate-done = Производството е прекратено.
work-act-terminate-effect-1 = Преписката се закрива без решение по същество.
work-act-terminate-effect-2 = Заявителят получава акт с мотивите и указание за обжалване.
work-act-terminate-effect-3 = Отворените задачи отпадат.
work-act-forward-title = Препращане по компетентност
work-act-forward-do = Препрати
work-act-forward-done = Заявлението е препратено.
work-act-forward-effect-1 = Преписката тук се закрива.
work-act-forward-effect-2 = Заявителят получава писмо на кого е препратено заявлението.
work-act-forward-effect-3 = Заявлението се смята за подадено в срок пред новия орган (чл. 31 АПК).
work-act-withdraw-title = Оттегляне на заявлението
work-act-withdraw-do = Отбележи оттеглянето
work-act-withdraw-done = Заявлението е оттеглено.
work-act-withdraw-effect-1 = Записва се, че заявителят се отказва от искането.
work-act-withdraw-effect-2 = Производството се прекратява (чл. 56, ал. 1 АПК).
work-act-withdraw-effect-3 = Отворените задачи отпадат.
work-act-pay-title = Плащане на такса
work-act-pay-do = Отбележи плащането
work-act-pay-done = Плащането е отбелязано.
work-act-codes-title = Нови кодове на преписката
work-act-codes-do = Смени кодовете
work-act-codes-done = Кодовете са сменени. Дайте на заявителя нов талон:
work-act-codes-effect-1 = Старият код за справка, кодът за достъп и QR кодът спират да отварят преписката веднага.
work-act-codes-effect-2 = Отпечатва се нов талон.
work-ground-suspend-death = Смърт или поставяне под запрещение на страна
work-ground-suspend-proceeding = Висящо друго производство, от което зависи решението
work-ground-suspend-law = Основание, посочено в закон
work-ground-suspend-request = Искане на заявителя
work-ground-terminate-withdrawn = Искане на заявителя
work-ground-terminate-moot = Отпаднал предмет
work-ground-terminate-uncorrected = Неотстранени в срок нередовности
work-ground-terminate-unpaid = Неплатена в срок такса
work-ground-terminate-death = Смърт на заявителя
work-document-title = Нов документ в преписката
work-document-file = Файл
work-document-file-missing = Изберете файл
work-document-name = Заглавие
work-document-name-hint = Например „Скица от кадастъра“
work-document-title-missing = Въведете заглавие
work-document-section = Кой го вижда
work-document-section-missing = Изберете кой вижда документа
work-section-internal = Само служители
work-section-internal-hint = Вътрешна част на преписката
work-section-official = Служители и заявителят
work-section-official-hint = Официална част: заявителят го отваря с кода за достъп
work-document-add = Добави документа
work-document-done = Документът е добавен:
work-message-title = Съобщение до заявителя
work-message-email = Изпраща се до { $email } и остава в преписката.
work-message-portal = Заявителят не е посочил електронна поща. Ще прочете съобщението на портала с кода за достъп.
work-message-subject = Тема
work-message-subject-hint = Кажете какво се иска или какво се е случило
work-message-subject-missing = Въведете тема
work-message-body = Текст
work-message-body-missing = Напишете съобщението
work-message-send = Изпрати
work-message-done = Съобщението е изпратено.
work-correct-title = Поправка, получена на хартия
work-correct-asked = Поискано за поправка до { $date }
work-correct-send = Запиши поправката
work-correct-done = Поправката е записана. Срокът тече отначало от днес.
work-correct-not-awaited = По преписката не се чака поправка.
