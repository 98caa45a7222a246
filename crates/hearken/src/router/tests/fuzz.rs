//! Hostile input at every public opening: no panic, no fault of ours, whatever is sent.
//!
//! Each runs for two seconds, or as long as `HEARKEN_FUZZ_SECONDS` says.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::*;

/// Feeds values of the strategy to `feed` until the time is up; how many.
async fn feed<S: Strategy, F: AsyncFnMut(S::Value)>(strategy: S, mut feed: F) -> u32 {
    let seconds = std::env::var("HEARKEN_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let mut runner = TestRunner::new(Config::default());
    let (began, mut fed) = (Instant::now(), 0);
    while began.elapsed() < Duration::from_secs(seconds) {
        let value = strategy.new_tree(&mut runner).unwrap().current();
        feed(value).await;
        fed += 1;
    }
    println!("{fed} inputs in {} s", began.elapsed().as_secs());
    fed
}

async fn status(service: &Service, method: &str, path: &str, kind: &str, body: Vec<u8>) -> StatusCode {
    let request = HttpRequest::builder().method(method).uri(path).header(header::CONTENT_TYPE, kind);
    let response = service.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status();
    if status.is_server_error() {
        let text = to_bytes(response.into_body(), 1_000_000).await.unwrap();
        panic!("{method} {path}: {status} {}", String::from_utf8_lossy(&text));
    }
    status
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        Just(json!("yes")),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(".{0,12}", inner, 0..6).prop_map(|map| json!(map)),
        ]
    })
}

const ASKED: [&str; 25] = [
    "who",
    "harm",
    "danger",
    "happened",
    "when",
    "threat",
    "demand",
    "demands",
    "child",
    "staff",
    "post",
    "know",
    "people",
    "accounts",
    "phones",
    "vehicles",
    "places",
    "where",
    "tell_school",
    "school",
    "evidence",
    "files",
    "job",
    "reply",
    "contact",
];

/// A report that is nearly right: a good one with some answers replaced by anything.
fn nearly_a_report() -> impl Strategy<Value = Vec<u8>> {
    let good = json!({
        "who": "me", "harm": "sextortion", "danger": "no", "happened": "x", "when": "today", "threat": "yes",
        "demand": "no", "staff": "no", "where": "SN3 1RA", "tell_school": "no", "evidence": "no", "reply": "code",
    });
    let wrong = prop::collection::vec((prop::sample::select(&ASKED[..]), any_json()), 0..4);
    (wrong, any_json(), any::<bool>()).prop_map(move |(wrong, upload, with_upload)| {
        let mut answers = good.clone();
        for (question, value) in wrong {
            answers[question] = value;
        }
        let mut report = json!({ "answers": answers });
        if with_upload {
            report["upload"] = upload;
        }
        report.to_string().into_bytes()
    })
}

#[tokio::test]
async fn json_of_any_shape_is_answered() {
    let service = Service::new().await;
    let strategy = prop_oneof![
        nearly_a_report(),
        any_json().prop_map(|value| value.to_string().into_bytes()),
        any::<Vec<u8>>(),
    ];
    let fed = feed(strategy, async |body: Vec<u8>| {
        status(&service, "POST", "/api/v1/reports", "application/json", body).await;
    });
    assert!(fed.await > 0);
}

/// A body with parts, some of them broken: names with quotes, no names, headers cut, ends missing.
fn multipart() -> impl Strategy<Value = Vec<u8>> {
    let heads = prop_oneof![
        Just("Content-Disposition: form-data; name=\"files\"; filename=\"a.png\"".to_owned()),
        "Content-Disposition: form-data; name=\".{0,9}\"; filename=\".{0,20}\"",
        "Content-Disposition: .{0,30}",
        ".{0,30}",
    ];
    let part = (heads, any::<Vec<u8>>(), prop::bool::weighted(0.9));
    (prop::collection::vec(part, 0..5), prop::bool::weighted(0.8)).prop_map(|(parts, ends)| {
        let mut body = Vec::new();
        for (head, content, whole) in parts {
            body.extend_from_slice(b"--border\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(if whole { b"\r\n\r\n" } else { b"\n" });
            body.extend_from_slice(&content);
            body.extend_from_slice(b"\r\n");
        }
        if ends {
            body.extend_from_slice(b"--border--\r\n");
        }
        body
    })
}

/// A draft that stands at the question for files.
async fn draft_at_files(service: &Service) -> String {
    let at = service.ask("POST", "/report", "", "who=me").await.location().to_owned();
    let (draft, _) = at.rsplit_once('/').unwrap();
    for (question, form) in [("harm", "harm=sextortion"), ("evidence", "evidence=yes")] {
        service.ask("POST", &format!("{draft}/{question}"), "", form).await;
    }
    draft.to_owned()
}

#[tokio::test]
async fn files_in_any_wrapping_are_answered() {
    let service = Service::new().await;
    let mut draft = draft_at_files(&service).await;
    let mut number = 0;
    let strategy = prop_oneof![4 => multipart(), 1 => any::<Vec<u8>>()];
    let fed = feed(strategy, async |body: Vec<u8>| {
        number += 1;
        if number % 50 == 0 {
            draft = draft_at_files(&service).await;
        }
        let path = format!("{draft}/files/add");
        status(&service, "POST", &path, "multipart/form-data; boundary=border", body).await;
    });
    assert!(fed.await > 0);
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        encoded.push('%');
        encoded.push_str(&chance::hex(&[byte]));
    }
    encoded
}

#[tokio::test]
async fn any_text_for_a_postcode_is_answered() {
    let service = Service::new().await;
    let at = service.ask("POST", "/report", "", "who=me").await.location().to_owned();
    let (draft, _) = at.rsplit_once('/').unwrap();
    let strategy = prop_oneof![
        "[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}",
        "[A-Z]{1,3}[0-9]{0,3}",
        "\\PC{0,20}",
        ".{0,200}",
    ];
    let fed = feed(strategy, async |typed: String| {
        status(&service, "GET", &format!("/api/v1/places/{}", encoded(&typed)), "", Vec::new()).await;
        let form = format!("where={}", encoded(&typed)).into_bytes();
        status(&service, "POST", &format!("{draft}/where"), "application/x-www-form-urlencoded", form).await;
    });
    assert!(fed.await > 0);
}

#[tokio::test]
async fn any_text_for_a_code_is_answered_and_opens_nothing() {
    let service = Service::new().await;
    let strategy =
        prop_oneof![1 => "([0-9]{4}[ -]?){4}", 20 => "[0-9 -]{0,30}", 20 => ".{0,40}", 20 => any::<String>()];
    let fed = feed(strategy, async |typed: String| {
        let form = format!("code={}", encoded(&typed)).into_bytes();
        let status = status(&service, "POST", "/back", "application/x-www-form-urlencoded", form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
    });
    assert!(fed.await > 0);
}

#[tokio::test]
async fn any_form_at_any_question_is_answered() {
    let service = Service::new().await;
    let at = service.ask("POST", "/report", "", "who=me").await.location().to_owned();
    let (draft, _) = at.rsplit_once('/').unwrap();
    let field = ("[0-9a-z._]{1,8}|where|happened|0\\.name|more|add", ".{0,60}");
    let strategy = (
        prop::sample::select(&ASKED[..]),
        prop::collection::vec(field, 0..6),
        any::<Vec<u8>>(),
        any::<bool>(),
    );
    let fed = feed(strategy, async |(question, fields, raw, typed)| {
        let form =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>();
        let form = if typed { form.join("&").into_bytes() } else { raw };
        status(&service, "POST", &format!("{draft}/{question}"), "application/x-www-form-urlencoded", form)
            .await;
    });
    assert!(fed.await > 0);
}

#[tokio::test]
async fn any_text_is_brought_into_one_form_and_stays_in_it() {
    let strategy = prop_oneof!["\\PC{0,60}", any::<String>(), "[A-Za-z' ‐-–.]{0,40}"];
    let fed = feed(strategy, async |typed: String| {
        let key = domain::person::NameKey::new(&typed);
        let otherwise = format!(" {} ", typed.to_ascii_uppercase());
        assert_eq!(key, domain::person::NameKey::new(&otherwise), "{typed:?}");
        let _ = domain::accounts::email(&typed);
        let _ = domain::accounts::name(&typed);
        let read = kit::form::Fields::parse(typed.as_bytes());
        assert!(read.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0')), "{typed:?}");
    });
    assert!(fed.await > 0);
}
