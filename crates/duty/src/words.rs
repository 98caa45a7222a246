//! What the rulebook and the guide say, in English and Welsh.

use domain::agency::Nation;
use domain::reports::Known;
use domain::rules::Subject;
use domain::rules::duty;
use domain::rules::head::Force;
use domain::rules::route::Standing;
use domain::rules::rulebook;
use domain::rules::tables::{BarringPart, Channel, Clock, ClockKind, Indicator, SharingPart, Unit};
use domain::screen::Level;
use domain::words;
use domain::words::{Lang, Words};
use jiff::civil::Date;

words! {
    pub(crate) BOOK_TITLE = "The law we go by", "Y gyfraith yr ydym yn mynd wrthi";
    pub(crate) BOOK_TEXT = "Every rule that this service goes by, as it stands on the day you choose, with the place where it can be read. A rule that nobody has read in its source says so. The rules are written in English and in Welsh where we have it.", "Pob rheol y mae'r gwasanaeth hwn yn mynd wrthi, fel y mae ar y diwrnod a ddewiswch, gyda'r man lle gellir ei darllen. Mae rheol nad oes neb wedi'i darllen yn ei ffynhonnell yn dweud hynny. Mae'r rheolau yn Saesneg, ac yn Gymraeg lle mae gennym hi.";
    pub(crate) NATION = "Nation", "Cenedl";
    pub(crate) ON = "Day", "Diwrnod";
    pub(crate) ON_HINT = "For example, 2026-11-25. Leave it empty for today.", "Er enghraifft, 2026-11-25. Gadewch yn wag ar gyfer heddiw.";
    pub(crate) AGAINST = "Compare with another day", "Cymharu â diwrnod arall";
    pub(crate) AGAINST_HINT = "Leave it empty to see everything that stands on the day.", "Gadewch yn wag i weld popeth sy'n sefyll ar y diwrnod.";
    pub(crate) SUBJECT = "Subject", "Pwnc";
    pub(crate) EVERY_SUBJECT = "Every subject", "Pob pwnc";
    pub(crate) SHOW = "Show", "Dangos";
    pub(crate) NOT_A_DATE = "Write the day as year-month-day, like 2026-11-25", "Ysgrifennwch y diwrnod fel blwyddyn-mis-diwrnod, fel 2026-11-25";
    pub(crate) NOT_VERIFIED = "Not verified", "Heb ei wirio";
    pub(crate) VERIFIED = "Read in its source", "Wedi'i ddarllen yn ei ffynhonnell";
    pub(crate) SOURCE = "Source", "Ffynhonnell";
    pub(crate) NO_ADDRESS = "no public address", "dim cyfeiriad cyhoeddus";
    pub(crate) REVIEW_BY = "Look again by", "Edrych eto erbyn";
    pub(crate) SINCE = "Since", "Ers";
    pub(crate) UNTIL = "Until", "Hyd";
    pub(crate) DATE_NOT_CHECKED = "(the date was not read in a source)", "(ni ddarllenwyd y dyddiad mewn ffynhonnell)";
    pub(crate) NOT_BEGUN = "Made, but not begun", "Wedi'i wneud, ond heb ddechrau";
    pub(crate) NO_CHANGE = "Nothing is different between the two days.", "Nid oes dim yn wahanol rhwng y ddau ddiwrnod.";
    pub(crate) NOT_KNOWN_OF = "not known of", "ddim yn hysbys";
    pub(crate) GUIDE_TITLE = "Who must be told", "Wrth bwy mae'n rhaid dweud";
    pub(crate) GUIDE_TEXT = "Say what you know. What you leave open counts as not known, and nothing is dropped because of it. We do not keep what you say, and it stands in no address.", "Dywedwch yr hyn a wyddoch. Mae'r hyn a adewch yn agored yn cyfrif fel heb fod yn hysbys, ac ni chaiff dim ei ollwng oherwydd hynny. Nid ydym yn cadw'r hyn a ddywedwch, ac nid yw mewn unrhyw gyfeiriad.";
    pub(crate) SAY_MORE = "Say more", "Dywedwch fwy";
    pub(crate) OTHER_LANGUAGE = "Cymraeg", "English";
    pub(crate) WHY = "Why, and where it is read", "Pam, a ble mae i'w ddarllen";
    pub(crate) BARRING = "Barring from work with children", "Gwahardd rhag gweithio gyda phlant";
    pub(crate) SHARING = "Sharing it: grounds, duties and limits", "Ei rannu: seiliau, dyletswyddau a therfynau";
    pub(crate) BY_DUTY = "By these duties", "Drwy'r dyletswyddau hyn";
    pub(crate) COUNTED_FROM = "Counted from", "Wedi'i gyfrif o";
    pub(crate) LEVEL = "Suggested level", "Lefel a awgrymir";
    pub(crate) AGE = "The age of the person who may be harmed, in years", "Oedran y person a allai fod yn cael ei niweidio, mewn blynyddoedd";
    pub(crate) AGE_HINT = "Leave it empty if you do not know. Somebody whose age nobody knows counts as a child.", "Gadewch yn wag os nad ydych yn gwybod. Mae rhywun nad oes neb yn gwybod ei oedran yn cyfrif fel plentyn.";
    pub(crate) NOT_AN_AGE = "Write whole years, like 15", "Ysgrifennwch flynyddoedd cyfan, fel 15";
    pub(crate) TELL = "Show who must be told", "Dangos wrth bwy mae'n rhaid dweud";
    pub(crate) YOU_MUST = "Tell these", "Dywedwch wrth y rhain";
    pub(crate) MAY_BE = "These are not ruled out", "Nid yw'r rhain wedi'u diystyru";
    pub(crate) DUTIES = "Duties in law", "Dyletswyddau yn y gyfraith";
    pub(crate) BECAUSE = "Because", "Oherwydd";
    pub(crate) ASK = "Find out", "Darganfyddwch";
    pub(crate) BY_WHEN = "By when", "Erbyn pryd";
    pub(crate) THEN_WITHIN = "Tell them now. Once they know, they have", "Dywedwch wrthynt nawr. Unwaith y gwyddant, mae ganddynt";
    pub(crate) CONTACT = "How to reach them", "Sut i gysylltu â nhw";
    pub(crate) COUNTS_AS_YES = "(not known, and counts as yes)", "(ddim yn hysbys, ac yn cyfrif fel ydy)";
    pub(crate) NOTHING_YET = "Nothing that you said so far decides who must be told. Say more below.", "Nid oes dim a ddywedoch hyd yma yn penderfynu wrth bwy mae'n rhaid dweud. Dywedwch fwy isod.";
    pub(crate) ELEMENTS = "Why, and its elements", "Pam, a'i helfennau";
    pub(crate) WHAT_FOLLOWS = "What follows from it", "Beth sy'n dilyn";
    pub(crate) SANCTION = "If it is not met", "Os na chaiff ei chyflawni";
    pub(crate) YES = "Yes", "Ydy";
    pub(crate) NO = "No", "Nac ydy";
    pub(crate) NOT_KNOWN = "Not known", "Ddim yn hysbys";
}

/// How many rules there are, and how many of them nobody has read.
pub(crate) fn counted(lang: Lang, all: usize, unverified: usize) -> String {
    match lang {
        Lang::En => format!("{all} rules, {unverified} of them not verified."),
        Lang::Cy => format!("{all} o reolau, {unverified} ohonynt heb eu gwirio."),
    }
}

/// What a rule was on one day and is on the other.
pub(crate) fn changed(lang: Lang, from: Date, to: Date) -> String {
    match lang {
        Lang::En => format!("What is different on {to} from {from}"),
        Lang::Cy => format!("Beth sy'n wahanol ar {to} o'i gymharu â {from}"),
    }
}

/// A nation.
pub(crate) const fn nation(nation: Nation) -> Words {
    match nation {
        Nation::England => Words::new("England", "Lloegr"),
        Nation::Wales => Words::new("Wales", "Cymru"),
        Nation::Scotland => Words::new("Scotland", "Yr Alban"),
        Nation::NorthernIreland => Words::new("Northern Ireland", "Gogledd Iwerddon"),
    }
}

/// A subject of the rulebook.
pub(crate) const fn subject(subject: Subject) -> Words {
    match subject {
        Subject::Routes => Words::new("Who must be told", "Wrth bwy mae'n rhaid dweud"),
        Subject::Clocks => Words::new("Clocks", "Clociau"),
        Subject::Duties => Words::new("Duties", "Dyletswyddau"),
        Subject::Definitions => Words::new("Definitions", "Diffiniadau"),
        Subject::Barring => Words::new("Barring", "Gwahardd"),
        Subject::Regulators => Words::new("Regulators", "Rheoleiddwyr"),
        Subject::Sharing => Words::new("Sharing information", "Rhannu gwybodaeth"),
        Subject::Retention => Words::new("Keeping records", "Cadw cofnodion"),
        Subject::Disruption => Words::new("Powers that disrupt", "Pwerau sy'n tarfu"),
        Subject::Indicators => Words::new("Indicators", "Dangosyddion"),
        Subject::Tools => Words::new("Screening tools", "Offer sgrinio"),
        Subject::Contacts => Words::new("Contacts", "Cysylltiadau"),
    }
}

/// How a rule stands.
pub(crate) const fn force(force: Force) -> Words {
    match force {
        Force::InForce => Words::new("In force", "Mewn grym"),
        Force::Prospective => Words::new("Not begun", "Heb ddechrau"),
        Force::Repealed => Words::new("No longer in force", "Ddim mewn grym mwyach"),
    }
}

/// How sure a step is.
pub(crate) const fn sure(standing: Standing) -> Words {
    match standing {
        Standing::Required => YOU_MUST,
        Standing::NotRuledOut => MAY_BE,
    }
}

/// How a duty stands.
pub(crate) const fn duty(standing: duty::Standing) -> Words {
    match standing {
        duty::Standing::Engaged => Words::new("It binds", "Mae'n rhwymo"),
        duty::Standing::Paused => Words::new("It may wait", "Gall aros"),
        duty::Standing::NotRuledOut => Words::new("Not ruled out", "Heb ei diystyru"),
        duty::Standing::Discharged => Words::new("Met by somebody else", "Wedi'i chyflawni gan rywun arall"),
        duty::Standing::Excepted => Words::new("An exception applies", "Mae eithriad yn berthnasol"),
        duty::Standing::NotEngaged => Words::new("It does not bind", "Nid yw'n rhwymo"),
    }
}

/// An answer to a fact.
pub(crate) const fn known(known: Known) -> Words {
    match known {
        Known::Yes => YES,
        Known::No => NO,
        Known::NotKnown => NOT_KNOWN,
    }
}

/// A way of telling.
pub(crate) const fn channel(channel: Channel) -> Words {
    match channel {
        Channel::Telephone => Words::new("By telephone", "Dros y ffôn"),
        Channel::Online => Words::new("Online", "Ar-lein"),
        Channel::Written => Words::new("In writing", "Yn ysgrifenedig"),
        Channel::InPerson => Words::new("In person", "Wyneb yn wyneb"),
    }
}

/// A limit of time.
pub(crate) fn limit(lang: Lang, limit: u32, unit: Unit) -> String {
    let (en, cy) = match unit {
        Unit::AtOnce => return Words::new("at once", "ar unwaith").of(lang).to_owned(),
        Unit::Hours => ("hours", "awr"),
        Unit::WorkingDays if limit == 1 => ("working day", "diwrnod gwaith"),
        Unit::WorkingDays => ("working days", "diwrnod gwaith"),
        Unit::SchoolDays => ("school days", "diwrnod ysgol"),
        Unit::CalendarDays if limit == 0 => {
            return Words::new("the same day", "yr un diwrnod").of(lang).to_owned();
        }
        Unit::CalendarDays => ("days", "diwrnod"),
        Unit::Months => ("months", "mis"),
    };
    format!("{limit} {}", Words::new(en, cy).of(lang))
}

/// A limit with what kind it is.
pub(crate) fn span(lang: Lang, clock: &Clock) -> String {
    let limit = limit(lang, clock.limit, clock.unit);
    match (clock.kind, lang) {
        (ClockKind::Latest, _) => limit,
        (ClockKind::Earliest, Lang::En) => format!("no sooner than {limit} after"),
        (ClockKind::Earliest, Lang::Cy) => format!("dim cynt na {limit} wedyn"),
        (ClockKind::Before, Lang::En) => format!("at least {limit} before"),
        (ClockKind::Before, Lang::Cy) => format!("o leiaf {limit} cyn hynny"),
    }
}

/// What a clock is counted from.
pub(crate) fn moment(lang: Lang, clock: &Clock) -> &'static str {
    rulebook().moment(&clock.starts).map_or("", |moment| moment.text_in(lang))
}

/// The suggested level of an indicator, or its range.
pub(crate) fn levels(lang: Lang, indicator: &Indicator) -> String {
    let lower = level(indicator.level).of(lang);
    match (indicator.up_to, lang) {
        (None, _) => lower.to_owned(),
        (Some(upper), Lang::En) => format!("{lower} to {}", level(upper).of(lang)),
        (Some(upper), Lang::Cy) => format!("{lower} i {}", level(upper).of(lang)),
    }
}

const fn level(level: Level) -> Words {
    match level {
        Level::Low => Words::new("low", "isel"),
        Level::Medium => Words::new("medium", "canolig"),
        Level::High => Words::new("high", "uchel"),
        Level::Critical => Words::new("critical", "critigol"),
    }
}

/// A piece of the barring law.
pub(crate) const fn barring(part: BarringPart) -> Words {
    match part {
        BarringPart::Condition => Words::new("A condition is met", "Mae amod wedi'i fodloni"),
        BarringPart::Duty => Words::new("Duty", "Dyletswydd"),
        BarringPart::Power => Words::new("Power", "Pŵer"),
        BarringPart::Exclusion => Words::new("Not for you", "Ddim i chi"),
        BarringPart::Recognition => Words::new("Elsewhere", "Mewn mannau eraill"),
    }
}

/// A piece of the law of sharing.
pub(crate) const fn sharing(part: SharingPart) -> Words {
    match part {
        SharingPart::GoldenRule => Words::new("Rule", "Rheol"),
        SharingPart::Step => Words::new("Step", "Cam"),
        SharingPart::Basis => Words::new("Ground", "Sail"),
        SharingPart::Duty => Words::new("Duty", "Dyletswydd"),
        SharingPart::Limit => Words::new("Limit", "Terfyn"),
    }
}

/// An answer says something else than the age.
pub(crate) fn against_age(lang: Lang, question: &str, age: &str) -> String {
    match lang {
        Lang::En => format!(
            "You gave the age as {age}, and your answer to \u{201c}{question}\u{201d} says otherwise: change one of them"
        ),
        Lang::Cy => format!(
            "Rhoesoch {age} fel yr oedran, ac mae eich ateb i \u{201c}{question}\u{201d} yn dweud fel arall: newidiwch un ohonynt"
        ),
    }
}

/// Two answers that cannot both be so.
pub(crate) fn apart(lang: Lang, one: &str, other: &str) -> String {
    match lang {
        Lang::En => format!(
            "Your answers to \u{201c}{one}\u{201d} and to \u{201c}{other}\u{201d} cannot both be so: change one of them"
        ),
        Lang::Cy => format!(
            "Ni all eich atebion i \u{201c}{one}\u{201d} ac i \u{201c}{other}\u{201d} fod yn wir gyda'i gilydd: newidiwch un ohonynt"
        ),
    }
}

/// Further questions, closed.
pub(crate) fn more_questions(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("More questions ({count})"),
        Lang::Cy => format!("Rhagor o gwestiynau ({count})"),
    }
}

/// What was answered, closed.
pub(crate) fn what_you_said(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("What you said ({count})"),
        Lang::Cy => format!("Yr hyn a ddywedoch ({count})"),
    }
}

/// Steps that are not ruled out and that nothing speaks for, closed.
pub(crate) fn nothing_speaks(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("Not ruled out either, but nothing that you said speaks for these ({count})"),
        Lang::Cy => format!("Heb eu diystyru chwaith, ond nid oes dim a ddywedoch o'u plaid ({count})"),
    }
}

/// Duties of which something is met, closed.
pub(crate) fn duties_open(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("Duties that are not ruled out ({count})"),
        Lang::Cy => format!("Dyletswyddau heb eu diystyru ({count})"),
    }
}

/// Rows that are not ruled out, closed.
pub(crate) fn not_ruled_out(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!("Not ruled out ({count})"),
        Lang::Cy => format!("Heb eu diystyru ({count})"),
    }
}
