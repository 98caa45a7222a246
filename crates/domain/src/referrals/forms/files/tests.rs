//! Which files go with the form of the mechanism, what is said of one that does not, and that no key goes with any.

use super::super::filled::Filled;
use super::super::tests::{SENT, TODAY, kept, walk};
use super::super::{check, files, form, payload};
use crate::referrals::nrm::FORM;
use crate::referrals::{Refusal, forms::Form};
use crate::reports::course::Attachment;
use crate::reports::{Answer, Answers};
use crate::words::Lang;

fn nrm() -> &'static Form {
    form(FORM).unwrap()
}

/// A child's answers with these files chosen.
fn with_files(files: &[Attachment]) -> Answers {
    let mut answers = walk(nrm(), 5);
    answers.set("pv-under-age", Answer::One("yes".to_owned()));
    let rows = Answer::Rows(files.iter().map(files::row).collect());
    answers.set("upload-file", rows);
    answers.set("what-evidence-you-will-submit", Answer::One("A letter of 3 May 2026".to_owned()));
    answers
}

fn wrong_with(answers: &Answers) -> Vec<String> {
    check::problems(nrm(), answers, &[], TODAY).iter().map(|problem| problem.says(Lang::En)).collect()
}

#[test]
fn a_file_that_is_too_large_or_of_another_kind_is_named_with_what_to_do() {
    let limit = 25 * 1024 * 1024;
    let mut cases = vec![
        ("letter.pdf", "application/pdf", limit, None),
        ("scan.pdf", "application/pdf", limit + 1, Some("“scan.pdf” cannot go: a file may have up to 25 MB")),
        ("film.pdf", "application/pdf", 26 * 1024 * 1024, Some("“film.pdf” cannot go")),
        ("letter.pdf", "application/x-executable", 1, Some("it is none of DOC, DOCX, JPG, PDF, PNG")),
        ("notes", "text/plain", 1, Some("“notes” cannot go: by its content")),
    ];
    let kinds = ["image/jpeg", "image/png", "application/msword"];
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    cases.extend(kinds.into_iter().chain([word]).map(|kind| ("run.exe", kind, 1, None)));
    for (name, kind, size, wrong) in cases {
        let said = wrong_with(&with_files(&[kept("ok.png", "image/png", 1), kept(name, kind, size)]));
        match wrong {
            None => assert_eq!(said, Vec::<String>::new(), "{name} {kind} {size}"),
            Some(text) => {
                assert!(said.len() == 1 && said[0].contains(text), "{name} {kind} {size}: {said:?}");
            }
        }
    }
}

#[test]
fn a_hundred_files_go_and_no_more_and_a_file_has_to_be_described() {
    let many = |count: usize| -> Vec<Attachment> {
        (0..count).map(|number| kept(&format!("{number}.png"), "image/png", 1)).collect()
    };
    assert_eq!(wrong_with(&with_files(&many(100))), Vec::<String>::new());
    assert!(wrong_with(&with_files(&many(101)))[0].contains("no more than 100 files"));
    let mut answers = with_files(&many(1));
    answers.remove("what-evidence-you-will-submit");
    assert_eq!(wrong_with(&answers), ["What the evidence shows, with its dates: this has to be answered"]);
    answers.set("upload-file", Answer::Rows(Vec::new()));
    assert_eq!(wrong_with(&answers), Vec::<String>::new(), "without a file there is nothing to describe");
}

#[test]
fn files_are_listed_in_what_leaves_without_a_key_or_an_address() {
    let answers = with_files(&[kept("letter.pdf", "application/pdf", 12), kept("a.png", "image/png", 3)]);
    let sent = payload::payload(nrm(), &answers, SENT);
    assert_eq!(
        (&sent["Document1.Name"], &sent["Document2.MimeType"]),
        (&"letter.pdf".into(), &"image/png".into())
    );
    let filled = Filled { form: FORM.to_owned(), typed: answers.clone(), ..Filled::default() };
    let told: Vec<String> =
        filled.told(Lang::En).into_iter().flat_map(|section| section.lines).map(|line| line.text).collect();
    let sha256 = kept("letter.pdf", "", 0).sha256;
    assert!(
        told.iter().any(|text| text.contains(&format!("letter.pdf (12 bytes, SHA-256 {sha256})"))),
        "{told:?}"
    );
    let all = format!("{sent:?} {told:?} {}", serde_json::to_string(&filled.leaving()).unwrap());
    for never in ["the-key-of-a-file", "URL", "://", "token"] {
        assert!(!all.contains(never), "{never}: {all}");
    }
}

#[test]
fn files_stay_behind_when_an_adult_takes_consent_back() {
    let mut adult = (0..800).map(|number| walk(nrm(), number)).find(|answers| {
        answers.chose("pv-want-to-submit-nrm", "yes") && answers.rows("upload-file").next().is_some()
    });
    let mut answers = adult.take().unwrap();
    let leaves = |answers: &Answers| {
        let filled = Filled { form: FORM.to_owned(), typed: answers.clone(), ..Filled::default() };
        let told = format!("{:?}", filled.told_whole(Lang::En));
        let sent = payload::payload(nrm(), answers, SENT);
        let listed = sent.keys().any(|key| key.starts_with("Document")) || told.contains("SHA-256");
        (filled.files().len(), listed)
    };
    assert_eq!(leaves(&answers), (1, true));
    answers.set("pv-want-to-submit-nrm", Answer::One("no".to_owned()));
    assert_eq!(leaves(&answers), (0, false));
    answers.set("pv-want-to-submit-nrm", Answer::One("yes".to_owned()));
    assert_eq!(leaves(&answers), (1, true), "a choice that is taken back brings its answers back");
}

#[test]
fn what_is_said_of_a_file_is_what_is_kept_whoever_says_it() {
    let letter = kept("letter.pdf", "application/pdf", 12);
    let mut lie = files::row(&letter);
    lie.insert("sha256".to_owned(), "0".repeat(64));
    lie.insert("size_bytes".to_owned(), "1".to_owned());
    let id = letter.file.to_string();
    for asked in [Answer::Rows(vec![lie]), Answer::Many(vec![id.clone(), id.clone()]), Answer::One(id)] {
        let settled = files::settled(&asked, std::slice::from_ref(&letter));
        assert_eq!(settled, Ok(Answer::Rows(vec![files::row(&letter)])));
        assert_eq!(files::settled(&asked, &[]), Err(Refusal::NoSuchFile), "only a file of the case");
    }
}
