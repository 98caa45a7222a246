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

/// A moment that somebody typed in civil time: `2026-11-19T14:30`, also with a blank between. A moment that the clocks
/// leave out or have twice in London counts as [`jiff`] reckons compatibly.
pub fn typed(text: &str) -> Option<Timestamp> {
    let civil: DateTime = text.trim().parse().ok()?;
    zone().to_ambiguous_timestamp(civil).compatible().ok()
}

/// A moment as a field for a day and a time takes it: `2026-11-19T14:30`.
pub fn field(moment: Timestamp) -> String {
    london(moment).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// A moment as people here write it: `19 Nov 2026, 14:30`.
pub fn shown(moment: Timestamp) -> String {
    london(moment).strftime("%-d %b %Y, %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_the_clock_on_the_wall_in_london() {
        for (text, moment) in [
            ("2026-11-19T14:30", Some("2026-11-19T14:30:00Z")),
            (" 2026-07-01 00:15 ", Some("2026-06-30T23:15:00Z")),
            ("2026-11-19", Some("2026-11-19T00:00:00Z")),
            ("yesterday", None),
            ("2026-13-01T10:00", None),
            ("", None),
        ] {
            assert_eq!(typed(text), moment.map(|moment| moment.parse().unwrap()), "{text}");
        }
        let moment: Timestamp = "2026-07-01T10:30:00Z".parse().unwrap();
        assert_eq!(typed(&field(moment)), Some(moment));
    }
}
