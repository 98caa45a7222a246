//! Ages as people write them, in folded text: `im 12`, `aged 13`, `14 year old`, `yr 8`, `(11)`, `deuddeg oed`.

use super::fold::{Folded, Word};
use super::vocabulary::{Vocabulary, flag};

/// An age that was read, in years, and its first and last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    pub years: u8,
    pub first: usize,
    pub last: usize,
}

/// Words before a number that make it an age.
const BEFORE: &[&[u8]] = &[
    b"im",
    b"i am",
    b"am",
    b"aged",
    b"age",
    b"hes",
    b"shes",
    b"theyre",
    b"only",
    b"just",
    b"is only",
    b"is just",
    b"turned",
    b"turning",
    b"dwi",
    b"dwin",
    b"dw i",
    b"fin",
    b"oed",
    b"nine",
    b"male",
    b"female",
    b"boy of",
    b"girl of",
    b"child of",
    b"boy",
    b"girl",
    b"man of",
    b"adult of",
    b"was",
    b"is",
    b"as",
    b"being",
    b"were",
    b"he",
    b"she",
    b"whos",
    b"about",
    b"sisters",
    b"brothers",
    b"mates",
    b"daughters",
    b"sons",
    b"cousins",
];

/// Words after a number that make it an age.
const AFTER: &[&[u8]] = &[
    b"year old",
    b"years old",
    b"yr old",
    b"yrs old",
    b"yo",
    b"yr olds",
    b"year olds",
    b"years of age",
    b"yrs",
    b"oed",
    b"mlwydd oed",
    b"blwydd oed",
    b"mlwydd",
    b"blwydd",
    b"or so",
    b"odd",
    b"smth",
    b"ish",
    b"something",
    b"years",
    b"ydw i",
    b"ydi",
    b"yw e",
    b"yw hi",
    b"ydi hi",
    b"di o",
    b"di e",
    b"di hi",
    b"dwi",
    b"ydw",
];

/// Numbers in words; a longer one before the one it begins with.
const NUMBERS: &[(&str, u8)] = &[
    ("un ar ddeg", 11),
    ("un ar bymtheg", 16),
    ("tair ar ddeg", 13),
    ("dair ar ddeg", 13),
    ("tri ar ddeg", 13),
    ("pedair ar ddeg", 14),
    ("bedair ar ddeg", 14),
    ("pedwar ar ddeg", 14),
    ("dwy ar bymtheg", 17),
    ("ddwy ar bymtheg", 17),
    ("dau ar bymtheg", 17),
    ("deg ar hugain", 30),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("pump", 5),
    ("chwech", 6),
    ("saith", 7),
    ("wyth", 8),
    ("naw", 9),
    ("deg", 10),
    ("ddeg", 10),
    ("deuddeg", 12),
    ("ddeuddeg", 12),
    ("pymtheg", 15),
    ("bymtheg", 15),
    ("ugain", 20),
];

/// School years, as they are written before their number.
const YEAR: &[&[u8]] = &[b"year", b"yr", b"y", b"blwyddyn", b"flwyddyn", b"bl"];

/// Tells the vocabulary which words can be a number at all, or stand before a school year: most are not, and need no closer
/// look.
pub fn flags(vocabulary: &mut Vocabulary) {
    for word in NUMBERS.iter().filter_map(|(name, _)| name.split(' ').next()) {
        vocabulary.flag(word.as_bytes(), flag::NUMBER);
    }
    for word in YEAR {
        vocabulary.word(word);
    }
}

/// Every age in a folded text. `in_brackets` says whether the original has a bracket before a place.
pub fn ages(folded: &Folded, in_brackets: impl Fn(u32) -> bool, mut found: impl FnMut(Age)) {
    let mut next = 0;
    for (at, word) in folded.words.iter().enumerate() {
        if word.flags & flag::NUMBER == 0 {
            continue;
        }
        let (first, last) = (folded.bytes[word.start as usize], folded.bytes[word.end as usize - 1]);
        let year = first == b'y' && last.is_ascii_digit();
        let may = !last.is_ascii_digit() || first.is_ascii_digit() || year;
        // A number of several words has been read as a whole.
        if may
            && at >= next
            && let Some(age) = age(folded, at, *word, &in_brackets)
        {
            next = age.last + 1;
            found(age);
        }
    }
}

fn age(folded: &Folded, at: usize, word: Word, in_brackets: &impl Fn(u32) -> bool) -> Option<Age> {
    let (text, start) = (folded.bytes.as_slice(), word.start as usize);
    let bytes = |word: Word| &text[word.start as usize..word.end as usize];
    let before = at.checked_sub(1).map(|before| bytes(folded.words[before]));
    if let Some(years) = school_year(before, bytes(word)) {
        return Some(Age { years, first: at, last: at });
    }
    let Number { years, end, says } = number(&text[start..], bytes(word))?;
    let end = start + end;
    let told_before = || {
        let rest = text[..start].strip_suffix(b" ").unwrap_or_default();
        BEFORE.iter().any(|told| ends_with_word(rest, told))
    };
    let rest = text[end..].strip_prefix(b" ").unwrap_or_default();
    let told_after = || AFTER.iter().any(|told| begins_with_word(rest, told));
    let likely = || {
        AGE_YEARS_LIKELY.contains(&years)
            && (in_brackets(word.from) || told_before() && !counts_something(rest))
    };
    if !(says || told_after() || likely()) {
        return None;
    }
    let more = folded.words[at + 1..].iter().take_while(|word| word.start as usize <= end).count();
    Some(Age { years, first: at, last: at + more })
}

/// Ages that are told without a word that says so.
const AGE_YEARS_LIKELY: std::ops::RangeInclusive<u8> = 5..=60;

struct Number {
    years: u8,
    end: usize,
    /// It says by itself that it is an age: `12yo`.
    says: bool,
}

fn number(here: &[u8], word: &[u8]) -> Option<Number> {
    let letters = word.first().is_some_and(u8::is_ascii_lowercase);
    if letters
        && let Some((name, years)) = NUMBERS.iter().find(|(name, _)| begins_with_word(here, name.as_bytes()))
    {
        return Some(Number { years: *years, end: name.len(), says: false });
    }
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let years = short(&word[..digits])?;
    match &word[digits..] {
        b"" => Some(Number { years, end: word.len(), says: false }),
        b"yo" | b"yr" | b"yrs" | b"oed" | b"yrold" | b"yearold" => {
            Some(Number { years, end: word.len(), says: true })
        }
        _ => None,
    }
}

/// Year 8 is twelve and thirteen: the younger of the two.
fn school_year(before: Option<&[u8]>, word: &[u8]) -> Option<u8> {
    let glued = YEAR.iter().find_map(|year| word.strip_prefix(*year)).and_then(short);
    let apart = before.filter(|before| YEAR.contains(before)).and_then(|_| short(word));
    glued.or(apart).filter(|year| (1..=13).contains(year)).map(|year| year + 4)
}

fn short(digits: &[u8]) -> Option<u8> {
    if digits.is_empty() || digits.len() > 2 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// "was 20 minutes", "is 15 pounds": numbers of something else.
fn counts_something(rest: &[u8]) -> bool {
    const COUNTED: &[&[u8]] = &[
        b"minutes",
        b"mins",
        b"min",
        b"hours",
        b"hrs",
        b"days",
        b"weeks",
        b"months",
        b"quid",
        b"pounds",
        b"money",
        b"p",
        b"miles",
        b"times",
        b"percent",
        b"per",
        b"of",
        b"people",
        b"followers",
        b"bob",
        b"punt",
        b"o",
        b"more",
        b"am",
        b"pm",
        b"pages",
        b"goals",
        b"points",
        b"others",
        b"wraps",
        b"bags",
    ];
    COUNTED.iter().any(|counted| begins_with_word(rest, counted))
}

fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    text.strip_suffix(word).is_some_and(|rest| rest.last().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
}

fn begins_with_word(text: &[u8], word: &[u8]) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folder;
    use super::*;

    #[test]
    fn an_age_is_read_and_another_number_is_not() {
        let cases: &[(&str, &[u8])] = &[
            (" im 12 ", &[12]),
            (" im 15 hes 21 ", &[15, 21]),
            (" aged 13 ", &[13]),
            (" a 14 year old girl ", &[14]),
            (" fourteen year old ", &[14]),
            (" a 31 year old man ", &[31]),
            (" yr 8 and yr8 and y10 ", &[12, 12, 14]),
            (" hes 30 odd ", &[30]),
            (" 15yr old ", &[15]),
            (" deuddeg oed ", &[12]),
            (" pedair ar ddeg ydw i, mae o yn un ar ddeg oed ", &[14, 11]),
            (" dwi n dair ar ddeg oed ", &[13]),
            (" fin 12 ", &[12]),
            (" it was 20 minutes ", &[]),
            (" pay 200 quid ", &[]),
            (" at 3 15 today ", &[]),
            (" bus 43 ", &[]),
            (" blwyddyn 8 ", &[12]),
            (" my sisters thirteen and he 32 ", &[13, 32]),
            (" 14 di hi a 12 dwi ", &[14, 12]),
            (" about 14 others he 12 points ", &[]),
        ];
        let mut vocabulary = Vocabulary::new("");
        flags(&mut vocabulary);
        for (text, expected) in cases {
            let (mut folded, mut found) = (Folded::default(), Vec::new());
            Folder::new(&vocabulary, &mut folded).fold(text);
            ages(&folded, |_| false, |age| found.push(age.years));
            assert_eq!(found, *expected, "{text}");
        }
    }
}
