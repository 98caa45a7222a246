//! Few pages from a report to a referral: everything on one page for whoever reports through their work, the duties begun with
//! their questions, a form begun with its first sheet.

use super::duty::{typed, with_case as worked};
use super::referring::with_case;
use super::*;

const WORKER: &str = "harm=neglect&danger=no&happened=He+comes+without+food&when=week&threat=no&demand=no&where=SN3&evidence=no&staff=no&child.0.name=Sam+Marsh&child.0.age=9&job.0.name=Tom&job.0.role=Teacher&people.0.name=Jo";

/// The way out of the page of a draft: its address without the page.
fn draft(answer: &Answer) -> String {
    answer.location().rsplit_once('/').unwrap().0.to_owned()
}

#[tokio::test]
async fn who_reports_through_their_work_answers_everything_on_one_page() {
    let service = Service::new().await;
    let page = service.get("/report/professional", "").await.text;
    for asked in ["name=\"harm\"", "name=\"child.0.name\"", "name=\"job.0.role\"", "name=\"phones.0.number\""]
    {
        assert!(page.contains(asked), "{asked}: {page}");
    }
    let wrong = service.ask("POST", "/report/professional", "", "happened=It+is+kept&where=SN3").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for named in ["href=\"#harm\"", "href=\"#danger\"", "href=\"#job\"", "It is kept"] {
        assert!(wrong.text.contains(named), "{named}: {}", wrong.text);
    }
    let right = service.ask("POST", "/report/professional", "", WORKER).await;
    assert!(right.location().ends_with("/check"), "{} {}", right.status, right.text);
    let check = service.get(right.location(), "").await.text;
    assert!(check.contains("Sam Marsh") && check.contains("He comes without food"), "{check}");
    assert!(check.contains("What you can do now") && !check.contains("Jo<"), "{check}");
    let sent = service.ask("POST", &format!("{}/send", draft(&right)), "", "").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
}

#[tokio::test]
async fn what_cannot_stand_on_the_one_page_is_asked_after_it() {
    let service = Service::new().await;
    let about_staff =
        WORKER.replace("staff=no", "staff=yes&post=teacher").replace("evidence=no", "evidence=yes");
    let first =
        service.ask("POST", "/report/professional", "", &about_staff.replace("&people.0.name=Jo", "")).await;
    let draft = draft(&first);
    let files = if first.location().ends_with("/people") {
        service.ask("POST", first.location(), "", "0.name=Mr+Dane").await
    } else {
        first
    };
    assert!(files.location().ends_with("/files"), "{}", files.location());
    let after = service.ask("POST", files.location(), "", "").await;
    assert!(after.location().ends_with("/check"), "{}", after.location());
    assert!(service.get(&format!("{draft}/check"), "").await.text.contains("Teacher or coach"));
}

#[tokio::test]
async fn the_one_page_is_saved_half_filled_and_come_back_to() {
    let service = Service::new().await;
    let saved = service.ask("POST", "/report/professional", "", "happened=More+to+come&save=yes").await;
    assert!(saved.status == StatusCode::OK && saved.text.contains("hearken-code"), "{}", saved.text);
    let started = service.ask("POST", "/report", "", "who=professional").await;
    assert!(started.location().ends_with("/whole"), "{}", started.location());
    assert!(service.get(started.location(), "").await.text.contains("name=\"job.0.name\""));
    let child = service.ask("POST", "/report", "", "who=me").await;
    let none = service.get(&format!("{}/whole", draft(&child)), "").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "a child is asked one thing at a time");
}

#[tokio::test]
async fn who_opens_a_case_goes_on_to_what_they_chose() {
    let service = Service::new().await;
    let worker = service.sign_in("worker@service.example").await;
    for (then, ends) in [
        ("duty", "/duty"),
        ("childrens_services", "/refer?form=childrens_services"),
        ("https://evil.example", ""),
    ] {
        service.reported(&[]).await;
        let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
        let opened = service.ask("POST", &format!("{report}/accept"), &worker, &format!("then={then}")).await;
        let (_, after) = opened.location().split_once("/cases/cas_").expect("it goes to the case");
        assert_eq!(after.trim_start_matches(|id: char| id.is_ascii_hexdigit()), ends, "{then}");
    }
}

#[tokio::test]
async fn an_assessment_is_begun_and_answered_at_once() {
    let service = Service::new().await;
    let (worker, case) = worked(&service, &[("harm", "harm=criminal_exploitation")]).await;
    let page = service.get(&format!("{case}/duty"), &worker).await.text;
    assert!(page.contains("name=\"significant_harm\"") && page.contains("name=\"whose\""), "{page}");
    let answers = "significant_harm=yes&danger_now=no";
    let wrong = service.ask("POST", &format!("{case}/duty"), &worker, answers).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = "name=\"significant_harm\" type=\"radio\" value=\"yes\" checked";
    assert!(wrong.text.contains(kept), "what was answered stays: {}", wrong.text);
    let form = format!("whose=The+tutor&since={}&{answers}", typed(&service, 0));
    let begun = service.ask("POST", &format!("{case}/duty"), &worker, &form).await;
    let assessed = service.get(begun.location(), &worker).await.text;
    assert!(assessed.contains("refer?form=childrens_services"), "{assessed}");
    assert!(
        assessed.contains("Questions were answered"),
        "what was answered is recorded as answered: {assessed}"
    );
}

#[tokio::test]
async fn a_form_is_begun_with_its_first_sheet_filled_in() {
    let service = Service::new().await;
    let told = [("child", "0.name=Sam+Marsh&0.age=14&0.school=Ridgeway")];
    let (lead, case) = with_case(&service, &told).await;
    let page = service.get(&format!("{case}/refer?form=police"), &lead).await.text;
    assert!(page.contains("value=\"Sam Marsh\"") && page.contains("From the case: check it."), "{page}");
    let begin = "form=police&sheet=yes&to=police&consent=given";
    let sheet =
        "danger-now=not-sure&where=The+park&when=On+Monday&happened=Anew&child-name=Sam+M&child-age=14";
    let wrong = format!("{begin}&{}", sheet.replace("where=The+park", "where="));
    let begun = service.ask("POST", &format!("{case}/refer"), &lead, &wrong).await;
    assert!(begun.location().ends_with("/form/happened?filled=true"), "{} {}", begun.status, begun.text);
    let again = service.get(begun.location(), &lead).await.text;
    assert!(
        again.contains("Where it happened: this has to be answered") && again.contains("Anew"),
        "{again}"
    );
    // Nothing of the case is shared: what the page showed of it is not written there, what was written anew is.
    let right = service.ask("POST", &format!("{case}/refer"), &lead, &format!("{begin}&{sheet}")).await;
    assert!(right.location().ends_with("/form/evidence"), "{}", right.location());
    let first = right.location().replace("evidence", "happened");
    let kept = service.get(&first, &lead).await.text;
    assert!(kept.contains("Anew") && kept.contains("Sam M\"") && !kept.contains("value=\"14\""), "{kept}");
    let nobody =
        service.ask("POST", &format!("{case}/refer"), &lead, "form=police&sheet=yes&where=The+park").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text.contains("The park"), "what was written stays: {}", nobody.text);
}

#[tokio::test]
async fn what_the_council_accepts_has_each_thing_in_its_place_and_who_sent_it_goes_no_further() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[("child", "0.name=Sam+Marsh")]).await;
    let page = service.get(&format!("{case}/refer?form=childrens_services"), &lead).await.text;
    let council = page.split("value=\"org_").nth(1).unwrap().split('"').next().unwrap();
    let shared = page.split("name=\"reports\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let shared = shared.split('"').next().unwrap();
    let begin = format!("form=childrens_services&sheet=yes&to=org_{council}&consent=given&reports={shared}");
    let form = "nation=england&child-name=Sam+Marsh&child-age=14&child-now=no&danger-now=no&harm=neglect&happened=He+comes+hungry&police-told=no&asks=See+him&sender-name=Morgan&sender-role=Lead&sender-organisation=Service&sender-phone=01632+960123&sender-email=desk@service.example";
    let begun = service.ask("POST", &format!("{case}/refer"), &lead, &format!("{begin}&{form}")).await;
    let referral = begun.location().to_owned();
    let sent = service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{referral} {}", sent.text);
    let joan = service.sign_in("lead@council.example").await;
    let taken = service.ask("POST", &format!("{referral}/accept"), &joan, "text=We+visit").await;
    let report = service.get(taken.location(), &joan).await.text;
    for told in
        ["01632 960123", "desk@service.example", "What has happened, and when: He comes hungry", "Sam Marsh"]
    {
        assert!(report.contains(told), "{told}: {report}");
    }
    assert!(!report.contains("A telephone number at which"), "it stands in its place: {report}");
    let theirs = service.ask("POST", &format!("{}/accept", taken.location()), &joan, "").await;
    let onward = service.get(&format!("{}/refer?form=police", theirs.location()), &joan).await.text;
    assert!(onward.contains("He comes hungry") && onward.contains("value=\"14\""), "{onward}");
    for never in ["01632 960123", "desk@service.example"] {
        assert!(!onward.contains(never), "{never}: {onward}");
    }
}
