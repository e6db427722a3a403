//! The administration: who it is in the registers of the state and how people reach it.

use kernel::actor::Actor;
use kernel::ctx::{Ctx, Denied};
use kernel::entity_number::{EntityKind, EntityNumber};
use kernel::ids::AdministrationId;
use kernel::permission::Permission;
use kernel::reference_number::Node;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::history::{self, Event};
use store::{Row, Tx, params};

use super::{line, name};
use crate::Error;
use crate::numbering::NumberPattern;

const INSERT: &str = "INSERT INTO administration
    (id, eik, name_bg, name_en, register_number, oid, register_index, host, address, phone, email, website, node, settings)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ON CONFLICT (host) DO NOTHING";
const UPDATE: &str = "UPDATE administration
    SET eik = $2, name_bg = $3, name_en = $4, register_number = $5, oid = $6, register_index = $7, host = $8, address = $9, phone = $10,
        email = $11, website = $12, node = $13, settings = $14
    WHERE id = $1";
const GET: &str =
    "SELECT id, eik, name_bg, name_en, register_number, oid, register_index, host, address, phone, email, website, node, settings
    FROM administration
    WHERE id = $1";
const LIST: &str =
    "SELECT id, eik, name_bg, name_en, register_number, oid, register_index, host, address, phone, email, website, node, settings
    FROM administration
    ORDER BY id";
const BY_HOST: &str =
    "SELECT id, eik, name_bg, name_en, register_number, oid, register_index, host, address, phone, email, website, node, settings
    FROM administration
    WHERE host = $1";
const LAST_ID: &str = "SELECT id FROM administration
    ORDER BY id DESC
    LIMIT 1";

/// Statements of this chapter, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[INSERT, UPDATE, GET, LIST, BY_HOST, LAST_ID];

/// What an administration says of itself, without its number in this installation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministrationData {
    /// ЕИК of nine digits: the issuer of its reference numbers.
    pub eik: String,
    /// Name in Bulgarian.
    pub name_bg: String,
    /// Name in English.
    pub name_en: String,
    /// Number in the Administrative Register; may be empty.
    pub register_number: String,
    /// OID in the register of information resources; may be empty.
    pub oid: String,
    /// Number of its official document register in the register of registers: the first part of every УРИ.
    pub register_index: i64,
    /// Host name of its portal; empty when it answers under any name.
    pub host: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Web site.
    pub website: String,
    /// Issuing node of reference numbers, `00` to `ZY`.
    pub node: String,
    /// Settings with a name: `incoming_pattern`, `outgoing_pattern`, `reserve_node`.
    pub settings: Json,
}

/// An administration of this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administration {
    /// Its number in this installation.
    pub id: AdministrationId,
    /// ЕИК of nine digits.
    pub eik: String,
    /// Name in Bulgarian.
    pub name_bg: String,
    /// Name in English.
    pub name_en: String,
    /// Number in the Administrative Register; may be empty.
    pub register_number: String,
    /// OID in the register of information resources; may be empty.
    pub oid: String,
    /// Number of its official document register in the register of registers.
    pub register_index: i64,
    /// Host name of its portal; empty when it answers under any name.
    pub host: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Web site.
    pub website: String,
    /// Issuing node of reference numbers.
    pub node: String,
    /// Settings with a name.
    pub settings: Json,
}

impl Administration {
    /// The name in `language` („en“ is English when there is one, anything else Bulgarian).
    pub fn name(&self, language: &str) -> &str {
        if language == "en" && !self.name_en.is_empty() { &self.name_en } else { &self.name_bg }
    }

    /// A setting that is a text and not empty.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
    }

    /// Everything but the number, to be changed and given to [`administration_update`].
    pub fn data(&self) -> AdministrationData {
        let one = self.clone();
        AdministrationData {
            eik: one.eik,
            name_bg: one.name_bg,
            name_en: one.name_en,
            register_number: one.register_number,
            oid: one.oid,
            register_index: one.register_index,
            host: one.host,
            address: one.address,
            phone: one.phone,
            email: one.email,
            website: one.website,
            node: one.node,
            settings: one.settings,
        }
    }
}

/// Makes an administration in this installation. Only the system does it: an administrator belongs to one administration.
pub fn administration_create(tx: &mut Tx<'_>, ctx: &Ctx, data: &AdministrationData) -> Result<AdministrationId, Error> {
    if ctx.actor != Actor::System {
        return Err(Denied { permission: Permission::OrganisationManage }.into());
    }
    let data = checked(data)?;
    let last = tx.query_row(LAST_ID, &[], |row| row.get::<i64>(0))?.unwrap_or(0);
    let id = AdministrationId(last + 1);
    let inserted = tx.execute(
        INSERT,
        &params![
            id,
            &data.eik,
            &data.name_bg,
            &data.name_en,
            &data.register_number,
            &data.oid,
            data.register_index,
            &data.host,
            &data.address,
            &data.phone,
            &data.email,
            &data.website,
            &data.node,
            data.settings.to_string()
        ],
    )?;
    if inserted == 0 {
        return Err(Error::HostTaken);
    }
    let there = Ctx { administration_id: id, ..ctx.clone() };
    history::append(tx, &there, Event::of_administration("AdministrationCreated", json!({ "name": data.name_bg, "eik": data.eik })))?;
    Ok(id)
}

/// Changes what the administration of the context says of itself.
pub fn administration_update(tx: &mut Tx<'_>, ctx: &Ctx, data: &AdministrationData) -> Result<(), Error> {
    ctx.require(Permission::OrganisationManage)?;
    let before = administration_get(tx, ctx.administration_id)?;
    let data = checked(data)?;
    if data == before.data() {
        return Ok(());
    }
    let same_host = tx.query_row(BY_HOST, &params![&data.host], |row| row.get::<AdministrationId>(0))?;
    if same_host.is_some_and(|id| id != ctx.administration_id) {
        return Err(Error::HostTaken);
    }
    tx.execute(
        UPDATE,
        &params![
            ctx.administration_id,
            &data.eik,
            &data.name_bg,
            &data.name_en,
            &data.register_number,
            &data.oid,
            data.register_index,
            &data.host,
            &data.address,
            &data.phone,
            &data.email,
            &data.website,
            &data.node,
            data.settings.to_string()
        ],
    )?;
    history::append(tx, ctx, Event::of_administration("AdministrationChanged", differences(&before.data(), &data)))?;
    Ok(())
}

/// An administration by its number.
pub fn administration_get(tx: &Tx<'_>, id: AdministrationId) -> Result<Administration, Error> {
    tx.query_row(GET, &params![id], administration)?.ok_or(Error::AdministrationUnknown)
}

/// All administrations of this installation, the first one first.
pub fn administration_list(tx: &Tx<'_>) -> store::Result<Vec<Administration>> {
    tx.query(LIST, &[], administration)
}

/// The administration that answers under a host name (a port is ignored): the exact one, otherwise the first.
pub fn administration_by_host(tx: &Tx<'_>, host: &str) -> store::Result<Option<Administration>> {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    if let Some(exact) = tx.query_row(BY_HOST, &params![name.to_ascii_lowercase()], administration)? {
        return Ok(Some(exact));
    }
    Ok(administration_list(tx)?.into_iter().next())
}

fn administration(row: &Row<'_>) -> store::Result<Administration> {
    Ok(Administration {
        id: row.get(0)?,
        eik: row.get(1)?,
        name_bg: row.get(2)?,
        name_en: row.get(3)?,
        register_number: row.get(4)?,
        oid: row.get(5)?,
        register_index: row.get(6)?,
        host: row.get(7)?,
        address: row.get(8)?,
        phone: row.get(9)?,
        email: row.get(10)?,
        website: row.get(11)?,
        node: row.get(12)?,
        settings: row.get(13)?,
    })
}

fn checked(data: &AdministrationData) -> Result<AdministrationData, Error> {
    let wrong = |field| Error::AdministrationField { field };
    let eik = EntityNumber::parse(&data.eik).ok().filter(|eik| eik.kind() == EntityKind::Entity).ok_or(wrong("eik"))?;
    if !(1..=9_999_999_999).contains(&data.register_index) {
        return Err(wrong("register_index"));
    }
    let node = Node::parse(data.node.trim()).map_err(|_| wrong("node"))?;
    let host = data.host.trim().to_ascii_lowercase();
    if host.len() > 253 || !host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')) {
        return Err(wrong("host"));
    }
    let email = line(&data.email).filter(|email| email.is_empty() || email.contains('@') && !email.contains(' ')).ok_or(wrong("email"))?;
    let website = line(&data.website).ok_or(wrong("website"))?;
    // A link on every page: anything but the web would be a way to run code in it.
    if !website.is_empty() && !website.starts_with("https://") && !website.starts_with("http://") {
        return Err(wrong("website"));
    }
    let settings = match &data.settings {
        Json::Null => json!({}),
        Json::Object(_) => data.settings.clone(),
        _ => return Err(wrong("settings")),
    };
    for (key, register) in [("incoming_pattern", "incoming"), ("outgoing_pattern", "outgoing")] {
        if let Some(pattern) = settings.get(key).and_then(Json::as_str).filter(|pattern| !pattern.is_empty()) {
            NumberPattern::parse(pattern).ok_or(Error::NumberPattern { register })?;
        }
    }
    if let Some(reserve) = settings.get("reserve_node").and_then(Json::as_str).filter(|node| !node.is_empty()) {
        Node::parse(reserve).ok().filter(|reserve| *reserve != node).ok_or(wrong("reserve_node"))?;
    }
    Ok(AdministrationData {
        eik: eik.as_str().to_owned(),
        name_bg: name(&data.name_bg).ok_or(wrong("name_bg"))?,
        name_en: line(&data.name_en).ok_or(wrong("name_en"))?,
        register_number: line(&data.register_number).ok_or(wrong("register_number"))?,
        oid: line(&data.oid).ok_or(wrong("oid"))?,
        register_index: data.register_index,
        host,
        address: line(&data.address).ok_or(wrong("address"))?,
        phone: line(&data.phone).ok_or(wrong("phone"))?,
        email,
        website,
        node: node.to_string(),
        settings,
    })
}

/// The fields that differ, each with its old and new value.
fn differences(before: &AdministrationData, after: &AdministrationData) -> Json {
    let (before, after) = (json!(before), json!(after));
    let mut changes = serde_json::Map::new();
    for (field, new) in after.as_object().into_iter().flatten() {
        let old = &before[field];
        if old != new {
            changes.insert(field.clone(), json!({ "before": old, "after": new }));
        }
    }
    Json::Object(changes)
}
