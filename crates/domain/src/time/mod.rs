//! What the law counts: civil days, working days, and the clock on the wall in London.
//!
//! What happened is a [`Timestamp`]; what the law counts are days in London. The day of an event is
//! day 0. Bank holidays are data, by division; beyond the data an answer is an error, never a guess.

pub mod clock;
pub mod days;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The zone of the United Kingdom, from the table inside the binary.
pub fn zone() -> TimeZone {
    TimeZone::get("Europe/London").expect("the zone's table is part of the binary")
}

/// The civil time in London at a moment.
pub fn london(moment: Timestamp) -> DateTime {
    zone().to_datetime(moment)
}

/// The day in London at a moment.
pub fn day(moment: Timestamp) -> Date {
    london(moment).date()
}

/// The first moment of a day in London.
pub fn start_of(day: Date) -> Timestamp {
    zone()
        .to_ambiguous_timestamp(day.to_datetime(jiff::civil::time(0, 0, 0, 0)))
        .compatible()
        .unwrap_or(Timestamp::MAX)
}

/// A moment as people here write it: `19 Nov 2026, 14:30`.
pub fn shown(moment: Timestamp) -> String {
    london(moment).strftime("%-d %b %Y, %H:%M").to_string()
}
