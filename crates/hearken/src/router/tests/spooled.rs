//! While the store takes nothing, what is told is kept beside it; and it is in the store once, as soon as that takes it.

use domain::role::Act;

use super::programs::{program, report};
use super::*;

/// The store takes no report from here on; everything else goes on as before.
async fn break_the_store(service: &Service) {
    testing::as_owner(&service.house, &["-- test\nALTER TABLE cases_intake RENAME TO cases_intake_gone"])
        .await;
}

async fn mend_the_store(service: &Service) {
    testing::as_owner(&service.house, &["-- test\nALTER TABLE cases_intake_gone RENAME TO cases_intake"])
        .await;
}

fn code(page: &str) -> String {
    let start = page.find("hearken-code").expect("the code is shown") + 14;
    page[start..].chars().take_while(|c| *c != '<').filter(char::is_ascii_digit).collect()
}

async fn waiting(service: &Service, cookie: &str) -> usize {
    service.get("/queue", cookie).await.text.matches("href=\"/queue/rep_").count()
}

#[tokio::test]
async fn what_a_child_tells_while_the_store_takes_nothing_is_kept_and_arrives() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    break_the_store(&service).await;
    let kept = service.report("", &[]).await;
    assert!(
        kept.status == StatusCode::OK && kept.text.contains("We have kept what you told us"),
        "{}",
        kept.text
    );
    assert!(!kept.text.contains("tlog-proof") && kept.text.contains("999"), "no receipt is promised");
    assert_eq!(service.house.spool.names().unwrap().len(), 1);
    assert!(reports::spool::drain(&service.house).await.is_err(), "the store still takes nothing");
    assert_eq!(service.house.spool.names().unwrap().len(), 1, "and so nothing is let go");

    mend_the_store(&service).await;
    assert_eq!(waiting(&service, &lead).await, 0);
    assert_eq!(reports::spool::drain(&service.house).await.unwrap(), 1);
    assert_eq!((waiting(&service, &lead).await, service.house.spool.names().unwrap().len()), (1, 0));
    let visit = service.ask("POST", "/back", "", &format!("code={}", code(&kept.text))).await;
    let page = service.get(visit.location(), "").await;
    assert!(page.status == StatusCode::OK && page.text.contains("We have it"), "{}", page.text);
    let receipt = service.get(&format!("{}/receipt", visit.location()), "").await;
    assert!(receipt.text.starts_with("c2sp.org/tlog-proof"), "{}", receipt.text);
}

#[tokio::test]
async fn what_is_sent_again_meanwhile_is_taken_once() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let sender = program(&service, "lead@service.example", &[Act::Report]).await;
    let send = async || sender.send("POST", "/api/v1/reports", Some("once-1"), &report()).await;
    break_the_store(&service).await;
    let (status, first) = send().await;
    assert_eq!((status, send().await), (StatusCode::ACCEPTED, (StatusCode::ACCEPTED, first.clone())));
    let mut other = report();
    other["answers"]["happened"] = "Something else.".into();
    let (status, _) = sender.send("POST", "/api/v1/reports", Some("once-1"), &other).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a key is for one request");
    mend_the_store(&service).await;
    assert_eq!(send().await.1, first, "it is not in the store yet");
    reports::spool::drain(&service.house).await.unwrap();
    reports::spool::drain(&service.house).await.unwrap();
    let (status, taken) = send().await;
    assert_eq!((status, &taken["report"]), (StatusCode::CREATED, &first["report"]));
    assert!(taken["receipt"].is_string(), "{taken}");
    assert_eq!(waiting(&service, &lead).await, 1);
}

#[tokio::test]
async fn a_report_that_was_stored_though_its_answer_failed_is_not_taken_in_a_second_time() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    break_the_store(&service).await;
    service.report("", &[]).await;
    let name = service.house.spool.names().unwrap().remove(0);
    let text = service.house.spool.read(&name).unwrap().unwrap();
    mend_the_store(&service).await;
    reports::spool::drain(&service.house).await.unwrap();
    // As if the machine had gone down between the two.
    service.house.spool.keep(&name, &text).unwrap();
    reports::spool::drain(&service.house).await.unwrap();
    assert_eq!((waiting(&service, &lead).await, service.house.spool.names().unwrap().len()), (1, 0));
}

#[tokio::test]
async fn when_nothing_can_be_kept_at_all_nothing_is_acknowledged() {
    let service = Service::new().await;
    break_the_store(&service).await;
    let spool = service.folder.path().join("spool");
    std::fs::rename(&spool, service.folder.path().join("gone")).unwrap();
    let refused = service.report("", &[]).await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!refused.text.contains("hearken-code") && refused.text.contains("999"), "{}", refused.text);
}
