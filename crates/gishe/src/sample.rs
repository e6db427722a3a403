//! The sample administration: units, people in every role and the kits of the product, for the demo, the tests and the figures.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use identity::{NewStaff, PasswordHash, PasswordParams, Passwords};
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, StaffId, UnitId};
use services::kit::{Kit, KitFiles};
use services::organisation::{self, AdministrationData, UnitData};
use store::Tx;

use crate::runtime::Installation;

/// The kits of the product, inside the program.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../kits"]
struct Kits;

/// Password of every sample account. It opens nothing but sample data.
pub const PASSWORD: &str = "primeren-vhod-2026";

/// The sample administration.
pub const ADMINISTRATION: AdministrationId = AdministrationId(1);

/// The files of the kits of the product by code.
pub fn kits() -> BTreeMap<String, KitFiles> {
    let mut kits: BTreeMap<String, KitFiles> = BTreeMap::new();
    for path in Kits::iter() {
        let Some((code, inside)) = path.split_once('/') else { continue };
        if let Some(file) = Kits::get(&path) {
            kits.entry(code.to_owned()).or_default().insert(inside.to_owned(), file.data.into_owned());
        }
    }
    kits
}

/// A sample account.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name for signing in.
    pub login: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Code of the unit.
    pub unit: &'static str,
    /// Position.
    pub position: &'static str,
    /// Roles.
    pub roles: &'static [Role],
}

/// The sample accounts: at least one in every role that has screens.
pub const PEOPLE: &[Person] = &[
    person("gishe1", "Ана Примерова", "cao", "служител „Административно обслужване“", &[Role::FrontDesk, Role::Cashier]),
    person("gishe2", "Борис Образцов", "cao", "служител „Административно обслужване“", &[Role::FrontDesk]),
    person("delovoditel", "Вера Пробна", "cao", "деловодител", &[Role::Registrar, Role::FrontDesk]),
    person("kasa", "Галя Тестова", "cao", "касиер", &[Role::Cashier]),
    person("grao1", "Дора Примерова", "gra", "експерт „ГРАО“", &[Role::CaseOfficer]),
    person("grao2", "Евгени Образцов", "gra", "експерт „ГРАО“", &[Role::CaseOfficer, Role::Reviewer]),
    person("grao-nachalnik", "Жана Пробна", "gra", "началник-отдел „ГРАО“", &[Role::UnitHead, Role::Reviewer]),
    person("danaci1", "Зоя Тестова", "mdt", "експерт „Местни данъци и такси“", &[Role::CaseOfficer]),
    person("danaci-nachalnik", "Иван Примеров", "mdt", "началник-отдел „Местни данъци и такси“", &[Role::UnitHead, Role::Reviewer]),
    person("arhitekt1", "Катя Образцова", "arch", "експерт „Устройство на територията“", &[Role::CaseOfficer]),
    person("arhitekt-glaven", "Лъчезар Пробен", "arch", "главен архитект", &[Role::UnitHead, Role::Reviewer]),
    person("patishta1", "Мая Тестова", "roads", "експерт „Улична мрежа“", &[Role::Reviewer, Role::CaseOfficer]),
    person("pravo1", "Никола Примеров", "law", "юрисконсулт", &[Role::CaseOfficer]),
    person("pravo-nachalnik", "Олга Образцова", "law", "началник-отдел „Правно обслужване“", &[Role::UnitHead, Role::Reviewer]),
    person("kmet", "Петър Пробен", "head", "кмет", &[Role::Signatory, Role::UnitHead]),
    person("zam-kmet", "Рая Тестова", "head", "заместник-кмет", &[Role::Signatory]),
    person("uslugi", "Стефан Примеров", "cao", "администратор на услуги", &[Role::ServiceAdmin]),
    person("admin", "Таня Образцова", "head", "системен администратор", &[Role::Admin]),
    person("oditor", "Уляна Пробна", "head", "вътрешен одитор", &[Role::Auditor]),
];

const fn person(login: &'static str, name: &'static str, unit: &'static str, position: &'static str, roles: &'static [Role]) -> Person {
    Person { login, name, unit, position, roles }
}

/// The circumstances of an act of the system in the sample administration.
pub fn system(installation: &Installation, base_url: &str) -> Ctx {
    Ctx {
        administration_id: ADMINISTRATION,
        actor: Actor::System,
        now: installation.clock.now(),
        command_id: None,
        request_id: "sample".to_owned(),
        random: installation.random.clone(),
        key: installation.key.clone(),
        base_url: base_url.into(),
    }
}

/// What the sample administration consists of, by the names used here.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Units by code.
    pub units: BTreeMap<String, UnitId>,
    /// Accounts by login.
    pub people: BTreeMap<String, StaffActor>,
}

impl Sample {
    /// The circumstances of an act of `login` at the present time of `ctx`.
    pub fn acting(&self, ctx: &Ctx, login: &str) -> Result<Ctx> {
        let actor = self.people.get(login).cloned().ok_or_else(|| anyhow!("no sample account {login}"))?;
        Ok(Ctx { actor: Actor::Staff(actor), ..ctx.clone() })
    }
}

/// The people of a sample administration that is there.
pub fn present(tx: &Tx<'_>) -> Result<Sample, store::Error> {
    let mut sample = Sample::default();
    for person in PEOPLE {
        let account = identity::sign_in_account(tx, ADMINISTRATION, person.login)?;
        let Some(actor) = account.map(|one| identity::staff_actor(tx, ADMINISTRATION, one.id)).transpose()?.flatten() else { continue };
        sample.units.extend(actor.unit.map(|unit| (person.unit.to_owned(), unit)));
        sample.people.insert(person.login.to_owned(), actor);
    }
    Ok(sample)
}

/// Makes the sample administration with its people and the given kits.
pub fn create(tx: &mut Tx<'_>, ctx: &Ctx, password: &PasswordHash, kits: &BTreeMap<String, KitFiles>) -> Result<Sample, Error> {
    organisation::administration_create(tx, ctx, &administration())?;
    let mut sample = Sample::default();
    let mut named: BTreeMap<String, (String, String)> = BTreeMap::new();
    for files in kits.values() {
        let kit = Kit::parse(files).map_err(|findings| Error::Kit { findings: findings.len() })?;
        for unit in &kit.manifest.unit.named {
            named.entry(unit.code.clone()).or_insert_with(|| (unit.name.bg.clone(), unit.name.en.clone()));
        }
    }
    for (code, bg, en) in [("cao", "Център за административно обслужване", "Service centre"), ("head", "Кметство", "Mayor's office")]
    {
        named.entry(code.to_owned()).or_insert_with(|| (bg.to_owned(), en.to_owned()));
    }
    for (code, (name_bg, name_en)) in named {
        let is_counter = code == "cao";
        let unit = UnitData {
            parent_id: None,
            name_bg,
            name_en,
            address: "1000 Примерна, пл. „Централен“ № 1".to_owned(),
            hours: if is_counter { "8:30–17:30 ч., без прекъсване".to_owned() } else { "9:00–17:00 ч.".to_owned() },
            is_counter,
        };
        let id = organisation::unit_create(tx, ctx, &code, &unit)?;
        sample.units.insert(code, id);
    }
    for person in PEOPLE {
        let Some(unit) = sample.units.get(person.unit).copied() else { continue };
        let position = organisation::position_create(tx, ctx, unit, person.position)?;
        let new = NewStaff {
            login: person.login.to_owned(),
            name: person.name.to_owned(),
            email: format!("{}@primerna.example", person.login),
            password_hash: password.clone(),
            unit_id: Some(unit),
            position_id: Some(position),
            roles: person.roles.to_vec(),
        };
        let id: StaffId = identity::staff_create(tx, ctx, new)?;
        let actor = StaffActor { id, name: person.name.to_owned(), unit: Some(unit), roles: person.roles.to_vec() };
        sample.people.insert(person.login.to_owned(), actor);
    }
    for files in kits.values() {
        services::catalogue::kit_install(tx, ctx, files)?;
    }
    Ok(sample)
}

fn administration() -> AdministrationData {
    AdministrationData {
        eik: "999999995".to_owned(),
        name_bg: "Община Примерна".to_owned(),
        name_en: "Municipality of Primerna".to_owned(),
        register_number: "0000000001".to_owned(),
        oid: "2.16.100.1.1.999.1".to_owned(),
        register_index: 9897,
        host: String::new(),
        address: "1000 Примерна, пл. „Централен“ № 1".to_owned(),
        phone: "0000 00 000".to_owned(),
        email: "obshtina@primerna.example".to_owned(),
        website: "https://primerna.example".to_owned(),
        node: "01".to_owned(),
        settings: serde_json::json!({}),
    }
}

/// Why the sample could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A kit of the product has findings.
    #[error("a kit of the product has {findings} finding(s)")]
    Kit {
        /// How many.
        findings: usize,
    },
    /// A failure below.
    #[error(transparent)]
    Services(#[from] services::Error),
    /// A failure below.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// A failure below.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The hash of [`PASSWORD`] as a person's would be made.
pub fn password(installation: &Installation) -> Result<PasswordHash> {
    hash(installation, PasswordParams::OWASP)
}

/// A hash that costs almost nothing, for administrations that live for one test.
pub fn password_cheap(installation: &Installation) -> Result<PasswordHash> {
    hash(installation, PasswordParams { memory_kib: 64, passes: 1, lanes: 1 })
}

fn hash(installation: &Installation, params: PasswordParams) -> Result<PasswordHash> {
    Ok(Passwords::new(params)?.hash(PASSWORD, installation.random.as_ref())?)
}
