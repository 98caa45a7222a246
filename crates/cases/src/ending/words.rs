//! What keeping and erasing says, in English and Welsh.

use domain::cases::ending::{self, Asking, Ground};
use domain::id::Reference;
use domain::words;
use domain::words::{Lang, Words};
use kit::Ctx;
use maud::{Markup, html};

words! {
    pub(super) TITLE = "Keeping and erasing", "Cadw a dileu";
    pub(super) HELD = "Under a legal hold: nothing of it can be erased.", "O dan ddaliad cyfreithiol: ni ellir dileu dim ohono.";
    pub(super) NOT_HELD = "It is not under a legal hold.", "Nid yw o dan ddaliad cyfreithiol.";
    pub(super) HOLD = "Place a legal hold", "Gosod daliad cyfreithiol";
    pub(super) HOLD_TEXT = "For an inquiry, an investigation, a claim, or when you fear that it could be erased too soon. It holds at once; two people must agree to lift it.", "Ar gyfer ymchwiliad, hawliad, neu pan fyddwch yn ofni y gellid ei ddileu'n rhy fuan. Mae'n dal ar unwaith; rhaid i ddau berson gytuno i'w godi.";
    pub(super) RELEASE = "Ask to lift the hold", "Gofyn am godi'r daliad";
    pub(super) RELEASE_TEXT = "Another lead must agree within 14 days.", "Rhaid i arweinydd arall gytuno o fewn 14 diwrnod.";
    pub(super) ERASE = "Erase it", "Ei ddileu";
    pub(super) ERASE_TEXT = "What was told and every file can then never be read again, by anybody. A tombstone stays for good: that there was a record, when it was erased, on what ground, and which two people decided.", "Ni all neb byth ddarllen yr hyn a ddywedwyd na'r un ffeil eto. Bydd carreg fedd yn aros am byth: bod cofnod, pryd y'i dilewyd, ar ba sail, a pha ddau berson a benderfynodd.";
    pub(super) ERASE_ASK = "Ask to erase it", "Gofyn am ei ddileu";
    pub(super) ERASE_CLOSE_FIRST = "Only what is closed can be erased.", "Dim ond yr hyn sydd ar gau y gellir ei ddileu.";
    pub(super) GROUND = "On what ground", "Ar ba sail";
    pub(super) GROUND_NONE = "Choose one", "Dewiswch un";
    pub(crate) ASKED_RELEASE = "Somebody asks to lift the hold", "Mae rhywun yn gofyn am godi'r daliad";
    pub(crate) ASKED_ERASE = "Somebody asks to erase it", "Mae rhywun yn gofyn am ei ddileu";
    pub(crate) WAS_HELD = "A legal hold was placed", "Gosodwyd daliad cyfreithiol";
    pub(crate) WAS_RELEASED = "The hold was lifted", "Codwyd y daliad";
    pub(crate) WAS_NOT_AGREED = "It was not agreed to, or taken back", "Ni chytunwyd, neu fe'i tynnwyd yn ôl";
    pub(super) ASKED_BY = "Asked by", "Gofynnwyd gan";
    pub(super) AGREED_BY = "Agreed by", "Cytunwyd gan";
    pub(super) UNTIL = "Can be agreed until", "Gellir cytuno tan";
    pub(super) OTHERS_AGREE = "You asked for this. Another lead must agree; they have been told by mail.", "Chi ofynnodd am hyn. Rhaid i arweinydd arall gytuno; dywedwyd wrthynt drwy'r post.";
    pub(super) AGREE_TEXT = "This cannot be undone. Be sure that it is the right record, that the time for which it must be kept is over, and that no inquiry, investigation or claim could need it.", "Ni ellir dadwneud hyn. Gwnewch yn siŵr mai dyma'r cofnod cywir, bod yr amser y mae'n rhaid ei gadw wedi dod i ben, ac na allai unrhyw ymchwiliad na hawliad fod ei angen.";
    pub(super) NOT_AGREE = "Do not agree", "Peidio â chytuno";
    pub(super) NOT_AGREE_TEXT = "Nothing changes then. The reason is kept.", "Ni fydd dim yn newid wedyn. Cedwir y rheswm.";
    pub(super) TAKE_BACK = "Take it back", "Ei dynnu'n ôl";
    pub(super) SOMEBODY = "Somebody who is not known here any more", "Rhywun nad yw'n hysbys yma mwyach";
    pub(crate) ERASED_TITLE = "This record was erased", "Dilewyd y cofnod hwn";
    pub(super) ERASED_TEXT = "What was told cannot be read any more, by anybody. This is all that is kept.", "Ni all neb ddarllen yr hyn a ddywedwyd mwyach. Dyma'r cyfan a gedwir.";
    pub(super) REFERENCE = "Reference", "Cyfeirnod";
    pub(super) BEGAN = "The record began", "Dechreuodd y cofnod";
    pub(super) ERASED_AT = "Erased", "Dilewyd";
}

/// The link to the page.
pub(crate) fn link(ctx: &Ctx, at: &str) -> Markup {
    html! { p class="govuk-body" { a class="govuk-link" href={ (at) "/record" } { (TITLE.of(ctx.lang)) } } }
}

pub(super) const fn ground(ground: Ground) -> Words {
    match ground {
        Ground::RetentionEnded => Words::new(
            "The time for which it must be kept is over",
            "Mae'r amser y mae'n rhaid ei gadw wedi dod i ben",
        ),
        Ground::Request => Words::new(
            "Whom it is about asked for it, and the law grants it",
            "Gofynnodd y person dan sylw amdano, ac mae'r gyfraith yn ei ganiatáu",
        ),
        Ground::Mistake => Words::new(
            "It was a test or a mistake, and is about nobody",
            "Prawf neu gamgymeriad oedd, ac nid yw am neb",
        ),
        Ground::Court => Words::new("A court ordered it", "Gorchmynnodd llys hynny"),
    }
}

pub(super) const fn agree(what: Asking) -> Words {
    match what {
        Asking::Release => Words::new("Agree: lift the hold", "Cytuno: codi'r daliad"),
        Asking::Erase => Words::new("Agree: erase it for good", "Cytuno: ei ddileu am byth"),
    }
}

/// Tells a lead that something waits for their agreement; nothing of what it is about.
pub(super) fn asked_mail(reference: &Reference, address: &str, lang: Lang) -> (String, String) {
    let days = ending::AGREED_WITHIN_DAYS;
    match lang {
        Lang::En => (
            format!("Your agreement is asked for: {reference}"),
            format!(
                "Another lead asks for something that nobody does alone. Sign in within {days} days to agree, or to say why not: {address}\n"
            ),
        ),
        Lang::Cy => (
            format!("Gofynnir am eich cytundeb: {reference}"),
            format!(
                "Mae arweinydd arall yn gofyn am rywbeth nad oes neb yn ei wneud ar ei ben ei hun. Mewngofnodwch o fewn {days} diwrnod i gytuno, neu i ddweud pam ddim: {address}\n"
            ),
        ),
    }
}
