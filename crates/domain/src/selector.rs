//! What people are found by: a telephone, a handle, a number plate, a wallet, a postcode, a name of more than one part. Each
//! in one form, however it was written, so that equal ones are equal and can be found without being read.

use crate::person::NameKey;
use crate::place::Place;
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
    /// The address of a wallet: Bitcoin or Ethereum. Its letters count as they are, but where its kind has one case only.
    Wallet(String),
    /// A whole postcode: half of one is half a town.
    Place(String),
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
            Self::Wallet(form) => ("wallet", form),
            Self::Place(form) => ("place", form),
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

    /// The address of a wallet, as a service shows it to be copied.
    pub fn wallet(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let is = |c: char, of: &str| of.contains(c);
        let lower = typed.to_ascii_lowercase();
        if let Some(hex) = lower.strip_prefix("0x") {
            let fits = hex.len() == 40 && hex.chars().all(|c| c.is_ascii_hexdigit());
            return fits.then_some(Self::Wallet(lower));
        }
        if let Some(rest) = lower.strip_prefix("bc1") {
            let fits = (11..=71).contains(&rest.len()) && rest.chars().all(|c| is(c, BECH32));
            return fits.then_some(Self::Wallet(lower));
        }
        let fits = (26..=35).contains(&typed.len())
            && typed.starts_with(['1', '3'])
            && typed.chars().all(|c| c.is_ascii_alphanumeric() && !is(c, "0OIl"))
            // A number alone is a telephone or an account at a bank.
            && typed.chars().any(|c| c.is_ascii_alphabetic());
        fits.then(|| Self::Wallet(typed.to_owned()))
    }

    /// A whole postcode that is all of the text.
    pub fn place(typed: &str) -> Option<Self> {
        match Place::read(typed) {
            Ok(Place::Postcode(postcode)) => Some(Self::Place(postcode.to_string())),
            Ok(Place::Outcode(_) | Place::NotSure) | Err(_) => None,
        }
    }

    /// Every wallet and whole postcode in a text.
    fn in_text(text: &str) -> Vec<Self> {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let wallets = words.iter().filter_map(|word| Self::wallet(word));
        // A postcode is written in one piece or in two; three figures and letters alone make one only with its first half.
        let whole = words.iter().filter(|word| word.len() >= 5).filter_map(|word| Self::place(word));
        let halves = words.windows(2).filter(|pair| pair[0].len() <= 4 && pair[1].len() == 3);
        let halves = halves.filter_map(|pair| Self::place(&format!("{} {}", pair[0], pair[1])));
        wallets.chain(whole).chain(halves).collect()
    }

    /// A name of at least two parts.
    pub fn name(typed: &str) -> Option<Self> {
        let name = NameKey::new(typed);
        let parts: Vec<&str> = name.parts().collect();
        (parts.len() > 1).then(|| Self::Name(parts.join(" ")))
    }

    /// Everything that a text alone may be.
    pub fn guesses(typed: &str) -> Vec<Self> {
        let all = [
            Self::phone(typed),
            Self::handle(typed),
            Self::vehicle(typed),
            Self::wallet(typed),
            Self::place(typed),
            Self::name(typed),
        ];
        all.into_iter().flatten().collect()
    }
}

/// The characters after `bc1`.
const BECH32: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// What a place that is a subject of a case is found by.
pub fn of_place(name: &str) -> Vec<Selector> {
    Selector::in_text(name)
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
    for text in [&report.happened].into_iter().chain(report.places.iter().filter_map(|row| row.get("place")))
    {
        found.extend(Selector::in_text(text));
    }
    // Where something is to be paid: a wallet, or an account by its name.
    for to in report.demands.iter().filter_map(|row| field(row, "to")) {
        let named = to.starts_with('@').then(|| Selector::handle(to)).flatten();
        found.extend(Selector::in_text(to).into_iter().chain(named));
    }
    found.extend(report.place.as_deref().and_then(Selector::place));
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
        let same: [(Read, &[&str], &str); 7] = [
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
            (Selector::place, &["SN3 1RA", "sn31ra", " Sn3  1ra "], "place SN3 1RA"),
            (
                Selector::wallet,
                &["BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
                "wallet bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            ),
            (
                Selector::wallet,
                &["0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886e0f7030069857d2e4169ee7"],
                "wallet 0x52908400098527886e0f7030069857d2e4169ee7",
            ),
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
        let nothing: [(Read, &[&str]); 6] = [
            (Selector::phone, &["", "900123", "call me", "0", "12345678901234567"]),
            (Selector::handle, &["", "@a", "two words"]),
            (Selector::vehicle, &["", "ABCDE", "12345", "a1"]),
            (Selector::place, &["", "SN3", "not_sure", "the park"]),
            (
                Selector::wallet,
                &["", "0x5290", "bc1q", "12345678901234567890123456", "1BoatSLRHtKNngkdXEeobR76b53LETtpyTO"],
            ),
            (Selector::name, &["", "Sian", "sian Siân", "Mr Hughes"]),
        ];
        for (read, written) in nothing {
            for typed in written {
                assert_eq!(read(typed), None, "{typed}");
            }
        }
    }

    #[test]
    fn wallets_and_postcodes_are_found_in_what_was_written() {
        let text = "He waits by the shop (SN3 1RA), pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT. He is 15 and";
        let found: Vec<String> = Selector::in_text(text).iter().map(Selector::text).collect();
        assert_eq!(found, ["wallet 1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "place SN3 1RA"]);
        assert!(Selector::in_text("He is 15 and she said it is all bad for him now").is_empty());
    }
}
