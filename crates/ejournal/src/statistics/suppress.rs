//! Small cells of a published table are hidden, together with others, so that the sums do not tell them (`ejournal.md` §6.5).
//!
//! The one rule: every hidden number could also have another value with all published numbers as they are, even for a reader who
//! knows that a hidden number is not zero.
//!
//! A table with its sums is a flow without loss: from the grand total over the row sums through the cells to the column sums and back.
//! A hidden number is protected when it lies on a circle of hidden numbers around which one unit can be moved. Where a small number
//! lies on none, the cheapest circle through it is searched and all its numbers are hidden.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::Serialize;

use crate::limits::TABLE_CELLS_MAX;

/// Numbers from one to below this are small. Zero is published: it is the same as no row.
pub const SMALL_CELL: u64 = 5;

/// Counts by row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The counts, row by row.
    pub cells: Vec<Vec<u64>>,
}

/// A table as it may be published: a hidden number is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The counts, row by row.
    pub cells: Vec<Vec<Option<u64>>>,
    /// Sums of the rows.
    pub row_totals: Vec<Option<u64>>,
    /// Sums of the columns.
    pub column_totals: Vec<Option<u64>>,
    /// Sum of all.
    pub total: Option<u64>,
}

/// Why a table cannot be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Too many cells for one table.
    #[error("a published table has at most {TABLE_CELLS_MAX} cells")]
    TooLarge,
    /// Rows of different length, or names that are not as many.
    #[error("the table is not a rectangle with as many names as rows and columns")]
    Shape,
}

/// A number of the table as an arc of the flow.
struct Arc {
    from: usize,
    to: usize,
    value: u64,
    hidden: bool,
    is_total: bool,
}

/// Hides what must not be seen.
pub fn suppress(table: &Table) -> Result<Published, TableError> {
    let (height, width) = (table.rows.len(), table.columns.len());
    if table.cells.len() != height || table.cells.iter().any(|row| row.len() != width) {
        return Err(TableError::Shape);
    }
    if height.saturating_mul(width) > TABLE_CELLS_MAX {
        return Err(TableError::TooLarge);
    }
    let mut flow = Flow::of(table);
    flow.protect();
    let shown = |arc: &Arc| (!arc.hidden).then_some(arc.value);
    let numbers: Vec<Option<u64>> = flow.arcs.iter().map(shown).collect();
    let (cells, sums) = numbers.split_at(height * width);
    Ok(Published {
        rows: table.rows.clone(),
        columns: table.columns.clone(),
        cells: (0..height).map(|row| cells[row * width..][..width].to_vec()).collect(),
        row_totals: sums[..height].to_vec(),
        column_totals: sums[height..height + width].to_vec(),
        total: sums[height + width],
    })
}

struct Flow {
    arcs: Vec<Arc>,
    /// The arcs that touch each node.
    touching: Vec<Vec<usize>>,
}

impl Flow {
    /// Nodes: the rows, the columns, then where the rows come from and where the columns go to.
    fn of(table: &Table) -> Self {
        let (height, width) = (table.rows.len(), table.columns.len());
        let (origin, end) = (height + width, height + width + 1);
        let mut arcs = Vec::with_capacity(height * width + height + width + 1);
        let mut add = |from, to, value, is_total| {
            let hidden = (1..SMALL_CELL).contains(&value);
            arcs.push(Arc { from, to, value, hidden, is_total });
        };
        for (row, cells) in table.cells.iter().enumerate() {
            cells.iter().enumerate().for_each(|(column, value)| add(row, height + column, *value, false));
        }
        for (row, cells) in table.cells.iter().enumerate() {
            add(origin, row, cells.iter().sum(), true);
        }
        for column in 0..width {
            add(height + column, end, table.cells.iter().map(|row| row[column]).sum(), true);
        }
        add(end, origin, table.cells.iter().flatten().sum(), true);
        let mut touching = vec![Vec::new(); end + 1];
        for (at, arc) in arcs.iter().enumerate() {
            touching[arc.from].push(at);
            touching[arc.to].push(at);
        }
        Self { arcs, touching }
    }

    /// Hides circles until every hidden number is protected.
    fn protect(&mut self) {
        while let Some(bare) = (0..self.arcs.len()).find(|at| self.arcs[*at].hidden && !self.is_protected(*at)) {
            let (from, to) = (self.arcs[bare].from, self.arcs[bare].to);
            let circle = self.way(to, from, bare, false).expect("a flow without loss goes round through every number that is not zero");
            for at in circle {
                self.arcs[at].hidden = true;
            }
        }
    }

    /// Whether the number could be one more or one less with hidden numbers alone.
    fn is_protected(&self, at: usize) -> bool {
        let Arc { from, to, value, .. } = self.arcs[at];
        self.way(to, from, at, true).is_some() || (value > 1 && self.way(from, to, at, true).is_some())
    }

    /// The cheapest way between two nodes along which a unit can be moved, without the arc `except`: with an arc the number grows,
    /// against it it falls and stays above zero. Hidden numbers cost nothing, others their value, sums more than all cells.
    fn way(&self, start: usize, goal: usize, except: usize, hidden_only: bool) -> Option<Vec<usize>> {
        let dear = self.arcs.last().map_or(0, |total| total.value).saturating_add(self.arcs.len() as u64);
        let cost = |arc: &Arc| match arc {
            Arc { hidden: true, .. } => 0,
            Arc { is_total: true, value, .. } => dear.saturating_add(*value),
            Arc { value, .. } => value + 1,
        };
        let mut best: Vec<Option<(u64, usize)>> = vec![None; self.touching.len()];
        let mut settled = vec![false; self.touching.len()];
        let mut queue = BinaryHeap::from([Reverse((0u64, start))]);
        while let Some(Reverse((spent, node))) = queue.pop() {
            if std::mem::replace(&mut settled[node], true) {
                continue;
            }
            if node == goal {
                break;
            }
            for &at in self.touching[node].iter().filter(|at| **at != except) {
                let arc = &self.arcs[at];
                let next = if arc.from == node { arc.to } else { arc.from };
                let movable = if arc.from == node { arc.value > 0 } else { arc.value > 1 };
                if !movable || (hidden_only && !arc.hidden) || settled[next] {
                    continue;
                }
                let sum = spent.saturating_add(cost(arc));
                if best[next].is_none_or(|(known, _)| sum < known) {
                    best[next] = Some((sum, at));
                    queue.push(Reverse((sum, next)));
                }
            }
        }
        let mut way = Vec::new();
        let mut node = goal;
        while node != start {
            let (_, at) = best[node]?;
            way.push(at);
            node = if self.arcs[at].to == node { self.arcs[at].from } else { self.arcs[at].to };
        }
        Some(way)
    }
}
