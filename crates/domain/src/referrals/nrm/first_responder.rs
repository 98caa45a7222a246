//! Who may refer: staff of a designated first responder organisation, by their address at work.

use super::form::form;

/// Whether an email address is at a domain of first responders: the domain itself, or one below it. `evilpolice.uk` is
/// neither below `police.uk` nor equal to it.
pub fn may_refer(email: &str) -> bool {
    let Some((name, host)) = email.trim().rsplit_once('@') else { return false };
    let host = host.to_ascii_lowercase();
    !name.is_empty()
        && form().first_responder_suffixes.iter().any(|suffix| {
            let bare = suffix.trim_start_matches('.');
            let itself = host == bare && !suffix.starts_with('.');
            let below =
                host.strip_suffix(bare).is_some_and(|before| before.len() > 1 && before.ends_with('.'));
            itself || below
        })
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
            ("x@evilpolice.uk", false),
            ("x@notgov.scot", false),
            ("x@fakepnn.police.uk.example", false),
            ("x@gov.uk", false),
            ("x@.gov.uk", false),
            ("nurse@nhs.net", false),
            ("teacher@school.sch.uk", false),
            ("@kent.police.uk", false),
            ("kent.police.uk", false),
        ];
        for (email, expected) in cases {
            assert_eq!(may_refer(email), expected, "{email}");
        }
    }
}
