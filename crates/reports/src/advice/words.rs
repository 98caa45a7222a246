//! Advice, by kind of harm. The order is part of the advice.
//!
//! Sources: the NCA's alert of April 2024 and Report Remove as read on 2026-11-23; review by
//! 2027-05-23. Numbers and addresses of helplines are those in the texts that were read.

use domain::reports::Harm;
use domain::words::Words;

use crate::form::Speak;

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

domain::words! {
    pub(crate) TITLE = "Before you tell us more", "Cyn i chi ddweud mwy wrthym";
    pub(crate) REMOVE_HERE = "Get the picture taken down: find the right way (opens in a new tab)", "Cael y llun wedi'i dynnu i lawr: dod o hyd i'r ffordd iawn (yn agor mewn tab newydd)";
    pub(crate) TITLE_LIST = "What you can do now", "Beth allwch chi ei wneud nawr";
}

const NOT_YOUR_FAULT: Words = w(
    "It is not your fault. You are not in trouble, whatever you sent or did.",
    "Nid eich bai chi ydyw. Nid ydych mewn trwbl, beth bynnag a anfonoch neu a wnaethoch.",
);
const NOT_THEIR_FAULT: Words = w(
    "Tell the child that it is not their fault and that they are not in trouble.",
    "Dywedwch wrth y plentyn nad eu bai nhw ydyw ac nad ydyn nhw mewn trwbl.",
);
const DO_NOT_PAY: Words = w(
    "Do not pay. If you have paid, do not panic, and do not pay any more.",
    "Peidiwch â thalu. Os ydych wedi talu, peidiwch â chynhyrfu, a pheidiwch â thalu mwy.",
);
const KEEP_FIRST: Words = w(
    "Keep the proof before you block: messages, pictures, names, numbers, bank details, links. Do not delete anything.",
    "Cadwch y dystiolaeth cyn rhwystro: negeseuon, lluniau, enwau, rhifau, manylion banc, dolenni. Peidiwch â dileu dim.",
);
const STOP_CONTACT: Words =
    w("Then stop talking to them and block them.", "Yna stopiwch siarad â nhw a'u rhwystro.");
const REPORT: Words = w(
    "Tell the police: 999 if you are in danger now, 101 if not, or CEOP at ceop.police.uk. You can also tell us here.",
    "Dywedwch wrth yr heddlu: 999 os ydych mewn perygl nawr, 101 os nad ydych, neu CEOP yn ceop.police.uk. Gallwch hefyd ddweud wrthym ni yma.",
);
const REMOVE: Words = w(
    "Get the picture taken down: Report Remove from Childline if you are under 18 in the UK, or Take It Down.",
    "Cael y llun wedi'i dynnu i lawr: Report Remove gan Childline os ydych dan 18 yn y DU, neu Take It Down.",
);
const TALK: Words = w(
    "Talk to an adult you trust. Or call Childline on 0800 1111, free, day and night.",
    "Siaradwch ag oedolyn rydych yn ymddiried ynddo. Neu ffoniwch Childline ar 0800 1111, am ddim, ddydd a nos.",
);
const LOOK_AFTER: Words = w(
    "Look after yourself. If it is too much, call Samaritans on 116 123 or text SHOUT to 85258.",
    "Gofalwch amdanoch eich hun. Os yw'n ormod, ffoniwch y Samariaid ar 116 123 neu anfonwch SHOUT i 85258.",
);
const DO_NOT_ASK: Words = w(
    "Listen. Do not question the child, and do not promise to keep it secret.",
    "Gwrandewch. Peidiwch â holi'r plentyn, a pheidiwch ag addo ei gadw'n gyfrinach.",
);
const DO_NOT_FACE: Words = w(
    "Do not speak to the person you are worried about. It could put the child in more danger.",
    "Peidiwch â siarad â'r person rydych yn poeni amdano. Gallai roi'r plentyn mewn mwy o berygl.",
);
const DO_NOT_VIEW: Words = w(
    "Do not look at, copy, print or send on a nude picture of a child. Write down where it is.",
    "Peidiwch ag edrych ar lun noeth o blentyn, ei gopïo, ei argraffu na'i anfon ymlaen. Ysgrifennwch ble mae.",
);
const SAFE_PLACE: Words = w(
    "If you can, go to a place where you feel safe and there are people you trust.",
    "Os gallwch, ewch i le lle rydych yn teimlo'n ddiogel a lle mae pobl rydych yn ymddiried ynddyn nhw.",
);
const OWE_NOTHING: Words = w(
    "You do not owe them anything, whatever they say. People who use children lie about debts.",
    "Does arnoch chi ddim byd iddyn nhw, beth bynnag a ddywedan nhw. Mae pobl sy'n defnyddio plant yn dweud celwydd am ddyledion.",
);
const FORCED: Words = w(
    "A child who is made to carry or sell is being exploited. They need help, not blame.",
    "Mae plentyn sy'n cael ei orfodi i gario neu werthu yn cael ei ecsbloetio. Mae angen help arno, nid bai.",
);
const NOT_ALONE: Words = w(
    "You are not alone. Other children have been through this and got help.",
    "Nid ydych ar eich pen eich hun. Mae plant eraill wedi bod drwy hyn ac wedi cael help.",
);

/// What to do now, in order.
pub(crate) fn steps(harm: Harm, speak: Speak) -> Vec<Words> {
    match (harm, speak) {
        (Harm::Sextortion, Speak::Child) => {
            vec![NOT_YOUR_FAULT, DO_NOT_PAY, KEEP_FIRST, STOP_CONTACT, REPORT, REMOVE, TALK, LOOK_AFTER]
        }
        (Harm::Images, Speak::Child) => vec![NOT_YOUR_FAULT, KEEP_FIRST, REPORT, REMOVE, TALK, LOOK_AFTER],
        (Harm::Grooming, Speak::Child) => vec![NOT_YOUR_FAULT, KEEP_FIRST, STOP_CONTACT, REPORT, TALK],
        (Harm::CriminalExploitation, Speak::Child) => {
            vec![NOT_YOUR_FAULT, OWE_NOTHING, SAFE_PLACE, TALK, REPORT]
        }
        (Harm::SelfHarm, Speak::Child) => vec![NOT_ALONE, LOOK_AFTER, TALK, SAFE_PLACE],
        (_, Speak::Child) => vec![NOT_YOUR_FAULT, NOT_ALONE, SAFE_PLACE, TALK],
        (Harm::Sextortion | Harm::Images, Speak::Adult) => {
            vec![NOT_THEIR_FAULT, DO_NOT_PAY, KEEP_FIRST, DO_NOT_VIEW, REPORT, REMOVE, LOOK_AFTER]
        }
        (Harm::Grooming, Speak::Adult) => vec![NOT_THEIR_FAULT, KEEP_FIRST, DO_NOT_FACE, REPORT],
        (Harm::CriminalExploitation, Speak::Adult) => vec![FORCED, DO_NOT_ASK, DO_NOT_FACE, REPORT],
        (_, Speak::Adult) => vec![DO_NOT_ASK, NOT_THEIR_FAULT, DO_NOT_FACE, REPORT],
    }
}
