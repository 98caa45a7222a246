//! The hash service: from a young person's request to what platforms did, and what never shows.

use domain::id::RemovalId;
use domain::removal::Event as Removal;
use domain::removal::asking::{AgeRange, Asking, Item, Spread};
use domain::removal::fingerprint::{Bits, Fingerprint, Medium};
use domain::role::Act;
use kit::store::sql;
use serde_json::{Value, json};

use super::programs::{Program, program};
use super::*;

mod beside;
mod limits;
mod silent;

const PLATFORM: &[Act] = &[Act::PullHashes, Act::MatchHashes, Act::FeedBackHashes];

/// A hash that no other seed is near to, with so many bits flipped.
fn bits(seed: u8, flipped: usize) -> [u8; 32] {
    let mut bits = chance::sha256(&[seed]);
    bits.iter_mut().take(flipped).for_each(|byte| *byte ^= 1);
    bits
}

fn hex(seed: u8) -> String {
    Bits(bits(seed, 0)).reveal()
}

fn pdq(seed: u8, flipped: usize) -> Value {
    json!({ "kind": "pdq", "hash": Bits(bits(seed, flipped)).reveal(), "quality": 88 })
}

fn items(seeds: &[u8]) -> Vec<Item> {
    let item = |seed: &u8| Item {
        id: chance::id(testing::thursday()),
        medium: Medium::Picture,
        fingerprints: vec![Fingerprint::Pdq { bits: Bits(bits(*seed, 0)), quality: 90 }],
    };
    seeds.iter().map(item).collect()
}

/// A young person asks for pictures to be taken down.
async fn asked(house: &House, seeds: &[u8]) -> RemovalId {
    asked_for(house, items(seeds)).await
}

async fn asked_for(house: &House, items: Vec<Item>) -> RemovalId {
    let now = house.clock.now();
    let (age, spread) = (AgeRange::From13To15, Spread::Threatened);
    let asking = Asking { items, age, country: "GB".to_owned(), spread, places: Vec::new() };
    let request: RemovalId = chance::id(now);
    let mut tx = house.begin("ask", Actor::Reporter, now).await.unwrap();
    // The key of the request goes to nobody here: the code that opens it is another test's.
    tx.append(request, 0, Event::Removal(Removal::Asked { asking }), None).await.unwrap();
    tx.commit().await.unwrap();
    request
}

async fn enrolled(service: &Service) {
    for name in ["alpha", "beta"] {
        let platform = service.organisation(name, AgencyKind::Platform).await;
        service.account(platform, "Kim Oke", &format!("kim@{name}.example"), &[Role::Moderator]).await;
    }
}

async fn platform<'a>(service: &'a Service, name: &str) -> Program<'a> {
    program(service, &format!("kim@{name}.example"), PLATFORM).await
}

async fn pull(platform: &Program<'_>, after: &str) -> (Vec<Value>, String) {
    let (status, page) = platform.get(&format!("/api/v1/hashes/changes?after={after}")).await;
    assert_eq!((status, &page["more"]), (StatusCode::OK, &json!(false)), "{page}");
    (page["changes"].as_array().unwrap().clone(), page["next"].as_str().unwrap().to_owned())
}

async fn find(platform: &Program<'_>, hash: Value) -> Value {
    let (status, found) =
        platform.send("POST", "/api/v1/hashes/match", None, &json!({ "hashes": [hash] })).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found["found"][0].clone()
}

async fn tell(platform: &Program<'_>, told: Value) -> Value {
    let body = json!({ "feedback": [told] });
    let (status, taken) = platform.send("POST", "/api/v1/hashes/feedback", None, &body).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    taken["taken"][0].clone()
}

fn dispute(entry: &str) -> Value {
    json!({ "entry": entry, "outcome": "disputed", "ground": "false_match", "words": "A sunset." })
}

async fn became(service: &Service, request: RemovalId) -> Vec<removal::Became> {
    removal::became(&service.house.db, &service.house, request).await.unwrap()
}

#[tokio::test]
async fn from_the_request_to_an_edited_copy_that_is_taken_down_and_back_to_the_code() {
    let service = Service::new().await;
    enrolled(&service).await;
    let (alpha, beta) = (platform(&service, "alpha").await, platform(&service, "beta").await);
    let started = std::time::Instant::now();
    let request = asked(&service.house, &[1, 2]).await;
    let found = find(&alpha, pdq(1, 9)).await;
    assert!(started.elapsed().as_secs_f32() < 2.0, "from the request to the match");
    let entry = found["matches"][0]["entry"].as_str().unwrap().to_owned();
    assert_eq!((&found["matches"][0]["distance"], &found["harmless"]), (&json!(9), &json!(false)));
    assert!(!found.to_string().contains("rem_"), "whose it is stays here: {found}");
    assert_eq!(find(&alpha, pdq(3, 0)).await["matches"], json!([]));
    let (changes, next) = pull(&beta, "").await;
    assert_eq!(changes.len(), 2);
    let listed = changes.iter().find(|change| change["entry"] == *entry).unwrap();
    assert_eq!((&listed["change"], &listed["category"]), (&json!("listed"), &json!("self_reported")));
    assert_eq!(listed["hashes"][0]["hash"], hex(1));
    assert_eq!(pull(&beta, &next).await, (Vec::new(), next));
    for (who, outcome) in [(&alpha, "matched"), (&alpha, "removed"), (&beta, "not_found")] {
        let told = json!({ "entry": entry, "outcome": outcome });
        assert_eq!(tell(who, told.clone()).await["kept"], true);
        assert_eq!(tell(who, told).await["kept"], true, "the same again is no error");
    }
    let became = became(&service, request).await;
    let one = became.iter().find(|one| one.entry.to_string() == entry).unwrap();
    assert_eq!(
        (one.shared, &one.removed[..], &one.not_found[..]),
        (2, &["alpha".to_owned()][..], &["beta".to_owned()][..])
    );
    let other = became.iter().find(|one| one.entry.to_string() != entry).unwrap();
    assert_eq!((other.shared, other.removed.len()), (1, 0), "only beta took the other");
}

#[tokio::test]
async fn what_is_disputed_leaves_everywhere_at_once_until_a_person_has_decided() {
    let service = Service::new().await;
    enrolled(&service).await;
    let (alpha, beta) = (platform(&service, "alpha").await, platform(&service, "beta").await);
    asked(&service.house, &[1]).await;
    let (changes, next) = pull(&beta, "").await;
    let entry = changes[0]["entry"].as_str().unwrap();
    assert_eq!(
        tell(&alpha, json!({ "entry": entry, "outcome": "disputed" })).await["kept"],
        false,
        "no ground"
    );
    assert_eq!(tell(&alpha, dispute(entry)).await["kept"], true);
    let gone = json!({ "change": "gone", "entry": entry });
    let (changes, next) = pull(&beta, &next).await;
    assert_eq!(changes, std::slice::from_ref(&gone));
    assert_eq!(find(&beta, pdq(1, 0)).await["matches"], json!([]));
    let lead = service.sign_in("lead@service.example").await;
    let page = service.get(&format!("/hashes/entries/{entry}"), &lead).await.text;
    assert!(page.contains("A sunset.") && page.contains("alpha"), "{page}");
    assert!(service.get("/hashes/waiting", &lead).await.text.contains(entry));
    let path = format!("/hashes/entries/{entry}");
    let hasty = service.ask("POST", &path, &lead, "decision=confirm").await;
    assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY, "a decision has its reason");
    let decided = service.ask("POST", &path, &lead, "decision=confirm&reason=It+is+one").await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let (changes, next) = pull(&beta, &next).await;
    assert_eq!((&changes[0]["change"], &changes[0]["confirmed"]), (&json!("listed"), &json!(true)));
    assert_eq!(find(&beta, pdq(1, 0)).await["matches"][0]["entry"], *entry);
    let mut again = dispute(entry);
    again["words"] = json!("Still a sunset.");
    assert_eq!(tell(&alpha, again).await["kept"], false, "alpha was decided against");
    assert_eq!(tell(&beta, dispute(entry)).await["kept"], true);
    let struck = service.ask("POST", &path, &lead, "decision=strike&reason=A+sunset").await;
    assert_eq!(struck.status, StatusCode::SEE_OTHER, "{}", struck.text);
    assert_eq!(pull(&beta, &next).await.0, [gone]);
    assert_eq!(tell(&alpha, json!({ "entry": entry, "outcome": "removed" })).await["kept"], false);
}

#[tokio::test]
async fn the_code_shows_what_became_and_what_is_taken_back_leaves_a_stone() {
    let service = Service::new().await;
    enrolled(&service).await;
    let alpha = platform(&service, "alpha").await;
    let page = service.ask("POST", "/remove/device", "", &of_the_page(1)).await;
    let code = page.text.split("hearken-code\">").nth(1).unwrap().split('<').next().unwrap();
    let (changes, next) = pull(&alpha, "").await;
    assert_eq!(changes[0]["hashes"][0]["hash"], hex(1));
    let form = format!("code={}", code.replace(' ', "+"));
    let at = service.ask("POST", "/remove/back", "", &form).await;
    let at = at.location().split('?').next().unwrap().to_owned();
    tell(&alpha, json!({ "entry": changes[0]["entry"], "outcome": "removed" })).await;
    let page = service.get(&at, "").await.text;
    assert!(page.contains("Taken down by:") && page.contains("alpha"), "the code shows it: {page}");
    let back = service.ask("POST", &format!("{at}/withdraw"), "", "").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    assert_eq!(pull(&alpha, &next).await.0, [json!({ "change": "gone", "entry": changes[0]["entry"] })]);
    assert_eq!(find(&alpha, pdq(1, 0)).await["matches"], json!([]));
    let table = "removal_entry";
    let rows = sql(format!("-- hearken.tests.prints\nSELECT prints FROM {table}"))
        .all(&service.house.db)
        .await
        .unwrap();
    assert!(rows.iter().all(|row| row.get::<String>("prints").unwrap().is_empty()));
}

/// The form as the page of the device sends it.
fn of_the_page(seed: u8) -> String {
    let items = format!(r#"[{{"of":"picture","hashes":["pdq:{}:90"]}}]"#, hex(seed));
    let items: String = items.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let token = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
    format!("token={token}&items={items}&age=13_15&country=GB&spread=posted&places=snapchat")
}

#[tokio::test]
async fn every_node_knows_at_once_what_another_was_told() {
    let service = Service::new().await;
    enrolled(&service).await;
    let other = Service {
        house: Arc::clone(&service.house),
        router: router(Arc::clone(&service.house)),
        folder: tempfile::tempdir().unwrap(),
    };
    let (here, there) = (platform(&service, "alpha").await, platform(&other, "beta").await);
    assert_eq!(find(&there, pdq(1, 0)).await["matches"], json!([]), "the other node has read the lists");
    asked(&service.house, &[1]).await;
    let entry = find(&there, pdq(1, 4)).await["matches"][0]["entry"].clone();
    assert_eq!(find(&here, pdq(1, 4)).await["matches"][0]["entry"], entry);
    assert_eq!(tell(&here, dispute(entry.as_str().unwrap())).await["kept"], true);
    assert_eq!(find(&there, pdq(1, 4)).await["matches"], json!([]));
}

#[tokio::test]
async fn who_is_no_platform_or_has_no_scope_finds_nothing() {
    let service = Service::new().await;
    enrolled(&service).await;
    let without = program(&service, "kim@alpha.example", &[Act::SeeReferrals]).await;
    let lead = program(&service, "lead@service.example", accounts::keys::GIVEN).await;
    let school = service.organisation("eastfield", AgencyKind::School).await;
    service.account(school, "Sam Low", "sam@eastfield.example", &[Role::Moderator, Role::Lead]).await;
    let moderator = program(&service, "sam@eastfield.example", accounts::keys::GIVEN).await;
    let hashes = json!({ "hashes": [pdq(1, 0)] });
    let told = json!({ "feedback": [dispute("hsh_01890a5dac96774bbcceb302099a8057")] });
    for (who, name) in [(&without, "without"), (&lead, "lead"), (&moderator, "moderator of a school")] {
        for (method, path, body) in [
            ("GET", "/api/v1/hashes/lists", &Value::Null),
            ("GET", "/api/v1/hashes/changes", &Value::Null),
            ("POST", "/api/v1/hashes/match", &hashes),
            ("POST", "/api/v1/hashes/feedback", &told),
        ] {
            assert_eq!(who.send(method, path, None, body).await.0, StatusCode::NOT_FOUND, "{name} {path}");
        }
    }
    let list = format!("/api/v1/hashes/lists/{}/entries", removal::OWN);
    let platform = program(&service, "kim@alpha.example", accounts::keys::GIVEN).await;
    for who in [&platform, &moderator] {
        assert_eq!(who.send("POST", &list, None, &json!({ "entries": [] })).await.0, StatusCode::NOT_FOUND);
    }
    let cookie = service.sign_in("lead@school.example").await;
    for path in ["/hashes", "/hashes/waiting", "/hashes/platforms"] {
        assert_eq!(service.get(path, &cookie).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_full_pull_in_small_pages_has_each_entry_and_a_wrong_page_is_refused() {
    let service = Service::new().await;
    enrolled(&service).await;
    let alpha = platform(&service, "alpha").await;
    asked(&service.house, &[1, 2, 3]).await;
    asked(&service.house, &[4]).await;
    let (mut after, mut seen) = (String::new(), Vec::new());
    loop {
        let (_, page) = alpha.get(&format!("/api/v1/hashes/changes?limit=1&after={after}")).await;
        seen.extend(page["changes"].as_array().unwrap().iter().map(|change| change["entry"].to_string()));
        page["next"].as_str().unwrap().clone_into(&mut after);
        if page["more"] == false {
            break;
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4);
    for wrong in
        ["limit=0", "limit=1001", "after=7", "after=7.rep_1", "after=-1.hsh_01890a5dac96774bbcceb302099a8057"]
    {
        let status = alpha.get(&format!("/api/v1/hashes/changes?{wrong}")).await.0;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn nothing_is_missed_while_others_ask() {
    let service = Service::new().await;
    enrolled(&service).await;
    let alpha = platform(&service, "alpha").await;
    removal::fill(&service.house).await.unwrap();
    // The first of all makes the custodian's keys, whichever that is.
    let mut asking = tokio::task::JoinSet::new();
    for seed in 0..24 {
        let house = Arc::clone(&service.house);
        asking.spawn(async move { asked(&house, &[seed]).await });
    }
    let (mut after, mut seen) = (String::new(), std::collections::BTreeSet::new());
    loop {
        let done = asking.is_empty();
        let (changes, next) = pull(&alpha, &after).await;
        seen.extend(changes.iter().map(|change| change["entry"].to_string()));
        after = next;
        if done {
            break;
        }
        asking.join_next().await;
    }
    assert_eq!(seen.len(), 24, "each entry, by the delta alone");
}
