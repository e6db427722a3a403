//! A light stemmer for Bulgarian: articles, plural and gender endings, and the commonest changes of the root.
//!
//! The one rule: all forms of a word should meet in one stem; the stem itself need not be a word.

/// A stem keeps at least this many letters.
const STEM_LENGTH_MIN: usize = 3;

/// The stem of a folded Cyrillic word: „удостоверенията“ and „удостоверение“ have the same.
pub fn stem(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    bare(without_article(&letters).unwrap_or(&letters))
}

/// The stems of a word that may or may not carry an article: „заплата“ is not „запла“ + „та“.
pub(super) fn stems(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut stems = vec![bare(without_article(&letters).unwrap_or(&letters)), bare(&letters)];
    stems.dedup();
    stems.retain(|stem| stem != word);
    stems
}

fn strip<'a>(letters: &'a [char], ending: &str) -> Option<&'a [char]> {
    let length = letters.len().checked_sub(ending.chars().count())?;
    (length >= STEM_LENGTH_MIN && letters[length..].iter().copied().eq(ending.chars())).then(|| &letters[..length])
}

/// The word without its article; an ending counts as an article only after the letters that it may follow.
fn without_article(letters: &[char]) -> Option<&[char]> {
    // Of „ят“ after other letters than „и“ only „т“ goes: случаят – случая, общинският – общински.
    const ARTICLES: [(&str, &[char]); 6] = [
        ("ят", &['и']),
        ("ът", &[]),
        ("т", &['я']),
        ("та", &['а', 'я', 'т', 'щ', 'л', 'в', 'м']),
        ("то", &['о', 'е']),
        ("те", &['и', 'е']),
    ];
    ARTICLES.into_iter().find_map(|(article, after)| {
        let base = strip(letters, article)?;
        (after.is_empty() || after.contains(base.last()?)).then_some(base)
    })
}

/// Drops the ending and evens out the changes of the root.
fn bare(letters: &[char]) -> String {
    let endings = ["ове", "ия", "ие", "ии", "ий", "а", "я", "о", "е", "и", "й"];
    let root = endings.into_iter().find_map(|ending| strip(letters, ending)).unwrap_or(letters);
    let mut root = root.to_vec();
    if root.len() >= STEM_LENGTH_MIN {
        // търговец – търговци, личен – лична: the fleeting vowel goes.
        drop_fleeting(&mut root, 'е', &['ц', 'н']);
        // наследник – наследници, залог – залози.
        match root.last_mut() {
            Some(last @ 'ц') => *last = 'к',
            Some(last @ 'з') => *last = 'г',
            _ => {}
        }
        // данък – данъци, министър – министри.
        drop_fleeting(&mut root, 'ъ', &['к', 'р', 'л']);
        // място – места.
        root.iter_mut().filter(|letter| **letter == 'я').for_each(|letter| *letter = 'е');
    }
    root.into_iter().collect()
}

fn drop_fleeting(root: &mut Vec<char>, vowel: char, before: &[char]) {
    if let [.., _, _, second, last] = root[..]
        && second == vowel
        && before.contains(&last)
    {
        root.remove(root.len() - 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            "удостоверение удостоверението удостоверения удостоверенията",
            "адрес адреса адресът адреси адресите",
            "регистрация регистрацията регистрации регистрациите",
            "данък данъка данъкът данъци данъците",
            "наследник наследника наследникът наследници наследниците",
            "сграда сградата сгради сградите",
            "документ документа документът документи документите",
            "личен лична лично лични личния личният личната личното личните",
            "общински общинска общинско общинския общинският общинската общинското общинските",
            "търговец търговеца търговецът търговци търговците",
            "министър министъра министърът министри министрите",
            "център центъра центърът центрове центровете",
            "улица улицата улици улиците",
            "лице лицето лица лицата",
            "място мястото места местата",
            "брак брака бракът бракове браковете",
            "помощ помощта помощи помощите",
            "училище училището училища училищата",
            "случай случая случаят случаи случаите",
            "иванов иванова иванови",
            "отказ отказа отказът откази отказите",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn short_words_stay() {
        for word in ["", "а", "дом", "ул", "ден"] {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn an_article_that_is_none_leaves_a_second_stem() {
        assert!(stems("заплата").contains(&stem("заплати")));
        assert!(stems("карта").contains(&stem("карти")));
    }
}
