//! The words that were found in a piece of text, the frames that they fill, which of them count, and the signs they make.

use super::Harm;
use super::context::{negated, turns};
use super::fold::{Folded, Word};
use super::lexicon::{Concept, Lexicon, Seen};
use super::sign::GROUPS_MAX;

/// How far apart the words of a sign may stand, in bytes of folded text.
const NEAR_BYTES: u32 = 240;
/// How many sentences a sign may reach over: its own and so many before.
const NEAR_SENTENCES: u32 = 2;
/// How often one word may fill frames that again fill frames.
const FILLED_MAX: usize = 64;

/// A sign with its lists by number.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) indicator: usize,
    pub(super) harms: Vec<Harm>,
    pub(super) weak: bool,
    pub(super) broad: bool,
    /// For each group: its lists, and whether it counts also where it is negated.
    pub(super) groups: Vec<(Vec<Concept>, bool)>,
}

impl Compiled {
    /// A bit for each group.
    pub(super) const fn whole(&self) -> u8 {
        (1 << self.groups.len()) - 1
    }
}

/// That a list is part of a sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartOf {
    pub(super) sign: u16,
    /// A bit for each group that it is in, and for each that there is.
    pub(super) groups: u8,
    pub(super) whole: u8,
    /// Those of its groups that count also where they are negated.
    pub(super) negated_too: u8,
}

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

/// A sign that was seen: where in the whole text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) sign: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What was found in a piece, in buffers that are used again and again.
#[derive(Debug, Default)]
pub(super) struct Hits {
    pub(super) seen: Vec<Seen>,
    pub(super) all: Vec<Hit>,
    /// The newest hit of each list, counted from 1.
    newest: Vec<u32>,
    /// The lists that have any: there are thousands, and a text touches a few dozen.
    touched: Vec<Concept>,
    /// For each sentence: cleared up, about nobody.
    out: Vec<bool>,
    marks: Vec<u8>,
    /// For each sign, the sentence in which it was seen last, counted from 1.
    done: Vec<u32>,
    /// For each sign, a bit for each of its groups that has a word in this piece.
    there: Vec<u8>,
    /// For each group of each sign, the newest hit, counted from 1.
    latest: Vec<[u32; GROUPS_MAX]>,
}

const CLEARED: u8 = 1;
const LESSON: u8 = 2;
const CONTRAST: u8 = 4;
const SOMEBODY: u8 = 8;
const FICTION: u8 = 16;

impl Hits {
    /// Takes in what was seen, which is in the order of last words, with all frames that it fills.
    pub(super) fn read(&mut self, lexicon: &Lexicon, folded: &Folded) {
        self.all.clear();
        self.forget();
        self.touched.clear();
        self.newest.resize(lexicon.concepts(), 0);
        let seen = std::mem::take(&mut self.seen);
        let (mut of, mut negative) = (usize::MAX, false);
        for seen in &seen {
            if seen.first != of {
                (of, negative) = (seen.first, negated(&lexicon.vocabulary, &folded.words, seen.first));
            }
            self.add(lexicon, folded, *seen, negative, &mut 0);
        }
        self.seen = seen;
    }

    fn forget(&mut self) {
        for concept in &self.touched {
            self.newest[usize::from(*concept)] = 0;
        }
    }

    fn add(&mut self, lexicon: &Lexicon, folded: &Folded, seen: Seen, negated: bool, filled: &mut usize) {
        let (first, last) = (small(seen.first), small(seen.last));
        let before = self.newest[usize::from(seen.concept)];
        let twice = before.checked_sub(1).is_some_and(|at| {
            let other = &self.all[at as usize];
            (other.first, other.last) == (first, last)
        });
        if twice || *filled > FILLED_MAX {
            return;
        }
        *filled += 1;
        if before == 0 {
            self.touched.push(seen.concept);
        }
        let sentence = folded.words[seen.last].sentence;
        self.all.push(Hit { concept: seen.concept, negated, first, last, sentence, before });
        self.newest[usize::from(seen.concept)] = small(self.all.len());
        for concept in &lexicon.above[usize::from(seen.concept)] {
            self.add(lexicon, folded, Seen { concept: *concept, ..seen }, negated, filled);
        }
        for (before, frame) in &lexicon.ends[usize::from(seen.concept)] {
            // Most frames that could end here have nothing before it.
            if self.newest[usize::from(*before)] == 0 {
                continue;
            }
            let frame = &lexicon.frames[*frame];
            let [rest @ .., (_, gap)] = frame.slots.as_slice() else { continue };
            if let Some((first, negated)) = self.back(lexicon, &folded.words, (rest, *gap), seen.first) {
                let filling = Seen { concept: frame.concept, first, last: seen.last };
                self.add(lexicon, folded, filling, negated, filled);
            }
        }
    }

    /// The first word of a frame, whose slots before a word are these, and whether it is negated.
    fn back(
        &self,
        lexicon: &Lexicon,
        words: &[Word],
        (slots, gap): (&[(Concept, usize)], usize),
        next: usize,
    ) -> Option<(usize, bool)> {
        let [rest @ .., (concept, before)] = slots else { return None };
        let mut newest = self.newest[usize::from(*concept)];
        while let Some(hit) = newest.checked_sub(1).map(|at| self.all[at as usize]) {
            newest = hit.before;
            let last = hit.last as usize;
            if last + gap + 1 < next || hit.sentence != words[next].sentence {
                return None;
            }
            let wide = gap > NARROW_WORDS;
            let between = last + 1..next;
            let parted = !wide && (last + 1..=next).any(|at| words[at].comma);
            if last >= next || parted || between.clone().any(|at| turns(&lexicon.vocabulary, words[at])) {
                continue;
            }
            if rest.is_empty() {
                return Some((hit.first as usize, hit.negated));
            }
            if let Some(whole) = self.back(lexicon, words, (rest, *before), hit.first as usize) {
                return Some(whole);
            }
        }
        None
    }

    /// Leaves out what was cleared up, and what is asked for a lesson.
    pub(super) fn leave_out(&mut self, of: Marks, asks: &[bool]) {
        self.marks.clear();
        self.marks.resize(asks.len(), 0);
        let mut any = 0;
        for hit in &self.all {
            let mark = match hit.concept {
                concept if concept == of.somebody => SOMEBODY,
                concept if concept == of.contrast => CONTRAST,
                concept if concept == of.cleared => CLEARED,
                concept if concept == of.lesson => LESSON,
                concept if concept == of.fiction => FICTION,
                _ => continue,
            };
            any |= mark;
            self.marks[hit.sentence as usize] |= mark;
        }
        if any & (CLEARED | LESSON | FICTION) == 0 && !asks.contains(&true) {
            return;
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

    /// Every sign whose groups all have a word near the last of them.
    pub(super) fn signs(
        &mut self,
        (signs, signs_of): (&[Compiled], &[Vec<PartOf>]),
        folded: &Folded,
        begin: usize,
        matches: &mut Vec<Match>,
    ) {
        self.there.clear();
        self.there.resize(signs.len(), 0);
        self.latest.resize(signs.len(), [0; GROUPS_MAX]);
        let mut any = false;
        for concept in &self.touched {
            for part in &signs_of[usize::from(*concept)] {
                let there = &mut self.there[usize::from(part.sign)];
                *there |= part.groups;
                if *there == part.whole {
                    any = true;
                    self.latest[usize::from(part.sign)] = [0; GROUPS_MAX];
                }
            }
        }
        if !any {
            return;
        }
        self.done.clear();
        self.done.resize(signs.len(), 0);
        for (at, hit) in self.all.iter().enumerate() {
            for part in &signs_of[usize::from(hit.concept)] {
                let sign = usize::from(part.sign);
                let groups = if hit.negated { part.groups & part.negated_too } else { part.groups };
                if self.there[sign] != part.whole || groups == 0 {
                    continue;
                }
                for (group, latest) in self.latest[sign].iter_mut().enumerate() {
                    if groups >> group & 1 != 0 {
                        *latest = small(at + 1);
                    }
                }
                if self.done[sign] == hit.sentence + 1 {
                    continue;
                }
                let latest = &self.latest[sign][..signs[sign].groups.len()];
                let Some((first, last)) = self.near(latest, &folded.words, hit) else { continue };
                self.done[sign] = hit.sentence + 1;
                let (start, end) = (folded.words[first].from as usize, folded.words[last].to as usize);
                matches.push(Match { sign, start: begin + start, end: begin + end });
            }
        }
    }

    /// From the first to the last word of a sign, if all its groups are near this hit.
    fn near(&self, latest: &[u32], words: &[Word], hit: &Hit) -> Option<(usize, usize)> {
        let (mut first, mut last) = (hit.first, hit.last);
        let start = words[hit.first as usize].start;
        for newest in latest {
            let other = &self.all[newest.checked_sub(1)? as usize];
            let near = other.sentence + NEAR_SENTENCES >= hit.sentence
                && words[other.first as usize].start + NEAR_BYTES >= start;
            if !near {
                return None;
            }
            (first, last) = (first.min(other.first), last.max(other.last));
        }
        Some((first as usize, last as usize))
    }
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
    use super::super::lexicon::{Builder, unique};
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
        en = ["{ask} .. {picture}", "{ask} ... {picture} or else"]
    "#;

    /// The words that make up `wanted`, and whether it is negated.
    fn wanted(text: &str) -> Vec<(String, bool)> {
        let mut vocabulary = Vocabulary::new("");
        context::flags(&mut vocabulary);
        let lexicon = Builder::read(LISTS).unwrap().build(vocabulary).unwrap();
        let (mut folded, mut hits) = (Folded::default(), Hits::default());
        Folder::new(&lexicon.vocabulary, &mut folded).fold(text);
        lexicon.seen(&folded, |seen| hits.seen.push(seen));
        unique(&mut hits.seen);
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
