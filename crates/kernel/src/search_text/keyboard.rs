//! Text typed while the keyboard was set to another layout.
//!
//! The one rule: only a text that looks like a word in the other layout is offered; random consonants are not.

/// The keys of a Latin keyboard and what they give in a Bulgarian layout.
type Layout = [(char, char); 33];

/// БДС 5237, the layout of typewriters.
const BDS: Layout = [
    ('q', ','),
    ('w', 'у'),
    ('e', 'е'),
    ('r', 'и'),
    ('t', 'ш'),
    ('y', 'щ'),
    ('u', 'к'),
    ('i', 'с'),
    ('o', 'д'),
    ('p', 'з'),
    ('[', 'ц'),
    ('a', 'ь'),
    ('s', 'я'),
    ('d', 'а'),
    ('f', 'о'),
    ('g', 'ж'),
    ('h', 'г'),
    ('j', 'т'),
    ('k', 'н'),
    ('l', 'в'),
    (';', 'м'),
    ('\'', 'ч'),
    ('z', 'ю'),
    ('x', 'й'),
    ('c', 'ъ'),
    ('v', 'э'),
    ('b', 'ф'),
    ('n', 'х'),
    ('m', 'п'),
    (',', 'р'),
    ('.', 'л'),
    ('/', 'б'),
    (']', ';'),
];

/// The traditional phonetic layout.
const PHONETIC_TRADITIONAL: Layout = [
    ('q', 'я'),
    ('w', 'в'),
    ('e', 'е'),
    ('r', 'р'),
    ('t', 'т'),
    ('y', 'ъ'),
    ('u', 'у'),
    ('i', 'и'),
    ('o', 'о'),
    ('p', 'п'),
    ('[', 'ш'),
    (']', 'щ'),
    ('a', 'а'),
    ('s', 'с'),
    ('d', 'д'),
    ('f', 'ф'),
    ('g', 'г'),
    ('h', 'х'),
    ('j', 'й'),
    ('k', 'к'),
    ('l', 'л'),
    ('z', 'з'),
    ('x', 'ь'),
    ('c', 'ц'),
    ('v', 'ж'),
    ('b', 'б'),
    ('n', 'н'),
    ('m', 'м'),
    ('`', 'ч'),
    ('\\', 'ю'),
    (';', ';'),
    ('\'', '\''),
    ('/', '/'),
];

/// The phonetic layout of the newer standard.
const PHONETIC_NEW: Layout = [
    ('q', 'ч'),
    ('w', 'ш'),
    ('e', 'е'),
    ('r', 'р'),
    ('t', 'т'),
    ('y', 'ъ'),
    ('u', 'у'),
    ('i', 'и'),
    ('o', 'о'),
    ('p', 'п'),
    ('[', 'я'),
    (']', 'щ'),
    ('a', 'а'),
    ('s', 'с'),
    ('d', 'д'),
    ('f', 'ф'),
    ('g', 'г'),
    ('h', 'х'),
    ('j', 'й'),
    ('k', 'к'),
    ('l', 'л'),
    ('z', 'з'),
    ('x', 'ж'),
    ('c', 'ц'),
    ('v', 'в'),
    ('b', 'б'),
    ('n', 'н'),
    ('m', 'м'),
    ('`', 'ю'),
    ('\\', 'ь'),
    (';', ';'),
    ('\'', '\''),
    ('/', '/'),
];

const LAYOUTS: [&Layout; 3] = [&BDS, &PHONETIC_TRADITIONAL, &PHONETIC_NEW];

/// Shorter texts are left as typed.
const LENGTH_MIN: usize = 3;

/// What a typed text, punctuation included, may have been meant as in another layout.
pub(super) fn retyped(chunk: &str) -> Vec<String> {
    let typed: String = chunk.chars().flat_map(char::to_lowercase).map(unshifted).collect();
    let trimmed = typed.trim_end_matches(['.', ',', ';', '\'', '/', '[', ']', '`', '\\']);
    let mut meant = Vec::new();
    for typed in [typed.as_str(), trimmed] {
        if typed.chars().any(super::is_cyrillic) {
            for from in LAYOUTS {
                let keys: String = typed.chars().map(|symbol| key_of(from, symbol)).collect();
                meant.push(keys.clone());
                meant.extend(LAYOUTS.into_iter().filter(|to| *to != from).map(|to| keys.chars().map(|key| symbol_of(to, key)).collect()));
            }
        } else {
            meant.extend(LAYOUTS.map(|layout| typed.chars().map(|key| symbol_of(layout, key)).collect::<String>()));
        }
    }
    meant.retain(|word| *word != typed && looks_like_a_word(word));
    meant.sort_unstable();
    meant.dedup();
    meant
}

/// The symbol of the same key without Shift.
fn unshifted(symbol: char) -> char {
    match symbol {
        '<' => ',',
        '>' => '.',
        ':' => ';',
        '"' => '\'',
        '?' => '/',
        '{' => '[',
        '}' => ']',
        '~' => '`',
        '|' => '\\',
        other => other,
    }
}

fn symbol_of(layout: &Layout, key: char) -> char {
    layout.iter().find(|(from, _)| *from == key).map_or(key, |(_, symbol)| *symbol)
}

fn key_of(layout: &Layout, symbol: char) -> char {
    layout.iter().find(|(_, to)| *to == symbol).map_or(symbol, |(key, _)| *key)
}

fn looks_like_a_word(word: &str) -> bool {
    let letters = word.chars().count();
    let cyrillic = word.chars().all(super::is_cyrillic);
    let latin = word.chars().all(|c| c.is_ascii_alphabetic());
    letters >= LENGTH_MIN
        && (cyrillic || latin)
        && word.contains(['а', 'ъ', 'о', 'у', 'е', 'и', 'ю', 'я', 'a', 'e', 'i', 'o', 'u', 'y'])
        && !word.contains(['э', 'ы'])
        && !word.starts_with('ь')
}

/// The word as it appears when typed on the layouts while the keyboard is set to Latin.
#[cfg(test)]
pub(super) fn typed_with_latin(word: &str) -> Vec<String> {
    LAYOUTS.map(|layout| word.chars().map(|letter| key_of(layout, letter)).collect()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_has_the_whole_alphabet() {
        for layout in LAYOUTS {
            for letter in "абвгдежзийклмнопрстуфхцчшщъьюя".chars() {
                assert!(layout.iter().any(|(_, symbol)| *symbol == letter), "{letter}");
            }
        }
    }

    #[test]
    fn words_come_back() {
        assert!(retyped("rldkfl").contains(&"иванов".to_owned()));
        assert!(retyped("Rldkfl").contains(&"иванов".to_owned()));
        assert!(retyped("<ljdkde").iter().any(|word| word.starts_with('р')));
        assert!(retyped("wofijfle,ekre").contains(&"удостоверение".to_owned()));
        assert!(retyped("iwanow").contains(&"иванов".to_owned()));
        assert!(retyped("сэьхдэ").contains(&"иванов".to_owned()));
    }

    #[test]
    fn nonsense_is_not_offered() {
        assert!(retyped("12.03.2026").is_empty());
        assert!(retyped("от").is_empty());
        assert!(!retyped("иванов").contains(&"rldkfl".to_owned()));
    }
}
