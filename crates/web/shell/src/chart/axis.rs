//! Scales: round steps from zero.

/// A scale from zero to a round number above the largest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Distance between two lines.
    pub step: f64,
    /// Number of steps.
    pub steps: usize,
}

impl Scale {
    /// A scale for values up to `largest`, with four or five lines.
    pub fn up_to(largest: f64) -> Scale {
        if !largest.is_finite() || largest <= 0.0 {
            return Scale { step: 1.0, steps: 1 };
        }
        let rough = largest / 4.0;
        let magnitude = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * magnitude).find(|step| *step >= rough).unwrap_or(magnitude);
        // Counts have no halves.
        let step = if largest >= 1.0 { step.ceil() } else { step };
        Scale { step, steps: ((largest / step).ceil() as usize).max(1) }
    }

    /// The end of the scale.
    pub fn end(&self) -> f64 {
        self.step * self.steps as f64
    }

    /// Values of the lines, zero first.
    pub fn lines(&self) -> impl Iterator<Item = f64> {
        let step = self.step;
        (0..=self.steps).map(move |index| step * index as f64)
    }
}

/// A number of a scale without needless digits.
pub(super) fn short(value: f64) -> String {
    if value.fract().abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.1}").replace('.', ",") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_reach_the_largest_value() {
        for (largest, end) in [(0.0, 1.0), (3.0, 3.0), (7.0, 8.0), (37.0, 40.0), (100.0, 100.0), (1234.0, 1500.0)] {
            assert_eq!(Scale::up_to(largest).end(), end, "{largest}");
        }
    }
}
