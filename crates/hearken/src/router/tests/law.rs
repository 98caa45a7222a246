//! The law, for everybody to read: on a day, in a nation, with its sources; and who must be told.

use domain::role::Act;
use serde_json::{Value, json};

use super::programs::program;
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
    for age in ["old", "121", "-1", "15.5"] {
        let page = service.ask("POST", "/who", "", &format!("age={age}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{age}");
        assert!(page.text.contains("age-error") && page.text.contains("like 15"), "{age}");
    }
    let page = service.ask("POST", "/who", "", "blackmail=yes&what=ever&nation=france").await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn answers_that_cannot_all_be_so_are_named_with_the_way_to_mend_them() {
    let service = Service::new().await;
    let cases = [
        ("age=12&child=no", "child-error", "You gave the age as 12"),
        ("age=15&under_13=yes", "under_13-error", "You gave the age as 15"),
        ("under_13=yes&child=no", "under_13-error", "cannot both be so"),
        ("missing=yes&returned=yes", "missing-error", "cannot both be so"),
        ("reporter_child=yes&reporter_adult=yes", "reporter_child-error", "cannot both be so"),
        ("unborn=yes&age=3", "unborn-error", "cannot both be so"),
    ];
    for (said, field, message) in cases {
        let page = service.ask("POST", "/who", "", said).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.text.contains(field) && page.text.contains(message), "{said}");
        assert!(page.text.contains("change one of them") && !page.text.contains("data-step"), "{said}");
    }
}

#[tokio::test]
async fn the_guide_answers_in_the_nation_that_is_asked_about() {
    let service = Service::new().await;
    for (nation, step) in
        [("england", "RT-6"), ("wales", "RT-6b-W"), ("scotland", "RT-6b-S"), ("northern_ireland", "RT-6b-N")]
    {
        let said = format!("nation={nation}&works_with_children=yes");
        let page = service.ask("POST", "/who", "", &said).await;
        assert!(page.text.contains(&format!("data-step=\"{step}\"")), "{nation}");
    }
}

#[tokio::test]
async fn what_is_said_stands_in_no_address_and_is_not_kept() {
    let service = Service::new().await;
    let page = service.ask("POST", "/who", "", "nation=wales&blackmail=yes&age=15").await;
    assert_eq!(page.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
    assert!(page.text.contains("data-step=\"RT-7\"") && page.location().is_empty());
    assert!(page.text.contains("<form method=\"post\" action=\"/who\""));
    assert!(!page.text.contains("?blackmail") && !page.text.contains("&amp;blackmail"), "no link carries it");
    // A link can say where, and nothing of anybody.
    let linked = service.get("/who?nation=wales&blackmail=yes&age=15", "").await;
    assert!(linked.text.contains("value=\"wales\" selected") && !linked.text.contains("data-step"));
    assert!(!linked.text.contains("value=\"15\""));
}

#[tokio::test]
async fn the_other_language_keeps_what_was_said() {
    let service = Service::new().await;
    let said = "nation=wales&blackmail=yes&age=15";
    let english = service.ask("POST", "/who", "", said).await;
    assert!(english.text.contains("formaction=\"/who?lang=cy\""));
    let welsh = service.ask("POST", "/who?lang=cy", "", said).await;
    assert!(welsh.text.contains("Cafodd plentyn ei feithrin") && welsh.text.contains("lang=\"cy\""));
    assert!(welsh.text.contains("value=\"15\"") && welsh.text.contains("action=\"/who?lang=cy\""));
    let blackmail = welsh.text.split("name=\"blackmail\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(blackmail.contains("value=\"yes\" checked"), "{blackmail}");
}

#[tokio::test]
async fn the_age_alone_lists_nothing_in_sight_and_drops_nothing() {
    let service = Service::new().await;
    let page = service.ask("POST", "/who", "", "age=15").await;
    let (sight, closed) = page.text.split_once("nothing that you said speaks for these").unwrap();
    assert_eq!(sight.matches("data-step=").count(), 1, "only what hangs on danger: {sight}");
    assert!(closed.matches("data-step=").count() > 20);
    let next = page.text.split("Say more</h2>").nth(1).unwrap();
    let first = next.split("type=\"radio\"").nth(1).unwrap();
    assert!(first.contains("name=\"danger_now\""), "what would change most comes first: {first}");
    let open = next.split("More questions").next().unwrap();
    assert!(open.contains("name=\"significant_harm\"") && !open.contains("name=\"public_body\""));
}

#[tokio::test]
async fn duties_and_barring_that_nothing_speaks_for_are_closed_and_not_dropped() {
    let service = Service::new().await;
    let page = service.ask("POST", "/who", "", "nation=england&age=15").await;
    for row in ["data-duty=\"DUTY-85\"", "data-row=\"BAR-POWER\""] {
        let before = page.text.split(row).next().unwrap();
        assert_ne!(before, page.text, "{row} is there");
        assert!(before.contains("nothing that you said speaks for these"), "{row}");
        assert_eq!(before.matches("<details").count(), before.matches("</details>").count() + 1, "{row}");
    }
}

#[tokio::test]
async fn the_guide_says_the_ground_for_sharing_and_the_power_to_refer() {
    let service = Service::new().await;
    let said = "nation=england&fgm_known=yes&teacher_or_health_reporter=yes&age=9";
    let page = service.ask("POST", "/who", "", said).await;
    let ground = page.text.split("data-row=\"SH-B-61C\"").nth(1).expect("the ground");
    assert!(ground.split("</li>").next().unwrap().contains("DUTY-FGM"));
    let said = "register_keeper=yes&harm_test=yes&in_regulated_activity=yes";
    let page = service.ask("POST", "/who", "", said).await;
    let power = page.text.split("data-row=\"BAR-POWER\"").nth(1).expect("the power");
    assert!(
        power.split("</li>").next().unwrap().contains("may consider barring"),
        "what is left to find out"
    );
}

#[tokio::test]
async fn a_least_time_and_a_notice_are_said_to_be_that() {
    let service = Service::new().await;
    let book = service.get("/rules?nation=scotland&on=2026-11-25&subject=clocks", "").await;
    for (id, says) in
        [("NRM-C2", "no sooner than 30 days after"), ("SC-4", "at least 5 days before"), ("SC-3", "28 days")]
    {
        let row =
            book.text.split(&format!("id=\"{id}\"")).nth(1).unwrap().split("</article>").next().unwrap();
        assert!(row.contains(says) && row.contains("Counted from"), "{id}: {row}");
    }
}

#[tokio::test]
async fn two_days_are_compared_from_the_earlier_to_the_later() {
    let service = Service::new().await;
    let forwards = service.get("/rules?on=2026-06-28&against=2026-06-29", "").await;
    let backwards = service.get("/rules?on=2026-06-29&against=2026-06-28", "").await;
    for page in [&forwards, &backwards] {
        assert!(
            page.text.contains("on 2026-06-29 from 2026-06-28")
                && page.text.contains("not known of → In force")
        );
        assert!(!page.text.contains("No longer in force"));
    }
}

#[tokio::test]
async fn what_is_not_ruled_out_is_shown_with_what_to_ask() {
    let service = Service::new().await;
    let page = service.ask("POST", "/who", "", "crime=yes&nation=england").await;
    for step in ["RT-1", "RT-2"] {
        assert!(page.text.contains(&format!("data-step=\"{step}\"")), "{step}");
    }
    let teacher = "reporter_adult=yes&in_england=yes&relevant_activity=yes&told_or_witnessed=yes";
    let page = service.ask("POST", "/who", "", &format!("nation=england&{teacher}")).await;
    assert!(page.text.contains("data-duty=\"DUTY-85\"") && page.text.contains("Not ruled out"));
}

#[tokio::test]
async fn the_rulebook_keeps_its_language_and_its_choice() {
    let service = Service::new().await;
    let page = service.get("/rules?lang=cy&nation=scotland&subject=clocks&on=2026-11-25", "").await;
    assert!(page.text.contains("name=\"lang\" value=\"cy\""), "sent again with the form");
    let english = "/rules?nation=scotland&amp;subject=clocks&amp;on=2026-11-25&amp;against=&amp;lang=en";
    assert!(page.text.contains(&format!("href=\"{english}\"")));
    let page = service.get("/rules?on=%22%3Ex", "").await;
    assert!(
        page.text.contains("href=\"/rules?nation=england&amp;subject=&amp;on=&amp;against=&amp;lang=cy\"")
    );
}

#[tokio::test]
async fn programs_get_the_answers_that_pages_and_commands_give() {
    let service = Service::new().await;
    let other = program(&service, "lead@service.example", &[Act::SeeQueue]).await;
    let program = program(&service, "teacher@school.example", &[Act::Report]).await;
    let text = json!({ "text": "He says he will send my nudes to everyone unless I pay him 200 pounds" });
    let (status, screened) = program.send("POST", "/api/v1/screen", None, &text).await;
    assert_eq!((status, &screened["harms"][0]), (StatusCode::OK, &json!("sextortion")), "{screened}");
    assert_eq!(
        other.send("POST", "/api/v1/screen", None, &text).await.0,
        StatusCode::NOT_FOUND,
        "no key for it"
    );
    let facts =
        json!({ "nation": "england", "on": "2026-11-25", "facts": { "age": 9, "significant_harm": "yes" } });
    let (_, routed) = program.send("POST", "/api/v1/route", None, &facts).await;
    assert!(routed["routes"].as_array().unwrap().iter().any(|one| one["id"] == "RT-3"), "{routed}");
    let (_, due) = program.get("/api/v1/clock?nation=scotland&rule=SC-8&from=2026-11-25T10:00:00Z").await;
    assert_eq!(due["due"], "2026-12-18T00:00:00Z", "{due}");
    let (_, rules) = program.get("/api/v1/rules?on=2026-04-28&diff=2026-04-29&nation=england").await;
    assert!(rules.as_array().unwrap().iter().any(|one| one["id"] == "DUTY-85"), "{rules}");
}

#[tokio::test]
async fn a_program_is_told_which_field_is_wrong_and_what_would_be_right() {
    let service = Service::new().await;
    let program = program(&service, "teacher@school.example", &[Act::Report]).await;
    let long = json!({ "text": "a".repeat(100_001) });
    let asked = |nation: &str, facts: Value| json!({ "nation": nation, "facts": facts });
    for (path, body, field, fix) in [
        ("/api/v1/screen", long, "text", "in parts"),
        ("/api/v1/route", asked("france", json!({})), "nation", "northern_ireland"),
        ("/api/v1/route", asked("wales", json!({ "blackmial": "yes" })), "facts", "blackmial"),
    ] {
        let (status, problem) = program.send("POST", path, None, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {problem}");
        let said = problem.to_string();
        assert!(said.contains(field) && said.contains(fix), "{path}: {said}");
    }
    let clock = program.get("/api/v1/clock?nation=wales&rule=EN-1&from=2026-11-25T10:00:00Z").await;
    assert!(clock.1.to_string().contains("is no clock of wales"), "{clock:?}");
}
