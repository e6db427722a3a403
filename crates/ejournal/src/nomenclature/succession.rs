//! What a newer version of the nomenclature may change (`ejournal.md` §3, „Versions“): it may add, refine and end, never redefine.

use super::{Nomenclature, NomenclatureError, Problem, ReasonEntry, StatusEntry, Version};

impl Nomenclature {
    /// Checks that this version may take the place of `earlier`. All mistakes are reported at once.
    pub fn succeeds(&self, earlier: &Nomenclature) -> Result<(), NomenclatureError> {
        let mut found: Vec<Problem> = earlier.statuses.iter().filter_map(|old| self.status_change(old)).collect();
        found.extend(earlier.reasons.iter().filter(|old| self.reason(&old.code).is_none()).map(|old| dropped(&old.code)));
        let least = self.least_version(earlier);
        if self.version < least {
            found.push(Problem::Version { least });
        }
        if found.is_empty() { Ok(()) } else { Err(NomenclatureError::Content(found)) }
    }

    fn status_change(&self, old: &StatusEntry) -> Option<Problem> {
        let Some(new) = self.status(&old.code) else { return Some(dropped(&old.code)) };
        let what = [
            ("number", new.id != old.id),
            ("phase", new.phase != old.phase),
            ("end", new.end != old.end),
            ("list of needed members", new.needs != old.needs),
            ("visibility", new.public != old.public),
            ("list of phases it returns from", new.returns != old.returns),
            ("part of the minimum", new.minimum != old.minimum),
            ("mapping", old.older.iter().any(|older| !new.older.contains(older))),
            ("mapping", old.inner.iter().any(|inner| !new.inner.contains(inner))),
        ];
        let (what, _) = what.into_iter().find(|(_, changed)| *changed)?;
        Some(Problem::Changed { code: old.code.to_string(), what })
    }

    /// The least version under which this one may follow `earlier`; that of `earlier` when nothing changed.
    pub fn least_version(&self, earlier: &Nomenclature) -> Version {
        let Version { major, minor, patch } = earlier.version;
        let adds = self.statuses.iter().any(|new| earlier.status(&new.code).is_none())
            || self.reasons.iter().any(|new| earlier.reason(&new.code).is_none());
        let same: (&[StatusEntry], &[ReasonEntry]) = (&earlier.statuses, &earlier.reasons);
        if adds {
            Version { major, minor: minor.saturating_add(1), patch: 0 }
        } else if (self.statuses(), self.reasons()) != same {
            Version { major, minor, patch: patch.saturating_add(1) }
        } else {
            earlier.version
        }
    }
}

fn dropped(code: &impl ToString) -> Problem {
    Problem::Dropped { code: code.to_string() }
}
