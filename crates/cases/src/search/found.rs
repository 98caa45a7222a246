//! What was found, as it is shown: opened anew, with the line that has the words.

use domain::id::{CaseId, ReportId};
use domain::role::Act;
use domain::words::Lang;
use jiff::Timestamp;
use kit::search;
use kit::{Ctx, Failure};
use maud::{Markup, html};

use super::{SHOWN_MAX, gather};
use crate::{selectors, store, words};

/// What was found.
pub(super) struct Found {
    hits: Vec<Hit>,
    /// Whether there is more than is shown.
    more: bool,
}

struct Hit {
    matter: String,
    title: String,
    at: String,
    when: Timestamp,
    line: String,
}

/// Opens what was found; what may not be read is left out, as if it were not there.
pub(super) async fn of(ctx: &Ctx, matters: &[String], question: &str) -> Result<Found, Failure> {
    let (mut hits, mut more) = (Vec::new(), false);
    for matter in matters {
        // Whether there is more is said of what may be read alone.
        let Some(hit) = hit(ctx, matter, question).await? else { continue };
        if hits.len() == SHOWN_MAX {
            more = true;
            break;
        }
        hits.push(hit);
    }
    Ok(Found { hits, more })
}

async fn hit(ctx: &Ctx, matter: &str, question: &str) -> Result<Option<Hit>, Failure> {
    if let Ok(report) = matter.parse::<ReportId>() {
        let waiting = Failure::found(store::waiting(&ctx.db, report).await)?;
        let waiting = waiting.filter(|waiting| ctx.could(Act::ReadReport, &waiting.matter()));
        return Ok(waiting.map(|waiting| Hit {
            matter: matter.to_owned(),
            title: format!("{} {}", words::REPORT.of(ctx.lang), waiting.state.receipt.reference),
            at: format!("/reports/{report}"),
            when: waiting.received_at,
            line: line(&gather::told(ctx, &waiting.state), question),
        }));
    }
    let Ok(case) = matter.parse::<CaseId>() else { return Ok(None) };
    let opened = Failure::found(store::opened(&ctx.db, matter).await)?;
    let opened = opened.filter(|opened| ctx.could(Act::ReadCase, &opened.matter(ctx.now)));
    Ok(opened.map(|opened| Hit {
        matter: matter.to_owned(),
        title: format!("{} {}", words::CASE.of(ctx.lang), opened.state.opening.reference),
        at: format!("/cases/{case}"),
        when: opened.history.first().map_or(ctx.now, |entry| entry.at),
        line: line(&gather::worked(ctx, &opened), question),
    }))
}

/// The longest line that is shown, in characters.
const LINE_CHARS_MAX: usize = 200;

/// The line that has most of the words, the first of several.
fn line(text: &str, question: &str) -> String {
    let asked = search::words(question);
    let score = |line: &str| {
        let there = search::words(line);
        asked.iter().filter(|word| there.iter().any(|known| known.starts_with(word.as_str()))).count()
    };
    let best = text.lines().rev().max_by_key(|line| score(line)).unwrap_or_default();
    let cut = best.chars().count() > LINE_CHARS_MAX;
    let shown: String = best.chars().take(LINE_CHARS_MAX).collect();
    if cut { format!("{shown}…") } else { shown }
}

/// The most matters that are named beside one.
const ELSEWHERE_MAX: usize = 10;

/// What else names what this matter names, and may be read; nothing when nothing does.
pub(crate) async fn elsewhere(ctx: &Ctx, matter: &str) -> Result<Markup, Failure> {
    let (mut hits, lang) = (Vec::new(), ctx.lang);
    for other in selectors::shared(&ctx.db, ctx.person()?, matter).await? {
        hits.extend(hit(ctx, &other, "").await?);
        if hits.len() == ELSEWHERE_MAX {
            break;
        }
    }
    Ok(html! {
        @if !hits.is_empty() {
            h2 class="govuk-heading-m" { (words::ELSEWHERE.of(lang)) }
            p class="govuk-body" { (words::ELSEWHERE_TEXT.of(lang)) }
            ul class="govuk-list govuk-list--bullet" {
                @for hit in &hits {
                    li { a class="govuk-link" href=(hit.at) { (hit.title) } " (" (domain::time::shown(hit.when)) ")" }
                }
            }
        }
    })
}

impl Found {
    /// What is shown.
    pub(super) fn matters(&self) -> impl Iterator<Item = &str> {
        self.hits.iter().map(|hit| hit.matter.as_str())
    }

    pub(super) fn show(&self, lang: Lang) -> Markup {
        let heading = match self.hits.len() {
            0 => words::FOUND_NOTHING.of(lang).to_owned(),
            number => format!("{} {number}", words::FOUND.of(lang)),
        };
        html! {
            div role="status" { h2 class="govuk-heading-m" { (heading) } }
            ul class="hearken-queue" {
                @for hit in &self.hits {
                    li class="hearken-found" {
                        a class="govuk-link govuk-!-font-weight-bold" href=(hit.at) { (hit.title) }
                        span class="govuk-body-s" { " " (domain::time::shown(hit.when)) }
                        p class="govuk-body hearken-told govuk-!-margin-bottom-1" { (hit.line) }
                    }
                }
            }
            @if self.more { p class="govuk-body" { (words::FOUND_MORE.of(lang)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_line_with_most_of_the_words_is_shown() {
        let text = "SIN-3\nHe waits outside\nSiân waits outside the school\nSiân";
        assert_eq!(line(text, "sian wait"), "Siân waits outside the school");
        assert_eq!(line(text, "siân"), "Siân waits outside the school");
        assert!(line(&"a".repeat(400), "a").ends_with('…'));
        assert_eq!(line("", "a"), "");
    }
}
