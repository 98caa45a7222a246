//! What a young person reads who wants a picture taken down: short sentences, English and Welsh.

use domain::removal::asking::{AgeRange, Refusal, Spread};
use domain::removal::ways::Who;
use domain::words;
use domain::words::{Lang, Words};

words! {
    pub(super) TITLE = "Get a picture or video of you taken down", "Cael llun neu fideo ohonoch wedi'i dynnu i lawr";
    pub(super) HAVE_CODE = "I have a code: show me what happened", "Mae gen i god: dangoswch i mi beth ddigwyddodd";
    pub(super) QUESTIONS_TITLE = "Find the right way for you", "Dod o hyd i'r ffordd iawn i chi";
    pub(super) CONTINUE = "Continue", "Parhau";
    pub(super) YES = "Yes", "Ie";
    pub(super) NO = "No", "Na";
    pub(super) AGE = "How old are you now?", "Faint yw eich oed nawr?";
    pub(super) AGE_HINT = "We do not ask for your name.", "Nid ydym yn gofyn am eich enw.";
    pub(super) AGE_MISSING = "Choose how old you are", "Dewiswch faint yw eich oed";
    pub(super) CHOOSE_ONE = "Choose yes or no", "Dewiswch ie neu na";
    pub(super) THEN = "Were you under 18 in the picture?", "Oeddech chi o dan 18 yn y llun?";
    pub(super) THEN_HINT = "Only answer this if you are 18 or older now.", "Atebwch hyn dim ond os ydych yn 18 neu'n hŷn nawr.";
    pub(super) UK = "Do you live in the UK?", "Ydych chi'n byw yn y DU?";
    pub(super) ON_DEVICE = "Is the picture on this phone or computer?", "Ydy'r llun ar y ffôn neu'r cyfrifiadur hwn?";
    pub(super) SPREAD = "What has happened?", "Beth sydd wedi digwydd?";
    pub(super) WHICH_TITLE = "What you can do", "Beth allwch chi ei wneud";
    pub(super) WHICH_TEXT = "Start at the top. You can use more than one.", "Dechreuwch ar y brig. Gallwch ddefnyddio mwy nag un.";
    pub(super) NO_WAY = "We have no page for this. Tell an adult you trust, or the police where you live. Childline and the numbers below can help you too.", "Nid oes gennym dudalen ar gyfer hyn. Dywedwch wrth oedolyn rydych yn ymddiried ynddo, neu'r heddlu lle rydych yn byw. Gall Childline a'r rhifau isod eich helpu hefyd.";
    pub(super) DO_NOT_FETCH = "Do not save or ask for the picture just to have it taken down.", "Peidiwch â chadw'r llun na gofyn amdano dim ond er mwyn ei dynnu i lawr.";
    pub(super) SEEN_NOBODY = "Nobody sees the picture. It stays on your device.", "Does neb yn gweld y llun. Mae'n aros ar eich dyfais.";
    pub(super) SEEN_ANALYST = "You send them the picture. A trained person looks at it, and nobody else.", "Rydych yn anfon y llun atyn nhw. Mae person hyfforddedig yn edrych arno, a neb arall.";
    pub(super) SEEN_POLICE = "You tell them what happened. Do not send them the picture unless they ask.", "Rydych yn dweud wrthyn nhw beth ddigwyddodd. Peidiwch ag anfon y llun oni bai eu bod yn gofyn.";
    pub(super) TAKES_ADDRESS = "You can give the address (link) where it was put.", "Gallwch roi'r cyfeiriad (dolen) lle cafodd ei roi.";
    pub(super) NOT_VERIFIED = "We have not checked this with them yet.", "Nid ydym wedi gwirio hyn gyda nhw eto.";
    pub(super) DEVICE_TITLE = "Make a fingerprint of your picture", "Gwneud ôl bys o'ch llun";
    pub(super) MORE_TITLE = "Add more pictures or videos", "Ychwanegu mwy o luniau neu fideos";
    pub(super) NO_SCRIPT = "This page makes a fingerprint of your picture on your own device, so that nobody has to see it. It needs JavaScript for that, and JavaScript is off or too old here. Without it we would have to be sent the picture, and we never take one.", "Mae'r dudalen hon yn gwneud ôl bys o'ch llun ar eich dyfais eich hun, fel nad oes rhaid i neb ei weld. Mae angen JavaScript arni, ac mae wedi'i ddiffodd neu'n rhy hen yma. Hebddo byddai'n rhaid anfon y llun atom, ac nid ydym byth yn cymryd un.";
    pub(super) NO_SCRIPT_WAYS = "You can use another phone or computer, or one of these:", "Gallwch ddefnyddio ffôn neu gyfrifiadur arall, neu un o'r rhain:";
    pub(super) CHOOSE = "Choose pictures or videos", "Dewiswch luniau neu fideos";
    pub(super) CHOOSE_HINT = "Up to 20. They do not leave this device.", "Hyd at 20. Nid ydynt yn gadael y ddyfais hon.";
    pub(super) SHOWN = "See exactly what will be sent", "Gweld yn union beth fydd yn cael ei anfon";
    pub(super) SHOWN_TEXT = "These numbers and letters are the fingerprints. Nobody can make the picture from them. Your answers below are sent too, and nothing else.", "Y rhifau a'r llythrennau hyn yw'r olion bysedd. Ni all neb wneud y llun ohonynt. Anfonir eich atebion isod hefyd, a dim byd arall.";
    pub(super) SEND = "Send the fingerprints", "Anfon yr olion bysedd";
    pub(super) COUNTRY = "Where do you live?", "Ble rydych chi'n byw?";
    pub(super) PLACES = "Where is it, or where might it be put?", "Ble mae e, neu ble gallai gael ei roi?";
    pub(super) PLACES_HINT = "Choose all that fit. You can leave this empty.", "Dewiswch bopeth sy'n ffitio. Gallwch adael hwn yn wag.";
    pub(super) OTHER = "Somewhere else", "Rhywle arall";
    pub(super) OTHER_HINT = "The name of the app or website. Do not write anybody's name.", "Enw'r ap neu'r wefan. Peidiwch ag ysgrifennu enw neb.";
    pub(super) OTHER_TOO_LONG = "Write at most 100 letters", "Ysgrifennwch 100 llythyren ar y mwyaf";
    pub(super) AGAIN_TITLE = "Something is missing", "Mae rhywbeth ar goll";
    pub(super) AGAIN_TEXT = "Nothing was kept.", "Ni chadwyd dim.";
    pub(super) AGAIN_LINK = "Go back and try again", "Ewch yn ôl a rhoi cynnig arall arni";
    pub(super) DONE_TITLE = "We have the fingerprints of your pictures", "Mae olion bysedd eich lluniau gennym";
    pub(super) DONE_THANKS = "Well done. That was brave. The page kept nothing on this device. Your browser may still show in its history that you were here.", "Da iawn. Roedd hynny'n ddewr. Ni chadwodd y dudalen ddim ar y ddyfais hon. Efallai y bydd eich porwr yn dal i ddangos yn ei hanes eich bod wedi bod yma.";
    pub(super) CODE_TITLE = "Your code to come back", "Eich cod i ddod yn ôl";
    pub(super) CODE_TEXT = "Write it down or print this page. The numbers and the words mean the same. We show them only now, and nobody can find them again for you.", "Ysgrifennwch ef neu argraffwch y dudalen hon. Mae'r rhifau a'r geiriau Saesneg yn golygu'r un peth. Dim ond nawr rydym yn eu dangos, ac ni all neb ddod o hyd iddynt eto i chi.";
    pub(super) CODE_SAFE = "Keep it where nobody who frightens you will find it.", "Cadwch ef lle na fydd neb sy'n codi ofn arnoch yn dod o hyd iddo.";
    pub(super) CODE_WRONG = "We do not know that code. Check each number or word.", "Nid ydym yn adnabod y cod hwnnw. Gwiriwch bob rhif neu air.";
    pub(super) CODE_LABEL = "Your code", "Eich cod";
    pub(super) CODE_HINT = "16 numbers, like 1234 5678 9012 3456, or six words", "16 rhif, fel 1234 5678 9012 3456, neu chwe gair";
    pub(super) NEXT_TITLE = "What happens next", "Beth sy'n digwydd nesaf";
    pub(super) BACK_TITLE = "See what happened to your pictures", "Gweld beth ddigwyddodd i'ch lluniau";
    pub(super) VISIT_TITLE = "Your pictures and videos", "Eich lluniau a'ch fideos";
    pub(super) VISIT_TEXT = "We have their fingerprints. You can add more, or take it all back.", "Mae eu holion bysedd gennym. Gallwch ychwanegu mwy, neu dynnu'r cyfan yn ôl.";
    pub(super) TAKEN_BACK = "You took this back. The fingerprints are in no list of ours any more.", "Rydych wedi tynnu hyn yn ôl. Nid yw'r olion bysedd mewn unrhyw restr sydd gennym mwyach.";
    pub(super) A_PICTURE = "Picture", "Llun";
    pub(super) A_VIDEO = "Video", "Fideo";
    pub(super) KEPT = "we have its fingerprint.", "mae ei ôl bys gennym.";
    pub(super) FOUND_ALIKE = "It can be found even if it was saved anew.", "Gellir dod o hyd iddo hyd yn oed os cafodd ei gadw o'r newydd.";
    pub(super) FOUND_SAME = "Only exactly the same file can be found.", "Dim ond yr un ffeil yn union y gellir dod o hyd iddi.";
    pub(super) STOPPED = "We are checking it. Until then nobody looks for it.", "Rydym yn ei wirio. Tan hynny nid oes neb yn chwilio amdano.";
    pub(super) FOUND_BY = "Found by:", "Cafwyd hyd iddo gan:";
    pub(super) REMOVED_BY = "Taken down by:", "Tynnwyd i lawr gan:";
    pub(super) NOT_FOUND_BY = "Looked for and not found by:", "Chwiliwyd amdano heb ei ganfod gan:";
    pub(super) WITHDRAW_TITLE = "Take it all back", "Tynnu'r cyfan yn ôl";
    pub(super) WITHDRAW_TEXT = "Then nobody looks for these pictures any more. You can make a new request later.", "Yna does neb yn chwilio am y lluniau hyn mwyach. Gallwch wneud cais newydd yn nes ymlaen.";
    pub(super) WITHDRAW = "Take it back", "Tynnu yn ôl";
    pub(super) TALK_TITLE = "If you would rather talk", "Os byddai'n well gennych siarad";
    pub(super) TALK = "Childline: 0800 1111, free, day and night, for anyone under 19.", "Childline: 0800 1111, am ddim, ddydd a nos, i unrhyw un dan 19.";
    pub(super) JS_PICTURE = "Picture {}", "Llun {}";
    pub(super) JS_VIDEO = "Video {}", "Fideo {}";
    pub(super) JS_WORKING = "working, {} %", "yn gweithio, {} %";
    pub(super) JS_DONE = "done.", "wedi gorffen.";
    pub(super) JS_REMOVE = "Leave out", "Gadael allan";
    pub(super) JS_UNREAD = "This browser cannot show it, so only exactly the same file can be found.", "Ni all y porwr hwn ei ddangos, felly dim ond yr un ffeil yn union y gellir dod o hyd iddi.";
    pub(super) JS_LARGE = "It is too large to be looked at here (more than 120 million dots, or too wide), so only exactly the same file can be found.", "Mae'n rhy fawr i edrych arno yma (mwy na 120 miliwn o ddotiau, neu'n rhy lydan), felly dim ond yr un ffeil yn union y gellir dod o hyd iddi.";
    pub(super) JS_CANVAS = "This browser changes pictures a little to protect you, so only exactly the same file can be found. Another browser can do more.", "Mae'r porwr hwn yn newid lluniau ychydig i'ch diogelu, felly dim ond yr un ffeil yn union y gellir dod o hyd iddi. Gall porwr arall wneud mwy.";
    pub(super) JS_OTHER = "this is not a picture or a video, so it is left out.", "nid llun na fideo yw hwn, felly mae'n cael ei adael allan.";
    pub(super) JS_FAILED = "it could not be read, so it is left out.", "ni ellid ei ddarllen, felly mae'n cael ei adael allan.";
    pub(super) JS_MANY = "Choose 20 at most. Send these first, then make another request.", "Dewiswch 20 ar y mwyaf. Anfonwch y rhain yn gyntaf, yna gwnewch gais arall.";
    pub(super) JS_READY = "The fingerprints are ready. Answer the questions below and send them.", "Mae'r olion bysedd yn barod. Atebwch y cwestiynau isod a'u hanfon.";
    pub(super) JS_CLEARED = "Nobody used this page for a while, so it was cleared. Nothing was sent.", "Ni ddefnyddiodd neb y dudalen hon am sbel, felly cafodd ei chlirio. Ni anfonwyd dim.";
    pub(super) JS_OFFLINE = "There is no connection. Leave this page open: it sends the fingerprints when the connection is back.", "Nid oes cysylltiad. Gadewch y dudalen hon ar agor: mae'n anfon yr olion bysedd pan ddaw'r cysylltiad yn ôl.";
    pub(super) JS_NOTHING = "Nothing yet.", "Dim byd eto.";
    pub(super) JS_MADE = "Ready to send: {}", "Yn barod i'w hanfon: {}";
}

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// What to do now, in order: the order is part of the advice (NCA alert, as read on 2026-11-23; review by 2027-05-23).
pub(super) const ADVICE: [Words; 6] = [
    w("It is not your fault. You are not in trouble.", "Nid eich bai chi ydyw. Nid ydych mewn trwbl."),
    w(
        "Do not pay. If you have paid, do not pay any more.",
        "Peidiwch â thalu. Os ydych wedi talu, peidiwch â thalu mwy.",
    ),
    w(
        "Keep the proof: messages, names, links. Do not delete anything yet.",
        "Cadwch y dystiolaeth: negeseuon, enwau, dolenni. Peidiwch â dileu dim eto.",
    ),
    w("Then stop talking to them and block them.", "Yna stopiwch siarad â nhw a'u rhwystro."),
    w("Tell an adult you trust.", "Dywedwch wrth oedolyn rydych yn ymddiried ynddo."),
    w(
        "Then get the picture taken down. The questions below find the right way.",
        "Yna trefnwch i'r llun gael ei dynnu i lawr. Mae'r cwestiynau isod yn dod o hyd i'r ffordd iawn.",
    ),
];

/// How the page on the device works.
pub(super) const STEPS: [Words; 4] = [
    w(
        "Choose the pictures. They stay on this device. Nobody sees them.",
        "Dewiswch y lluniau. Maen nhw'n aros ar y ddyfais hon. Does neb yn eu gweld.",
    ),
    w(
        "The page makes a fingerprint of each: a row of numbers and letters.",
        "Mae'r dudalen yn gwneud ôl bys o bob un: rhes o rifau a llythrennau.",
    ),
    w(
        "You send only the fingerprints. With them, websites can find the picture and take it down.",
        "Rydych yn anfon yr olion bysedd yn unig. Gyda nhw, gall gwefannau ddod o hyd i'r llun a'i dynnu i lawr.",
    ),
    w(
        "Do not post the picture yourself afterwards: it would be found too.",
        "Peidiwch â phostio'r llun eich hun wedyn: byddai'n cael ei ganfod hefyd.",
    ),
];

/// What comes after sending.
pub(super) const NEXT: [Words; 3] = [
    w("We put the fingerprints in a list.", "Rydym yn rhoi'r olion bysedd mewn rhestr."),
    w(
        "Websites that work with us look for the same picture. They cannot look into private, locked messages.",
        "Mae gwefannau sy'n gweithio gyda ni yn chwilio am yr un llun. Ni allant edrych mewn negeseuon preifat wedi'u cloi.",
    ),
    w(
        "Come back with your code to see what happened, to add more, or to take it back.",
        "Dewch yn ôl gyda'ch cod i weld beth ddigwyddodd, i ychwanegu mwy, neu i'w dynnu yn ôl.",
    ),
];

/// In the order of the codes that the form offers.
pub(super) const COUNTRIES: [Words; 3] =
    [w("United Kingdom", "Y Deyrnas Unedig"), w("Ireland", "Iwerddon"), w("Somewhere else", "Rhywle arall")];

pub(super) const fn age(age: AgeRange) -> Words {
    match age {
        AgeRange::Under13 => w("Under 13", "O dan 13"),
        AgeRange::From13To15 => w("13 to 15", "13 i 15"),
        AgeRange::From16To17 => w("16 or 17", "16 neu 17"),
        AgeRange::Over18 => w("18 or older", "18 neu hŷn"),
    }
}

pub(super) const fn spread(spread: Spread) -> Words {
    match spread {
        Spread::Threatened => w("Somebody says they will share it", "Mae rhywun yn dweud y bydd yn ei rannu"),
        Spread::Posted => w("It has been shared or posted", "Mae wedi cael ei rannu neu ei bostio"),
        Spread::NotSure => w("I am not sure", "Dydw i ddim yn siŵr"),
    }
}

pub(super) const fn who(who: Who) -> Words {
    match who {
        Who::ReportRemove => w("Report Remove, from Childline", "Report Remove, gan Childline"),
        Who::Here => w("Send us a fingerprint of it", "Anfonwch ôl bys ohono atom"),
        Who::TakeItDown => w("Take It Down", "Take It Down"),
        Who::StopNcii => w("StopNCII, for adults", "StopNCII, i oedolion"),
        Who::Ceop => w("CEOP, part of the police", "CEOP, rhan o'r heddlu"),
        Who::Police => w("The police on 101", "Yr heddlu ar 101"),
    }
}

pub(super) const fn about(who: Who) -> Words {
    match who {
        Who::ReportRemove => w(
            "For under 18s in the UK. You make a Childline account. From 13 you show how old you are. You give the picture to the Internet Watch Foundation, who have it taken down.",
            "I bobl dan 18 yn y DU. Rydych yn gwneud cyfrif Childline. O 13 ymlaen rydych yn dangos faint yw eich oed. Rydych yn rhoi'r llun i'r Internet Watch Foundation, sy'n trefnu ei dynnu i lawr.",
        ),
        Who::Here => w(
            "Your device makes a fingerprint, and you send only that. No name, no account.",
            "Mae eich dyfais yn gwneud ôl bys, a dim ond hwnnw rydych yn ei anfon. Dim enw, dim cyfrif.",
        ),
        Who::TakeItDown => w(
            "Works in the same way, for websites all over the world, if you were under 18 in the picture.",
            "Yn gweithio yn yr un ffordd, i wefannau ledled y byd, os oeddech o dan 18 yn y llun.",
        ),
        Who::StopNcii => w(
            "If you were 18 or older in the picture. Your device makes a fingerprint there too.",
            "Os oeddech yn 18 neu'n hŷn yn y llun. Mae eich dyfais yn gwneud ôl bys yno hefyd.",
        ),
        Who::Ceop => w(
            "Tell them who is doing this to you. They ask for your name, and you are not in trouble.",
            "Dywedwch wrthyn nhw pwy sy'n gwneud hyn i chi. Maen nhw'n gofyn am eich enw, ac nid ydych mewn trwbl.",
        ),
        Who::Police => w(
            "If somebody threatens you or has shared the picture. Call 999 if you are in danger now.",
            "Os yw rhywun yn eich bygwth neu wedi rhannu'r llun. Ffoniwch 999 os ydych mewn perygl nawr.",
        ),
    }
}

pub(super) const fn refusal(why: Refusal) -> Words {
    match why {
        Refusal::Nothing => w("Choose at least one picture or video", "Dewiswch o leiaf un llun neu fideo"),
        Refusal::TooMany => w("Choose 20 pictures and videos at most", "Dewiswch 20 llun a fideo ar y mwyaf"),
        Refusal::Unreadable => w(
            "The fingerprints did not arrive in one piece. Choose the pictures again.",
            "Ni chyrhaeddodd yr olion bysedd yn gyfan. Dewiswch y lluniau eto.",
        ),
        Refusal::Withdrawn => {
            w("You took this back. Make a new request.", "Rydych wedi tynnu hyn yn ôl. Gwnewch gais newydd.")
        }
    }
}

pub(super) fn shared(count: usize, lang: Lang) -> String {
    match count {
        1 => lang
            .pick("1 company has it and looks for it.", "Mae gan 1 cwmni ef ac mae'n chwilio amdano.")
            .to_owned(),
        _ => lang
            .pick(
                &format!("{count} companies have it and look for it."),
                &format!("Mae gan {count} cwmni ef ac maent yn chwilio amdano."),
            )
            .to_owned(),
    }
}

pub(super) fn done_count(count: usize, lang: Lang) -> String {
    w("Pictures and videos: {}", "Lluniau a fideos: {}").of(lang).replace("{}", &count.to_string())
}
