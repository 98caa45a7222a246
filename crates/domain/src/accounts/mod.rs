//! Organisations, the people in them, and how they prove who they are.
//!
//! Secrets (passwords, second factors) are never in an event: the journal says that one was set, not
//! what it is.

use serde::{Deserialize, Serialize};

use crate::agency::{AgencyKind, Nation};
use crate::events;
use crate::id::OrganisationId;
use crate::role::Role;
use crate::words::Lang;

/// An organisation as the journal tells of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    pub name: String,
    pub agency: AgencyKind,
    pub nation: Nation,
    /// The code of the local authority it is in (`E06000030`), where it has one.
    #[serde(default)]
    pub area: Option<String>,
    /// A short code for addresses, such as `kingsmead`.
    pub code: String,
}

events! {
    /// What can happen to an organisation or an account.
    pub enum Event {
        /// An organisation was made.
        OrganisationMade { organisation: Organisation } = "organisation_made",
        /// Somebody was invited; the link is not in the journal.
        Invited { organisation: OrganisationId, email: String, roles: Vec<Role> } = "invited",
        /// An invitation was taken back before it was followed.
        InvitationTakenBack = "invitation_taken_back",
        /// Somebody followed their invitation and has an account.
        Joined { organisation: OrganisationId, name: String, email: String, roles: Vec<Role>, lang: Lang } = "joined",
        /// A password was set or changed; which one is nobody's to know.
        PasswordSet = "password_set",
        /// A second factor was turned on or off.
        SecondFactorSet { on: bool } = "second_factor_set",
        /// A passkey was added or removed.
        PasskeySet { name: String, on: bool } = "passkey_set",
        /// The person chose the language of their pages.
        LanguageSet { lang: Lang } = "language_set",
        /// Somebody confirmed their address and asked that their organisation be let in.
        RegistrationMade { organisation: Organisation, name: String, email: String } = "registration_made",
        /// An administrator of the installation let the organisation in, or did not, with the reason.
        RegistrationDecided { accepted: bool, reason: String } = "registration_decided",
        /// Signed in.
        SignedIn { with: String } = "signed_in",
        /// Proved again who they are, before a dangerous act.
        ProvedAgain { with: String } = "proved_again",
        /// Too many wrong passwords: nobody may try for a while.
        LockedOut = "locked_out",
        /// Every browser was signed out, or one was.
        SessionsEnded { count: u32 } = "sessions_ended",
        /// Roles were changed.
        RolesChanged { before: Vec<Role>, after: Vec<Role> } = "roles_changed",
        /// An administrator closed the account.
        Deactivated = "deactivated",
        /// The person left the organisation.
        Left = "left",
        /// A key for programs was made; the key itself is not in the journal.
        TokenMade {
            name: String,
            scopes: Vec<crate::role::Act>,
            /// In whose name it acts.
            #[serde(default)]
            account: Option<crate::id::AccountId>,
        } = "token_made",
        /// A key for programs was revoked.
        TokenRevoked = "token_revoked",
        /// Three shares were made, any two of which make a lost root key anew.
        SharesMade { of: String } = "shares_made",
        /// It was rehearsed that two shares open everything; so much did, and so much did not.
        RecoveryDrilled { pairs: u64, matters: u64, shut: u64 } = "recovery_drilled",
        /// The root key was lost, and made anew with two shares.
        RootKeyRecovered { pairs: u64 } = "root_key_recovered",
        /// The custody of the keys was given to people, or back to the root key.
        CustodyGiven { people: bool } = "custody_given",
        /// The person could open their keys no more and began anew; at each desk a colleague must let them in.
        KeysBegunAnew = "keys_begun_anew",
        /// Somebody who had them, or two with shares, gave the person the keys of so many desks.
        KeysGiven { desks: u64 } = "keys_given",
        /// A code was printed that opens the person's keys; the one before opens nothing.
        CodePrinted = "code_printed",
    }
}

/// Why something about an account is refused. The sentences are read by the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("enter an email address, like name@example.org")]
    Email,
    #[error("enter your name, in at most {chars_max} characters")]
    Name { chars_max: usize },
    #[error("choose a password of at least {chars_min} characters: three or four words are easy to remember")]
    PasswordShort { chars_min: usize },
    #[error("choose a password of at most {chars_max} characters")]
    PasswordLong { chars_max: usize },
    #[error("choose a password that is not so easy to guess")]
    PasswordCommon,
    #[error("choose at least one role")]
    NoRole,
    #[error("nobody else runs the accounts here: give somebody else that role first")]
    LastAdministrator,
    #[error("enter the name of the organisation, in at most {chars_max} characters")]
    Organisation { chars_max: usize },
    #[error("choose what kind of organisation it is")]
    Agency,
    #[error("enter a whole postcode that we know, such as SN3 1RA")]
    Area,
    #[error("give the reason: it is recorded")]
    NoReason,
    #[error("choose at least one thing that it may do")]
    NoScope,
    #[error("choose in whose name it acts")]
    NoHolder,
    #[error("this has been decided already")]
    Decided,
    #[error("this address has an account already: sign in with it, or leave there first")]
    HasAccount,
}

/// Somebody must always be left to run the accounts of an organisation: refuses to take that from the last
/// active one. `others` is how many others run them.
pub const fn keeps_an_administrator(runs_accounts: bool, others: usize) -> Result<(), Refusal> {
    if runs_accounts && others == 0 { Err(Refusal::LastAdministrator) } else { Ok(()) }
}

/// A short code for addresses from an organisation's name: lower case, hyphens, at most 40 characters.
/// `taken` says whether another organisation has it; a number is then added.
pub fn code_of(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let code: String = words.collect::<Vec<_>>().join("-").to_lowercase().chars().take(40).collect();
    let code = code.trim_matches('-').to_owned();
    let base = if code.is_empty() { "organisation".to_owned() } else { code };
    let mut numbered = (2..).map(|number| format!("{base}-{number}"));
    if taken(&base) { numbered.find(|code| !taken(code)).unwrap_or(base) } else { base }
}

/// The shortest password. Long beats complicated: no rule about digits and signs (NCSC, OWASP ASVS 6.2).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The longest password: longer ones only burn the processor.
pub const PASSWORD_CHARS_MAX: usize = 128;
const NAME_CHARS_MAX: usize = 120;

/// Checks a password against the person's own address and the first guesses that anybody makes.
pub fn password(password: &str, email: &str) -> Result<(), Refusal> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Err(Refusal::PasswordShort { chars_min: PASSWORD_CHARS_MIN });
    }
    if chars > PASSWORD_CHARS_MAX {
        return Err(Refusal::PasswordLong { chars_max: PASSWORD_CHARS_MAX });
    }
    let lower = password.to_lowercase();
    let own = email.split('@').next().unwrap_or_default().to_lowercase();
    let stem: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let guesses = [
        "password",
        "passwordpassword",
        "safeguarding",
        "hearken",
        "letmein",
        "qwertyuiop",
        "qwertyuiopasdfghjkl",
        "",
    ];
    let repeats = lower.chars().collect::<std::collections::BTreeSet<_>>().len() < 5;
    if repeats || guesses.contains(&stem.as_str()) || (own.len() > 3 && stem == own) {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// An email address in the one form in which it is kept and compared: no blanks, lower case.
pub fn email(typed: &str) -> Result<String, Refusal> {
    let email = typed.trim().to_lowercase();
    let (local, domain) = email.split_once('@').ok_or(Refusal::Email)?;
    let clean = |part: &str| {
        !part.is_empty() && part.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '@')
    };
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    let reasonable = email.len() <= 254 && !email.contains([',', ';', '<', '>', '"', '(', ')']);
    if clean(local) && clean(domain) && dotted && reasonable { Ok(email) } else { Err(Refusal::Email) }
}

/// A person's name, trimmed.
pub fn name(typed: &str) -> Result<String, Refusal> {
    one_line(typed).ok_or(Refusal::Name { chars_max: NAME_CHARS_MAX })
}

/// The name of an organisation, trimmed.
pub fn organisation_name(typed: &str) -> Result<String, Refusal> {
    one_line(typed).ok_or(Refusal::Organisation { chars_max: NAME_CHARS_MAX })
}

fn one_line(typed: &str) -> Option<String> {
    let name = typed.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_judged_by_length_and_by_what_is_guessed_first() {
        let cases = [
            ("short", Err(Refusal::PasswordShort { chars_min: 12 })),
            ("Password1234!", Err(Refusal::PasswordCommon)),
            ("aaaaaaaaaaaaaaa", Err(Refusal::PasswordCommon)),
            ("gwen.hughes2026", Err(Refusal::PasswordCommon)),
            ("teapot heron ladder", Ok(())),
        ];
        for (typed, expected) in cases {
            assert_eq!(password(typed, "gwenhughes@example.org"), expected, "{typed}");
        }
    }

    #[test]
    fn the_last_who_runs_the_accounts_cannot_go() {
        assert_eq!(keeps_an_administrator(true, 0), Err(Refusal::LastAdministrator));
        assert_eq!(keeps_an_administrator(true, 1), Ok(()));
        assert_eq!(keeps_an_administrator(false, 0), Ok(()));
    }

    #[test]
    fn an_organisation_gets_a_code_of_its_own() {
        assert_eq!(code_of("St Anselm's School", |_| false), "st-anselm-s-school");
        assert_eq!(code_of("Ridgeway", |code| code == "ridgeway"), "ridgeway-2");
        assert_eq!(code_of("ꓘ", |_| false), "organisation");
    }

    #[test]
    fn an_email_address_is_kept_in_one_form() {
        assert_eq!(email("  Gwen@Example.ORG ").as_deref(), Ok("gwen@example.org"));
        for wrong in
            ["", "gwen", "@example.org", "gwen@", "gwen@org", "a b@example.org", "a@b@c.org", "a@b..org"]
        {
            assert_eq!(email(wrong), Err(Refusal::Email), "{wrong}");
        }
    }
}
