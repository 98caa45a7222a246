//! The words that every page has.

use domain::event::Actor;
use domain::reports::phrase::NoPhrase;
use domain::time::clock::Standing;
use domain::words;
use domain::words::{Lang, Words};

use crate::code::Mistyped;

words! {
    pub(super) DAY = "Day", "Diwrnod";
    pub(super) MONTH = "Month", "Mis";
    pub(super) YEAR = "Year", "Blwyddyn";
    pub(crate) ERROR = "Error:", "Gwall:";
    pub(crate) WARNING = "Warning", "Rhybudd";
    pub(crate) PROBLEM = "There is a problem", "Mae problem";
    pub(crate) SKIP = "Skip to main content", "Neidio i'r prif gynnwys";
    pub(crate) EXIT = "Exit this page", "Gadael y dudalen hon";
    pub(crate) EXIT_HINT = "Or press Shift 3 times", "Neu pwyswch Shift 3 gwaith";
    pub(crate) IN_DANGER = "In danger now?", "Mewn perygl nawr?";
    pub(crate) CALL_999 = "Call 999", "Ffoniwch 999";
    pub(crate) CANNOT_SPEAK = "If you cannot speak, press 55 when asked.", "Os na allwch siarad, pwyswch 55 pan ofynnir i chi.";
    pub(crate) CODE_AS_WORDS = "or these six words, which mean the same", "neu'r chwe gair hyn, sy'n golygu'r un peth";
    CODE_SHORT = "Enter the 16 numbers of your code, or its six words", "Rhowch 16 rhif eich cod, neu ei chwe gair";
    CODE_WORDS_COUNT = "Enter all six words of your code", "Rhowch chwe gair eich cod";
    CODE_WORDS_WRONG = "One of the words is wrong, or they are not in the order in which we showed them", "Mae un o'r geiriau yn anghywir, neu nid ydynt yn y drefn y dangoswyd hwy";
    CODE_WORD_UNKNOWN = "“{}” is not one of our words. Check how it is written.", "Nid yw “{}” yn un o'n geiriau ni. Gwiriwch sut mae wedi'i ysgrifennu.";
    pub(crate) CHANGE = "Change", "Newid";
    pub(crate) BACK = "Back", "Yn ôl";
    pub(crate) NOT_GIVEN = "Not given", "Heb ei roi";
    pub(crate) OTHER_LANGUAGE = "Cymraeg", "English";
    pub(crate) TAGLINE = "Someone will listen", "Bydd rhywun yn gwrando";
    pub(crate) SIGN_OUT = "Sign out", "Allgofnodi";
    pub(crate) SIGN_IN = "Staff sign in", "Mewngofnodi staff";
    pub(crate) MENU = "Menu", "Dewislen";
    pub(crate) NEXT = "Next page", "Tudalen nesaf";
    pub(crate) FIRST = "First page", "Tudalen gyntaf";
    pub(crate) PAGES = "Pages", "Tudalennau";
    pub(crate) DEMO_LABEL = "Demonstration", "Arddangosiad";
    pub(crate) DEMO = "Demonstration: everyone in here is invented.", "Arddangosiad: mae pawb yma wedi'u dyfeisio.";
    pub(crate) WAITS = "A colleague must let you in before you see everything that waits here: ask one of them to look at “Your account”.", "Rhaid i gydweithiwr eich gadael i mewn cyn i chi weld popeth sy'n aros yma: gofynnwch i un ohonynt edrych ar “Eich cyfrif”.";
    pub(crate) FOOTER = "Hearken is open software for safeguarding. It is not a government website.", "Meddalwedd agored ar gyfer diogelu yw Hearken. Nid yw'n wefan y llywodraeth.";
    pub(crate) LAW = "The law we go by", "Y gyfraith yr ydym yn mynd wrthi";
    pub(crate) WHO = "Who must be told", "Wrth bwy mae'n rhaid dweud";
    pub(crate) NOT_FOUND_TITLE = "Page not found", "Heb ddod o hyd i'r dudalen";
    pub(crate) NOT_FOUND_TEXT = "There is nothing here that you can see. If you typed the address, check it.", "Does dim byd yma y gallwch chi ei weld. Os gwnaethoch deipio'r cyfeiriad, gwiriwch ef.";
    pub(crate) REFUSED_TITLE = "That cannot be done", "Ni ellir gwneud hynny";
    pub(crate) CONFLICT_TITLE = "Somebody else changed this", "Mae rhywun arall wedi newid hyn";
    pub(crate) CONFLICT_TEXT = "It changed while you were looking at it. Go back, look again, and decide anew. Nothing was saved.", "Newidiodd tra oeddech yn edrych arno. Ewch yn ôl, edrychwch eto, a phenderfynwch o'r newydd. Ni chafodd dim ei gadw.";
    pub(crate) FAULT_TITLE = "Sorry, something went wrong here", "Mae'n ddrwg gennym, aeth rhywbeth o'i le yma";
    pub(crate) FAULT_TEXT = "It is our fault, not yours. What you sent before is safe. Try again in a minute. If you are in danger, call 999 now.", "Ein bai ni ydyw, nid eich bai chi. Mae'r hyn a anfonoch o'r blaen yn ddiogel. Rhowch gynnig arall arni mewn munud. Os ydych mewn perygl, ffoniwch 999 nawr.";
    pub(crate) FAULT_NUMBER = "If you tell us about it, give this number:", "Os byddwch yn dweud wrthym amdano, rhowch y rhif hwn:";
    pub(crate) SHUT_TITLE = "We cannot take this right now", "Ni allwn dderbyn hwn ar hyn o bryd";
    pub(crate) SHUT_TEXT = "Nothing you sent is lost, but it has not been received either: please try again later. If somebody is in danger, call 999 now. Children can call Childline on 0800 1111 at any time. Adults can call the NSPCC on 0808 800 5000.", "Nid oes dim a anfonoch wedi'i golli, ond ni chafodd ei dderbyn chwaith: rhowch gynnig arall arni yn nes ymlaen. Os oes rhywun mewn perygl, ffoniwch 999 nawr. Gall plant ffonio Childline ar 0800 1111 unrhyw bryd. Gall oedolion ffonio'r NSPCC ar 0808 800 5000.";
    pub(crate) UNREADABLE_TITLE = "We could not read that", "Ni allem ddarllen hynny";
    pub(crate) TOO_MANY_TITLE = "Too many tries", "Gormod o gynigion";
    pub(crate) TOO_MANY_TEXT = "Wait a little and try again.", "Arhoswch ychydig a rhowch gynnig arall arni.";
    pub(crate) QUEUE = "Queue", "Ciw";
    pub(crate) CASES = "Cases", "Achosion";
    pub(crate) SEARCH = "Search", "Chwilio";
    pub(crate) REFERRALS = "Referrals", "Atgyfeiriadau";
    pub(crate) REPORT = "Report a concern", "Adrodd pryder";
    pub(crate) MINE = "My reports", "Fy adroddiadau";
    pub(crate) MEMBERS = "People", "Pobl";
    pub(crate) KEYS = "Keys", "Allweddi";
    pub(crate) INSTALLATION = "Organisations", "Sefydliadau";
    pub(crate) HASHES = "Hashes", "Hashau";
    pub(crate) HOME = "Go to the start page", "Mynd i'r dudalen gychwyn";
}

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// The class and the word for a rank of the queue.
pub(super) const fn urgency(rank: i64) -> (&'static str, Words) {
    match rank {
        0 => ("immediate", w("Now", "Nawr")),
        1 => ("urgent", w("Today", "Heddiw")),
        2 => ("soon", w("Soon", "Yn fuan")),
        _ => ("routine", w("Routine", "Arferol")),
    }
}

/// The class and the words for a clock.
pub(super) const fn clock(standing: Standing) -> (&'static str, Words) {
    match standing {
        Standing::Running => ("running", w("Due by", "Erbyn")),
        Standing::Amber => ("amber", w("Due soon:", "Yn fuan:")),
        Standing::Overdue => ("overdue", w("Overdue since", "Hwyr ers")),
    }
}

/// Whoever did something, when there is no name to give.
pub(crate) const fn actor(actor: Actor) -> Words {
    match actor {
        Actor::Account(_) => w("Somebody who works here", "Rhywun sy'n gweithio yma"),
        Actor::Token(_) => w("A program", "Rhaglen"),
        Actor::Reporter => w("The reporter", "Yr adroddwr"),
        Actor::LinkHolder => w("Who received the referral", "Derbynnydd yr atgyfeiriad"),
        Actor::System => w("Hearken", "Hearken"),
    }
}

/// What is wrong with a code as it was typed.
pub fn mistyped(why: &Mistyped, lang: Lang) -> String {
    let words = match why {
        Mistyped::Digits => CODE_SHORT,
        Mistyped::Words(NoPhrase::Count) => CODE_WORDS_COUNT,
        Mistyped::Words(NoPhrase::Check) => CODE_WORDS_WRONG,
        Mistyped::Words(NoPhrase::Unknown(word)) => {
            return CODE_WORD_UNKNOWN.of(lang).replace("{}", word);
        }
    };
    words.of(lang).to_owned()
}
