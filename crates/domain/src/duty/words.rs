//! What the duties to report say, in English and Welsh.

use super::{BeliefKind, Event, Means};
use crate::rules::tables::Recipient;
use crate::words::Words;

/// What happened, in a few words.
pub const fn happened(event: &Event) -> Words {
    match event {
        Event::Begun { .. } => {
            Words::new("The duties to report were assessed", "Aseswyd y dyletswyddau i roi gwybod")
        }
        Event::Answered { .. } => Words::new("Questions were answered", "Atebwyd cwestiynau"),
        Event::Believed { .. } => Words::new("A belief was recorded", "Cofnodwyd cred"),
        Event::BeliefEnded { .. } => Words::new("A belief ended", "Daeth cred i ben"),
        Event::Notified { .. } => Words::new("A notification was made", "Gwnaed hysbysiad"),
        Event::NoticeTakenBack { .. } => {
            Words::new("A recorded notification was taken back", "Tynnwyd hysbysiad a gofnodwyd yn ôl")
        }
        Event::MetByAnother { .. } => Words::new("Somebody else notified", "Hysbysodd rhywun arall"),
        Event::Doubted { .. } => Words::new(
            "What somebody else told is believed no more",
            "Ni chredir mwyach yr hyn a ddywedodd rhywun arall",
        ),
        Event::ClocksSet { .. } => Words::new("The clocks were set", "Gosodwyd y clociau"),
        Event::Interfered { .. } => Words::new("Interference was recorded", "Cofnodwyd ymyrraeth"),
        Event::Erased => Words::new("The record was erased", "Dilëwyd y cofnod"),
    }
}

/// How something was said.
pub const fn means(means: Means) -> Words {
    match means {
        Means::InPerson => Words::new("In person", "Wyneb yn wyneb"),
        Means::Telephone => Words::new("By telephone", "Dros y ffôn"),
        Means::Writing => Words::new("By letter or email", "Drwy lythyr neu e-bost"),
        Means::Online => Words::new("By an online form", "Drwy ffurflen ar-lein"),
        Means::Message => Words::new("By message", "Drwy neges"),
    }
}

/// What is believed.
pub const fn belief(belief: BeliefKind) -> Words {
    match belief {
        BeliefKind::Endangers => Words::new(
            "To notify now would risk the life or safety of a child",
            "Byddai hysbysu nawr yn peryglu bywyd neu ddiogelwch plentyn",
        ),
        BeliefKind::AnotherWill => Words::new(
            "Somebody else will notify within the seven days",
            "Bydd rhywun arall yn hysbysu o fewn y saith diwrnod",
        ),
    }
}

/// Who is told.
pub const fn recipient(to: Recipient) -> Words {
    match to {
        Recipient::Emergency => Words::new("The emergency services (999)", "Y gwasanaethau brys (999)"),
        Recipient::Police => Words::new("The police", "Yr heddlu"),
        Recipient::ChildrensServices => {
            Words::new("Children's services of the local authority", "Gwasanaethau plant yr awdurdod lleol")
        }
        Recipient::Lado => Words::new(
            "The designated officer of the local authority (LADO)",
            "Swyddog dynodedig yr awdurdod lleol (LADO)",
        ),
        Recipient::ProfessionalConcerns => Words::new(
            "Whoever takes concerns about professionals",
            "Pwy bynnag sy'n derbyn pryderon am weithwyr proffesiynol",
        ),
        Recipient::Reporter => Words::new("The Children's Reporter", "Y Gohebydd Plant"),
        Recipient::SafeguardingLead => Words::new("The safeguarding lead", "Yr arweinydd diogelu"),
        Recipient::Ceop => Words::new("CEOP", "CEOP"),
        Recipient::Iwf => Words::new("The Internet Watch Foundation", "Yr Internet Watch Foundation"),
        Recipient::Removal => Words::new("A service that removes pictures", "Gwasanaeth sy'n tynnu lluniau"),
        Recipient::Nrm => {
            Words::new("The National Referral Mechanism", "Y Mecanwaith Atgyfeirio Cenedlaethol")
        }
        Recipient::Guardian => {
            Words::new("The independent child trafficking guardian", "Gwarcheidwad annibynnol masnachu plant")
        }
        Recipient::OutsideTheHome => {
            Words::new("The team for harm outside the home", "Y tîm ar gyfer niwed y tu allan i'r cartref")
        }
        Recipient::ContextConference => Words::new("The conference about the place", "Y gynhadledd am y lle"),
        Recipient::Dbs => Words::new("The Disclosure and Barring Service", "Y Gwasanaeth Datgelu a Gwahardd"),
        Recipient::DisclosureScotland => Words::new("Disclosure Scotland", "Disclosure Scotland"),
        Recipient::Regulator => Words::new("The regulator of their profession", "Rheoleiddiwr eu proffesiwn"),
        Recipient::Nca => Words::new("The National Crime Agency", "Yr Asiantaeth Troseddau Cenedlaethol"),
        Recipient::Platform => Words::new("The platform", "Y platfform"),
        Recipient::Support => Words::new("A helpline", "Llinell gymorth"),
    }
}
