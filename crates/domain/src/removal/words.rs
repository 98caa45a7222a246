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
        Event::ListMade { .. } => Words::new("A list of hashes was made", "Gwnaed rhestr o hashau"),
        Event::ListChanged { .. } => {
            Words::new("The limits of a list were changed", "Newidiwyd terfynau rhestr")
        }
        Event::Listed { .. } => Words::new("Entries were put on a list", "Rhoddwyd cofnodion ar restr"),
        Event::FedBack { .. } => {
            Words::new("A platform told what became of it", "Dywedodd platfform beth ddigwyddodd iddo")
        }
        Event::Quarantined { .. } => {
            Words::new("It was found too often, and stopped", "Cafwyd hyd iddo'n rhy aml, a stopiwyd ef")
        }
        Event::Confirmed { .. } => Words::new("It was confirmed", "Fe'i cadarnhawyd"),
        Event::Struck { .. } => Words::new("It was struck from the list", "Fe'i tynnwyd oddi ar y rhestr"),
    }
}
