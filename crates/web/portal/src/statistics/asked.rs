//! What the address of the statistics says, and addresses of the same page.
//!
//! The one rule: what the address does not say rightly is as if it said nothing.

use ejournal::statistics::Period;
use kernel::entity_number::EntityNumber;
use serde::Deserialize;
use web::visit::query_value;

/// What is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    period: String,
    #[serde(default)]
    administration: String,
    #[serde(default)]
    service: String,
    /// Page of the table by service, from 1.
    #[serde(default, deserialize_with = "page_number")]
    pub page: usize,
    /// Page of the table by administration, from 1.
    #[serde(default, deserialize_with = "page_number")]
    pub apage: usize,
}

fn page_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    Ok(String::deserialize(deserializer)?.parse().unwrap_or(1))
}

impl Asked {
    /// The period.
    pub fn period(&self) -> Option<Period> {
        self.period.parse().ok()
    }

    /// The administration.
    pub fn administration(&self) -> Option<EntityNumber> {
        self.administration.parse().ok()
    }

    /// The service.
    pub fn service(&self) -> Option<&str> {
        Some(self.service.as_str()).filter(|service| !service.is_empty())
    }
}

/// The address of what is shown.
pub struct Address {
    period: Period,
    administration: Option<String>,
    service: Option<String>,
}

impl Address {
    /// Of a period, and of what was chosen in it.
    pub fn of(period: Period, administration: Option<&str>, service: Option<&str>) -> Address {
        Address { period, administration: administration.map(str::to_owned), service: service.map(str::to_owned) }
    }

    fn write(&self, administration: Option<&str>, service: Option<&str>) -> String {
        let mut address = format!("/statistics?period={}", self.period);
        for (name, value) in [("administration", administration), ("service", service)] {
            if let Some(value) = value {
                address += &format!("&{name}={}", query_value(value));
            }
        }
        address
    }

    /// The same with another service.
    pub fn with_service(&self, service: &str) -> String {
        self.write(self.administration.as_deref(), Some(service))
    }

    /// The same with another administration.
    pub fn with_administration(&self, administration: &str) -> String {
        self.write(Some(administration), self.service.as_deref())
    }

    /// The same on another page of a table.
    pub fn at(&self, table: &str, page: usize) -> String {
        format!("{}&{table}={page}", self.write(self.administration.as_deref(), self.service.as_deref()))
    }
}
