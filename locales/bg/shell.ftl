# Общи текстове на всички приложения: рамка на страницата, форми, грешки.

shell-product = Гише
shell-portal-name = Електронни услуги
shell-office-name = Гише · Работно място
shell-admin-name = Гише · Администриране
shell-skip = Към съдържанието
shell-back = Назад
shell-breadcrumbs = Път до страницата
shell-portal-nav = Главно меню
shell-printed-at = Отпечатано на { $at }
shell-menu = Меню
shell-desk-nav = Меню на работното място
shell-footer-nav = Помощ и правна информация
shell-contact = Контакти
shell-help = Помощ
shell-accessibility = Достъпност
shell-privacy = Поверителност
shell-terms = Условия за ползване
shell-statistics = Статистика
shell-phone = Телефон:
shell-email = Електронна поща:
shell-search = Търсене
shell-search-label = Търсене по номер, код, име или текст
shell-search-hint = Номер, код от талон, име…
shell-sign-out = Изход
shell-close = Затвори
shell-change = Промени
shell-optional = (по избор)
shell-warning = Внимание
shell-yes = Да
shell-no = Не
shell-day = Ден
shell-month = Месец
shell-year = Година
shell-time = Час
shell-previous = Предишна
shell-next = Следваща
shell-pager = Страници
shell-copy = Копирай
shell-copied = Копирано
shell-print = Отпечатай
shell-show-table = Виж като таблица
shell-save-leave = Запази и излез
shell-remove-row = Премахни
shell-choose = Изберете
shell-as-of = към { $time }
shell-saved-at = Запазено в { $time }
shell-save-failed = Последните промени не са запазени. Опитваме отново; не затваряйте страницата.
shell-session-warning = Ако не направите нищо, след две минути ще трябва да влезете отново.
shell-session-ended = Времето за работа без действие изтече. Попълненото стои на страницата; влезте отново в нов раздел и тогава продължете.
shell-session-extend = Продължи

shell-over-title = Трябва да влезете отново
shell-over-body = Времето за работа без действие изтече, преди формата да бъде приета. Попълненото от Вас е тук и не е загубено.
shell-over-sign-in = Влезте отново (в нов раздел)
shell-over-send = Изпрати формата
shell-over-then = След като влезете, върнете се на тази страница и изпратете формата:

shell-error-title-prefix = Грешка:
shell-error-prefix = Грешка:
shell-error-summary = Има проблем

shell-characters-max = { $count ->
    [one] До { $count } знак
   *[other] До { $count } знака
}
shell-characters-left = Остават # знака
shell-characters-over = # знака повече от допустимото

shell-shortcuts = Клавиши
shell-shortcuts-on = Клавишите са включени
shell-key-search = търсене
shell-key-queue = опашка на звеното
shell-key-cases = преписки
shell-key-dashboard = табло
shell-key-new = ново заявление на гише
shell-key-rows = следващ и предишен ред
shell-key-open = отваряне на реда
shell-key-main-act = главното действие на формата
shell-key-help = този списък

shell-count-over = над { $count }
shell-working-days = { $count ->
    [one] { $count } работен ден
   *[other] { $count } работни дни
}
shell-calendar-days = { $count ->
    [one] { $count } календарен ден
   *[other] { $count } календарни дни
}

term-left = { $count ->
    [0] Последен ден
    [one] Остава { $count } ден
   *[other] Остават { $count } дни
}
term-over = { $count ->
    [one] Просрочено с { $count } ден
   *[other] Просрочено с { $count } дни
}
term-paused = Срокът е спрян
term-none = Без срок
term-until = до { $date }, включително

flag-overdue = Просрочено
flag-extended = Удължен срок
flag-unread = Нови документи от заявителя


error-400-title = Не разбрахме заявката
error-400-body = Браузърът изпрати нещо, което не можем да прочетем. Върнете се назад и опитайте отново; ако сте въвели адреса ръчно, проверете го.
error-403-title = Нямате достъп до тази страница
error-403-body = Страницата съществува, но е достъпна само за други хора или роли. Ако смятате, че достъпът Ви се полага, обърнете се към администрацията.
error-404-title = Страницата не е намерена
error-404-body = Проверете адреса. Възможно е страницата да е преместена или връзката да е непълна.
error-409-title = Междувременно нещо се промени
error-409-body = Друг човек е променил същото, докато Вие сте работили. Нищо от Вашето не е записано върху неговото. Отворете страницата наново и вижте какво е станало.
error-410-title = Връзката вече не важи
error-410-body = Тази връзка е с изтекъл срок или вече е използвана. Данните не са загубени: отворете услугата отначало или проверете заявлението си с кода от талона.
error-413-title = Изпратеното е твърде голямо
error-413-body = Един файл може да е до 50 MB, всички заедно – до 200 MB. Намалете размера и изпратете отново.
error-422-title = Това не може да бъде прието
error-422-body = Данните са прочетени, но не могат да бъдат приети в този вид. Върнете се и ги проверете; нищо не е променено.
error-429-title = Твърде много опити
error-429-body = От Вашия адрес дойдоха твърде много заявки за кратко време. Изчакайте малко и опитайте отново.
error-500-title = Възникна грешка при нас
error-500-body = Системата не успя да изпълни действието. Вината не е Ваша. Запазените отговори стоят; опитайте отново след няколко минути.
error-503-title = Услугата временно не работи
error-503-body = В момента не можем да отговорим. Запазените отговори стоят; опитайте отново малко по-късно.
error-csrf = Формата е отворена отдавна или от друго място и не може да бъде приета. Върнете се на страницата, презаредете я и опитайте отново.
error-contact = Ако грешката се повтаря, обадете се на администрацията и кажете номера по-долу.
error-way-on = Към началото
error-correlation = Номер за справка:
error-retry-seconds = { $count ->
    [one] Опитайте отново след { $count } секунда.
   *[other] Опитайте отново след { $count } секунди.
}
error-retry-minutes = { $count ->
    [one] Опитайте отново след { $count } минута.
   *[other] Опитайте отново след { $count } минути.
}

## Срокове и дни

shell-term-hour = { $count ->
    [one] 1 час
   *[other] { $count } часа
}
shell-term-hour-working = { $count ->
    [one] 1 работен час
   *[other] { $count } работни часа
}
shell-term-month = { $count ->
    [one] 1 месец
   *[other] { $count } месеца
}
shell-days = { $count ->
    [one] { $count } ден
   *[other] { $count } дни
}
shell-term-today = Срокът изтича днес
shell-term-over = Просрочено с { $days }
shell-mark-counted = Ден { $count }
shell-mark-minutes = { $count } минути
shell-mark-forgotten = Не се брои: преди новото начало
shell-mark-start = Не се брои: ден на събитието
shell-mark-paused-correction = Не се брои: чакаме поправка
shell-mark-paused-cooperation = Не се брои: чакаме друга администрация
shell-mark-paused-suspension = Не се брои: спряно производство
shell-mark-paused-payment = Не се брои: чакаме плащане
shell-mark-day-off = Не се брои: неработен ден
shell-mark-moved = Срокът не може да изтече в неработен ден
shell-mark-after = След срока
shell-day-weekend = Почивен ден.
shell-day-holiday = Празник: { $name }.
shell-day-substitute = Почива се вместо { $date } ({ $name }).
shell-day-declared = Обявен ден: { $note }.
shell-weekday-1 = понеделник
shell-weekday-2 = вторник
shell-weekday-3 = сряда
shell-weekday-4 = четвъртък
shell-weekday-5 = петък
shell-weekday-6 = събота
shell-weekday-7 = неделя
shell-holiday-new-year = Нова година
shell-holiday-liberation = Ден на Освобождението
shell-holiday-labour = Ден на труда
shell-holiday-saint-george = Гергьовден, Ден на храбростта и Българската армия
shell-holiday-letters = Ден на светите братя Кирил и Методий, на българската азбука, просвета и култура и на славянската книжовност
shell-holiday-unification = Ден на Съединението
shell-holiday-independence = Ден на Независимостта
shell-holiday-christmas-eve = Бъдни вечер
shell-holiday-christmas = Рождество Христово
shell-holiday-christmas-second-day = Рождество Христово, втори ден
shell-holiday-good-friday = Велики петък
shell-holiday-holy-saturday = Велика събота
shell-holiday-easter-sunday = Великден
shell-holiday-easter-monday = Великден, втори ден
shell-ledger-started = Заявлението е получено; срокът започва.
shell-ledger-paused-correction = Срокът е спрян: чакаме поправка от заявителя.
shell-ledger-paused-cooperation = Срокът е спрян: чакаме отговор от друга администрация.
shell-ledger-paused-suspension = Срокът е спрян: производството е спряно.
shell-ledger-paused-payment = Срокът е спрян: чакаме плащане.
shell-ledger-resumed = Срокът продължава с това, което остава.
shell-ledger-restarted = Нередовностите са отстранени; срокът започва отначало.
shell-ledger-extended = { $count ->
    [one] Срокът е удължен с 1 ден.
   *[other] Срокът е удължен с { $count } дни.
}
shell-ledger-ended = Взето е решение; срокът приключи.
shell-warning-percent = Изминали { $count } % от срока
shell-warning-day-before = Остава един работен ден
shell-warning-breach = Срокът изтича
