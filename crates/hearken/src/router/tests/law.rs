//! The law, for everybody to read: on a day, in a nation, with its sources; and who must be told.

use super::*;

#[tokio::test]
async fn the_rulebook_of_a_day_shows_what_had_been_made_by_then() {
    let service = Service::new().await;
    let before = service.get("/rules?nation=england&on=2026-04-28&subject=duties", "").await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(!before.text.contains("id=\"DUTY-85\"") && before.text.contains("id=\"DUTY-FGM\""));
    let after = service.get("/rules?nation=england&on=2026-04-29&subject=duties", "").await;
    assert!(after.text.contains("id=\"DUTY-85\"") && after.text.contains("Not begun"));
    assert!(!after.text.contains("id=\"EN-1\""), "only the subject that was chosen");
    let wales = service.get("/rules?nation=wales&on=2026-04-29&subject=duties", "").await;
    assert!(!wales.text.contains("id=\"DUTY-85\""));
}

#[tokio::test]
async fn a_day_that_is_none_and_an_age_that_is_none_are_named() {
    let service = Service::new().await;
    let page = service.get("/rules?on=never", "").await;
    assert!(page.text.contains("on-error") && page.text.contains("year-month-day"));
    let page = service.get("/who?age=old", "").await;
    assert!(page.text.contains("age-error"));
    assert_eq!(service.get("/who?blackmail=yes&what=ever&nation=france", "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_guide_answers_in_the_nation_that_is_asked_about() {
    let service = Service::new().await;
    for (nation, step) in
        [("england", "RT-6"), ("wales", "RT-6b-W"), ("scotland", "RT-6b-S"), ("northern_ireland", "RT-6b-N")]
    {
        let page = service.get(&format!("/who?nation={nation}&works_with_children=yes"), "").await;
        assert!(page.text.contains(&format!("data-step=\"{step}\"")), "{nation}");
    }
    let welsh = service.get("/who?lang=cy&nation=wales&blackmail=yes&age=15", "").await;
    assert!(welsh.text.contains("Cafodd plentyn ei feithrin"));
}

#[tokio::test]
async fn what_is_not_ruled_out_is_shown_with_what_to_ask() {
    let service = Service::new().await;
    let page = service.get("/who?crime=yes&nation=england", "").await;
    for step in ["RT-1", "RT-2"] {
        assert!(page.text.contains(&format!("data-step=\"{step}\"")), "{step}");
    }
    let teacher = "reporter_adult=yes&in_england=yes&relevant_activity=yes&told_or_witnessed=yes";
    let page = service.get(&format!("/who?nation=england&{teacher}"), "").await;
    assert!(page.text.contains("data-duty=\"DUTY-85\"") && page.text.contains("Not ruled out"));
}
