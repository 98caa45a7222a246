//! From the signs that were seen to the answer: harms, quotes, urgency, what to ask.

use super::lexicon::Concept;
use super::signs::{Match, Signs};
use super::{Found, Harm, Level, Screened};
use crate::reports::Known;
use crate::rules::tables::{Floor, Indicator};

/// How often one indicator is quoted.
const QUOTES_MAX: usize = 3;
/// A fact of floors that is not a list of words.
const ANY_HIGH: &str = "any_high";

/// The floors, and the lists of words that are their facts.
#[derive(Debug)]
pub(super) struct Facts {
    floors: &'static [Floor],
    lists: Vec<(&'static str, Option<Concept>)>,
    /// Whether a floor holds where nothing is told.
    idle: bool,
}

impl Facts {
    /// Finds the lists that floors ask for.
    pub(super) fn new(floors: &'static [Floor], list: impl Fn(&str) -> Option<Concept>) -> Self {
        let mut lists = Vec::new();
        for fact in floors.iter().flat_map(|floor| floor.when.facts()) {
            if fact != ANY_HIGH && lists.iter().all(|(known, _)| *known != fact) {
                lists.push((fact, list(fact)));
            }
        }
        let idle = floors.iter().any(|floor| floor.when.holds(&|_| Known::No) == Known::Yes);
        Self { floors, lists, idle }
    }

    /// The level that the floors raise this one to, and the one that did.
    fn raised(&self, mut urgency: Level, told: &[bool], high: bool) -> (Level, Option<&'static str>) {
        let yes = |list: &Option<Concept>| list.is_some_and(|list| told[usize::from(list)]);
        if !(high || self.idle || self.lists.iter().any(|(_, list)| yes(list))) {
            return (urgency, None);
        }
        let fact = |id: &str| {
            let list = || self.lists.iter().find(|(known, _)| *known == id);
            let holds = if id == ANY_HIGH { high } else { list().is_some_and(|(_, list)| yes(list)) };
            if holds { Known::Yes } else { Known::No }
        };
        let mut floor = None;
        for rule in self.floors {
            if rule.at_least > urgency && rule.when.holds(&fact) == Known::Yes {
                (urgency, floor) = (rule.at_least, Some(rule.head.id.as_str()));
            }
        }
        (urgency, floor)
    }
}

/// What makes an answer of signs.
pub(super) struct Findings<'a> {
    pub(super) book: (&'static [Indicator], &'a Facts),
    pub(super) signs: &'a Signs,
    pub(super) ages: [Concept; 3],
}

/// A sign of an indicator that is quoted, or would be if it were not among others.
type Quoted<'a> = (usize, &'a Match);

impl Findings<'_> {
    /// The answer for a text, by what was seen in it and, for each list, whether a word of it counted.
    pub(super) fn screened(&self, text: &str, matches: &[Match], told: &[bool]) -> Screened {
        let (indicators, facts) = self.book;
        if matches.is_empty() {
            let (urgency, floor) = facts.raised(Level::Low, told, false);
            return Screened {
                urgency,
                harms: Vec::new(),
                indicators: Vec::new(),
                floor,
                unknown: Vec::new(),
            };
        }
        let harms = self.harms(matches);
        let quoted = self.quoted(matches);
        let urgency = self.urgency(&quoted, &harms);
        let high = quoted.iter().any(|(indicator, _)| indicators[*indicator].level >= Level::High);
        // Floors hold by themselves, also where too little is told to name a harm.
        let (urgency, floor) = facts.raised(urgency, told, high);
        let unknown = if harms.is_empty() { Vec::new() } else { self.unknown(&quoted, told) };
        let indicators = self.found(text, &quoted, &harms);
        Screened { urgency, harms, indicators, floor, unknown }
    }

    /// The first signs of each indicator that do not overlap, by indicator.
    fn quoted<'a>(&self, matches: &'a [Match]) -> Vec<Quoted<'a>> {
        let mut quotes = vec![[None::<&Match>; QUOTES_MAX]; self.book.0.len()];
        for matched in matches {
            let of = &mut quotes[self.signs.says(matched.sign).indicator];
            let apart = of.iter().flatten().all(|other| other.end <= matched.start);
            if apart && let Some(free) = of.iter_mut().find(|quote| quote.is_none()) {
                *free = Some(matched);
            }
        }
        let each = quotes.iter().enumerate();
        each.flat_map(|(indicator, of)| of.iter().flatten().map(move |matched| (indicator, *matched)))
            .collect()
    }

    fn found(&self, text: &str, quoted: &[Quoted<'_>], harms: &[Harm]) -> Vec<Found> {
        let mut found = Vec::with_capacity(quoted.len());
        for (indicator, matched) in quoted {
            let pointed = &self.signs.says(matched.sign).harms;
            let Some(harm) = pointed.iter().find(|harm| harms.contains(harm)).or(pointed.first()) else {
                continue;
            };
            found.push(Found {
                id: &self.book.0[*indicator].head.id,
                harm: *harm,
                quote: text[matched.start..matched.end].to_owned(),
                start: matched.start,
                end: matched.end,
            });
        }
        found.sort_by_key(|found| (found.start, found.end));
        in_characters(text, &mut found);
        found
    }

    /// The harms that a strong sign points to, or weak signs of two indicators in two places; and those of broad signs,
    /// where nothing more definite points to another harm only.
    fn harms(&self, matches: &[Match]) -> Vec<Harm> {
        let mut strong = Harms::default();
        // For each harm and indicator: where its first sign ends and its last one begins.
        let mut weak: Vec<(Harm, usize, usize, usize)> = Vec::new();
        for matched in matches {
            let sign = self.signs.says(matched.sign);
            if sign.weak {
                for harm in &sign.harms {
                    let seen = weak.iter_mut().find(|(of, by, ..)| (*of, *by) == (*harm, sign.indicator));
                    match seen {
                        Some((.., first, last)) => {
                            (*first, *last) = (matched.end.min(*first), matched.start.max(*last));
                        }
                        None => weak.push((*harm, sign.indicator, matched.end, matched.start)),
                    }
                }
            } else if !sign.broad {
                strong.add(&sign.harms);
            }
        }
        for (harm, one, first, _) in &weak {
            if weak.iter().any(|(of, other, _, last)| of == harm && one != other && first <= last) {
                strong.add(&[*harm]);
            }
        }
        let mut all = strong;
        for sign in matches.iter().map(|matched| self.signs.says(matched.sign)).filter(|sign| sign.broad) {
            if strong.none() || sign.harms.iter().any(|harm| strong.has(*harm)) {
                all.add(&sign.harms);
            }
        }
        Harm::ALL.iter().copied().filter(|harm| all.has(*harm)).collect()
    }

    /// How soon by the indicators alone.
    fn urgency(&self, quoted: &[Quoted<'_>], harms: &[Harm]) -> Level {
        let counts =
            |matched: &Match| self.signs.says(matched.sign).harms.iter().any(|harm| harms.contains(harm));
        let counting = quoted.iter().filter(|(_, matched)| counts(matched));
        let alone = counting.map(|(indicator, _)| self.book.0[*indicator].level).max();
        let urgency = alone.unwrap_or(Level::Medium);
        if harms.is_empty() { urgency.min(Level::Medium) } else { urgency }
    }

    /// What the indicators ask for and the text does not tell.
    fn unknown(&self, quoted: &[Quoted<'_>], told: &[bool]) -> Vec<&'static str> {
        let told_age = self.ages.iter().any(|age| told[usize::from(*age)]);
        let mut asks: Vec<&'static str> = Vec::new();
        for fact in quoted.iter().flat_map(|(indicator, _)| &self.book.0[*indicator].asks) {
            let told = fact == "child" && told_age;
            if !told && !asks.contains(&fact.as_str()) {
                asks.push(fact);
            }
        }
        asks
    }
}

/// Several harms, a bit for each.
#[derive(Debug, Clone, Copy, Default)]
struct Harms(u32);

impl Harms {
    fn add(&mut self, harms: &[Harm]) {
        for harm in harms {
            self.0 |= 1 << (*harm as u32);
        }
    }

    const fn has(self, harm: Harm) -> bool {
        self.0 >> (harm as u32) & 1 != 0
    }

    const fn none(self) -> bool {
        self.0 == 0
    }
}

/// Turns places in bytes into places in characters.
fn in_characters(text: &str, found: &mut [Found]) {
    let ends = found.iter_mut().flat_map(|found| [&mut found.start, &mut found.end]);
    let mut places: Vec<&mut usize> = ends.collect();
    places.sort_unstable();
    let (mut bytes, mut characters) = (0, 0);
    for place in places {
        characters += text[bytes..*place].chars().count();
        bytes = *place;
        *place = characters;
    }
}
