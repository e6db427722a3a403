//! Events in a life or a business that make people look for a service: the nomenclature behind the first page of the portal.
//!
//! The one rule: a word, once in a kit, keeps its meaning; new events are added, none is renamed.

use serde::Serialize;

use super::manifest::{meaning_of, word_of};

/// An event that makes people look for a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEvent {
    /// Раждане и отглеждане на дете.
    Birth,
    /// Образование.
    Education,
    /// Сключване на брак, развод.
    Marriage,
    /// Местене, нов адрес.
    Moving,
    /// Дом и имот: покупка, продажба, строеж.
    Home,
    /// Превозно средство.
    Vehicle,
    /// Започване и водене на дейност.
    Business,
    /// Работа и безработица.
    Work,
    /// Болест и увреждане.
    Health,
    /// Пенсиониране.
    Retirement,
    /// Смърт в семейството.
    Death,
    /// Заминаване в чужбина и завръщане.
    Abroad,
}

impl LifeEvent {
    /// All events with their words, in the order in which they come in a life.
    pub const WORDS: &'static [(&'static str, LifeEvent)] = &[
        ("birth", Self::Birth),
        ("education", Self::Education),
        ("marriage", Self::Marriage),
        ("moving", Self::Moving),
        ("home", Self::Home),
        ("vehicle", Self::Vehicle),
        ("business", Self::Business),
        ("work", Self::Work),
        ("health", Self::Health),
        ("retirement", Self::Retirement),
        ("death", Self::Death),
        ("abroad", Self::Abroad),
    ];

    /// The word used in `kit.toml` and in addresses.
    pub fn word(self) -> &'static str {
        word_of(Self::WORDS, self)
    }

    /// The event of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        meaning_of(Self::WORDS, word)
    }
}
