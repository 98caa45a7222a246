//! The words of the lists of hashes.

use domain::removal::entry::{Ground, Outcome, Refusal as NotDecided, Standing};
use domain::removal::fingerprint::Medium;
use domain::removal::list::{Category, ListKind, Refusal};
use domain::words;
use domain::words::{Lang, Words};

words! {
    pub(crate) LISTS = "Lists of hashes", "Rhestrau o hashau";
    pub(crate) LISTS_TEXT = "Platforms compare these lists with what they have. Nobody sees a picture here, and no hash is ever shown.", "Mae platfformau'n cymharu'r rhestrau hyn â'r hyn sydd ganddynt. Nid oes neb yn gweld llun yma, ac ni ddangosir hash byth.";
    pub(crate) LIST = "List", "Rhestr";
    pub(crate) KIND = "Kind", "Math";
    pub(crate) STATE = "State", "Cyflwr";
    pub(crate) COUNTING = "Entries that count", "Cofnodion sy'n cyfrif";
    pub(crate) WAITING_NUMBER = "Waiting for a decision", "Yn aros am benderfyniad";
    pub(crate) GONE_NUMBER = "Withdrawn", "Wedi'u tynnu'n ôl";
    pub(crate) ON = "On", "Ymlaen";
    pub(crate) OFF = "Off", "I ffwrdd";
    pub(crate) WAITING = "Entries that wait for a decision", "Cofnodion sy'n aros am benderfyniad";
    pub(crate) WAITING_NONE = "Nothing waits for a decision.", "Nid oes dim yn aros am benderfyniad.";
    pub(crate) PLATFORMS = "Platforms", "Platfformau";
    pub(crate) PLATFORMS_NONE = "No platform has been let in yet.", "Nid oes platfform wedi'i dderbyn eto.";
    pub(crate) PLATFORM = "Platform", "Platfform";
    pub(crate) PULLED = "Last took the lists", "Cymerodd y rhestrau ddiwethaf";
    pub(crate) ASKED = "Hashes looked up today", "Hashau a chwiliwyd heddiw";
    pub(crate) TOLD_NUMBER = "Entries it told of", "Cofnodion y soniodd amdanynt";
    pub(crate) NEVER = "Never", "Erioed";
    pub(crate) ENTRY = "Entry", "Cofnod";
    pub(crate) CATEGORY = "Category", "Categori";
    pub(crate) MEDIUM = "What it is of", "O beth y mae";
    pub(crate) LISTED = "Listed", "Rhestrwyd";
    pub(crate) NEW_LIST = "Make a list", "Gwneud rhestr";
    pub(crate) NAME = "Name", "Enw";
    pub(crate) LIMITS = "Limits", "Terfynau";
    pub(crate) WITHIN = "How far a hash may be and still count, 0 to 63 bits", "Pa mor bell y gall hash fod a dal i gyfrif, 0 i 63 did";
    pub(crate) QUALITY = "The least quality, 0 to 100", "Yr ansawdd lleiaf, 0 i 100";
    pub(crate) FLOOD = "How often one entry may be found in a day before it stops", "Pa mor aml y gellir dod o hyd i un cofnod mewn diwrnod cyn iddo stopio";
    pub(crate) IS_ON = "Is the list on?", "A yw'r rhestr ymlaen?";
    pub(crate) SAVE = "Save", "Cadw";
    pub(crate) TOLD = "What platforms told", "Yr hyn a ddywedodd platfformau";
    pub(crate) TOLD_NONE = "No platform has told anything of it.", "Nid oes unrhyw blatfform wedi dweud dim amdano.";
    pub(crate) OUTCOME = "Outcome", "Canlyniad";
    pub(crate) REASON_GIVEN = "Reason", "Rheswm";
    pub(crate) WHEN = "When", "Pryd";
    pub(crate) DECIDE = "Decide", "Penderfynu";
    pub(crate) DECISION = "Does this entry count?", "A yw'r cofnod hwn yn cyfrif?";
    pub(crate) CONFIRM = "Yes: platforms get it again", "Ydy: mae platfformau'n ei gael eto";
    pub(crate) STRIKE = "No: it is gone for good", "Nac ydy: mae wedi mynd am byth";
    pub(crate) REASON = "Why? This is recorded.", "Pam? Cofnodir hyn.";
    pub(crate) CHOOSE = "Choose whether it counts", "Dewiswch a yw'n cyfrif";
}

/// The kind of a list.
pub(crate) const fn kind(kind: ListKind) -> Words {
    match kind {
        ListKind::Own => Words::new("Young people's own requests", "Ceisiadau pobl ifanc eu hunain"),
        ListKind::Partner => Words::new("From a partner", "Gan bartner"),
        ListKind::Negative => Words::new("Known to be harmless", "Yn hysbys yn ddiniwed"),
    }
}

/// Where an entry stands.
pub(crate) const fn standing(standing: Standing) -> Words {
    match standing {
        Standing::Unreviewed => Words::new("Counts, not reviewed", "Yn cyfrif, heb ei adolygu"),
        Standing::Confirmed => Words::new("Counts, confirmed", "Yn cyfrif, wedi'i gadarnhau"),
        Standing::Quarantined => {
            Words::new("Stopped: found too often", "Wedi stopio: cafwyd hyd iddo'n rhy aml")
        }
        Standing::Disputed => Words::new("Stopped: disputed", "Wedi stopio: mae anghydfod"),
        Standing::Withdrawn => Words::new("Withdrawn", "Wedi'i dynnu'n ôl"),
    }
}

/// The category of an entry.
pub(crate) const fn category(category: Category) -> Words {
    match category {
        Category::A => Words::new("UK category A", "Categori A y DU"),
        Category::B => Words::new("UK category B", "Categori B y DU"),
        Category::C => Words::new("UK category C", "Categori C y DU"),
        Category::Unseen => {
            Words::new("Told by a young person, seen by nobody", "Gan berson ifanc, heb ei weld gan neb")
        }
        Category::Harmless => Words::new("Harmless", "Diniwed"),
    }
}

/// What an entry is of.
pub(crate) const fn medium(medium: Medium) -> Words {
    match medium {
        Medium::Picture => Words::new("A picture", "Llun"),
        Medium::Video => Words::new("A video", "Fideo"),
    }
}

/// What a platform told.
pub(crate) const fn outcome(outcome: Outcome) -> Words {
    match outcome {
        Outcome::Matched => Words::new("Found", "Cafwyd hyd iddo"),
        Outcome::Removed => Words::new("Taken down", "Tynnwyd i lawr"),
        Outcome::NotFound => Words::new("Not found", "Ni chafwyd hyd iddo"),
        Outcome::Disputed => Words::new("Disputed", "Mae anghydfod"),
    }
}

/// Why it disputes an entry.
pub(crate) const fn ground(ground: Ground) -> Words {
    match ground {
        Ground::FalseMatch => {
            Words::new("It was found for another picture", "Cafwyd hyd iddo ar gyfer llun arall")
        }
        Ground::NotAChild => Words::new("It is not of a child", "Nid yw o blentyn"),
        Ground::Harmless => Words::new("It is harmless", "Mae'n ddiniwed"),
        Ground::Other => Words::new("Another reason", "Rheswm arall"),
    }
}

/// Why a list or its limits are refused.
pub(crate) fn refusal(why: &Refusal, lang: Lang) -> String {
    let welsh = match why {
        Refusal::Name { chars_max } => format!("rhowch enw i'r rhestr, o {chars_max} nod ar y mwyaf"),
        Refusal::Within => "rhif cyfan o 0 i 63 yw'r pellter".to_owned(),
        Refusal::Quality => "rhif cyfan o 0 i 100 yw'r ansawdd".to_owned(),
        Refusal::Flood => "rhif cyfan o 1 i 1,000,000 yw'r terfyn am ddiwrnod".to_owned(),
        Refusal::NothingNew => "ni newidiwyd dim".to_owned(),
        Refusal::OwnReportsOnly
        | Refusal::Category
        | Refusal::Entries
        | Refusal::NoFingerprint
        | Refusal::Unfit(_) => "ni ellir rhoi hyn ar y rhestr hon".to_owned(),
    };
    lang.pick(&why.to_string(), &welsh).to_owned()
}

/// Why nothing was decided.
pub(crate) fn not_decided(why: &NotDecided, lang: Lang) -> String {
    let welsh = match why {
        NotDecided::Withdrawn => "tynnwyd y cofnod hwn yn ôl".to_owned(),
        NotDecided::NoReason => "rhowch y rheswm: fe'i cofnodir".to_owned(),
        NotDecided::Words { chars_max } => format!("ysgrifennwch {chars_max} nod ar y mwyaf"),
        NotDecided::NothingToDecide
        | NotDecided::NoGround
        | NotDecided::GroundWithoutDispute
        | NotDecided::Overruled => "nid oes dim i'w benderfynu am y cofnod hwn".to_owned(),
    };
    lang.pick(&why.to_string(), &welsh).to_owned()
}
