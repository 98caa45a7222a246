//! The words that were found in a piece of text, which of them count, and the signs that they make.

use std::collections::HashMap;

use super::Harm;
use super::context::Sentences;
use super::fold::Folded;
use super::lexicon::Concept;

/// How far apart the words of a sign may stand, in bytes of folded text.
const NEAR_BYTES: usize = 240;
/// How many sentences a sign may reach over: its own and the one before.
const NEAR_SENTENCES: usize = 1;
/// A sign with its lists by number.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) indicator: usize,
    pub(super) harms: Vec<Harm>,
    pub(super) weak: bool,
    /// For each group: its lists, and whether it counts also where it is negated.
    pub(super) groups: Vec<(Vec<Concept>, bool)>,
}

/// The lists whose words say how others are meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) cleared: Concept,
    pub(super) lesson: Concept,
    pub(super) contrast: Concept,
    pub(super) somebody: Concept,
}

/// A word of a list, and whether it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) concept: Concept,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sentence: usize,
    pub(super) negated: bool,
}

/// A sign that was seen: where in the whole text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) sign: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Leaves out what was cleared up, and what is asked for a lesson.
pub(super) fn leave_out(of: Marks, hits: &mut Vec<Hit>, sentences: &Sentences) {
    let mut cleared = vec![false; sentences.count()];
    let mut about_nobody = vec![false; sentences.count()];
    let mut somebody = vec![false; sentences.count()];
    let mut contrast = vec![false; sentences.count()];
    for hit in hits.iter() {
        match hit.concept {
            concept if concept == of.somebody => somebody[hit.sentence] = true,
            concept if concept == of.contrast => contrast[hit.sentence] = true,
            _ => {}
        }
    }
    for hit in hits.iter() {
        let at = hit.sentence;
        if hit.concept == of.cleared {
            cleared[at] = true;
            // What was cleared up is mostly told in the sentence before, or after.
            if at > 0 {
                cleared[at - 1] = true;
            }
            if at + 1 < cleared.len() && !contrast[at + 1] {
                cleared[at + 1] = true;
            }
        }
        if hit.concept == of.lesson {
            let around = at.saturating_sub(1)..=(at + 1).min(about_nobody.len() - 1);
            around.for_each(|near| about_nobody[near] = true);
        }
    }
    for (at, nobody) in about_nobody.iter_mut().enumerate() {
        // A question about nobody is a question about the thing.
        *nobody = (*nobody || sentences.asks(at)) && !somebody[at];
    }
    hits.retain(|hit| !cleared[hit.sentence] && !about_nobody[hit.sentence]);
}

/// Every sign whose groups all have a word near the last of them.
pub(super) fn match_signs(
    (signs, signs_of): (&[Compiled], &[Vec<usize>]),
    hits: &[Hit],
    folded: &Folded,
    begin: usize,
    matches: &mut Vec<Match>,
) {
    // The last place of each list, counted from 1, for words that count and for all.
    let mut last: Vec<[usize; 2]> = vec![[0; 2]; signs_of.len()];
    let mut done: HashMap<usize, usize> = HashMap::new();
    for (at, hit) in hits.iter().enumerate() {
        let place = &mut last[usize::from(hit.concept)];
        place[1] = at + 1;
        if !hit.negated {
            place[0] = at + 1;
        }
        for sign in &signs_of[usize::from(hit.concept)] {
            let Some((start, end)) = near(&signs[*sign], hits, hit, &last) else { continue };
            if done.insert(*sign, hit.sentence) == Some(hit.sentence) {
                continue;
            }
            let (start, end) = (folded.from[start] as usize, folded.to[end - 1] as usize);
            matches.push(Match { sign: *sign, start: begin + start, end: begin + end });
        }
    }
}

/// From the first to the last word of a sign, if all its groups are near this hit.
fn near(sign: &Compiled, hits: &[Hit], hit: &Hit, last: &[[usize; 2]]) -> Option<(usize, usize)> {
    let mut span = (hit.start, hit.end);
    for (lists, negated_too) in &sign.groups {
        let newest = lists.iter().map(|list| last[usize::from(*list)][usize::from(*negated_too)]).max()?;
        let other = hits.get(newest.checked_sub(1)?)?;
        let near = other.sentence + NEAR_SENTENCES >= hit.sentence && other.start + NEAR_BYTES >= hit.start;
        if !near {
            return None;
        }
        span = (span.0.min(other.start), span.1.max(other.end));
    }
    Some(span)
}
