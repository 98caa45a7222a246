//! Handing a case over: one archive, sealed to those who are named, that proves itself without us.

use std::fs::File;
use std::io::{BufWriter, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, ensure};
use bundle::{Act, Custody, Document, Entry, Head, Made, Original, Person, Recipient, Sent, Writer};
use cases::export::{Handover, Link, gather};
use clap::{Args, Subcommand};
use domain::cases::Export;
use domain::event::Actor;
use domain::evidence::Handling;
use domain::id::FileId;
use domain::words::Lang;
use kit::evidence;
use kit::keys::{Brought, Who};
use kit::store::Db;
use kit::{Failure, Fault, House, chance, directory};

use crate::config::Config;
use crate::house;

mod words;

/// The script with which the page in the archive checks receipts.
const PROOF_JS: &str = include_str!("../../kit/assets/js/proof.js");

#[derive(Subcommand)]
pub(crate) enum Exports {
    /// Hand a case over: files, papers, proofs and the chain of custody, in one archive sealed to those who are named.
    Case(CaseArgs),
}

#[derive(Args)]
pub(crate) struct CaseArgs {
    /// The reference or the id of the case.
    pub(crate) case: String,
    /// The archive to write (`….zip.age`); it is never written over.
    pub(crate) file: PathBuf,
    /// Who can open it, and the key that they gave: `NAME=age1…`. May be said several times.
    #[arg(long = "to", required = true)]
    pub(crate) recipients: Vec<String>,
    /// What it is handed over for.
    #[arg(long)]
    pub(crate) purpose: String,
    /// The law that allows or orders it.
    #[arg(long)]
    pub(crate) basis: String,
    /// Who hands it over: name and post. It is recorded.
    #[arg(long)]
    pub(crate) by: String,
    /// Whose keys open the case, by their address, where people have the custody: their password is asked for.
    #[arg(long)]
    pub(crate) opened_by: Option<String>,
    /// With who told it and how to reach them, and with what they sent as it was. They told us, not the recipient: only
    /// where the law asks for it.
    #[arg(long)]
    pub(crate) with_reporter: bool,
    /// Leave this file out (`fil_…`). Indecent pictures of children go to the police and to nobody else.
    #[arg(long)]
    pub(crate) without_file: Vec<FileId>,
    /// The papers in Welsh.
    #[arg(long)]
    pub(crate) welsh: bool,
}

/// Does it.
pub(crate) async fn run(Exports::Case(args): Exports, config: &Config) -> Result<()> {
    let house = house::open(config).await?;
    // Entries that are not in the log yet have no receipt: it goes on meanwhile.
    tokio::spawn(Arc::clone(&house.log).run());
    let db = opened(&house, args.opened_by.as_deref(), password).await?;
    let export = hand_over(&house, &db, &config.origin(), &args).await?;
    println!(
        "{} is sealed to {}: {} files.\nTell them by another way, over the telephone or on paper, that the SHA-256 of its \
         manifest is\n{}",
        args.file.display(),
        export.recipients.join(", "),
        export.files.len(),
        export.manifest_sha256
    );
    Ok(())
}

/// The store as it opens at the terminal: by the root key, or where people have the custody, by one of them.
pub(crate) async fn opened(
    house: &House,
    by: Option<&str>,
    password: impl FnOnce(&str) -> Result<String>,
) -> Result<Db> {
    if !house.keys.are_peoples().await? {
        return Ok(house.as_custodian());
    }
    let email =
        by.context("people have the custody of the keys: say who opens the case with `--opened-by EMAIL`")?;
    let account = accounts::store::account_by_email(&house.db, email).await?.filter(|account| account.active);
    let account = account.with_context(|| format!("`--opened-by {email}`: nobody here has this address"))?;
    let (typed, salt) = (password(email)?, house.keys.salt(account.id));
    let key = house.hash(move || accounts::password::key(&typed, &salt)).await??;
    let ring = house.keys.ring(Who::Account(account.id));
    ring.bring(&Brought::password(key));
    Ok(house.db.with(ring))
}

/// Asks for a password at the terminal, or reads a line of what is sent instead.
pub(crate) fn password(of: &str) -> Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprint!("Password of {of}: ");
        return Ok(console::Term::stderr().read_secure_line()?);
    }
    let mut line = String::new();
    stdin.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Makes the archive and records that it was handed over; what was recorded.
pub(crate) async fn hand_over(house: &Arc<House>, db: &Db, origin: &str, args: &CaseArgs) -> Result<Export> {
    for (field, text) in [("purpose", &args.purpose), ("basis", &args.basis), ("by", &args.by)] {
        ensure!(!text.trim().is_empty(), "`--{field}` is empty: it is recorded, and the recipient reads it");
    }
    let recipients = args.recipients.iter().map(|text| recipient(text)).collect::<Result<Vec<_>>>()?;
    let mut handover = gather(db, &args.case).await.map_err(|failure| told(&args.case, &failure))?;
    for file in &args.without_file {
        ensure!(handover.withhold(*file), "`--without-file {file}`: there is no such file in the case");
    }
    let partial = partial(&args.file)?;
    let making = Making { house, db, handover: &handover, args, origin };
    let made = Box::pin(making.recorded(&partial, &recipients)).await;
    // Whatever became of it: under its own name it is whole and recorded, or it is not there.
    discard(&partial);
    made
}

fn recipient(text: &str) -> Result<Recipient> {
    let (name, key) = text
        .rsplit_once('=')
        .with_context(|| format!("`--to {text}`: write NAME=KEY, where the key begins with age1"))?;
    Ok(Recipient { name: name.trim().to_owned(), key: key.trim().to_owned() })
}

fn told(case: &str, failure: &Failure) -> anyhow::Error {
    if matches!(failure, Failure::NotFound) {
        anyhow!("there is no case {case:?} that can be opened here")
    } else {
        anyhow!("handing over {case:?}: {failure:?}")
    }
}

/// Where the archive lies until it is whole and recorded: a name that nothing else has.
fn partial(file: &Path) -> Result<PathBuf> {
    ensure!(!file.exists(), "{} is there already: an export is never written over", file.display());
    let name = file.file_name().context("name a file for the archive")?.to_string_lossy();
    Ok(file.with_file_name(format!(".{name}.{}.partial", chance::hex(&chance::bytes::<8>()))))
}

#[expect(clippy::disallowed_methods, reason = "an archive that never became one")]
fn discard(partial: &Path) {
    let _ = std::fs::remove_file(partial);
}

/// What an archive is made from.
struct Making<'a> {
    house: &'a Arc<House>,
    db: &'a Db,
    handover: &'a Handover,
    args: &'a CaseArgs,
    /// The name of the log.
    origin: &'a str,
}

impl Making<'_> {
    const fn lang(&self) -> Lang {
        if self.args.welsh { Lang::Cy } else { Lang::En }
    }

    /// Writes it, records it, and only then gives it its name.
    async fn recorded(&self, to: &Path, recipients: &[Recipient]) -> Result<Export> {
        let made = Box::pin(self.write(to, recipients)).await?;
        let export = Export {
            purpose: self.args.purpose.clone(),
            basis: self.args.basis.clone(),
            by: self.args.by.clone(),
            recipients: recipients.iter().map(|recipient| recipient.name.clone()).collect(),
            files: self.handover.files.iter().map(|file| file.file).collect(),
            manifest_sha256: made.manifest_sha256,
        };
        let recorded = self.handover.exported(self.house, self.db, &export).await;
        recorded.map_err(|failure| told(&self.args.case, &failure))?;
        // Unlike giving it another name, this never takes the place of a file that is there.
        std::fs::hard_link(to, &self.args.file)
            .with_context(|| format!("naming {}", self.args.file.display()))?;
        Ok(export)
    }

    async fn write(&self, to: &Path, recipients: &[Recipient]) -> Result<Made> {
        let file = File::create_new(to).with_context(|| format!("making {}", to.display()))?;
        let mut writer = Writer::new(BufWriter::new(file), self.head()?, recipients)?;
        self.originals(&mut writer).await?;
        self.documents(&mut writer).await?;
        self.proofs(&mut writer).await?;
        let (out, made) = writer.finish(&self.custody().await?, PROOF_JS)?;
        let file = out.into_inner().context("writing the archive")?;
        file.sync_all().context("making the archive durable")?;
        Ok(made)
    }

    fn head(&self) -> Result<Head> {
        let policy = self.house.log.policy().map_err(|fault| anyhow!("{}", fault.chain()))?;
        Ok(Head {
            case: self.handover.case.to_string(),
            reference: self.handover.reference.to_string(),
            origin: self.origin.to_owned(),
            made_at: self.house.clock.now(),
            made_by: self.by(),
            purpose: self.args.purpose.clone(),
            basis: self.args.basis.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            policy: policy.to_string(),
        })
    }

    fn by(&self) -> Person {
        Person { id: "exporter".to_owned(), name: self.args.by.clone(), role: None, organisation: None }
    }

    /// The files as they came: one at a time in memory, since none is larger than 50 MB.
    async fn originals(&self, writer: &mut Writer<BufWriter<File>>) -> Result<()> {
        for (number, file) in self.handover.files.iter().enumerate() {
            let bytes = self.house.vault.whole(file).await;
            let bytes = bytes.map_err(|failure| anyhow!("reading the file {}: {failure:?}", file.file))?;
            let original = Original {
                id: file.file.to_string(),
                name: file.name.clone(),
                media_type: file.kind.clone(),
                about: words::ORIGINAL.of(self.lang()).to_owned(),
                exhibit: Some(format!("{}/{}", self.handover.reference, number + 1)),
                sha256: Some(file.sha256.clone()),
            };
            writer.original(&original, bytes.as_slice())?;
        }
        Ok(())
    }

    async fn documents(&self, writer: &mut Writer<BufWriter<File>>) -> Result<()> {
        let lang = self.lang();
        let paper = self.handover.paper(self.house, lang, self.args.with_reporter).await;
        let paper = paper.map_err(|failure| anyhow!("printing the case: {failure:?}"))?;
        let pdf = |name: &str, about: &str| Document {
            name: name.to_owned(),
            media_type: "application/pdf".to_owned(),
            about: about.to_owned(),
        };
        writer.document(&pdf("case.pdf", words::PAPER.of(lang)), paper.as_slice())?;
        for (referral, standing) in &self.handover.referrals {
            let paper = referrals::paper::of(self.db, self.house, *referral, lang).await;
            let (name, paper) = paper.map_err(|failure| anyhow!("printing a referral: {failure:?}"))?;
            let standing = domain::referrals::words::standing(*standing).of(lang);
            let about = format!("{} ({standing})", words::REFERRAL.of(lang));
            writer.document(&pdf(&name, &about), paper.as_slice())?;
        }
        Ok(())
    }

    async fn proofs(&self, writer: &mut Writer<BufWriter<File>>) -> Result<()> {
        for entry in &self.handover.entries {
            let receipt = self.house.log.receipt_of(entry).await;
            let receipt = receipt.map_err(|failure| anyhow!("the receipt of {}: {failure:?}", entry.id))?;
            let about = self.handover.about(entry, self.lang()).to_owned();
            let (id, proof) = (entry.id.to_string(), receipt.to_string());
            let sent = if self.args.with_reporter { sent(&entry.event)? } else { None };
            writer.entry(&Entry { id, about, proof, sent })?;
        }
        Ok(())
    }

    async fn custody(&self) -> Result<Vec<Custody>, Fault> {
        let (links, lang): (Vec<Link<'_>>, _) = (self.handover.custody().collect(), self.lang());
        let names = directory::who(self.house, links.iter().map(|link| link.entry.actor), lang).await?;
        let mut custody: Vec<Custody> =
            links.iter().zip(names).map(|(link, name)| self.link(link, name)).collect();
        custody.push(Custody {
            at: self.house.clock.now(),
            act: Act::Exported,
            by: Some(self.by()),
            originals: self.handover.files.iter().map(|file| file.file.to_string()).collect(),
            note: words::THIS_ARCHIVE.of(lang).to_owned(),
            entry: String::new(),
        });
        Ok(custody)
    }

    fn link(&self, link: &Link<'_>, name: String) -> Custody {
        let act = match link.act {
            evidence::Act::Received => Act::Received,
            evidence::Act::Handled(Handling::Glimpsed | Handling::Seen) => Act::Seen,
            evidence::Act::Handled(Handling::Copied) => Act::Copied,
            evidence::Act::Handled(Handling::Referred) | evidence::Act::Exported => Act::Exported,
        };
        // Nobody stands for those who are not named, and for what the service did by itself.
        let actor = link.entry.actor;
        let named = matches!(actor, Actor::Account(_))
            && (self.args.with_reporter || !self.handover.is_reporter(actor));
        let person = || Person { id: actor.to_string(), name, role: None, organisation: None };
        Custody {
            at: link.entry.at,
            act,
            by: named.then(person),
            originals: vec![link.file.file.to_string()],
            note: evidence::words::act(link.act).of(self.lang()).to_owned(),
            entry: link.entry.id.to_string(),
        }
    }
}

/// What a reporter sent, where an entry has it.
fn sent(event: &domain::event::Event) -> Result<Option<Sent>> {
    use domain::event::Event;
    use domain::reports::Event as Heard;
    let Event::Reports(Heard::Received { receipt }) = event else { return Ok(None) };
    let Some(answers) = reports::sent(receipt) else { return Ok(None) };
    let files = receipt.files.iter().map(|file| file.sha256.clone()).collect();
    Ok(Some(Sent { answers: serde_json::to_value(answers)?, files }))
}
