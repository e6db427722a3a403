# Думите върху отпечатаните и издадените документи.
# Всяко съобщение е на един ред; в ъглови скоби стоят местата на стойностите: <number>, <date>.

## Общи
documents-date-short = <day>.<month>.<year> г.
documents-date-long = <day> <month> <year> г.
documents-date-time = <date>, <time> ч.
documents-month-1 = януари
documents-month-2 = февруари
documents-month-3 = март
documents-month-4 = април
documents-month-5 = май
documents-month-6 = юни
documents-month-7 = юли
documents-month-8 = август
documents-month-9 = септември
documents-month-10 = октомври
documents-month-11 = ноември
documents-month-12 = декември
documents-money = <sum> €
documents-page = Страница <page> от <pages>
documents-outgoing-number = Изх. № <number>
documents-incoming-number = Входящ № <number>
documents-reference-number = РНУ: <number>
documents-to = До
documents-printed-by = Отпечатано от: <name>
documents-qr-alt = QR код
documents-barcode-alt = Баркод: <text>
documents-label-service = Услуга
documents-label-applicant = Заявител
documents-label-received = Получено
documents-label-channel = Подадено
documents-label-delivery = Получаване на резултата
documents-label-reference = Референтен номер (РНУ)
documents-label-row = №
documents-label-document = Документ
documents-label-date = Дата
documents-label-what = Какво
documents-label-number = Номер
documents-label-sheets = Листа

## Подпис, проверка, обжалване
documents-signed-electronically = Подписано с електронен подпис
documents-signed-by-hand = подпис и печат
documents-verification-title = Проверка на документа
documents-verification-text = Сканирайте кода или отворете адреса, за да се уверите, че документът е издаден и не е отменен:
documents-verification-alt = QR код с адреса за проверка на документа
documents-appeal-title = Обжалване
documents-appeal-text = Документът може да се обжалва в срок от <days> дни от съобщаването му. Компетентен орган: <authority>

## Талон
documents-slip-title = Талон по заявление № <number>
documents-received = Получено: <time>
documents-status-code = Код за справка
documents-status-code-opens = Показва етапите и сроковете, без имена и документи:
documents-status-qr-alt = QR код: отваря справката за етапите и сроковете
documents-access-code = Код за достъп до преписката
documents-access-code-opens = С входящия номер отваря документите и позволява да добавяте нови. Не го давайте на други.
documents-tear-off = откъснете и пазете отделно
documents-counter-hours = Работно време на гишето: <hours>

## Потвърждение за получаване
documents-receipt-title = Потвърждение за получаване на заявление № <number>
documents-receipt-heading = Потвърждение за получаване
documents-attachments-title = Приложени документи
documents-attachments-none = Към заявлението няма приложени документи.
documents-term-title = Срок
documents-term-due = Резултатът се очаква до <date>, включително
documents-fee-title = Такса
documents-fee-none = За услугата не се дължи такса.
documents-codes-title = Вашите кодове
documents-next-title = Какво следва

## Заявление на хартия
documents-form-title = Заявление на хартия: <number>
documents-form-heading = Заявление
documents-form-service-number = № <number> в Регистъра на услугите
documents-form-for-office = Попълва се от администрацията
documents-form-incoming-line = Входящ № ………………………… / ……………… г.
documents-form-optional = (по желание)
documents-form-multiple = (може повече от едно)
documents-form-date-hint = ден, месец, година
documents-form-declarations = Декларации
documents-form-date-line = дата
documents-form-signature-line = подпис

## Плик и известие за доставяне
documents-envelope-title = Плик към писмо № <number>
documents-sender = Подател
documents-recipient = Получател:
documents-registered = Препоръчано
documents-with-return-receipt = с известие за доставяне
documents-return-title = Известие за доставяне на писмо № <number>
documents-return-heading = Известие за доставяне
documents-return-from = Изходящ номер на писмото
documents-return-to = Да се върне на:
documents-return-contents = Съдържание:
documents-return-personally = лично на получателя
documents-return-other = на друго лице
documents-return-refused = отказ да се получи
documents-return-receiver = име и фамилия на лицето, което получава
documents-return-relation = връзка с получателя (роднинска, служебна, пълномощно №)
documents-return-date = дата на получаване
documents-return-signature = подпис за получаване
documents-return-deliverer = име и подпис на връчителя

## Писма
documents-letter-title = Писмо по заявление № <number>
documents-letter-about = по заявление с входящ № <number>: <service>
documents-greeting = Уважаеми заявителю,
documents-reason = Причина: <reason>
documents-enclosures-title = Приложения
documents-irregularity-title = Уведомление за нередовности по заявление № <number>
documents-irregularity-heading = Уведомление за нередовности
documents-irregularity-found = При проверката на Вашето заявление се установи, че за разглеждането му е нужно следното:
documents-irregularity-term = Моля, отстранете нередовностите в срок: <term>.
documents-irregularity-term-date = Моля, отстранете нередовностите в срок: <term>, най-късно до <date>, включително.
documents-irregularity-effect = Срокът за услугата спира, докато отстраните нередовностите. Ако не ги отстраните в срока, производството се прекратява; можете да подадете ново заявление по всяко време.
documents-irregularity-how-online = Документите и поправките можете да подадете на <page>, на гише или по пощата. Посочете входящия номер.
documents-irregularity-how = Документите и поправките можете да подадете на гише или по пощата. Посочете входящия номер.
documents-extension-title = Уведомление за удължаване на срок по заявление № <number>
documents-extension-heading = Уведомление за удължаване на срок
documents-extension-text = Срокът по Вашето заявление, който изтича на <before>, се удължава до <date>, включително.
documents-termination-title = Прекратяване на производство по заявление № <number>
documents-termination-heading = Уведомление за прекратяване
documents-termination-text = Производството по Вашето заявление се прекратява на следните основания:
documents-forwarding-title = Препращане на заявление № <number>
documents-forwarding-heading = Уведомление за препращане
documents-forwarding-text = Вашето заявление се препраща на компетентния орган: <authority>.
documents-forwarding-effect = За подаване в срок се смята датата, на която заявлението е получено при нас. Не е нужно да подавате ново.

## Преписка
documents-cover-title = Корица на преписка № <number>
documents-cover-heading = Преписка № <number>
documents-cover-opened = Открита
documents-cover-closed = Приключена
documents-cover-retention = Срок за съхранение
documents-cover-documents = Брой документи
documents-inventory-title = Опис на документите
