//! What routing says, in English and Welsh.

use domain::id::Reference;
use domain::referrals::{Consent, RecipientKind, Refusal, Standing};
use domain::words;
use domain::words::{Lang, Words};

/// A proper name: the same in both languages.
pub(crate) const CEOP: &str = "NCA CEOP";

words! {
    pub(crate) REFERRALS = "Referrals", "Atgyfeiriadau";
    pub(crate) REFERRAL = "Referral", "Atgyfeiriad";
    pub(crate) TO_US = "Made to us", "Wedi'u gwneud atom ni";
    pub(crate) FROM_US = "Made by us", "Wedi'u gwneud gennym ni";
    pub(crate) NONE = "None.", "Dim.";
    pub(crate) REFERENCE = "Reference", "Cyfeirnod";
    pub(crate) FROM = "From", "Oddi wrth";
    pub(crate) TO = "To", "At";
    pub(crate) URGENCY = "Urgency", "Brys";
    pub(crate) STANDING = "Where it stands", "Ble mae'n sefyll";
    pub(crate) CHANGED = "Last changed", "Newidiwyd ddiwethaf";
    pub(crate) SENT_AT = "Sent", "Anfonwyd";
    pub(crate) CASE = "Case", "Achos";
    pub(crate) HARM = "Kind of harm", "Math o niwed";
    pub(crate) REPORT = "Report", "Adroddiad";
    pub(crate) HISTORY = "What happened to it", "Beth ddigwyddodd iddo";
    pub(crate) DRAFT = "Draft a referral", "Drafftio atgyfeiriad";
    pub(crate) CHOOSE = "Choose", "Dewiswch";
    pub(crate) TO_HINT = "Nobody said where it happened. Choose by where the child lives.", "Ni ddywedodd neb ble y digwyddodd. Dewiswch yn ôl ble mae'r plentyn yn byw.";
    pub(crate) OUTSIDE = "They are not in the list", "Nid ydynt yn y rhestr";
    pub(crate) OUTSIDE_NAME = "Their name", "Eu henw";
    pub(crate) OUTSIDE_EMAIL = "Their secure email address (optional)", "Eu cyfeiriad e-bost diogel (dewisol)";
    pub(crate) OUTSIDE_EMAIL_HINT = "They get a link that opens once; the mail says nothing of what it is about. Without an address, take the paper there yourself and record what they answer.", "Byddant yn cael dolen sy'n agor unwaith; nid yw'r neges yn dweud dim am y cynnwys. Heb gyfeiriad, ewch â'r papur yno eich hun a chofnodwch eu hateb.";
    pub(crate) CONCERN = "Why you refer", "Pam rydych yn atgyfeirio";
    pub(crate) CONCERN_HINT = "What you are worried about, what has happened, what is known and what is not.", "Beth sy'n eich poeni, beth sydd wedi digwydd, beth sy'n hysbys a beth sydd ddim.";
    pub(crate) ASKS = "What you ask them to do", "Beth rydych yn gofyn iddynt ei wneud";
    pub(crate) ASKS_HINT = "One thing a line, with by when.", "Un peth y llinell, gydag erbyn pryd.";
    pub(crate) CONSENT = "Does the family know and agree?", "A yw'r teulu'n gwybod ac yn cytuno?";
    pub(crate) CONSENT_HINT = "Consent is not needed to keep a child safe. Say what was done about it.", "Nid oes angen cydsyniad i gadw plentyn yn ddiogel. Dywedwch beth a wnaed.";
    pub(crate) CONSENT_WHY = "If not, why it is made all the same", "Os nad ydynt, pam y'i gwneir er hynny";
    pub(crate) SHARE_REPORTS = "Reports to share", "Adroddiadau i'w rhannu";
    pub(crate) SHARE_SUBJECTS = "People, places and things", "Pobl, lleoedd a phethau";
    pub(crate) SHARE_HINT = "Share what they need to act, and no more. Who reported it is never shared.", "Rhannwch yr hyn sydd ei angen arnynt i weithredu, a dim mwy. Ni rennir byth pwy a'i hadroddodd.";
    pub(crate) KEEP_DRAFT = "Keep the draft and look at it", "Cadw'r drafft ac edrych arno";
    pub(crate) SEND = "Send it", "Ei anfon";
    pub(crate) SEND_NOW = "Send the referral", "Anfon yr atgyfeiriad";
    pub(crate) BY_HAND = "There is no address for them here. Take or send the paper yourself, then record here that it is sent.", "Does dim cyfeiriad iddynt yma. Ewch â'r papur neu ei anfon eich hun, yna cofnodwch yma ei fod wedi'i anfon.";
    pub(crate) EDIT = "Change the draft", "Newid y drafft";
    pub(crate) WITHDRAW = "Withdraw it", "Ei dynnu'n ôl";
    pub(crate) REASON = "The reason", "Y rheswm";
    pub(crate) ACKNOWLEDGE = "Acknowledge it", "Ei gydnabod";
    pub(crate) ACCEPT = "Accept it", "Ei dderbyn";
    pub(crate) ACCEPT_TEXT = "What will happen next (optional)", "Beth fydd yn digwydd nesaf (dewisol)";
    pub(crate) DECLINE = "Decline it", "Ei wrthod";
    pub(crate) BY = "Who answers: name and role", "Pwy sy'n ateb: enw a rôl";
    pub(crate) PDF = "On paper (PDF)", "Ar bapur (PDF)";
    pub(crate) JSON = "For programs (JSON)", "Ar gyfer rhaglenni (JSON)";
    pub(crate) CONFIDENTIAL = "Confidential: safeguarding", "Cyfrinachol: diogelu";
    pub(crate) LINK = "A safeguarding referral waits for you", "Mae atgyfeiriad diogelu yn aros amdanoch";
    pub(crate) LINK_TEXT = "It is about a child. Open it only where nobody else can read it. This link opens it once; then you have eight hours.", "Mae'n ymwneud â phlentyn. Agorwch ef dim ond lle na all neb arall ei ddarllen. Mae'r ddolen hon yn ei agor unwaith; wedyn mae gennych wyth awr.";
    pub(crate) LINK_OPEN = "Open the referral", "Agor yr atgyfeiriad";
    pub(crate) LINK_SPENT = "This link has been used or is too old", "Mae'r ddolen hon wedi'i defnyddio neu'n rhy hen";
    pub(crate) LINK_SPENT_TEXT = "If you did not use it, tell the sender at once. We can send a new one to the same address.", "Os na wnaethoch ei defnyddio, dywedwch wrth yr anfonwr ar unwaith. Gallwn anfon un newydd i'r un cyfeiriad.";
    pub(crate) LINK_AGAIN = "Send me a new link", "Anfon dolen newydd ataf";
    pub(crate) LINK_SENT = "A new link is on its way", "Mae dolen newydd ar ei ffordd";
    pub(crate) LINK_SENT_TEXT = "It goes to the address that the referral was sent to. If the sender has withdrawn it, no link comes.", "Mae'n mynd i'r cyfeiriad yr anfonwyd yr atgyfeiriad iddo. Os yw'r anfonwr wedi'i dynnu'n ôl, ni ddaw dolen.";
}

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

pub(crate) const fn consent(consent: Consent) -> Words {
    match consent {
        Consent::Given => w("Yes, they know and agree", "Ydyn, maen nhw'n gwybod ac yn cytuno"),
        Consent::NotAsked => w(
            "They were not asked: it would add to the danger",
            "Ni ofynnwyd iddynt: byddai'n ychwanegu at y perygl",
        ),
        Consent::Refused => w("They were asked and do not agree", "Gofynnwyd iddynt ac nid ydynt yn cytuno"),
    }
}

/// The class of the label that says where it stands.
pub(crate) const fn colour(standing: Standing) -> &'static str {
    match standing {
        Standing::Drafted | Standing::Withdrawn => "govuk-tag--grey",
        Standing::Sent => "govuk-tag--yellow",
        Standing::Acknowledged => "govuk-tag--blue",
        Standing::Accepted => "govuk-tag--green",
        Standing::Declined => "govuk-tag--red",
    }
}

/// A recipient that is not in this installation.
pub(crate) const fn outside(kind: RecipientKind) -> Words {
    match kind {
        RecipientKind::ChildrensServices => {
            w("Children's services, not in this list", "Gwasanaethau plant, nad ydynt yn y rhestr")
        }
        RecipientKind::Police => w("A police force, not in this list", "Heddlu, nad yw yn y rhestr"),
        RecipientKind::Ceop => domain::referrals::words::recipient(RecipientKind::Ceop),
        RecipientKind::Platform => w("A platform, not in this list", "Platfform, nad yw yn y rhestr"),
        RecipientKind::Other => w("Somebody else", "Rhywun arall"),
    }
}

/// A refusal as the form says it.
pub(crate) fn refusal(refusal: &Refusal, lang: Lang) -> String {
    let cy = match refusal {
        Refusal::CaseClosed => "mae'r achos ar gau: agorwch ef eto cyn atgyfeirio ohono",
        Refusal::NoRecipient => "dywedwch at bwy mae'n mynd",
        Refusal::NoConcern => "dywedwch pam rydych yn atgyfeirio",
        Refusal::NoAsks => "dywedwch beth rydych yn gofyn iddynt ei wneud",
        Refusal::NoConsent => "dewiswch a gytunodd y teulu",
        Refusal::NoConsentWhy => "dywedwch pam y'i gwneir heb eu cytundeb",
        Refusal::NothingShared => "dewiswch o leiaf un adroddiad, person, lle neu beth i'w rannu",
        Refusal::NotAnEmail => "ysgrifennwch gyfeiriad e-bost fel enw@enghraifft.org",
        Refusal::TooLong => "mae hynny'n rhy hir",
        Refusal::AlreadySent => "mae'r atgyfeiriad hwn wedi'i anfon: tynnwch ef yn ôl a drafftiwch un arall",
        Refusal::NotSent => "nid yw'r atgyfeiriad hwn wedi'i anfon",
        Refusal::AlreadyAnswered => "mae'r atgyfeiriad hwn eisoes wedi'i ateb",
        Refusal::Withdrawn => "tynnwyd yr atgyfeiriad hwn yn ôl",
        Refusal::NobodyNamed => "dywedwch pwy ydych, fel bod yr anfonwr yn gwybod pwy i'w ffonio",
        Refusal::NoReason => "rhowch y rheswm",
    };
    let sentence = match lang {
        Lang::En => refusal.to_string(),
        Lang::Cy => cy.to_owned(),
    };
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Tells a recipient with an account that a referral waits.
pub(crate) fn arrived_mail(reference: &Reference, at: &str, reminder: bool, lang: Lang) -> (String, String) {
    let subject = match (lang, reminder) {
        (Lang::En, false) => format!("Referral {reference} has arrived"),
        (Lang::En, true) => format!("Referral {reference} still waits for an answer"),
        (Lang::Cy, false) => format!("Mae atgyfeiriad {reference} wedi cyrraedd"),
        (Lang::Cy, true) => format!("Mae atgyfeiriad {reference} yn dal i aros am ateb"),
    };
    let body = match lang {
        Lang::En => format!("Sign in to read and answer it: {at}\n"),
        Lang::Cy => format!("Mewngofnodwch i'w ddarllen a'i ateb: {at}\n"),
    };
    (subject, body)
}

/// Sends a recipient outside the link.
pub(crate) fn link_mail(reference: &Reference, at: &str, lang: Lang) -> (String, String) {
    let (subject, _) = arrived_mail(reference, at, false, lang);
    let body = match lang {
        Lang::En => format!(
            "A safeguarding referral waits for you. This link opens it once, within fourteen days. Open it where nobody else can read it:\n{at}\n"
        ),
        Lang::Cy => format!(
            "Mae atgyfeiriad diogelu yn aros amdanoch. Mae'r ddolen hon yn ei agor unwaith, o fewn pedwar diwrnod ar ddeg. Agorwch ef lle na all neb arall ei ddarllen:\n{at}\n"
        ),
    };
    (subject, body)
}

/// Reminds a recipient outside of the link that they have.
pub(crate) fn link_reminder(reference: &Reference, lang: Lang) -> (String, String) {
    let (subject, _) = arrived_mail(reference, "", true, lang);
    let body = match lang {
        Lang::En => format!(
            "Safeguarding referral {reference} waits for your answer. Open the link in the mail that told you of it. If the link has been used or is old, its page sends you a new one.\n"
        ),
        Lang::Cy => format!(
            "Mae atgyfeiriad diogelu {reference} yn aros am eich ateb. Agorwch y ddolen yn yr e-bost a ddywedodd wrthych amdano. Os yw'r ddolen wedi'i defnyddio neu'n hen, bydd ei thudalen yn anfon un newydd atoch.\n"
        ),
    };
    (subject, body)
}

/// Tells the sender's people that an answer came, or that none has.
pub(crate) fn answer_mail(reference: &Reference, at: &str, answered: bool, lang: Lang) -> (String, String) {
    let subject = match (lang, answered) {
        (Lang::En, true) => format!("Referral {reference} has been answered"),
        (Lang::En, false) => format!("Referral {reference} has no answer: telephone them"),
        (Lang::Cy, true) => format!("Mae atgyfeiriad {reference} wedi'i ateb"),
        (Lang::Cy, false) => format!("Does dim ateb i atgyfeiriad {reference}: ffoniwch nhw"),
    };
    (subject, format!("{at}\n"))
}
