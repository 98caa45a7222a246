//! That no hash ever shows: on a page, in a log, in an error, in the store.

use std::sync::Mutex;

use domain::id::ListedId;
use kit::store::sql;

use super::*;

/// What is written in the log while it lives.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is said to bodies that hold a hash where none is expected.
async fn unreadable(alpha: &Program<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for body in
        [json!({ "hashes": [hex(1)] }), json!({ "hashes": [{ (hex(1)): 1 }] }), json!({ "feedback": hex(1) })]
    {
        for path in ["/api/v1/hashes/match", "/api/v1/hashes/feedback"] {
            let (status, answer) = alpha.send("POST", path, None, &body).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
            said.push(answer.to_string());
        }
    }
    said
}

#[tokio::test]
async fn no_hash_is_on_a_page_in_a_log_in_an_error_or_open_in_the_store() {
    let written = Written::default();
    let writer = written.clone();
    let log =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(log.finish());
    tracing::info!("looked at");
    let service = Service::new().await;
    enrolled(&service).await;
    let alpha = platform(&service, "alpha").await;
    let request = asked(&service.house, &[1]).await;
    let entry: ListedId = became(&service, request).await[0].entry;
    let mut said = vec![format!("{:?}", became(&service, request).await)];
    for broken in [format!("{}x", hex(1)), hex(1)[1..].to_owned()] {
        let body = json!({ "hashes": [{ "kind": "pdq", "hash": broken, "quality": 88 }] });
        let (status, answer) = alpha.send("POST", "/api/v1/hashes/match", None, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        said.push(answer.to_string());
    }
    said.extend(unreadable(&alpha).await);
    said.push(tell(&alpha, json!({ "entry": hex(1), "outcome": "matched" })).await.to_string());
    said.push(find(&alpha, pdq(1, 0)).await.to_string());
    tell(&alpha, dispute(&entry.to_string())).await;
    let lead = service.sign_in("lead@service.example").await;
    let list = format!("/hashes/lists/{}", removal::OWN);
    let one = format!("/hashes/entries/{entry}");
    for path in ["/hashes", "/hashes/waiting", "/hashes/platforms", &list, &one] {
        let page = service.get(path, &lead).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        said.push(page.text);
    }
    for (table, column) in [("removal_entry", "prints"), ("kit_journal", "body")] {
        let rows = sql(format!("-- hearken.tests.lying\nSELECT {column} AS lies FROM {table}"))
            .all(&service.house.db);
        said.extend(rows.await.unwrap().iter().map(|row| row.get::<String>("lies").unwrap()));
    }
    // A row that does not open is a fault of ours: the one thing here that is logged.
    let table = "removal_entry";
    let broken = format!("-- hearken.tests.broken\nUPDATE {table} SET prints = 'AAAA'");
    testing::as_owner(&service.house, &[broken.as_str()]).await;
    let (status, answer) = alpha.get("/api/v1/hashes/changes").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    said.push(answer.to_string());
    let logged = String::from_utf8_lossy(&written.0.lock().unwrap()).into_owned();
    assert!(logged.contains("looked at") && logged.contains("a request failed"), "{logged}");
    said.push(logged);
    // Any eight digits of it in a row.
    let hash = hex(1);
    for text in said {
        let shows = (0..=hash.len() - 8).any(|at| text.contains(&hash[at..at + 8]));
        assert!(!shows, "a hash shows in {}", text.chars().take(300).collect::<String>());
    }
}
