//! Harm outside the home: conferences that name no child; and the same wording in several reports.

use super::weighing::{THREATENED, case};
use super::*;

const CONFERENCE: &str = "held=2026-11-18&review=2026-12-16&attended.1.role=chair&attended.1.agency=council\
    &draws=poor+light&guardians=shop+staff&action.0.text=light+the+path&action.0.owner=council&powers=DIS-CLOSURE";

async fn with_a_place(service: &Service, cookie: &str) -> String {
    let child = ("child", "0.name=Alys+Morgan&0.age=15");
    let case = case(service, cookie, &[THREATENED[0], child]).await;
    let place = "kind=place&name=The+bus+station";
    service.ask("POST", &format!("{case}/subjects"), cookie, place).await;
    case
}

#[tokio::test]
async fn a_conference_about_a_place_names_no_child_and_says_in_which_field() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = with_a_place(&service, &lead).await;
    let at = format!("{case}/conferences");
    for (context, word) in [("ALYS%27s+friends+meet+there", "alys"), ("the+Morgan+shop", "morgan")] {
        let form = format!("{CONFERENCE}&context={context}");
        let refused = service.ask("POST", &at, &lead, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{context}");
        assert!(refused.text.contains("context-error") && refused.text.contains(&format!("`{word}`")));
        assert!(refused.text.contains("poor light"), "what was typed comes back");
    }
    let row = format!("{CONFERENCE}&context=the+station&attended.3.role=friend+of+Alys")
        .replace("&attended.1.agency=council", "");
    let refused = service.ask("POST", &at, &lead, &row).await;
    assert!(refused.text.contains("id=\"attended.3.role-error\""), "the row as it was on the page");
    let kept = service.ask("POST", &at, &lead, &format!("{CONFERENCE}&context=the+station+at+four")).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    for page in [kept.location().to_owned(), format!("{}/print", kept.location())] {
        let shown = service.get(&page, &lead).await.text;
        for told in ["the station at four", "light the path", "closure order", "16 Dec 2026"] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        assert!(!shown.contains("Alys"));
    }
}

#[tokio::test]
async fn children_of_linked_cases_are_not_named_either() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = with_a_place(&service, &lead).await;
    let other = self::case(&service, &lead, THREATENED).await;
    let subject = "kind=child&name=Rhys+Penhallow";
    service.ask("POST", &format!("{other}/subjects"), &lead, subject).await;
    let form = format!("{CONFERENCE}&context=Penhallow+waits+there");
    let page = service.get(&other, &lead).await.text;
    let reference =
        page.split("<h1 class=\"govuk-heading-l\">Case ").nth(1).unwrap().split('<').next().unwrap();
    let link = format!("case={reference}&reason=the+same+place");
    service.ask("POST", &format!("{case}/links"), &lead, &link).await;
    let refused = service.ask("POST", &format!("{case}/conferences"), &lead, &form).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("`penhallow`"));
}

#[tokio::test]
async fn a_suspect_who_may_be_a_child_is_not_named_and_who_is_named_later_is_not_printed() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = with_a_place(&service, &lead).await;
    let subjects = format!("{case}/subjects");
    let suspect = "kind=suspect&name=Kai+Bowen&about=Year+10,+known+as+Bones";
    service.ask("POST", &subjects, &lead, suspect).await;
    let at = format!("{case}/conferences");
    for name in ["Kai", "Bones"] {
        let form = format!("{CONFERENCE}&context=The+bus+station+where+{name}+waits");
        let refused = service.ask("POST", &at, &lead, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let form = format!("{CONFERENCE}&context=The+bus+station+where+Jodie+waits");
    let kept = service.ask("POST", &at, &lead, &form).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let print = format!("{}/print", kept.location());
    assert!(service.get(&print, &lead).await.text.contains("where Jodie waits"));
    service.ask("POST", &subjects, &lead, "kind=child&name=Jodie+Price").await;
    let page = service.get(kept.location(), &lead).await.text;
    assert!(page.contains("was named here") && page.contains("jodie") && !page.contains("/print"), "{page}");
    let paper = service.get(&print, &lead).await.text;
    assert!(paper.contains("is not printed") && !paper.contains("Jodie waits"), "{paper}");
}

#[tokio::test]
async fn every_mistake_of_a_conference_is_named_at_once() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = with_a_place(&service, &lead).await;
    let form = "held=yesterday&review=2026-11-01&action.2.text=ask";
    let refused = service.ask("POST", &format!("{case}/conferences"), &lead, form).await;
    for field in ["held", "review", "attended.0.role", "context", "draws", "guardians", "action.2.owner"] {
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.text);
    }
}

#[tokio::test]
async fn harm_outside_the_home_has_a_category_and_a_pathway_of_its_own() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let case = case(&service, &lead, THREATENED).await;
    let at = format!("{case}/outside");
    assert!(service.get(&at, &lead).await.text.contains("first name the place or the group"));
    let refused = service.get(&format!("{case}/conferences"), &lead).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let silent = service.ask("POST", &at, &lead, "category=extra_familial&contexts=online").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = "category=extra_familial&contexts=online&contexts=peer_group&reason=a+group+chat";
    service.ask("POST", &at, &lead, form).await;
    let page = service.get(&at, &lead).await.text;
    assert!(page.contains("From outside the home") && page.contains("data-step="), "{page}");
}

const SCRIPT: &str =
    "i have all your followers and i will send this video to every one of them if you dont pay";

fn told(before: &str, sum: &str) -> String {
    format!("happened={}+{}+{sum}", before.replace(' ', "+"), SCRIPT.replace(' ', "+"))
}

#[tokio::test]
async fn the_same_script_is_found_in_other_reports_and_quoted() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    service.reported(&[("happened", &told("he wrote", "200"))]).await;
    let first = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    service.reported(&[("happened", "happened=He+waits+for+me+by+the+school+gate+each+day")]).await;
    assert!(!service.get(&first, &lead).await.text.contains("data-alike"), "nothing is like it yet");
    service.house.clock.advance(jiff::SignedDuration::from_mins(5));
    service.reported(&[("happened", &told("my son was sent", "50"))]).await;
    let page = service.get(&first, &lead).await.text;
    let alike = page.split("data-alike").nth(1).expect("the same wording");
    let alike = alike.split("</section>").next().unwrap();
    assert!(alike.contains(SCRIPT) && alike.contains(" % alike, "), "{alike}");
    assert_eq!(alike.matches("/reports/rep_").count(), 1, "{alike}");
    let case = service.ask("POST", &format!("{first}/accept"), &lead, "").await.location().to_owned();
    assert!(service.get(&case, &lead).await.text.contains("data-alike"), "and beside the case");
}

#[tokio::test]
async fn who_may_not_read_a_report_is_not_told_that_it_is_worded_the_same() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    service.reported(&[("happened", &told("he wrote", "200"))]).await;
    let seen = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service
        .reported(&[("happened", &told("she got", "50")), ("know", "know=people"), ("people", named)])
        .await;
    assert!(!service.get(&seen, &lead).await.text.contains("data-alike"), "they are named in it");
    assert!(service.get(&seen, &worker).await.text.contains("data-alike"));
}

#[tokio::test]
async fn the_store_tells_nothing_of_the_wording() {
    let service = Service::new().await;
    service.reported(&[("happened", &told("he wrote", "200"))]).await;
    let stored = super::reporting::everything_stored(&service).await;
    let prints = stored.matches("rep_").count();
    assert!(prints > 3, "fingerprints are there");
    for words in ["followers", "every one of them", "send this video"] {
        assert!(!stored.contains(words), "{words}");
    }
}
