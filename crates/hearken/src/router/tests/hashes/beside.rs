//! The matcher that a platform runs beside its uploads, against the service as it is served.

use std::path::Path;

use image::{DynamicImage, ImageFormat, RgbImage, imageops};

use super::*;
use crate::matcher::{self, Matcher, MatcherArgs};

/// The service on a port of this machine.
async fn served(service: &Service) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = service.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

fn beside(address: &str, key: &str, folder: &Path, tell_matches: bool) -> Arc<Matcher> {
    let key_file = folder.join("key");
    std::fs::write(&key_file, key).unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let (service, folder) = (address.to_owned(), folder.join("matcher"));
    Arc::new(
        Matcher::open(&MatcherArgs { service, key_file, folder, listen, every: 1, tell_matches }).unwrap(),
    )
}

/// What runs on a thread of its own, since it waits for the service.
async fn does(matcher: &Arc<Matcher>, work: fn(&Matcher) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let matcher = Arc::clone(matcher);
    tokio::task::spawn_blocking(move || work(&matcher)).await.unwrap()
}

async fn send(matcher: &Arc<Matcher>, method: &str, path: &str, body: Vec<u8>) -> (StatusCode, Value) {
    let request = HttpRequest::builder().method(method).uri(path);
    let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
    let response = matcher::router(Arc::clone(matcher)).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn looked_up(matcher: &Arc<Matcher>, hash: Value) -> Value {
    let body = json!({ "hashes": [hash] }).to_string().into_bytes();
    let (status, found) = send(matcher, "POST", "/v1/match/hashes", body).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found["found"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_listed_is_matched_beside_the_uploads_and_what_became_of_it_is_told() {
    let service = Service::new().await;
    enrolled(&service).await;
    let (alpha, folder) = (platform(&service, "alpha").await, tempfile::TempDir::new().unwrap());
    let request = asked(&service.house, &[1]).await;
    let matcher = beside(&served(&service).await, alpha.key(), folder.path(), false);
    assert_eq!(looked_up(&matcher, pdq(1, 9)).await["verdict"], "none", "nothing was pulled yet");
    does(&matcher, Matcher::pull).await.unwrap();
    let found = looked_up(&matcher, pdq(1, 9)).await;
    assert_eq!((&found["verdict"], &found["matches"][0]["distance"]), (&json!("match"), &json!(9)));
    assert_eq!(looked_up(&matcher, pdq(2, 0)).await["verdict"], "none");
    let list = format!("/v1/lists/{}", removal::OWN);
    for (on, verdict) in [(false, "none"), (true, "match")] {
        let body = json!({ "on": on }).to_string().into_bytes();
        assert_eq!(send(&matcher, "PUT", &list, body).await.0, StatusCode::NO_CONTENT);
        assert_eq!(looked_up(&matcher, pdq(1, 0)).await["verdict"], verdict);
    }
    let told = json!({ "feedback": [{ "entry": found["matches"][0]["entry"], "outcome": "removed" }] });
    let (status, _) = send(&matcher, "POST", "/v1/feedback", told.to_string().into_bytes()).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    assert_eq!(became(&service, request).await[0].removed.len(), 0, "it waits on disk");
    does(&matcher, Matcher::tell).await.unwrap();
    assert_eq!(became(&service, request).await[0].removed, ["alpha"]);
    let (_, health) = send(&matcher, "GET", "/v1/health", Vec::new()).await;
    assert_eq!((&health["entries"], &health["to_be_told"]), (&json!(1), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_start_without_the_service_it_answers_and_keeps_what_is_to_be_told() {
    let service = Service::new().await;
    enrolled(&service).await;
    let (alpha, folder) = (platform(&service, "alpha").await, tempfile::TempDir::new().unwrap());
    let request = asked(&service.house, &[1, 2]).await;
    let address = served(&service).await;
    does(&beside(&address, alpha.key(), folder.path(), true), Matcher::pull).await.unwrap();
    // The last page was cut short by a crash, and nobody listens at that address.
    let pages = folder.path().join("matcher/changes.jsonl");
    let whole = std::fs::read(&pages).unwrap();
    std::fs::write(&pages, [&whole[..], b"{\"changes\":[{\"chan"].concat()).unwrap();
    let alone = beside("http://127.0.0.1:9", alpha.key(), folder.path(), true);
    assert_eq!(looked_up(&alone, pdq(2, 3)).await["verdict"], "match");
    assert!(does(&alone, Matcher::pull).await.is_err() && does(&alone, Matcher::tell).await.is_err());
    let again = beside(&address, alpha.key(), folder.path(), true);
    does(&again, Matcher::tell).await.unwrap();
    let (_, health) = send(&again, "GET", "/v1/health", Vec::new()).await;
    assert_eq!(health["to_be_told"], 0, "what was matched alone is told now");
    assert_eq!(became(&service, request).await.iter().map(|one| one.matched.len()).sum::<usize>(), 1);
    // A dispute by somebody else leaves with the next pull.
    let entry = looked_up(&again, pdq(1, 0)).await["matches"][0]["entry"].clone();
    tell(&platform(&service, "beta").await, dispute(entry.as_str().unwrap())).await;
    does(&again, Matcher::pull).await.unwrap();
    assert_eq!(looked_up(&again, pdq(1, 0)).await["verdict"], "none");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_was_mirrored_and_saved_anew_is_matched_as_a_file() {
    let service = Service::new().await;
    enrolled(&service).await;
    let (alpha, folder) = (platform(&service, "alpha").await, tempfile::TempDir::new().unwrap());
    let made = RgbImage::from_fn(320, 240, |x, y| {
        let byte = |value: u32| value.to_le_bytes()[0];
        image::Rgb([byte(x * 3 + y), byte(x / 16 * 40 + y / 12 * 30), byte(255_u32.wrapping_sub(x * 2))])
    });
    let file = |picture: RgbImage, format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let hashed = imprint::hash(&file(made.clone(), ImageFormat::Png), &imprint::Limits::default()).unwrap();
    let fingerprints = vec![Fingerprint::Pdq { bits: Bits(hashed.pdq.to_bytes()), quality: hashed.quality }];
    let item = Item { id: chance::id(testing::thursday()), medium: Medium::Picture, fingerprints };
    asked_for(&service.house, vec![item]).await;
    let matcher = beside(&served(&service).await, alpha.key(), folder.path(), false);
    does(&matcher, Matcher::pull).await.unwrap();
    let upload = file(imageops::flip_horizontal(&made), ImageFormat::Jpeg);
    let (_, said) = send(&matcher, "POST", "/v1/match", upload).await;
    assert_eq!((&said["verdict"], &said["unread"]), (&json!("match"), &Value::Null), "{said}");
    let (_, said) = send(&matcher, "POST", "/v1/match", b"no picture".to_vec()).await;
    assert_eq!(said["verdict"], "none");
    assert!(said["unread"].as_str().unwrap().contains("no picture that can be hashed"), "{said}");
}
