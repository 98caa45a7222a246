//! What the removal of pictures says, in English and Welsh.

use super::Event;
use crate::words::Words;

/// What happened, in a few words.
pub const fn happened(event: &Event) -> Words {
    match event {
        Event::Asked { .. } => Words::new(
            "Somebody asked that pictures be taken down",
            "Gofynnodd rhywun i luniau gael eu tynnu i lawr",
        ),
        Event::AskedMore { .. } => {
            Words::new("More pictures were added to a request", "Ychwanegwyd mwy o luniau at gais")
        }
        Event::Withdrawn => Words::new("A request was withdrawn", "Tynnwyd cais yn ôl"),
    }
}
