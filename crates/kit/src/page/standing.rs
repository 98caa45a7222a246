//! How urgent something is and how its clock stands: in words first, in colour second.

use domain::time::clock::Standing;
use domain::words::{Lang, Words};
use jiff::Timestamp;
use maud::{Markup, html};

use super::words;

/// How urgent, in a word; by the rank of the queue.
pub fn urgency(rank: i64) -> Words {
    words::urgency(rank).1
}

/// How urgent, as it is shown.
pub fn urgency_tag(rank: i64, lang: Lang) -> Markup {
    let (code, text) = words::urgency(rank);
    html! { span class={ "hearken-urgency hearken-urgency--" (code) } { (text.of(lang)) } }
}

/// How a clock stands, with when it runs out.
pub fn clock_tag(standing: Standing, due: Timestamp, lang: Lang) -> Markup {
    let (code, text) = words::clock(standing);
    html! { span class={ "hearken-clock hearken-clock--" (code) } { (text.of(lang)) " " (domain::time::shown(due)) } }
}
