//! A referral with the form of its receiver: begun with what the case knows, filled in, sent; and nothing stale leaves it.

use domain::referrals::forms::{self, Kind};
use domain::role::Act;
use serde_json::json as object;

use super::evidence::refuses;
use super::programs::program;
use super::referring::with_case;
use super::*;

/// What each question takes at its simplest, for the forms that are walked here.
const POLICE: [(&str, &str); 2] = [
    (
        "happened",
        "danger-now=no&happened=They+told+him+to+carry+it&when=On+Monday&where=The+park&child-name=Sam+Marsh&child-age=14",
    ),
    (
        "evidence",
        "telephones=07700+900456&evidence-kept=yes&evidence-what=A+picture+of+the+van&sender-name=M&sender-role=Lead&sender-organisation=S&sender-phone=07700+900123&sender-email=lead@service.example",
    ),
];

/// Begins a form for a case; the address of the referral.
pub(super) async fn begun(service: &Service, cookie: &str, case: &str, form: &str, more: &str) -> String {
    let page = service.get(&format!("{case}/refer?form={form}"), cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let body = format!("form={form}&{more}");
    let answer = service.ask("POST", &format!("{case}/refer"), cookie, &body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().split("/form/").next().unwrap().to_owned()
}

pub(super) async fn filled(service: &Service, cookie: &str, referral: &str, pages: &[(&str, &str)]) {
    for (page, body) in pages {
        let at = format!("{referral}/form/{page}");
        let answer = service.ask("POST", &at, cookie, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}: {}", answer.text);
    }
}

pub(super) async fn json(service: &Service, cookie: &str, path: &str) -> serde_json::Value {
    let answer = service.get(path, cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

#[tokio::test]
async fn a_form_is_begun_with_what_the_case_knows_and_never_with_who_told_it() {
    let service = Service::new().await;
    let told = [
        ("who", "who=parent"),
        ("reply", "reply=phone"),
        ("contact", "0.name=Alex+Teller&0.phone=07700+900777"),
        ("child", "0.name=Sam+Marsh&0.age=14&0.school=Ridgeway"),
        ("where", "where=SN3+1RA"),
    ];
    let (lead, case) = with_case(&service, &told).await;
    let referral = begun(&service, &lead, &case, "police", "to=police&consent=given&reports=").await;
    let without = service.get(&format!("{referral}/form/happened"), &lead).await.text;
    assert!(!without.contains("Sam Marsh"), "what is not shared is not written there");
    let page = service.get(&format!("{case}/refer?form=police"), &lead).await.text;
    let at = page.find("name=\"reports\"").unwrap();
    let shared = page[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let more = format!("to=police&consent=given&reports={shared}");
    let referral = begun(&service, &lead, &case, "police", &more).await;
    let page = service.get(&format!("{referral}/form/happened"), &lead).await.text;
    for known in ["Sam Marsh", "value=\"14\"", "He says he will send it", "From the case: check it."] {
        assert!(page.contains(known), "{known}: {page}");
    }
    for path in ["", "/form/happened", "/form/evidence", "/referral.json", "/payload.json"] {
        let text = service.get(&format!("{referral}{path}"), &lead).await.text;
        assert!(!text.contains("Alex Teller") && !text.contains("900777"), "{path}: {text}");
    }
}

#[tokio::test]
async fn each_page_is_kept_and_what_is_wrong_names_the_question_and_the_fix() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let referral = begun(&service, &lead, &case, "police", "to=police&consent=given").await;
    let at = format!("{referral}/form/happened");
    let wrong = service
        .ask(
            "POST",
            &at,
            &lead,
            "happened=Kept+all+the+same&danger-now=maybe&first-on-day=31&first-on-month=2&first-on-year=2026",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "href=\"#where\"",
        "Where it happened: this has to be answered",
        "href=\"#first-on\"",
        "Kept all the same",
    ] {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    assert!(service.get(&at, &lead).await.text.contains("Kept all the same"), "it is saved");
    let later = service.ask("POST", &at, &lead, "happened=More+of+it&later=yes").await;
    assert_eq!((later.status, later.location()), (StatusCode::SEE_OTHER, referral.as_str()));
    let refused = service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    let check = service.get(&referral, &lead).await.text;
    assert!(
        check.contains("Not finished") && !check.contains(&format!("action=\"{referral}/send\"")),
        "{check}"
    );
}

#[tokio::test]
async fn no_stale_answer_leaves_by_any_door_and_the_recipient_reads_the_form() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let to = "to=police&name=A+force&email=desk@force.example&consent=given";
    let referral = begun(&service, &lead, &case, "police", to).await;
    filled(&service, &lead, &referral, &POLICE).await;
    let body = POLICE[1].1.replace("evidence-kept=yes", "evidence-kept=no");
    filled(&service, &lead, &referral, &[("evidence", &body)]).await;
    let check = service.get(&referral, &lead).await.text;
    assert!(check.contains("1 that you gave and that are no longer asked"), "{check}");
    assert_eq!(
        json(&service, &lead, &format!("{referral}/payload.json")).await["telephones"][0],
        "07700 900456"
    );
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    let mail = testing::last_mail_to(&service.house, "desk@force.example").await.unwrap();
    let hand = mail[mail.find("/hand/").unwrap()..].trim_end();
    let visit = service.ask("POST", hand, "", "").await.location().to_owned();
    let doors = [
        (referral.clone(), lead.as_str()),
        (format!("{referral}/referral.json"), &lead),
        (format!("{referral}/payload.json"), &lead),
        (visit.clone(), ""),
        (format!("{visit}/referral.json"), ""),
    ];
    for (door, cookie) in doors {
        let text = service.get(&door, cookie).await.text;
        assert!(text.contains("They told him to carry it"), "{door}: {text}");
        assert!(!text.contains("picture of the van") && !text.contains("evidence-what"), "{door}: {text}");
    }
    let pdf = service.get(&format!("{visit}/referral.pdf"), "").await;
    assert!(pdf.text.starts_with("%PDF-"), "{}", pdf.status);
}

pub(super) const CHILD: [(&str, &str); 4] = [
    (
        "start",
        "reference=A1&user-organisation=Kingsdown&fr-location=england&pv-under-age=yes&local-authority-contacted-about-child-local-authority-name=Kingsdown&local-authority-contacted-about-child-local-authority-phone=01632+960001&local-authority-contacted-about-child-local-authority-email=mash@kingsdown.gov.uk",
    ),
    (
        "happened",
        concat!(
            "birthplace=Leeds&family=Mother&education=School&employment-history=None&potential-victim-exploitative-situation-multiple=no&when-did-the-exploitation-take-place=May&how-did-the-exploitation-start=A+gift&were-they-taken-somewhere-by-their-exploiter=no&what-were-they-required-to-do=Carry&living-conditions=A+flat&how-they-were-treated=Badly&still-in-exploitative-situation=no&how-why-did-they-leave-the-situation=Police&when-last-contact=within-the-last-week&",
            "is-this-the-first-chance-to-report=yes&modern-slavery-indicators=no&where-how-interview-carried-out=School&professional-insight=Afraid&evidence-of-dishonesty=no&are-others-involved=no",
        ),
    ),
    (
        "where",
        concat!(
            "where-exploitation-happened=uk&where-exploitation-happened-uk-city=Leeds%0AHull&current-pv-location-uk-city=Leeds&current-pv-location-uk-region=West+Yorkshire&who-exploited-pv=A+man&exploiters-location=no&types-of-exploitation=forced-to-commit-crime&any-other-pvs=no&future-exploitation-concerns=no&",
            "reported-to-police=no&authorities-cooperation=no",
        ),
    ),
    (
        "person",
        concat!(
            "pv-name-first-name=Sam&pv-name-last-name=Marsh&pv-dob-day=1&pv-dob-month=2&pv-dob-year=2012&pv-gender=male&does-pv-have-children=no&pv-nationality=British&pv-interpreter-requirements=no&pv-other-help-with-communication=no&pv-ho-reference=no&",
            "fr-details-first-name=Joan&fr-details-last-name=Pike&fr-details-role=Lead&fr-details-phone=01632+960001&fr-alternative-contact=duty@kingsdown.gov.uk&",
            "county-lines=yes&line-telephones=07700+900456&first-known-on-day=3&first-known-on-month=5&first-known-on-year=2026",
        ),
    ),
];

#[tokio::test]
async fn who_is_no_first_responder_cannot_refer_to_the_mechanism_and_is_shown_who_can() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let page = service.get(&format!("{case}/refer?form=nrm"), &lead).await;
    assert!(
        page.text.contains("Only a first responder") && page.text.contains("08000 121 700"),
        "{}",
        page.text
    );
    let forced = service.ask("POST", &format!("{case}/refer"), &lead, "form=nrm").await;
    assert!(forced.location().ends_with("/refer?form=nrm"), "{} {}", forced.status, forced.text);
    let forms = service.get(&format!("{case}/refer"), &lead).await.text;
    assert!(forms.contains("refer?form=childrens_services") && !forms.contains("unocini"), "{forms}");
}

/// A first responder, with a case of their own.
pub(super) async fn responder(service: &Service, told: &[(&str, &str)]) -> (String, String) {
    let desk = service.house.directory.listed(&service.house, AgencyKind::SafeguardingService).await.unwrap();
    service.account(desk[0].id, "Ida Holm", "ida.holm@kent.police.uk", &[Role::Lead]).await;
    service.reported(&[&[("harm", "harm=criminal_exploitation")], told].concat()).await;
    let cookie = service.sign_in("ida.holm@kent.police.uk").await;
    let report = link(&service.get("/queue", &cookie).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &cookie, "").await.location().to_owned();
    (cookie, case)
}

#[tokio::test]
async fn a_child_is_referred_to_the_mechanism_with_its_own_keys_a_clock_and_tasks() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let referral = begun(&service, &ida, &case, "nrm", "to=nrm").await;
    let shut = service.get(&format!("{referral}/form/happened"), &ida).await;
    assert!(shut.location().ends_with("/form/start"), "the authority is contacted first: {}", shut.text);
    filled(&service, &ida, &referral, &CHILD).await;
    let sent = service.ask("POST", &format!("{referral}/send"), &ida, "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let payload = json(&service, &ida, &format!("{referral}/payload.json")).await;
    let expected = [
        ("Type", "560734"),
        ("NRMOrDuty", "NRM"),
        ("AdultOrChild", "Child"),
        ("LocalAuthority", "Kingsdown"),
        ("City1", "Leeds"),
        ("City2", "Hull"),
        ("ComponentForcedCrime", "Yes"),
        ("Customer.DOB", "2012-02-01"),
        ("Agent.Email", "ida.holm@kent.police.uk"),
    ];
    for (key, text) in expected {
        assert_eq!(payload[key], text, "{key}: {payload}");
    }
    assert!(payload.get("county-lines").is_none(), "{payload}");
    let annex = json(&service, &ida, &format!("{referral}/annex.json")).await;
    assert_eq!(
        (&annex["line-telephones"][0], &annex["first-known-on"]),
        (&"07700 900456".into(), &"2026-05-03".into())
    );
    let page = service.get(&referral, &ida).await.text;
    assert!(page.contains("NRM-C1") && page.contains("annex.json"), "{page}");
    for door in ["", "/referral.json", "/payload.json"] {
        let text = service.get(&format!("{referral}{door}"), &ida).await.text;
        assert!(!text.contains("900456"), "what is ours alone is beside it: {door}: {text}");
    }
    let worked = service.get(&case, &ida).await.text;
    for task in ["guardians serve Kingsdown", "0800 043 4303", "the one for 11 to 18"] {
        assert!(worked.contains(task), "{task}: {worked}");
    }
}

#[tokio::test]
async fn an_adult_who_refuses_is_named_in_nothing_that_leaves() {
    let service = Service::new().await;
    let (ida, case) = responder(&service, &[]).await;
    let referral = begun(&service, &ida, &case, "nrm", "to=nrm").await;
    filled(&service, &ida, &referral, &CHILD).await;
    let adult = "reference=A1&user-organisation=K&fr-location=england&pv-under-age=no&pv-under-age-at-time-of-exploitation=yes";
    let gender = "pv-gender=male&pv-nationality=British";
    let sheets = [("start", adult), ("where", &refuses()), ("person", gender)];
    filled(&service, &ida, &referral, &sheets).await;
    let send = format!("{referral}/send");
    for text in ["He+says+he+will+send+it+to+everyone", "Marsh+carried+it"] {
        let told = CHILD[1].1.replace("to-do=Carry", &format!("to-do={text}"));
        service.ask("POST", &format!("{referral}/form/happened"), &ida, &told).await;
        let refused = service.ask("POST", &send, &ida, "").await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{text}: {}", refused.text);
    }
    filled(&service, &ida, &referral, &CHILD[1..2]).await;
    assert_eq!(service.ask("POST", &send, &ida, "").await.status, StatusCode::SEE_OTHER);
    let payload = json(&service, &ida, &format!("{referral}/payload.json")).await;
    assert_eq!((&payload["NRMOrDuty"], &payload["Type"]), (&"DTN".into(), &"662265".into()));
    for door in ["", "/payload.json", "/referral.json"] {
        let text = service.get(&format!("{referral}{door}"), &ida).await.text;
        for never in
            ["Marsh", "2012-02-01", "send it to everyone", "case_reference", &case["/cases/".len()..]]
        {
            assert!(!text.contains(never), "{door}: {never} in {text}");
        }
    }
    let page = service.get(&referral, &ida).await.text;
    assert!(!page.contains("NRM-C1") && page.contains("It names nobody"), "{page}");
    let document = json(&service, &ida, &format!("{referral}/referral.json")).await;
    assert!(document["referral"].get("consent").is_none(), "the form asks it itself: {document}");
    assert_eq!(service.get(&format!("{referral}/annex.json"), &ida).await.status, StatusCode::NOT_FOUND);
    assert!(!service.get(&case, &ida).await.text.contains("guardians"), "no child, no guardian");
}

#[tokio::test]
async fn nobody_refers_to_the_mechanism_without_its_form_or_as_no_first_responder() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let new = case.replace("/cases/", "/referrals/new/");
    assert!(!service.get(&new, &lead).await.text.contains("value=\"nrm\""));
    let body = "to=nrm&name=The+authority&concern=x&asks=y&consent=given";
    let plain = service.ask("POST", &new, &lead, body).await;
    assert_eq!(plain.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", plain.text);
    assert!(plain.text.contains("made with its own form"), "{}", plain.text);
    let program = program(&service, "lead@service.example", &[Act::SeeReferrals, Act::Refer]).await;
    for form in [serde_json::Value::Null, "nrm".into()] {
        let new = object!({ "case": case.rsplit('/').next(), "to": { "kind": "nrm", "name": "The authority" },
            "consent": "not_asked", "concern": "x", "asks": "y", "form": form });
        let (status, refused) = program.send("POST", "/api/v1/referrals", None, &new).await;
        assert_eq!(status, StatusCode::CONFLICT, "{refused}");
    }
}

/// An answer to each question of a form, but for those given.
pub(super) fn every_answer(form: &str, given: &[(&str, &str)]) -> serde_json::Value {
    let mut answers = serde_json::Map::new();
    for field in forms::form(form).unwrap().fields() {
        let said = given.iter().find(|(id, _)| *id == field.id).map(|(_, text)| *text);
        let text = match field.kind {
            Kind::Radios | Kind::Select | Kind::Checkboxes => field.options[0].as_str(),
            Kind::Checkbox => "true",
            Kind::Date => "2010-02-28",
            Kind::Email => "duty@kingsdown.gov.uk",
            Kind::Phone | Kind::Lines => "07700 900456",
            Kind::Number => "2",
            Kind::Text | Kind::Textarea | Kind::Files => "told",
        };
        let text = said.unwrap_or(text);
        let several = matches!(field.kind, Kind::Checkboxes | Kind::Lines);
        answers.insert(field.id.clone(), if several { object!([text]) } else { text.into() });
    }
    answers.into()
}

#[tokio::test]
async fn somebody_named_only_in_a_form_finds_nothing_of_it_at_the_recipient() {
    let service = Service::new().await;
    let (_, case) = with_case(&service, &[]).await;
    let council =
        service.house.directory.listed(&service.house, AgencyKind::ChildrensServices).await.unwrap();
    let acts = [Act::SeeReferrals, Act::ReadReferral, Act::Refer];
    let lead = program(&service, "lead@service.example", &acts).await;
    for (name, status) in [("A man", StatusCode::OK), ("Joan Pike, a coach", StatusCode::NOT_FOUND)] {
        let new = object!({ "case": case.rsplit('/').next(), "to": { "organisation": council[0].id },
            "consent": "given", "form": "childrens_services",
            "answers": every_answer("childrens_services", &[("suspects", name)]) });
        let (created, drafted) = lead.send("POST", "/api/v1/referrals", None, &new).await;
        assert_eq!(created, StatusCode::CREATED, "{drafted}");
        let referral = drafted["referral"].as_str().unwrap();
        let acts = format!("/api/v1/referrals/{referral}/acts");
        let (sent, refused) = lead.send("POST", &acts, None, &object!({ "act": "send" })).await;
        assert_eq!(sent, StatusCode::OK, "{refused}");
        let joan = service.sign_in("lead@council.example").await;
        assert_eq!(service.get(&format!("/referrals/{referral}"), &joan).await.status, status, "{name}");
    }
}

#[tokio::test]
async fn a_stranger_and_the_school_find_no_page_of_a_form() {
    let service = Service::new().await;
    let (lead, case) = with_case(&service, &[]).await;
    let referral = begun(&service, &lead, &case, "police", "to=police&consent=given").await;
    let school = service.sign_in("lead@school.example").await;
    for path in [
        format!("{case}/refer"),
        format!("{case}/refer?form=police"),
        format!("{referral}/form/happened"),
        format!("{referral}/payload.json"),
        format!("{referral}/annex.json"),
    ] {
        assert_eq!(service.get(&path, &school).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [format!("{case}/refer"), format!("{referral}/form/happened"), format!("{referral}/send")] {
        let answer = service.ask("POST", &path, &school, "form=police").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text);
    }
    assert_eq!(service.get(&format!("{case}/refer?form=nothing"), &lead).await.status, StatusCode::NOT_FOUND);
    assert_eq!(service.get(&format!("{referral}/form/nothing"), &lead).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_program_fills_in_a_form_and_is_told_what_it_does_not_ask() {
    let service = Service::new().await;
    let (_, case) = with_case(&service, &[]).await;
    let case = case.rsplit('/').next().unwrap();
    let lead =
        program(&service, "lead@service.example", &[Act::SeeReferrals, Act::ReadReferral, Act::Refer]).await;
    let mut new = object!({ "case": case, "to": { "kind": "police", "name": "A force" }, "consent": "given",
        "form": "police", "answers": { "no-such-question": "x" } });
    let (status, wrong) = lead.send("POST", "/api/v1/referrals", None, &new).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    assert!(wrong.to_string().contains("no-such-question"), "{wrong}");
    new["answers"] = object!({ "evidence-kept": "no", "evidence-what": "a stale picture", "where": "The park",
        "when": "Monday", "child-name": "Sam", "sender-role": "Lead", "sender-phone": "01632 960001" });
    let (status, drafted) = lead.send("POST", "/api/v1/referrals", None, &new).await;
    assert_eq!(status, StatusCode::CREATED, "{drafted}");
    let referral = format!("/api/v1/referrals/{}", drafted["referral"].as_str().unwrap());
    let read = lead.get(&referral).await.1.to_string();
    assert!(read.contains("The park") && read.contains("He says he will send it"), "{read}");
    assert!(!read.contains("stale picture"), "{read}");
    let fill = object!({ "act": "fill", "answers": { "where": "The station" }, "emptied": ["when"] });
    assert_eq!(lead.send("POST", &format!("{referral}/acts"), None, &fill).await.0, StatusCode::OK);
    let early = lead.send("POST", &format!("{referral}/acts"), None, &object!({ "act": "send" })).await;
    assert_eq!(early.0, StatusCode::CONFLICT, "{}", early.1);
    let fill = object!({ "act": "fill", "answers": { "when": "Tuesday" } });
    assert_eq!(lead.send("POST", &format!("{referral}/acts"), None, &fill).await.0, StatusCode::OK);
    let sent = lead.send("POST", &format!("{referral}/acts"), None, &object!({ "act": "send" })).await;
    assert_eq!(sent.0, StatusCode::OK, "{}", sent.1);
}
