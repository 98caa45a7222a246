//! Asking for what changed, page by page.
//!
//! All pages of one asking have the same beginning; the token leads from one to the next. Only after the last one does
//! the checkpoint move, to the time that this last page gives. It never moves back, and each asking begins a little
//! before it: what is seen twice does no harm, what is never seen stays up.

use serde::{Deserialize, Serialize};

use super::Page;
use crate::removal::exchange::{Aside, Change, Problem, What, Wrong};

/// How many records a page is to have.
pub const PAGE_SIZE: u32 = 800;
/// Where the very first asking begins, in seconds since 1970.
pub const START: i64 = 10;
/// How far an asking reaches back before the checkpoint, in seconds.
pub const OVERLAP_SECONDS: i64 = 60;
/// The most pages of one asking.
const PAGES_MAX: usize = 10_000;

/// Up to when everything was taken, in the seconds that the partner gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub next_set: i64,
}

impl Checkpoint {
    pub const FIRST: Self = Self { next_set: START };
}

/// An asking under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    before: Checkpoint,
    asked: Vec<String>,
}

/// What to ask `FetchHashes` for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub start_timestamp: i64,
    pub page_size: u32,
    pub next_page_token: Option<String>,
}

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    More(Poll),
    /// Everything was taken. Something is told if the partner's time went back.
    Whole(Checkpoint, Option<Aside>),
}

/// A new asking.
pub const fn begin(checkpoint: Checkpoint) -> Poll {
    Poll { before: checkpoint, asked: Vec::new() }
}

impl Poll {
    pub fn request(&self) -> Request {
        Request {
            start_timestamp: self.before.next_set.saturating_sub(OVERLAP_SECONDS).max(START),
            page_size: PAGE_SIZE,
            next_page_token: self.asked.last().cloned(),
        }
    }

    /// Takes a page: what changed, and what comes then.
    pub fn take(mut self, page: Page) -> Result<(Vec<Change>, Then), Wrong> {
        let then = if page.more {
            let token = page.next_page.ok_or_else(|| wrong(Problem::MoreButNotWhere))?;
            if self.asked.contains(&token) {
                return Err(wrong(Problem::InCircles));
            }
            if self.asked.len() >= PAGES_MAX {
                return Err(wrong(Problem::TooMany(PAGES_MAX)));
            }
            self.asked.push(token);
            Then::More(self)
        } else {
            let back = (page.next_set < self.before.next_set).then(|| Aside {
                place: "nextSetTimestamp".to_owned(),
                what: What::CheckpointBack,
                times: 1,
            });
            Then::Whole(Checkpoint { next_set: page.next_set.max(self.before.next_set) }, back)
        };
        Ok((page.records.into_iter().map(Change::of).collect(), then))
    }
}

fn wrong(problem: Problem) -> Wrong {
    Wrong::at("nextPageToken", problem)
}
