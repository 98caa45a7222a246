//! A referral from the draft to the answer, with an account and without.

use kit::jobs::Job as _;

use super::*;

/// A case opened by the lead on one report; the lead's cookie and the case.
pub(super) async fn with_case(service: &Service, answers: &[(&str, &str)]) -> (String, String) {
    service.reported(answers).await;
    let lead = service.sign_in("lead@service.example").await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    (lead, case)
}

/// The first value of the list that begins so.
fn value(text: &str, begins: &str) -> String {
    let start = text.find(&format!("value=\"{begins}")).expect("the value") + 7;
    text[start..].split('"').next().unwrap().to_owned()
}

fn reports(form: &str) -> String {
    let at = form.find("name=\"reports\"").expect("a report to share");
    let start = at + form[at..].find("value=\"").unwrap() + 7;
    form[start..].split('"').next().unwrap().to_owned()
}

/// Drafts a referral; its address.
pub(super) async fn drafted(service: &Service, lead: &str, case: &str, to: &str) -> String {
    let new = case.replace("/cases/", "/referrals/new/");
    let form = service.get(&new, lead).await.text;
    let to = if to == "council" { format!("to={}", value(&form, "org_")) } else { to.to_owned() };
    let body = format!(
        "{to}&concern=The+child+is+blackmailed&asks=See+the+child+today&consent=given&reports={}",
        reports(&form)
    );
    let answer = service.ask("POST", &new, lead, &body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

async fn standing(service: &Service, referral: &str, cookie: &str) -> String {
    let text = service.get(&format!("{referral}/referral.json"), cookie).await.text;
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["standing"].as_str().unwrap().to_owned()
}

async fn mail_to(service: &Service, address: &str) -> Option<String> {
    testing::last_mail_to(&service.house, address).await
}

#[tokio::test]
async fn a_referral_is_sent_read_acknowledged_and_accepted_by_an_organisation() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[("threat", "threat=yes")]).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    let council = service.sign_in("lead@council.example").await;
    assert_eq!(service.get(&referral, &council).await.status, StatusCode::NOT_FOUND, "a draft is nobody's");
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    assert!(mail_to(&service, "lead@council.example").await.unwrap().contains(&referral));
    let seen = service.get(&referral, &council).await.text;
    assert!(seen.contains("The child is blackmailed") && seen.contains("EN-1"), "{seen}");
    assert!(service.get("/referrals", &council).await.text.contains(&referral));
    service.ask("POST", &format!("{referral}/acknowledge"), &council, "").await;
    assert_eq!(standing(&service, &referral, &lead).await, "acknowledged");
    service.ask("POST", &format!("{referral}/accept"), &council, "text=We+visit+at+four").await;
    assert_eq!(standing(&service, &referral, &lead).await, "accepted");
    let chronology = service.get(&case, &lead).await.text;
    assert!(chronology.contains("We visit at four") && chronology.contains("Joan Pike"), "{chronology}");
    let late = service.ask("POST", &format!("{referral}/decline"), &council, "text=no").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_recipient_without_an_account_opens_the_link_once_and_answers() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let to = "to=police&name=A+force&email=desk@force.example";
    let referral = drafted(&service, &lead, &case, to).await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let mail = mail_to(&service, "desk@force.example").await.unwrap();
    assert!(!mail.contains("blackmailed"), "{mail}");
    let hand = &mail[mail.find("/hand/").unwrap()..].trim_end();
    assert!(!service.get(hand, "").await.text.contains("blackmailed"), "following a link opens nothing");
    let visit = service.ask("POST", hand, "", "").await.location().to_owned();
    assert!(service.get(&visit, "").await.text.contains("The child is blackmailed"));
    let pdf = service.get(&format!("{visit}/referral.pdf"), "").await;
    assert!(pdf.text.starts_with("%PDF-"), "{}", pdf.status);
    let second = service.ask("POST", hand, "", "").await;
    assert_eq!(second.location(), *hand, "it opens once");
    let nobody = service.ask("POST", &format!("{visit}/acknowledge"), "", "by=").await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    service.ask("POST", &format!("{visit}/acknowledge"), "", "by=PC+Lund,+duty+desk").await;
    assert_eq!(standing(&service, &referral, &lead).await, "acknowledged");
    let again = service.ask("POST", &format!("{hand}/again"), "", "").await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    assert_ne!(mail_to(&service, "desk@force.example").await.unwrap(), mail);
    service.house.clock.advance(jiff::SignedDuration::from_hours(9));
    assert_eq!(service.get(&visit, "").await.status, StatusCode::NOT_FOUND, "a visit ends");
}

#[tokio::test]
async fn what_is_wrong_with_a_draft_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let new = case.replace("/cases/", "/referrals/new/");
    let answer = service.ask("POST", &new, &lead, "concern=Only+this&email=nobody").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["#to", "#asks", "#consent", "#reports", "Only this"] {
        assert!(answer.text.contains(said), "{said}: {}", answer.text);
    }
}

#[tokio::test]
async fn who_reported_it_never_goes_with_it() {
    let service = Service::new().await;
    let contact = "0.phone=07700+900123";
    let (lead, case) =
        with_case(&service, &[("reply", "reply=phone"), ("contact", contact), ("who", "who=parent")]).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    let text = service.get(&format!("{referral}/referral.json"), &lead).await.text;
    assert!(text.contains("See the child today") && !text.contains("900123"), "{text}");
}

#[tokio::test]
async fn a_person_named_who_works_at_the_recipient_cannot_tell_that_it_exists() {
    let service = Service::new().await;
    let named = "0.name=Joan+Pike&0.part=suspect";
    let (lead, case) = with_case(&service, &[("know", "know=people"), ("people", named)]).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let council = service.sign_in("lead@council.example").await;
    assert_eq!(service.get(&referral, &council).await.status, StatusCode::NOT_FOUND);
    assert!(!service.get("/referrals", &council).await.text.contains("ref_"));
    assert_eq!(mail_to(&service, "lead@council.example").await, None);
}

#[tokio::test]
async fn a_stranger_cannot_tell_that_a_referral_exists() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    for who in ["lead@school.example", "teacher@school.example", "worker@service.example"] {
        let cookie = service.sign_in(who).await;
        for path in ["", "/referral.pdf", "/referral.json", "/edit"] {
            let answer = service.get(&format!("{referral}{path}"), &cookie).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who} {path}");
        }
        for act in ["send", "withdraw", "acknowledge", "accept", "decline"] {
            let answer =
                service.ask("POST", &format!("{referral}/{act}"), &cookie, "by=x&text=y&reason=z").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who} {act}");
        }
    }
}

#[tokio::test]
async fn without_an_answer_both_sides_hear_of_it_once_a_day() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let to = "to=platform&name=Chirrup&email=trust@chirrup.example";
    let referral = drafted(&service, &lead, &case, to).await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let first = mail_to(&service, "trust@chirrup.example").await.unwrap();
    let chase = referrals::chase::ChaseReferrals;
    chase.run(&service.house, service.house.clock.now()).await.unwrap();
    assert_eq!(mail_to(&service, "trust@chirrup.example").await.unwrap(), first, "not yet");
    service.house.clock.advance(jiff::SignedDuration::from_hours(24));
    for _ in 0..2 {
        chase.run(&service.house, service.house.clock.now()).await.unwrap();
    }
    let reminder = mail_to(&service, "trust@chirrup.example").await.unwrap();
    assert!(reminder.contains("waits for your answer") && !reminder.contains("/hand/"), "{reminder}");
    assert!(mail_to(&service, "lead@service.example").await.unwrap().contains(&referral));
    let lead = service.sign_in("lead@service.example").await;
    let page = service.get(&referral, &lead).await.text;
    assert_eq!(page.matches("The recipient was reminded").count(), 1, "{page}");
}

#[tokio::test]
async fn a_draft_can_be_changed_until_it_is_sent_and_withdrawn_after() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let referral = drafted(&service, &lead, &case, "to=ceop").await;
    let form = service.get(&format!("{referral}/edit"), &lead).await.text;
    let body = format!(
        "to=ceop&concern=More+is+known&asks=Act&consent=not_asked&consent_why=It+is+the+father&reports={}",
        reports(&form)
    );
    service.ask("POST", &format!("{referral}/edit"), &lead, &body).await;
    assert!(service.get(&referral, &lead).await.text.contains("More is known"));
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let late = service.ask("POST", &format!("{referral}/edit"), &lead, &body).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    service.ask("POST", &format!("{referral}/acknowledge"), &lead, "by=CEOP,+by+telephone").await;
    assert_eq!(standing(&service, &referral, &lead).await, "acknowledged");
    service.ask("POST", &format!("{referral}/withdraw"), &lead, "reason=Made+twice").await;
    assert_eq!(standing(&service, &referral, &lead).await, "withdrawn");
}

#[tokio::test]
async fn a_referral_that_is_not_theirs_does_not_keep_others_from_their_list() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    let worker = service.sign_in("worker@service.example").await;
    let list = service.get("/referrals", &worker).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text);
    assert!(!list.text.contains(&referral));
    assert!(service.get("/referrals", &lead).await.text.contains(&referral));
}

#[tokio::test]
async fn what_the_council_accepts_joins_its_queue_without_who_told_the_sender() {
    let service = Service::new().await;
    let told = [("reply", "reply=phone"), ("contact", "0.phone=07700+900123"), ("who", "who=parent")];
    let (lead, case) = with_case(&service, &told).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let council = service.sign_in("lead@council.example").await;
    assert_eq!(link(&service.get("/queue", &council).await.text, "/queue/rep_"), None, "not yet");
    let accepted = service.ask("POST", &format!("{referral}/accept"), &council, "text=We+visit").await;
    assert!(accepted.location().starts_with("/queue/rep_"), "{} {}", accepted.status, accepted.text);
    let queue = service.get("/queue", &council).await.text;
    assert_eq!(link(&queue, "/queue/rep_").as_deref(), Some(accepted.location()));
    let report = service.get(accepted.location(), &council).await.text;
    for said in ["The child is blackmailed", "See the child today", "He says he will send it to everyone"] {
        assert!(report.contains(said), "{said}: {report}");
    }
    assert!(!report.contains("900123"), "{report}");
    assert_eq!(
        service.get(accepted.location(), &lead).await.status,
        StatusCode::NOT_FOUND,
        "it is the council's"
    );
}

#[tokio::test]
async fn whoever_is_kept_from_a_referral_at_the_recipient_is_kept_from_its_report() {
    let service = Service::new().await;
    let council =
        service.house.directory.listed(&service.house, AgencyKind::ChildrensServices).await.unwrap();
    service.account(council[0].id, "Asha Rao", "asha@council.example", &[Role::Lead]).await;
    let named = [("know", "know=people"), ("people", "0.name=Joan+Pike&0.part=suspect")];
    let (lead, case) = with_case(&service, &named).await;
    let referral = drafted(&service, &lead, &case, "council").await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let asha = service.sign_in("asha@council.example").await;
    let accepted = service.ask("POST", &format!("{referral}/accept"), &asha, "text=We+visit").await;
    let report = accepted.location();
    assert_eq!(service.get(report, &asha).await.status, StatusCode::OK, "{report} {}", accepted.text);
    let joan = service.sign_in("lead@council.example").await;
    assert_eq!(service.get(report, &joan).await.status, StatusCode::NOT_FOUND);
    assert!(!service.get("/queue", &joan).await.text.contains(report));
}
