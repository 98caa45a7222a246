//! A reporter without an account leaves nothing behind but what they told.

use kit::store::{Engine, Reads as _, copy};

use super::*;

/// Every row of every table, as text.
pub(super) async fn everything_stored(service: &Service) -> String {
    let snapshot = service.house.db.snapshot().await.unwrap();
    let mut text = String::new();
    for table in copy::tables(&migrations()) {
        let row = |row: copy::Copied| {
            text.push_str(&serde_json::to_string(&row).expect("a row is JSON"));
            Ok(())
        };
        snapshot.read(table, row).await.unwrap();
    }
    text
}

#[tokio::test]
async fn nothing_is_kept_on_the_device_and_nothing_of_the_device_is_kept() {
    let service = Service::new().await;
    let (address, device) = ("203.0.113.77", "UnusualBrowser/9.1");
    let mut paths = vec![("GET", "/".to_owned(), ""), ("POST", "/report".to_owned(), "who=me")];
    let mut asked = 0;
    while let Some((method, path, form)) = paths.pop() {
        let request = HttpRequest::builder().method(method).uri(&path);
        let request = request.header("x-forwarded-for", address).header(header::USER_AGENT, device);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = service.router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
        assert!(!response.headers().contains_key(header::SET_COOKIE), "{method} {path}");
        asked += 1;
        let next = response.headers().get(header::LOCATION).map(|at| at.to_str().unwrap().to_owned());
        if let Some(next) = next.filter(|_| asked < 10) {
            let question = next.rsplit('/').next().unwrap().to_owned();
            let form = if question == "advice" { "" } else { least(&question) };
            paths.push((if form.is_empty() { "GET" } else { "POST" }, next, form));
        }
    }
    assert!(asked > 3, "the form was asked through: {asked}");
    service.reported(&[]).await;
    let stored = everything_stored(&service).await;
    assert!(!stored.contains("send it to everyone"), "what was told lies sealed");
    assert!(!stored.contains(address) && !stored.contains(device));
    let entries = kit::journal::latest(&service.house.as_custodian(), None, 100).await.unwrap();
    let told = format!("{entries:?}");
    assert!(told.contains("send it to everyone"), "what was told is kept");
    assert!(!told.contains(address) && !told.contains(device));
}

#[tokio::test]
async fn the_code_to_come_back_with_is_not_in_the_store() {
    let service = Service::new().await;
    let sent = service.report("", &[]).await;
    let start = sent.text.find("hearken-code").expect("the code is shown once") + 14;
    let code: String =
        sent.text[start..].chars().take_while(|c| *c != '<').filter(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 16, "{code}");
    assert!(!everything_stored(&service).await.contains(&code));
}

/// Half of all references are taken, as far as the store says.
const HALF_SQLITE: [&str; 1] = ["-- test.half
    CREATE TRIGGER half BEFORE INSERT ON reports_report WHEN NEW.reference < 'F' BEGIN SELECT RAISE(IGNORE); END"];
const HALF_POSTGRES: [&str; 2] = [
    "-- test.half
    CREATE FUNCTION half() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.reference < ''F'' COLLATE \"C\" THEN RETURN NULL; END IF; RETURN NEW; END'",
    "-- test.half
    CREATE TRIGGER half BEFORE INSERT ON reports_report FOR EACH ROW EXECUTE FUNCTION half()",
];

#[tokio::test]
async fn a_report_whose_reference_is_taken_gets_another() {
    let service = Service::new().await;
    let half: &[&str] = match service.house.db.engine() {
        Engine::Sqlite => &HALF_SQLITE,
        Engine::Postgres => &HALF_POSTGRES,
    };
    testing::as_owner(&service.house, half).await;
    // One in four thousand runs meets none of them.
    for _ in 0..12 {
        service.reported(&[]).await;
    }
    let entries = kit::journal::latest(&service.house.as_custodian(), None, 200).await.unwrap();
    let told = entries.iter().filter_map(|(_, entry)| entry.as_ref());
    assert_eq!(told.filter(|entry| entry.event.kind() == "reports.received").count(), 12);
}

#[tokio::test]
async fn a_reference_is_never_that_of_two_reports() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let db = service.house.as_custodian();
    let entries = kit::journal::latest(&db, None, 100).await.unwrap();
    let mut events = entries.into_iter().filter_map(|(_, entry)| entry.map(|entry| entry.event));
    let received = events.find(|event| event.kind() == "reports.received").unwrap();
    let now = service.house.clock.now();
    let mut tx = service.house.begin("tell it again", Actor::Reporter, now).await.unwrap();
    let another = chance::id::<kind::Report>(now);
    let again = tx.append(another, 0, received, None).await.err();
    let said = |failure: &Failure| matches!(failure, Failure::Fault(fault) if fault.is("another report has this reference"));
    assert!(again.as_ref().is_some_and(said), "{again:?}");
}
