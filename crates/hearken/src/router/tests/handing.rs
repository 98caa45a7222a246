//! A case that is handed over: what is in the archive, and what is left of it in the record.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::*;
use crate::export::{CaseArgs, hand_over};

fn args(case: &str, file: std::path::PathBuf, to: &str) -> CaseArgs {
    CaseArgs {
        case: case.to_owned(),
        file,
        recipients: vec![format!("Avon Police, Digital Unit={to}")],
        purpose: "Investigation of blackmail".to_owned(),
        basis: "DPA 2018, Sch 2 para 2".to_owned(),
        by: "Morgan Ellery, lead".to_owned(),
        opened_by: None,
        with_reporter: false,
        without_file: Vec::new(),
        welsh: false,
    }
}

/// A case with a file in it, and its reference.
async fn case_with_file(service: &Service, lead: &str) -> (String, String) {
    service.reported(&[]).await;
    let report = link(&service.get("/queue", lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), lead, "").await.location().to_owned();
    let body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"=minutes.txt\"\r\n\r\nAgreed.\r\n--edge--\r\n";
    let request = HttpRequest::builder().method("POST").uri(format!("{case}/files"));
    let request = request.header(header::COOKIE, lead);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let response = service.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let title = service.get(&case, lead).await.text;
    let start = title.find("<h1").unwrap();
    let reference = title[start..].split(['>', '<']).nth(2).unwrap().rsplit(' ').next().unwrap().to_owned();
    (case, reference)
}

#[tokio::test]
async fn a_case_is_handed_over_whole_to_whom_it_is_sealed_and_that_is_recorded() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, reference) = case_with_file(&service, &lead).await;
    let key = age::x25519::Identity::generate();
    let file = service.folder.path().join("case.zip.age");
    let args = args(&reference, file.clone(), &key.to_public().to_string());
    let export =
        hand_over(&service.house, &service.house.as_custodian(), "localhost/log", &args).await.unwrap();

    let sealed = std::fs::read(&file).unwrap();
    assert!(memchr::memmem::find(&sealed, b"Agreed.").is_none());
    let mut opened = Vec::new();
    let keys = std::iter::once(&key as &dyn age::Identity);
    age::Decryptor::new(sealed.as_slice()).unwrap().decrypt(keys).unwrap().read_to_end(&mut opened).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(opened)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let named = |part: &str| {
        names.iter().find(|name| name.contains(part)).cloned().unwrap_or_else(|| panic!("{part}: {names:?}"))
    };
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(read(&named("minutes.txt")), b"Agreed.");
    assert!(read("documents/case.pdf").starts_with(b"%PDF-"));
    assert_eq!(chance::hex(&chance::sha256(&read("manifest.json"))), export.manifest_sha256);
    assert!(String::from_utf8(read("custody.csv")).unwrap().contains("Morgan Ellery"));
    let manifest = String::from_utf8(read("manifest.json")).unwrap();
    assert!(
        !manifest.contains("send it to everyone"),
        "what the reporter sent, as it was, is for them to give"
    );
    let proofs = names.iter().filter(|name| name.ends_with(".tlog-proof")).count();
    assert!(proofs >= 4, "{names:?}");

    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("Handed over, sealed to") && page.contains("Avon Police, Digital Unit"), "{page}");
    assert!(
        hand_over(&service.house, &service.house.as_custodian(), "localhost/log", &args).await.is_err(),
        "it is never written over"
    );
}

#[tokio::test]
async fn what_cannot_be_handed_over_says_why_and_leaves_nothing_behind() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, reference) = case_with_file(&service, &lead).await;
    let there = service.folder.path().join("out");
    std::fs::create_dir(&there).unwrap();
    let key = age::x25519::Identity::generate().to_public().to_string();
    let why = async |case: &str, to: &str| {
        let args = args(case, there.join("case.zip.age"), to);
        format!(
            "{:#}",
            hand_over(&service.house, &service.house.as_custodian(), "localhost/log", &args)
                .await
                .unwrap_err()
        )
    };
    assert!(why("ABC-DEFG-H", &key).await.contains("no case"));
    let bad = why(&reference, "age1nonsense").await;
    assert!(bad.contains("Avon Police, Digital Unit") && bad.contains("age1"), "{bad}");
    let silent = CaseArgs { basis: " ".to_owned(), ..args(&reference, there.join("case.zip.age"), &key) };
    let silent = hand_over(&service.house, &service.house.as_custodian(), "localhost/log", &silent)
        .await
        .unwrap_err()
        .to_string();
    assert!(silent.contains("--basis"), "{silent}");
    assert_eq!(std::fs::read_dir(&there).unwrap().count(), 0);
    assert!(!service.get(&case, &lead).await.text.contains("Handed over"));
    // Something else has the name by the time that the archive is whole.
    std::os::unix::fs::symlink("nowhere", there.join("case.zip.age")).unwrap();
    assert!(why(&reference, &key).await.contains("naming"));
    assert_eq!(std::fs::read_dir(&there).unwrap().count(), 1, "only what was there");
}
