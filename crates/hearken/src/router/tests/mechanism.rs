//! What the official form of the National Referral Mechanism gets wrong, and what its users asked for: each has a test of
//! ours that would catch it.
//!
//! | what went wrong, or was asked for | the test |
//! |---|---|
//! | a notice that names nobody carried the person's name | `consent_that_changes_to_no_empties_every_key_that_names_the_person` |
//! | the same, through every door | `an_adult_who_refuses_is_named_in_nothing_that_leaves` |
//! | an address at `evilpolice.uk` was a first responder's | `a_domain_that_only_ends_alike_may_not_refer` |
//! | a file of 26 MB passed, a number being compared with `'25mb'` | `a_file_of_twenty_six_megabytes_or_of_another_kind_is_named_and_does_not_go` |
//! | the same, at the limit itself; kinds by content; a description | `a_file_that_is_too_large_or_of_another_kind_is_named_with_what_to_do` |
//! | up to a hundred files, each described | `a_hundred_files_go_and_no_more_and_a_file_has_to_be_described` |
//! | links to sign in were `http://`, their token a time | `links_that_let_somebody_in_are_https_and_drawn_at_random` |
//! | the same, by the settings | `links_are_mailed_over_https_or_stay_on_this_machine` |
//! | addresses of people in the log, of machines in the audit | `nothing_of_people_or_machines_is_in_the_log` |
//! | addresses of files with a bearer token in the queue | `no_address_and_no_key_of_a_file_is_in_anything_that_leaves` |
//! | two lists of support providers' numbers that differed | `a_number_to_ring_is_that_of_the_one_list_which_says_when_to_look_again` |
//! | the same, in the forms | `no_form_keeps_a_telephone_number_or_an_address_of_mail_of_its_own` |
//! | `Northern-ireland`; `unknown` for whoever is neither male nor female | `what_the_official_form_gets_wrong_is_right_here` |
//! | paragraphs and spacing of pasted text were lost | `pasted_paragraphs_and_blanks_are_kept_to_the_payload_and_the_file` |
//! | the same, on paper | `the_paper_keeps_paragraphs_and_blanks` |
//! | evidence uploaded and described | `files_of_the_case_and_files_added_in_the_form_are_listed_in_what_leaves` |
//! | more than one exploitation; last contact; again in future; whom to ask in absence | `what_users_asked_of_the_official_form_is_asked_here` |
//! | a link broken by an ampersand; addresses with capitals | `an_address_with_capitals_and_an_ampersand_gets_a_link_that_works` |
//! | the draft was gone before the referral had arrived; drafts ended unseen | `a_draft_stays_until_it_is_sent_and_for_as_long_as_the_case` |

use std::io::Write;
use std::path::Path as File;
use std::sync::Mutex;

use domain::role::Act;
use domain::rules::rulebook;
use serde_json::json as object;

use super::evidence::{PICTURE, Parts};
use super::forms::{CHILD, begun, every_answer, filled, json, responder};
use super::programs::program;
use super::reporting::everything_stored;
use super::*;

/// Every file of ours with such an ending, with what is in it.
fn sources(endings: &[&str]) -> Vec<(String, String)> {
    let root = File::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![root.join("crates"), root.join("data")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.extend((!name.ends_with("node_modules")).then_some(path));
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn each_of_them_has_a_test_of_ours() {
    let sources = sources(&[".rs"]);
    let rows = include_str!("mechanism.rs").lines().filter(|line| line.starts_with("//! | "));
    let tests: Vec<&str> = rows.filter_map(|row| row.rsplit('`').nth(1)).collect();
    assert_eq!(tests.len(), 19);
    for test in tests {
        let there = sources.iter().any(|(_, text)| text.contains(&format!("fn {test}(")));
        assert!(there, "{test} is no test");
    }
}

/// The numbers of telephones that a text gives, digits alone: those of helplines and of whoever receives referrals.
fn telephones(text: &str) -> Vec<String> {
    let runs = text.split(|sign: char| !sign.is_ascii_digit() && sign != ' ');
    let digits = runs.map(|run| run.chars().filter(char::is_ascii_digit).collect::<String>());
    digits.filter(|digits| digits.starts_with('0') && (10..=11).contains(&digits.len())).collect()
}

#[test]
fn a_number_to_ring_is_that_of_the_one_list_which_says_when_to_look_again() {
    let contacts = &rulebook().contacts;
    let listed: Vec<String> =
        contacts.iter().filter_map(|contact| contact.phone.as_deref()).flat_map(telephones).collect();
    assert!(listed.len() > 3, "{listed:?}");
    for contact in contacts {
        let began = contact.head.in_force_from;
        assert!(began.is_none_or(|began| contact.check_by > began), "{}", contact.head.id);
    }
    let mut told = 0;
    for (name, text) in sources(&["words.rs", ".toml"]) {
        for number in telephones(&text) {
            assert!(listed.contains(&number), "{name} gives {number}, which is not in the list");
            told += 1;
        }
    }
    assert!(told > listed.len(), "where a sentence has to give one, it is looked at: {told}");
}

impl Service {
    /// Every link in the last mail to this address.
    async fn links(&self, address: &str) -> Vec<String> {
        let mail = testing::last_mail_to(&self.house, address).await.unwrap_or_else(|| panic!("{address}"));
        mail.split_whitespace().filter(|word| word.contains("://")).map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn links_that_let_somebody_in_are_https_and_drawn_at_random() {
    let at = "https://hearken.example";
    let service = Service::with(|house| house.settings.base_url = at.to_owned()).await;
    let (ida, case) = responder(&service, &[]).await;
    let to = "to=police&name=A+force&email=desk@force.example&concern=x&asks=y&consent=given";
    let referral = super::referring::drafted(&service, &ida, &case, to).await;
    service.ask("POST", &format!("{referral}/send"), &ida, "").await;
    let mut tokens = Vec::new();
    let mut asked = vec!["desk@force.example"];
    for address in ["lead@school.example", "teacher@school.example", "lead@council.example"] {
        service.ask("POST", "/forgot", "", &format!("email={address}")).await;
        asked.push(address);
    }
    for address in asked {
        let links = service.links(address).await;
        assert_eq!(links.len(), 1, "{address}: {links:?}");
        let path = links[0].strip_prefix(at).unwrap_or_else(|| panic!("{address}: {}", links[0]));
        let token = path.rsplit('/').next().unwrap().to_owned();
        let random = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(token.len() == 43 && token.chars().all(random), "{path}");
        tokens.push(token);
    }
    // All of one moment: what begins alike, or can be read as a moment, was not drawn.
    for (at, token) in tokens.iter().enumerate() {
        assert!(tokens[..at].iter().all(|other| other[..6] != token[..6]), "{tokens:?}");
    }
    let stored = everything_stored(&service).await;
    let kept: Vec<&String> =
        tokens.iter().filter(|token| stored.matches(token.as_str()).count() > 1).collect();
    assert!(kept.is_empty(), "only the mail that waits has a token, and no table");
}

#[tokio::test]
async fn an_address_with_capitals_and_an_ampersand_gets_a_link_that_works() {
    let service = Service::new().await;
    let desk = service.house.directory.listed(&service.house, AgencyKind::School).await.unwrap();
    service.account(desk[0].id, "Olu Mensah", "o&m@school.example", &[Role::Lead]).await;
    let asked = service.ask("POST", "/forgot", "", "email=+O%26M@School.EXAMPLE+").await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let links = service.links("o&m@school.example").await;
    let path = links[0].strip_prefix("http://localhost").unwrap();
    assert!(path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_".contains(c)), "{path}");
    assert_eq!(service.get(path, "").await.status, StatusCode::OK);
    let new = "password=a+heron+on+the+ladder";
    assert_eq!(service.ask("POST", path, "", new).await.location(), "/sign-in");
    for typed in ["o%26m@school.example", "O%26M@SCHOOL.example", "+O%26m@School.Example+"] {
        let answer = service.ask("POST", "/sign-in", "", &format!("email={typed}&{new}")).await;
        assert!(answer.headers.contains_key(header::SET_COOKIE), "{typed}: {}", answer.text);
    }
    assert!(domain::referrals::nrm::first_responder::may_refer("A.Officer@Kent.POLICE.uk"));
}

/// What is logged, to be looked at.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const MACHINE: &str = "203.0.113.77";

/// Asks as a browser behind a proxy does, which says where it is.
async fn ask_from_afar(service: &Service, path: &str, form: &str) {
    let request = HttpRequest::builder().method("POST").uri(path);
    let request = request.header("x-forwarded-for", MACHINE).header("forwarded", format!("for={MACHINE}"));
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    service.router.clone().oneshot(request.body(Body::from(form.to_owned())).unwrap()).await.unwrap();
}

#[tokio::test]
async fn nothing_of_people_or_machines_is_in_the_log() {
    let logged = Logged::default();
    let to = logged.clone();
    let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    let _guard = tracing::subscriber::set_default(lines.with_writer(move || to.clone()).finish());
    let service = Service::new().await;
    for (path, form) in [
        ("/sign-in", "email=lead@school.example&password=wrong+one"),
        ("/forgot", "email=lead@school.example"),
        ("/report", "who=me"),
    ] {
        ask_from_afar(&service, path, form).await;
    }
    let (ida, case) = responder(&service, &[("child", "0.name=Sam+Marsh&0.age=14")]).await;
    let added = Parts::default().file("files", "sams-arm.png", PICTURE);
    added.post(&service, &format!("{case}/files"), &ida).await;
    let program = program(&service, "ida.holm@kent.police.uk", &[Act::SeeReferrals, Act::Refer]).await;
    let mut new = object!({ "case": case.rsplit('/').next(), "consent": "not_asked", "form": "nrm",
        "answers": every_answer("nrm", &[("living-conditions", "A damp flat")]),
        "to": { "kind": "nrm", "name": "The authority", "email": "desk@authority.example" } });
    new["answers"]["upload-file"] = object!([]);
    let (status, drafted) = program.send("POST", "/api/v1/referrals", None, &new).await;
    assert_eq!(status, StatusCode::CREATED, "{drafted}");
    let acts = format!("/api/v1/referrals/{}/acts", drafted["referral"].as_str().unwrap());
    assert_eq!(program.send("POST", &acts, None, &object!({ "act": "send" })).await.0, StatusCode::OK);
    let link = service.links("desk@authority.example").await.remove(0);
    service.ask("POST", link.strip_prefix("http://localhost").unwrap(), "", "").await;
    let post = kit::mail::Post::smtp("smtp://127.0.0.1:1").unwrap();
    kit::mail::send_waiting(&service.house, &post, service.house.clock.now()).await.unwrap();
    let log = String::from_utf8_lossy(&logged.0.lock().unwrap()).into_owned();
    assert!(log.contains("mail did not leave"), "it was listened to: {log}");
    let token = link.rsplit('/').next().unwrap();
    let people = ["lead@school", "ida.holm", "desk@authority", "kingsdown.gov.uk", "Ida Holm", "Marsh"];
    let told = ["damp flat", "sams-arm", "send it to everyone", "wrong one", PASSWORD, MACHINE, token];
    for never in people.iter().chain(&told) {
        assert!(!log.contains(never), "{never} is in the log");
    }
    assert!(!everything_stored(&service).await.contains(MACHINE), "nor in the store");
}

const PASTED: &str = "On Monday:\r\n\r\n  - they  took him\r\n\tto Hull.\r\n\r\n\r\nHe came back.";

#[tokio::test]
async fn pasted_paragraphs_and_blanks_are_kept_to_the_payload_and_the_file() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let referral = begun(&service, &ida, &case, "nrm", "to=nrm").await;
    filled(&service, &ida, &referral, &CHILD).await;
    let coded = PASTED.replace('\r', "%0D").replace('\n', "%0A").replace(' ', "+").replace('\t', "%09");
    let happened =
        CHILD[1].1.replace("how-they-were-treated=Badly", &format!("how-they-were-treated={coded}"));
    filled(&service, &ida, &referral, &[("happened", &happened)]).await;
    let you = Parts::of(CHILD[3].1).file("upload-file-add", "a.png", PICTURE);
    let you = you.text("what-evidence-you-will-submit", PASTED);
    let you = you.post(&service, &format!("{referral}/form/you"), &ida).await;
    assert_eq!(you.status, StatusCode::SEE_OTHER, "{}", you.text);
    let kept = PASTED.replace("\r\n", "\n");
    let payload = json(&service, &ida, &format!("{referral}/payload.json")).await;
    for key in ["ExploitationTreatment", "EvidenceSubmitted"] {
        assert_eq!(payload[key], kept.as_str(), "{key}");
    }
    let document = json(&service, &ida, &format!("{referral}/referral.json")).await;
    assert!(document["form"]["sections"].to_string().contains(&object!(kept).to_string()), "{document}");
    let page = service.get(&referral, &ida).await.text;
    assert!(page.contains(&format!("<div class=\"hearken-told\">{kept}</div>")), "{page}");
}

#[test]
fn the_paper_keeps_paragraphs_and_blanks() {
    let template = include_str!("../../../../referrals/src/referral.typ");
    let paper = |text: &str| {
        let row = object!({ "label": "Told", "text": text });
        let form = object!({ "notes": [], "sections": [{ "title": "A page", "rows": [row] }] });
        let file = object!({ "name": "a.png", "kind": "image/png", "size_bytes": "1", "sha256": "0" });
        let data = object!({ "lang": "en", "title": "Referral", "confidential": "", "facts": [], "subjects": [],
            "subjects_title": "", "report_title": "", "notes_title": "", "files_title": "Annex",
            "document": { "form": form, "told": [], "files": [file] } });
        press::pdf(template, &data).unwrap()
    };
    let kept = "One.\n\n  Two  words.";
    assert_eq!(paper(kept), paper(kept), "the same is printed the same");
    for lost in ["One.\n  Two  words.", "One.\n\nTwo  words.", "One.\n\n  Two words.", "One.   Two  words."] {
        assert_ne!(paper(kept), paper(lost), "{lost:?}");
    }
}

#[tokio::test]
async fn a_draft_stays_until_it_is_sent_and_for_as_long_as_the_case() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let referral = begun(&service, &ida, &case, "nrm", "to=nrm").await;
    filled(&service, &ida, &referral, &CHILD[..3]).await;
    let refused = service.ask("POST", &format!("{referral}/send"), &ida, "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    let page = service.get(&referral, &ida).await.text;
    assert!(
        page.contains("Not finished") && page.contains("A gift"),
        "what was not sent is all there: {page}"
    );
    service.house.clock.advance(jiff::SignedDuration::from_hours(24 * 400));
    for job in crate::house::jobs() {
        job.run(&service.house, service.house.clock.now()).await.unwrap();
    }
    let ida = service.sign_in("ida.holm@kent.police.uk").await;
    let page = service.get(&referral, &ida).await.text;
    assert!(page.contains("Draft") && page.contains("A gift"), "no draft ends by itself: {page}");
    filled(&service, &ida, &referral, &CHILD[3..]).await;
    let sent = service.ask("POST", &format!("{referral}/send"), &ida, "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(service.get(&referral, &ida).await.text.contains("Marsh"), "what was sent is kept");
}
