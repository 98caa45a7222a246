//! What working says, in English and Welsh.

use domain::cases::{CloseReason, Decision, Event as Happened, Refusal};
use domain::event::Event;
use domain::id::Reference;
use domain::reports::Event as Heard;
use domain::words;
use domain::words::{Lang, Words};
use jiff::SignedDuration;
use kit::{Ctx, Failure};

use crate::ending::words as ending;

words! {
    pub(crate) QUEUE = "Queue", "Ciw";
    pub(crate) QUEUE_ORDER = "The most urgent first, then the oldest. You decide: the order only says where to look.", "Y mwyaf brys yn gyntaf, wedyn yr hynaf. Chi sy'n penderfynu: dim ond dweud ble i edrych y mae'r drefn.";
    pub(crate) QUEUE_EMPTY = "Nothing is waiting.", "Does dim yn aros.";
    pub(crate) QUEUE_NEXT = "Next page", "Tudalen nesaf";
    pub(crate) QUEUE_FIRST = "First page", "Tudalen gyntaf";
    pub(crate) WHY = "Why:", "Pam:";
    pub(crate) SET_BY_HAND = "A person set the urgency:", "Person a osododd y brys:";
    pub(crate) SIGNS_NONE = "Nothing that we know of. That does not mean that nothing is wrong.", "Dim byd y gwyddom amdano. Nid yw hynny'n golygu nad oes dim o'i le.";
    pub(crate) WHY_URGENT = "Why it has this urgency", "Pam fod iddo'r brys hwn";
    pub(crate) RECEIVED = "Received", "Derbyniwyd";
    pub(crate) ACCEPT_TITLE = "Work on it", "Gweithio arno";
    pub(crate) ACCEPT = "Open a case", "Agor achos";
    pub(crate) THEN = "Then go on to", "Yna mynd ymlaen i";
    pub(crate) THEN_CASE = "The case", "Yr achos";
    pub(crate) THEN_DUTY = "Who must be told by law", "Wrth bwy mae'n rhaid dweud yn ôl y gyfraith";
    pub(crate) JOIN_TITLE = "It belongs to a case that is open", "Mae'n perthyn i achos agored";
    pub(crate) JOIN_WHICH = "Which case", "Pa achos";
    pub(crate) JOIN = "Add to this case", "Ychwanegu at yr achos";
    pub(crate) CLOSE_TITLE = "Close it without a case", "Ei gau heb achos";
    pub(crate) CLOSE_WHY = "Why", "Pam";
    pub(crate) CLOSE_TEXT = "The reason in a sentence", "Y rheswm mewn brawddeg";
    pub(crate) CLOSE = "Close the report", "Cau'r adroddiad";
    pub(crate) DUTIES = "Duties to report: who must be told by law", "Dyletswyddau i roi gwybod: wrth bwy mae'n rhaid dweud yn ôl y gyfraith";
    pub(crate) INTERFERENCE = "Record that somebody tried to stop or delay a report", "Cofnodi bod rhywun wedi ceisio atal neu oedi adroddiad";
    pub(crate) IN_CASE = "It is part of a case", "Mae'n rhan o achos";
    pub(crate) CLOSED_AT_TRIAGE = "It was closed with a reason.", "Fe'i caewyd gyda rheswm.";
    pub(crate) REPLY_TITLE = "Write to the reporter", "Ysgrifennu at yr adroddwr";
    pub(crate) REPLY_LABEL = "Your message", "Eich neges";
    pub(crate) REPLY_HINT = "They read it with their code. Do not write anything that would put them in danger if somebody else read it.", "Byddant yn ei darllen gyda'u cod. Peidiwch ag ysgrifennu dim a fyddai'n eu peryglu pe bai rhywun arall yn ei ddarllen.";
    pub(crate) REPLY = "Send the message", "Anfon y neges";
    pub(crate) CASES = "Cases", "Achosion";
    pub(crate) CASES_CAPTION = "Open cases", "Achosion agored";
    pub(crate) CASES_NONE = "No case is open that you work on.", "Does dim achos agored rydych yn gweithio arno.";
    pub(crate) CASE = "Case", "Achos";
    pub(crate) CASE_CLOSED = "Closed", "Ar gau";
    pub(crate) REFERENCE = "Reference", "Cyfeirnod";
    pub(crate) URGENCY = "Urgency", "Brys";
    pub(crate) OPENED = "Opened", "Agorwyd";
    pub(crate) CLOCK = "Clock", "Cloc";
    pub(crate) CLOCK_STOPPED = "Met:", "Cyflawnwyd:";
    pub(crate) WEIGHING = "How urgent it is, and why", "Pa mor frys ydyw, a pham";
    pub(crate) TOOLS = "Screening tools", "Offer sgrinio";
    pub(crate) OUTSIDE = "Harm outside the home", "Niwed y tu allan i'r cartref";
    pub(crate) SUBJECTS = "People, places and things", "Pobl, lleoedd a phethau";
    pub(crate) SUBJECTS_NONE = "Nobody has been named yet.", "Does neb wedi'i enwi eto.";
    pub(crate) TASKS = "Tasks", "Tasgau";
    pub(crate) TASKS_NONE = "No tasks.", "Dim tasgau.";
    pub(crate) DUE = "by", "erbyn";
    pub(crate) DONE = "done", "wedi'i wneud";
    pub(crate) MARK_DONE = "Mark as done", "Nodi ei fod wedi'i wneud";
    pub(crate) REFERRALS = "Referrals", "Atgyfeiriadau";
    pub(crate) REFERRALS_NONE = "Nothing has been referred from this case.", "Does dim wedi'i atgyfeirio o'r achos hwn.";
    pub(crate) REFER = "Draft a referral", "Drafftio atgyfeiriad";
    pub(crate) REFER_FORM = "Refer with the form of whoever receives it", "Atgyfeirio gyda ffurflen y derbynnydd";
    pub(crate) CHRONOLOGY = "Chronology", "Cronoleg";
    pub(crate) READERS = "Who has read this case", "Pwy sydd wedi darllen yr achos hwn";
    pub(crate) REPORT = "Report", "Adroddiad";
    pub(crate) DECIDE = "Record a decision", "Cofnodi penderfyniad";
    pub(crate) DECISION = "What was decided", "Beth a benderfynwyd";
    pub(crate) REASON = "The reason", "Y rheswm";
    pub(crate) NOTE = "Write a note", "Ysgrifennu nodyn";
    pub(crate) NOTE_TEXT = "Note", "Nodyn";
    pub(crate) ADD_SUBJECT = "Name a person, place or thing", "Enwi person, lle neu beth";
    pub(crate) SUBJECT_KIND = "What it is", "Beth ydyw";
    pub(crate) SUBJECT_NAME = "Name, number or address", "Enw, rhif neu gyfeiriad";
    pub(crate) SUBJECT_ABOUT = "What is known (optional)", "Beth sy'n hysbys (dewisol)";
    pub(crate) ADD_TASK = "Give a task", "Rhoi tasg";
    pub(crate) TASK_TEXT = "What is to be done", "Beth sydd i'w wneud";
    pub(crate) TASK_DUE = "By when (optional)", "Erbyn pryd (dewisol)";
    pub(crate) TASK_OWNER = "Who does it", "Pwy sy'n ei wneud";
    pub(crate) TASK_ANYBODY = "Anybody in the team", "Unrhyw un yn y tîm";
    pub(crate) TEAM = "Team", "Tîm";
    pub(crate) TEAM_ADD = "Add somebody to the team", "Ychwanegu rhywun at y tîm";
    pub(crate) TEAM_WHO = "Who", "Pwy";
    pub(crate) TEAM_REMOVE = "Remove from the team", "Tynnu o'r tîm";
    pub(crate) LINKS = "Linked cases", "Achosion cysylltiedig";
    pub(crate) LINK = "Link another case", "Cysylltu achos arall";
    pub(crate) LINK_CASE = "Its reference, such as H7K-42QD-9", "Ei gyfeirnod, fel H7K-42QD-9";
    pub(crate) SET_URGENCY = "Set another urgency", "Gosod brys arall";
    pub(crate) SEARCH = "Search", "Chwilio";
    pub(crate) SEARCH_LABEL = "What are you looking for?", "Am beth rydych chi'n chwilio?";
    pub(crate) SEARCH_HINT = "Words, a name, a telephone number, an account, a number plate or a reference. Only what you may read is found; that you searched is recorded, what for is not.", "Geiriau, enw, rhif ffôn, cyfrif, plât rhif neu gyfeirnod. Dim ond yr hyn y cewch ei ddarllen a geir; cofnodir eich bod wedi chwilio, nid am beth.";
    pub(crate) SEARCH_BUTTON = "Search", "Chwilio";
    pub(crate) SEARCH_SHORT = "Enter at least two letters or digits", "Rhowch o leiaf dwy lythyren neu ddigid";
    pub(crate) FOUND = "Found:", "Wedi'u canfod:";
    pub(crate) FOUND_NOTHING = "Nothing was found that you may read", "Ni chanfuwyd dim y cewch ei ddarllen";
    pub(crate) FOUND_MORE = "There is more: add a word.", "Mae rhagor: ychwanegwch air.";
    pub(crate) ELSEWHERE = "Named elsewhere too", "Wedi'i enwi mewn mannau eraill hefyd";
    pub(crate) ELSEWHERE_TEXT = "The same telephone, account, vehicle, wallet, postcode or name stands in:", "Mae'r un ffôn, cyfrif, cerbyd, waled, cod post neu enw yn:";
    pub(crate) ALIKE = "The same wording in other reports", "Yr un geiriad mewn adroddiadau eraill";
    pub(crate) ALIKE_TEXT = "Whoever blackmails many children writes the same to each. Compared word by word, with every sum the same; it proves nothing.", "Mae pwy bynnag sy'n blacmelio llawer o blant yn ysgrifennu'r un peth at bob un. Cymharwyd air am air, gyda phob swm yr un fath; nid yw'n profi dim.";
    pub(crate) PAPER_HELD_BY = "Held by", "Yn cael ei ddal gan";
    pub(crate) PAPER_HARM = "Kind of harm", "Math o niwed";
    pub(crate) PAPER_URGENCY = "Urgency", "Brys";
    pub(crate) PAPER_CONFIDENTIAL = "Confidential: safeguarding", "Cyfrinachol: diogelu";
    pub(crate) FILES = "Files", "Ffeiliau";
    pub(crate) ADD_FILE = "Add files", "Ychwanegu ffeiliau";
    pub(crate) FILE_WHICH = "Which files", "Pa ffeiliau";
    pub(crate) FILE_HINT = "They are kept as they are and cannot be taken back. At most 50 MB each.", "Cedwir nhw fel y maent ac ni ellir eu tynnu'n ôl. 50 MB yr un ar y mwyaf.";
    pub(crate) CLOSE_CASE = "Close the case", "Cau'r achos";
    pub(crate) REOPEN = "Open the case again", "Agor yr achos eto";
    pub(crate) GLASS_TITLE = "This case is not one of yours", "Nid eich achos chi yw hwn";
    pub(crate) GLASS_TEXT = "You can look at it for 24 hours if you say why. Your name and your reason are recorded for good, and the lead is told.", "Gallwch edrych arno am 24 awr os dywedwch pam. Cofnodir eich enw a'ch rheswm am byth, a dywedir wrth yr arweinydd.";
    pub(crate) GLASS_REASON = "Why you need to see it now", "Pam mae angen i chi ei weld nawr";
    pub(crate) GLASS_BREAK = "Look at the case", "Edrych ar yr achos";
}

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// How long something has waited.
pub(crate) fn ago(waited: SignedDuration, lang: Lang) -> String {
    let (hours, minutes) = (waited.as_hours().max(0), waited.as_mins().max(0));
    match lang {
        Lang::En if hours >= 48 => format!("waiting {} days", hours / 24),
        Lang::En if hours >= 1 => format!("waiting {hours} h {} min", minutes % 60),
        Lang::En => format!("waiting {minutes} min"),
        Lang::Cy if hours >= 48 => format!("yn aros ers {} diwrnod", hours / 24),
        Lang::Cy if hours >= 1 => format!("yn aros ers {hours} awr {} mun", minutes % 60),
        Lang::Cy => format!("yn aros ers {minutes} mun"),
    }
}

pub(crate) fn close_reason(reason: CloseReason) -> Words {
    match reason {
        CloseReason::NotSafeguarding => w("It is not about safeguarding", "Nid yw'n ymwneud â diogelu"),
        CloseReason::OthersAct => {
            w("Somebody else is already acting", "Mae rhywun arall eisoes yn gweithredu")
        }
        CloseReason::AdviceGiven => w("Advice was given and is enough", "Rhoddwyd cyngor ac mae'n ddigon"),
        CloseReason::Mistake => w("It was a test or a mistake", "Prawf neu gamgymeriad oedd"),
    }
}

pub(crate) fn decision(decision: Decision) -> Words {
    match decision {
        Decision::Refer => w("Refer to another agency", "Atgyfeirio at asiantaeth arall"),
        Decision::DoNotRefer => w("Do not refer", "Peidio ag atgyfeirio"),
        Decision::StrategyDiscussion => w("Hold a strategy discussion", "Cynnal trafodaeth strategaeth"),
        Decision::EarlyHelp => w("Offer early help", "Cynnig cymorth cynnar"),
        Decision::TellParents => w("Tell the parents or carers", "Dweud wrth y rhieni neu'r gofalwyr"),
        Decision::DoNotTellParents => {
            w("Do not tell the parents or carers", "Peidio â dweud wrth y rhieni neu'r gofalwyr")
        }
        Decision::Monitor => w("Watch and look again", "Gwylio ac edrych eto"),
        Decision::Other => w("Something else", "Rhywbeth arall"),
    }
}

pub(crate) fn warned(overdue: bool) -> Words {
    if overdue {
        w("overdue; people told", "hwyr; pobl wedi cael gwybod")
    } else {
        w("due soon; people told", "yn fuan; pobl wedi cael gwybod")
    }
}

/// What an entry says happened.
pub(crate) fn happened(event: &Event) -> Words {
    match event {
        Event::Reports(event) => match event {
            Heard::Received { .. } => w("The report was received", "Derbyniwyd yr adroddiad"),
            Heard::Added { .. } => w("The reporter wrote more", "Ysgrifennodd yr adroddwr fwy"),
            Heard::Replied { .. } => w("A message was sent to the reporter", "Anfonwyd neges at yr adroddwr"),
            Heard::Weighed { .. } => w("The urgency was weighed again", "Pwyswyd y brys eto"),
            Heard::FileHandled { .. } => w("A file was looked at", "Edrychwyd ar ffeil"),
            Heard::KeptFrom { .. } => w("Somebody named was kept out", "Cadwyd allan rywun a enwyd"),
        },
        Event::Cases(event) => worked(event),
        Event::Referrals(event) => domain::referrals::words::happened(event),
        Event::Duty(event) => domain::duty::words::happened(event),
        Event::Removal(event) => domain::removal::words::happened(event),
        Event::Accounts(_) => w("Recorded", "Cofnodwyd"),
    }
}

fn worked(event: &Happened) -> Words {
    match event {
        Happened::TakenOn { .. } => w("A case was made of the report", "Gwnaed achos o'r adroddiad"),
        Happened::JoinedCase { .. } | Happened::ReportJoined { .. } => {
            w("A report joined the case", "Ymunodd adroddiad â'r achos")
        }
        Happened::ClosedAtTriage { .. } => w("The report was closed", "Caewyd yr adroddiad"),
        Happened::Opened { .. } => w("The case was opened", "Agorwyd yr achos"),
        Happened::SubjectNamed { .. } => w("Named", "Enwyd"),
        Happened::NoteWritten { .. } => w("Note", "Nodyn"),
        Happened::TaskGiven { .. } => w("A task was given", "Rhoddwyd tasg"),
        Happened::TaskDone { .. } => w("A task was done", "Gwnaed tasg"),
        Happened::Decided { .. } => w("Decided", "Penderfynwyd"),
        Happened::CensusTold { .. } => crate::census::words::TOLD,
        Happened::FileAdded { .. } => w("A file was added", "Ychwanegwyd ffeil"),
        Happened::FileHandled { .. } => w("A file was looked at", "Edrychwyd ar ffeil"),
        Happened::Exported { .. } => w("Handed over, sealed to", "Trosglwyddwyd, wedi'i selio i"),
        Happened::Linked { .. } => w("Linked with another case", "Cysylltwyd ag achos arall"),
        Happened::TeamJoined { .. } => w("Somebody joined the team", "Ymunodd rhywun â'r tîm"),
        Happened::TeamLeft { .. } => w("Somebody left the team", "Gadawodd rhywun y tîm"),
        Happened::GlassBroken { .. } => {
            w("Somebody outside the team looked in", "Edrychodd rhywun y tu allan i'r tîm i mewn")
        }
        Happened::ClockStarted { .. } => w("A clock began", "Dechreuodd cloc"),
        Happened::ClockStopped { .. } => w("A clock was met", "Cyflawnwyd cloc"),
        Happened::ClockWarned { .. } => w("A clock warned", "Rhybuddiodd cloc"),
        Happened::UrgencySet { .. } => w("The urgency was set", "Gosodwyd y brys"),
        Happened::UrgencyRaised { .. } => w("The case is more urgent", "Mae'r achos yn fwy brys"),
        Happened::IndicatorAdded { .. } => w("An indicator was added", "Ychwanegwyd dangosydd"),
        Happened::IndicatorStruck { .. } => w("An indicator was struck", "Dilëwyd dangosydd"),
        Happened::ToolFilled { .. } => w("A screening tool was filled in", "Llenwyd offeryn sgrinio"),
        Happened::Categorised { .. } => w("Where the harm comes from", "O ble mae'r niwed yn dod"),
        Happened::ContextConference { .. } => {
            w("A context conference was held", "Cynhaliwyd cynhadledd gyd-destun")
        }
        Happened::KeptFrom { .. } => w("Somebody named was kept out", "Cadwyd allan rywun a enwyd"),
        Happened::Closed { .. } => w("The case was closed", "Caewyd yr achos"),
        Happened::Reopened { .. } => w("The case was opened again", "Agorwyd yr achos eto"),
        Happened::Held { .. } => ending::WAS_HELD,
        Happened::ReleaseAsked { .. } => ending::ASKED_RELEASE,
        Happened::Released { .. } => ending::WAS_RELEASED,
        Happened::ErasureAsked { .. } => ending::ASKED_ERASE,
        Happened::NotAgreed { .. } => ending::WAS_NOT_AGREED,
        Happened::Erased { .. } => ending::ERASED_TITLE,
    }
}

/// Why something was refused, as a sentence in the reader's language.
pub(crate) fn refusal(refusal: &Refusal, lang: Lang) -> String {
    let welsh = match refusal {
        Refusal::AlreadyTriaged => "mae'r adroddiad hwn wedi'i drin eisoes: edrychwch beth ddaeth ohono",
        Refusal::NoReason => "rhowch y rheswm: gofynnir amdano",
        Refusal::Empty => "ysgrifennwch rywbeth cyn ei gadw",
        Refusal::TooLong { .. } => "mae hynny'n rhy hir: cadwch ef o dan 15,000 o nodau",
        Refusal::Closed => "mae'r achos hwn ar gau: agorwch ef eto yn gyntaf, gyda rheswm",
        Refusal::NotClosed => "mae'r achos hwn ar agor eisoes",
        Refusal::NoSuchTask => "nid yw'r dasg hon ar agor",
        Refusal::NotDecided => "penderfynwch a ddylid atgyfeirio, gyda'r rheswm, cyn cau'r achos",
        Refusal::TasksOpen => "mae tasgau ar agor o hyd: gwnewch nhw, neu dywedwch mewn nodyn pam ddim",
        Refusal::SameCase => "ni ellir cysylltu achos ag ef ei hun",
        Refusal::NoSuchClock => "nid yw'r cloc hwn yn rhedeg",
        Refusal::NotADate => "ysgrifennwch y dyddiad fel blwyddyn, mis, diwrnod: 2026-12-31",
        Refusal::LastOfTeam => "ni all yr un olaf adael y tîm: ychwanegwch rywun yn gyntaf",
        Refusal::NotForTeam => "dewiswch rywun a all ymuno â'r tîm",
        Refusal::NotInTeam => "nid yw'r person hwn yn y tîm",
        Refusal::NoSuchCase => "does dim achos gyda'r cyfeirnod hwn y gallwch chi ei weld: gwiriwch ef",
        Refusal::LinkedAlready => "mae'r achosion hyn wedi'u cysylltu eisoes",
        Refusal::SameUrgency => "dewiswch frys gwahanol i'r un sydd ganddo",
        Refusal::NotAChoice => "dewiswch un o'r rhestr",
        Refusal::StandsAlready => "mae'r dangosydd hwn yn sefyll eisoes",
        Refusal::NotStanding => "nid yw'r dangosydd hwn yn sefyll: does dim i'w ddileu",
        Refusal::BelowFloor { floor } => {
            &format!("mae hyn o dan y llawr {floor}: ticiwch eich bod yn ei olygu, a dywedwch pam")
        }
        Refusal::NothingAnswered => "atebwch o leiaf un cwestiwn",
        Refusal::SameBand => "y band hwn yw'r canlyniad eisoes: dewiswch un arall, neu ddim un",
        Refusal::NoContext => "enwch y lle neu'r grŵp fel pwnc yr achos yn gyntaf",
        Refusal::NamesAChild { word } => {
            &format!("mae `{word}` yn rhan o enw plentyn: nid yw cofnod am le neu grŵp yn enwi'r un")
        }
        Refusal::ReviewFirst => "mae diwrnod yr adolygiad yn dod ar ôl y diwrnod y'i cynhaliwyd",
        Refusal::UnderHold => {
            "mae'r cofnod hwn o dan ddaliad cyfreithiol: rhaid i ddau berson godi'r daliad cyn dileu dim ohono"
        }
        Refusal::HeldAlready => "mae'r cofnod hwn o dan ddaliad cyfreithiol eisoes",
        Refusal::NotHeld => "nid yw'r cofnod hwn o dan ddaliad cyfreithiol",
        Refusal::CloseFirst => {
            "caewch ef yn gyntaf, gyda'r rheswm: dim ond yr hyn sydd ar gau y gellir ei ddileu"
        }
        Refusal::AskedAlready => {
            "mae rhywun wedi gofyn eisoes: cytunwch, neu dywedwch pam ddim, cyn gofyn am rywbeth arall"
        }
        Refusal::NothingAsked => {
            "nid oes dim yn aros am eich cytundeb: fe'i tynnwyd yn ôl, neu aeth 14 diwrnod heibio"
        }
        Refusal::NotAlone => "chi ofynnodd am hyn eich hun: rhaid i rywun arall gytuno",
        Refusal::NoFile => "dewiswch ffeil yn gyntaf",
        Refusal::FileNotKept => "roedd ffeil yn wag, yn fwy na 50 MB neu wedi'i thorri: ni ychwanegwyd yr un",
    };
    let text = match lang {
        Lang::En => refusal.to_string(),
        Lang::Cy => welsh.to_owned(),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The refusal as an answer.
pub(crate) fn refused(ctx: &Ctx, why: &Refusal) -> Failure {
    Failure::Refused(refusal(why, ctx.lang))
}

/// How alike two texts are.
pub(crate) fn how_alike(percent: u8, words: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{percent} % alike, {words} words in a row:"),
        Lang::Cy => format!("{percent} % yr un fath, {words} gair yn olynol:"),
    }
}

/// Tells a lead that somebody looked in; nothing of what the case is about.
pub(crate) fn glass_mail(reference: &Reference, base_url: &str, lang: Lang) -> (String, String) {
    match lang {
        Lang::En => (
            format!("Somebody outside the team opened case {reference}"),
            format!(
                "Somebody gave a reason and opened case {reference}. Sign in to see who and why: {base_url}/cases\n"
            ),
        ),
        Lang::Cy => (
            format!("Agorodd rhywun y tu allan i'r tîm achos {reference}"),
            format!(
                "Rhoddodd rhywun reswm ac agor achos {reference}. Mewngofnodwch i weld pwy a pham: {base_url}/cases\n"
            ),
        ),
    }
}

/// Tells a lead that a case was handed over; nothing of what it is about, nor to whom.
pub(crate) fn export_mail(reference: &Reference, base_url: &str, lang: Lang) -> (String, String) {
    let subject = match lang {
        Lang::En => format!("Case {reference} was handed over"),
        Lang::Cy => format!("Trosglwyddwyd achos {reference}"),
    };
    let body = format!("{subject}. {base_url}/cases\n");
    (subject, body)
}

/// Tells somebody that they are now in the team of a case; nothing of what it is about.
pub(crate) fn team_mail(reference: &Reference, base_url: &str, lang: Lang) -> (String, String) {
    let subject = match lang {
        Lang::En => format!("You are in the team of case {reference}"),
        Lang::Cy => format!("Rydych yn nhîm achos {reference}"),
    };
    let body = format!("{subject}. {base_url}/cases\n");
    (subject, body)
}

/// Tells of a clock; nothing of what the case is about.
pub(crate) fn clock_mail(
    reference: &Reference,
    base_url: &str,
    overdue: bool,
    lang: Lang,
) -> (String, String) {
    let subject = match (lang, overdue) {
        (Lang::En, true) => format!("Case {reference}: the decision is overdue"),
        (Lang::En, false) => format!("Case {reference}: the decision is due soon"),
        (Lang::Cy, true) => format!("Achos {reference}: mae'r penderfyniad yn hwyr"),
        (Lang::Cy, false) => format!("Achos {reference}: mae'r penderfyniad yn ddyledus yn fuan"),
    };
    let body = format!("{subject}. {base_url}/cases\n");
    (subject, body)
}

/// A harm that words point to.
pub(crate) const fn pointed_harm(harm: domain::screen::Harm) -> Words {
    use domain::screen::Harm;
    match harm {
        Harm::Sextortion => Words::new("Sextortion", "Blacmel rhywiol"),
        Harm::Cce => Words::new("Criminal exploitation", "Camfanteisio troseddol"),
        Harm::CountyLines => Words::new("County lines", "Llinellau cyffuriau"),
        Harm::Cse => Words::new("Sexual exploitation", "Camfanteisio rhywiol"),
        Harm::Trafficking => Words::new("Trafficking", "Masnachu pobl"),
        Harm::Cuckooing => Words::new("Home taken over", "Cartref wedi'i gymryd drosodd"),
        Harm::Grooming => Words::new("Grooming", "Meithrin perthynas amhriodol"),
        Harm::OnlineAbuse => Words::new("Abuse online", "Cam-drin ar-lein"),
        Harm::Abuse => Words::new("Abuse", "Cam-drin"),
    }
}
