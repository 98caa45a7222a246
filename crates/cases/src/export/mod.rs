//! A case as it is handed over to a court, the police or another authority: everything in it, in the order of time, with
//! the chain of custody of each file. What becomes of this (the sealed archive) is the binary's.

use domain::cases::{Event as Happened, Export};
use domain::event::{Actor, Event};
use domain::id::{CaseId, FileId, Reference, ReferralId};
use domain::referrals::{SharedReport, Standing};
use domain::reports;
use domain::reports::course::Attachment;
use domain::words::Lang;
use kit::evidence::{self, Act};
use kit::journal::{self, Entry};
use kit::store::{Db, sql};
use kit::{Failure, Fault, House, directory, mail};
use serde_json::{Value, json};

use crate::store::{self, Opened};
use crate::{referred, story, words};

/// The template of its paper.
const TEMPLATE: &str = include_str!("case.typ");

/// How often it is written again that a case was handed over, when somebody else wrote in the same moment.
const TRIES: usize = 5;

/// Everything that is handed over.
pub struct Handover {
    pub case: CaseId,
    pub reference: Reference,
    pub reports: Vec<reports::State>,
    /// The referrals made from it, and how each stands.
    pub referrals: Vec<(ReferralId, Standing)>,
    /// The entries of the case, its reports and its referrals, the oldest first.
    pub entries: Vec<Entry>,
    pub files: Vec<Attachment>,
    opened: Opened,
}

/// What an entry did with a file.
pub struct Link<'a> {
    pub entry: &'a Entry,
    pub act: Act,
    pub file: &'a Attachment,
}

/// Gathers a case, by its id or its reference.
pub async fn gather(from: &Db, case: &str) -> Result<Handover, Failure> {
    let opened = store::opened(from, &named(from, case).await?).await?;
    let referrals = referred::of(from, &opened).await?;
    let mut entries = opened.history.clone();
    let (mut told, mut files) = (Vec::new(), opened.state.files.clone());
    for report in &opened.state.reports {
        let waiting = store::waiting(from, *report).await?;
        entries.extend(waiting.history);
        files.extend(waiting.state.files().cloned());
        told.push(waiting.state);
    }
    entries.extend(referrals.iter().flat_map(|made| made.history.iter().cloned()));
    entries.sort_by_key(|entry| entry.id);
    Ok(Handover {
        case: opened.id,
        reference: opened.state.opening.reference.clone(),
        reports: told,
        referrals: referrals.iter().map(|made| (made.id, made.state.standing)).collect(),
        entries,
        files,
        opened,
    })
}

async fn named(from: &Db, case: &str) -> Result<String, Failure> {
    let Ok(reference) = case.parse::<Reference>() else { return Ok(case.to_owned()) };
    let row = sql("-- cases.export.named\nSELECT id FROM cases_case WHERE reference = $1").bind(&reference);
    Ok(row.one(from).await?.ok_or(Failure::NotFound)?.get("id")?)
}

impl Handover {
    /// What was done with each file, in the order of time.
    pub fn custody(&self) -> impl Iterator<Item = Link<'_>> {
        self.entries.iter().flat_map(|entry| {
            let link = move |file| Some(Link { entry, act: evidence::act_on(&entry.event, file)?, file });
            self.files.iter().filter_map(link)
        })
    }

    /// What an entry tells, in a few words.
    pub fn about(&self, entry: &Entry, lang: Lang) -> &'static str {
        words::happened(&entry.event).of(lang)
    }

    /// Leaves a file out: it is named nowhere as handed over.
    pub fn withhold(&mut self, file: FileId) -> bool {
        let before = self.files.len();
        self.files.retain(|kept| kept.file != file);
        self.files.len() < before
    }

    /// Whether an account told one of the reports.
    pub fn is_reporter(&self, actor: Actor) -> bool {
        let told = |report: &reports::State| report.receipt.reporter.map(Actor::Account) == Some(actor);
        actor == Actor::Reporter || self.reports.iter().any(told)
    }

    /// The case on paper: PDF. Who told it, and how to reach them, only when that is asked for.
    pub async fn paper(&self, house: &House, lang: Lang, with_reporter: bool) -> Result<Vec<u8>, Failure> {
        let sheet = self.sheet(house, lang, with_reporter).await?;
        let press = std::sync::Arc::clone(&house.print);
        Ok(house.hash(move || press.pdf(TEMPLATE, &sheet)).await??)
    }

    async fn sheet(&self, house: &House, lang: Lang, with_reporter: bool) -> Result<Value, Failure> {
        let state = &self.opened.state;
        let organisation = house.directory.organisation(house, state.opening.organisation).await?;
        let facts = [
            (words::PAPER_HELD_BY, organisation.map(|held| held.name).unwrap_or_default()),
            (words::PAPER_HARM, house.told.harm(state.opening.harm, lang).to_owned()),
            (words::PAPER_URGENCY, kit::page::urgency(state.urgency.rank().into()).of(lang).to_owned()),
        ];
        let subjects = state.subjects.iter().map(|subject| {
            let kind = domain::cases::words::subject(subject.kind).of(lang);
            format!("{} – {kind}. {}", subject.name, subject.about)
        });
        let reports = self.reports.iter().map(|told| {
            let receipt = &told.receipt;
            let mut report = receipt.report.clone();
            if !with_reporter {
                report = SharedReport::of(receipt.reference.clone(), house.clock.now(), &report).report;
            }
            json!({ "reference": receipt.reference.to_string(), "told": house.told.told(&report, lang) })
        });
        let files = self.files.iter().map(|file| {
            json!({ "name": file.name, "kind": file.kind, "bytes": file.size_bytes.to_string(), "sha256": file.sha256 })
        });
        Ok(json!({
            "lang": lang.code(),
            "title": format!("{} {}", words::CASE.of(lang), self.reference),
            "confidential": words::PAPER_CONFIDENTIAL.of(lang),
            "facts": facts.map(|(label, text)| json!({ "label": label.of(lang), "text": text })),
            "subjects_title": words::SUBJECTS.of(lang),
            "subjects": subjects.collect::<Vec<_>>(),
            "report_title": words::REPORT.of(lang),
            "reports": reports.collect::<Vec<_>>(),
            "chronology_title": words::CHRONOLOGY.of(lang),
            "chronology": self.chronology(house, lang, with_reporter).await?,
            "files_title": words::FILES.of(lang),
            "files": files.collect::<Vec<_>>(),
        }))
    }

    async fn chronology(&self, house: &House, lang: Lang, with_reporter: bool) -> Result<Vec<Value>, Fault> {
        let entries = || self.entries.iter().filter(|entry| !story::is_handling(&entry.event));
        let hidden = |actor| if !with_reporter && self.is_reporter(actor) { Actor::Reporter } else { actor };
        let authors = directory::who(house, entries().map(|entry| hidden(entry.actor)), lang).await?;
        let concerned = entries().map(|entry| story::concerned(entry).unwrap_or(entry.actor));
        let concerned = directory::who(house, concerned, lang).await?;
        let lines = entries().zip(authors).zip(concerned).map(|((entry, author), concerned)| {
            let told = story::told(entry, &concerned, lang);
            json!({
                "when": domain::time::shown(entry.at),
                "who": author,
                "happened": told.happened,
                "more": told.more,
                "said": told.said,
            })
        });
        Ok(lines.collect())
    }

    /// Writes that it was handed over; durable when it returns.
    pub async fn exported(&self, house: &House, from: &Db, export: &Export) -> Result<(), Failure> {
        for _ in 1..TRIES {
            match self.try_exported(house, from, export).await {
                Err(Failure::Conflict) => {}
                done => return done,
            }
        }
        self.try_exported(house, from, export).await
    }

    async fn try_exported(&self, house: &House, from: &Db, export: &Export) -> Result<(), Failure> {
        let now = house.clock.now();
        let mut tx = house.begin_with(from, "hand over a case", Actor::System, now).await?;
        let version = journal::version(&tx, &self.case.to_string()).await?;
        let exported = Happened::Exported { export: Box::new(export.clone()) };
        tx.append(self.case, version, Event::Cases(exported), None).await?;
        let opening = &self.opened.state.opening;
        for lead in house.directory.leads(house, opening.organisation).await? {
            if self.opened.state.kept_from.contains(&lead.account) {
                continue;
            }
            let (subject, body) = words::export_mail(&self.reference, &house.settings.base_url, lead.lang);
            mail::write(&mut tx, &lead.email, &subject, &body).await?;
        }
        Ok(tx.commit().await?)
    }
}
