//! Whose signatures are enough (C2SP tlog-policy).
//!
//! ```text
//! log example.com/log+530d903a+Aek…                       the log's key, and perhaps its address
//! witness north north.example+5f0c1a2b+BAk… https://…     a witness, by a name that counts here alone
//! witness south south.example+11aa22bb+BAp…
//! group both 2 north south                                "any", "all", or how many
//! quorum both                                             or "none"
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::{Checkpoint, Kind, Note, VerifierKey, cosign};

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub logs: Vec<Party>,
    pub witnesses: Vec<Party>,
    rules: BTreeMap<String, Rule>,
    /// The name of a witness or a group; none for "none".
    quorum: Option<String>,
}

/// A log or a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What the policy calls it; a log by its origin.
    pub name: String,
    pub key: VerifierKey,
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Witness(usize),
    Group(usize, Vec<String>),
}

/// What is wrong with a policy: the number of the line, counted from 1 (0 for the whole), and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {0} of the policy: {1}")]
pub struct NotAPolicy(pub usize, pub &'static str);

/// What a note with a checkpoint amounts to under a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub checkpoint: Checkpoint,
    /// The witnesses that cosigned it, by the policy's names, each with its time in seconds since 1970.
    pub seen: Vec<(String, u64)>,
}

/// Why it is not enough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Short {
    #[error("the signed text is not a checkpoint")]
    Checkpoint,
    #[error("no log of the policy has signed it")]
    Log,
    #[error("a signature with the name and key of {0} is not theirs")]
    Forged(String),
    #[error("the log has signed it, but not enough witnesses have: {0:?}")]
    Quorum(Judged),
}

impl Policy {
    /// A policy that knows no log and asks for no witness.
    pub fn none() -> Self {
        Self { logs: Vec::new(), witnesses: Vec::new(), rules: BTreeMap::new(), quorum: None }
    }

    /// A policy of one log and no witnesses.
    pub fn of_log(key: VerifierKey) -> Self {
        Self::none().and_log(key)
    }

    /// The same policy, with this log too.
    #[must_use]
    pub fn and_log(mut self, key: VerifierKey) -> Self {
        if !self.logs.iter().any(|log| log.key == key) {
            self.logs.push(Party { name: key.name.clone(), key, url: None });
        }
        self
    }

    /// Whether the policy asks for any witness.
    pub fn asks_for_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// What a note amounts to. A signature that bears a known name and key but is not theirs spoils the whole.
    pub fn judge(&self, note: &Note) -> Result<Judged, Short> {
        let checkpoint: Checkpoint = note.text.parse().map_err(|_| Short::Checkpoint)?;
        let mut signed = false;
        for log in self.logs.iter().filter(|log| log.key.name == checkpoint.origin) {
            for signature in note.signatures_of(&log.key) {
                if !log.key.signed(note.text.as_bytes(), &signature.bytes) {
                    return Err(Short::Forged(log.name.clone()));
                }
                signed = true;
            }
        }
        if !signed {
            return Err(Short::Log);
        }
        let mut seen: Vec<(String, u64)> = Vec::new();
        for witness in self.witnesses.iter().filter(|witness| witness.key.kind == Kind::Witness) {
            for signature in note.signatures_of(&witness.key) {
                let at = cosign::time_of(&witness.key, &note.text, &signature.bytes);
                seen.push((witness.name.clone(), at.ok_or_else(|| Short::Forged(witness.name.clone()))?));
            }
        }
        let enough = self.quorum.as_deref().is_none_or(|name| self.holds(name, &seen));
        let judged = Judged { checkpoint, seen };
        if enough { Ok(judged) } else { Err(Short::Quorum(judged)) }
    }

    fn holds(&self, name: &str, seen: &[(String, u64)]) -> bool {
        match self.rules.get(name) {
            Some(Rule::Witness(at)) => seen.iter().any(|(witness, _)| *witness == self.witnesses[*at].name),
            Some(Rule::Group(enough, members)) => {
                members.iter().filter(|member| self.holds(member, seen)).count() >= *enough
            }
            None => false,
        }
    }

    fn line(&mut self, words: &[&str], members: &mut Vec<String>) -> Result<(), &'static str> {
        match words {
            ["log", key, rest @ ..] if rest.len() < 2 => {
                let key: VerifierKey = key.parse().map_err(|_| "the key of the log cannot be read")?;
                if self.logs.iter().any(|log| log.key.public == key.public) {
                    return Err("this key is there already");
                }
                self.logs.push(Party { name: key.name.clone(), key, url: url(rest) });
            }
            ["witness", name, key, rest @ ..] if rest.len() < 2 => {
                self.is_new(name)?;
                let key: VerifierKey = key.parse().map_err(|_| "the key of the witness cannot be read")?;
                if self.witnesses.iter().any(|known| known.key.public == key.public) {
                    return Err("this key is there already");
                }
                self.rules.insert((*name).to_owned(), Rule::Witness(self.witnesses.len()));
                self.witnesses.push(Party { name: (*name).to_owned(), key, url: url(rest) });
            }
            ["group", name, enough, names @ ..] if !names.is_empty() => {
                self.is_new(name)?;
                let enough = enough_of(enough, names.len()).ok_or("a group says any, all, or how many")?;
                for member in names {
                    if !self.rules.contains_key(*member) || members.iter().any(|known| known == member) {
                        return Err("a member stands on a line before this one, and in one group");
                    }
                    members.push((*member).to_owned());
                }
                let names = names.iter().map(|name| (*name).to_owned()).collect();
                self.rules.insert((*name).to_owned(), Rule::Group(enough, names));
            }
            ["quorum", "none"] => {}
            ["quorum", name] if self.rules.contains_key(*name) => self.quorum = Some((*name).to_owned()),
            ["quorum", _] => {
                return Err("the quorum is a witness or group of a line before this one, or none");
            }
            _ => return Err("a line is log, witness, group or quorum"),
        }
        Ok(())
    }

    fn is_new(&self, name: &str) -> Result<(), &'static str> {
        if name == "none" || self.rules.contains_key(name) { Err("this name is taken") } else { Ok(()) }
    }
}

fn url(rest: &[&str]) -> Option<String> {
    rest.first().map(|url| (*url).to_owned())
}

fn enough_of(word: &str, members: usize) -> Option<usize> {
    match word {
        "any" => Some(1),
        "all" => Some(members),
        number => number.parse().ok().filter(|enough| (1..=members).contains(enough)),
    }
}

impl fmt::Display for Policy {
    /// As it is read: a group after its members.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = |party: &Party| party.url.as_ref().map_or_else(String::new, |url| format!(" {url}"));
        for log in &self.logs {
            writeln!(f, "log {}{}", log.key, url(log))?;
        }
        for witness in &self.witnesses {
            writeln!(f, "witness {} {}{}", witness.name, witness.key, url(witness))?;
        }
        let is_group = |name: &str| matches!(self.rules.get(name), Some(Rule::Group(..)));
        let mut written: Vec<&str> = Vec::new();
        loop {
            let ready = self.rules.iter().find_map(|(name, rule)| match rule {
                Rule::Group(enough, members) if !written.contains(&name.as_str()) => {
                    let known = |member: &String| !is_group(member) || written.contains(&member.as_str());
                    members.iter().all(known).then_some((name, enough, members))
                }
                Rule::Group(..) | Rule::Witness(_) => None,
            });
            let Some((name, enough, members)) = ready else { break };
            writeln!(f, "group {name} {enough} {}", members.join(" "))?;
            written.push(name);
        }
        writeln!(f, "quorum {}", self.quorum.as_deref().unwrap_or("none"))
    }
}

impl FromStr for Policy {
    type Err = NotAPolicy;

    fn from_str(text: &str) -> Result<Self, NotAPolicy> {
        let mut policy = Self::none();
        let (mut members, mut quorums) = (Vec::new(), 0);
        for (number, line) in text.split('\n').enumerate() {
            let wrong = |why| NotAPolicy(number + 1, why);
            if line.chars().any(|c| c.is_control() && c != '\t') {
                return Err(wrong("there is a control character in it"));
            }
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            if words.first().is_none_or(|word| word.starts_with('#')) {
                continue;
            }
            quorums += usize::from(words[0] == "quorum");
            policy.line(&words, &mut members).map_err(wrong)?;
        }
        if quorums == 1 { Ok(policy) } else { Err(NotAPolicy(0, "there is one quorum line")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hash, SigningKey};

    fn witness(name: &str, seed: u8) -> SigningKey {
        SigningKey::new(name, Kind::Witness, [seed; 32]).unwrap()
    }

    fn log() -> SigningKey {
        SigningKey::new("example.com/log", Kind::Log, [1; 32]).unwrap()
    }

    fn note(witnesses: &[SigningKey]) -> Note {
        let text =
            Checkpoint { origin: "example.com/log".to_owned(), size: 1, root: Hash::leaf(b"a") }.to_string();
        let mut note = Note { signatures: vec![log().sign(&text)], text };
        for key in witnesses {
            note.add(cosign::cosign(key, &note.text, 1000));
        }
        note
    }

    fn policy(quorum: &str) -> Policy {
        let (log, a, b) =
            (log().verifier(), witness("a.example", 2).verifier(), witness("b.example", 3).verifier());
        format!("# ours\nlog {log} https://example.com\n\nwitness a {a}\n\twitness b {b} https://b.example\n{quorum}")
            .parse()
            .unwrap()
    }

    #[test]
    fn a_quorum_is_met_by_as_many_as_it_says() {
        let (a, b) = (witness("a.example", 2), witness("b.example", 3));
        let cases = [
            ("quorum none", vec![], true),
            ("quorum a", vec![b.clone()], false),
            ("quorum a", vec![a.clone()], true),
            ("group g any a b\nquorum g", vec![b.clone()], true),
            ("group g 2 a b\nquorum g", vec![b.clone()], false),
            ("group g all a b\nquorum g", vec![a.clone(), b.clone()], true),
            ("group g all a b\nquorum g", vec![a.clone(), witness("c.example", 4)], false),
        ];
        for (quorum, witnesses, met) in cases {
            let judged = policy(quorum).judge(&note(&witnesses));
            assert_eq!(judged.is_ok(), met, "{quorum}");
            assert!(met || matches!(judged, Err(Short::Quorum(_))), "{quorum}");
        }
    }

    #[test]
    fn a_policy_is_read_as_it_was_written() {
        for quorum in
            ["quorum none", "quorum b", "group z 1 a\ngroup m all z b\nquorum m", "group g 2 a b\nquorum g"]
        {
            let policy = policy(quorum);
            assert_eq!(policy.to_string().parse::<Policy>().as_ref(), Ok(&policy), "{policy}");
        }
    }

    #[test]
    fn a_forged_signature_of_a_known_key_spoils_the_note() {
        let a = witness("a.example", 2);
        let mut forged = note(std::slice::from_ref(&a));
        forged.signatures[1].bytes[9] ^= 1;
        assert_eq!(policy("quorum none").judge(&forged), Err(Short::Forged("a".to_owned())));
        let mut forged = note(&[a]);
        forged.text = forged.text.replace("log\n1\n", "log\n2\n");
        assert!(matches!(policy("quorum none").judge(&forged), Err(Short::Forged(_))));
        assert_eq!(Policy::of_log(witness("other", 9).verifier()).judge(&note(&[])), Err(Short::Log));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let a = witness("a.example", 2).verifier();
        let cases = [
            ("quorum x".to_owned(), 1),
            (format!("witness none {a}\nquorum none"), 1),
            (format!("witness a {a}\nwitness b {a}\nquorum none"), 2),
            (format!("witness a {a}\ngroup g 2 a\nquorum g"), 2),
            (format!("witness a {a}\ngroup g any a\ngroup h any a\nquorum g"), 3),
            (format!("witness a {a}"), 0),
            ("quorum none\nquorum none".to_owned(), 0),
            ("quorum\rnone".to_owned(), 1),
        ];
        for (text, line) in cases {
            assert_eq!(text.parse::<Policy>().unwrap_err().0, line, "{text}");
        }
    }
}
