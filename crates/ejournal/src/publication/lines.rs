//! Published numbers as lines of a table: one after the other as they stand, or added up for a question.
//!
//! The one rule: a sum says how many hidden numbers are missing in it, and what cannot be added up is not.

use jiff::civil::Date;
use kernel::entity_number::EntityNumber;
use serde::Serialize;
use store::{Row, Tx, params};

use super::{Publisher, eik_number};
use crate::statistics::{ALL_SERVICES, Period};

/// LIMIT: most lines of one answer; whoever wants all takes the files.
pub const LINES_MAX: usize = 20_000;

/// Figures that may be added up over more than is asked for are left out; shares and times of all administrations together stand in the
/// place of administration 0.
const ASK: &str = "SELECT CASE WHEN $2 = 'yes' THEN f.period ELSE '' END AS place_1,
        CASE WHEN $3 = 'yes' THEN f.administration ELSE 0 END AS place_2,
        CASE WHEN $4 = 'yes' THEN f.service ELSE '' END AS place_3,
        f.figure, f.detail, CAST(SUM(f.value) AS BIGINT), CAST(SUM(CASE WHEN f.value IS NULL THEN 1 ELSE 0 END) AS BIGINT)
    FROM statistic_figure f
    JOIN statistic_publication p ON p.publisher = f.publisher AND p.period = f.period
    WHERE f.publisher = $1 AND p.published_at IS NOT NULL AND p.first_on >= $5 AND p.last_on <= $6
        AND ($7 = 0 OR f.administration = $7) AND ($8 = '' OR f.service = $8) AND ($9 = '' OR f.figure = $9)
        AND (($4 = 'yes' AND f.service <> '') OR ($4 <> 'yes' AND f.service = ''))
        AND ((f.administration > 0 AND f.sums >= $10) OR (f.administration = 0 AND $10 = 1))
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5 LIMIT $11";
const OF_PERIOD: &str = "SELECT period, administration, service, figure, detail, value, CASE WHEN value IS NULL THEN 1 ELSE 0 END
    FROM statistic_figure
    WHERE publisher = $1 AND period = $2 AND (administration, service, figure, detail) > ($3, $4, $5, $6)
    ORDER BY administration, service, figure, detail LIMIT $7";

const ADMINISTRATIONS: &str = "SELECT DISTINCT administration FROM statistic_figure
    WHERE publisher = $1 AND period = $2 AND administration > 0
    ORDER BY administration";

pub(super) const STATEMENTS: &[&str] = &[ASK, OF_PERIOD, ADMINISTRATIONS];

/// One line of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The period; none when several are added up.
    pub period: Option<String>,
    /// ЕИК of the administration; none: all together.
    pub administration: Option<String>,
    /// Number of the service; none: all together.
    pub service: Option<String>,
    /// What the number is: [`crate::statistics::definitions`].
    pub figure: String,
    /// Which part of the figure.
    pub detail: Option<String>,
    /// The number; none when it is hidden.
    pub value: Option<i64>,
    /// How many hidden numbers are missing in it.
    pub hidden: i64,
}

/// What is asked of the published numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Only periods that do not begin before.
    pub from: Date,
    /// Only periods that do not end later.
    pub until: Date,
    /// Each period by itself, instead of all together.
    pub by_period: bool,
    /// Each administration by itself.
    pub by_administration: bool,
    /// Each service by itself.
    pub by_service: bool,
    /// Only this administration.
    pub administration: Option<EntityNumber>,
    /// Only this service.
    pub service: Option<String>,
    /// Only this figure.
    pub figure: Option<String>,
}

impl Question {
    /// Everything of one period, all services together, all administrations together.
    pub fn of(period: Period) -> Question {
        Question {
            from: period.first(),
            until: period.last(),
            by_period: true,
            by_administration: false,
            by_service: false,
            administration: None,
            service: None,
            figure: None,
        }
    }

    /// Over what numbers are added up: 0 nothing, 1 administrations, 2 periods.
    fn sums(&self) -> i64 {
        if !self.by_period { 2 } else { i64::from(!self.by_administration && self.administration.is_none()) }
    }
}

/// Answers a question; nothing when the answer has more than [`LINES_MAX`] lines. Of services by themselves the sums of all are left out.
pub fn lines(tx: &Tx<'_>, publisher: &Publisher, asked: &Question) -> store::Result<Option<Vec<Line>>> {
    let yes = |is: bool| if is { "yes" } else { "no" };
    let by_administration = asked.by_administration || asked.administration.is_some();
    let by_service = asked.by_service || asked.service.is_some();
    let found = tx.query(
        ASK,
        &params![
            publisher.number(),
            yes(asked.by_period),
            yes(by_administration),
            yes(by_service),
            asked.from,
            asked.until,
            asked.administration.as_ref().map_or(0, eik_number),
            asked.service.as_deref().unwrap_or_default(),
            asked.figure.as_deref().unwrap_or_default(),
            asked.sums(),
            LINES_MAX as i64 + 1
        ],
        line,
    )?;
    Ok((found.len() <= LINES_MAX).then_some(found))
}

/// The numbers of a period as they stand, a page after `after`; published or not.
pub fn lines_of(tx: &Tx<'_>, publisher: &Publisher, period: Period, after: Option<&Line>) -> store::Result<Vec<Line>> {
    let number = |line: &Line| line.administration.as_ref().and_then(|eik| eik.parse::<i64>().ok()).unwrap_or(0);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let from = match after {
        Some(line) => (number(line), text(line.service.as_ref()), line.figure.clone(), text(line.detail.as_ref())),
        None => (-1, String::new(), String::new(), String::new()),
    };
    let asked = params![publisher.number(), period.to_string(), from.0, from.1, from.2, from.3, LINES_MAX as i64];
    tx.query(OF_PERIOD, &asked, line)
}

/// The administrations a period has numbers of, by their ЕИК.
pub fn administrations_of(tx: &Tx<'_>, publisher: &Publisher, period: Period) -> store::Result<Vec<String>> {
    tx.query(ADMINISTRATIONS, &params![publisher.number(), period.to_string()], |row| Ok(format!("{:09}", row.get::<i64>(0)?)))
}

fn line(row: &Row<'_>) -> store::Result<Line> {
    let some = |text: String| (!text.is_empty()).then_some(text);
    let service: String = row.get(2)?;
    Ok(Line {
        period: some(row.get(0)?),
        administration: Some(row.get::<i64>(1)?).filter(|number| *number > 0).map(|number| format!("{number:09}")),
        service: (service != ALL_SERVICES).then_some(service),
        figure: row.get(3)?,
        detail: some(row.get(4)?),
        value: row.get(5)?,
        hidden: row.get(6)?,
    })
}
