//! Names behind identifiers — services, units, people — read once for a page.

use std::collections::BTreeMap;

use cases::Error;
use kernel::actor::Role;
use kernel::ctx::Ctx;
use kernel::ids::{StaffId, UnitId};
use store::Tx;
use web::{Choice, Texts};

/// The names a page shows.
#[derive(Debug, Clone, Default)]
pub struct Names {
    services: BTreeMap<String, String>,
    units: BTreeMap<UnitId, String>,
    people: BTreeMap<StaffId, String>,
}

impl Names {
    /// Names of all services and units, and of these people.
    pub fn load(tx: &Tx<'_>, ctx: &Ctx, language: &str, people: impl IntoIterator<Item = StaffId>) -> Result<Names, Error> {
        let administration = ctx.administration_id;
        let mut names = Names::default();
        for version in services::catalogue::kit_version_list(tx, administration)? {
            // The latest version of each service stands first.
            let name = version.name(language).to_owned();
            names.services.entry(version.code).or_insert(name);
        }
        for unit in services::organisation::unit_list_all(tx, administration)? {
            names.units.insert(unit.id, unit.name(language).to_owned());
        }
        names.add_people(tx, ctx, people)?;
        Ok(names)
    }

    /// Adds the names of these people.
    pub fn add_people(&mut self, tx: &Tx<'_>, ctx: &Ctx, people: impl IntoIterator<Item = StaffId>) -> Result<(), Error> {
        for id in people {
            if let std::collections::btree_map::Entry::Vacant(vacant) = self.people.entry(id) {
                vacant.insert(identity::staff_name(tx, ctx.administration_id, id)?.unwrap_or_default());
            }
        }
        Ok(())
    }

    /// The name of a service; its code when it was never installed here.
    pub fn service(&self, code: &str) -> String {
        self.services.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The name of a unit.
    pub fn unit(&self, id: UnitId) -> String {
        self.units.get(&id).cloned().unwrap_or_default()
    }

    /// The name of a person.
    pub fn person(&self, id: Option<StaffId>) -> String {
        id.and_then(|id| self.people.get(&id).cloned()).unwrap_or_default()
    }

    /// Codes of all services, by name.
    pub fn service_order(&self) -> Vec<String> {
        self.service_choices().into_iter().map(|choice| choice.value).collect()
    }

    /// All units, by name.
    pub fn unit_order(&self) -> Vec<UnitId> {
        self.unit_choices().into_iter().filter_map(|choice| choice.value.parse().ok()).collect()
    }

    /// Services to choose from, by name.
    pub fn service_choices(&self) -> Vec<Choice> {
        by_label(self.services.iter().map(|(code, name)| Choice::new(code.clone(), name.clone())).collect())
    }

    /// Units to choose from, by name.
    pub fn unit_choices(&self) -> Vec<Choice> {
        by_label(self.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect())
    }
}

fn by_label(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_cached_key(|choice| kernel::search_text::fold(&choice.label));
    choices
}

/// Everybody who works on cases, optionally of one unit, by name.
pub fn people(tx: &Tx<'_>, ctx: &Ctx, roles: &[Role], unit: Option<UnitId>) -> Result<Vec<Choice>, Error> {
    let mut found: BTreeMap<StaffId, String> = BTreeMap::new();
    for role in roles {
        for person in identity::staff_in_role(tx, ctx.administration_id, *role, unit)? {
            found.insert(person.id, person.name);
        }
    }
    Ok(by_label(found.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect()))
}

/// A name for tight lists: people by initials and family name, firms whole.
pub fn short(name: &str) -> String {
    let is_form = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    if name.contains(['„', '"', '«']) || name.split_whitespace().any(is_form) { name.to_owned() } else { web::format::short_name(name) }
}

/// The name of a channel.
pub fn channel(t: Texts, word: &str) -> String {
    word_of(t, "office-channel", word)
}

/// The name of a way of delivery.
pub fn delivery(t: Texts, word: &str) -> String {
    word_of(t, "office-delivery", word)
}

/// The name of a speed.
pub fn speed(t: Texts, word: &str) -> String {
    word_of(t, "office-speed", word)
}

/// The name of a kind of document.
pub fn document_kind(t: Texts, word: &str) -> String {
    t.find(&format!("office-document-{word}")).unwrap_or_else(|| t.get("office-document-other")).into_owned()
}

/// A word of a closed list by its key; the word itself when the list grew without a text.
fn word_of(t: Texts, list: &str, word: &str) -> String {
    t.find(&format!("{list}-{word}")).map_or_else(|| word.to_owned(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firms_keep_their_names() {
        assert_eq!(short("Пример ООД"), "Пример ООД");
        assert_eq!(short("„Пробна фирма“"), "„Пробна фирма“");
        assert_eq!(short("Иван Петров Примеров"), "И.\u{a0}П.\u{a0}Примеров");
    }
}
