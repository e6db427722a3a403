//! Text for search: what of a text goes into the index, and what a typed query may have meant.
//!
//! The one rule: index and query pass through the same folding, so that case, endings, script and keyboard do not hide a match.

use std::collections::HashSet;

mod keyboard;
mod latin;
mod stem;

pub use latin::transliterate;
pub use stem::stem;

use crate::access_code::latin_look_alike;

/// LIMIT: words of a query beyond these are ignored; a person types a few.
const QUERY_WORDS_MAX: usize = 16;
/// LIMIT: longer runs of symbols are not words; they are indexed by their beginning.
const WORD_LENGTH_MAX: usize = 64;

/// Lower case, ѝ as и, accents dropped, everything but letters and digits as single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            // A breve after и makes й; other combining marks are accents.
            '\u{306}' if folded.ends_with('и') => {
                folded.pop();
                folded.push('й');
            }
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            _ => symbol.to_lowercase().for_each(|lower| push_folded(&mut folded, lower)),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_folded(folded: &mut String, symbol: char) {
    match symbol {
        '\u{300}'..='\u{36f}' => {}
        'ѝ' => folded.push('и'),
        'ѐ' | 'ё' => folded.push('е'),
        'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
        'ç' | 'ć' | 'č' => folded.push('c'),
        'è'..='ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
        'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
        'ñ' | 'ń' | 'ň' => folded.push('n'),
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
        'ù'..='ü' | 'ū' | 'ű' | 'ů' => folded.push('u'),
        'ý' | 'ÿ' => folded.push('y'),
        'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
        'ź' | 'ż' | 'ž' => folded.push('z'),
        'ğ' => folded.push('g'),
        'ł' => folded.push('l'),
        'ß' => folded.push_str("ss"),
        symbol if symbol.is_alphanumeric() => folded.push(symbol),
        _ if folded.is_empty() || folded.ends_with(' ') => {}
        _ => folded.push(' '),
    }
}

/// The folded words of a text.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(|word| word.chars().take(WORD_LENGTH_MAX).collect()).collect()
}

/// The index terms of a text, each once: folded words, their stems, codes with look-alikes as Latin, and Latin keys.
pub fn terms(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    for word in words(text) {
        if !seen.contains(&word) {
            terms.extend(word_forms(&word).into_iter().filter(|form| seen.insert(form.clone())));
        }
    }
    terms
}

/// For each word of a query the terms any of which may stand for it; all words together make the query.
///
/// The first alternative is the word as typed. Small words without meaning of their own are left out when others remain.
pub fn query_variants(text: &str) -> Vec<Vec<String>> {
    let mut query: Vec<Vec<String>> = Vec::new();
    for chunk in text.split_whitespace() {
        let parts = words(chunk);
        // What the whole chunk says when the keyboard was set to another layout; there „,“ and „;“ are letters too.
        let chunk: String = chunk.chars().take(WORD_LENGTH_MAX).collect();
        let retyped: Vec<String> = keyboard::retyped(&chunk).iter().flat_map(|word| word_forms(word)).collect();
        if parts.is_empty() && !retyped.is_empty() {
            query.push(unique(retyped));
            continue;
        }
        for part in parts {
            let mut forms = word_forms(&part);
            if script(&part) == Script::Latin {
                forms.extend(latin::cyrillic_guesses(&part).iter().flat_map(|guess| word_forms(guess)));
            }
            forms.extend(look_alikes(&part).iter().flat_map(|other| word_forms(other)));
            forms.extend(retyped.iter().cloned());
            query.push(unique(forms));
        }
    }
    let meaningful = |forms: &Vec<String>| forms.first().is_some_and(|word| !is_stop_word(word));
    if query.iter().any(meaningful) {
        query.retain(meaningful);
    }
    query.truncate(QUERY_WORDS_MAX);
    query
}

/// Whether a word carries no meaning of its own in a query.
pub fn is_stop_word(word: &str) -> bool {
    const STOP_WORDS: [&str; 46] = [
        "и",
        "или",
        "на",
        "за",
        "от",
        "в",
        "във",
        "с",
        "със",
        "до",
        "по",
        "към",
        "при",
        "у",
        "а",
        "но",
        "че",
        "да",
        "се",
        "си",
        "ли",
        "ми",
        "ме",
        "аз",
        "как",
        "къде",
        "кога",
        "какво",
        "какви",
        "искам",
        "трябва",
        "мога",
        "може",
        "the",
        "a",
        "an",
        "of",
        "for",
        "to",
        "in",
        "and",
        "how",
        "i",
        "my",
        "g",
        "г",
    ];
    STOP_WORDS.contains(&word)
}

/// Whether two words differ by at most one letter added, dropped or replaced, or two neighbours exchanged.
pub fn within_one_edit(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let Some(at) = (0..short.len()).find(|&at| short[at] != long[at]) else { return true };
    if short.len() < long.len() {
        return short[at..] == long[at + 1..];
    }
    let replaced = short[at + 1..] == long[at + 1..];
    let exchanged = at + 1 < short.len() && short[at] == long[at + 1] && short[at + 1] == long[at] && short[at + 2..] == long[at + 2..];
    replaced || exchanged
}

/// The words of a vocabulary that a mistyped word may have been, the vocabulary's order kept. Words of one or two letters have none.
pub fn spelling_suggestions<'a>(word: &str, vocabulary: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = fold(word);
    if word.chars().count() < 3 {
        return Vec::new();
    }
    vocabulary.into_iter().filter(|known| *known != word && within_one_edit(&word, known)).collect()
}

/// The forms under which a folded word is indexed and sought: itself, its stems, its code form, its Latin keys.
fn word_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    match script(word) {
        Script::Cyrillic => {
            let stems = stem::stems(word);
            forms.push(latin::key(&transliterate(word)));
            forms.extend(stems.iter().map(|stem| latin::key(&transliterate(stem))));
            forms.splice(1..1, stems);
        }
        Script::Latin => forms.push(latin::key(word)),
        Script::Mixed => forms.push(latin_shape(word)),
        Script::Other => {}
    }
    unique(forms)
}

/// The word in the other script when every letter of it has a twin there: „ТАО“ and “TAO”.
fn look_alikes(word: &str) -> Vec<String> {
    let (latin, cyrillic) = (latin_shape(word), cyrillic_shape(word));
    let mut others = Vec::new();
    if script(&latin) == Script::Latin {
        others.push(latin);
    }
    if script(&cyrillic) == Script::Cyrillic {
        others.push(cyrillic);
    }
    others.retain(|other| other != word);
    others
}

fn latin_shape(word: &str) -> String {
    word.chars().flat_map(char::to_uppercase).map(latin_look_alike).flat_map(char::to_lowercase).collect()
}

fn cyrillic_shape(word: &str) -> String {
    let twin = |symbol: char| match symbol {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        other => other,
    };
    word.chars().flat_map(char::to_uppercase).map(twin).flat_map(char::to_lowercase).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Cyrillic,
    Latin,
    /// Both scripts, or letters with digits: a code.
    Mixed,
    Other,
}

fn script(word: &str) -> Script {
    let cyrillic = word.chars().any(is_cyrillic);
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    let digits = word.chars().any(|c| c.is_numeric());
    match (cyrillic, latin, digits) {
        (true, false, false) => Script::Cyrillic,
        (false, true, false) => Script::Latin,
        (false, false, _) => Script::Other,
        _ => Script::Mixed,
    }
}

fn is_cyrillic(symbol: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&symbol)
}

fn unique(forms: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    forms.into_iter().filter(|form| !form.is_empty() && seen.insert(form.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a query finds a text: every word by some alternative.
    fn finds(query: &str, text: &str) -> bool {
        let index: HashSet<String> = terms(text).into_iter().collect();
        let variants = query_variants(query);
        !variants.is_empty() && variants.iter().all(|word| word.iter().any(|form| index.contains(form)))
    }

    #[test]
    fn folding() {
        for (text, folded) in [
            ("Иван ПЕТРОВ", "иван петров"),
            ("  ул. „Оборище“ № 5, вх. Б ", "ул оборище 5 вх б"),
            ("ѝ Ѝ", "и и"),
            ("и\u{300} и\u{306}", "и й"),
            ("Café Müller", "cafe muller"),
            ("СО22-ТАО/123", "со22 тао 123"),
            ("9897-241-02.11.2026", "9897 241 02 11 2026"),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn found_in_either_script() {
        for (query, text) in [
            ("Ivanov", "Иван Иванов"),
            ("ivanova", "Мария Иванова"),
            ("Zhelyazkov", "Желязков"),
            ("Jeliazkov", "Желязков"),
            ("Tsvetan", "Цветан"),
            ("Tzvetan", "Цветан"),
            ("Jordan", "Йордан"),
            ("Yordan", "Йордан"),
            ("Shtarbanov", "Щърбанов"),
            ("Balgaria", "България"),
            ("Bulgaria", "България"),
            ("Hristo", "Христо"),
            ("Christo", "Христо"),
            ("Dobreff", "Добрев"),
            ("Sofia", "София"),
            ("udostoverenie za adres", "Удостоверение за настоящ адрес"),
            ("udostoverenia", "Удостоверение за настоящ адрес"),
            ("иванов", "Ivan Ivanov"),
        ] {
            assert!(finds(query, text), "{query} should find {text}: {:?} in {:?}", query_variants(query), terms(text));
        }
    }

    #[test]
    fn found_with_the_wrong_keyboard() {
        for (query, text) in [
            ("rldkfl", "Иванов"),
            ("wofijfle,ekre", "Удостоверение"),
            ("iwanow", "Иванов"),
            ("o`akwane", "Очакване"),
            ("сэьхдэ", "Иванов"),
            ("домен", "Домен"),
        ] {
            assert!(finds(query, text), "{query} should find {text}: {:?} in {:?}", query_variants(query), terms(text));
        }
        for word in ["удостоверение", "раждане", "адрес", "църква", "пряспа", "жилище", "мъж", "щъркел", "юли", "фирма"]
        {
            for typed in keyboard::typed_with_latin(word) {
                assert!(finds(&typed, word), "{typed} should find {word}: {:?}", query_variants(&typed));
            }
        }
    }

    #[test]
    fn found_in_another_form() {
        for (query, text) in [
            ("удостоверения", "Удостоверението за наследници"),
            ("наследник", "Удостоверение за наследници"),
            ("данък", "Местни данъци и такси"),
            ("такса", "Местни данъци и такси"),
            ("заплата", "заплатата"),
            ("заплати", "заплата"),
            ("лична карта", "Издаване на лични карти"),
            ("личен", "лични карти"),
            ("търговец", "регистър на търговците"),
            ("общински", "Общинската администрация"),
            ("как искам да си сменя адреса", "сменям адрес сменя"),
        ] {
            assert!(finds(query, text), "{query} should find {text}: {:?} in {:?}", query_variants(query), terms(text));
        }
    }

    #[test]
    fn codes_are_found_by_shape() {
        for (query, text) in [("CO22", "СО22-ТАО-123"), ("со22-тао", "CO22-TAO-123"), ("TAO", "ТАО"), ("ВG25073", "BG25073-XSNJFV")]
        {
            assert!(finds(query, text), "{query} should find {text}: {:?} in {:?}", query_variants(query), terms(text));
        }
    }

    #[test]
    fn different_words_are_not_found() {
        for (query, text) in [("петров", "Иванов"), ("сграда", "градина"), ("Ivanov", "Иванчев"), ("2026", "2025"), ("адрес", "наследство")]
        {
            assert!(!finds(query, text), "{query} should not find {text}: {:?} in {:?}", query_variants(query), terms(text));
        }
    }

    #[test]
    fn queries_are_limited_and_begin_as_typed() {
        assert_eq!(query_variants(&"дума ".repeat(100)).len(), QUERY_WORDS_MAX);
        assert_eq!(query_variants("Сграда")[0][0], "сграда");
        assert!(query_variants("  , . ").iter().all(|forms| !forms.is_empty()));
        assert_eq!(query_variants("за").len(), 1, "a stop word alone is a query");
        assert_eq!(query_variants("удостоверение за раждане").len(), 2);
    }

    #[test]
    fn spelling_help() {
        for (left, right, near) in [
            ("адрес", "адрес", true),
            ("адрес", "адре", true),
            ("адрес", "адерс", true),
            ("адрес", "бдрес", true),
            ("адрес", "адресс", true),
            ("адрес", "адерси", false),
            ("адрес", "такса", false),
            ("", "а", true),
            ("", "аб", false),
        ] {
            assert_eq!(within_one_edit(left, right), near, "{left} {right}");
            assert_eq!(within_one_edit(right, left), near, "{right} {left}");
        }
        assert_eq!(spelling_suggestions("Адерс", ["такса", "адрес", "адерс"]), ["адрес"]);
        assert!(spelling_suggestions("ад", ["ада"]).is_empty());
    }
}
