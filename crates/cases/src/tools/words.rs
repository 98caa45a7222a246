//! What screening tools say, in English and Welsh.

use domain::cases::tools::Basis;
use domain::words;
use domain::words::{Lang, Words};

words! {
    pub(super) TITLE = "Screening tools", "Offer sgrinio";
    pub(super) TEXT = "No national tool exists. Each is a way of looking at everything, none decides: what drove a result stands with it, and you may depart from it with a reason.", "Nid oes offeryn cenedlaethol. Mae pob un yn ffordd o edrych ar bopeth, nid yw'r un yn penderfynu: saif yr hyn a'i gyrrodd gyda'r canlyniad, a chewch wyro oddi wrtho gyda rheswm.";
    pub(super) FILL = "Fill it in", "Ei lenwi";
    pub(super) KEEP = "Keep it", "Ei gadw";
    pub(super) NOT_VERIFIED = "Not verified", "Heb ei ddilysu";
    pub(super) AREA = "Where it is from:", "O ble y daw:";
    pub(super) SOURCE = "Source:", "Ffynhonnell:";
    pub(super) VERSION = "Version", "Fersiwn";
    pub(super) WHEN = "When", "Pryd";
    pub(super) WHO = "Who", "Pwy";
    pub(super) ABOUT = "About", "Am";
    pub(super) TOTAL = "Total", "Cyfanswm";
    pub(super) BAND = "Band", "Band";
    pub(super) NEVER = "Not filled in yet.", "Heb ei lenwi eto.";
    pub(super) DROVE = "What drove it", "Beth a'i gyrrodd";
    pub(super) DROVE_NOTHING = "No sign has points.", "Nid oes gan yr un arwydd bwyntiau.";
    pub(super) FIRED = "Set by a rule, whatever the total:", "Wedi'i osod gan reol, beth bynnag yw'r cyfanswm:";
    pub(super) UNDECIDED = "A rule that nobody can decide yet:", "Rheol na all neb ei phenderfynu eto:";
    pub(super) DEPARTED = "The practitioner departs from it:", "Mae'r ymarferydd yn gwyro oddi wrtho:";
    pub(super) AS_ADDED_UP = "As it adds up:", "Fel y mae'n adio:";
    pub(super) OLDER = "This version of the tool is no longer in the rulebook: it is shown as it was kept.", "Nid yw'r fersiwn hon o'r offeryn yn y llyfr rheolau bellach: fe'i dangosir fel y'i cadwyd.";
    pub(super) CHART = "The bands over time", "Y bandiau dros amser";
    pub(super) CHART_TEXT = "Each column is one filling: its height is the band that counts, the number above it the total. The same stands in the table.", "Mae pob colofn yn un llenwad: ei huchder yw'r band sy'n cyfrif, y rhif uwch ei phen y cyfanswm. Mae'r un peth yn y tabl.";
    pub(super) SUBJECT = "Which child it is about", "Am ba blentyn y mae";
    pub(super) SUBJECT_NONE = "Not said", "Heb ei ddweud";
    pub(super) LEFT_OPEN = "What you leave open counts as not known, never as no.", "Mae'r hyn a adewch yn agored yn cyfrif fel anhysbys, byth fel na.";
    pub(super) NOT_KNOWN = "Not known", "Anhysbys";
    pub(super) BASIS = "Rests on", "Yn seiliedig ar";
    pub(super) FACTS = "What its rules ask", "Beth mae ei reolau'n ei ofyn";
    pub(super) DEPART = "Depart from the result (optional)", "Gwyro oddi wrth y canlyniad (dewisol)";
    pub(super) DEPART_BAND = "The band that you judge right", "Y band sy'n gywir yn eich barn chi";
    pub(super) DEPART_NONE = "As it adds up", "Fel y mae'n adio";
    pub(super) DEPART_REASON = "Why", "Pam";
    pub(super) MISSING_NOW = "Is the child missing from home now?", "A yw'r plentyn ar goll o gartref nawr?";
    pub(super) YES = "Yes", "Ie";
    pub(super) NO = "No", "Na";
    pub(super) POSSIBLE = "Possible", "O bosibl";
}

/// An answer of a sign.
pub(super) fn answer(code: &str, lang: Lang) -> String {
    match code {
        "yes" => YES.of(lang).to_owned(),
        "no" => NO.of(lang).to_owned(),
        "possible" => POSSIBLE.of(lang).to_owned(),
        number => number.to_owned(),
    }
}

/// What an answer rests on.
pub(super) const fn basis(basis: Basis) -> Words {
    match basis {
        Basis::Fact => Words::new("fact", "ffaith"),
        Basis::Reported => Words::new("somebody said so", "dywedodd rhywun hynny"),
        Basis::Judgement => Words::new("professional judgement", "barn broffesiynol"),
    }
}

/// A total; at least that much, where something is not known.
pub(super) fn total(points: u32, at_least: bool, lang: Lang) -> String {
    match (at_least, lang) {
        (false, _) => points.to_string(),
        (true, Lang::En) => format!("at least {points}"),
        (true, Lang::Cy) => format!("o leiaf {points}"),
    }
}

/// How many signs were left open.
pub(super) fn unanswered(number: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Not known: {number}"),
        Lang::Cy => format!("Anhysbys: {number}"),
    }
}

/// The parts that signs are grouped by.
pub(super) fn domain(code: &str) -> Words {
    match code {
        "health" => Words::new("Health", "Iechyd"),
        "behaviour" => Words::new("Behaviour", "Ymddygiad"),
        "grooming" => Words::new("Grooming and control", "Meithrin perthynas amhriodol a rheolaeth"),
        "online" => Words::new("Online", "Ar-lein"),
        "family" => Words::new("Home and family", "Cartref a theulu"),
        "missing" => Words::new("Missing", "Ar goll"),
        "education" => Words::new("School", "Ysgol"),
        "money" => Words::new("Money and debt", "Arian a dyled"),
        "contact" => Words::new("People", "Pobl"),
        "places" => Words::new("Places", "Lleoedd"),
        "phones" => Words::new("Phones", "Ffonau"),
        "wellbeing" => Words::new("Wellbeing", "Lles"),
        "vulnerability" => {
            Words::new("What makes the child vulnerable", "Beth sy'n gwneud y plentyn yn agored i niwed")
        }
        "risk" => Words::new("Signs of risk", "Arwyddion o risg"),
        _ => Words::new("Other signs", "Arwyddion eraill"),
    }
}
