//! What people are found by: a telephone, a handle, a number plate, a name of more than one part. Each in one form, however it was written, so that equal ones are equal and can be found without being read.

use crate::person::NameKey;
use crate::reports::Report;
use crate::reports::answers::{Row, field};

/// One of these, in its one form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// Digits, with the country before them: `447700900123`.
    Phone(String),
    /// Without an `@`, in lower case.
    Handle(String),
    /// Letters and digits, in capitals.
    Vehicle(String),
    /// The parts of a name in the order of the alphabet; at least two, since one is half the country's.
    Name(String),
}

/// The shortest handle that says anything, in characters.
const HANDLE_CHARS_MIN: usize = 3;

impl Selector {
    /// What sort it is, and its form, as one text.
    pub fn text(&self) -> String {
        let (sort, form) = match self {
            Self::Phone(form) => ("phone", form),
            Self::Handle(form) => ("handle", form),
            Self::Vehicle(form) => ("vehicle", form),
            Self::Name(form) => ("name", form),
        };
        format!("{sort} {form}")
    }

    /// A telephone number, as it is typed in the United Kingdom.
    pub fn phone(typed: &str) -> Option<Self> {
        let plus = typed.trim_start().starts_with('+');
        let dash = |c: char| "+()-./‐‑‒–".contains(c);
        if typed.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || dash(c))) {
            return None;
        }
        let digits: String = typed.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
        let whole = match digits.strip_prefix("00") {
            Some(abroad) => abroad.to_owned(),
            // The country without its sign; a mobile without the nought.
            None if plus || (digits.len() == 12 && digits.starts_with("44")) => digits,
            None if digits.len() == 10 && digits.starts_with('7') => format!("44{digits}"),
            None => format!("44{}", digits.strip_prefix('0')?),
        };
        let whole = whole.strip_prefix("440").map_or(whole.clone(), |rest| format!("44{rest}"));
        (9..=15).contains(&whole.len()).then_some(Self::Phone(whole))
    }

    /// The name of an account.
    pub fn handle(typed: &str) -> Option<Self> {
        // Dots and lines count: on most services they make another account.
        let plain = typed.trim().trim_start_matches('@').to_lowercase();
        let fits = plain.chars().count() >= HANDLE_CHARS_MIN && !plain.contains(char::is_whitespace);
        fits.then_some(Self::Handle(plain))
    }

    /// A number plate.
    pub fn vehicle(typed: &str) -> Option<Self> {
        let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        let mixed =
            plain.chars().any(|c| c.is_ascii_digit()) && plain.chars().any(|c| c.is_ascii_alphabetic());
        (mixed && (4..=8).contains(&plain.len())).then(|| Self::Vehicle(plain.to_ascii_uppercase()))
    }

    /// A name of at least two parts.
    pub fn name(typed: &str) -> Option<Self> {
        let name = NameKey::new(typed);
        let parts: Vec<&str> = name.parts().collect();
        (parts.len() > 1).then(|| Self::Name(parts.join(" ")))
    }

    /// Everything that a text alone may be.
    pub fn guesses(typed: &str) -> Vec<Self> {
        let all = [Self::phone(typed), Self::handle(typed), Self::vehicle(typed), Self::name(typed)];
        all.into_iter().flatten().collect()
    }
}

/// What is named in a report, each once.
pub fn of_report(report: &Report) -> Vec<Selector> {
    let each = |rows: &[Row], id: &str, read: fn(&str) -> Option<Selector>| {
        rows.iter().filter_map(|row| read(field(row, id)?)).collect::<Vec<_>>()
    };
    let mut found = each(&report.phones, "number", Selector::phone);
    found.extend(each(&report.accounts, "handle", Selector::handle));
    found.extend(each(&report.vehicles, "plate", Selector::vehicle));
    found.extend(each(&report.people, "name", Selector::name));
    found.extend(report.child_name.as_deref().and_then(Selector::name));
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&str) -> Option<Selector>;

    #[test]
    fn the_same_thing_has_one_form_however_it_is_written() {
        let same: [(Read, &[&str], &str); 4] = [
            (
                Selector::phone,
                &[
                    "07700 900123",
                    "+44 7700 900 123",
                    "0044 (0)7700‑900123",
                    "+44 07700 900123",
                    "447700900123",
                    "7700 900123",
                ],
                "phone 447700900123",
            ),
            (Selector::handle, &["@Sunny.Lia07", "sunny.lia07", " SUNNY.LIA07 "], "handle sunny.lia07"),
            (Selector::vehicle, &["AB12 CDE", "ab12cde", "AB-12-CDE"], "vehicle AB12CDE"),
            (Selector::name, &["Siân O'Neill", "ONEILL, sian", "Mrs Sian O’Neill"], "name oneill sian"),
        ];
        for (read, written, form) in same {
            for typed in written {
                assert_eq!(read(typed).map(|found| found.text()).as_deref(), Some(form), "{typed}");
            }
        }
    }

    #[test]
    fn what_says_too_little_is_nothing() {
        let nothing: [(Read, &[&str]); 4] = [
            (Selector::phone, &["", "900123", "call me", "0", "12345678901234567"]),
            (Selector::handle, &["", "@a", "two words"]),
            (Selector::vehicle, &["", "ABCDE", "12345", "a1"]),
            (Selector::name, &["", "Sian", "sian Siân", "Mr Hughes"]),
        ];
        for (read, written) in nothing {
            for typed in written {
                assert_eq!(read(typed), None, "{typed}");
            }
        }
    }
}
