//! Weighing: indicators that people add and strike, floors, screening tools.

use super::*;

pub(super) const THREATENED: &[(&str, &str)] = &[("threat", "threat=yes")];

async fn waiting(service: &Service, cookie: &str, answers: &[(&str, &str)]) -> String {
    service.reported(answers).await;
    link(&service.get("/queue", cookie).await.text, "/queue/rep_").unwrap()
}

pub(super) async fn case(service: &Service, cookie: &str, answers: &[(&str, &str)]) -> String {
    let report = waiting(service, cookie, answers).await;
    service.ask("POST", &format!("{report}/accept"), cookie, "").await.location().to_owned()
}

/// What stands between the marks of one indicator.
fn indicator<'a>(page: &'a str, id: &str) -> &'a str {
    let begins = format!("data-indicator=\"{id}\"");
    let at = page.find(&begins).unwrap_or_else(|| panic!("{id} is not in {page}"));
    page[at..].split("data-indicator").nth(1).unwrap_or(&page[at..])
}

/// Nothing in it is urgent, not even its words.
const QUIET: &[(&str, &str)] = &[("harm", "harm=other"), ("happened", "happened=They+keep+talking+about+it")];

#[tokio::test]
async fn what_somebody_adds_and_strikes_says_who_and_stays_to_be_seen() {
    let service = Service::new().await;
    let worker = service.sign_in("worker@service.example").await;
    let report = waiting(&service, &worker, &[("harm", "harm=other")]).await;
    let at = format!("{report}/weighing");
    let add = "add=I-07&add-reason=a+knife+in+the+bag";
    assert_eq!(service.ask("POST", &format!("{at}/add"), &worker, add).await.status, StatusCode::SEE_OTHER);
    let page = service.get(&at, &worker).await.text;
    let shown = indicator(&page, "I-07");
    assert!(shown.contains("a knife in the bag") && shown.contains("Priya Raman"), "{shown}");
    assert!(service.get("/queue", &worker).await.text.contains("hearken-urgency--soon"), "it weighs at once");
    let lead = service.sign_in("lead@service.example").await;
    let strike = "strike=I-07&strike-reason=it+was+a+ruler";
    service.ask("POST", &format!("{at}/strike"), &lead, strike).await;
    let page = service.get(&at, &worker).await.text;
    let shown = indicator(&page, "I-07");
    assert!(shown.contains("<s>") && shown.contains("a knife in the bag"), "{shown}");
    assert!(shown.contains("it was a ruler") && shown.contains("Morgan Ellery"), "{shown}");
    assert!(service.get("/queue", &worker).await.text.contains("hearken-urgency--routine"));
}

#[tokio::test]
async fn nobody_goes_below_a_floor_without_saying_so() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let report = waiting(&service, &lead, THREATENED).await;
    let at = format!("{report}/weighing");
    let form = "urgency=routine&urgency-reason=it+is+two+years+old";
    let refused = service.ask("POST", &format!("{at}/urgency"), &lead, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("below the floor F-3") && refused.text.contains("it is two years old"));
    assert!(service.get("/queue", &lead).await.text.contains("hearken-urgency--urgent"));
    let meant = format!("{form}&meant=yes");
    service.ask("POST", &format!("{at}/urgency"), &lead, &meant).await;
    let queue = service.get("/queue", &lead).await.text;
    assert!(queue.contains("hearken-urgency--routine") && queue.contains("it is two years old"), "{queue}");
    assert!(service.get(&at, &lead).await.text.contains("Below the floor F-3"));
}

#[tokio::test]
async fn on_a_case_too_nobody_goes_below_a_floor_without_saying_so() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, THREATENED).await;
    for form in ["urgency=soon&reason=calmer", "urgency=soon&reason=calmer&meant=yes"] {
        let answer = service.ask("POST", &format!("{case}/urgency"), &lead, form).await;
        let meant = form.contains("meant");
        assert_eq!(answer.status == StatusCode::SEE_OTHER, meant, "{}", answer.text);
        assert!(meant || answer.text.contains("name=\"meant\""), "{}", answer.text);
    }
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("Below the floor F-3") && page.contains("calmer"), "{page}");
}

#[tokio::test]
async fn what_was_said_of_a_report_goes_with_it_into_the_case() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let report = waiting(&service, &lead, QUIET).await;
    let add = "add=I-19&add-reason=asked+for+a+gift+card";
    service.ask("POST", &format!("{report}/weighing/add"), &lead, add).await;
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let page = service.get(&format!("{case}/weighing"), &lead).await.text;
    assert!(indicator(&page, "I-19").contains("asked for a gift card"));
    assert!(service.get(&case, &lead).await.text.contains("hearken-urgency--urgent"));
    let late =
        service.ask("POST", &format!("{report}/weighing/add"), &lead, "add=I-07&add-reason=a+knife").await;
    assert_eq!(late.status, StatusCode::CONFLICT, "now it is said of the case");
    let added =
        service.ask("POST", &format!("{case}/weighing/add"), &lead, "add=I-07&add-reason=a+knife").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let page = service.get(&format!("{case}/weighing"), &lead).await.text;
    assert!(indicator(&page, "I-07").contains("a knife"));
}

#[tokio::test]
async fn a_report_that_is_more_urgent_raises_the_case_that_it_joins() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, QUIET).await;
    assert!(service.get(&case, &lead).await.text.contains("hearken-urgency--routine"));
    let second = waiting(&service, &lead, THREATENED).await;
    let form = format!("case={}", case.replace("/cases/", ""));
    service.ask("POST", &format!("{second}/join"), &lead, &form).await;
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("hearken-urgency--urgent") && page.contains("more urgent joined"), "{page}");
}

#[tokio::test]
async fn what_the_reporter_writes_later_is_weighed_in_the_queue() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let sent = service.report("", &[("harm", "harm=other")]).await.text;
    assert!(service.get("/queue", &lead).await.text.contains("hearken-urgency--routine"));
    let start = sent.find("hearken-code").expect("the code is shown once") + 14;
    let code: String = sent[start..].chars().take_while(|c| *c != '<').filter(char::is_ascii_digit).collect();
    let back = service.ask("POST", "/back", "", &format!("code={code}")).await;
    let visit = back.location().to_owned();
    let more = "more=He+says+he+will+post+my+pics+unless+I+pay+him";
    assert_eq!(service.ask("POST", &visit, "", more).await.status, StatusCode::SEE_OTHER);
    assert!(service.get("/queue", &lead).await.text.contains("hearken-urgency--urgent"));
}

/// The visit of whoever reported, with the code that was shown to them.
pub(super) async fn back(service: &Service, sent: &str) -> String {
    let start = sent.find("hearken-code").expect("the code is shown once") + 14;
    let code: String = sent[start..].chars().take_while(|c| *c != '<').filter(char::is_ascii_digit).collect();
    service.ask("POST", "/back", "", &format!("code={code}")).await.location().to_owned()
}

#[tokio::test]
async fn what_the_reporter_writes_later_makes_the_case_more_urgent() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let sent = service.report("", &[("harm", "harm=other")]).await.text;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--routine"));
    let visit = back(&service, &sent).await;
    let more = "more=He+says+he+will+post+my+pics+unless+I+pay+him";
    assert_eq!(service.ask("POST", &visit, "", more).await.status, StatusCode::SEE_OTHER);
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--urgent"));
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("hearken-urgency--urgent") && page.contains("wrote later"), "{page}");
    // Somebody means it; the same words again are new words.
    let quiet = "urgency=routine&reason=he+is+blocked&meant=yes";
    service.ask("POST", &format!("{case}/urgency"), &lead, quiet).await;
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--routine"));
    service.ask("POST", &visit, "", "more=Thank+you").await;
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--routine"));
    service.ask("POST", &visit, "", more).await;
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--urgent"));
}

#[tokio::test]
async fn a_note_makes_the_case_more_urgent() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, QUIET).await;
    service.ask("POST", &format!("{case}/notes"), &lead, "text=Spoke+with+the+school").await;
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--routine"));
    let note = "text=He+will+post+my+pics+unless+I+pay+him";
    service.ask("POST", &format!("{case}/notes"), &lead, note).await;
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--urgent"));
    assert!(service.get(&case, &lead).await.text.contains("By what a note says"));
}

#[tokio::test]
async fn what_was_struck_in_a_report_stays_struck_in_the_case_that_it_joins() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, QUIET).await;
    let report = waiting(&service, &lead, QUIET).await;
    let at = format!("{report}/weighing");
    service.ask("POST", &format!("{at}/add"), &lead, "add=I-19&add-reason=a+gift+card").await;
    let strike = "strike=I-19&strike-reason=it+was+a+birthday";
    let struck = service.ask("POST", &format!("{at}/strike"), &lead, strike).await;
    assert_eq!(struck.status, StatusCode::SEE_OTHER, "{}", struck.text);
    let form = format!("case={}", case.replace("/cases/", ""));
    service.ask("POST", &format!("{report}/join"), &lead, &form).await;
    let page = service.get(&format!("{case}/weighing"), &lead).await.text;
    let shown = indicator(&page, "I-19");
    assert!(shown.contains("<s>") && shown.contains("it was a birthday"), "{shown}");
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--routine"));
}

#[tokio::test]
async fn a_report_whose_floor_was_meant_away_raises_the_case_that_it_joins() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, QUIET).await;
    let report = waiting(&service, &lead, THREATENED).await;
    let quiet = "urgency=routine&urgency-reason=it+is+old&meant=yes";
    service.ask("POST", &format!("{report}/weighing/urgency"), &lead, quiet).await;
    let form = format!("case={}", case.replace("/cases/", ""));
    service.ask("POST", &format!("{report}/join"), &lead, &form).await;
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--urgent"));
}

#[tokio::test]
async fn who_may_not_read_a_matter_finds_nothing_of_how_it_weighs() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let report = waiting(&service, &lead, THREATENED).await;
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let stranger = service.sign_in("lead@school.example").await;
    let outside_team = service.sign_in("worker@service.example").await;
    let pages =
        ["weighing", "tools", "tools/numeric-exploitation", "outside", "conferences", "conferences/1"];
    for who in [&stranger, &outside_team] {
        for page in pages {
            let answer = service.get(&format!("{case}/{page}"), who).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        }
        for act in ["weighing/add", "tools/numeric-exploitation", "outside", "conferences"] {
            let answer = service.ask("POST", &format!("{case}/{act}"), who, "add=I-07&add-reason=why").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
    }
    assert_eq!(service.get(&format!("{report}/weighing"), &stranger).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_tool_is_kept_with_its_version_and_those_before_stay() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, THREATENED).await;
    let at = format!("{case}/tools/numeric-exploitation");
    let empty = service.ask("POST", &at, &lead, "f.disclosure=yes").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text);
    let sheet = service.get(&at, &lead).await.text;
    for sign in ["a.missing", "a.debt_threats", "b.missing", "f.disclosure"] {
        assert_eq!(sheet.matches(&format!("id=\"{sign}\"")).count(), 1, "{sign} is asked once");
    }
    for form in ["a.missing=5&b.missing=fact", "a.missing=5&a.school=4&f.disclosure=yes"] {
        assert_eq!(service.ask("POST", &at, &lead, form).await.status, StatusCode::SEE_OTHER);
    }
    let page = service.get(&format!("{case}/tools"), &lead).await.text;
    for told in ["at least 5", "at least 9", "The child has disclosed exploitation", "Morgan Ellery", "<svg"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    let silent = service.ask("POST", &at, &lead, "a.missing=1&band=high").await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.text.contains("band-reason-error"));
    service.ask("POST", &at, &lead, "a.missing=1&band=high&band-reason=he+is+twelve").await;
    let page = service.get(&format!("{case}/tools"), &lead).await.text;
    assert!(page.contains("he is twelve") && page.contains("departs from it"), "{page}");
    assert!(service.get(&case, &lead).await.text.contains("A screening tool was filled in"));
}
