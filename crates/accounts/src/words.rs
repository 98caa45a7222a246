//! The words of accounts.

use domain::accounts::Refusal;
use domain::role::{Act, Role};
use domain::words;
use domain::words::{Lang, Words};

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
    pub(crate) END_SESSION = "Sign out there", "Allgofnodi yno";
    pub(crate) MEMBERS = "People", "Pobl";
    pub(crate) MEMBERS_CAPTION = "People with an account", "Pobl â chyfrif";
    pub(crate) INVITE = "Invite somebody", "Gwahodd rhywun";
    pub(crate) INVITE_BUTTON = "Send the invitation", "Anfon y gwahoddiad";
    pub(crate) ACTIVE = "Active", "Gweithredol";
    pub(crate) CLOSED = "Closed", "Wedi cau";
    pub(crate) DEACTIVATE = "Close the account of", "Cau cyfrif";
    pub(crate) NOT_YOURSELF = "You cannot close your own account: ask another administrator", "Ni allwch gau eich cyfrif eich hun: gofynnwch i weinyddwr arall";
    pub(crate) PROVE = "Enter your password again", "Rhowch eich cyfrinair eto";
    pub(crate) PROVE_TEXT = "What you are about to do cannot be undone, so we make sure that it is you.", "Ni ellir dadwneud yr hyn rydych ar fin ei wneud, felly rydym yn sicrhau mai chi sydd yno.";
    pub(crate) PROVE_BUTTON = "Continue", "Parhau";
    pub(crate) PROVE_WRONG = "That is not your password", "Nid dyna eich cyfrinair";
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

/// What a key may do, as the administrator chooses it.
pub(crate) const fn act(act: Act) -> Words {
    match act {
        Act::UseOwnAccount => w("Use the account", "Defnyddio'r cyfrif"),
        Act::Report => w("Report a concern", "Adrodd pryder"),
        Act::ReadOwnReports => w("See own reports", "Gweld eich adroddiadau eich hun"),
        Act::SeeQueue => w("See the queue", "Gweld y ciw"),
        Act::ReadReport => w("Read reports", "Darllen adroddiadau"),
        Act::Triage => w("Triage reports", "Brysbennu adroddiadau"),
        Act::ReadCase => w("Read cases", "Darllen achosion"),
        Act::WorkCase => w("Work on cases", "Gweithio ar achosion"),
        Act::BreakGlass => w("Look in from outside the team", "Edrych i mewn o'r tu allan i'r tîm"),
        Act::Refer => w("Refer", "Atgyfeirio"),
        Act::SeeReferrals => w("See the list of referrals", "Gweld y rhestr o atgyfeiriadau"),
        Act::ReadReferral => w("Read referrals", "Darllen atgyfeiriadau"),
        Act::AnswerReferral => w("Answer referrals", "Ateb atgyfeiriadau"),
        Act::ReadAudit => w("Read who did what", "Darllen pwy wnaeth beth"),
        Act::ManageMembers => w("Run accounts", "Rheoli cyfrifon"),
        Act::ManageInstallation => w("Run the installation", "Rheoli'r gosodiad"),
        Act::ManageTokens => w("Make keys", "Gwneud allweddi"),
    }
}
