//! From a text to its indicators: all words in one pass, then the signs they make.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::fold::{Folded, Folder};
use super::hits::{Compiled, Hits, Marks, Match, PartOf};
use super::lexicon::{self, Builder, Concept, Lexicon, Seen};
use super::sign::{Group, Words};
use super::{Found, Harm, Level, Screened, age, context};
use crate::reports::Known;
use crate::rules::tables::{Floor, Indicator};
use crate::rules::{Rulebook, rulebook};

/// How often one indicator is quoted.
const QUOTES_MAX: usize = 3;
/// Longer texts are read in pieces of about this size, cut where a sentence ends.
const PIECE_BYTES: usize = 1 << 16;

/// The lists of words of this binary: single words and phrases, then the frames they fill.
pub const WORDS: &str = concat!(
    include_str!("../../../../data/screen/words.toml"),
    include_str!("../../../../data/screen/frames.toml")
);

/// The lists of words that the engine itself goes by.
mod list {
    pub(super) const YOUNG: &str = "age_13_or_under";
    pub(super) const CHILD: &str = "age_under_18";
    pub(super) const ADULT: &str = "age_18_or_over";
    pub(super) const CLEARED: &str = "cleared";
    pub(super) const LESSON: &str = "lesson";
    pub(super) const CONTRAST: &str = "contrast";
    pub(super) const SOMEBODY: &str = "somebody";
    pub(super) const FICTION: &str = "fiction";
}

/// Everything that is needed to screen.
#[derive(Debug)]
pub struct Screener {
    lexicon: Lexicon,
    indicators: &'static [Indicator],
    floors: &'static [Floor],
    signs: Vec<Compiled>,
    /// For each list, the signs that it is part of.
    signs_of: Vec<Vec<PartOf>>,
    ages: [Concept; 3],
    marks: Marks,
}

static SCREENER: LazyLock<Screener> = LazyLock::new(|| {
    Screener::new(rulebook(), WORDS).expect("the words and signs are read by a test of this crate")
});

/// The screener of this binary.
pub fn screener() -> &'static Screener {
    &SCREENER
}

/// Why the words and signs cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("data/screen/words.toml: {0}")]
    Words(#[from] toml::de::Error),
    #[error("data/screen/words.toml: {0}")]
    Lists(#[from] lexicon::Unreadable),
    #[error("data/rules/indicators.toml: {indicator}: there is no list of words `{list}`")]
    NoList { indicator: String, list: String },
}

impl Screener {
    /// Reads the lists of words and puts the signs of the rulebook to them.
    pub fn new(book: &'static Rulebook, words: &str) -> Result<Self, Unreadable> {
        let mut builder = Builder::read(words)?;
        let [young, child, adult] = [list::YOUNG, list::CHILD, list::ADULT].map(|name| builder.concept(name));
        let [cleared, lesson, contrast, somebody, fiction] =
            [list::CLEARED, list::LESSON, list::CONTRAST, list::SOMEBODY, list::FICTION]
                .map(|name| builder.concept(name));
        let mut signs = Vec::new();
        for (at, indicator) in book.indicators.iter().enumerate() {
            for sign in &indicator.signs {
                let groups = sign.groups.iter().map(|group| lists(&mut builder, group, &indicator.head.id));
                let groups = groups.collect::<Result<Vec<_>, _>>()?;
                let harms = if sign.harms.is_empty() { indicator.harms.clone() } else { sign.harms.clone() };
                let (weak, broad) = (sign.weak, sign.broad);
                signs.push(Compiled { indicator: at, harms, weak, broad, groups });
            }
        }
        let mut vocabulary = lexicon::vocabulary();
        context::flags(&mut vocabulary);
        age::flags(&mut vocabulary);
        let lexicon = builder.build(vocabulary)?;
        let mut signs_of = vec![Vec::new(); lexicon.concepts()];
        for (at, sign) in signs.iter().enumerate() {
            let mut of: BTreeMap<Concept, u8> = BTreeMap::new();
            let mut negated_too = 0;
            for (group, (lists, too)) in sign.groups.iter().enumerate() {
                negated_too |= u8::from(*too) << group;
                for list in lists {
                    *of.entry(*list).or_default() |= 1 << group;
                }
            }
            let whole = sign.whole();
            let at = u16::try_from(at).expect("there are fewer than 65,536 signs");
            for (list, groups) in of {
                signs_of[usize::from(list)].push(PartOf { sign: at, groups, whole, negated_too });
            }
        }
        Ok(Self {
            lexicon,
            indicators: &book.indicators,
            floors: &book.floors,
            signs,
            signs_of,
            ages: [young, child, adult],
            marks: Marks { cleared, lesson, contrast, somebody, fiction },
        })
    }

    /// Screens one text. Pure: the same text always gives the same answer.
    pub fn screen(&self, text: &str) -> Screened {
        let mut desk = DESK.take();
        desk.matches.clear();
        desk.told.clear();
        desk.told.resize(self.lexicon.concepts(), false);
        let mut begin = 0;
        while begin < text.len() {
            let end = piece_end(text, begin);
            self.piece(text, begin, end, &mut desk);
            begin = end;
        }
        let screened = Findings { of: self, text, matches: &desk.matches, told: &desk.told }.screened();
        DESK.set(desk);
        screened
    }

    fn piece(&self, text: &str, begin: usize, end: usize, desk: &mut Desk) {
        let Desk { folded, hits, matches, told } = desk;
        let piece = &text[begin..end];
        let vocabulary = &self.lexicon.vocabulary;
        Folder::new(vocabulary, folded).fold(piece);
        hits.seen.clear();
        self.lexicon.seen(folded, |seen| hits.seen.push(seen));
        let bracket = |from: u32| piece.as_bytes()[..from as usize].last() == Some(&b'(');
        age::ages(vocabulary, folded, bracket, |age::Age { years, first, last }| {
            let [young, child, adult] = self.ages;
            let mut push = |concept| hits.seen.push(Seen { concept, first, last });
            match years {
                0..=13 => [young, child].into_iter().for_each(&mut push),
                14..=17 => push(child),
                18.. => push(adult),
            }
        });
        lexicon::unique(&mut hits.seen);
        hits.read(&self.lexicon, folded);
        hits.leave_out(self.marks, &folded.asks);
        for hit in hits.all.iter().filter(|hit| !hit.negated) {
            told[usize::from(hit.concept)] = true;
        }
        hits.signs((&self.signs, &self.signs_of), folded, begin, matches);
    }
}

thread_local! {
    /// What one text is worked on with, kept so that the next one needs no new memory. Nothing of a text is read
    /// from it by another.
    static DESK: Cell<Desk> = Cell::default();
}

/// Buffers for one text.
#[derive(Debug, Default)]
struct Desk {
    folded: Folded,
    hits: Hits,
    matches: Vec<Match>,
    /// For each list, whether a word of it counted.
    told: Vec<bool>,
}

fn lists(builder: &mut Builder, group: &Group, indicator: &str) -> Result<(Vec<Concept>, bool), Unreadable> {
    let each = group.any.iter().map(|words| match words {
        Words::List(name) if builder.has(name) => Ok(builder.concept(name)),
        Words::List(name) => Err(Unreadable::NoList { indicator: indicator.to_owned(), list: name.clone() }),
        Words::Phrase(phrase) => {
            let concept = builder.concept(&format!("'{phrase}'"));
            builder.word(phrase, concept);
            Ok(concept)
        }
    });
    Ok((each.collect::<Result<_, _>>()?, group.negated_too))
}

/// Where a piece that begins there ends: after a line or a sentence, if there is one.
fn piece_end(text: &str, begin: usize) -> usize {
    let wanted = begin + PIECE_BYTES;
    if wanted >= text.len() {
        return text.len();
    }
    let bytes = text.as_bytes();
    let window = &bytes[begin + PIECE_BYTES / 2..wanted];
    let cut = window
        .iter()
        .rposition(|byte| *byte == b'\n')
        .or_else(|| window.iter().rposition(|byte| *byte == b'.'));
    let mut end = cut.map_or(wanted, |cut| begin + PIECE_BYTES / 2 + cut + 1);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    end
}

/// What was found in one text.
struct Findings<'a> {
    of: &'a Screener,
    text: &'a str,
    matches: &'a [Match],
    /// For each list, whether a word of it counted.
    told: &'a [bool],
}

impl Findings<'_> {
    fn screened(&self) -> Screened {
        let (of, text) = (self.of, self.text);
        let harms = self.harms();
        let mut quoted: BTreeMap<usize, Vec<&Match>> = BTreeMap::new();
        for matched in self.matches {
            let indicator = of.signs[matched.sign].indicator;
            let quotes = quoted.entry(indicator).or_default();
            if quotes.len() < QUOTES_MAX && quotes.iter().all(|other| other.end <= matched.start) {
                quotes.push(matched);
            }
        }
        let places = characters(text, quoted.values().flatten().flat_map(|one| [one.start, one.end]));
        let mut indicators = Vec::new();
        for (indicator, quotes) in &quoted {
            for matched in quotes {
                let pointed = &of.signs[matched.sign].harms;
                let Some(harm) = pointed.iter().find(|harm| harms.contains(harm)).or(pointed.first()) else {
                    continue;
                };
                indicators.push(Found {
                    id: &of.indicators[*indicator].head.id,
                    harm: *harm,
                    quote: text[matched.start..matched.end].to_owned(),
                    start: places[&matched.start],
                    end: places[&matched.end],
                });
            }
        }
        indicators.sort_by_key(|found| (found.start, found.end));
        let (urgency, floor) = self.urgency(&quoted, &harms);
        let unknown = self.unknown(&quoted, !harms.is_empty());
        Screened { urgency, harms, indicators, floor, unknown }
    }

    /// The harms that a strong sign points to, or weak signs of two indicators in two places; and those of broad signs,
    /// where nothing more definite points to another harm only.
    fn harms(&self) -> Vec<Harm> {
        let mut strong = BTreeSet::new();
        // For each harm and indicator: where its first sign ends and its last one begins.
        let mut weak: BTreeMap<Harm, BTreeMap<usize, (usize, usize)>> = BTreeMap::new();
        for matched in self.matches {
            let sign = &self.of.signs[matched.sign];
            if sign.weak {
                for harm in &sign.harms {
                    let seen = weak.entry(*harm).or_default().entry(sign.indicator);
                    let (first, last) = seen.or_insert((matched.end, matched.start));
                    (*first, *last) = (matched.end.min(*first), matched.start.max(*last));
                }
            } else if !sign.broad {
                strong.extend(sign.harms.iter().copied());
            }
        }
        let two = |seen: &BTreeMap<usize, (usize, usize)>| {
            seen.iter()
                .any(|(one, (first, _))| seen.iter().any(|(other, (_, last))| one != other && first <= last))
        };
        strong.extend(weak.into_iter().filter(|(_, seen)| two(seen)).map(|(harm, _)| harm));
        let broad = self.matches.iter().map(|matched| &self.of.signs[matched.sign]).filter(|sign| sign.broad);
        let agreeing =
            broad.filter(|sign| strong.is_empty() || sign.harms.iter().any(|harm| strong.contains(harm)));
        let more: Vec<Harm> = agreeing.flat_map(|sign| sign.harms.iter().copied()).collect();
        strong.extend(more);
        strong.into_iter().collect()
    }

    /// How soon, and the floor that raised it.
    fn urgency(
        &self,
        quoted: &BTreeMap<usize, Vec<&Match>>,
        harms: &[Harm],
    ) -> (Level, Option<&'static str>) {
        let of = self.of;
        let counts = |indicator: &usize| {
            quoted[indicator]
                .iter()
                .any(|matched| of.signs[matched.sign].harms.iter().any(|harm| harms.contains(harm)))
        };
        let level = |at: &usize| of.indicators[*at].level;
        let alone = quoted.keys().filter(|indicator| counts(indicator)).map(level).max();
        let mut urgency = alone.unwrap_or(if quoted.is_empty() { Level::Low } else { Level::Medium });
        if harms.is_empty() {
            urgency = urgency.min(Level::Medium);
        }
        // Floors hold by themselves, also where too little is told to name a harm.
        let high = quoted.keys().any(|indicator| level(indicator) >= Level::High);
        let fact = |id: &str| {
            let holds = match id {
                "any_high" => high,
                id => of.lexicon.concept(id).is_some_and(|concept| self.told[usize::from(concept)]),
            };
            if holds { Known::Yes } else { Known::No }
        };
        let mut floor = None;
        for rule in of.floors {
            if rule.at_least > urgency && rule.when.holds(&fact) == Known::Yes {
                (urgency, floor) = (rule.at_least, Some(rule.head.id.as_str()));
            }
        }
        (urgency, floor)
    }

    /// What the indicators ask for and the text does not tell.
    fn unknown(&self, quoted: &BTreeMap<usize, Vec<&Match>>, pressing: bool) -> Vec<&'static str> {
        let told_age = self.of.ages.iter().any(|age| self.told[usize::from(*age)]);
        let mut asks: Vec<&'static str> = Vec::new();
        for indicator in quoted.keys() {
            for fact in &self.of.indicators[*indicator].asks {
                let told = fact == "child" && told_age;
                if pressing && !told && !asks.contains(&fact.as_str()) {
                    asks.push(fact);
                }
            }
        }
        asks
    }
}

/// The places in characters of places in bytes.
fn characters(text: &str, places: impl Iterator<Item = usize>) -> HashMap<usize, usize> {
    let wanted: BTreeSet<usize> = places.collect();
    let (mut bytes, mut counted) = (0, 0);
    let mut found = HashMap::new();
    for place in wanted {
        counted += text[bytes..place].chars().count();
        bytes = place;
        found.insert(place, counted);
    }
    found
}
