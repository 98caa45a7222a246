//! Evidence: the page of a file, what can be seen of it without opening it, and who has handled it.
//!
//! Nobody is shown a picture by surprise: first a preview in which nobody can be made out, then, on asking, a clear one.
//! Either is drawn anew in a process that can reach nothing; the file itself is only ever saved, never shown. Each of
//! the three is written in the journal before it is given out. A file that may harm whoever opens it is kept all the
//! same, with a warning: it is evidence.

use std::pin::Pin;

use axum::http::Method;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::event::Event;
use domain::evidence::Handling;
use domain::id::{Id, Kind};
use domain::reports::course::Attachment;
use domain::words::Lang;
use futures_util::Stream;
use maud::{Markup, html};

use crate::journal::{self, Entry};
use crate::page::{self, Button, Moment, Shell};
use crate::{Ctx, Failure, Fault, directory};

pub mod words;

/// The bytes of a file, piece by piece.
pub type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Fault>> + Send>>;

/// Looks at files. Implemented by the binary, which alone names the process that does it.
#[async_trait::async_trait]
pub trait Looks: Send + Sync {
    /// What can be told of a file, and shown of it. Takes up to seconds of a core. Why there is none is told too.
    async fn look(&self, pieces: Pieces) -> Look;
}

/// A look at a file. The names are those of `glance`; the sentences are in [`words`].
#[derive(Debug, Clone)]
pub struct Look {
    /// Width and height in pixels, where it says.
    pub size: Option<(u32, u32)>,
    pub warnings: Vec<&'static str>,
    pub shown: Shown,
}

/// What there is to show.
#[derive(Debug, Clone)]
pub enum Shown {
    Picture {
        blurred: Picture,
        clear: Picture,
    },
    Text {
        excerpt: String,
        cut: bool,
    },
    /// Why not: a name.
    Nothing(&'static str),
}

/// A picture that was drawn anew.
#[derive(Clone)]
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture of {} bytes", self.bytes.len())
    }
}

/// A file, where it is found, and what came of it until now.
pub struct Exhibit<'a> {
    pub file: &'a Attachment,
    /// The address of its page.
    pub at: String,
    /// The page that it belongs to.
    pub back: String,
    /// The entries of its matter.
    pub history: &'a [Entry],
    /// Whether the reader may know who has had it: those who work here, not whoever sent it.
    pub with_custody: bool,
}

/// A look that was taken, and what of it may be shown.
pub struct Looked {
    look: Look,
    clear: bool,
}

impl Looked {
    /// Looks at a file; clear only when somebody asked for that. Nobody has seen anything of it yet.
    pub async fn at(ctx: &Ctx, file: &Attachment, clear: bool) -> Result<Self, Failure> {
        let pieces = ctx.house.vault.read(file).await?;
        let look = ctx.house.looks.look(Box::pin(pieces)).await;
        Ok(Self { look, clear })
    }

    /// What whoever is shown it will have done.
    pub const fn handling(&self) -> Handling {
        match self.look.shown {
            Shown::Picture { .. } | Shown::Text { .. } if self.clear => Handling::Seen,
            Shown::Picture { .. } | Shown::Text { .. } | Shown::Nothing(_) => Handling::Glimpsed,
        }
    }
}

impl Exhibit<'_> {
    /// Its page, with a look at it.
    pub async fn page(&self, ctx: &Ctx, looked: &Looked) -> Result<Markup, Failure> {
        let (lang, file, look) = (ctx.lang, self.file, &looked.look);
        let custody = if self.with_custody { Some(self.custody(ctx).await?) } else { None };
        Ok(Shell::staff(ctx, &file.name).navigation(page::navigation(ctx)).show(html! {
            (page::back(lang, &self.back))
            h1 class="govuk-heading-l hearken-told" { (file.name) }
            @if !look.warnings.is_empty() || refused(look) { (careful(look, lang)) }
            (self.preview(look, looked.clear, lang))
            (facts(file, look, lang))
            h2 class="govuk-heading-m" { (words::SAVE_TITLE.of(lang)) }
            p class="govuk-body" { (words::SAVE_TEXT.of(lang)) }
            p class="govuk-body" { a class="govuk-link" href={ (self.at) "/original" } { (words::SAVE.of(lang)) } }
            @if let Some(custody) = custody {
                h2 class="govuk-heading-m" { (words::CUSTODY.of(lang)) }
                p class="govuk-body" { (words::CUSTODY_TEXT.of(lang)) }
                (page::chronology(&custody))
            }
        }))
    }

    fn preview(&self, look: &Look, clear: bool, lang: Lang) -> Markup {
        match &look.shown {
            Shown::Picture { clear: picture, .. } if clear => html! {
                img class="hearken-preview" src=(inline(picture)) alt=(words::CLEAR_ALT.of(lang));
            },
            Shown::Picture { blurred, .. } => html! {
                img class="hearken-preview" src=(inline(blurred)) alt=(words::BLURRED_ALT.of(lang));
                (page::warning(lang, html! { (words::BEFORE_YOU_LOOK.of(lang)) }))
                (self.ask(words::SHOW_CLEAR.of(lang)))
            },
            Shown::Text { excerpt, cut } if clear => html! {
                pre class="hearken-excerpt" tabindex="0" { (excerpt) @if *cut { "…" } }
            },
            Shown::Text { .. } => self.ask(words::SHOW_TEXT.of(lang)),
            // Said above, with the warning.
            Shown::Nothing(_) if refused(look) => html! {},
            Shown::Nothing(why) => html! { p class="govuk-body" { (words::nothing(why).of(lang)) } },
        }
    }

    fn ask(&self, button: &str) -> Markup {
        html! { form method="post" action={ (self.at) "/show" } { (page::submit(Button::Secondary, button)) } }
    }

    /// Who had it, and what they did: from the entry that it came with to this look.
    async fn custody(&self, ctx: &Ctx) -> Result<Vec<Moment>, Failure> {
        let lang = ctx.lang;
        let entries: Vec<(&Entry, domain::words::Words)> = self
            .history
            .iter()
            .filter_map(|entry| Some((entry, words::act(act_on(&entry.event, self.file)?))))
            .collect();
        let who = directory::who(&ctx.house, entries.iter().map(|(entry, _)| entry.actor), lang).await?;
        let moment = |((entry, act), who): ((&Entry, domain::words::Words), String)| Moment {
            when: domain::time::shown(entry.at),
            datetime: entry.at.to_string(),
            who,
            what: html! { (act.of(lang)) },
        };
        Ok(entries.into_iter().zip(who).map(moment).collect())
    }
}

/// What an entry says was done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Received,
    Handled(Handling),
    Exported,
}

/// What an event did with a file, if it did anything.
pub fn act_on(event: &Event, file: &Attachment) -> Option<Act> {
    use domain::{cases, referrals, reports};
    match event {
        Event::Reports(reports::Event::FileHandled { file: of, how })
        | Event::Cases(cases::Event::FileHandled { file: of, how }) => {
            (*of == file.file).then_some(Act::Handled(*how))
        }
        Event::Referrals(referrals::Event::FileTaken { file: of }) => {
            (*of == file.file).then_some(Act::Handled(Handling::Copied))
        }
        Event::Cases(cases::Event::Exported { export }) => {
            export.files.contains(&file.file).then_some(Act::Exported)
        }
        Event::Reports(_)
        | Event::Cases(_)
        | Event::Referrals(_)
        | Event::Accounts(_)
        | Event::Duty(_)
        | Event::Removal(_) => {
            event.files().iter().any(|kept| kept.file == file.file).then_some(Act::Received)
        }
    }
}

/// Whether a request only asks what would be answered: then nothing is given out, and nothing is to be recorded.
pub fn only_asks(method: &Method) -> bool {
    method == Method::HEAD
}

/// A file to be saved, whole and unchanged.
pub async fn original(ctx: &Ctx, file: &Attachment) -> Result<Response, Failure> {
    ctx.house.vault.to_save(file).await
}

/// How often a handling is written again when somebody else wrote in the same moment.
const TRIES: usize = 5;

/// Writes what is about to be done with a file; durable when it returns, whoever else writes meanwhile.
pub async fn record<K: Kind>(ctx: &Ctx, matter: Id<K>, event: &Event) -> Result<(), Failure> {
    for _ in 1..TRIES {
        match try_record(ctx, matter, event).await {
            Err(Failure::Conflict) => {}
            done => return done,
        }
    }
    try_record(ctx, matter, event).await
}

async fn try_record<K: Kind>(ctx: &Ctx, matter: Id<K>, event: &Event) -> Result<(), Failure> {
    let mut tx = ctx.begin("note what is done with a file").await?;
    let version = journal::version(&tx, &matter.to_string()).await?;
    tx.append(matter, version, event.clone(), None).await?;
    Ok(tx.commit().await?)
}

fn inline(picture: &Picture) -> String {
    format!("data:{};base64,{}", picture.media_type, STANDARD.encode(&picture.bytes))
}

fn refused(look: &Look) -> bool {
    matches!(look.shown, Shown::Nothing(why) if words::is_refusal(why))
}

fn careful(look: &Look, lang: Lang) -> Markup {
    page::warning(
        lang,
        html! {
            (words::CAREFUL.of(lang))
            ul class="govuk-list govuk-list--bullet" {
                @if let Shown::Nothing(why) = look.shown && refused(look) { li { (words::nothing(why).of(lang)) } }
                @for warning in &look.warnings { li { (words::warning(warning).of(lang)) } }
            }
        },
    )
}

fn facts(file: &Attachment, look: &Look, lang: Lang) -> Markup {
    let mut rows = vec![
        (words::KIND, html! { (file.kind) }),
        (words::SIZE, html! { (file.size_bytes) " " (words::BYTES.of(lang)) }),
    ];
    if let Some((width, height)) = look.size {
        rows.push((words::PIXELS, html! { (width) " × " (height) }));
    }
    rows.push((words::DIGEST, html! { span class="hearken-digest" { (file.sha256) } }));
    let row = |(question, answer): (domain::words::Words, Markup)| page::Answer {
        question: question.of(lang),
        answer,
        change: None,
    };
    page::summary_list(lang, &rows.into_iter().map(row).collect::<Vec<_>>())
}
