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
    let shares = ["channels", "modes"].into_iter().filter_map(|figure| shares(t, all, figure));
    volumes.into_iter().chain(ages(t, all)).chain(shares).chain(ratings(t, all)).collect()
}

/// The parts of a whole in percent, the largest first; nothing where they are hidden.
fn shares(t: Texts, all: &Numbers<'_>, figure: &'static str) -> Option<Html> {
    let mut parts: Vec<(i64, &str)> = all.parts(figure).into_iter().filter_map(|(part, value)| Some((value?, part))).collect();
    parts.sort_by_key(|(value, part)| (std::cmp::Reverse(*value), *part));
    let (most, first) = *parts.first()?;
    let name = |part: &str| t.get(&format!("portal-statistics-{figure}-{part}")).into_owned();
    let percent = |value: i64| t.count("portal-statistics-percent", value);
    let title = t.with2(&format!("portal-statistics-{figure}"), "part", name(first), "share", percent(most));
    let heads = (t.get(&format!("portal-statistics-{figure}-head")), t.get("portal-statistics-share"));
    let chart = HorizontalBars::new(figure, title, heads.0, heads.1).with_end(100.0);
    let bars = parts.iter().map(|(value, part)| Bar::new(name(part), *value as f64, percent(*value)));
    Some(bars.fold(chart, HorizontalBars::with).draw().html(t))
}

/// Ratings by score, the best first.
fn ratings(t: Texts, all: &Numbers<'_>) -> Option<Html> {
    if all.parts("ratings").is_empty() {
        return None;
    }
    let scores: Vec<(i64, Option<i64>)> = (1..=5).rev().map(|score| (score, all.known("ratings", &score.to_string()))).collect();
    let count: i64 = scores.iter().filter_map(|(_, count)| *count).sum();
    let number = |count: i64| format::number(count, t.language());
    let title = if scores.iter().any(|(_, count)| count.is_none()) {
        t.with1("portal-statistics-ratings-some", "count", number(count))
    } else {
        let points: i64 = scores.iter().filter_map(|(score, count)| Some(score * (*count)?)).sum();
        let mean = format::decimal(points as f64 / count.max(1) as f64, t.language());
        t.with2("portal-statistics-ratings", "mean", mean, "count", number(count))
    };
    let chart = HorizontalBars::new("ratings", title, t.get("portal-statistics-score"), t.get("portal-statistics-answers"));
    let label = |count: Option<i64>| count.map_or_else(|| t.get("portal-statistics-hidden").into_owned(), number);
    let bars = scores.iter().map(|(score, count)| Bar::new(score.to_string(), count.unwrap_or(0) as f64, label(*count)));
    Some(bars.fold(chart, HorizontalBars::with).draw().html(t))
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
