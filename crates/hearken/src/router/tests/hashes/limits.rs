//! What a list has its own limits for: how near, how good, how often; and what is harmless.

use domain::removal::entry::Standing;

use super::*;

/// Makes a list of this kind, as a lead; its id.
async fn list(service: &Service, lead: &str, kind: &str) -> String {
    let made = service.ask("POST", "/hashes", lead, &format!("name=A+list&kind={kind}")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    made.location().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn each_list_has_its_limits_and_what_is_harmless_is_no_match() {
    let service = Service::new().await;
    enrolled(&service).await;
    let alpha = platform(&service, "alpha").await;
    let lead = service.sign_in("lead@service.example").await;
    let (partner, negative) =
        (list(&service, &lead, "partner").await, list(&service, &lead, "negative").await);
    let desk = program(&service, "lead@service.example", &[Act::RunHashes]).await;
    let put = |list: &str, category: &str, hash: Value| {
        let entry = json!({ "medium": "picture", "category": category, "confidence": "high", "hashes": [hash],
            "partner": { "name": "A partner", "id": "7" } });
        (format!("/api/v1/hashes/lists/{list}/entries"), json!({ "entries": [entry] }))
    };
    for (list, category, hash, expected) in [
        (&partner, "uk_a", pdq(1, 0), StatusCode::CREATED),
        (&negative, "harmless", pdq(2, 0), StatusCode::CREATED),
        (&partner, "uk_b", pdq(2, 20), StatusCode::CREATED),
        (&partner, "harmless", pdq(3, 0), StatusCode::UNPROCESSABLE_ENTITY),
        (
            &partner,
            "uk_a",
            json!({ "kind": "pdq", "hash": "0".repeat(64), "quality": 90 }),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            &partner,
            "uk_a",
            json!({ "kind": "pdq", "hash": hex(4), "quality": 20 }),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let (path, body) = put(list, category, hash);
        let (status, answer) = desk.send("POST", &path, None, &body).await;
        assert_eq!(status, expected, "{answer}");
    }
    assert_eq!(find(&alpha, pdq(1, 25)).await["matches"][0]["category"], "uk_a");
    assert_eq!(find(&alpha, pdq(2, 15)).await, json!({ "matches": [], "harmless": true }));
    let (_, next) = pull(&alpha, "").await;
    let at = format!("/hashes/lists/{partner}");
    let far = service.ask("POST", &at, &lead, "within=64&quality=50&flood=9&on=on").await;
    assert_eq!(far.status, StatusCode::UNPROCESSABLE_ENTITY);
    service.ask("POST", &at, &lead, "within=10&quality=50&flood=9&on=on").await;
    assert_eq!(find(&alpha, pdq(1, 25)).await["matches"], json!([]));
    assert_eq!(find(&alpha, pdq(1, 10)).await["matches"][0]["distance"], 10);
    service.ask("POST", &at, &lead, "within=10&quality=50&flood=9&on=off").await;
    assert_eq!(find(&alpha, pdq(1, 10)).await["matches"], json!([]));
    let (gone, next) = pull(&alpha, &next).await;
    assert!(gone.len() == 2 && gone.iter().all(|change| change["change"] == "gone"), "{gone:?}");
    service.ask("POST", &at, &lead, "within=10&quality=50&flood=9&on=on").await;
    assert_eq!(pull(&alpha, &next).await.0.len(), 2, "they come back with their list");
}

#[tokio::test]
async fn what_is_found_too_often_in_a_day_stops_until_somebody_decides() {
    let service = Service::new().await;
    enrolled(&service).await;
    let alpha = platform(&service, "alpha").await;
    let lead = service.sign_in("lead@service.example").await;
    let request = asked(&service.house, &[1]).await;
    let limits = "within=31&quality=50&flood=2&on=on";
    let changed = service.ask("POST", &format!("/hashes/lists/{}", removal::OWN), &lead, limits).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    for time in 1..=3 {
        assert_eq!(find(&alpha, pdq(1, 2)).await["matches"].as_array().unwrap().len(), 1, "time {time}");
    }
    assert_eq!(find(&alpha, pdq(1, 2)).await["matches"], json!([]), "the fourth time");
    assert_eq!(became(&service, request).await[0].standing, Standing::Quarantined);
    let entry = became(&service, request).await[0].entry;
    let path = format!("/hashes/entries/{entry}");
    service.ask("POST", &path, &lead, "decision=confirm&reason=A+known+one").await;
    service.house.clock.advance(jiff::SignedDuration::from_hours(24));
    assert_eq!(find(&alpha, pdq(1, 2)).await["matches"].as_array().unwrap().len(), 1, "the next day");
}
