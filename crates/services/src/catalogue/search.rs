//! Search in the catalogue: by words of the name, of the author's keywords, of the description and by number.
//!
//! The one rule: query and texts pass through [`kernel::search_text`], so endings, script, keyboard layout and one slip of the
//! finger do not hide a service.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock, RwLock};

use kernel::search_text;

use crate::kit::{Bilingual, Kit};

/// LIMIT: indexes kept in memory.
const INDEXES_MAX: usize = 1_000;
/// LIMIT: longest query, characters; the rest is ignored.
const QUERY_CHARS_MAX: usize = 200;
/// Shortest word that may be meant as the beginning of a longer one.
const PREFIX_CHARS_MIN: usize = 3;
/// Shortest word in which a slip of the finger is forgiven.
const TYPO_CHARS_MIN: usize = 4;

/// A service that was found.
#[derive(Debug, Clone)]
pub struct ServiceHit {
    /// The service.
    pub kit: Arc<Kit>,
    /// How well it fits; larger is better.
    pub score: u32,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct ServiceSearch {
    /// Services, the best first.
    pub hits: Vec<ServiceHit>,
    /// The query with its slips corrected, when a word of it is in no text.
    pub suggestion: Option<String>,
    /// Whether every word of the query was found in each hit; otherwise the hits have only some of them.
    pub complete: bool,
}

/// Searches services. `language` decides in which language a corrected spelling is offered; texts of both are searched.
pub fn service_search(kits: &[Arc<Kit>], query: &str, language: &str) -> ServiceSearch {
    let query: String = query.chars().take(QUERY_CHARS_MAX).collect();
    let words = search_text::query_variants(&query);
    if words.is_empty() {
        return ServiceSearch::default();
    }
    let indexes: Vec<Arc<Index>> = kits.iter().map(index).collect();
    let mut scored: Vec<(usize, u32, usize)> = Vec::new();
    for (at, index) in indexes.iter().enumerate() {
        let scores: Vec<u32> = words.iter().map(|forms| index.score(forms)).collect();
        let found = scores.iter().filter(|score| **score > 0).count();
        if found > 0 {
            scored.push((found, scores.iter().sum(), at));
        }
    }
    let most = scored.iter().map(|(found, _, _)| *found).max().unwrap_or(0);
    scored.retain(|(found, _, _)| *found == most);
    // Services come in the order of their names; the sort keeps it among equals.
    scored.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
    ServiceSearch {
        hits: scored.into_iter().map(|(_, score, at)| ServiceHit { kit: kits[at].clone(), score }).collect(),
        suggestion: suggestion(&query, &words, &indexes, language),
        complete: most == words.len(),
    }
}

/// The query with each word that stands in no text replaced by the nearest one that does.
fn suggestion(query: &str, words: &[Vec<String>], indexes: &[Arc<Index>], language: &str) -> Option<String> {
    let mut corrected = search_text::fold(query);
    let mut changed = false;
    for forms in words {
        let typed = forms.first()?;
        let is_known = indexes.iter().any(|index| index.has_exactly(forms));
        if is_known || typed.chars().count() < TYPO_CHARS_MIN {
            continue;
        }
        let vocabulary: BTreeSet<&str> = indexes.iter().flat_map(|index| index.vocabulary(language)).map(String::as_str).collect();
        let near = search_text::spelling_suggestions(typed, vocabulary.iter().copied());
        if let Some(word) = near.first() {
            corrected = corrected.split(' ').map(|old| if old == typed { word } else { old }).collect::<Vec<_>>().join(" ");
            changed = true;
        }
    }
    changed.then_some(corrected)
}

/// The words of one kit, by the weight of the text they stand in.
struct Index {
    fields: Vec<(u32, HashSet<String>)>,
    words_bg: Vec<String>,
    words_en: Vec<String>,
}

impl Index {
    fn new(kit: &Kit) -> Index {
        let manifest = &kit.manifest;
        let both = |text: &Bilingual| format!("{} {}", text.bg, text.en);
        let keywords = format!("{} {}", manifest.keywords.bg.join(" "), manifest.keywords.en.join(" "));
        let described = [&manifest.who].into_iter().chain(&manifest.need).map(both).collect::<Vec<_>>().join(" ");
        let texts = [
            (12, both(&manifest.name)),
            (12, format!("{} {}", manifest.number, manifest.code)),
            (8, keywords),
            (4, both(&manifest.summary)),
            (1, described),
        ];
        Index {
            fields: texts.into_iter().map(|(weight, text)| (weight, search_text::terms(&text).into_iter().collect())).collect(),
            words_bg: search_text::words(&format!("{} {} {}", manifest.name.bg, manifest.keywords.bg.join(" "), manifest.summary.bg)),
            words_en: search_text::words(&format!("{} {} {}", manifest.name.en, manifest.keywords.en.join(" "), manifest.summary.en)),
        }
    }

    fn vocabulary(&self, language: &str) -> &[String] {
        if language == "en" { &self.words_en } else { &self.words_bg }
    }

    fn has_exactly(&self, forms: &[String]) -> bool {
        self.fields.iter().any(|(_, terms)| forms.iter().any(|form| terms.contains(form)))
    }

    /// How well one word of the query fits: as it is, as the beginning of a word, with one slip; 0 when not at all.
    fn score(&self, forms: &[String]) -> u32 {
        let Some(typed) = forms.first() else { return 0 };
        let length = typed.chars().count();
        let mut best = 0;
        for (weight, terms) in &self.fields {
            let fit = if terms.contains(typed) {
                10
            } else if forms.iter().any(|form| terms.contains(form)) {
                8
            } else if length >= PREFIX_CHARS_MIN && terms.iter().any(|term| term.starts_with(typed.as_str())) {
                6
            } else if length >= TYPO_CHARS_MIN && terms.iter().any(|term| search_text::within_one_edit(typed, term)) {
                3
            } else {
                0
            };
            best = best.max(weight * fit);
        }
        best
    }
}

/// The index of a kit; computed once per version.
fn index(kit: &Arc<Kit>) -> Arc<Index> {
    static INDEXES: OnceLock<RwLock<HashMap<String, Arc<Index>>>> = OnceLock::new();
    let indexes = INDEXES.get_or_init(RwLock::default);
    if let Some(known) = indexes.read().expect("no code panics while it holds the indexes").get(kit.hash()) {
        return known.clone();
    }
    let made = Arc::new(Index::new(kit));
    let mut indexes = indexes.write().expect("no code panics while it holds the indexes");
    if indexes.len() >= INDEXES_MAX {
        indexes.clear();
    }
    indexes.insert(kit.hash().to_owned(), made.clone());
    made
}
