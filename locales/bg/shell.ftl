# Общи текстове на всички приложения: рамка на страницата, форми, грешки.

shell-product = Гише
shell-portal-name = Електронни услуги
shell-office-name = Гише · Работно място
shell-admin-name = Гише · Администриране
shell-skip = Към съдържанието
shell-back = Назад
shell-breadcrumbs = Път до страницата
shell-portal-nav = Главно меню
shell-desk-nav = Меню на работното място
shell-footer-nav = Помощ и правна информация
shell-contact = Контакти
shell-help = Помощ
shell-accessibility = Достъпност
shell-privacy = Поверителност
shell-terms = Условия за ползване
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
