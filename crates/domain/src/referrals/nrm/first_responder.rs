//! Who may refer: staff of a designated first responder organisation, by their address at work.
//!
//! The list is data (`data/forms/first_responders.toml`). An organisation of this installation that is children's services
//! or police is a first responder by law, and was looked at when it was let in; its people may make the referral here
//! although the official form would send their address away, and are told that it would.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::agency::AgencyKind;

/// The addresses that the official form takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    pub source: String,
    pub address: String,
    /// Whether the list is known to be the live one, whole.
    pub verified: bool,
    pub read_on: Date,
    /// Endings: with a full stop before it only what is below it, else also itself.
    pub suffixes: Vec<String>,
    /// Single domains: nothing below them.
    pub domains: Vec<String>,
}

static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../data/forms/first_responders.toml"))
        .expect("data/forms/first_responders.toml is read by a test of this file")
});

/// The list.
pub fn addresses() -> &'static Addresses {
    &ADDRESSES
}

/// How somebody stands to the mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The official form takes their address.
    ByAddress,
    /// Their organisation is a first responder by law; the official form would not take their address.
    ByOrganisation,
    /// They must ask a first responder to make it.
    None,
}

/// How somebody with this address, of such an organisation, stands to it.
pub fn standing(email: &str, agency: AgencyKind) -> Standing {
    if may_refer(email) {
        return Standing::ByAddress;
    }
    match agency {
        AgencyKind::ChildrensServices | AgencyKind::Police => Standing::ByOrganisation,
        AgencyKind::SafeguardingService
        | AgencyKind::School
        | AgencyKind::Charity
        | AgencyKind::Platform
        | AgencyKind::Regulator => Standing::None,
    }
}

/// Whether an email address is at a domain of first responders: the domain itself, or one below it. `evilpolice.uk` is
/// neither below `police.uk` nor equal to it.
pub fn may_refer(email: &str) -> bool {
    let Some((name, host)) = email.trim().rsplit_once('@') else { return false };
    let host = host.to_ascii_lowercase();
    let local = !name.is_empty() && !name.contains(|sign: char| sign == '@' || sign.is_whitespace());
    local && is_host(&host) && (listed(&host) || below(&host))
}

fn listed(host: &str) -> bool {
    addresses().domains.iter().any(|domain| domain == host)
}

fn below(host: &str) -> bool {
    addresses().suffixes.iter().any(|suffix| {
        let bare = suffix.trim_start_matches('.');
        let itself = host == bare && !suffix.starts_with('.');
        itself || host.strip_suffix(bare).is_some_and(|before| before.ends_with('.'))
    })
}

/// Whether each label is one that a name server could know (RFC 1035): so `x@..gov.uk` is at no host.
fn is_host(host: &str) -> bool {
    host.len() <= 253 && host.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_that_only_ends_alike_may_not_refer() {
        let cases = [
            ("a.officer@kent.police.uk", true),
            ("a.officer@police.uk", true),
            ("a.officer@gmp.pnn.police.uk", true),
            ("a.worker@swindon.gov.uk", true),
            ("A.Worker@SWINDON.GOV.UK", true),
            ("a.worker@belfasttrust.hscni.net", true),
            ("a.worker@gov.scot", true),
            ("a.worker@barnardos.org.uk", true),
            ("a.worker@nspcc.org.uk", true),
            ("a.worker@migranthelpuk.org", true),
            ("x@mail.barnardos.org.uk", false),
            ("x@notbarnardos.org.uk", false),
            ("x@evilpolice.uk", false),
            ("x@notgov.scot", false),
            ("x@fakepnn.police.uk.example", false),
            ("x@gov.uk", false),
            ("x@.gov.uk", false),
            ("x@..gov.uk", false),
            ("x@a..gov.uk", false),
            ("x@-a.gov.uk", false),
            ("x@a_b.gov.uk", false),
            ("x@a b.gov.uk", false),
            ("x y@kent.police.uk", false),
            ("x@y@kent.police.uk", false),
            ("nurse@nhs.net", false),
            ("teacher@school.sch.uk", false),
            ("@kent.police.uk", false),
            ("kent.police.uk", false),
        ];
        for (email, expected) in cases {
            assert_eq!(may_refer(email), expected, "{email}");
        }
    }

    #[test]
    fn every_listed_domain_is_a_host_and_its_people_may_refer() {
        assert!(addresses().domains.len() > 45, "{}", addresses().domains.len());
        for domain in &addresses().domains {
            assert!(may_refer(&format!("a.worker@{domain}")), "{domain}");
            assert_eq!(*domain, domain.to_ascii_lowercase(), "{domain}");
        }
    }

    #[test]
    fn the_council_is_a_first_responder_by_law_and_a_school_is_none() {
        assert_eq!(standing("w@kent.gov.uk", AgencyKind::ChildrensServices), Standing::ByAddress);
        assert_eq!(standing("w@council.example", AgencyKind::ChildrensServices), Standing::ByOrganisation);
        assert_eq!(standing("w@evilpolice.uk", AgencyKind::Police), Standing::ByOrganisation);
        for agency in [AgencyKind::School, AgencyKind::Charity, AgencyKind::SafeguardingService] {
            assert_eq!(standing("w@evilpolice.uk", agency), Standing::None, "{agency:?}");
        }
    }
}
