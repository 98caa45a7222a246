//! The children in need census: told on a case, made from all of them, whole or not at all.

use domain::census::{Year, check, rules, xml};

use super::*;

/// A case of the service with a child named in it: its address, and that of the child's particulars.
async fn case_of_a_child(service: &Service, cookie: &str) -> (String, String) {
    service.reported(&[("threat", "threat=yes")]).await;
    let report = link(&service.get("/queue", cookie).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), cookie, "").await.location().to_owned();
    service.ask("POST", &format!("{case}/subjects"), cookie, "kind=child&name=Ana+Bell").await;
    let page = service.get(&case, cookie).await.text;
    let particulars = link(&page, &format!("{case}/census/sub_")).expect("the page leads there");
    (case, particulars)
}

/// What is told of a child whose needs were assessed and met; the day of the tests is 19 November 2026.
fn particulars(number: &str) -> String {
    format!(
        "la-child-id={number}&upn-unknown=UN2&born=2013-05-06&sex=F&ethnicity=WBRI&disabilities=LD&disabilities=AUT\
         &assessment-0-started=2026-11-19&assessment-0-authorised=2026-11-19&assessment-0-factors=13A\
         &assessment-0-factors=24A&plan-0-started=2026-11-19"
    )
}

/// The codes that the page of a year shows.
fn shown(page: &str) -> Vec<&str> {
    page.split("<strong>")
        .filter_map(|part| part.split_once("</strong> <span lang=\"en\">"))
        .map(|(code, _)| code)
        .collect()
}

#[tokio::test]
async fn what_a_return_lacks_is_shown_by_rule_and_no_file_is_made_until_it_is_there() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (_, particulars) = case_of_a_child(&service, &lead).await;
    assert!(service.get("/cases", &lead).await.text.contains("href=\"/census\""), "the list leads there");
    let page = service.get("/census?year=2027", &lead).await.text;
    assert!(shown(&page).contains(&"8500") && page.contains("LA Child ID missing"), "{page}");
    assert_eq!(link(&page, "/cases/cas_").unwrap(), particulars, "it leads to where it is put right");
    let refused = service.ask("POST", "/census", &lead, "year=2027&number=201").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("would be refused") && !refused.text.contains("<Message>"));
}

#[tokio::test]
async fn what_was_told_of_the_children_becomes_a_return_that_breaks_no_rule() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let mut cases = Vec::new();
    for number in ["A1", "A2"] {
        let (case, at) = case_of_a_child(&service, &lead).await;
        let saved = service.ask("POST", &at, &lead, &particulars(number)).await;
        assert_eq!(saved.location(), case, "{}", saved.text);
        let again = service.get(&at, &lead).await.text;
        assert!(
            again.contains(&format!("value=\"{number}\"")) && again.contains("1C – The child"),
            "{again}"
        );
        cases.push(case);
    }
    let page = service.get("/census?year=2027", &lead).await.text;
    assert_eq!(shown(&page), ["2887Q"], "a query goes with the return");
    let unnumbered = service.ask("POST", "/census", &lead, "year=2027&number=2x1").await;
    assert!(
        unnumbered.status == StatusCode::UNPROCESSABLE_ENTITY && unnumbered.text.contains("three digits")
    );
    let file = service.ask("POST", "/census", &lead, "year=2027&number=201").await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"cin-census-2027.xml\"");
    let census = xml::read(&file.text).unwrap();
    assert_eq!(census.children.len(), 2);
    assert_eq!(census.children[0].episodes[0].need.as_deref(), Some("N1"));
    assert!(!rules::refused(&check(&census, Year::new(2027).unwrap())));
    let readings =
        kit::journal::readings(&service.house.db, cases[0].trim_start_matches("/cases/"), 20).await.unwrap();
    assert!(readings.iter().any(|reading| reading.page == "census return"), "it was read for the return");
    let chronology = service.get(&cases[0], &lead).await.text;
    assert!(chronology.contains("What the census asks was written down"));
}

#[tokio::test]
async fn what_cannot_be_read_comes_back_with_what_was_typed() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (_, at) = case_of_a_child(&service, &lead).await;
    let answer = service.ask("POST", &at, &lead, "la-child-id=A1&born=6.5.2013&sex=X").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let says = ["href=\"#born\"", "year, month, day", "href=\"#sex\"", "value=\"A1\"", "value=\"6.5.2013\""];
    assert!(says.iter().all(|words| answer.text.contains(words)), "{}", answer.text);
}

#[tokio::test]
async fn only_leads_of_a_service_make_the_return_and_only_who_works_on_a_case_tells_it() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (_, at) = case_of_a_child(&service, &lead).await;
    for (who, may) in [
        ("worker@service.example", StatusCode::NOT_FOUND),
        ("lead@school.example", StatusCode::NOT_FOUND),
        ("lead@council.example", StatusCode::OK),
    ] {
        let cookie = service.sign_in(who).await;
        assert_eq!(service.get("/census?year=2027", &cookie).await.status, may, "{who}");
        assert_eq!(service.get(&at, &cookie).await.status, StatusCode::NOT_FOUND, "{who}");
        assert_eq!(service.ask("POST", &at, &cookie, "").await.status, StatusCode::NOT_FOUND, "{who}");
    }
    let council = service.sign_in("lead@council.example").await;
    let page = service.get("/census?year=2027", &council).await.text;
    assert!(!page.contains("cas_"), "of another organisation nothing is there");
    let empty = service.ask("POST", "/census", &council, "year=2027&number=201").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("No child is in it") && !empty.text.contains("<Message>"));
}

#[tokio::test]
async fn a_case_that_names_no_child_is_listed_and_one_kept_from_the_lead_is_not() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    service.reported(&[]).await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service.reported(&[("know", "know=people"), ("people", named)]).await;
    let worker = service.sign_in("worker@service.example").await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
    let kept = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    service.ask("POST", &format!("{kept}/subjects"), &worker, "kind=child&name=Bo+Lee").await;
    let page = service.get("/census?year=2027", &lead).await.text;
    assert!(page.contains("in which no child is named") && page.contains(&case), "{page}");
    assert!(!page.contains(&kept) && !page.contains("your keys do not open"), "{page}");
}

#[tokio::test]
async fn at_the_terminal_no_case_is_kept_from_the_return() {
    let service = Service::new().await;
    let worker = service.sign_in("worker@service.example").await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service.reported(&[("know", "know=people"), ("people", named)]).await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    service.ask("POST", &format!("{case}/subjects"), &worker, "kind=child&name=Bo+Lee").await;
    let page = service.get(&case, &worker).await.text;
    let at = link(&page, &format!("{case}/census/sub_")).unwrap();
    let mut args = crate::census::MakeArgs {
        file: service.folder.path().join("census.xml"),
        organisation: "service".to_owned(),
        year: 2027,
        authority: "201".to_owned(),
        opened_by: None,
    };
    let (db, mut out) = (service.house.as_custodian(), Vec::new());
    let refused = crate::census::make(&service.house, &db, &args, &mut out).await.unwrap_err();
    assert!(refused.to_string().contains("nothing was written") && !args.file.exists(), "{refused:#}");
    assert!(String::from_utf8_lossy(&out).contains("\"code\":\"8500\""));
    service.ask("POST", &at, &worker, &particulars("B1")).await;
    crate::census::make(&service.house, &db, &args, &mut out).await.unwrap();
    let census = xml::read(&std::fs::read_to_string(&args.file).unwrap()).unwrap();
    assert_eq!(census.children[0].identifiers.la_child_id.as_deref(), Some("B1"));
    let again = crate::census::make(&service.house, &db, &args, &mut out).await.unwrap_err();
    assert!(again.to_string().contains("making"), "it is never written over: {again:#}");
    args.organisation = "nobody".to_owned();
    let unknown = crate::census::make(&service.house, &db, &args, &mut out).await.unwrap_err();
    assert!(unknown.to_string().contains("`--organisation nobody`"), "{unknown:#}");
}
