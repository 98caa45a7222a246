//! Who tried to stop a report: recorded once, out of sight and reach of whom it names.

use super::duty::{typed, with_case};
use super::*;

/// What the practitioner records of the lead; the address of the record.
pub(super) async fn interfered(service: &Service, of: &str, who: &str, more: &str) -> String {
    let more = if more.contains("account=") { more.to_owned() } else { format!("{more}&account=outside") };
    let form = format!(
        "who=Morgan+Ellery&role=Lead&said=Leave+it+until+after+the+inspection&at={}&means=in_person&timing=no\
         &did=I+rang+the+police{more}",
        typed(service, 0)
    );
    let answer = service.ask("POST", &format!("{of}/interference"), who, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

#[tokio::test]
async fn interference_by_the_lead_is_recorded_with_the_way_on_and_the_lead_finds_nothing() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let lead = service.sign_in("lead@service.example").await;
    let before = service.get(&format!("{case}/duty"), &lead).await;
    assert_eq!(before.status, StatusCode::OK, "the lead sees the case");
    let case_before = service.get(&case, &lead).await.text;
    let record = interfered(&service, &case, &worker, "").await;
    let page = service.get(&record, &worker).await.text;
    for told in ["MR-18", "Not begun", "RT-6", "data-next=\"dbs\"", "data-next=\"regulator\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("refer?form="), "a referral from the case would be seen by the lead");
    assert!(service.get(&format!("{case}/duty"), &worker).await.text.contains(&record));
    // The lead sees the case as it was, and the record nowhere.
    let absent = service.get("/interference/int_01890a5dac96774bbcceb302099a8057", &lead).await;
    let sought = service.get(&record, &lead).await;
    assert_eq!((sought.status, &sought.text), (StatusCode::NOT_FOUND, &absent.text));
    assert_eq!(service.get(&format!("{case}/duty"), &lead).await.text, before.text);
    let readings = |text: &str| text.matches("Priya Raman").count();
    assert_eq!(
        readings(&service.get(&case, &lead).await.text),
        readings(&case_before),
        "no trace of who wrote it"
    );
    let found = service.ask("POST", "/search", &lead, "question=inspection").await;
    assert!(!found.text.contains("Leave it until"), "{}", found.text);
    let on = format!("&earlier={}", record.rsplit('/').next().unwrap());
    let on = service
        .ask("POST", &format!("{case}/interference"), &lead, &format!("who=x&role=y&account=outside{on}"))
        .await;
    assert!(on.text.contains("no earlier record"), "{}", on.text);
}

/// What is told of somebody by another name than that of their account.
fn by_nickname(service: &Service, role: &str, account: &str) -> String {
    let at = typed(service, 0);
    format!("who=Mo&role={role}&said=Wait&at={at}&means=in_person&timing=no&did=Nothing+yet{account}")
}

#[tokio::test]
async fn a_lead_whom_the_writer_calls_by_a_nickname_and_a_post_finds_nothing() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let lead = service.sign_in("lead@service.example").await;
    let at = format!("{case}/interference");
    let nobody = service.ask("POST", &at, &worker, &by_nickname(&service, "Safeguarding+lead", "")).await;
    assert_eq!(
        nobody.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "who is kept from it is chosen, never assumed"
    );
    assert!(nobody.text.contains("account-error"), "{}", nobody.text);
    for (role, account, lead_finds) in [
        ("Safeguarding+lead", "&account=unknown", StatusCode::NOT_FOUND),
        ("Form+tutor", "&account=unknown", StatusCode::NOT_FOUND),
        ("Form+tutor", "&account=a_lead", StatusCode::NOT_FOUND),
        ("Form+tutor", "&account=outside", StatusCode::OK),
    ] {
        let record = service.ask("POST", &at, &worker, &by_nickname(&service, role, account)).await;
        assert_eq!(record.status, StatusCode::SEE_OTHER, "{}", record.text);
        let found = service.get(record.location(), &lead).await.status;
        assert_eq!(found, lead_finds, "{role} {account}");
        assert_eq!(service.get(record.location(), &worker).await.status, StatusCode::OK, "{role} {account}");
    }
}

#[tokio::test]
async fn whoever_is_named_has_no_key_to_the_record_whatever_the_policies_say() {
    let service = Service::under(kit::access::Policies::none().unwrap()).await;
    let (worker, case) = with_case(&service, &[]).await;
    let record = interfered(&service, &case, &worker, "").await;
    assert_eq!(service.get(&record, &worker).await.status, StatusCode::OK);
    let lead = service.sign_in("lead@service.example").await;
    assert_eq!(service.get(&case, &lead).await.status, StatusCode::OK, "the case is theirs");
    assert_eq!(service.get(&record, &lead).await.status, StatusCode::NOT_FOUND);
    let school = service.sign_in("lead@school.example").await;
    assert_eq!(service.get(&record, &school).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_record_of_interference_is_written_once_and_another_goes_on_from_it() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let record = interfered(&service, &case, &worker, "").await;
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let changed = service.ask(method, &record, &worker, "said=Nothing").await;
        assert_eq!(changed.status, StatusCode::NOT_FOUND, "{method}");
    }
    let id = record.rsplit('/').next().unwrap().to_owned();
    let next = interfered(&service, &case, &worker, &format!("&earlier={id}")).await;
    assert!(service.get(&next, &worker).await.text.contains(&record));
    let history = kit::journal::version(&service.house.db, &id).await.unwrap();
    assert_eq!(history, 1, "nothing was added to the first");
    let missing =
        service.ask("POST", &format!("{case}/interference"), &worker, "who=Ann&account=outside").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.text.contains("at-error"), "{}", missing.text);
}

#[tokio::test]
async fn a_teacher_records_interference_with_their_own_report_and_others_find_neither() {
    let service = Service::new().await;
    let teacher = service.sign_in("teacher@school.example").await;
    let job =
        [("who", "who=professional"), ("job", "0.name=Tom+Whitcombe&0.organisation=Ridgeway&0.role=Teacher")];
    let sent = service.report(&teacher, &job).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    let report = link(&service.get("/reports/mine", &teacher).await.text, "/reports/rep_").unwrap();
    assert!(service.get(&report, &teacher).await.text.contains("/interference"));
    let of_another = interfered(&service, &report, &teacher, "").await;
    let of_a_lead = interfered(&service, &report, &teacher, "&account=a_lead").await;
    for record in [&of_another, &of_a_lead] {
        let page = service.get(record, &teacher).await;
        assert!(page.status == StatusCode::OK && page.text.contains("I rang the police"), "{}", page.text);
    }
    let listed = service.get(&format!("{report}/interference"), &teacher).await.text;
    assert!(listed.contains(&of_another) && listed.contains(&of_a_lead), "{listed}");
    let lead = service.sign_in("lead@school.example").await;
    let listed = service.get(&format!("{report}/interference"), &lead).await.text;
    assert!(listed.contains(&of_another) && !listed.contains(&of_a_lead), "{listed}");
    // The report is the school's: its lead reads it, unless it may be them.
    let (found, absent) = (StatusCode::OK, StatusCode::NOT_FOUND);
    for (email, of_another_is) in [
        ("lead@school.example", found),
        ("lead@service.example", absent),
        ("lead@council.example", absent),
        ("worker@service.example", absent),
    ] {
        let who = service.sign_in(email).await;
        assert_eq!(service.get(&of_another, &who).await.status, of_another_is, "{email}");
        assert_eq!(service.get(&of_a_lead, &who).await.status, absent, "{email}");
    }
}

#[tokio::test]
async fn a_record_ends_with_its_case_but_not_by_the_hand_of_whom_it_names() {
    let (service, one, other) = ending::two_leads().await;
    let (case, ..) = ending::closed_case(&service, &one).await;
    let about = |who: &str, said: &str| {
        let at = typed(&service, 0);
        format!(
            "who={who}&role=Lead&said={said}&at={at}&means=in_person&timing=no&did=Nothing+yet&account=outside"
        )
    };
    let at = format!("{case}/interference");
    let of_another = service.ask("POST", &at, &one, &about("Ann+Lowe", "Wait+for+Quentin")).await;
    let of_sam = service.ask("POST", &at, &one, &about("Sam+Boyd", "Say+nothing+to+Ottoline")).await;
    assert_eq!(of_sam.status, StatusCode::SEE_OTHER, "{}", of_sam.text);
    let record = format!("{case}/record");
    service.ask("POST", &format!("{record}/erase"), &one, "ground=mistake&reason=It+was+a+test").await;
    let agreed = service.ask("POST", &format!("{record}/agree"), &other, "").await;
    assert_eq!(agreed.location(), case, "{}", agreed.text);
    let left = ending::readable(&service).await;
    assert!(!left.contains("Quentin"), "it went with the case");
    assert!(left.contains("Ottoline"), "whom it names cannot end it");
    assert_eq!(service.get(of_another.location(), &one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(service.get(of_sam.location(), &other).await.status, StatusCode::NOT_FOUND);
}
