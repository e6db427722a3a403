//! Charts drawn on the server as SVG, each with its title, direct labels and the same numbers as a table (`ux.md` §10).
//!
//! The one rule: a chart carries no style of its own, only classes and presentation attributes, so the content policy needs no
//! exception; and no number is told by colour alone.

mod axis;
mod bars;
mod histogram;
mod line;
mod table;

pub use bars::{Bar, HorizontalBars, StackedBars};
pub use histogram::Histogram;
pub use line::{Line, Lines};

use crate::html::{Html, escape};
use crate::texts::Texts;

/// LIMIT: more series than this cannot be told apart.
pub const SERIES_MAX: usize = 6;

/// A finished chart with its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The figure: title, picture, key.
    pub figure: Html,
    /// The same numbers as a table.
    pub table: Html,
}

impl Chart {
    /// Picture and, folded under „Виж като таблица“, the table.
    pub fn html(&self, t: Texts) -> Html {
        Html::trusted(format!(
            "<div>{}<details class=\"govuk-details\"><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">{}</span></summary><div class=\"govuk-details__text\">{}</div></details></div>",
            self.figure,
            escape(&t.get("shell-show-table")),
            self.table
        ))
    }
}

/// Draws the frame around a picture: the title states the finding, the picture is described by it.
fn figure(id: &str, title: &str, width: f64, height: f64, picture: &str, key: &[(&str, usize)]) -> Html {
    let id = escape(id);
    let mut out = format!(
        "<figure class=\"ca-chart\"><figcaption class=\"ca-chart__title\" id=\"{id}-title\">{}</figcaption><svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"{id}-title\">{}{picture}</svg>",
        escape(title),
        patterns(&id)
    );
    if !key.is_empty() {
        out.push_str("<ul class=\"ca-chart__key\">");
        for (name, series) in key {
            out.push_str(&format!(
                "<li><svg viewBox=\"0 0 18 14\" aria-hidden=\"true\">{}</svg>{}</li>",
                filled(&id, *series, 0.0, 0.0, 18.0, 14.0),
                escape(name)
            ));
        }
        out.push_str("</ul>");
    }
    out.push_str("</figure>");
    Html::trusted(out)
}

/// Patterns that tell areas apart without colour. The first series is plain.
fn patterns(id: &str) -> String {
    let mut out = String::from("<defs>");
    let marks = [
        "<path d=\"M0 8L8 0\"/>",
        "<path d=\"M0 0L8 8\"/>",
        "<path d=\"M0 4H8\"/>",
        "<path d=\"M4 0V8\"/>",
        "<path d=\"M0 8L8 0M0 0L8 8\"/>",
    ];
    for (index, mark) in marks.iter().enumerate() {
        out.push_str(&format!(
            "<pattern id=\"{id}-p{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><g stroke=\"#fff\" stroke-opacity=\"0.55\" stroke-width=\"1.600\" fill=\"none\">{mark}</g></pattern>",
            index + 2
        ));
    }
    out.push_str("</defs>");
    out
}

/// A filled rectangle of a series (from 1): its colour and, from the second series on, its pattern over it.
fn filled(id: &str, series: usize, x: f64, y: f64, width: f64, height: f64) -> String {
    let place = format!("x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\"", width.max(0.0), height.max(0.0));
    let mut out = format!("<rect class=\"ca-fill-{series}\" {place}/>");
    if series > 1 {
        out.push_str(&format!("<rect fill=\"url(#{id}-p{series})\" {place}/>"));
    }
    out
}

/// A line of text in the picture.
fn text(class: &str, anchor: &str, x: f64, y: f64, words: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<text{class} x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>", escape(words))
}

/// Width of an average letter in the picture on a narrow screen, where letters are larger than elsewhere.
const LETTER: f64 = 8.2;

/// Width of a text in the picture, roughly: the fonts differ, the average letter does not.
fn text_width(words: &str) -> f64 {
    words.chars().count() as f64 * LETTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn a_chart_carries_no_style_and_escapes_its_words() {
        let chart = HorizontalBars::new("load", "Натоварване <b>", "Служител", "Преписки")
            .with(Bar::new("Ана & Ко", 12.0, "12"))
            .with(Bar::new("Боян", 3.0, "3"))
            .with_target(10.0, "цел 10")
            .draw();
        let all = format!("{}{}", chart.figure, chart.table);
        assert!(!all.contains("style="), "{all}");
        assert!(all.contains("Натоварване &lt;b&gt;") && all.contains("Ана &amp; Ко"));
        assert!(all.contains("role=\"img\"") && all.contains("<caption"));
        assert!(chart.html(Texts::new(Language::Bulgarian)).as_str().contains("Виж като таблица"));
    }

    #[test]
    fn every_kind_draws_with_nothing_and_with_much() {
        let empty = Lines::new("l", "Няма", "Седмица", Vec::new()).draw();
        assert!(empty.figure.as_str().contains("<svg"));
        let weeks: Vec<String> = (1..=12).map(|week| format!("с. {week}")).collect();
        let lines = Lines::new("l", "Подадени", "Седмица", weeks.clone())
            .with(Line::new("Подадени", (0..12).map(f64::from).collect()))
            .with(Line::new("Приключени", vec![5.0; 12]))
            .draw();
        assert_eq!(lines.figure.as_str().matches("<polyline").count(), 2);
        let stacked = StackedBars::new("s", "Отворени", "Звено", ["В срок", "Изтича", "Просрочени"].map(str::to_owned).to_vec())
            .with("ГРАО", vec![5.0, 2.0, 1.0])
            .with("Данъци", vec![0.0, 0.0, 0.0])
            .draw();
        assert!(stacked.figure.as_str().contains("ca-fill-3"));
        let histogram = Histogram::new("h", "Дни до решение", "Дни", "Преписки", &[1.0, 2.0, 2.0, 3.0, 9.0, 14.0], 7).draw();
        assert!(histogram.figure.as_str().contains("<rect") && histogram.table.as_str().contains("<td"));
    }
}
