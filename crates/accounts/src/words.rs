//! The words of accounts.

use domain::accounts::Refusal;
use domain::agency::AgencyKind;
use domain::place;
use domain::role::{Act, Role};
use domain::words;
use domain::words::{Lang, Words};

pub(crate) use crate::acts::words::act;

words! {
    pub(crate) SIGN_IN = "Sign in", "Mewngofnodi";
    pub(crate) SIGN_IN_BUTTON = "Sign in", "Mewngofnodi";
    pub(crate) EMAIL = "Email address", "Cyfeiriad e-bost";
    pub(crate) PASSWORD = "Password", "Cyfrinair";
    pub(crate) NEW_PASSWORD = "Choose a password", "Dewiswch gyfrinair";
    pub(crate) WRONG = "The email address or the password is wrong", "Mae'r cyfeiriad e-bost neu'r cyfrinair yn anghywir";
    pub(crate) SIGN_IN_NOT_NEEDED = "You do not need an account to tell us about a worry.", "Nid oes angen cyfrif arnoch i ddweud wrthym am bryder.";
    pub(crate) REPORT_LINK = "Tell us here", "Dywedwch wrthym yma";
    pub(crate) JOIN_AS = "You were invited as", "Cawsoch eich gwahodd fel";
    pub(crate) JOIN_BUTTON = "Join", "Ymuno";
    pub(crate) NAME = "Your name", "Eich enw";
    pub(crate) ORGANISATION = "Organisation", "Sefydliad";
    pub(crate) ROLES = "Roles", "Rolau";
    pub(crate) STATE = "Account", "Cyfrif";
    pub(crate) OWN_ACCOUNT = "Your account", "Eich cyfrif";
    pub(crate) SESSIONS = "Where you are signed in", "Ble rydych wedi mewngofnodi";
    pub(crate) SESSIONS_HINT = "If you do not know one of these, end it and change your password.", "Os nad ydych yn adnabod un o'r rhain, dewch ag ef i ben a newidiwch eich cyfrinair.";
    pub(crate) THIS_BROWSER = "this browser", "y porwr hwn";
    DEVICE_UNKNOWN = "A browser", "Porwr";
    pub(crate) END_SESSION = "Sign out there", "Allgofnodi yno";
    pub(crate) MEMBERS = "People", "Pobl";
    pub(crate) MEMBERS_CAPTION = "People with an account", "Pobl â chyfrif";
    pub(crate) INVITE = "Invite somebody", "Gwahodd rhywun";
    pub(crate) INVITE_BUTTON = "Send the invitation", "Anfon y gwahoddiad";
    pub(crate) ACTIVE = "Active", "Gweithredol";
    pub(crate) CLOSED = "Closed", "Wedi cau";
    pub(crate) ROLES_SET = "Save the roles", "Cadw'r rolau";
    pub(crate) DEACTIVATE_TITLE = "Close this account", "Cau'r cyfrif hwn";
    pub(crate) DEACTIVATE_TEXT = "They are signed out at once and cannot sign in again. What they did stays on record.", "Byddant yn cael eu hallgofnodi ar unwaith ac ni allant fewngofnodi eto. Mae'r hyn a wnaethant yn aros ar gofnod.";
    pub(crate) NOT_YOURSELF = "You cannot close your own account: ask another administrator", "Ni allwch gau eich cyfrif eich hun: gofynnwch i weinyddwr arall";
    pub(crate) PROVE = "Enter your password again", "Rhowch eich cyfrinair eto";
    pub(crate) PROVE_TEXT = "What you are about to do could do harm in the wrong hands, so we make sure that it is you.", "Gallai'r hyn rydych ar fin ei wneud achosi niwed yn y dwylo anghywir, felly rydym yn sicrhau mai chi sydd yno.";
    pub(crate) PROVE_BUTTON = "Continue", "Parhau";
    pub(crate) PROVE_WRONG = "That is not your password", "Nid dyna eich cyfrinair";
    pub(crate) PASSWORD_CHANGE = "Set the new password", "Gosod y cyfrinair newydd";
    pub(crate) FORGOT = "I have forgotten my password", "Rwyf wedi anghofio fy nghyfrinair";
    pub(crate) FORGOT_TITLE = "Choose a new password", "Dewis cyfrinair newydd";
    pub(crate) FORGOT_HINT = "We send a link to this address. It works once, for an hour.", "Byddwn yn anfon dolen i'r cyfeiriad hwn. Mae'n gweithio unwaith, am awr.";
    pub(crate) FORGOT_BUTTON = "Send the link", "Anfon y ddolen";
    pub(crate) FORGOT_SENT = "If there is an account with this address, a link is on its way to it. Look in your mail.", "Os oes cyfrif gyda'r cyfeiriad hwn, mae dolen ar ei ffordd iddo. Edrychwch yn eich post.";
    pub(crate) CODE = "Code", "Cod";
    pub(crate) CODE_TITLE = "Enter your code", "Rhowch eich cod";
    pub(crate) CODE_HINT = "The six digits that the app shows now", "Y chwe digid y mae'r ap yn eu dangos nawr";
    pub(crate) CODE_OR_RECOVERY = "The six digits from your app, or a recovery code", "Y chwe digid o'ch ap, neu god adfer";
    pub(crate) CODE_WRONG = "That code is not right, or was used already. Wait for the next one.", "Nid yw'r cod hwnnw'n iawn, neu mae wedi'i ddefnyddio. Arhoswch am yr un nesaf.";
    pub(crate) SECOND_FACTOR = "Code from an app", "Cod o ap";
    pub(crate) SECOND_FACTOR_SCAN = "Scan this picture with an authenticator app on your telephone.", "Sganiwch y llun hwn ag ap dilysu ar eich ffôn.";
    pub(crate) SECOND_FACTOR_QR = "A picture that holds the same secret as the text below", "Llun sy'n dal yr un gyfrinach â'r testun isod";
    pub(crate) SECOND_FACTOR_TYPE = "If you cannot scan it, type this into the app:", "Os na allwch ei sganio, teipiwch hwn i'r ap:";
    pub(crate) SECOND_FACTOR_ON = "Turn it on", "Ei droi ymlaen";
    pub(crate) SECOND_FACTOR_IS_ON = "You are asked for a code when you sign in with your password.", "Gofynnir i chi am god pan fyddwch yn mewngofnodi gyda'ch cyfrinair.";
    pub(crate) SECOND_FACTOR_OFF = "Turn it off", "Ei droi i ffwrdd";
    pub(crate) RECOVERY = "Your recovery codes", "Eich codau adfer";
    pub(crate) RECOVERY_ONCE = "These are shown once. Write them down and keep them away from your telephone: each lets you in once if you lose it.", "Dangosir y rhain unwaith. Ysgrifennwch nhw a'u cadw oddi wrth eich ffôn: mae pob un yn eich gadael i mewn unwaith os byddwch yn ei golli.";
    pub(crate) RECOVERY_RENEW = "Make new recovery codes", "Gwneud codau adfer newydd";
    pub(crate) PASSKEY = "Passkey", "Allwedd mynediad";
    pub(crate) PASSKEYS = "Passkeys", "Allweddi mynediad";
    pub(crate) PASSKEYS_HINT = "A passkey signs you in with your device's own lock: a finger, a face or a PIN. It is safer than a password.", "Mae allwedd mynediad yn eich mewngofnodi gyda chlo eich dyfais: bys, wyneb neu PIN. Mae'n fwy diogel na chyfrinair.";
    pub(crate) PASSKEY_MAKE = "Make a passkey on this device", "Gwneud allwedd mynediad ar y ddyfais hon";
    pub(crate) PASSKEY_USE = "Sign in with a passkey", "Mewngofnodi gydag allwedd mynediad";
    pub(crate) PASSKEY_REMOVE = "Remove", "Dileu";
    pub(crate) PASSKEY_FAILED = "That did not work. Try again, or use your password.", "Ni weithiodd hynny. Rhowch gynnig arall arni, neu defnyddiwch eich cyfrinair.";
    pub(crate) ON = "On", "Ymlaen";
    pub(crate) OFF = "Off", "I ffwrdd";
    pub(crate) ENGLISH = "English", "Saesneg";
    pub(crate) WELSH = "Cymraeg (Welsh)", "Cymraeg";
    pub(crate) LANGUAGE = "Language of your pages", "Iaith eich tudalennau";
    pub(crate) LANGUAGE_SET = "Save the language", "Cadw'r iaith";
    pub(crate) LEAVE = "Leave this organisation", "Gadael y sefydliad hwn";
    pub(crate) LEAVE_TEXT = "Your account is closed and you are signed out everywhere. What you did stays on record.", "Bydd eich cyfrif yn cau a byddwch yn cael eich allgofnodi ym mhobman. Mae'r hyn a wnaethoch yn aros ar gofnod.";
    pub(crate) LEAVE_BUTTON = "Leave and close my account", "Gadael a chau fy nghyfrif";
    CHANGED = "Your Hearken account has changed", "Mae eich cyfrif Hearken wedi newid";
    pub(crate) INVITED = "Invited, and not here yet", "Wedi'u gwahodd, a heb ddod eto";
    pub(crate) INVITATION_TAKE_BACK = "Take back the invitation of", "Tynnu gwahoddiad yn ôl:";
    pub(crate) CHANGED_PASSWORD = "Your password was changed, and every other browser was signed out.", "Newidiwyd eich cyfrinair, ac allgofnodwyd pob porwr arall.";
    pub(crate) CHANGED_SECOND_FACTOR = "The code from an app was turned on, renewed or turned off.", "Cafodd y cod o ap ei droi ymlaen, ei adnewyddu neu ei droi i ffwrdd.";
    pub(crate) CHANGED_PASSKEY = "A passkey was added to your account.", "Ychwanegwyd allwedd mynediad at eich cyfrif.";
    pub(crate) REGISTER = "Register your organisation", "Cofrestru eich sefydliad";
    pub(crate) REGISTER_TEXT = "For schools, children's services, police, charities, platforms and regulators. Somebody looks at each registration before it is let in. To tell us about a worry you need no account.", "I ysgolion, gwasanaethau plant, yr heddlu, elusennau, platfformau a rheoleiddwyr. Mae rhywun yn edrych ar bob cofrestriad cyn ei dderbyn. I ddweud wrthym am bryder nid oes angen cyfrif arnoch.";
    pub(crate) REGISTER_BUTTON = "Register", "Cofrestru";
    pub(crate) REGISTER_SENT = "We have sent a link to the address that you gave. Follow it within 24 hours to confirm that it is yours.", "Rydym wedi anfon dolen i'r cyfeiriad a roesoch. Dilynwch hi o fewn 24 awr i gadarnhau mai eich un chi ydyw.";
    pub(crate) CONFIRM = "Confirm this address", "Cadarnhau'r cyfeiriad hwn";
    pub(crate) CONFIRMED = "Your address is confirmed", "Mae eich cyfeiriad wedi'i gadarnhau";
    pub(crate) CONFIRMED_TEXT = "Somebody will look at your registration. You will have a mail with an invitation, or with the reason why not.", "Bydd rhywun yn edrych ar eich cofrestriad. Cewch e-bost gyda gwahoddiad, neu gyda'r rheswm pam ddim.";
    pub(crate) ORGANISATION_NAME = "Name of the organisation", "Enw'r sefydliad";
    pub(crate) AGENCY = "What kind of organisation it is", "Pa fath o sefydliad ydyw";
    pub(crate) AGENCY_HEAD = "Kind", "Math";
    pub(crate) POSTCODE = "Its postcode", "Ei god post";
    pub(crate) AREA = "Area", "Ardal";
    pub(crate) INSTALLATION = "Organisations", "Sefydliadau";
    pub(crate) ORGANISATIONS = "Organisations that are here", "Sefydliadau sydd yma";
    pub(crate) ORGANISATION_MAKE = "Let an organisation in and invite its first person", "Derbyn sefydliad a gwahodd ei berson cyntaf";
    pub(crate) ASKING = "Waiting to be let in", "Yn aros i gael eu derbyn";
    pub(crate) ASKING_NONE = "Nobody is waiting.", "Does neb yn aros.";
    pub(crate) DECIDE_REASON = "The reason", "Y rheswm";
    pub(crate) DECIDE_HINT = "How you know that they are who they say, or why not. If you decline, they read it.", "Sut rydych yn gwybod mai nhw ydynt, neu pam ddim. Os byddwch yn gwrthod, byddant yn ei ddarllen.";
    pub(crate) LET_IN = "Let them in", "Eu derbyn";
    pub(crate) DECLINE = "Decline", "Gwrthod";
    pub(crate) KEYS = "Keys for programs", "Allweddi i raglenni";
    pub(crate) KEYS_NONE = "There are no keys.", "Does dim allweddi.";
    pub(crate) KEY_MAKE = "Make a key", "Gwneud allwedd";
    pub(crate) KEY_NAME = "What it is for", "At beth y mae";
    pub(crate) KEY_FOR = "In whose name it acts", "Yn enw pwy y mae'n gweithredu";
    pub(crate) KEY_SCOPES = "What it may do", "Beth gaiff ei wneud";
    pub(crate) KEY_REVOKE = "Revoke", "Diddymu";
    pub(crate) KEY_MADE = "The key", "Yr allwedd";
    pub(crate) KEY_ONCE = "This key is shown once. Keep it where you keep passwords; we cannot show it again.", "Dangosir yr allwedd hon unwaith. Cadwch hi lle rydych yn cadw cyfrineiriau; ni allwn ei dangos eto.";
}

/// The title of the page behind an invitation.
pub(crate) fn join_title(organisation: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Join {organisation}"),
        Lang::Cy => format!("Ymuno â {organisation}"),
    }
}

/// Subject and text of an invitation.
pub(crate) fn invitation(organisation: &str, link: &str, lang: Lang) -> (String, String) {
    match lang {
        Lang::En => (
            format!("Join {organisation} on Hearken"),
            format!("{organisation} has invited you to Hearken. Follow this link within 7 days:\n\n{link}\n"),
        ),
        Lang::Cy => (
            format!("Ymunwch â {organisation} ar Hearken"),
            format!(
                "Mae {organisation} wedi eich gwahodd i Hearken. Dilynwch y ddolen hon o fewn 7 diwrnod:\n\n{link}\n"
            ),
        ),
    }
}

/// What a browser says it is, as people would say it: `Firefox, Windows`.
pub(crate) fn device(says: &str, lang: Lang) -> String {
    // The order matters: most browsers also say that they are the one they once imitated.
    let browsers = [("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let known = [&browsers[..], &systems[..]].map(|all| all.iter().find(|(sign, _)| says.contains(sign)));
    let known: Vec<&str> = known.into_iter().flatten().map(|(_, name)| *name).collect();
    if known.is_empty() { DEVICE_UNKNOWN.of(lang).to_owned() } else { known.join(", ") }
}

/// How many recovery codes are left.
pub(crate) fn codes_left(left: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Recovery codes left: {left}."),
        Lang::Cy => format!("Codau adfer ar ôl: {left}."),
    }
}

/// Tells somebody that something about their account has changed, which only they can have done.
pub(crate) fn changed(what: Words, lang: Lang) -> (String, String) {
    let subject = CHANGED.of(lang);
    let advice = match lang {
        Lang::En => "If this was not you, tell whoever runs the accounts in your organisation now.",
        Lang::Cy => {
            "Os nad chi wnaeth hyn, dywedwch nawr wrth bwy bynnag sy'n rheoli cyfrifon eich sefydliad."
        }
    };
    (subject.to_owned(), format!("{}\n\n{advice}\n", what.of(lang)))
}

/// What somebody who runs the accounts has done that lets others see more.
pub(crate) enum Given<'a> {
    Roles(&'a str, &'a [Role]),
    Invitation(&'a str, &'a [Role]),
    Key(&'a str, &'a [Act]),
    /// Whom somebody let in at a desk, and who.
    Keys(&'a str, &'a str),
}

/// Tells of it whoever it concerns and the leads: who may see what is theirs to know.
pub(crate) fn given_mail(given: &Given<'_>, base_url: &str, lang: Lang) -> (String, String) {
    let (subject, what, at) = match (given, lang) {
        (Given::Roles(name, all), Lang::En) => {
            (format!("The roles of {name} were changed"), roles(all, lang), "members")
        }
        (Given::Roles(name, all), Lang::Cy) => {
            (format!("Newidiwyd rolau {name}"), roles(all, lang), "members")
        }
        (Given::Invitation(email, all), Lang::En) => {
            (format!("{email} was invited"), roles(all, lang), "members")
        }
        (Given::Invitation(email, all), Lang::Cy) => {
            (format!("Gwahoddwyd {email}"), roles(all, lang), "members")
        }
        (Given::Key(name, acts), lang) => {
            let acts = acts.iter().map(|one| act(*one).of(lang)).collect::<Vec<_>>().join(", ");
            let subject = match lang {
                Lang::En => format!("A key for programs was made in the name of {name}"),
                Lang::Cy => format!("Gwnaed allwedd i raglenni yn enw {name}"),
            };
            (subject, acts, "keys")
        }
        (Given::Keys(name, by), Lang::En) => {
            (format!("{name} was given the keys of a desk"), format!("by {by}"), "account")
        }
        (Given::Keys(name, by), Lang::Cy) => {
            (format!("Rhoddwyd allweddi desg i {name}"), format!("gan {by}"), "account")
        }
    };
    let body = format!("{subject}: {what}. {base_url}/{at}\n");
    (subject, body)
}

/// The link for a new password.
pub(crate) fn reset_mail(link: &str, lang: Lang) -> (String, String) {
    match lang {
        Lang::En => (
            "A new password for Hearken".to_owned(),
            format!(
                "Follow this link within an hour to choose a new password:\n\n{link}\n\nIf you did not ask for it, do nothing: your password stays as it is.\n"
            ),
        ),
        Lang::Cy => (
            "Cyfrinair newydd ar gyfer Hearken".to_owned(),
            format!(
                "Dilynwch y ddolen hon o fewn awr i ddewis cyfrinair newydd:\n\n{link}\n\nOs na ofynnoch amdani, peidiwch â gwneud dim: mae eich cyfrinair yn aros fel y mae.\n"
            ),
        ),
    }
}

/// The link with which an address is confirmed. Nothing that was typed is in it: a form that mails what
/// strangers type to whom they like is soon used for that.
pub(crate) fn confirm_mail(link: &str, lang: Lang) -> (String, String) {
    match lang {
        Lang::En => (
            "Confirm your address for Hearken".to_owned(),
            format!(
                "Somebody gave this address to register an organisation with Hearken. If it was you, follow this link within 24 hours:\n\n{link}\n\nIf not, do nothing.\n"
            ),
        ),
        Lang::Cy => (
            "Cadarnhewch eich cyfeiriad ar gyfer Hearken".to_owned(),
            format!(
                "Rhoddodd rhywun y cyfeiriad hwn i gofrestru sefydliad gyda Hearken. Os mai chi oedd hynny, dilynwch y ddolen hon o fewn 24 awr:\n\n{link}\n\nOs na, peidiwch â gwneud dim.\n"
            ),
        ),
    }
}

/// Tells an administrator that an organisation asks to be let in.
pub(crate) fn asks_mail(organisation: &str, base_url: &str, lang: Lang) -> (String, String) {
    let subject = match lang {
        Lang::En => format!("{organisation} asks to be let in"),
        Lang::Cy => format!("Mae {organisation} yn gofyn am gael ei dderbyn"),
    };
    let body = format!("{subject}: {base_url}/installation\n");
    (subject, body)
}

/// Tells whoever asked that their organisation was not let in.
pub(crate) fn declined_mail(organisation: &str, reason: &str, lang: Lang) -> (String, String) {
    match lang {
        Lang::En => (
            format!("{organisation} was not let in to Hearken"),
            format!("Your registration of {organisation} was declined. The reason:\n\n{reason}\n"),
        ),
        Lang::Cy => (
            format!("Ni dderbyniwyd {organisation} i Hearken"),
            format!("Gwrthodwyd eich cofrestriad o {organisation}. Y rheswm:\n\n{reason}\n"),
        ),
    }
}

/// The name of the local authority with this code.
pub(crate) fn area(code: Option<&str>) -> &'static str {
    code.and_then(place::area_with).map_or("", |authority| authority.name.as_str())
}

/// What a kind of organisation is called.
pub(crate) const fn agency(kind: AgencyKind) -> Words {
    match kind {
        AgencyKind::SafeguardingService => w("Safeguarding service", "Gwasanaeth diogelu"),
        AgencyKind::School => w("School or college", "Ysgol neu goleg"),
        AgencyKind::ChildrensServices => w("Children's services", "Gwasanaethau plant"),
        AgencyKind::Police => w("Police", "Heddlu"),
        AgencyKind::Charity => w("Charity", "Elusen"),
        AgencyKind::Platform => w("Online platform", "Platfform ar-lein"),
        AgencyKind::Regulator => w("Regulator", "Rheoleiddiwr"),
    }
}

/// What several roles are called.
pub(crate) fn roles(all: &[Role], lang: Lang) -> String {
    all.iter().map(|one| role(*one).of(lang)).collect::<Vec<_>>().join(", ")
}

/// What a role is called.
pub(crate) fn role(role: Role) -> Words {
    match role {
        Role::Staff => Words::new("Staff: may report", "Staff: yn gallu adrodd"),
        Role::Lead => Words::new("Safeguarding lead", "Arweinydd diogelu"),
        Role::Practitioner => Words::new("Practitioner", "Ymarferydd"),
        Role::Officer => Words::new("Police officer", "Swyddog heddlu"),
        Role::Moderator => Words::new("Platform moderator", "Cymedrolwr platfform"),
        Role::Analyst => Words::new("Analyst", "Dadansoddwr"),
        Role::Inspector => Words::new("Inspector", "Arolygydd"),
        Role::Recruiter => Words::new("Recruiter", "Recriwtiwr"),
        Role::OrganisationAdmin => Words::new("Runs the accounts here", "Yn rheoli'r cyfrifon yma"),
        Role::Administrator => Words::new("Runs this installation", "Yn rheoli'r gosodiad hwn"),
    }
}

/// Why something was refused, in the reader's language.
pub(crate) fn refusal(refusal: &Refusal, lang: Lang) -> String {
    let welsh = match refusal {
        Refusal::Email => "rhowch gyfeiriad e-bost, fel enw@enghraifft.org".to_owned(),
        Refusal::Name { chars_max } => format!("rhowch eich enw, mewn {chars_max} nod ar y mwyaf"),
        Refusal::PasswordShort { chars_min } => {
            format!("dewiswch gyfrinair o {chars_min} nod o leiaf: mae tri neu bedwar gair yn hawdd eu cofio")
        }
        Refusal::PasswordLong { chars_max } => format!("dewiswch gyfrinair o {chars_max} nod ar y mwyaf"),
        Refusal::PasswordCommon => "dewiswch gyfrinair nad yw mor hawdd ei ddyfalu".to_owned(),
        Refusal::NoRole => "dewiswch o leiaf un rôl".to_owned(),
        Refusal::LastAdministrator => {
            "does neb arall yn rheoli'r cyfrifon yma: rhowch y rôl honno i rywun arall yn gyntaf".to_owned()
        }
        Refusal::Organisation { chars_max } => {
            format!("rhowch enw'r sefydliad, mewn {chars_max} nod ar y mwyaf")
        }
        Refusal::Agency => "dewiswch pa fath o sefydliad ydyw".to_owned(),
        Refusal::Area => "rhowch god post cyfan rydym yn ei adnabod, fel SN3 1RA".to_owned(),
        Refusal::NoReason => "rhowch y rheswm: mae'n cael ei gofnodi".to_owned(),
        Refusal::NoScope => "dewiswch o leiaf un peth y caiff ei wneud".to_owned(),
        Refusal::NoHolder => "dewiswch yn enw pwy y mae'n gweithredu".to_owned(),
        Refusal::HasAccount => {
            "mae gan y cyfeiriad hwn gyfrif eisoes: mewngofnodwch ag ef, neu gadewch yno yn gyntaf".to_owned()
        }
        Refusal::Decided => "mae hyn wedi'i benderfynu eisoes".to_owned(),
    };
    let text = match lang {
        Lang::En => refusal.to_string(),
        Lang::Cy => welsh,
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_by_its_name_and_system() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36 Edg/150.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1";
        for (says, expected) in [(edge, "Edge, Windows"), (phone, "Safari, iPhone"), ("curl/8", "A browser")]
        {
            assert_eq!(device(says, Lang::En), expected);
        }
    }
}
