//! Ages as people write them, in folded text: `im 12`, `aged 13`, `14 year old`, `yr 8`, `(11)`, `deuddeg oed`.

/// An age that was read, in years, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    pub years: u8,
    pub start: usize,
    pub end: usize,
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

/// Which words can be a number or a school year at all, by their first two bytes: most are not, and need no closer look.
struct MayBegin {
    pairs: Box<[bool]>,
}

impl MayBegin {
    fn new() -> Self {
        let mut pairs = vec![false; 1 << 16].into_boxed_slice();
        for name in NUMBERS.iter().map(|(name, _)| name.as_bytes()).chain(YEAR.iter().copied()) {
            pairs[Self::pair(name)] = true;
        }
        Self { pairs }
    }

    fn pair(word: &[u8]) -> usize {
        let byte = |at: usize| usize::from(word.get(at).copied().unwrap_or(b' '));
        byte(0) << 8 | byte(1)
    }

    fn may(&self, word: &[u8]) -> bool {
        let school_year = word.first() == Some(&b'y');
        word.first().is_some_and(u8::is_ascii_digit) || school_year || self.pairs[Self::pair(word)]
    }
}

static MAY_BEGIN: std::sync::LazyLock<MayBegin> = std::sync::LazyLock::new(MayBegin::new);

/// One word of a folded text.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    bytes: &'a [u8],
    start: usize,
    end: usize,
}

/// Every age in a folded text. `in_brackets` says whether the original has a bracket before a place.
pub fn ages(folded: &[u8], in_brackets: impl Fn(usize) -> bool) -> Vec<Age> {
    let mut found: Vec<Age> = Vec::new();
    let mut before: Option<Word<'_>> = None;
    let mut start = None;
    for (at, byte) in folded.iter().enumerate() {
        if byte.is_ascii_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        let Some(from) = start.take() else { continue };
        let word = Word { bytes: &folded[from..at], start: from, end: at };
        if !MAY_BEGIN.may(word.bytes) && before.is_none_or(|before| !YEAR.contains(&before.bytes)) {
            before = Some(word);
            continue;
        }
        // A number of several words has been read as a whole.
        if found.last().is_none_or(|last| last.end <= from) {
            found.extend(age(folded, before, word, &in_brackets));
        }
        before = Some(word);
    }
    found
}

fn age(
    folded: &[u8],
    before: Option<Word<'_>>,
    word: Word<'_>,
    in_brackets: &impl Fn(usize) -> bool,
) -> Option<Age> {
    let start = word.start;
    if let Some(years) = school_year(before, word) {
        return Some(Age { years, start, end: word.end });
    }
    let Number { years, end, says } = number(folded, word)?;
    let told_before = || {
        let rest = folded[..start].strip_suffix(b" ").unwrap_or_default();
        BEFORE.iter().any(|told| ends_with_word(rest, told))
    };
    let rest = folded[end..].strip_prefix(b" ").unwrap_or_default();
    let told_after = || AFTER.iter().any(|told| begins_with_word(rest, told));
    let likely = || {
        (AGE_YEARS_LIKELY.contains(&years))
            && (in_brackets(start) || told_before() && !counts_something(rest))
    };
    (says || told_after() || likely()).then_some(Age { years, start, end })
}

/// Ages that are told without a word that says so.
const AGE_YEARS_LIKELY: std::ops::RangeInclusive<u8> = 5..=60;

struct Number {
    years: u8,
    end: usize,
    /// It says by itself that it is an age: `12yo`.
    says: bool,
}

fn number(folded: &[u8], word: Word<'_>) -> Option<Number> {
    let here = &folded[word.start..];
    if let Some((name, years)) = NUMBERS.iter().find(|(name, _)| begins_with_word(here, name.as_bytes())) {
        return Some(Number { years: *years, end: word.start + name.len(), says: false });
    }
    let digits = word.bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let years = short(&word.bytes[..digits])?;
    match &word.bytes[digits..] {
        b"" => Some(Number { years, end: word.end, says: false }),
        b"yo" | b"yr" | b"yrs" | b"oed" | b"yrold" | b"yearold" => {
            Some(Number { years, end: word.end, says: true })
        }
        _ => None,
    }
}

/// Year 8 is twelve and thirteen: the younger of the two.
fn school_year(before: Option<Word<'_>>, word: Word<'_>) -> Option<u8> {
    let glued = YEAR.iter().find_map(|year| word.bytes.strip_prefix(*year)).and_then(short);
    let apart = before.filter(|before| YEAR.contains(&before.bytes)).and_then(|_| short(word.bytes));
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
        ];
        for (text, expected) in cases {
            let found: Vec<u8> = ages(text.as_bytes(), |_| false).iter().map(|age| age.years).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
