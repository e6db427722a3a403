//! Which administration a request is for: chosen by the `Host` header among the rows of table `administration`.

use std::sync::{Arc, RwLock};

use kernel::ids::AdministrationId;
use store::Tx;

use crate::texts::Language;

/// What pages show of an administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administration {
    /// Its number in this installation.
    pub id: AdministrationId,
    /// Host name of its portal; empty when it answers under any name.
    pub host: String,
    /// Its ЕИК.
    pub eik: String,
    /// Name in Bulgarian.
    pub name_bg: String,
    /// Name in English.
    pub name_en: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Web site.
    pub website: String,
}

const ALL: &str = "SELECT id, host, name_bg, name_en, address, phone, email, website, eik FROM administration
    ORDER BY id";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[ALL];

/// The administrations of the installation, the first one first.
pub fn all(tx: &Tx<'_>) -> store::Result<Vec<Administration>> {
    tx.query(ALL, &[], |row| {
        Ok(Administration {
            id: AdministrationId(row.get(0)?),
            host: row.get(1)?,
            name_bg: row.get(2)?,
            name_en: row.get(3)?,
            address: row.get(4)?,
            phone: row.get(5)?,
            email: row.get(6)?,
            website: row.get(7)?,
            eik: row.get(8)?,
        })
    })
}

impl Administration {
    /// The name in `language`.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::English if !self.name_en.is_empty() => &self.name_en,
            _ => &self.name_bg,
        }
    }
}

/// The administrations of the installation, kept in memory; the binary fills it and fills it anew after a change.
#[derive(Debug, Default)]
pub struct Directory(RwLock<Arc<Vec<Arc<Administration>>>>);

impl Directory {
    /// A directory of `administrations`.
    pub fn new(administrations: Vec<Administration>) -> Directory {
        let directory = Directory::default();
        directory.replace(administrations);
        directory
    }

    /// Replaces all entries, in the order given: the first one answers for unknown hosts.
    pub fn replace(&self, administrations: Vec<Administration>) {
        let list = Arc::new(administrations.into_iter().map(Arc::new).collect());
        *self.0.write().expect("no code panics while it holds the directory") = list;
    }

    /// The administration of a host name (a port is ignored): the exact one, otherwise the first.
    pub fn by_host(&self, host: &str) -> Option<Arc<Administration>> {
        let list = self.0.read().expect("no code panics while it holds the directory").clone();
        let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
        list.iter().find(|one| one.host.eq_ignore_ascii_case(name)).or_else(|| list.first()).cloned()
    }

    /// The administration with this number.
    pub fn by_id(&self, id: AdministrationId) -> Option<Arc<Administration>> {
        let list = self.0.read().expect("no code panics while it holds the directory").clone();
        list.iter().find(|one| one.id == id).cloned()
    }

    /// All administrations.
    pub fn all(&self) -> Arc<Vec<Arc<Administration>>> {
        self.0.read().expect("no code panics while it holds the directory").clone()
    }
}
