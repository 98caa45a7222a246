//! Files that go with the form of the mechanism: chosen among those of the case or added there, listed in what leaves, and
//! handed out with a trace; never with a notice that names nobody, and never to whoever is named.

use domain::role::Act;
use kit::form::Fields;
use serde_json::json as object;

use super::forms::{CHILD, begun, every_answer, filled, json, responder};
use super::programs::program;
use super::*;

/// A picture, as far as its first bytes say.
pub(super) const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n a bruise, as it was seen";
const LETTER: &[u8] = b"%PDF-1.7\nDear Sir, on 3 May 2026";

/// What is posted as a form with files.
#[derive(Default)]
pub(super) struct Parts(Vec<u8>);

impl Parts {
    /// The fields of a form as it is written in an address.
    pub(super) fn of(form: &str) -> Self {
        Fields::parse(form.as_bytes()).iter().fold(Self::default(), |parts, (name, text)| {
            parts.part(&format!("name=\"{name}\""), text.as_bytes())
        })
    }

    pub(super) fn file(self, control: &str, name: &str, bytes: &[u8]) -> Self {
        self.part(&format!("name=\"{control}\"; filename=\"{name}\""), bytes)
    }

    /// A text as it is sent, line ends and all.
    pub(super) fn text(self, control: &str, text: &str) -> Self {
        self.part(&format!("name=\"{control}\""), text.as_bytes())
    }

    fn part(mut self, about: &str, bytes: &[u8]) -> Self {
        self.0.extend(format!("--edge\r\nContent-Disposition: form-data; {about}\r\n\r\n").as_bytes());
        self.0.extend([bytes, b"\r\n"].concat());
        self
    }

    pub(super) async fn post(self, service: &Service, path: &str, cookie: &str) -> Answer {
        let request = HttpRequest::builder().method("POST").uri(path).header(header::COOKIE, cookie);
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        let body = Body::from([self.0.as_slice(), b"--edge--\r\n"].concat());
        let response = service.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&to_bytes(body, 4_000_000).await.unwrap()).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

/// Adds a file on the page of a case; its id.
async fn added(service: &Service, cookie: &str, case: &str, name: &str, bytes: &[u8]) -> String {
    let posted = Parts::default().file("files", name, bytes);
    let answer = posted.post(service, &format!("{case}/files"), cookie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = service.get(case, cookie).await.text;
    let before = &page[..page.find(&format!(">{name}<")).unwrap()];
    before.rsplit("/files/").next().unwrap().split('"').next().unwrap().to_owned()
}

/// A referral of a child, filled in but for the page with the files.
async fn draft(service: &Service, cookie: &str, case: &str) -> String {
    let referral = begun(service, cookie, case, "nrm", "to=nrm").await;
    filled(service, cookie, &referral, &CHILD[..3]).await;
    referral
}

/// The sheet on which an adult refuses the referral.
pub(super) fn refuses() -> String {
    format!("{}&pv-want-to-submit-nrm=no", CHILD[2].1)
}

const DESCRIBED: &str = "what-evidence-you-will-submit=A+picture+of+3+May+2026";

/// The page with the files, as it is sent: these ticked.
fn you(ticked: &[&str]) -> Parts {
    let ticked: Vec<String> = ticked.iter().map(|file| format!("&upload-file={file}")).collect();
    Parts::of(&format!("{}&{DESCRIBED}{}", CHILD[3].1, ticked.concat()))
}

#[tokio::test]
async fn files_of_the_case_and_files_added_in_the_form_are_listed_in_what_leaves() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let bruise = added(&service, &ida, &case, "bruise.png", PICTURE).await;
    let other = added(&service, &ida, &case, "other.png", PICTURE).await;
    let referral = draft(&service, &ida, &case).await;
    let at = format!("{referral}/form/you");
    let page = service.get(&at, &ida).await.text;
    for offered in
        ["multipart/form-data", &bruise, &other, "bruise.png", &format!("PNG, {} bytes", PICTURE.len())]
    {
        assert!(page.contains(offered), "{offered}: {page}");
    }
    let saved = you(&[&bruise]).file("upload-file-add", "letter.pdf", LETTER).post(&service, &at, &ida).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(service.get(&case, &ida).await.text.contains("letter.pdf"), "it is kept with the case");
    let payload = json(&service, &ida, &format!("{referral}/payload.json")).await;
    let keys: Vec<&str> = payload
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| key.starts_with("Doc"))
        .map(String::as_str)
        .collect();
    assert_eq!(keys, ["Document1.Name", "Document1.MimeType", "Document2.Name", "Document2.MimeType"]);
    assert_eq!(
        (&payload["Document1.Name"], &payload["Document2.MimeType"]),
        (&"bruise.png".into(), &"application/pdf".into())
    );
    let document = json(&service, &ida, &format!("{referral}/referral.json")).await;
    let listed = |at: usize, name: &str, bytes: &[u8]| {
        let file = &document["files"][at];
        assert_eq!((&file["name"], &file["size_bytes"]), (&name.into(), &bytes.len().to_string().into()));
        assert_eq!(file["sha256"], chance::hex(&chance::sha256(bytes)));
    };
    listed(0, "bruise.png", PICTURE);
    listed(1, "letter.pdf", LETTER);
    let sent = service.ask("POST", &format!("{referral}/send"), &ida, "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = service.get(&referral, &ida).await.text;
    let save = format!("{case}/files/{bruise}/original");
    assert!(page.contains(&save) && !page.contains(&other), "{page}");
    assert!(service.get(&save, &ida).await.text.contains("a bruise"));
    assert!(service.get(&format!("{referral}/referral.pdf"), &ida).await.text.starts_with("%PDF-"));
    let custody = service.get(&format!("{case}/files/{bruise}"), &ida).await.text;
    assert!(custody.contains("Sent it with a referral") && custody.contains("Took a copy"), "{custody}");
    let custody = service.get(&format!("{case}/files/{other}"), &ida).await.text;
    assert!(!custody.contains("Sent it with a referral"), "{custody}");
}

#[tokio::test]
async fn no_address_and_no_key_of_a_file_is_in_anything_that_leaves() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let bruise = added(&service, &ida, &case, "bruise.png", PICTURE).await;
    let referral = draft(&service, &ida, &case).await;
    let saved = you(&[&bruise]).post(&service, &format!("{referral}/form/you"), &ida).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let key = key_of(&service, &case).await;
    for door in ["/payload.json", "/referral.json"] {
        for sent in [false, true] {
            let text = service.get(&format!("{referral}{door}"), &ida).await.text;
            assert!(text.contains("bruise.png"), "{door}: {text}");
            for never in [&key, "://", "Bearer", "token", "/files/", "/original", ".URL"] {
                assert!(!text.contains(never), "{door} {sent}: {never} in {text}");
            }
        }
        service.ask("POST", &format!("{referral}/send"), &ida, "").await;
    }
}

#[tokio::test]
async fn a_file_of_twenty_six_megabytes_or_of_another_kind_is_named_and_does_not_go() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let referral = draft(&service, &ida, &case).await;
    let at = format!("{referral}/form/you");
    let mut large = PICTURE.to_vec();
    large.resize(26 * 1024 * 1024, 0);
    let cases = [
        ("scan.png", large.as_slice(), "“scan.png” cannot go: a file may have up to 25 MB"),
        (
            "photo.jpg",
            b"only a text that is called a picture",
            "“photo.jpg” cannot go: by its content it is none of",
        ),
    ];
    for (name, bytes, says) in cases {
        let refused = you(&[]).file("upload-file-add", name, bytes).post(&service, &at, &ida).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            refused.text.contains(says) && refused.text.contains("href=\"#upload-file\""),
            "{name}: {}",
            refused.text
        );
        assert!(
            service.get(&case, &ida).await.text.contains(name),
            "{name} is kept with the case all the same"
        );
        let sent = service.ask("POST", &format!("{referral}/send"), &ida, "").await;
        assert_eq!(sent.status, StatusCode::CONFLICT, "{name}: {}", sent.text);
        let again = you(&[]).post(&service, &at, &ida).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{name}: {}", again.text);
        assert!(
            service.get(&at, &ida).await.text.contains(says),
            "what cannot go is told of before it is chosen"
        );
    }
    let named = you(&[]).file("upload-file-add", "run.exe", PICTURE).post(&service, &at, &ida).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "its name says nothing: {}", named.text);
    let bare =
        Parts::of(CHILD[3].1).file("upload-file-add", "b.png", PICTURE).post(&service, &at, &ida).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "a file has to be described");
    assert!(
        bare.text.contains("What the evidence shows, with its dates: this has to be answered"),
        "{}",
        bare.text
    );
}

#[tokio::test]
async fn chosen_files_stay_behind_when_an_adult_takes_consent_back() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let bruise = added(&service, &ida, &case, "bruise.png", PICTURE).await;
    let referral = draft(&service, &ida, &case).await;
    let saved = you(&[&bruise]).post(&service, &format!("{referral}/form/you"), &ida).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(service.get(&referral, &ida).await.text.contains("bruise.png"));
    let adult = "reference=A1&user-organisation=K&fr-location=england&pv-under-age=no&pv-under-age-at-time-of-exploitation=yes";
    let gender = "pv-gender=male&pv-nationality=British";
    let sheets = [("start", adult), ("where", &refuses()), ("person", gender)];
    filled(&service, &ida, &referral, &sheets).await;
    filled(&service, &ida, &referral, &CHILD[1..2]).await;
    for sent in [false, true] {
        for door in ["", "/payload.json", "/referral.json"] {
            let text = service.get(&format!("{referral}{door}"), &ida).await.text;
            for never in ["bruise.png", &bruise, "Document1"] {
                assert!(!text.contains(never), "{door} {sent}: {never} in {text}");
            }
        }
        let answer = service.ask("POST", &format!("{referral}/send"), &ida, "").await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, !sent, "{}", answer.text);
    }
    let custody = service.get(&format!("{case}/files/{bruise}"), &ida).await.text;
    assert!(!custody.contains("Sent it with a referral"), "{custody}");
}

#[tokio::test]
async fn whoever_follows_the_link_takes_the_files_that_went_and_each_copy_is_recorded() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let bruise = added(&service, &ida, &case, "bruise.png", PICTURE).await;
    let other = added(&service, &ida, &case, "other.png", PICTURE).await;
    let acts = [Act::SeeReferrals, Act::ReadReferral, Act::Refer];
    let program = program(&service, "ida.holm@kent.police.uk", &acts).await;
    let mut answers = every_answer("nrm", &[]);
    answers["upload-file"] = object!(["fil_01890a5d-ac96-774b-bcce-b302099a8057"]);
    let mut new = object!({ "case": case.rsplit('/').next(), "consent": "not_asked", "form": "nrm", "answers": answers,
        "to": { "kind": "nrm", "name": "The authority", "email": "desk@authority.example" } });
    let (status, refused) = program.send("POST", "/api/v1/referrals", None, &new).await;
    assert_eq!(status, StatusCode::CONFLICT, "only a file of the case: {refused}");
    new["answers"]["upload-file"] = object!([{ "file": bruise, "name": "a lie", "sha256": "0" }]);
    let (status, drafted) = program.send("POST", "/api/v1/referrals", None, &new).await;
    assert_eq!(status, StatusCode::CREATED, "{drafted}");
    let referral = drafted["referral"].as_str().unwrap();
    let acts = format!("/api/v1/referrals/{referral}/acts");
    let (status, sent) = program.send("POST", &acts, None, &object!({ "act": "send" })).await;
    assert_eq!(status, StatusCode::OK, "{sent}");
    let mail = testing::last_mail_to(&service.house, "desk@authority.example").await.unwrap();
    assert!(!mail.contains("bruise") && !mail.contains(&bruise), "{mail}");
    let hand = mail[mail.find("/hand/").unwrap()..].trim_end();
    let visit = service.ask("POST", hand, "", "").await.location().to_owned();
    let page = service.get(&visit, "").await.text;
    let file = format!("{visit}/files/{bruise}");
    assert!(page.contains(&file) && page.contains("bruise.png") && !page.contains("a lie"), "{page}");
    assert_eq!(service.ask("HEAD", &file, "", "").await.status, StatusCode::OK);
    let custody = service.get(&format!("{case}/files/{bruise}"), &ida).await.text;
    assert!(!custody.contains("Took a copy"), "asking is not taking: {custody}");
    assert!(service.get(&file, "").await.text.contains("a bruise"));
    let custody = service.get(&format!("{case}/files/{bruise}"), &ida).await.text;
    assert!(custody.contains("Took a copy") && custody.contains("Sent it with a referral"), "{custody}");
    for closed in [
        format!("{visit}/files/{other}"),
        format!("/handed/nothing/files/{bruise}"),
        format!("{case}/files/{bruise}/original"),
    ] {
        let answer = service.get(&closed, "").await;
        assert!(
            !answer.text.contains("a bruise") && answer.status != StatusCode::OK,
            "{closed}: {}",
            answer.status
        );
    }
    service.ask("POST", &format!("/referrals/{referral}/withdraw"), &ida, "reason=wrong").await;
    assert_eq!(
        service.get(&file, "").await.status,
        StatusCode::NOT_FOUND,
        "what was taken back is shown no more"
    );
}

#[tokio::test]
async fn whoever_is_named_finds_no_file_and_can_add_none() {
    let service = Service::new().await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    let (ida, case) = responder(&service, &[("know", "know=people"), ("people", named)]).await;
    let bruise = added(&service, &ida, &case, "bruise.png", PICTURE).await;
    let referral = draft(&service, &ida, &case).await;
    let at = format!("{referral}/form/you");
    assert_eq!(you(&[&bruise]).post(&service, &at, &ida).await.status, StatusCode::SEE_OTHER);
    let morgan = service.sign_in("lead@service.example").await;
    let before = files_in(&service);
    for sent in [false, true] {
        for path in [
            at.clone(),
            referral.clone(),
            format!("{referral}/payload.json"),
            format!("{case}/files/{bruise}"),
        ] {
            let answer = service.get(&path, &morgan).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} {sent}");
        }
        let added = you(&[]).file("upload-file-add", "mine.png", PICTURE).post(&service, &at, &morgan).await;
        assert_eq!(added.status, StatusCode::NOT_FOUND, "{}", added.text);
        service.ask("POST", &format!("{referral}/send"), &ida, "").await;
        let late = you(&[]).file("upload-file-add", "late.png", PICTURE).post(&service, &at, &ida).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "it is sent: {}", late.text);
    }
    assert_eq!(files_in(&service), before, "nothing was read, and nothing kept");
}

/// The key of the file of a case.
async fn key_of(service: &Service, case: &str) -> String {
    let entries =
        kit::journal::history(&service.house.as_custodian(), &case["/cases/".len()..]).await.unwrap();
    let kept = entries.iter().flat_map(|entry| entry.event.files()).next().expect("a file");
    assert!(kept.key.0.len() > 40, "it is sealed");
    kept.key.0.clone()
}

/// How many files lie in the vault.
fn files_in(service: &Service) -> usize {
    let spread = std::fs::read_dir(service.house.vault.folder()).unwrap();
    spread.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}
