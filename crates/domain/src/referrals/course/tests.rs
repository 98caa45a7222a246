use uuid::Uuid;

use super::super::{Recipient, SharedReport, SharedSubject};
use super::*;
use crate::cases::SubjectKind;
use crate::id::{AccountId, CaseId, ClockId, OrganisationId, Reference};
use crate::referrals::forms;
use crate::reports::course::Attachment;
use crate::reports::report::{Known, Teller};
use crate::reports::{Answer, Answers, Harm, Report, Urgency};

fn draft() -> Draft {
    Draft {
        reference: Reference::from_random(2),
        organisation: OrganisationId::from_uuid(Uuid::from_u128(1)),
        nation: Nation::England,
        case: CaseId::from_uuid(Uuid::from_u128(1)),
        case_reference: Reference::from_random(1),
        harm: Harm::Sextortion,
        urgency: Urgency::Urgent,
        recipient: Recipient {
            kind: RecipientKind::ChildrensServices,
            name: "Children's services".to_owned(),
            organisation: None,
            email: None,
        },
        concern: "The child is being blackmailed.".to_owned(),
        asks: "See the child today.".to_owned(),
        consent: Consent::Given,
        consent_why: String::new(),
        subjects: vec![SharedSubject {
            subject_kind: SubjectKind::Child,
            name: "A child".to_owned(),
            about: String::new(),
        }],
        reports: vec![],
        form: None,
    }
}

fn noon() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn hours(number: i64) -> SignedDuration {
    SignedDuration::from_hours(number)
}

fn clocked() -> Clock {
    let clock = ClockId::from_uuid(Uuid::from_u128(1));
    Clock { clock, rule: "EN-1".to_owned(), started: noon(), due: noon() + hours(36) }
}

fn drafted() -> State {
    apply(None, Event::Drafted { draft: Box::new(draft()) }, noon()).unwrap()
}

fn after(state: &State, event: Result<Event, Refusal>, at: Timestamp) -> State {
    apply(Some(state.clone()), event.unwrap(), at).unwrap()
}

fn sent(clock: Option<Clock>) -> State {
    after(&drafted(), send(&drafted(), clock, vec![], &[], crate::time::day(noon())), noon())
}

type Step = fn(&State) -> bool;

#[test]
fn every_step_is_allowed_from_the_states_in_which_it_makes_sense() {
    let sent = sent(None);
    let acknowledged = after(&sent, acknowledge(&sent, "Duty desk"), noon());
    let accepted = after(&acknowledged, accept(&acknowledged, "Duty desk", ""), noon());
    let declined = after(&sent, decline(&sent, "Duty desk", "not our area"), noon());
    let withdrawn = after(&sent, withdraw(&sent, "sent to the wrong force"), noon());
    let all = [drafted(), sent, acknowledged, accepted, declined, withdrawn];
    let steps: [(&str, Step, [bool; 6]); 6] = [
        ("revise", |s| revise(s, draft()).is_ok(), [true, false, false, false, false, false]),
        (
            "send",
            |s| send(s, None, vec![], &[], crate::time::day(noon())).is_ok(),
            [true, false, false, false, false, false],
        ),
        ("acknowledge", |s| acknowledge(s, "x").is_ok(), [false, true, false, false, false, false]),
        ("accept", |s| accept(s, "x", "").is_ok(), [false, true, true, false, false, false]),
        ("decline", |s| decline(s, "x", "y").is_ok(), [false, true, true, false, false, false]),
        ("withdraw", |s| withdraw(s, "y").is_ok(), [true, true, true, false, false, false]),
    ];
    for (name, step, expected) in steps {
        let seen: Vec<bool> = all.iter().map(step).collect();
        assert_eq!(seen, expected, "{name}");
    }
}

#[test]
fn an_answer_says_who_gave_it_and_a_no_says_why() {
    let sent = sent(None);
    assert_eq!(acknowledge(&sent, " "), Err(Refusal::NobodyNamed));
    assert_eq!(decline(&sent, "Duty desk", " "), Err(Refusal::NoReason));
    assert_eq!(withdraw(&sent, ""), Err(Refusal::NoReason));
}

#[test]
fn everything_wrong_with_a_draft_is_said_at_once() {
    assert_eq!(problems(&draft()), []);
    let empty = Draft {
        recipient: Recipient { name: " ".to_owned(), email: Some("nobody".to_owned()), ..draft().recipient },
        concern: String::new(),
        asks: "x".repeat(TEXT_CHARS_MAX + 1),
        consent: Consent::NotAsked,
        subjects: vec![],
        ..draft()
    };
    let expected = [
        ("name", Refusal::NoRecipient),
        ("email", Refusal::NotAnEmail),
        ("concern", Refusal::NoConcern),
        ("asks", Refusal::TooLong),
        ("consent_why", Refusal::NoConsentWhy),
        ("reports", Refusal::NothingShared),
    ];
    assert_eq!(problems(&empty), expected);
}

/// What happens to a referral when its reminder is due.
fn remind(state: &State, told: Vec<AccountId>, now: Timestamp) -> Option<Event> {
    next_reminder(state).filter(|due| *due <= now)?;
    Some(Event::Reminded { times: state.reminders + 1, told })
}

#[test]
fn reminders_begin_when_the_law_says_that_it_is_late() {
    let state = sent(Some(clocked()));
    assert_eq!(remind(&state, vec![], noon() + hours(35)), None);
    let first = remind(&state, vec![], noon() + hours(36)).unwrap();
    let reminded = apply(Some(state), first, noon() + hours(36)).unwrap();
    assert_eq!(remind(&reminded, vec![], noon() + hours(59)), None);
    let second = remind(&reminded, vec![], noon() + hours(60));
    assert_eq!(second, Some(Event::Reminded { times: 2, told: vec![] }));
}

#[test]
fn without_a_clock_of_the_law_the_first_reminder_goes_after_a_day() {
    assert_eq!(next_reminder(&sent(None)), Some(noon() + hours(24)));
    assert_eq!(next_reminder(&drafted()), None);
}

#[test]
fn an_acknowledgement_ends_the_waiting_only_where_the_law_asks_for_no_decision() {
    for (clock, waits) in [(None, false), (Some(clocked()), true)] {
        let sent = sent(clock);
        let acknowledged = after(&sent, acknowledge(&sent, "Duty desk"), noon());
        assert_eq!(acknowledged.waits(), waits);
    }
}

#[test]
fn reminders_end_when_somebody_must_telephone() {
    let mut state = sent(None);
    let mut at = noon();
    for _ in 0..REMINDERS_MAX {
        at = next_reminder(&state).unwrap();
        state = apply(Some(state.clone()), remind(&state, vec![], at).unwrap(), at).unwrap();
    }
    assert_eq!(remind(&state, vec![], at + hours(1_000)), None);
}

#[test]
fn only_childrens_services_have_a_clock_of_the_law_without_a_form() {
    for kind in RecipientKind::ALL {
        let recipient = Recipient { kind: *kind, ..draft().recipient };
        let rule = rule(&Draft { recipient, ..draft() }, Nation::Wales, noon());
        let expected = match kind {
            RecipientKind::ChildrensServices => Some("WA-1"),
            RecipientKind::Nrm
            | RecipientKind::Police
            | RecipientKind::Ceop
            | RecipientKind::Platform
            | RecipientKind::Lado
            | RecipientKind::Regulator
            | RecipientKind::Other => None,
        };
        assert_eq!(rule.map(|rule| rule.head.id.as_str()), expected, "{kind:?}");
    }
}

/// A draft with a form and these answers in it, where the form goes alone or beside the rest.
fn with_form(form: &str, answers: &[(&str, &str)]) -> Draft {
    let mut typed = Answers::default();
    for (field, text) in answers {
        typed.set(field, Answer::One((*text).to_owned()));
    }
    let form = Filled { form: form.to_owned(), typed, ..Filled::default() };
    Draft { form: Some(form), ..draft() }
}

#[test]
fn the_mechanism_has_a_clock_for_a_referral_and_none_for_a_notice_that_names_nobody() {
    let notice = [("pv-under-age", "no"), ("pv-want-to-submit-nrm", "no")];
    for (answers, expected) in [(&notice[..], None), (&[("pv-under-age", "yes")], Some("NRM-C1"))] {
        let recipient = Recipient { kind: RecipientKind::Nrm, ..draft().recipient };
        let draft = Draft { recipient, ..with_form("nrm", answers) };
        let rule = rule(&draft, Nation::England, noon());
        assert_eq!(rule.map(|rule| rule.head.id.as_str()), expected, "{answers:?}");
    }
}

#[test]
fn the_mechanism_is_referred_to_only_with_its_form() {
    let recipient = Recipient { kind: RecipientKind::Nrm, ..draft().recipient };
    let plain = Draft { recipient, ..draft() };
    assert_eq!(problems(&plain), [("to", Refusal::NeedsForm)]);
    let state = apply(None, Event::Drafted { draft: Box::new(plain) }, noon()).unwrap();
    assert_eq!(send(&state, None, vec![], &[], crate::time::day(noon())), Err(Refusal::NeedsForm));
}

#[test]
fn what_leaves_holds_no_stale_answer_and_nothing_beside_a_form_that_goes_alone() {
    let stale = [("pv-under-age", "no"), ("pv-want-to-submit-nrm", "no"), ("pv-name-last-name", "Stale")];
    let notice = Draft { consent_why: "Sam refuses".to_owned(), ..with_form("nrm", &stale) };
    let left = serde_json::to_string(&notice.leaving()).unwrap();
    for never in ["Stale", "Sam", "A child", "blackmailed", "See the child"] {
        assert!(!left.contains(never), "{never}: {left}");
    }
    let beside = with_form("police", &[("evidence-what", "Stale")]).leaving();
    let left = serde_json::to_string(&beside).unwrap();
    assert!(left.contains("A child") && !left.contains("Stale"), "{left}");
}

#[test]
fn a_form_that_is_not_finished_is_not_sent_and_what_is_sent_is_only_what_may_leave() {
    let state = apply(None, Event::Drafted { draft: Box::new(with_form("police", &[])) }, noon()).unwrap();
    let today = crate::time::day(noon());
    assert!(
        matches!(send(&state, None, vec![], &[], today), Err(Refusal::FormUnfinished(missing)) if missing > 5)
    );
    let form = forms::form("police").unwrap();
    let mut answers = forms::tests::walk(form, 4);
    answers.set("evidence-kept", Answer::One("no".to_owned()));
    answers.set("evidence-what", Answer::One("stale".to_owned()));
    let state = after(&state, fill(&state, answers, vec![]), noon());
    assert_eq!(state.draft.form.as_ref().unwrap().typed.one("evidence-what"), Some("stale"));
    let state = after(&state, send(&state, None, vec![], &[], today), noon());
    assert_eq!(state.draft.form.as_ref().unwrap().typed.get("evidence-what"), None);
    assert_eq!(fill(&state, Answers::default(), vec![]), Err(Refusal::AlreadySent));
    assert_eq!(fill(&drafted(), Answers::default(), vec![]), Err(Refusal::NoForm));
}

#[test]
fn the_files_that_are_chosen_are_sent_with_their_keys_and_no_other() {
    let nrm = forms::form("nrm").unwrap();
    let kept = |name: &str| forms::tests::kept(name, "image/png", 1);
    let (chosen, left) = (kept("chosen.png"), kept("left.png"));
    let mut answers = forms::tests::walk(nrm, 5);
    answers.set("pv-under-age", Answer::One("yes".to_owned()));
    answers.set("upload-file", Answer::Rows(vec![forms::files::row(&chosen)]));
    answers.set("what-evidence-you-will-submit", Answer::One("A picture of 3 May".to_owned()));
    let state = apply(None, Event::Drafted { draft: Box::new(with_form("nrm", &[])) }, noon()).unwrap();
    let state = after(&state, fill(&state, answers, vec![]), noon());
    let today = crate::time::day(noon());
    let other = Attachment { sha256: left.sha256.clone(), ..chosen.clone() };
    for gone in [vec![left.clone()], vec![other]] {
        assert_eq!(
            send(&state, None, vec![], &gone, today),
            Err(Refusal::NoSuchFile),
            "it is not what was kept"
        );
    }
    assert!(state.files.is_empty(), "no key leaves a draft");
    let sent = after(&state, send(&state, None, vec![], &[left, chosen.clone()], today), noon());
    assert_eq!(sent.files, [chosen]);
    assert!(!serde_json::to_string(&sent.draft).unwrap().contains("the-key-of-a-file"));
}

#[test]
fn who_told_it_does_not_go_with_it() {
    let own = [("phone".to_owned(), "07700 900000".to_owned())];
    let report = Report {
        teller: Teller::Parent,
        harm: Harm::Sextortion,
        danger_now: Known::No,
        happened: "x".to_owned(),
        when: "today".to_owned(),
        threat: Known::No,
        demand: Known::No,
        demands: vec![],
        child_name: None,
        child_age: None,
        child_school: None,
        staff: Known::No,
        post: None,
        people: vec![],
        accounts: vec![],
        phones: vec![],
        vehicles: vec![],
        places: vec![],
        place: None,
        school: None,
        evidence: Known::No,
        job: Some(own.clone().into()),
        reply: Some("phone".to_owned()),
        contact: Some(own.into()),
    };
    let shared =
        serde_json::to_string(&SharedReport::of(Reference::from_random(3), noon(), &report)).unwrap();
    assert!(!shared.contains("07700"), "{shared}");
}
