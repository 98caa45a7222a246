//! Searching: what is found, and by whom.

use super::*;

async fn search(service: &Service, who: &str, question: &str) -> String {
    let form = format!("question={}", question.replace('+', "%2B").replace(' ', "+").replace('@', "%40"));
    service.ask("POST", "/search", who, &form).await.text
}

/// Which reports a page links to.
fn reports(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        text.match_indices("/reports/rep_").map(|(at, _)| &text[at..at + 45]).collect();
    found.dedup();
    found
}

const PHONE: (&str, &str) = ("phones", "0.number=07700+900123");

#[tokio::test]
async fn a_report_is_found_by_its_words_and_by_a_telephone_however_it_is_written() {
    let service = Service::new().await;
    let worker = service.sign_in("worker@service.example").await;
    service.reported(&[("know", "know=phones"), PHONE]).await;
    service.reported(&[]).await;
    for (question, number) in
        [("send everyone", 2), ("EVERY sen", 2), ("+44 7700 900 123", 1), ("07700900123", 1), ("teapot", 0)]
    {
        let page = search(&service, &worker, question).await;
        assert_eq!(reports(&page).len(), number, "{question}: {page}");
    }
    let page = search(&service, &worker, "send everyone").await;
    assert!(page.contains("He says he will send it to everyone"), "the line is shown: {page}");
    // What came after somebody first searched is found too.
    service.reported(&[]).await;
    assert_eq!(reports(&search(&service, &worker, "everyone").await).len(), 3);
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_read() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    service.reported(&[("know", "know=phones"), PHONE]).await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    service.ask("POST", &format!("{case}/notes"), &lead, "text=the+teapot+is+blue").await;
    let found = search(&service, &lead, "teapot").await;
    assert!(found.contains(&case) && found.contains("the teapot is blue"), "{found}");
    let worker = service.sign_in("worker@service.example").await;
    assert!(!search(&service, &worker, "teapot").await.contains(&case), "who is not in the team");
    let school = service.sign_in("lead@school.example").await;
    let council = service.sign_in("lead@council.example").await;
    for other in [&school, &council] {
        for question in ["everyone", "07700 900123", "teapot"] {
            let page = search(&service, other, question).await;
            assert!(reports(&page).is_empty() && !page.contains("/cases/cas_"), "{question}: {page}");
        }
    }
    assert_eq!(service.ask("POST", "/search", "", "question=teapot").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_is_named_in_a_report_does_not_find_it_nor_that_something_is_named_there_too() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service.reported(&[("know", "know=people&know=phones"), ("people", named), PHONE]).await;
    service.reported(&[("know", "know=phones"), PHONE]).await;
    let page = search(&service, &worker, "07700 900123").await;
    assert_eq!(reports(&page).len(), 2, "{page}");
    assert_eq!(reports(&search(&service, &lead, "07700 900123").await).len(), 1);
    assert!(reports(&search(&service, &lead, "Ellery").await).is_empty());
    let seen = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    assert!(!service.get(&seen, &lead).await.text.contains("Named elsewhere too"));
    let page = service.get(&seen, &worker).await.text;
    assert!(page.contains("Named elsewhere too"), "{page}");
}

#[tokio::test]
async fn a_question_that_says_too_little_is_refused_and_one_that_is_asked_is_recorded_without_its_words() {
    let service = Service::new().await;
    let worker = service.sign_in("worker@service.example").await;
    let short = service.ask("POST", "/search", &worker, "question=+a+").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text.contains("at least two letters"), "{}", short.text);
    search(&service, &worker, "xylophone").await;
    let account =
        accounts::store::account_by_email(&service.house.db, "worker@service.example").await.unwrap();
    let account = account.unwrap().id.to_string();
    let readings = kit::journal::readings(&service.house.db, &account, 10).await.unwrap();
    assert_eq!(readings.iter().map(|reading| reading.page.as_str()).collect::<Vec<_>>(), ["search"]);
    assert!(!reporting::everything_stored(&service).await.contains("xylophone"));
}

#[tokio::test]
async fn that_there_is_more_is_said_of_what_may_be_read_alone() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service.reported(&[("know", "know=people&know=phones"), ("people", named), PHONE]).await;
    for _ in 0..25 {
        service.reported(&[("know", "know=phones"), PHONE]).await;
    }
    for (who, more) in [(&worker, true), (&lead, false)] {
        let page = search(&service, who, "07700 900123").await;
        assert_eq!((reports(&page).len(), page.contains("There is more")), (25, more));
    }
}
