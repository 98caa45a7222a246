//! The words that were found in a piece of text, the frames that they fill, and which of them count.

use super::context::{negated, turns};
use super::fold::{Folded, Word};
use super::lexicon::{Concept, Lexicon, Seen};

/// How often one word may fill frames that again fill frames.
const FILLED_MAX: usize = 64;

/// The lists whose words say how others are meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) cleared: Concept,
    pub(super) lesson: Concept,
    pub(super) contrast: Concept,
    pub(super) somebody: Concept,
    pub(super) fiction: Concept,
}

/// A word of a list, and whether it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) concept: Concept,
    pub(super) negated: bool,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) sentence: u32,
    /// The one before of the same list, counted from 1; 0 if there is none.
    before: u32,
}

/// What was found in a piece, in buffers that are used again and again.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Words of lists, in the order of last words.
    pub(super) seen: Vec<Seen>,
    /// Ages, in that order too.
    pub(super) ages: Vec<Seen>,
    pub(super) all: Vec<Hit>,
    /// The lists that have any, each once: there are thousands, and a text touches a few dozen.
    touched: Vec<Concept>,
    /// For each list, whether it has any.
    there: Vec<bool>,
    /// For each list, its newest hit in the sentence that is being read.
    newest: Vec<Newest>,
    /// The lists that have any in that sentence.
    fresh: Vec<Concept>,
    /// For each sentence: cleared up, about nobody.
    out: Vec<bool>,
    marks: Vec<u8>,
}

/// The newest hit of a list in a sentence, counted from 1, and its last word.
#[derive(Debug, Clone, Copy, Default)]
struct Newest {
    hit: u32,
    last: u32,
}

const CLEARED: u8 = 1;
const LESSON: u8 = 2;
const CONTRAST: u8 = 4;
const SOMEBODY: u8 = 8;
const FICTION: u8 = 16;

impl Hits {
    /// Takes in what was seen with all frames that it fills. No frame reaches over a sentence, so that every one begins anew.
    pub(super) fn read(&mut self, lexicon: &Lexicon, folded: &Folded) {
        self.all.clear();
        for concept in self.touched.drain(..) {
            self.there[usize::from(concept)] = false;
        }
        self.there.resize(lexicon.concepts(), false);
        self.newest.resize(lexicon.concepts(), Newest::default());
        let (seen, ages) = (std::mem::take(&mut self.seen), std::mem::take(&mut self.ages));
        let (mut of, mut negative, mut sentence) = (usize::MAX, false, u32::MAX);
        for seen in merged(&seen, &ages) {
            if folded.words[seen.last()].sentence != sentence {
                sentence = folded.words[seen.last()].sentence;
                self.forget();
            }
            if seen.first() != of {
                (of, negative) = (seen.first(), negated(&folded.words, seen.first()));
            }
            self.add(lexicon, folded, seen, negative, &mut 0);
        }
        self.forget();
        (self.seen, self.ages) = (seen, ages);
    }

    fn forget(&mut self) {
        for concept in self.fresh.drain(..) {
            self.newest[usize::from(concept)] = Newest::default();
        }
    }

    fn add(&mut self, lexicon: &Lexicon, folded: &Folded, seen: Seen, negated: bool, filled: &mut usize) {
        let (concept, first, last) = (usize::from(seen.concept()), small(seen.first()), small(seen.last()));
        let before = self.newest[concept].hit;
        let twice = before.checked_sub(1).is_some_and(|at| {
            let other = &self.all[at as usize];
            (other.first, other.last) == (first, last)
        });
        if twice || *filled > FILLED_MAX {
            return;
        }
        *filled += 1;
        if before == 0 {
            self.fresh.push(seen.concept());
            if !std::mem::replace(&mut self.there[concept], true) {
                self.touched.push(seen.concept());
            }
        }
        let sentence = folded.words[seen.last()].sentence;
        self.all.push(Hit { concept: seen.concept(), negated, first, last, sentence, before });
        self.newest[concept] = Newest { hit: small(self.all.len()), last };
        for above in lexicon.above(concept) {
            self.add(lexicon, folded, Seen::new(*above, seen.first(), seen.last()), negated, filled);
        }
        for end in lexicon.ends(concept) {
            // Most frames that could end here have nothing near before it.
            let newest = self.newest[usize::from(end.before)];
            if newest.hit == 0 || newest.last + u32::from(end.gap) + 1 < first {
                continue;
            }
            let frame = &lexicon.frames[usize::from(end.frame)];
            let [rest @ .., (_, gap)] = frame.slots.as_slice() else { continue };
            if let Some((first, negated)) = self.back(&folded.words, (rest, *gap), seen.first()) {
                let filling = Seen::new(frame.concept, first, seen.last());
                self.add(lexicon, folded, filling, negated, filled);
            }
        }
    }

    /// The first word of a frame, whose slots before a word are these, and whether it is negated.
    fn back(
        &self,
        words: &[Word],
        (slots, gap): (&[(Concept, usize)], usize),
        next: usize,
    ) -> Option<(usize, bool)> {
        let [rest @ .., (concept, before)] = slots else { return None };
        let mut newest = self.newest[usize::from(*concept)].hit;
        while let Some(hit) = newest.checked_sub(1).map(|at| self.all[at as usize]) {
            newest = hit.before;
            let last = hit.last as usize;
            if last + gap + 1 < next {
                return None;
            }
            let wide = gap > NARROW_WORDS;
            let between = last + 1..next;
            let parted = !wide && (last + 1..=next).any(|at| words[at].comma);
            if last >= next || parted || between.clone().any(|at| turns(words[at])) {
                continue;
            }
            if rest.is_empty() {
                return Some((hit.first as usize, hit.negated));
            }
            if let Some(whole) = self.back(words, (rest, *before), hit.first as usize) {
                return Some(whole);
            }
        }
        None
    }

    /// Leaves out what was cleared up, and what is asked for a lesson.
    pub(super) fn leave_out(&mut self, of: Marks, asks: &[bool]) {
        let any = [of.cleared, of.lesson, of.fiction].iter().any(|mark| self.there[usize::from(*mark)]);
        if !any && !asks.contains(&true) {
            return;
        }
        self.marks.clear();
        self.marks.resize(asks.len(), 0);
        for hit in &self.all {
            let mark = match hit.concept {
                concept if concept == of.somebody => SOMEBODY,
                concept if concept == of.contrast => CONTRAST,
                concept if concept == of.cleared => CLEARED,
                concept if concept == of.lesson => LESSON,
                concept if concept == of.fiction => FICTION,
                _ => continue,
            };
            self.marks[hit.sentence as usize] |= mark;
        }
        let has = |at: Option<usize>, mark: u8| {
            at.and_then(|at| self.marks.get(at)).is_some_and(|marks| marks & mark != 0)
        };
        self.out.clear();
        for (at, asks) in asks.iter().enumerate() {
            let (before, after) = (at.checked_sub(1), Some(at + 1));
            // What was cleared up is mostly told in the sentence before, or after.
            let cleared = has(Some(at), CLEARED)
                || has(after, CLEARED)
                || has(before, CLEARED) && !has(Some(at), CONTRAST);
            // A question about nobody is a question about the thing.
            let lesson = *asks || has(Some(at), LESSON) || has(before, LESSON) || has(after, LESSON);
            let told = has(Some(at), FICTION);
            self.out.push(cleared || told || lesson && !has(Some(at), SOMEBODY));
        }
        let out = &self.out;
        self.all.retain(|hit| !out[hit.sentence as usize]);
    }
}

/// Two lists that are each in order, as one.
fn merged<'a>(seen: &'a [Seen], mut ages: &'a [Seen]) -> impl Iterator<Item = Seen> {
    let mut seen = seen.iter();
    std::iter::from_fn(move || {
        if let [age, rest @ ..] = ages
            && seen.as_slice().first().is_none_or(|one| age < one)
        {
            ages = rest;
            return Some(*age);
        }
        seen.next().copied()
    })
}

/// Gaps of a frame that no comma may stand in.
const NARROW_WORDS: usize = 3;

#[expect(clippy::cast_possible_truncation, reason = "texts are cut into pieces far below 4 GiB")]
const fn small(at: usize) -> u32 {
    at as u32
}

#[cfg(test)]
mod tests {
    use super::super::context;
    use super::super::fold::Folder;
    use super::super::lexicon::Builder;
    use super::super::vocabulary::Vocabulary;
    use super::*;

    const LISTS: &str = r#"
        [[words]]
        id = "ask"
        en = ["asked", "wants"]
        [[words]]
        id = "picture"
        en = ["pic", "photo*"]
        [[words]]
        id = "wanted"
        en = ["{ask} .. {picture}", "{ask} ... {picture} or else", "keeps .. snaps"]
    "#;

    /// The words that make up `wanted`, and whether it is negated.
    fn wanted(text: &str) -> Vec<(String, bool)> {
        let mut vocabulary = Vocabulary::new("");
        context::flags(&mut vocabulary);
        let lexicon = Builder::read(LISTS).unwrap().build(vocabulary).unwrap();
        let (mut folded, mut hits) = (Folded::default(), Hits::default());
        Folder::new(&lexicon.vocabulary, &mut folded).fold(text);
        lexicon.seen(&folded, &mut hits.seen);
        hits.read(&lexicon, &folded);
        let wanted = hits.all.iter().filter(|hit| Some(hit.concept) == lexicon.concept("wanted"));
        let place = |at: u32| &folded.words[at as usize];
        wanted
            .map(|hit| {
                let (from, to) = (place(hit.first).from as usize, place(hit.last).to as usize);
                (text[from..to].to_owned(), hit.negated)
            })
            .collect()
    }

    #[test]
    fn a_frame_is_filled_in_one_sentence_with_small_gaps_that_turn_nothing() {
        let cases: &[(&str, &[(&str, bool)])] = &[
            ("He asked me for a PIC today", &[("asked me for a PIC", false)]),
            ("he wants photographs", &[("wants photographs", false)]),
            ("he never asked for a pic", &[("asked for a pic", true)]),
            ("he keeps all my snaps", &[("keeps all my snaps", false)]),
            ("he keeps. my snaps", &[]),
            ("he asked. a pic", &[]),
            ("he asked, then a pic", &[]),
            ("he asked for no pic", &[]),
            ("he asked me for one or two pic", &[]),
            ("he asked me for a nice, new pic or else", &[("asked me for a nice, new pic or else", false)]),
        ];
        for (text, expected) in cases {
            let found = wanted(text);
            let found: Vec<(&str, bool)> = found.iter().map(|(words, no)| (words.as_str(), *no)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
