//! From a text to its indicators: all words in one pass, then the signs they make.

use std::cell::Cell;
use std::sync::LazyLock;

use super::fold::{Folded, Folder};
use super::hits::{Hits, Marks};
use super::lexicon::{self, Builder, Concept, Lexicon, Seen};
use super::says::{Facts, Findings};
use super::sign::{Group, Words};
use super::signs::{Match, Says, Seeker, Signs};
use super::{Screened, age, context};
use crate::rules::tables::Indicator;
use crate::rules::{Rulebook, rulebook};

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
    facts: Facts,
    signs: Signs,
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
                signs.push((Says { indicator: at, harms, weak, broad }, groups));
            }
        }
        let mut vocabulary = lexicon::vocabulary();
        context::flags(&mut vocabulary);
        age::flags(&mut vocabulary);
        let lexicon = builder.build(vocabulary)?;
        let signs = Signs::new(signs, lexicon.concepts());
        let facts = Facts::new(&book.floors, |id| lexicon.concept(id));
        Ok(Self {
            lexicon,
            indicators: &book.indicators,
            facts,
            signs,
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
        let findings = Findings { book: (self.indicators, &self.facts), signs: &self.signs, ages: self.ages };
        let screened = findings.screened(text, &desk.matches, &desk.told);
        DESK.set(desk);
        screened
    }

    fn piece(&self, text: &str, begin: usize, end: usize, desk: &mut Desk) {
        let Desk { folded, hits, seeker, matches, told } = desk;
        let piece = &text[begin..end];
        let vocabulary = &self.lexicon.vocabulary;
        Folder::new(vocabulary, folded).fold(piece);
        hits.seen.clear();
        self.lexicon.seen(folded, &mut hits.seen);
        hits.ages.clear();
        let bracket = |from: u32| piece.as_bytes()[..from as usize].last() == Some(&b'(');
        age::ages(folded, bracket, |age::Age { years, first, last }| {
            let [young, child, adult] = self.ages;
            let mut push = |concept| Seen::new(concept, first, last).put(&mut hits.ages);
            match years {
                0..=13 => [young, child].into_iter().for_each(&mut push),
                14..=17 => push(child),
                18.. => push(adult),
            }
        });
        hits.read(&self.lexicon, folded);
        hits.leave_out(self.marks, &folded.asks);
        for hit in hits.all.iter().filter(|hit| !hit.negated) {
            told[usize::from(hit.concept)] = true;
        }
        seeker.seek(&self.signs, &hits.all, (folded, begin), matches);
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
    seeker: Seeker,
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
