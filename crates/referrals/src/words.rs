//! What routing says, in English and Welsh.

use domain::id::Reference;
use domain::referrals::{Consent, RecipientKind, Refusal, Standing};
use domain::words;
use domain::words::{Lang, Words};
use kit::vault::NotKept;

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
    pub(crate) CHOOSE_FORM = "Refer: choose where to", "Atgyfeirio: dewiswch i ble";
    pub(crate) NO_FORM = "To somebody else, in your own words", "At rywun arall, yn eich geiriau eich hun";
    pub(crate) RECEIVER = "It goes to:", "Mae'n mynd at:";
    pub(crate) PHONE = "Telephone:", "Ffôn:";
    pub(crate) FORM_UNVERIFIED = "The receiver's own form was not read. This asks what the sources say that they ask:", "Ni ddarllenwyd ffurflen y derbynnydd ei hun. Mae hon yn gofyn yr hyn y mae'r ffynonellau'n dweud y maent yn ei ofyn:";
    pub(crate) ONE_PERSON = "Each person has a referral of their own: brothers, sisters and friends are referred separately.", "Mae gan bob person ei atgyfeiriad ei hun: atgyfeirir brodyr, chwiorydd a ffrindiau ar wahân.";
    pub(crate) BY_ORGANISATION = "Your organisation is a first responder, but the official form would not take your email address. Use an address of your organisation that it takes when you give it in.", "Mae eich sefydliad yn ymatebwr cyntaf, ond ni fyddai'r ffurflen swyddogol yn derbyn eich cyfeiriad e-bost. Defnyddiwch gyfeiriad o'ch sefydliad y mae'n ei dderbyn pan fyddwch yn ei chyflwyno.";
    pub(crate) OWN_PAGE = "You give it in at their own page: fill it in here, then copy from the paper or hand over the file, and record here that it is sent.", "Rydych yn ei chyflwyno ar eu tudalen eu hunain: llenwch hi yma, yna copïwch o'r papur neu rhowch y ffeil, a chofnodwch yma ei bod wedi'i hanfon.";
    pub(crate) OUTSIDE_USUAL = "Leave it empty for the usual name.", "Gadewch yn wag am yr enw arferol.";
    pub(crate) ABOUT = "Whom is this referral about?", "Am bwy mae'r atgyfeiriad hwn?";
    pub(crate) FORM_ALONE = "Only the answers of the form go to them: no report and no name from the case beside it.", "Dim ond atebion y ffurflen sy'n mynd atynt: dim adroddiad a dim enw o'r achos wrth ei hochr.";
    pub(crate) TO_FORM = "Save and go to the form", "Cadw a mynd i'r ffurflen";
    pub(crate) NOT_RESPONDER = "Only a first responder can make this referral", "Dim ond ymatebwr cyntaf all wneud yr atgyfeiriad hwn";
    pub(crate) NOT_RESPONDER_TEXT = "First responders are councils, health and social care trusts of Northern Ireland, police forces, and some charities. Schools and the NHS are none. Refer the child to children's services: they make this referral, and they must be told first in any case.", "Ymatebwyr cyntaf yw cynghorau, ymddiriedolaethau iechyd a gofal cymdeithasol Gogledd Iwerddon, heddluoedd, a rhai elusennau. Nid yw ysgolion na'r GIG. Atgyfeiriwch y plentyn at y gwasanaethau plant: nhw sy'n gwneud yr atgyfeiriad hwn, a rhaid dweud wrthynt hwy yn gyntaf beth bynnag.";
    pub(crate) REFER_SOCIAL = "Refer the child to children's services", "Atgyfeirio'r plentyn at y gwasanaethau plant";
    pub(crate) FROM_CASE = "From the case: check it.", "O'r achos: gwiriwch ef.";
    pub(crate) TICK = "Tick if it is so", "Ticiwch os yw'n wir";
    pub(crate) SAVE_ON = "Save and continue", "Cadw a pharhau";
    pub(crate) SAVE_LATER = "Save and come back later", "Cadw a dod yn ôl yn ddiweddarach";
    pub(crate) SAVED = "What you wrote is saved. To go on, put this right; or save it and come back later.", "Mae'r hyn a ysgrifennoch wedi'i gadw. I fynd ymlaen, cywirwch hyn; neu cadwch ef a dod yn ôl.";
    pub(crate) CHECK_ANSWERS = "Check your answers", "Gwiriwch eich atebion";
    pub(crate) UNFINISHED = "Not finished", "Heb ei orffen";
    pub(crate) CONTINUE_FORM = "Go on with the form", "Parhau â'r ffurflen";
    pub(crate) WHAT_LEAVES = "What leaves when you send it", "Yr hyn sy'n gadael pan fyddwch yn ei anfon";
    pub(crate) LEAVES_NOT = "Who told it, and how to reach them, does not go.", "Nid yw'r sawl a'i dywedodd, na sut i'w gyrraedd, yn mynd.";
    pub(crate) FORM = "Form", "Ffurflen";
    pub(crate) FORM_SAYS = "What the form says of these answers", "Yr hyn y mae'r ffurflen yn ei ddweud am yr atebion hyn";
    pub(crate) PAYLOAD = "The receiver's file (JSON)", "Ffeil y derbynnydd (JSON)";
    pub(crate) ANNEX = "Our annex beside it (JSON)", "Ein hatodiad wrth ei hochr (JSON)";
    pub(crate) FILES = "The files that go with it", "Y ffeiliau sy'n mynd gydag ef";
    pub(crate) FILES_NONE = "No file is kept with the case that could go.", "Nid oes ffeil gyda'r achos a allai fynd.";
    pub(crate) FILES_OTHER = "Files of the case that cannot go with this form", "Ffeiliau'r achos na allant fynd gyda'r ffurflen hon";
    pub(crate) FILES_ADD = "Add files (optional)", "Ychwanegu ffeiliau (dewisol)";
    pub(crate) FILES_ADD_HINT = "They are kept with the case, unchanged, as evidence, and go with this form.", "Fe'u cedwir gyda'r achos, heb eu newid, fel tystiolaeth, ac ânt gyda'r ffurflen hon.";
    pub(crate) FILES_GIVE = "Save each unchanged and give it to the receiver with the form. Every copy is recorded.", "Cadwch bob un heb ei newid a'i rhoi i'r derbynnydd gyda'r ffurflen. Cofnodir pob copi.";
    pub(crate) FILES_TAKE = "Save each unchanged. Every copy is recorded.", "Cadwch bob un heb ei newid. Cofnodir pob copi.";
    pub(crate) FILES_ANNEX = "Annex: the files that go with it", "Atodiad: y ffeiliau sy'n mynd gydag ef";
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
        RecipientKind::Ceop | RecipientKind::Nrm | RecipientKind::Lado | RecipientKind::Regulator => {
            domain::referrals::words::recipient(kind)
        }
        RecipientKind::Platform => w("A platform, not in this list", "Platfform, nad yw yn y rhestr"),
        RecipientKind::Other => w("Somebody else", "Rhywun arall"),
    }
}

/// What a file is, how large, and whether somebody sent it with a report.
pub(crate) fn about_file(called: &str, bytes: u64, came: bool, lang: Lang) -> String {
    match (lang, came) {
        (Lang::En, false) => format!("{called}, {bytes} bytes"),
        (Lang::En, true) => {
            format!("{called}, {bytes} bytes. It came with a report: look whether it shows who sent it")
        }
        (Lang::Cy, false) => format!("{called}, {bytes} beit"),
        (Lang::Cy, true) => {
            format!(
                "{called}, {bytes} beit. Daeth gydag adroddiad: edrychwch a yw'n dangos pwy a'i hanfonodd"
            )
        }
    }
}

/// Why a file was not kept, with what to do.
pub(crate) fn not_kept(name: &str, why: &NotKept, lang: Lang) -> String {
    match (why, lang) {
        (NotKept::TooLarge, Lang::En) => {
            format!("“{name}” is larger than 50 MB and was not kept: add a smaller copy")
        }
        (NotKept::TooLarge, Lang::Cy) => {
            format!("mae “{name}” yn fwy na 50 MB ac ni chadwyd ef: ychwanegwch gopi llai")
        }
        (NotKept::Empty, Lang::En) => format!("“{name}” is empty: choose the file again"),
        (NotKept::Empty, Lang::Cy) => format!("mae “{name}” yn wag: dewiswch y ffeil eto"),
        (NotKept::CutShort, Lang::En) => format!("“{name}” did not arrive whole: add it again"),
        (NotKept::CutShort, Lang::Cy) => format!("ni chyrhaeddodd “{name}” yn gyfan: ychwanegwch ef eto"),
    }
}

/// A question, and whether it can be left out.
pub(crate) fn asked(label: &str, required: bool, lang: Lang) -> String {
    let said = ["ptional", "if known", "dewisol", "os yw"].iter().any(|word| label.contains(word));
    match (required || said, lang) {
        (true, _) => label.to_owned(),
        (false, Lang::En) => format!("{label} (optional)"),
        (false, Lang::Cy) => format!("{label} (dewisol)"),
    }
}

/// Over a question that is asked only for some answers to another.
pub(crate) fn only_if(label: &str, choices: &[&str], lang: Lang) -> String {
    let or = match lang {
        Lang::En => " or ",
        Lang::Cy => " neu ",
    };
    let choices = choices.join(or);
    match (lang, choices.is_empty()) {
        (Lang::En, true) => format!("Only if you answered “{label}”:"),
        (Lang::En, false) => format!("Only if you answered “{choices}” to “{label}”:"),
        (Lang::Cy, true) => format!("Dim ond os ateboch “{label}”:"),
        (Lang::Cy, false) => format!("Dim ond os ateboch “{choices}” i “{label}”:"),
    }
}

/// Where somebody is in a form.
pub(crate) fn page_of(number: usize, pages: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("page {number} of {pages}"),
        Lang::Cy => format!("tudalen {number} o {pages}"),
    }
}

/// How much of a form leaves.
pub(crate) fn leaves(answers: usize, stale: usize, lang: Lang) -> String {
    match (lang, stale) {
        (Lang::En, 0) => format!("{answers} answers of the form."),
        (Lang::En, _) => format!(
            "{answers} answers of the form. {stale} that you gave and that are no longer asked stay in the draft and are never sent."
        ),
        (Lang::Cy, 0) => format!("{answers} ateb o'r ffurflen."),
        (Lang::Cy, _) => format!(
            "{answers} ateb o'r ffurflen. Mae {stale} a roesoch ac na ofynnir amdanynt mwyach yn aros yn y drafft ac ni chânt eu hanfon byth."
        ),
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
        Refusal::FormUnfinished(_) => "nid yw ei ffurflen wedi'i gorffen: mae atebion ar goll neu i'w cywiro",
        Refusal::NeedsForm => {
            "gwneir atgyfeiriad at y Mecanwaith Atgyfeirio Cenedlaethol â'i ffurflen ei hun"
        }
        Refusal::NobodyAbout => "dewiswch am bwy y mae",
        Refusal::NoSuchFile => "dewiswch ymhlith y ffeiliau a gedwir gyda'r achos",
        Refusal::NoForm => "nid oes ffurflen gan yr atgyfeiriad hwn",
        Refusal::NotAFirstResponder => {
            "dim ond ymatebwr cyntaf all atgyfeirio at y Mecanwaith Atgyfeirio Cenedlaethol: gofynnwch i'r gwasanaethau plant neu'r heddlu"
        }
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
