//! What stands in an installation before a test begins: an administration, its units, people and kits.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use identity::{NewStaff, PasswordHash, PasswordParams, Passwords};
use kernel::actor::{Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, UnitId};
use services::kit::KitFiles;
use services::organisation::{AdministrationData, UnitData, administration_create, unit_create};
use store::Tx;

/// A unit to be made.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// Code.
    pub code: &'static str,
    /// Name in Bulgarian.
    pub bg: &'static str,
    /// Name in English; may be empty.
    pub en: &'static str,
}

impl Unit {
    /// A unit without an English name.
    pub const fn new(code: &'static str, bg: &'static str) -> Unit {
        Unit { code, bg, en: "" }
    }
}

/// Fills one administration.
pub struct Seed<'s, 't> {
    tx: &'s mut Tx<'t>,
    /// The circumstances: the system of this administration.
    pub ctx: Ctx,
    /// Units by code.
    pub units: BTreeMap<String, UnitId>,
    /// People by login.
    pub people: BTreeMap<String, StaffActor>,
    hash: PasswordHash,
}

impl<'s, 't> Seed<'s, 't> {
    /// Makes an administration; everybody in it will sign in with `password`.
    pub fn administration(tx: &'s mut Tx<'t>, ctx: &Ctx, data: &AdministrationData, password: &str) -> Seed<'s, 't> {
        let id = administration_create(tx, ctx, data).expect("the administration can be made");
        // The cheapest parameters: what is tested is not the work of a guess.
        let passwords = Passwords::new(PasswordParams { memory_kib: 64, passes: 1, lanes: 1 }).expect("the parameters are allowed");
        let hash = passwords.hash(password, ctx.random.as_ref()).expect("the password can be hashed");
        let ctx = Ctx { administration_id: id, ..ctx.clone() };
        Seed { tx, ctx, units: BTreeMap::new(), people: BTreeMap::new(), hash }
    }

    /// The administration.
    pub fn id(&self) -> AdministrationId {
        self.ctx.administration_id
    }

    /// The transaction, for what this does not make.
    pub fn tx(&mut self) -> &mut Tx<'t> {
        self.tx
    }

    /// Makes units; the one with the code `cao` is a counter.
    pub fn units(&mut self, units: &[Unit]) -> &mut Self {
        for unit in units {
            let is_counter = unit.code == "cao";
            let data = UnitData {
                name_bg: unit.bg.to_owned(),
                name_en: unit.en.to_owned(),
                hours: if is_counter { "понеделник – петък, 8:30 – 17:00 ч.".to_owned() } else { String::new() },
                is_counter,
                ..UnitData::default()
            };
            let id = unit_create(self.tx, &self.ctx, unit.code, &data).expect("the unit can be made");
            self.units.insert(unit.code.to_owned(), id);
        }
        self
    }

    /// Makes a person of a unit with roles.
    pub fn person(&mut self, login: &str, name: &str, unit: &str, roles: &[Role]) -> &mut Self {
        let unit = self.units.get(unit).copied();
        let new = NewStaff {
            login: login.to_owned(),
            name: name.to_owned(),
            email: String::new(),
            password_hash: self.hash.clone(),
            unit_id: unit,
            position_id: None,
            roles: roles.to_vec(),
        };
        let id = identity::staff_create(self.tx, &self.ctx, new).expect("the account can be made");
        self.people.insert(login.to_owned(), StaffActor { id, name: name.to_owned(), unit, roles: roles.to_vec() });
        self
    }

    /// Installs kits of the repository.
    pub fn kits<'c>(&mut self, codes: impl IntoIterator<Item = &'c str>) -> &mut Self {
        for code in codes {
            services::catalogue::kit_install(self.tx, &self.ctx, &kit_files(code)).unwrap_or_else(|error| panic!("{code}: {error:?}"));
        }
        self
    }
}

fn kits() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kits")
}

/// The files of a kit of the repository.
pub fn kit_files(code: &str) -> KitFiles {
    services::kit::load_dir(&kits().join(code)).unwrap_or_else(|error| panic!("{code}: {error:?}"))
}

/// Codes of all kits of the repository, in order.
pub fn kit_codes() -> Vec<String> {
    let folders = std::fs::read_dir(kits()).expect("the repository has kits");
    let mut codes: Vec<String> = folders
        .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.join("kit.toml").exists()))
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    codes.sort();
    codes
}
