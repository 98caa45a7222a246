//! Keeping and erasing: what is held stays, what two people erase is gone, and its tombstone is not.

use super::*;

const SECRET: &str = "He said his name was Zebedee";

/// A service with a second lead; both are signed in.
pub(super) async fn two_leads() -> (Service, String, String) {
    let service = Service::new().await;
    let desk =
        accounts::store::account_by_email(&service.house.db, "lead@service.example").await.unwrap().unwrap();
    service.account(desk.organisation, "Sam Boyd", "second@service.example", &[Role::Lead]).await;
    let (one, other) =
        (service.sign_in("lead@service.example").await, service.sign_in("second@service.example").await);
    (service, one, other)
}

/// A closed case of one report: its address, that of the report, and the code to come back with.
pub(super) async fn closed_case(service: &Service, cookie: &str) -> (String, String, String) {
    let sent = service.report("", &[("threat", "threat=yes")]).await;
    let start = sent.text.find("hearken-code").expect("the code is shown once") + 14;
    let code: String =
        sent.text[start..].chars().take_while(|c| *c != '<').filter(char::is_ascii_digit).collect();
    let report = link(&service.get("/queue", cookie).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), cookie, "").await.location().to_owned();
    let note = format!("text={}", SECRET.replace(' ', "+"));
    service.ask("POST", &format!("{case}/notes"), cookie, &note).await;
    service.ask("POST", &format!("{case}/decide"), cookie, "decision=do_not_refer&reason=none").await;
    let closed = service.ask("POST", &format!("{case}/close"), cookie, "reason=done").await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    (case, report, code)
}

/// Everything that can still be read by whoever has every key there is.
pub(super) async fn readable(service: &Service) -> String {
    format!("{:?}", kit::journal::latest(&service.house.as_custodian(), None, 10_000).await.unwrap())
}

#[tokio::test]
async fn two_people_erase_a_case_and_nothing_but_its_tombstone_is_left() {
    let (service, one, other) = two_leads().await;
    let (case, report, code) = closed_case(&service, &one).await;
    let record = format!("{case}/record");
    assert!(service.get(&case, &one).await.text.contains(&record), "the page leads there");
    let ask = "ground=mistake&reason=It+was+a+test";
    let asked = service.ask("POST", &format!("{record}/erase"), &one, ask).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let mail = testing::last_mail_to(&service.house, "second@service.example").await.unwrap();
    assert!(mail.contains(&record) && !mail.contains("Zebedee"), "{mail}");
    let alone = service.ask("POST", &format!("{record}/agree"), &one, "").await;
    assert!(
        alone.status == StatusCode::UNPROCESSABLE_ENTITY && alone.text.contains("somebody else must agree")
    );
    assert!(readable(&service).await.contains("Zebedee"));

    let page = service.get(&record, &other).await.text;
    assert!(page.contains("It was a test") && page.contains("Morgan Ellery"), "{page}");
    let agreed = service.ask("POST", &format!("{record}/agree"), &other, "").await;
    assert_eq!(agreed.location(), case, "{}", agreed.text);
    let left = readable(&service).await;
    assert!(!left.contains("Zebedee") && !left.contains("send it to everyone"), "not even with every key");

    for path in [&case, &report] {
        let page = service.get(path, &one).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let says = ["This record was erased", "Morgan Ellery", "Sam Boyd", "a test or a mistake"];
        assert!(says.iter().all(|words| page.text.contains(words)), "{}", page.text);
    }
    let worker = service.sign_in("worker@service.example").await;
    assert_eq!(service.get(&case, &worker).await.status, StatusCode::NOT_FOUND, "it was not theirs");
    let again = service.ask("POST", &format!("{case}/reopen"), &one, "reason=no").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "nothing is written behind a tombstone");

    let visit = service.ask("POST", "/back", "", &format!("code={code}")).await.location().to_owned();
    let page = service.get(&visit, "").await;
    assert!(page.text.contains("Your report was erased"), "{}", page.text);
    let verified = kit::log::verify(&service.house.log).await.unwrap();
    assert!(verified.findings.is_empty(), "{:?}", verified.findings);
}

#[tokio::test]
async fn under_a_legal_hold_nothing_is_erased_until_two_people_lift_it() {
    let (service, one, other) = two_leads().await;
    let (case, _, _) = closed_case(&service, &one).await;
    let at = |act: &str| format!("{case}/record/{act}");
    let ask = "ground=retention_ended&reason=It+is+time";
    service.ask("POST", &at("erase"), &one, ask).await;
    // Whoever fears that it goes too soon holds it alone, even now.
    let held = service.ask("POST", &at("hold"), &other, "reason=The+inquiry+asked").await;
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text);
    for (act, form) in [("agree", ""), ("erase", ask)] {
        let refused = service.ask("POST", &at(act), &other, form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
    }
    let page = service.ask("POST", &at("erase"), &other, ask).await.text;
    assert!(page.contains("two people must lift the hold") && page.contains("The inquiry asked"), "{page}");
    service.ask("POST", &at("release"), &one, "reason=The+inquiry+is+over").await;
    let alone = service.ask("POST", &at("agree"), &one, "").await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    service.ask("POST", &at("agree"), &other, "").await;
    service.ask("POST", &at("erase"), &other, ask).await;
    let agreed = service.ask("POST", &at("agree"), &one, "").await;
    assert_eq!(agreed.location(), case, "{}", agreed.text);
    assert!(!readable(&service).await.contains("Zebedee"));
}

#[tokio::test]
async fn a_report_that_is_held_keeps_the_case_that_it_joins() {
    let (service, one, other) = two_leads().await;
    service.reported(&[]).await;
    let report = link(&service.get("/queue", &one).await.text, "/queue/rep_").unwrap();
    service.ask("POST", &format!("{report}/record/hold"), &one, "reason=The+police+asked").await;
    let case = service.ask("POST", &format!("{report}/accept"), &one, "").await.location().to_owned();
    service.ask("POST", &format!("{case}/decide"), &one, "decision=do_not_refer&reason=none").await;
    service.ask("POST", &format!("{case}/close"), &one, "reason=done").await;
    let ask = "ground=mistake&reason=It+was+a+test";
    let refused = service.ask("POST", &format!("{case}/record/erase"), &other, ask).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(service.get(&format!("{case}/record"), &other).await.text.contains("The police asked"));
}

#[tokio::test]
async fn a_report_without_a_case_is_erased_once_it_is_closed_and_only_by_leads() {
    let (service, one, other) = two_leads().await;
    service.reported(&[]).await;
    let report = link(&service.get("/queue", &one).await.text, "/queue/rep_").unwrap();
    let (record, ask) = (format!("{report}/record"), "ground=mistake&reason=It+was+a+test");
    let open = service.ask("POST", &format!("{record}/erase"), &one, ask).await;
    assert!(open.status == StatusCode::UNPROCESSABLE_ENTITY && open.text.contains("lose it first"));
    let worker = service.sign_in("worker@service.example").await;
    assert_eq!(service.get(&record, &worker).await.status, StatusCode::NOT_FOUND);
    service.ask("POST", &format!("{report}/close"), &one, "reason=mistake&text=A+test").await;
    service.ask("POST", &format!("{record}/erase"), &one, ask).await;
    service.ask("POST", &format!("{record}/not-agree"), &other, "reason=Not+yet").await;
    let nothing = service.ask("POST", &format!("{record}/agree"), &other, "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    service.ask("POST", &format!("{record}/erase"), &one, ask).await;
    service.ask("POST", &format!("{record}/agree"), &other, "").await;
    assert!(service.get(&report, &worker).await.text.contains("This record was erased"));
    assert!(!readable(&service).await.contains("send it to everyone"));
}
