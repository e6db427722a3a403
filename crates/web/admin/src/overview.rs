//! Is everything well: what waits, what is stuck, what changed last.

use askama::Template;
use axum::response::Response;
use identity::StaffFilter;
use kernel::permission::Permission as P;
use services::catalogue::KitState;
use web::{Page, PageError, render};

use crate::desk::{ANY, Desk, KITS};
use crate::log::{LogRow, Scan, scan};

/// A number that leads to its list.
struct Figure {
    number: String,
    words: String,
    href: String,
    tone: &'static str,
}

/// Something that asks for attention.
struct Finding {
    text: String,
    href: String,
    act: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    page: Page,
    figures: Vec<Figure>,
    findings: Vec<Finding>,
    latest: Vec<LogRow>,
    may_log: bool,
}

/// What the page shows, read on one snapshot.
#[derive(Default)]
struct Facts {
    people: i64,
    blocked: i64,
    without_roles: i64,
    units: usize,
    services: usize,
    missing_units: Vec<(String, String, String)>,
    declared_days: usize,
    events: i64,
    waiting: i64,
    stuck: i64,
    latest: Vec<LogRow>,
}

/// The overview.
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    desk.require_any(ANY)?;
    let (t, lang) = (desk.t, desk.lang());
    let (people, units, calendar, kits, log) =
        (desk.may(P::StaffManage), desk.may(P::OrganisationManage), desk.may(P::CalendarManage), desk.may_any(KITS), desk.may(P::LogRead));
    let facts = desk
        .read(move |tx, ctx| {
            let administration = ctx.administration_id;
            let mut facts = Facts::default();
            if people {
                let count = |filter: StaffFilter| identity::staff_list(tx, administration, &filter);
                facts.people = count(StaffFilter { blocked: Some(false), ..StaffFilter::default() })?.total;
                facts.blocked = count(StaffFilter { blocked: Some(true), ..StaffFilter::default() })?.total;
                facts.without_roles = identity::staff_without_roles(tx, administration)?;
            }
            if units {
                facts.units = services::organisation::unit_list(tx, administration)?.len();
            }
            if calendar {
                let year = ctx.today().year();
                let days = services::calendar::calendar_override_list(tx, administration)?;
                facts.declared_days = days.keys().filter(|day| day.year() == year).count();
            }
            if kits {
                let active = services::catalogue::kit_version_list(tx, administration)?;
                facts.services = active.iter().filter(|version| version.state == KitState::Active).count();
                for kit in services::catalogue::service_list(tx, administration)? {
                    for unit in services::catalogue::kit_units_missing(tx, administration, &kit)? {
                        let service = kit.manifest.name.get(lang).to_owned();
                        facts.missing_units.push((kit.code().to_owned(), service, unit.code));
                    }
                }
            }
            if log {
                facts.events = store::history::last(tx, administration)?;
                facts.waiting = store::outbox::count(tx, administration, "waiting")?;
                facts.stuck = store::outbox::count(tx, administration, "stuck")?;
                facts.latest = scan(tx, administration, &Scan::administration_only(8), t)?.rows;
            }
            Ok(facts)
        })
        .await?;
    let number = |value: i64| web::format::number(value, t.language());
    let mut figures = Vec::new();
    let mut figure = |show: bool, value: i64, key: &str, href: &str, tone: &'static str| {
        if show {
            figures.push(Figure { number: number(value), words: t.count(key, value), href: href.to_owned(), tone });
        }
    };
    let count = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    figure(people, facts.people, "admin-overview-people", "/admin/people", "");
    figure(units, count(facts.units), "admin-overview-units", "/admin/units", "");
    figure(kits, count(facts.services), "admin-overview-services", "/admin/kits", "");
    figure(calendar, count(facts.declared_days), "admin-overview-days", "/admin/calendar", "");
    figure(log, facts.events, "admin-overview-events", "/admin/log", "");
    figure(log, facts.waiting, "admin-overview-waiting", "/admin/log", if facts.waiting > 0 { "wait" } else { "" });
    let mut findings = Vec::new();
    if facts.stuck > 0 {
        let text = t.count("admin-overview-stuck", facts.stuck);
        findings.push(Finding { text, href: "/office/mail".to_owned(), act: t.get("admin-overview-stuck-act").into_owned() });
    }
    if facts.blocked > 0 {
        let text = t.count("admin-overview-blocked", facts.blocked);
        findings.push(Finding {
            text,
            href: "/admin/people?state=blocked".to_owned(),
            act: t.get("admin-overview-blocked-act").into_owned(),
        });
    }
    if facts.without_roles > 0 {
        let text = t.count("admin-overview-without-roles", facts.without_roles);
        findings.push(Finding { text, href: "/admin/people".to_owned(), act: t.get("admin-overview-without-roles-act").into_owned() });
    }
    for (code, service, unit) in facts.missing_units {
        findings.push(Finding {
            text: t.with2("admin-overview-unit-missing", "service", service, "unit", unit),
            href: if units { "/admin/units/new".to_owned() } else { format!("/admin/kits/{code}") },
            act: t.get(if units { "admin-overview-unit-missing-act" } else { "admin-overview-unit-missing-look" }).into_owned(),
        });
    }
    render(&OverviewPage { page: desk.page_of("admin-overview-title"), figures, findings, latest: facts.latest, may_log: log })
}
