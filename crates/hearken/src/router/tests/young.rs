//! A young person who wants pictures taken down: only hashes come in, only the code leads back, and taking it back does so.

use super::*;

const TOKEN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

/// The form as the page sends it, of so many pictures.
fn form(token: &str, pictures: usize) -> String {
    let items: Vec<String> = (0..pictures).map(picture).collect();
    let items: String = format!("[{}]", items.join(","))
        .bytes()
        .map(|byte| format!("%{byte:02X}"))
        .collect::<Vec<_>>()
        .concat();
    format!("token={token}&items={items}&age=13_15&country=GB&spread=threatened&places=snapchat&other=a+game")
}

fn picture(number: usize) -> String {
    format!(
        r#"{{"of":"picture","hashes":["pdq:{:064x}:90","md5:{:032x}"]}}"#,
        0xabc0 + number,
        0xabc0 + number
    )
}

async fn code(service: &Service, token: &str, pictures: usize) -> String {
    let answer = service.ask("POST", "/remove/device", "", &form(token, pictures)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let shown = answer.text.split("hearken-code\">").nth(1).unwrap();
    shown.split('<').next().unwrap().to_owned()
}

async fn visit(service: &Service, code: &str) -> String {
    let answer = service.ask("POST", "/remove/back", "", &format!("code={}", code.replace(' ', "+"))).await;
    let location = answer.location();
    assert!(location.starts_with("/remove/v/"), "{} {}", answer.status, answer.text);
    location.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn no_address_of_this_flow_takes_a_picture() {
    let service = Service::new().await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let kinds = [
        "image/png",
        "image/jpeg",
        "video/mp4",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "",
        // A picture that says that it is a form.
        "application/x-www-form-urlencoded",
    ];
    let addresses =
        ["/remove", "/remove/device", "/remove/back", "/remove/v/nothing/more", "/remove/v/nothing/withdraw"];
    for address in addresses {
        for kind in kinds {
            let mut request = HttpRequest::builder().method("POST").uri(address);
            if !kind.is_empty() {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let request = request.body(Body::from(png.clone())).unwrap();
            let status = service.router.clone().oneshot(request).await.unwrap().status();
            assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{address} {kind}");
        }
        let long = format!("items={}", "a".repeat(256 * 1024));
        assert_eq!(
            service.ask("POST", address, "", &long).await.status,
            StatusCode::PAYLOAD_TOO_LARGE,
            "{address}"
        );
    }
}

#[tokio::test]
async fn the_code_leads_back_to_what_was_sent_and_no_hash_is_shown() {
    let service = Service::new().await;
    let code = code(&service, TOKEN, 3).await;
    let page = service.get(&visit(&service, &code).await, "").await;
    assert_eq!(page.text.matches("<strong>Picture</strong>").count(), 3, "{}", page.text);
    assert!(!page.text.contains("abc0"), "{}", page.text);
}

#[tokio::test]
async fn sent_twice_is_kept_once_with_one_code() {
    let service = Service::new().await;
    let first = code(&service, TOKEN, 2).await;
    assert_eq!(code(&service, TOKEN, 2).await, first);
    let other = TOKEN.replace('a', "z");
    assert_ne!(code(&service, &other, 2).await, first);
    let entries = service.get(&visit(&service, &first).await, "").await;
    assert_eq!(entries.text.matches("<strong>Picture</strong>").count(), 2);
}

#[tokio::test]
async fn more_is_added_and_all_of_it_is_taken_back() {
    let service = Service::new().await;
    let at = visit(&service, &code(&service, TOKEN, 19).await).await;
    let more = service.ask("POST", &format!("{at}/more"), "", &form("", 1)).await;
    assert!(more.location().starts_with(&at), "{}", more.text);
    let full = service.ask("POST", &format!("{at}/more"), "", &form("", 1)).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.text.contains("20 pictures and videos at most"), "{}", full.text);
    for _ in 0..2 {
        let back = service.ask("POST", &format!("{at}/withdraw"), "", "").await;
        assert!(back.location().starts_with(&at), "{}", back.text);
    }
    let page = service.get(&at, "").await;
    assert!(page.text.contains("You took this back") && !page.text.contains("<strong>Picture</strong>"));
    assert_eq!(service.get(&format!("{at}/more"), "").await.status, StatusCode::NOT_FOUND);
    let late = service.ask("POST", &format!("{at}/more"), "", &form("", 1)).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_not_whole_is_refused_without_being_repeated() {
    let service = Service::new().await;
    let broken = [
        form("short", 1),
        form(TOKEN, 0),
        form(TOKEN, 21),
        form(TOKEN, 1).replace("age=13_15&", ""),
        form(TOKEN, 1).replace("other=a+game", &format!("other={}", "a".repeat(101))),
        format!("token={TOKEN}&age=13_15&items=%5B%7B%22secretdeadbeef%22%3A1%7D%5D"),
    ];
    for form in broken {
        let answer = service.ask("POST", "/remove/device", "", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(!answer.text.contains("abc0") && !answer.text.contains("secretdeadbeef"), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_wrong_code_and_a_visit_whose_time_is_over_lead_nowhere() {
    let service = Service::new().await;
    let at = visit(&service, &code(&service, TOKEN, 1).await).await;
    let wrong = service.ask("POST", "/remove/back", "", "code=0000+0000+0000+0000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    service.house.clock.advance(jiff::SignedDuration::from_mins(31));
    assert_eq!(service.get(&at, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(service.get("/remove/v/nothing", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_is_under_eighteen_in_the_uk_is_sent_to_report_remove_first_and_an_adult_to_stopncii() {
    let service = Service::new().await;
    let first =
        |text: &str| text.split("<section class=\"hearken-step\">").nth(1).unwrap_or_default().to_owned();
    let child = service.ask("POST", "/remove", "", "age=16_17&uk=yes&device=yes&spread=posted").await;
    assert!(first(&child.text).contains("Report Remove") && first(&child.text).contains("address (link)"));
    let adult =
        service.ask("POST", "/remove", "", "age=over_18&then=no&uk=yes&device=yes&spread=posted").await;
    assert!(first(&adult.text).contains("StopNCII"), "{}", adult.text);
    assert!(!adult.text.contains("/remove/device"));
    let nowhere = service.ask("POST", "/remove", "", "age=13_15&uk=no&device=no").await;
    assert!(nowhere.text.contains("Tell an adult you trust"), "{}", nowhere.text);
    let unsaid = service.ask("POST", "/remove", "", "age=13_15").await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_page_may_play_what_is_on_the_device_and_nothing_else_that_others_may_not() {
    let service = Service::new().await;
    let policy =
        |answer: &Answer| answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    let (device, other) = (service.get("/remove/device", "").await, service.get("/remove", "").await);
    assert_eq!(policy(&device), format!("{}; media-src blob:", policy(&other)));
    assert_eq!(device.headers[header::CACHE_CONTROL], "no-store");
}
