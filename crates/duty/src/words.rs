//! What the rulebook and the guide say, in English and Welsh.

use domain::agency::Nation;
use domain::reports::Known;
use domain::rules::Subject;
use domain::rules::duty;
use domain::rules::head::Force;
use domain::rules::route::Standing;
use domain::rules::tables::{Channel, Unit};
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
    pub(crate) GUIDE_TEXT = "Say what you know. What you leave open counts as not known, and nothing is dropped because of it. It is not kept by us; it stands in the address of the page that you see.", "Dywedwch yr hyn a wyddoch. Mae'r hyn a adewch yn agored yn cyfrif fel heb fod yn hysbys, ac ni chaiff dim ei ollwng oherwydd hynny. Nid ydym yn ei gadw; mae yng nghyfeiriad y dudalen a welwch.";
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
    pub(crate) NOTHING_YET = "Say more, and the steps appear here.", "Dywedwch fwy, a bydd y camau'n ymddangos yma.";
    pub(crate) ELEMENTS = "Its elements", "Ei helfennau";
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
