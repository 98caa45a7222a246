//! What the pages of an assessment say, in English and Welsh.

use domain::duty::course::{Held, Made, State, Told};
use domain::duty::judge::Course;
use domain::duty::words as spoken;
use domain::duty::{Event, Refusal};
use domain::reports::Known;
use domain::rules::duty::Standing;
use domain::rules::rulebook;
use domain::time::shown;
use domain::words;
use domain::words::{Lang, Words};
use jiff::Timestamp;
use maud::{Markup, html};

use crate::words as common;

words! {
    pub(crate) TITLE = "Duties to report", "Dyletswyddau i roi gwybod";
    pub(crate) TEXT = "Who must be told by law, by whom and by when. Each assessment is about one person who was given reason to suspect. What is recorded here stays recorded.", "Wrth bwy mae'n rhaid dweud yn ôl y gyfraith, gan bwy ac erbyn pryd. Mae pob asesiad am un person a gafodd reswm dros amau. Mae'r hyn a gofnodir yma yn aros.";
    pub(crate) NONE = "Nothing is assessed yet.", "Nid oes dim wedi'i asesu eto.";
    pub(crate) BEGIN_TITLE = "Assess somebody's duties", "Asesu dyletswyddau rhywun";
    pub(crate) BEGIN = "Begin, with what the case tells", "Dechrau, gyda'r hyn y mae'r achos yn ei ddweud";
    pub(crate) WHOSE = "Whose duties", "Dyletswyddau pwy";
    pub(crate) WHOSE_HINT = "A name or a post: whoever was told, or saw it. It may be you.", "Enw neu swydd: pwy bynnag a glywodd, neu a welodd. Gall fod yn chi.";
    pub(crate) SINCE = "Given reason to suspect", "Cafwyd rheswm dros amau";
    pub(crate) SINCE_HINT = "When they were told or saw it. The seven days count from then.", "Pryd y dywedwyd wrthynt neu y gwelsant. Mae'r saith diwrnod yn cyfrif o hynny.";
    pub(crate) LATER_REASON = "Why it is later than was recorded, if you date it later", "Pam y mae'n hwyrach na'r hyn a gofnodwyd, os ydych yn ei ddyddio'n hwyrach";
    pub(crate) LATER_HINT = "It is recorded and shown. The seven days still count from the earliest time that was recorded.", "Caiff ei gofnodi a'i ddangos. Mae'r saith diwrnod yn dal i gyfrif o'r amser cynharaf a gofnodwyd.";
    pub(crate) COUNTED_FROM = "It was dated earlier before. The seven days count from", "Fe'i dyddiwyd yn gynharach o'r blaen. Mae'r saith diwrnod yn cyfrif o";
    pub(crate) UNRECKONED = "By which day cannot be reckoned here: the bank holidays of that time are not known. Do it without delay.", "Ni ellir cyfrif erbyn pa ddiwrnod yma: nid yw gwyliau banc y cyfnod hwnnw'n hysbys. Gwnewch hynny'n ddi-oed.";
    pub(crate) TAKE_BACK = "This was not made, or was a mistake", "Ni wnaed hyn, neu camgymeriad oedd";
    pub(crate) TAKEN_BACK = "Taken back", "Tynnwyd yn ôl";
    pub(crate) BEFORE_SINCE = "It is from before reason to suspect was given, and meets no duty.", "Mae o gyfnod cyn cael rheswm dros amau, ac nid yw'n cyflawni unrhyw ddyletswydd.";
    pub(crate) TO_WHOM = "To whom", "I bwy";
    pub(crate) OR = " or ", " neu ";
    pub(crate) NO_DUTY_YET = "Nothing that is known points to a duty. Answer the questions below.", "Nid oes dim sy'n hysbys yn pwyntio at ddyletswydd. Atebwch y cwestiynau isod.";
    pub(crate) OTHER_DUTIES = "Duties that do not bind, or for which nothing speaks", "Dyletswyddau nad ydynt yn rhwymo, neu nad oes dim o'u plaid";
    pub(crate) AS_IF_BEGUN = "Parliament made this duty, but it has not begun. It is shown as it will stand; telling is right all the same.", "Gwnaeth y Senedd y ddyletswydd hon, ond nid yw wedi dechrau. Fe'i dangosir fel y bydd; mae'n iawn dweud beth bynnag.";
    pub(crate) ROUTES = "Who must be told, in this order", "Wrth bwy mae'n rhaid dweud, yn y drefn hon";
    pub(crate) UNSPOKEN = "Not ruled out, though nothing speaks for them yet", "Heb eu diystyru, er nad oes dim o'u plaid eto";
    pub(crate) REFER = "Make this referral", "Gwneud yr atgyfeiriad hwn";
    pub(crate) TOLD = "Told", "Wedi'i ddweud";
    pub(crate) BY = "By", "Erbyn";
    pub(crate) RECORDS = "What is recorded", "Beth sydd wedi'i gofnodi";
    pub(crate) NOTHING_RECORDED = "No notification and no belief is recorded.", "Nid oes hysbysiad na chred wedi'u cofnodi.";
    pub(crate) HISTORY = "What was recorded, by whom and when", "Beth a gofnodwyd, gan bwy a phryd";
    pub(crate) QUESTIONS = "Questions", "Cwestiynau";
    pub(crate) QUESTIONS_TEXT = "Only what could change the answer is asked. What you leave as not known counts as not known, and nothing is dropped because of it.", "Dim ond yr hyn a allai newid yr ateb a ofynnir. Mae'r hyn a adewch fel ddim yn hysbys yn cyfrif felly, ac ni chaiff dim ei ollwng oherwydd hynny.";
    pub(crate) NOTHING_TO_ASK = "Nothing that speaks for a step is open.", "Nid oes dim sydd o blaid cam ar agor.";
    pub(crate) MORE_QUESTIONS = "Other questions, if something of this may be so", "Cwestiynau eraill, os gallai rhywbeth o hyn fod felly";
    pub(crate) ANSWERED = "Answers so far, and the place, time and age", "Atebion hyd yma, a'r lle, yr amser a'r oedran";
    pub(crate) FROM_CASE = "As the case tells it", "Fel y mae'r achos yn ei ddweud";
    pub(crate) SAVE = "Save the answers", "Cadw'r atebion";
    pub(crate) CHOOSE = "Choose", "Dewiswch";
    pub(crate) RECORD = "Record", "Cofnodi";
    pub(crate) REASON = "Reason", "Rheswm";
    pub(crate) MEANS = "How", "Sut";
    pub(crate) WHEN = "When", "Pryd";
    pub(crate) NOTIFIED_TITLE = "A notification was made", "Gwnaed hysbysiad";
    pub(crate) WHOM = "Who there", "Pwy yno";
    pub(crate) WHOM_HINT = "The force or authority, and who took it", "Yr heddlu neu'r awdurdod, a phwy a'i derbyniodd";
    pub(crate) REFERENCE = "The reference that they gave (optional)", "Y cyfeirnod a roddwyd ganddynt (dewisol)";
    pub(crate) SAID = "What was told", "Beth a ddywedwyd";
    pub(crate) SAID_HINT = "The law asks for everybody believed to be involved, and why it is notified", "Mae'r gyfraith yn gofyn am bawb y credir eu bod yn rhan o'r peth, a pham y caiff ei hysbysu";
    pub(crate) BELIEVE_TITLE = "A belief on which it may wait", "Cred y gall aros arni";
    pub(crate) BELIEVE_TEXT = "The duty waits only while the belief is held, with reason, and never after", "Mae'r ddyletswydd yn aros dim ond tra bo'r gred, gyda rheswm, a byth ar ôl";
    pub(crate) WINDOW_OVER = "The seven days are over: nothing can wait any more.", "Mae'r saith diwrnod ar ben: ni all dim aros mwyach.";
    pub(crate) BELIEF = "What is believed", "Beth a gredir";
    pub(crate) BELIEVED_FROM = "Believed from", "Credir ers";
    pub(crate) BELIEVED_NO_MORE = "It is believed no more", "Ni chredir hyn mwyach";
    pub(crate) ANOTHER_TITLE = "Somebody else notified", "Hysbysodd rhywun arall";
    pub(crate) ANOTHER_TEXT = "It meets the duty only if they said so themselves, and it is believed with reason.", "Mae'n cyflawni'r ddyletswydd dim ond os dywedasant hynny eu hunain, a chredir hynny gyda rheswm.";
    pub(crate) ANOTHER_BY = "Who notified, and said so", "Pwy a hysbysodd, ac a ddywedodd hynny";
    pub(crate) ANOTHER_WHY = "Why it is believed", "Pam y credir hynny";
    pub(crate) ANOTHER_ASSESSMENT = "Their own assessment on this case (optional)", "Eu hasesiad eu hunain ar yr achos hwn (dewisol)";
    pub(crate) DOUBT = "It is believed no more", "Ni chredir hyn mwyach";
}

/// How a duty stands, as a tag with its colour.
pub(crate) const fn course(course: Course, standing: Standing) -> (Words, &'static str) {
    match course {
        Course::Free => (common::duty(standing), "govuk-tag--grey"),
        Course::Open => (common::duty(standing), "govuk-tag--yellow"),
        Course::Waits { .. } => (Words::new("It may wait", "Gall aros"), "govuk-tag--orange"),
        Course::Due { late: true, .. } => (Words::new("Not met", "Heb ei chyflawni"), "govuk-tag--red"),
        Course::Due { late: false, .. } | Course::Unreckoned => {
            (Words::new("It binds: notify", "Mae'n rhwymo: hysbyswch"), "govuk-tag--red")
        }
        Course::Notified { .. } => (Words::new("Notified", "Hysbyswyd"), "govuk-tag--green"),
        Course::MetByAnother => {
            (Words::new("Met by somebody else", "Wedi'i chyflawni gan rywun arall"), "govuk-tag--green")
        }
    }
}

/// How a duty stands, as a sentence.
pub(crate) fn course_told(lang: Lang, course: Course) -> String {
    let two = |en: &'static str, cy: &'static str| Words::new(en, cy).of(lang);
    let with = |en: &'static str, cy: &'static str, at: Timestamp| format!("{} {}.", two(en, cy), shown(at));
    match course {
        Course::Free => {
            two("Nobody must notify because of it.", "Nid oes rhaid i neb hysbysu oherwydd hyn.").to_owned()
        }
        Course::Open => {
            two("Find out what is still open.", "Darganfyddwch beth sy'n dal ar agor.").to_owned()
        }
        Course::Waits { until } => with(
            "It waits while the recorded belief is held, at the latest until",
            "Mae'n aros tra bo'r gred a gofnodwyd, fan bellaf tan",
            until,
        ),
        Course::Due { at: Some(at), late: true } => with(
            "Nobody is recorded to have notified. It was due",
            "Ni chofnodwyd bod neb wedi hysbysu. Roedd i fod erbyn",
            at,
        ),
        Course::Due { at: Some(at), late: false } => with(
            "Notify as soon as practicable. Due",
            "Hysbyswch cyn gynted ag y bo'n ymarferol. I fod erbyn",
            at,
        ),
        Course::Due { at: None, .. } => two("Notify without delay.", "Hysbyswch yn ddi-oed.").to_owned(),
        Course::Unreckoned => UNRECKONED.of(lang).to_owned(),
        Course::Notified { at } => with("The person notified on", "Hysbysodd y person ar", at),
        Course::MetByAnother => two(
            "Somebody else said that they notified, and it is believed.",
            "Dywedodd rhywun arall eu bod wedi hysbysu, a chredir hynny.",
        )
        .to_owned(),
    }
}

/// The heading over what follows from failing.
pub(crate) const fn after_failing(late: bool) -> Words {
    if late {
        Words::new("Nobody notified: what follows", "Ni hysbysodd neb: beth sy'n dilyn")
    } else {
        Words::new("What follows if nobody notifies", "Beth sy'n dilyn os na fydd neb yn hysbysu")
    }
}

/// A notification that is recorded, and why it counts no more.
pub(crate) fn notice(lang: Lang, made: &Made, since: Timestamp) -> Markup {
    let notice = &made.notice;
    html! {
        strong { (spoken::recipient(notice.to).of(lang)) } " – " (notice.whom) ", " (shown(notice.at)) ", " (spoken::means(notice.means).of(lang))
        @if !notice.reference.is_empty() { ", " (notice.reference) }
        @if !notice.said.is_empty() { div class="hearken-told" { (notice.said) } }
        @if let Some(reason) = &made.taken_back { p class="govuk-body" { (TAKEN_BACK.of(lang)) ": " (reason) } }
        @else if notice.at < since { p class="govuk-body" { (BEFORE_SINCE.of(lang)) } }
    }
}

/// What somebody else did.
pub(crate) fn by_another(lang: Lang, told: &Told) -> Markup {
    let notice = &told.notice;
    html! {
        strong { (notice.by) } " → " (spoken::recipient(notice.to).of(lang)) " – " (notice.whom) ", " (shown(notice.at)) ", " (spoken::means(notice.means).of(lang))
        div class="hearken-told" { (notice.why) }
        @if let Some(reason) = &told.doubted { p class="govuk-body" { (DOUBT.of(lang)) ": " (reason) } }
    }
}

/// A belief, with when it was recorded, and when and why it ended.
pub(crate) fn held(lang: Lang, held: &Held) -> Markup {
    let two = |en: &'static str, cy: &'static str| Words::new(en, cy).of(lang);
    html! {
        strong { (spoken::belief(held.belief.belief).of(lang)) } ", " (two("from", "ers")) " " (shown(held.belief.from))
        " (" (two("recorded", "cofnodwyd")) " " (shown(held.recorded)) ")"
        div class="hearken-told" { (held.belief.reason) }
        @if let Some((at, reason)) = &held.ended { p class="govuk-body" { (two("Ended", "Daeth i ben")) " " (shown(*at)) ": " (reason) } }
    }
}

/// What an entry tells beyond its name.
pub(crate) fn told(event: &Event, lang: Lang) -> Markup {
    match event {
        Event::Answered { answered } => html! {
            ul class="govuk-list govuk-list--bullet govuk-body-s" {
                @for (id, known) in &answered.answers {
                    @if let Some(fact) = rulebook().fact(id) { li { (fact.question_in(lang)) " " strong { (common::known(*known).of(lang)) } } }
                }
            }
        },
        Event::Begun { opening } => {
            html! { ": " (opening.whose) ". " (SINCE.of(lang)) " " (shown(opening.since)) ". " (common::nation(opening.nation).of(lang)) "." }
        }
        Event::Believed { belief } => {
            html! { ": " (spoken::belief(belief.belief).of(lang)) div class="hearken-told" { (belief.reason) } }
        }
        Event::BeliefEnded { reason, .. }
        | Event::Doubted { reason, .. }
        | Event::NoticeTakenBack { reason, .. } => {
            html! { div class="hearken-told" { (reason) } }
        }
        Event::Notified { notice } => html! { ": " (notice.whom) },
        Event::MetByAnother { notice } => html! { ": " (notice.by) " → " (notice.whom) },
        Event::ClocksSet { clocks } => {
            let rules: Vec<&str> = clocks.iter().map(|clock| clock.rule.as_str()).collect();
            html! { ": " (rules.join(", ")) }
        }
        Event::Interfered { .. } | Event::Erased => html! {},
    }
}

/// What answers changed of the time, the place and the age, and why the time is later.
pub(crate) fn moved(event: &Event, before: Option<&State>, lang: Lang) -> Markup {
    let (Some(before), Event::Answered { answered }) = (before, event) else { return html! {} };
    let nation = |nation| common::nation(nation).of(lang).to_owned();
    let age = |age: Option<u8>| {
        age.map_or_else(|| common::known(Known::NotKnown).of(lang).to_owned(), |years| years.to_string())
    };
    let changes = [
        (SINCE, shown(before.since), shown(answered.since)),
        (common::NATION, nation(before.nation), nation(answered.nation)),
        (common::AGE, age(before.age), age(answered.age)),
    ];
    html! {
        @for (what, from, to) in changes.iter().filter(|(_, from, to)| from != to) {
            p class="govuk-body-s govuk-!-margin-bottom-1" { (what.of(lang)) ": " (from) " → " strong { (to) } }
        }
        @if !answered.reason.is_empty() { div class="hearken-told" { (answered.reason) } }
    }
}

/// Why something was refused, as a sentence in the reader's language.
pub(crate) fn refusal(refusal: &Refusal, lang: Lang) -> String {
    let welsh = match refusal {
        Refusal::NoName => "dywedwch pwy: enw neu swydd",
        Refusal::NoReason => "rhowch y rheswm: gofynnir amdano",
        Refusal::NotSaid => "dywedwch beth a ddywedwyd neu a wnaed",
        Refusal::NothingDone => "dywedwch beth a wnaethoch wedyn, neu na wnaethoch ddim eto",
        Refusal::TooLong { .. } => "mae hynny'n rhy hir: byrhewch ef",
        Refusal::NoTime => "rhowch y diwrnod a'r amser, fel 2026-11-25 09:30",
        Refusal::InTheFuture => "nid yw hynny wedi bod eto: rhowch amser a fu",
        Refusal::BeforeTheSuspicion => {
            "mae hynny cyn y rheswm dros amau: mae cred yn dechrau gydag ef neu wedyn"
        }
        Refusal::LaterWithoutReason => {
            "rhowch y rheswm pam y mae'n hwyrach na'r hyn a gofnodwyd: mae'r saith diwrnod yn dal i gyfrif o'r tro cyntaf"
        }
        Refusal::NotifiedBefore => {
            "mae hynny cyn y rheswm dros amau: mae hysbysiad yn ymateb iddo ac yn dod ar ei ôl"
        }
        Refusal::NoSuchNotification => {
            "nid yw'r hysbysiad hwn wedi'i gofnodi, neu fe'i tynnwyd yn ôl: edrychwch ar y rhestr"
        }
        Refusal::NotAChoice => "dewiswch un o'r rhestr",
        Refusal::NotAnAge => "ysgrifennwch flynyddoedd cyfan, fel 15",
        Refusal::NothingNew => "ni newidiwyd dim: atebwch o leiaf un cwestiwn",
        Refusal::NoSuchBelief | Refusal::NoSuchNotice => "ni chredir hyn: edrychwch ar y rhestr",
        Refusal::BelievedAlready => "credir hyn eisoes: rhowch derfyn ar y gred honno cyn ei chofnodi eto",
        Refusal::TooLateToWait => "mae'r saith diwrnod ar ben: ni all dim aros mwyach",
        Refusal::NoSuchRecord => "nid oes cofnod cynharach o hyn y gallwch ei weld: gwiriwch ef",
        Refusal::WrittenOnce => "ysgrifennir y cofnod hwn unwaith: gwnewch un arall sy'n cyfeirio ato",
        Refusal::CaseClosed => "mae'r achos hwn ar gau: agorwch ef eto yn gyntaf, gyda rheswm",
    };
    match lang {
        Lang::En => refusal.to_string(),
        Lang::Cy => welsh.to_owned(),
    }
}
