//! The words of one's keys.

use domain::words;
use domain::words::Lang;

words! {
    pub(crate) KEY_OWN_ONLY = "Only the person it acts for can make a key that opens records: ask them to make it", "Dim ond y person y mae'n gweithredu drosto all wneud allwedd sy'n agor cofnodion: gofynnwch iddynt ei gwneud";
    pub(crate) KEYS_TITLE = "Your keys", "Eich allweddi";
    pub(crate) KEYS_HINT = "What you may read opens only with your own keys. Nobody who runs this service has them, so nobody but a colleague can give them back to you.", "Dim ond gyda'ch allweddi eich hun y mae'r hyn y cewch ei ddarllen yn agor. Nid yw'r rhai sy'n rhedeg y gwasanaeth hwn yn eu meddu, felly dim ond cydweithiwr all eu rhoi yn ôl i chi.";
    pub(crate) KEYS_OPEN = "Open your keys", "Agor eich allweddi";
    pub(crate) KEYS_OPEN_BUTTON = "Open", "Agor";
    pub(crate) KEYS_SHUT = "You are signed in, but this browser cannot open the records yet. Type your password. If you have chosen a new password because you forgot the old one, type your printed code too.", "Rydych wedi mewngofnodi, ond ni all y porwr hwn agor y cofnodion eto. Teipiwch eich cyfrinair. Os ydych wedi dewis cyfrinair newydd am i chi anghofio'r hen un, teipiwch eich cod argraffedig hefyd.";
    pub(crate) KEYS_CODE = "Printed code", "Cod argraffedig";
    pub(crate) KEYS_CODE_HINT = "Only if you forgot your password. It looks like H7K4-2QD9-…", "Dim ond os anghofioch eich cyfrinair. Mae'n edrych fel H7K4-2QD9-…";
    pub(crate) KEYS_CODE_ONCE = "Print or write this code now, and keep it where you keep your passport. It is shown once. The code from before opens nothing any more.", "Argraffwch neu ysgrifennwch y cod hwn nawr, a'i gadw lle rydych yn cadw eich pasbort. Fe'i dangosir unwaith. Nid yw'r cod blaenorol yn agor dim mwyach.";
    pub(crate) KEYS_CODE_PRINT = "Make a printed code", "Gwneud cod argraffedig";
    pub(crate) KEYS_CODE_WRONG = "That is not your printed code", "Nid hwnnw yw eich cod argraffedig";
    pub(crate) KEYS_OTHER_PASSWORD = "Your keys were closed with another password. Type your printed code, sign in with a passkey, or begin anew below", "Caewyd eich allweddi gyda chyfrinair arall. Teipiwch eich cod argraffedig, mewngofnodwch ag allwedd mynediad, neu dechreuwch o'r newydd isod";
    pub(crate) KEYS_ANEW_TITLE = "You have no code and no passkey", "Nid oes gennych god nac allwedd mynediad";
    pub(crate) KEYS_ANEW_TEXT = "Begin with new keys. A colleague must then let you in. What only you could open stays closed until the two people who keep the recovery shares open it for you. Type your password above again first.", "Dechreuwch ag allweddi newydd. Yna rhaid i gydweithiwr eich gadael i mewn. Bydd yr hyn na allai neb ond chi ei agor yn aros ynghau nes i'r ddau berson sy'n cadw'r cyfrannau adfer ei agor i chi. Teipiwch eich cyfrinair uchod eto yn gyntaf.";
    pub(crate) KEYS_ANEW_BUTTON = "Begin with new keys", "Dechrau ag allweddi newydd";
    pub(crate) KEYS_LET_IN_HINT = "They wait for the keys of your desk. Let them in only if you know that it is really them: ask them face to face or by telephone.", "Maent yn aros am allweddi eich desg. Gadewch iddynt ddod i mewn dim ond os ydych yn gwybod mai nhw ydyw mewn gwirionedd: gofynnwch iddynt wyneb yn wyneb neu dros y ffôn.";
}

/// Tells a lead that somebody waits for the keys of a desk.
pub(crate) fn waits_mail(name: &str, base_url: &str, lang: Lang) -> (String, String) {
    match lang {
        Lang::En => (
            format!("{name} waits to be let in"),
            format!(
                "{name} cannot read anything yet. If you know that it is really them, and that they work with you, let them in: {base_url}/account\n\nIf you are not sure, ask them face to face or by telephone first.\n"
            ),
        ),
        Lang::Cy => (
            format!("Mae {name} yn aros i gael dod i mewn"),
            format!(
                "Ni all {name} ddarllen dim eto. Os ydych yn gwybod mai nhw ydyw mewn gwirionedd, a'u bod yn gweithio gyda chi, gadewch iddynt ddod i mewn: {base_url}/account\n\nOs nad ydych yn siŵr, gofynnwch iddynt wyneb yn wyneb neu dros y ffôn yn gyntaf.\n"
            ),
        ),
    }
}

/// The button that lets somebody in.
pub(crate) fn let_in_button(name: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Let {name} in"),
        Lang::Cy => format!("Gadael {name} i mewn"),
    }
}
