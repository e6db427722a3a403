//! Lines over time, labelled at their ends.

use super::axis::{Scale, short};
use super::{Chart, SERIES_MAX, figure, table, text, text_width};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;
const LEFT: f64 = 40.0;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    name: String,
    values: Vec<f64>,
}

impl Line {
    /// A line with a value per point of time.
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Line {
        Line { name: name.into(), values }
    }
}

/// Lines over the same points of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    id: String,
    title: String,
    time_head: String,
    times: Vec<String>,
    lines: Vec<Line>,
}

impl Lines {
    /// A chart over these points of time. `id` is unique on the page; the title states the finding.
    pub fn new(id: impl Into<String>, title: impl Into<String>, time_head: impl Into<String>, times: Vec<String>) -> Self {
        Lines { id: id.into(), title: title.into(), time_head: time_head.into(), times, lines: Vec::new() }
    }

    /// One more line; more than six are not drawn.
    #[must_use]
    pub fn with(mut self, mut line: Line) -> Self {
        line.values.resize(self.times.len(), 0.0);
        if self.lines.len() < SERIES_MAX {
            self.lines.push(line);
        }
        self
    }

    /// Draws it.
    pub fn draw(&self) -> Chart {
        let scale = Scale::up_to(self.lines.iter().flat_map(|line| line.values.iter().copied()).fold(0.0, f64::max));
        let right = self.lines.iter().map(|line| text_width(&line.name)).fold(0.0, f64::max).min(150.0) + 14.0;
        let (room_x, room_y) = (WIDTH - LEFT - right, HEIGHT - TOP - BOTTOM);
        let x_of =
            |index: usize| LEFT + if self.times.len() > 1 { room_x * index as f64 / (self.times.len() - 1) as f64 } else { room_x / 2.0 };
        let y_of = |value: f64| TOP + room_y * (1.0 - value.max(0.0) / scale.end());
        let mut picture = String::new();
        for value in scale.lines() {
            let y = y_of(value);
            let class = if value == 0.0 { "ca-chart__axis" } else { "ca-chart__grid" };
            picture
                .push_str(&format!("<line class=\"{class}\" x1=\"{LEFT:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>", LEFT + room_x));
            picture.push_str(&text("ca-chart__muted", "end", LEFT - 8.0, y + 4.5, &short(value)));
        }
        // As many times as have room, the last one always.
        let widest = self.times.iter().map(|time| text_width(time)).fold(30.0, f64::max) + 14.0;
        let every = ((widest * self.times.len() as f64 / room_x).ceil() as usize).max(1);
        for (index, time) in self.times.iter().enumerate() {
            if (self.times.len() - 1 - index).is_multiple_of(every) {
                picture.push_str(&text("ca-chart__muted", "middle", x_of(index), HEIGHT - 12.0, time));
            }
        }
        let mut ends = self.ends(&y_of);
        for (index, line) in self.lines.iter().enumerate() {
            let points: Vec<String> =
                line.values.iter().enumerate().map(|(at, value)| format!("{:.1},{:.1}", x_of(at), y_of(*value))).collect();
            let series = index + 1;
            picture.push_str(&format!("<polyline class=\"ca-line-{series}\" points=\"{}\"/>", points.join(" ")));
            if let (Some(last), Some(y)) = (line.values.last(), ends.get_mut(index)) {
                let x = x_of(line.values.len() - 1);
                picture.push_str(&format!("<circle class=\"ca-fill-{series}\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"4\"/>", y_of(*last)));
                picture.push_str(&text("ca-chart__strong", "start", x + 9.0, *y + 4.5, &line.name));
            }
        }
        let mut heads = vec![self.time_head.as_str()];
        heads.extend(self.lines.iter().map(|line| line.name.as_str()));
        let rows =
            self.times.iter().enumerate().map(|(at, time)| (time.clone(), self.lines.iter().map(|line| short(line.values[at])).collect()));
        Chart { figure: figure(&self.id, &self.title, WIDTH, HEIGHT, &picture, &[]), table: table::table(&self.title, &heads, rows) }
    }

    /// Heights of the labels at the ends, moved apart where lines end close together.
    fn ends(&self, y_of: &impl Fn(f64) -> f64) -> Vec<f64> {
        let mut order: Vec<(usize, f64)> =
            self.lines.iter().enumerate().map(|(index, line)| (index, y_of(line.values.last().copied().unwrap_or(0.0)))).collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        for at in 1..order.len() {
            order[at].1 = order[at].1.max(order[at - 1].1 + 16.0);
        }
        // Lines that end on the ground push their labels up, not into the times below.
        let mut ground = HEIGHT - BOTTOM;
        for place in order.iter_mut().rev() {
            place.1 = place.1.min(ground);
            ground = place.1 - 16.0;
        }
        let mut ends = vec![0.0; order.len()];
        for (index, y) in order {
            ends[index] = y;
        }
        ends
    }
}
