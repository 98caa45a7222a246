//! How a referral is spoken of, wherever it is shown.

use super::{Event, RecipientKind, Standing};
use crate::words::Words;

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// What it is called.
pub const REFERRAL: Words = w("Referral", "Atgyfeiriad");

/// Where it stands.
pub const fn standing(standing: Standing) -> Words {
    match standing {
        Standing::Drafted => w("Draft", "Drafft"),
        Standing::Sent => w("Sent", "Anfonwyd"),
        Standing::Acknowledged => w("Acknowledged", "Cydnabuwyd"),
        Standing::Accepted => w("Accepted", "Derbyniwyd"),
        Standing::Declined => w("Declined", "Gwrthodwyd"),
        Standing::Withdrawn => w("Withdrawn", "Tynnwyd yn ôl"),
    }
}

/// What happened to it.
pub const fn happened(event: &Event) -> Words {
    match event {
        Event::Drafted { .. } => w("A referral was drafted", "Drafftiwyd atgyfeiriad"),
        Event::Revised { .. } => w("The referral was changed", "Newidiwyd yr atgyfeiriad"),
        Event::Filled { .. } => w("Its form was filled in further", "Llenwyd rhagor o'i ffurflen"),
        Event::Sent { .. } => w("The referral was sent", "Anfonwyd yr atgyfeiriad"),
        Event::Opened => w("The recipient opened the referral", "Agorodd y derbynnydd yr atgyfeiriad"),
        Event::LinkRenewed => {
            w("The recipient asked for a new link", "Gofynnodd y derbynnydd am ddolen newydd")
        }
        Event::FileTaken { .. } => {
            w("The recipient took a copy of a file", "Cymerodd y derbynnydd gopi o ffeil")
        }
        Event::Reminded { .. } => w("The recipient was reminded", "Atgoffwyd y derbynnydd"),
        Event::Acknowledged { .. } => w("The referral was acknowledged", "Cydnabuwyd yr atgyfeiriad"),
        Event::Accepted { .. } => w("The referral was accepted", "Derbyniwyd yr atgyfeiriad"),
        Event::Declined { .. } => w("The referral was declined", "Gwrthodwyd yr atgyfeiriad"),
        Event::Withdrawn { .. } => w("The referral was withdrawn", "Tynnwyd yr atgyfeiriad yn ôl"),
    }
}

/// What kind of agency it goes to.
pub const fn recipient(kind: RecipientKind) -> Words {
    match kind {
        RecipientKind::ChildrensServices => w("Children's services", "Gwasanaethau plant"),
        RecipientKind::Police => w("Police", "Heddlu"),
        RecipientKind::Ceop => w("CEOP (National Crime Agency)", "CEOP (Asiantaeth Troseddu Cenedlaethol)"),
        RecipientKind::Platform => w("A platform", "Platfform"),
        RecipientKind::Nrm => w("National Referral Mechanism", "Mecanwaith Atgyfeirio Cenedlaethol"),
        RecipientKind::Lado => w("Designated officer (LADO)", "Swyddog dynodedig (LADO)"),
        RecipientKind::Regulator => w("A barring body or regulator", "Corff gwahardd neu reoleiddiwr"),
        RecipientKind::Other => w("Somebody else", "Rhywun arall"),
    }
}
