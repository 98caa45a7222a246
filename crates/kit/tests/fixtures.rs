//! The parts of pages write the HTML that GOV.UK Frontend's own fixtures show, so that its styles and
//! scripts fit, and so that a new version of the package says here what it changed.
//!
//! A fixture is options and the HTML that they become. Ours is written from the same options, and both are
//! read as tags and words: neither the order of attributes nor white space around blocks matters, white
//! space between words does. Only fixtures that our functions can express are named.

use std::collections::BTreeMap;
use std::path::Path;

use domain::words::Lang;
use kit::FieldErrors;
use kit::page::{self, Answer, Button, Checkboxes, Choice, FileInput, Input, Nav, Radios, Select, Textarea};
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

/// A tag with its attributes, `/` and a tag, or `"` and text.
type Piece = (String, BTreeMap<String, String>);
/// Component, the part that is compared (a class and which one; no class: everything), fixtures.
type Case = (&'static str, (&'static str, usize), &'static str);
/// Component, attribute, the side that may have it alone, and why.
type Difference = (&'static str, &'static str, Only, &'static str);

#[derive(Clone, Copy)]
enum Only {
    Ours,
    Theirs,
}

const DELIBERATE: &[Difference] = &[
    ("button", "data-prevent-double-click", Only::Ours, "who is afraid presses twice; one report arrives"),
    ("button", "value", Only::Ours, "a button with a name says what it sends, even when that is nothing"),
    ("details", "id", Only::Theirs, "nothing points to it"),
    ("file-upload", "multiple", Only::Ours, "there is seldom one picture"),
    ("input", "spellcheck", Only::Ours, "a number is not a word, and not for the server of a speller"),
    ("select", "disabled", Only::Theirs, "what cannot be chosen is not shown"),
];

const ALL: (&str, usize) = ("", 0);
const CASES: &[Case] = &[
    ("input", ALL, "default; id; value; inputmode; custom type; with hint text; with error message"),
    ("input", ALL, "with error and hint; with width-10 class; with label as page heading"),
    ("input", ALL, "with autocomplete attribute"),
    ("textarea", ALL, "default; with hint; with error message; with hint and error message"),
    ("textarea", ALL, "with default value; with custom rows; with label as page heading"),
    ("file-upload", ALL, "default; with hint text; error; with error message and hint"),
    ("file-upload", ALL, "allows multiple files"),
    ("select", ALL, "default; hint; error; with hint text and error message; with label as page heading"),
    ("radios", ALL, "default; with hint; with fieldset and error message; with hint and error message"),
    ("radios", ALL, "with hints on parent and items; with conditional items; with conditional item checked"),
    ("checkboxes", ALL, "default; with hint; with error message; with error message and hint"),
    ("checkboxes", ALL, "with legend as a page heading; with conditional item checked"),
    ("button", ALL, "default; secondary; warning; name; prevent double click"),
    ("error-summary", ALL, "default; error list with html as text link"),
    ("panel", ALL, "default; body html; title html as text; body html as text"),
    ("warning-text", ALL, "default; no icon fallback text; html; html as text"),
    ("inset-text", ALL, "default; with html; html as text"),
    ("details", ALL, "default; expanded; html; html as text; summary html as text"),
    ("notification-banner", ALL, "with type as success"),
    ("summary-list", ALL, "default; value with html; with falsy values"),
    ("summary-list", ("govuk-summary-list__actions", 1), "with actions"),
    ("summary-list", ("govuk-summary-list__row--no-actions", 0), "with some actions"),
    ("table", ("govuk-table__caption", 0), "with head and caption"),
    ("table", ("govuk-table__head", 0), "html as text"),
    ("table", ("govuk-table__body", 0), "html as text; html; with falsy items"),
    ("tag", ALL, "default; grey; green; yellow; red; html as text"),
    ("back-link", ALL, "default"),
    ("service-navigation", ("govuk-service-navigation", 0), "default; with navigation with a current item"),
    ("skip-link", ("govuk-skip-link", 0), "default"),
];

#[test]
fn our_components_are_those_of_the_package() {
    let found = differences(DELIBERATE);
    assert!(found.is_empty(), "{} fixtures are not as we write them:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_deliberate_difference_is_still_one() {
    for (at, (component, attribute, ..)) in DELIBERATE.iter().enumerate() {
        let others = [&DELIBERATE[..at], &DELIBERATE[at + 1..]].concat();
        assert!(!differences(&others).is_empty(), "`{attribute}` of {component} differs no more");
    }
}

#[test]
fn only_what_a_reader_or_a_script_can_notice_is_a_difference() {
    let one = pieces("<p id=\"a\" class=\"b\">\n  One <b>two</b>\n</p>");
    assert_eq!(one, pieces("<p class=\"b\" id=\"a\">One<b> two</b></p>"));
    assert_ne!(one, pieces("<p class=\"b\" id=\"a\">One<b>two</b></p>"));
    assert_ne!(one, pieces("<p class=\"b\">One <b>two</b></p>"));
}

#[test]
fn a_package_that_is_not_here_is_named_with_the_command_that_fetches_it() {
    let sentence = fixtures(Path::new("/nowhere"), "input").unwrap_err();
    assert!(sentence.contains("cargo xtask assets"), "{sentence}");
}

/// Where each fixture first differs from ours, but for what is allowed to differ.
fn differences(allowed: &[Difference]) -> Vec<String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/node_modules/govuk-frontend");
    let mut found = Vec::new();
    for (component, part, names) in CASES {
        let known = fixtures(&package, component).unwrap_or_else(|sentence| panic!("{sentence}"));
        for name in names.split("; ") {
            let fixture = known.iter().find(|fixture| fixture["name"] == name);
            let fixture = fixture.unwrap_or_else(|| panic!("the package has no `{name}` of {component}"));
            let mut ours = element(pieces(&write(component, &fixture["options"]).into_string()), *part);
            let mut theirs = element(pieces(text(fixture, "/html")), *part);
            strip(component, &mut ours, &mut theirs, allowed);
            let at = (0..ours.len().max(theirs.len())).find(|at| ours.get(*at) != theirs.get(*at));
            found.extend(at.map(|at| {
                format!("{component}, {name}:\n  ours   {:?}\n  theirs {:?}", ours.get(at), theirs.get(at))
            }));
        }
    }
    found
}

fn fixtures(package: &Path, component: &str) -> Result<Vec<Value>, String> {
    let path = package.join("dist/govuk/components").join(component).join("fixtures.json");
    let file = std::fs::read_to_string(&path)
        .map_err(|error| format!("run `cargo xtask assets` first, for {}: {error}", path.display()))?;
    let mut file: Value = serde_json::from_str(&file).map_err(|error| error.to_string())?;
    serde_json::from_value(file["fixtures"].take()).map_err(|error| error.to_string())
}

/// Our HTML for the options of a fixture.
fn write(component: &str, o: &Value) -> Markup {
    let (lang, name, words, value) = (Lang::En, text(o, "/name"), text(o, "/text"), text(o, "/value"));
    let (label, legend) = (text(o, "/label/text"), text(o, "/fieldset/legend/text"));
    let (hint, error) = (said(o, "/hint/text"), said(o, "/errorMessage/text"));
    let heading =
        said(o, "/label/isPageHeading").or(said(o, "/fieldset/legend/isPageHeading")) == Some("true");
    let (id, choices) = (said(o, "/id").unwrap_or(name), choices(o));
    match component {
        "input" => {
            let input = Input { lang, id, name, label, heading, hint, value, error, ..Input::default() };
            let (kind, width) = (said(o, "/type"), said(o, "/classes"));
            let (autocomplete, inputmode) = (said(o, "/autocomplete"), said(o, "/inputmode"));
            Input { kind, width, autocomplete, inputmode, ..input }.show()
        }
        "textarea" => {
            let rows = o["rows"].as_u64().and_then(|rows| u8::try_from(rows).ok());
            Textarea { lang, id, name, label, heading, hint, value, error, rows }.show()
        }
        "file-upload" => FileInput { lang, id, name, label, hint, error }.show(),
        "select" => Select { lang, id, name, label, heading, hint, error, choices }.show(),
        "radios" => Radios { lang, name, legend, heading, inline: false, hint, error, choices }.show(),
        "checkboxes" => Checkboxes { lang, name, legend, heading, hint, error, choices }.show(),
        "button" => {
            let look = match text(o, "/classes") {
                "govuk-button--secondary" => Button::Secondary,
                "govuk-button--warning" => Button::Warning,
                _ => Button::Primary,
            };
            if name.is_empty() { page::submit(look, words) } else { page::button(look, words, name, value) }
        }
        "error-summary" => {
            let mut errors = FieldErrors::default();
            for error in rows(o, "errorList") {
                errors.add(text(error, "/href").trim_start_matches('#'), text(error, "/text"));
            }
            page::error_summary(lang, &errors)
        }
        "panel" => page::confirmation(said(o, "/titleText").unwrap_or(text(o, "/titleHtml")), content(o)),
        "warning-text" => page::warning(lang, content(o)),
        "inset-text" => page::inset(content(o)),
        "details" => page::details(text(o, "/summaryText"), o["open"] == true, content(o)),
        "notification-banner" => page::success("Success", words),
        "summary-list" => page::summary_list(lang, &rows(o, "rows").map(answer).collect::<Vec<_>>()),
        "table" => table(o),
        "tag" => page::tag(words, text(o, "/classes")),
        "back-link" => page::back(lang, said(o, "/href").unwrap_or("#")),
        "service-navigation" | "skip-link" => shell(o),
        _ => panic!("nobody here writes {component}"),
    }
}

fn choices(o: &Value) -> Vec<Choice<'static>> {
    let chosen = |item: &Value| item["checked"] == true || item["selected"] == true;
    let words = |item: &Value| (text(item, "/value"), text(item, "/text"), said(item, "/hint/text"));
    let both = rows(o, "items").map(|item| (words(item), chosen(item)));
    let further =
        rows(o, "items").map(|item| said(item, "/conditional/html").map(|html| PreEscaped(html.to_owned())));
    let choice = |(((value, text, hint), chosen), reveals)| Choice { value, text, hint, chosen, reveals };
    both.zip(further).map(choice).collect()
}

/// Our link repeats the question; theirs may word it in another way.
fn answer(row: &Value) -> Answer<'static> {
    let question = said(row, "/actions/items/0/visuallyHiddenText").unwrap_or(text(row, "/key/text"));
    let change = said(row, "/actions/items/0/href").map(str::to_owned);
    Answer { question, answer: content(&row["value"]), change }
}

fn table(o: &Value) -> Markup {
    let heads: Vec<&str> = rows(o, "head").map(|head| text(head, "/text")).collect();
    let cells = |row: &Value| row.as_array().into_iter().flatten().map(content).collect();
    page::table(text(o, "/caption"), &heads, rows(o, "rows").map(cells).collect())
}

/// A whole page; its main part is called `main`, and so the link that skips to it is given their address.
fn shell(o: &Value) -> Markup {
    let here = |o: &Value| o["current"] == true;
    let links =
        rows(o, "navigation").map(|o| Nav { href: text(o, "/href"), text: text(o, "/text"), here: here(o) });
    let page = page::Shell::public(Lang::En, "A page").navigation(links.collect()).show(html! {});
    PreEscaped(page.into_string().replace("href=\"#main\"", &format!("href=\"{}\"", text(o, "/href"))))
}

/// What stands at a place of the options, for as long as the test runs: `Nav` holds nothing shorter.
fn said(o: &Value, at: &str) -> Option<&'static str> {
    let value = o.pointer(at)?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned).leak())
}

fn text(o: &Value, at: &str) -> &'static str {
    said(o, at).unwrap_or_default()
}

fn content(o: &Value) -> Markup {
    said(o, "/html").map_or_else(|| html! { (text(o, "/text")) }, |html| PreEscaped(html.to_owned()))
}

fn rows<'a>(o: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    o[name].as_array().into_iter().flatten().filter(|row| row.is_object() || row.is_array())
}

/// Reads tags and text. A space is kept, before the word that it parts from the last one on its line; only
/// these elements do not begin a new line.
fn pieces(html: &str) -> Vec<Piece> {
    let (mut found, mut begins, mut space) = (Vec::new(), true, false);
    for chunk in html.split('<').skip(1) {
        let (tag, text) = chunk.split_once('>').expect("a tag that begins has an end");
        let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        if !["a", "b", "span"].contains(&name.trim_start_matches('/')) {
            (begins, space) = (true, false);
        }
        found.push((name.to_owned(), attributes(rest)));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        space |= text.starts_with(char::is_whitespace);
        if !words.is_empty() {
            let before = if space && !begins { " " } else { "" };
            found.push((plain(&format!("\"{before}{words}")), BTreeMap::new()));
            (begins, space) = (false, text.ends_with(char::is_whitespace));
        }
    }
    found
}

fn attributes(tag: &str) -> BTreeMap<String, String> {
    let (mut found, mut parts) = (BTreeMap::new(), tag.split('"'));
    while let Some(names) = parts.next() {
        let value = parts.next().unwrap_or_default();
        for name in names.split_whitespace() {
            let (name, value) = name.strip_suffix('=').map_or((name, ""), |name| (name, value));
            found.insert(name.to_owned(), plain(value));
        }
    }
    found
}

fn plain(text: &str) -> String {
    let written = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    written.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

/// The element that has the class, the first of them being 0.
fn element(pieces: Vec<Piece>, (class, nth): (&str, usize)) -> Vec<Piece> {
    if class.is_empty() {
        return pieces;
    }
    let classes = |at: &usize| pieces[*at].1.get("class").map_or("", String::as_str).split(' ');
    let mut starts = (0..pieces.len()).filter(|at| classes(at).any(|one| one == class));
    let start = starts.nth(nth).expect("the part that is compared is there");
    let (name, close) = (&pieces[start].0, format!("/{}", pieces[start].0));
    let mut depth = 0;
    let end = pieces[start..].iter().position(|(tag, _)| {
        depth += i32::from(tag == name) - i32::from(*tag == close);
        depth == 0
    });
    pieces[start..=start + end.expect("an element that begins has an end")].to_vec()
}

fn strip(component: &str, ours: &mut [Piece], theirs: &mut [Piece], allowed: &[Difference]) {
    for ((_, ours), (_, theirs)) in ours.iter_mut().zip(theirs) {
        for (_, attribute, only, _) in allowed.iter().filter(|(of, ..)| *of == component) {
            let (has, lacks) = match only {
                Only::Ours => (&mut *ours, &*theirs),
                Only::Theirs => (&mut *theirs, &*ours),
            };
            if !lacks.contains_key(*attribute) {
                has.remove(*attribute);
            }
        }
    }
}
