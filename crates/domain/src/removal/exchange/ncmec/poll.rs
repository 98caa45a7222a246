//! Asking for what changed, window by window.
//!
//! Entries come in no order of time, so only a whole window is a place to go on from: the checkpoint moves after its last
//! page, to the end of the window, whatever a page says of its greatest time. Windows are in UTC, each begins a little
//! before the last one ended, and none reaches up to now, since an entry of this second may not be there yet. Of two
//! versions of an entry in one window the later one counts, on whichever page it stands.
//!
//! A poll that breaks off leaves the checkpoint where it was, and its changes can be taken again without harm.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::write::whole_seconds;
use super::{Page, segment};
use crate::removal::exchange::{Change, Medium, Name, Problem, Record, Wrong};

/// How far a window reaches back into the one before.
pub const OVERLAP: SignedDuration = SignedDuration::from_mins(2);
/// How far a window stays behind now.
pub const BEHIND: SignedDuration = SignedDuration::from_secs(5);
/// The longest window: what is held of one poll stays bounded.
pub const WINDOW_MAX: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The most pages of one window.
const PAGES_MAX: usize = 10_000;

/// Up to when everything was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub whole_to: Timestamp,
}

/// A window that is being asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    before: Checkpoint,
    from: Timestamp,
    to: Timestamp,
    next: Option<String>,
    asked: Vec<String>,
    /// The version of each entry that was taken: its time, and whether it was a withdrawal.
    taken: BTreeMap<Entry, (Option<Timestamp>, bool)>,
}

/// An entry as the partner tells them apart.
type Entry = (Option<Medium>, String, Name);

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// There is another page of the window.
    More(Poll),
    /// The window is whole. Another may follow at once: see [`begin`].
    Whole(Checkpoint),
}

/// The next window, if there is one by now.
pub fn begin(checkpoint: Checkpoint, now: Timestamp) -> Option<Poll> {
    let end = now.checked_sub(BEHIND).ok()?;
    if end <= checkpoint.whole_to {
        return None;
    }
    let from = checkpoint.whole_to.checked_sub(OVERLAP).unwrap_or(Timestamp::UNIX_EPOCH);
    let to = checkpoint.whole_to.checked_add(WINDOW_MAX).map_or(end, |longest| longest.min(end));
    let (next, asked, taken) = (None, Vec::new(), BTreeMap::new());
    Some(Poll { before: checkpoint, from, to, next, asked, taken })
}

impl Poll {
    /// What to ask for: an address below that of the environment.
    pub fn request(&self) -> String {
        self.next.clone().unwrap_or_else(|| {
            let day = |at| segment(&whole_seconds(at));
            format!("/v2/entries?from={}&to={}", day(self.from), day(self.to))
        })
    }

    /// Takes a page: what changed, in the order in which it is to be done, and what comes then.
    pub fn take(mut self, page: Page) -> Result<(Vec<Change>, Then), Wrong> {
        let next = page.next.map(|next| self.checked(next)).transpose()?;
        let changes = page.records.into_iter().filter_map(|record| self.newest(record)).collect();
        let then = match next {
            Some(next) => {
                self.asked.push(next.clone());
                Then::More(Self { next: Some(next), ..self })
            }
            None => Then::Whole(Checkpoint { whole_to: self.to.max(self.before.whole_to) }),
        };
        Ok((changes, then))
    }

    /// The change that a record asks for, unless a later version of it was taken. A withdrawal is not undone by what is
    /// not later.
    fn newest(&mut self, record: Record) -> Option<Change> {
        let entry = (record.medium, record.source.id.clone(), record.name.clone());
        let gone = !record.status.counts();
        // A withdrawal without a time is taken for the latest word: the other way round somebody's picture goes on.
        let version = (record.at.or(gone.then_some(Timestamp::MAX)), gone);
        match self.taken.get(&entry) {
            Some(taken) if *taken > version => None,
            Some(_) | None => {
                self.taken.insert(entry, version);
                Some(Change::of(record))
            }
        }
    }

    /// Only this API, and no page twice: the password goes wherever the next page is.
    fn checked(&self, next: String) -> Result<String, Wrong> {
        // Some escape the address once more than the document does.
        let next = next.replace("&amp;", "&");
        let wrong = |problem| Err(Wrong::at("paging, element `next`", problem));
        if !next.starts_with("/v2/entries?") || next.contains(|c: char| c.is_control() || c == ' ') {
            return wrong(Problem::LeadsElsewhere);
        }
        if self.asked.contains(&next) {
            return wrong(Problem::InCircles);
        }
        if self.asked.len() >= PAGES_MAX {
            return wrong(Problem::TooMany(PAGES_MAX));
        }
        Ok(next)
    }
}
