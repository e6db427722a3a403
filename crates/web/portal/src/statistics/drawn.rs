//! The charts of the statistics.
//!
//! The one rule: a hidden number is no bar; the title says so where one is missing.

use std::collections::BTreeMap;

use web::chart::{Bar, HorizontalBars};
use web::{Html, Texts, format};

use super::numbers::Numbers;

/// LIMIT: services in the chart; the table has all.
const BARS: usize = 10;

/// The bands of age, as details of the figure.
const BANDS: [&str; 6] = ["0-7", "8-14", "15-30", "31-90", "91-365", "366-"];

/// What can be drawn of a period.
pub fn charts(
    t: Texts,
    all: &Numbers<'_>,
    services: &BTreeMap<&str, Numbers<'_>>,
    service_name: impl Fn(&str) -> String,
    is_by_service: bool,
) -> Vec<Html> {
    let volumes = is_by_service.then(|| volumes(t, services, service_name)).flatten();
    volumes.into_iter().chain(ages(t, all)).collect()
}

/// Applications by service, the most first.
fn volumes(t: Texts, services: &BTreeMap<&str, Numbers<'_>>, service_name: impl Fn(&str) -> String) -> Option<Html> {
    let mut counts: Vec<(i64, &str)> = services.iter().map(|(number, numbers)| (numbers.registered(), *number)).collect();
    counts.retain(|(count, _)| *count > 0);
    counts.sort_by_key(|(count, number)| (std::cmp::Reverse(*count), *number));
    let (most, first) = *counts.first()?;
    let number = |count: i64| format::number(count, t.language());
    let title = t.with2("portal-statistics-volumes", "service", service_name(first), "count", number(most));
    let (name_head, value_head) = (t.get("portal-statistics-service"), t.get("portal-statistics-registered"));
    let chart = HorizontalBars::new("volumes", title, name_head, value_head);
    let bars = counts.iter().take(BARS).map(|(count, service)| Bar::new(service_name(service), *count as f64, number(*count)));
    Some(bars.fold(chart, HorizontalBars::with).draw().html(t))
}

/// Open services by age.
fn ages(t: Texts, all: &Numbers<'_>) -> Option<Html> {
    let known: Vec<(&str, Option<i64>)> = BANDS.iter().map(|band| (*band, all.known("open_by_age", band))).collect();
    let shown: i64 = known.iter().filter_map(|(_, count)| *count).sum();
    if shown == 0 {
        return None;
    }
    let key = if known.iter().any(|(_, count)| count.is_none()) { "portal-statistics-ages-some" } else { "portal-statistics-ages" };
    let title = t.with1(key, "count", format::number(shown, t.language()));
    let chart = HorizontalBars::new("ages", title, t.get("portal-statistics-age"), t.get("portal-statistics-open"));
    let bar = |(band, count): &(&str, Option<i64>)| {
        let label = count.map_or_else(|| t.get("portal-statistics-hidden").into_owned(), |count| format::number(count, t.language()));
        let (from, until) = band.split_once('-').unwrap_or((band, ""));
        let name = match until {
            "" => t.with1("portal-statistics-age-over", "days", "365"),
            _ => t.with2("portal-statistics-age-band", "from", from, "until", until),
        };
        Bar::new(name, count.unwrap_or(0) as f64, label)
    };
    Some(known.iter().map(bar).fold(chart, HorizontalBars::with).draw().html(t))
}
