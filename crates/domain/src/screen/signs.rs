//! From the words of lists to the signs that they make.
//!
//! Many signs ask for the same group of words, so a group is looked for once. A sign is looked at only where a word of
//! its rarest group stands in the text: that is the group whose lists the fewest signs ask for.

use std::collections::BTreeMap;

use super::Harm;
use super::fold::{Folded, Word};
use super::hits::Hit;
use super::lexicon::Concept;
use super::rows::Rows;
use super::sign::GROUPS_MAX;

/// How far apart the words of a sign may stand, in bytes of folded text.
const NEAR_BYTES: u32 = 240;
/// How many sentences a sign may reach over: its own and so many before.
const NEAR_SENTENCES: u32 = 2;

/// Lists of which a word must be there, and whether it counts also where it is negated.
pub(super) type Lists = (Vec<Concept>, bool);

/// What a sign says if it is seen.
#[derive(Debug)]
pub(super) struct Says {
    pub(super) indicator: usize,
    pub(super) harms: Vec<Harm>,
    pub(super) weak: bool,
    pub(super) broad: bool,
}

/// A sign that was seen: where in the whole text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) sign: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// That a list is part of a group.
#[derive(Debug, Clone, Copy)]
struct PartOf {
    group: u16,
    negated_too: bool,
}

impl PartOf {
    /// Whether a word of the list counts for the group.
    #[inline]
    const fn counts(self, hit: &Hit) -> bool {
        !hit.negated || self.negated_too
    }
}

/// All signs, with their lists and groups by number.
#[derive(Debug)]
pub(super) struct Signs {
    says: Vec<Says>,
    /// For each sign, its groups from the rarest on; where it has fewer, the last again.
    groups: Vec<[u16; GROUPS_MAX]>,
    /// How many groups there are.
    count: usize,
    /// For each list, the groups that it is part of.
    parts: Rows<PartOf>,
    /// For each list, the signs whose rarest group has it.
    watched: Rows<u16>,
}

impl Signs {
    /// Puts signs in order for so many lists.
    pub(super) fn new(signs: Vec<(Says, Vec<Lists>)>, concepts: usize) -> Self {
        let (says, asked): (Vec<_>, Vec<_>) = signs.into_iter().unzip();
        let mut asking = vec![0_usize; concepts];
        for list in asked.iter().flatten().flat_map(|(lists, _)| lists) {
            asking[usize::from(*list)] += 1;
        }
        let often = |(lists, _): &Lists| lists.iter().map(|list| asking[usize::from(*list)]).max();
        let mut numbers: BTreeMap<Lists, u16> = BTreeMap::new();
        let mut parts = vec![Vec::new(); concepts];
        let mut watched = vec![Vec::new(); concepts];
        let mut groups = Vec::new();
        for (sign, mut asked) in asked.into_iter().enumerate() {
            for (lists, _) in &mut asked {
                lists.sort_unstable();
                lists.dedup();
            }
            asked.sort_by_key(often);
            for list in asked.first().into_iter().flat_map(|(lists, _)| lists) {
                watched[usize::from(*list)].push(number(sign));
            }
            let numbered = asked.into_iter().map(|group| {
                let next = number(numbers.len());
                *numbers.entry(group).or_insert(next)
            });
            let numbered: Vec<u16> = numbered.collect();
            groups.push(std::array::from_fn(|at| numbered[at.min(numbered.len() - 1)]));
        }
        let count = numbers.len();
        for ((of, negated_too), group) in numbers {
            for list in &of {
                parts[usize::from(*list)].push(PartOf { group, negated_too });
            }
        }
        Self { says, groups, count, parts: Rows::new(parts), watched: Rows::new(watched) }
    }

    /// What a sign says.
    pub(super) fn says(&self, sign: usize) -> &Says {
        &self.says[sign]
    }
}

/// The newest hit of a group and its sentence, both counted from 1.
#[derive(Debug, Clone, Copy, Default)]
struct Latest {
    hit: u32,
    sentence: u32,
}

/// What signs are looked for with, in buffers that are used again and again. Sentences are counted from 1.
#[derive(Debug, Default)]
pub(super) struct Seeker {
    /// For each group, the last sentence that has a word of it.
    there: Vec<u32>,
    latest: Vec<Latest>,
    /// For each sign, the last sentence that has a word of its rarest group, and the one in which it was seen last.
    rarest: Vec<u32>,
    done: Vec<u32>,
    /// The signs whose rarest group has a word near.
    live: Vec<u16>,
    /// Those of which all groups have, and for each group, those of it.
    whole: Vec<u16>,
    open: Vec<Vec<u16>>,
}

impl Seeker {
    /// Every sign whose groups all have a word near the last of them. The text begins there in the whole.
    pub(super) fn seek(
        &mut self,
        signs: &Signs,
        hits: &[Hit],
        (folded, begin): (&Folded, usize),
        matches: &mut Vec<Match>,
    ) {
        self.begin(signs);
        let mut at = 0;
        while let Some(first) = hits.get(at) {
            let end = at + hits[at..].iter().take_while(|hit| hit.sentence == first.sentence).count();
            self.open(signs, &hits[at..end], first.sentence + 1);
            for at in at..end {
                self.hit(signs, hits, at, (folded, begin), matches);
            }
            for group in self.whole.drain(..).flat_map(|sign| signs.groups[usize::from(sign)]) {
                self.open[usize::from(group)].clear();
            }
            at = end;
        }
    }

    fn begin(&mut self, signs: &Signs) {
        for (sentences, count) in [
            (&mut self.there, signs.count),
            (&mut self.rarest, signs.says.len()),
            (&mut self.done, signs.says.len()),
        ] {
            sentences.clear();
            sentences.resize(count, 0);
        }
        self.latest.clear();
        self.latest.resize(signs.count, Latest::default());
        self.open.resize(signs.count, Vec::new());
        self.live.clear();
    }

    /// Finds the signs that can be seen in a sentence at all, so that the others need no closer look.
    fn open(&mut self, signs: &Signs, hits: &[Hit], now: u32) {
        let rarest = &mut self.rarest;
        self.live.retain(|sign| near(rarest[usize::from(*sign)], now));
        for hit in hits {
            for part in signs.parts.of(usize::from(hit.concept)) {
                if part.counts(hit) {
                    self.there[usize::from(part.group)] = now;
                }
            }
            for sign in signs.watched.of(usize::from(hit.concept)) {
                if !near(std::mem::replace(&mut rarest[usize::from(*sign)], now), now) {
                    self.live.push(*sign);
                }
            }
        }
        for sign in &self.live {
            let groups = &signs.groups[usize::from(*sign)];
            if !groups.iter().all(|group| near(self.there[usize::from(*group)], now)) {
                continue;
            }
            self.whole.push(*sign);
            for (at, group) in groups.iter().enumerate() {
                if !groups[..at].contains(group) {
                    self.open[usize::from(*group)].push(*sign);
                }
            }
        }
    }

    /// Takes in one more word of a list, and the signs that it completes.
    #[inline]
    fn hit(
        &mut self,
        signs: &Signs,
        hits: &[Hit],
        at: usize,
        (folded, begin): (&Folded, usize),
        matches: &mut Vec<Match>,
    ) {
        let hit = &hits[at];
        let (parts, now) = (signs.parts.of(usize::from(hit.concept)), hit.sentence + 1);
        for part in parts.iter().filter(|part| part.counts(hit)) {
            self.latest[usize::from(part.group)] = Latest { hit: newest(at), sentence: now };
        }
        if self.whole.is_empty() {
            return;
        }
        let before = matches.len();
        for part in parts.iter().filter(|part| part.counts(hit)) {
            for sign in &self.open[usize::from(part.group)] {
                let sign = usize::from(*sign);
                if self.done[sign] == now {
                    continue;
                }
                let Some((first, last)) = self.near(signs.groups[sign], hits, &folded.words, hit) else {
                    continue;
                };
                self.done[sign] = now;
                let (start, end) = (folded.words[first].from as usize, folded.words[last].to as usize);
                matches.push(Match { sign, start: begin + start, end: begin + end });
            }
        }
        if matches.len() > before + 1 {
            matches[before..].sort_unstable_by_key(|matched| matched.sign);
        }
    }

    /// From the first to the last word of a sign, if all its groups are near this hit.
    #[inline]
    fn near(
        &self,
        groups: [u16; GROUPS_MAX],
        hits: &[Hit],
        words: &[Word],
        hit: &Hit,
    ) -> Option<(usize, usize)> {
        let now = hit.sentence + 1;
        if !groups.iter().all(|group| near(self.latest[usize::from(*group)].sentence, now)) {
            return None;
        }
        let (mut first, mut last) = (hit.first, hit.last);
        let start = words[hit.first as usize].start;
        for group in groups {
            let other = &hits[self.latest[usize::from(group)].hit as usize - 1];
            if words[other.first as usize].start + NEAR_BYTES < start {
                return None;
            }
            (first, last) = (first.min(other.first), last.max(other.last));
        }
        Some((first as usize, last as usize))
    }
}

/// Whether a sentence is one that a sign may reach from another; 0 is none.
#[inline]
const fn near(sentence: u32, now: u32) -> bool {
    sentence > 0 && sentence + NEAR_SENTENCES >= now
}

fn number(of: usize) -> u16 {
    u16::try_from(of).expect("there are fewer than 65,536 signs and groups")
}

#[expect(clippy::cast_possible_truncation, reason = "texts are cut into pieces far below 4 GiB")]
const fn newest(at: usize) -> u32 {
    at as u32 + 1
}
