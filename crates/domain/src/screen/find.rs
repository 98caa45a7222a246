//! From a text to its indicators: all words in one pass, then the signs they make.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::context::{NEGATORS, Sentences, negated};
use super::fold::{Folder, Spellings};
use super::hits::{Compiled, Hit, Marks, Match, leave_out, match_signs};
use super::lexicon::{Builder, Concept, Lexicon, Seen, spellings};
use super::sign::{Group, Words};
use super::{Found, Harm, Level, Screened, age};
use crate::reports::Known;
use crate::rules::tables::{Floor, Indicator};
use crate::rules::{Rulebook, rulebook};

/// How often one indicator is quoted.
const QUOTES_MAX: usize = 3;
/// Longer texts are read in pieces of about this size, cut where a sentence ends.
const PIECE_BYTES: usize = 1 << 16;

/// The lists of words that the engine itself goes by.
mod list {
    pub(super) const YOUNG: &str = "age_13_or_under";
    pub(super) const CHILD: &str = "age_under_18";
    pub(super) const ADULT: &str = "age_18_or_over";
    pub(super) const CLEARED: &str = "cleared";
    pub(super) const LESSON: &str = "lesson";
    pub(super) const CONTRAST: &str = "contrast";
    pub(super) const SOMEBODY: &str = "somebody";
    pub(super) const NEGATOR: &str = "negator";
}

/// Everything that is needed to screen.
#[derive(Debug)]
pub struct Screener {
    lexicon: Lexicon,
    spellings: Spellings,
    indicators: &'static [Indicator],
    floors: &'static [Floor],
    signs: Vec<Compiled>,
    /// For each list, the signs that it is part of.
    signs_of: Vec<Vec<usize>>,
    ages: [Concept; 3],
    marks: Marks,
    negator: Concept,
}

static SCREENER: LazyLock<Screener> = LazyLock::new(|| {
    Screener::new(rulebook(), include_str!("../../../../data/screen/words.toml"))
        .expect("the words and signs are read by a test of this crate")
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
    #[error("data/rules/indicators.toml: {indicator}: there is no list of words `{list}`")]
    NoList { indicator: String, list: String },
}

impl Screener {
    /// Reads the lists of words and puts the signs of the rulebook to them.
    pub fn new(book: &'static Rulebook, words: &str) -> Result<Self, Unreadable> {
        let mut builder = Builder::read(words)?;
        let [young, child, adult] = [list::YOUNG, list::CHILD, list::ADULT].map(|name| builder.concept(name));
        let [cleared, lesson, contrast, somebody] =
            [list::CLEARED, list::LESSON, list::CONTRAST, list::SOMEBODY].map(|name| builder.concept(name));
        let negator = builder.concept(list::NEGATOR);
        for word in NEGATORS {
            builder.word(word, negator);
        }
        let mut signs = Vec::new();
        for (at, indicator) in book.indicators.iter().enumerate() {
            for sign in &indicator.signs {
                let groups = sign.groups.iter().map(|group| lists(&mut builder, group, &indicator.head.id));
                let groups = groups.collect::<Result<Vec<_>, _>>()?;
                let harms = if sign.harms.is_empty() { indicator.harms.clone() } else { sign.harms.clone() };
                signs.push(Compiled { indicator: at, harms, weak: sign.weak, groups });
            }
        }
        let spellings = spellings();
        let lexicon = builder.build(&spellings);
        let mut signs_of = vec![Vec::new(); lexicon.concepts()];
        for (at, sign) in signs.iter().enumerate() {
            let lists: BTreeSet<Concept> =
                sign.groups.iter().flat_map(|(lists, _)| lists.iter().copied()).collect();
            for list in lists {
                signs_of[usize::from(list)].push(at);
            }
        }
        Ok(Self {
            lexicon,
            spellings,
            indicators: &book.indicators,
            floors: &book.floors,
            signs,
            signs_of,
            ages: [young, child, adult],
            marks: Marks { cleared, lesson, contrast, somebody },
            negator,
        })
    }

    /// Screens one text. Pure: the same text always gives the same answer.
    pub fn screen(&self, text: &str) -> Screened {
        let mut run = Run::new(self);
        let mut begin = 0;
        while begin < text.len() {
            let end = piece_end(text, begin);
            run.piece(text, begin, end);
            begin = end;
        }
        run.result(text)
    }
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

/// The screening of one text.
struct Run<'a> {
    of: &'a Screener,
    folder: Folder<'a>,
    sentences: Sentences,
    hits: Vec<Hit>,
    matches: Vec<Match>,
    /// Lists of which a word counted.
    seen: BTreeSet<Concept>,
}

impl<'a> Run<'a> {
    fn new(of: &'a Screener) -> Self {
        Self {
            of,
            folder: Folder::new(&of.spellings),
            sentences: Sentences::default(),
            hits: Vec::new(),
            matches: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    fn piece(&mut self, text: &str, begin: usize, end: usize) {
        let piece = &text[begin..end];
        let of = self.of;
        self.hits.clear();
        let folded = self.folder.fold(piece);
        self.sentences.read(&folded.bytes);
        let (hits, sentences) = (&mut self.hits, &self.sentences);
        of.lexicon.seen(&folded.bytes, |Seen { concept, start, end }| {
            hits.push(Hit { concept, start, end, sentence: sentences.of(start), negated: false });
        });
        let bracket = |at: usize| piece.as_bytes()[..folded.from[at] as usize].last() == Some(&b'(');
        for age in age::ages(&folded.bytes, bracket) {
            let [young, child, adult] = of.ages;
            let mut push = |concept| {
                let sentence = sentences.of(age.start);
                hits.push(Hit { concept, start: age.start, end: age.end, sentence, negated: false });
            };
            match age.years {
                0..=13 => [young, child].into_iter().for_each(&mut push),
                14..=17 => push(child),
                18.. => push(adult),
            }
        }
        hits.sort_by_key(|hit| (hit.end, hit.start));
        leave_out(of.marks, hits, sentences);
        // Most sentences negate nothing: only after a word that does is it looked at closely.
        let mut last = None;
        for hit in hits.iter_mut() {
            if hit.concept == of.negator {
                last = Some(hit.sentence);
            }
            hit.negated = last == Some(hit.sentence) && negated(&folded.bytes, hit.start);
        }
        self.seen.extend(hits.iter().filter(|hit| !hit.negated).map(|hit| hit.concept));
        let words = (of.signs.as_slice(), of.signs_of.as_slice());
        match_signs(words, hits, folded, begin, &mut self.matches);
    }

    fn result(self, text: &str) -> Screened {
        let of = self.of;
        let harms = self.harms();
        let mut quoted: BTreeMap<usize, Vec<&Match>> = BTreeMap::new();
        for matched in &self.matches {
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

    /// The harms that a strong sign points to, or weak signs of two indicators.
    fn harms(&self) -> Vec<Harm> {
        let mut strong = BTreeSet::new();
        let mut weak: HashMap<Harm, BTreeSet<usize>> = HashMap::new();
        for matched in &self.matches {
            let sign = &self.of.signs[matched.sign];
            for harm in &sign.harms {
                if sign.weak {
                    weak.entry(*harm).or_default().insert(sign.indicator);
                } else {
                    strong.insert(*harm);
                }
            }
        }
        let both = weak.into_iter().filter(|(_, indicators)| indicators.len() > 1).map(|(harm, _)| harm);
        strong.extend(both);
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
        let alone =
            quoted.keys().filter(|indicator| counts(indicator)).map(|at| of.indicators[*at].level).max();
        let mut urgency = alone.unwrap_or(if quoted.is_empty() { Level::Low } else { Level::Medium });
        if harms.is_empty() {
            return (urgency.min(Level::Medium), None);
        }
        let high = alone >= Some(Level::High);
        let fact = |id: &str| {
            let holds = match id {
                "any_high" => high,
                id => of.lexicon.concept(id).is_some_and(|concept| self.seen.contains(&concept)),
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
        let told_age = self.of.ages.iter().any(|age| self.seen.contains(age));
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
