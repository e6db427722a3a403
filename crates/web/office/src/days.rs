//! Dates typed into one field of a filter: „5.3.2026“, „05.03.2026 г.“, „2026-03-05“.

use jiff::civil::Date;

/// The date a person typed, in any of the forms people use.
pub fn typed(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches("г.").trim_end();
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let mut parts = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_usual_form_is_understood() {
        for text in ["5.3.2026", "05.03.2026", "2026-03-05", "05.03.2026 г.", "5/3/26", " 5. 3. 2026 "] {
            assert_eq!(typed(text), Some(date(2026, 3, 5)), "{text}");
        }
        for text in ["", "утре", "31.02.2026", "5.3", "1.2.3.4"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
