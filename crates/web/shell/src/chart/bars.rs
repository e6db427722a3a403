//! Bars from zero: one per name, or stacked by group.

use super::axis::short;
use super::{Chart, LETTER, SERIES_MAX, figure, filled, table, text, text_width};

const WIDTH: f64 = 480.0;
const ROW: f64 = 30.0;
const BAR: f64 = 20.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    name: String,
    value: f64,
    label: String,
}

impl Bar {
    /// A bar with the text that stands at its end.
    pub fn new(name: impl Into<String>, value: f64, label: impl Into<String>) -> Bar {
        Bar { name: name.into(), value, label: label.into() }
    }
}

/// Horizontal bars, one per name, with an optional line for a target.
#[derive(Debug, Clone, PartialEq)]
pub struct HorizontalBars {
    id: String,
    title: String,
    name_head: String,
    value_head: String,
    bars: Vec<Bar>,
    target: Option<(f64, String)>,
    end: Option<f64>,
}

impl HorizontalBars {
    /// A chart. `id` is unique on the page; the title states the finding; the heads name the columns of the table.
    pub fn new(id: impl Into<String>, title: impl Into<String>, name_head: impl Into<String>, value_head: impl Into<String>) -> Self {
        HorizontalBars {
            id: id.into(),
            title: title.into(),
            name_head: name_head.into(),
            value_head: value_head.into(),
            bars: Vec::new(),
            target: None,
            end: None,
        }
    }

    /// One more bar.
    #[must_use]
    pub fn with(mut self, bar: Bar) -> Self {
        self.bars.push(bar);
        self
    }

    /// A line across all bars.
    #[must_use]
    pub fn with_target(mut self, value: f64, label: impl Into<String>) -> Self {
        self.target = Some((value, label.into()));
        self
    }

    /// A fixed end of the scale, such as 100 for shares.
    #[must_use]
    pub fn with_end(mut self, end: f64) -> Self {
        self.end = Some(end);
        self
    }

    /// Draws it.
    pub fn draw(&self) -> Chart {
        let largest = self.bars.iter().map(|bar| bar.value).fold(self.target.as_ref().map_or(0.0, |(value, _)| *value), f64::max);
        let end = self.end.unwrap_or(largest).max(f64::MIN_POSITIVE);
        let left = names_width(self.bars.iter().map(|bar| bar.name.as_str()));
        let right = self.bars.iter().map(|bar| text_width(&bar.label)).fold(20.0, f64::max) + 16.0;
        let (top, room) = (if self.target.is_some() { 22.0 } else { 4.0 }, WIDTH - left - right);
        let height = top + ROW * self.bars.len().max(1) as f64 + 6.0;
        let mut picture = String::new();
        if let Some((value, label)) = &self.target {
            let x = left + room * (value / end).clamp(0.0, 1.0);
            picture.push_str(&text("ca-chart__muted", "middle", x, top - 7.0, label));
        }
        for (index, bar) in self.bars.iter().enumerate() {
            let y = top + ROW * index as f64 + (ROW - BAR) / 2.0;
            let width = room * (bar.value.max(0.0) / end).min(1.0);
            picture.push_str(&text("", "end", left - 10.0, y + 14.5, &clipped(&bar.name, left)));
            picture.push_str(&filled(&self.id, 1, left, y, width, BAR));
            if let Some((value, _)) = &self.target {
                // Row by row, and before the label: the line never crosses a number.
                let x = left + room * (value / end).clamp(0.0, 1.0);
                let (from, to) = (y - 5.0, y + BAR + 5.0);
                picture
                    .push_str(&format!("<line class=\"ca-chart__target\" x1=\"{x:.1}\" y1=\"{from:.1}\" x2=\"{x:.1}\" y2=\"{to:.1}\"/>"));
                let ground = text_width(&bar.label) + 6.0;
                picture.push_str(&format!(
                    "<rect class=\"ca-pattern-ground\" x=\"{:.1}\" y=\"{:.1}\" width=\"{ground:.1}\" height=\"16\"/>",
                    left + width + 3.0,
                    y + 2.0
                ));
            }
            picture.push_str(&text("ca-chart__strong", "start", left + width + 6.0, y + 14.5, &bar.label));
        }
        picture.push_str(&axis_line(left, top, height));
        let rows = self.bars.iter().map(|bar| (bar.name.clone(), vec![bar.label.clone()]));
        Chart {
            figure: figure(&self.id, &self.title, WIDTH, height, &picture, &[]),
            table: table::table(&self.title, &[&self.name_head, &self.value_head], rows),
        }
    }
}

/// Horizontal bars made of parts.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    id: String,
    title: String,
    name_head: String,
    parts: Vec<String>,
    rows: Vec<(String, Vec<f64>)>,
}

impl StackedBars {
    /// A chart whose bars have these parts, at most six.
    pub fn new(id: impl Into<String>, title: impl Into<String>, name_head: impl Into<String>, parts: Vec<String>) -> Self {
        let mut parts = parts;
        parts.truncate(SERIES_MAX);
        StackedBars { id: id.into(), title: title.into(), name_head: name_head.into(), parts, rows: Vec::new() }
    }

    /// One more bar; values in the order of the parts.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, mut values: Vec<f64>) -> Self {
        values.resize(self.parts.len(), 0.0);
        self.rows.push((name.into(), values));
        self
    }

    /// Draws it.
    pub fn draw(&self) -> Chart {
        let total = |values: &[f64]| values.iter().map(|value| value.max(0.0)).sum::<f64>();
        let end = self.rows.iter().map(|(_, values)| total(values)).fold(f64::MIN_POSITIVE, f64::max);
        let left = names_width(self.rows.iter().map(|(name, _)| name.as_str()));
        let room = WIDTH - left - 56.0;
        let height = 4.0 + ROW * self.rows.len().max(1) as f64 + 6.0;
        let mut picture = String::new();
        for (index, (name, values)) in self.rows.iter().enumerate() {
            let y = 4.0 + ROW * index as f64 + (ROW - BAR) / 2.0;
            picture.push_str(&text("", "end", left - 10.0, y + 14.5, &clipped(name, left)));
            let mut x = left;
            for (part, value) in values.iter().enumerate() {
                let width = room * value.max(0.0) / end;
                if width <= 0.0 {
                    continue;
                }
                picture.push_str(&filled(&self.id, part + 1, x, y, (width - 1.5).max(1.0), BAR));
                let label = short(*value);
                if width > text_width(&label) + 14.0 {
                    // A plain ground keeps the number readable on a pattern and in either scheme.
                    let w = text_width(&label) + 8.0;
                    picture.push_str(&format!(
                        "<rect class=\"ca-pattern-ground\" x=\"{:.1}\" y=\"{:.1}\" width=\"{w:.1}\" height=\"15\" rx=\"3\"/>",
                        x + width / 2.0 - w / 2.0 - 0.75,
                        y + 2.5
                    ));
                    picture.push_str(&text("ca-chart__strong", "middle", x + width / 2.0 - 0.75, y + 14.5, &label));
                }
                x += width;
            }
            picture.push_str(&text("ca-chart__strong", "start", x + 7.0, y + 14.5, &short(total(values))));
        }
        picture.push_str(&axis_line(left, 4.0, height));
        let key: Vec<(&str, usize)> = self.parts.iter().enumerate().map(|(index, part)| (part.as_str(), index + 1)).collect();
        let mut heads = vec![self.name_head.as_str()];
        heads.extend(self.parts.iter().map(String::as_str));
        let rows = self.rows.iter().map(|(name, values)| (name.clone(), values.iter().map(|value| short(*value)).collect()));
        Chart { figure: figure(&self.id, &self.title, WIDTH, height, &picture, &key), table: table::table(&self.title, &heads, rows) }
    }
}

fn names_width<'n>(names: impl Iterator<Item = &'n str>) -> f64 {
    (names.map(text_width).fold(40.0, f64::max) + 14.0).min(200.0)
}

/// The name as far as it fits; the table has it whole.
fn clipped(name: &str, room: f64) -> String {
    // A hair more, so that a name that set the width is not cut by the rounding.
    let fits = ((room - 14.0) / LETTER + 0.01) as usize;
    if name.chars().count() <= fits { name.to_owned() } else { name.chars().take(fits.saturating_sub(1)).chain(['…']).collect() }
}

fn axis_line(left: f64, top: f64, height: f64) -> String {
    format!("<line class=\"ca-chart__axis\" x1=\"{left:.1}\" y1=\"{top:.1}\" x2=\"{left:.1}\" y2=\"{:.1}\"/>", height - 4.0)
}
