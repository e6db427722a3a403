//! How often a number of days occurs, with median and 90th percentile.

use super::axis::{Scale, short};
use super::{Chart, figure, filled, table, text};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 30.0;
const LEFT: f64 = 40.0;
/// LIMIT: more columns than this are summed up in the last one.
const COLUMNS_MAX: usize = 24;

/// A histogram of whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    id: String,
    title: String,
    value_head: String,
    count_head: String,
    values: Vec<f64>,
    width: u32,
}

impl Histogram {
    /// A histogram whose columns are `width` wide. `id` is unique on the page; the title states the finding.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        value_head: impl Into<String>,
        count_head: impl Into<String>,
        values: &[f64],
        width: u32,
    ) -> Self {
        let mut values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).map(|value| value.max(0.0)).collect();
        values.sort_by(f64::total_cmp);
        Histogram {
            id: id.into(),
            title: title.into(),
            value_head: value_head.into(),
            count_head: count_head.into(),
            values,
            width: width.max(1),
        }
    }

    /// The value below which the share `share` of all values lies (nearest rank).
    fn percentile(&self, share: f64) -> Option<f64> {
        let rank = (self.values.len() as f64 * share).ceil() as usize;
        self.values.get(rank.max(1) - 1).copied()
    }

    fn columns(&self) -> Vec<(String, usize)> {
        let width = f64::from(self.width);
        let count = self.values.last().map_or(1, |last| (last / width) as usize + 1);
        let shown = count.min(COLUMNS_MAX);
        let mut columns = vec![0usize; shown];
        for value in &self.values {
            columns[((value / width) as usize).min(shown - 1)] += 1;
        }
        let name = |index: usize| {
            let from = index as u32 * self.width;
            if index + 1 == shown && count > shown {
                format!("{from}+")
            } else if self.width == 1 {
                from.to_string()
            } else {
                format!("{from}–{}", from + self.width - 1)
            }
        };
        columns.into_iter().enumerate().map(|(index, count)| (name(index), count)).collect()
    }

    /// Draws it.
    pub fn draw(&self) -> Chart {
        let columns = self.columns();
        let scale = Scale::up_to(columns.iter().map(|(_, count)| *count as f64).fold(0.0, f64::max));
        let (room_x, room_y) = (WIDTH - LEFT - 14.0, HEIGHT - TOP - BOTTOM);
        let step = room_x / columns.len() as f64;
        let mut picture = String::new();
        for value in scale.lines() {
            let y = TOP + room_y * (1.0 - value / scale.end());
            picture.push_str(&format!(
                "<line class=\"ca-chart__grid\" x1=\"{LEFT:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>",
                LEFT + room_x
            ));
            picture.push_str(&text("ca-chart__muted", "end", LEFT - 8.0, y + 4.5, &short(value)));
        }
        let every = (46.0 / step).ceil().max(1.0) as usize;
        for (index, (name, count)) in columns.iter().enumerate() {
            let height = room_y * *count as f64 / scale.end();
            let x = LEFT + step * index as f64;
            picture.push_str(&filled(&self.id, 1, x + 1.5, TOP + room_y - height, step - 3.0, height));
            if index.is_multiple_of(every) {
                picture.push_str(&text("ca-chart__muted", "middle", x + step / 2.0, HEIGHT - 10.0, name));
            }
        }
        for (share, mark) in [(0.5, "50%"), (0.9, "90%")] {
            if let Some(value) = self.percentile(share) {
                let x = LEFT + (step * value / f64::from(self.width) + step / 2.0 / f64::from(self.width)).min(room_x);
                picture.push_str(&format!(
                    "<line class=\"ca-chart__target\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\"/>",
                    TOP - 6.0,
                    TOP + room_y
                ));
                let y = if share < 0.6 { TOP - 20.0 } else { TOP - 8.0 };
                picture.push_str(&text("ca-chart__strong", "start", x + 4.0, y + 6.0, &format!("{mark}: {}", short(value))));
            }
        }
        let rows = columns.iter().map(|(name, count)| (name.clone(), vec![count.to_string()]));
        Chart {
            figure: figure(&self.id, &self.title, WIDTH, HEIGHT, &picture, &[]),
            table: table::table(&self.title, &[&self.value_head, &self.count_head], rows),
        }
    }
}
