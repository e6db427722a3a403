# Писма до хора, които не зависят от услугата. Стойности: number, service, due, link, applicant, to, text.

mail-suspension-subject = Производството по заявление № { $number } е спряно
mail-suspension-body =
    Производството по заявление № { $number } ({ $service }) е спряно. Срокът не тече.
    Основанието и редът за обжалване са в писмото до Вас: { $link }

mail-resumed-subject = Производството по заявление № { $number } е възобновено
mail-resumed-body =
    Работата по заявление № { $number } ({ $service }) продължава.
    Новият краен срок е { $due }. Докъде е стигнало, вижте тук: { $link }

mail-extension-subject = Срокът по заявление № { $number } е удължен
mail-extension-body =
    Срокът по заявление № { $number } ({ $service }) е удължен до { $due }, включително.
    Причината е в писмото до Вас: { $link }

mail-termination-subject = Производството по заявление № { $number } е прекратено
mail-termination-body =
    Производството по заявление № { $number } ({ $service }) е прекратено.
    Основанието и редът за обжалване са в писмото до Вас: { $link }

mail-withdrawn-subject = Оттеглихте заявление № { $number }
mail-withdrawn-body =
    По Ваше искане производството по заявление № { $number } ({ $service }) е прекратено.
    Можете да подадете ново заявление по всяко време.

mail-forwarding-subject = Заявление № { $number } е изпратено на компетентния орган
mail-forwarding-body =
    Заявление № { $number } ({ $service }) е препратено заедно с документите към него.
    До кого и защо, вижте в писмото: { $link }

mail-draft-subject = Запазено заявление: { $service }
mail-draft-body =
    Започнатото от Вас заявление е запазено до { $due }.
    Продължете го оттук: { $link }
    Код за продължаване: { $code }

mail-deadline-near-subject = Наближава срок: преписка № { $number }
mail-deadline-near-body =
    Срокът по преписка № { $number } ({ $service }, заявител { $applicant }) е { $due }.

mail-deadline-breached-subject = Изтекъл срок: преписка № { $number }
mail-deadline-breached-body =
    Срокът по преписка № { $number } ({ $service }, заявител { $applicant }) изтече на { $due }, а акт не е издаден.

letter-notice = Указания за отстраняване на нередовности
letter-suspension = Спиране на производството
letter-extension = Удължаване на срока
letter-termination = Прекратяване на производството
letter-forwarding = Препращане по компетентност

mail-opinion-asked-subject = Искане за становище: преписка № { $number }
mail-opinion-asked-body =
    По преписка № { $number } ({ $service }, заявител { $applicant }) се иска Вашето становище.
    Въпросът и срокът са в „Моите задачи“.

mail-opinion-given-subject = Дадено становище: преписка № { $number }
mail-opinion-given-body =
    По преписка № { $number } ({ $service }, заявител { $applicant }) е дадено становището, което поискахте.

task-opinion-asked = Становище: { $unit }
