//! The commands about the children in need census. Only making a return needs a house: the rules are in the binary.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use cases::census::year::Look;
use clap::{Args, Subcommand};
use domain::census::{self, Census, Year, demonstration, rules, xml};
use jiff::civil::date;
use kit::House;
use kit::store::Db;
use serde_json::{Value, json};

use crate::config::Config;
use crate::{export, house};

#[derive(Subcommand)]
pub(crate) enum Returns {
    /// Hold a return against every rule that the Department publishes: one JSON object a line for each that it breaks.
    /// Fails when an error is among them, with which the Department would refuse the return.
    Check {
        file: PathBuf,
        /// The year in which the census ends; without it, that of the file.
        #[arg(long)]
        year: Option<i16>,
    },
    /// Make the return of an organisation from its cases, where the keys are. Everything that it breaks is said, one JSON
    /// object a line; the file is written only when no error is among it.
    Make(MakeArgs),
    /// Write the return of a synthetic year, in which nobody exists, to standard output.
    Demonstration {
        /// The year in which the census ends.
        #[arg(long, default_value_t = 2026)]
        year: i16,
        /// The number of the authority at the Department.
        #[arg(long, default_value = "201")]
        authority: String,
    },
}

#[derive(Args)]
pub(crate) struct MakeArgs {
    /// The file to write; it is never written over.
    pub(crate) file: PathBuf,
    /// The code of the organisation.
    #[arg(long)]
    pub(crate) organisation: String,
    /// The year in which the census ends.
    #[arg(long)]
    pub(crate) year: i16,
    /// The three digits of the authority at the Department.
    #[arg(long)]
    pub(crate) authority: String,
    /// Whose keys open the cases, by their address, where people have the custody: their password is asked for.
    #[arg(long)]
    pub(crate) opened_by: Option<String>,
}

pub(crate) async fn run(returns: Returns, config: impl FnOnce() -> Result<Config>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match returns {
        Returns::Make(args) => {
            let house = house::open(&config()?).await?;
            let db = export::opened(&house, args.opened_by.as_deref(), export::password).await?;
            Box::pin(make(&house, &db, &args, &mut out)).await
        }
        Returns::Check { file, year } => check(&file, year, &mut out),
        Returns::Demonstration { year, authority } => {
            let made = date(year, 5, 1).at(9, 0, 0, 0);
            let census = demonstration::census(Year::new(year)?, &authority, made);
            Ok(out.write_all(xml::write(&census).as_bytes())?)
        }
    }
}

pub(crate) async fn make(
    house: &House,
    db: &Db,
    args: &MakeArgs,
    out: &mut impl std::io::Write,
) -> Result<()> {
    let year = Year::new(args.year)?;
    let (code, number) = (&args.organisation, &args.authority);
    ensure!(
        census::codes::authority(number),
        "`--authority {number}`: write the three digits of an authority, like 201"
    );
    let organisation = accounts::store::organisation_by_code(&house.db, code).await?;
    let organisation =
        organisation.with_context(|| format!("`--organisation {code}`: nobody has this code"))?;
    let look = Look::whole(house, db, organisation.id, year, number).await;
    let look = look.map_err(|failure| anyhow::anyhow!("making the return of `{code}`: {failure:?}"))?;
    for finding in &look.found {
        let mut line = broken(finding);
        line["cases"] = json!(look.cases(finding));
        writeln!(out, "{line}")?;
    }
    let file = look.file().with_context(|| {
        let errors = look.found.iter().filter(|finding| finding.rule.weight == rules::Weight::Error).count();
        format!("nothing was written: {errors} errors, and {} cases that do not open", look.shut())
    })?;
    let mut new =
        std::fs::File::create_new(&args.file).with_context(|| format!("making {}", args.file.display()))?;
    new.write_all(file.as_bytes())
        .and_then(|()| new.sync_all())
        .with_context(|| format!("writing {}", args.file.display()))
}

fn check(file: &Path, year: Option<i16>, out: &mut impl std::io::Write) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|why| anyhow::anyhow!("{} is not UTF-8 ({why}): save it as UTF-8", file.display()))?;
    let census = match xml::read(&text) {
        Ok(census) => census,
        Err(why) => {
            let place = format!("line {}, <{}>", why.line, why.element);
            let line =
                json!({ "code": "xml", "type": "error", "where": place, "message": why.problem.to_string() });
            writeln!(out, "{line}")?;
            bail!("{} cannot be read: {why}", file.display())
        }
    };
    let year = Year::new(year.map_or_else(|| named(&census), Ok)?)?;
    let found = census::check(&census, year);
    for line in said(&text, &census, &found) {
        writeln!(out, "{line}")?;
    }
    if rules::refused(&found) {
        let errors = found.iter().filter(|finding| finding.rule.weight == rules::Weight::Error).count();
        bail!("{} would be refused: {errors} errors", file.display());
    }
    Ok(())
}

/// The year that the header names.
fn named(census: &Census) -> Result<i16> {
    let year = census.header.collection.year.as_deref();
    year.and_then(|year| year.parse().ok())
        .context("the header names no <Year>: write it, or say which with --year")
}

fn said(text: &str, census: &Census, found: &[census::Finding]) -> Vec<Value> {
    let lines = xml::lines_of(text, found.iter().map(|finding| &finding.spot));
    let say = |(finding, line): (&census::Finding, Option<u32>)| {
        let child = finding.spot.child.and_then(|child| census.children.get(child));
        let mut said = broken(finding);
        said["line"] = json!(line);
        said["child"] = json!(child.and_then(|child| child.identifiers.la_child_id.as_deref()));
        said
    };
    found.iter().zip(lines).map(say).collect()
}

/// A broken rule, and where.
fn broken(finding: &census::Finding) -> Value {
    json!({
        "code": finding.rule.code,
        "type": finding.rule.weight.code(),
        "where": finding.spot.to_string(),
        "module": finding.rule.module,
        "message": finding.rule.message.trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn demonstration() -> String {
        xml::write(&demonstration::census(Year::new(2026).unwrap(), "201", date(2026, 5, 1).at(9, 0, 0, 0)))
    }

    fn checked(text: &str) -> (String, Result<()>) {
        let mut out = Vec::new();
        let result = super::check(file(text).path(), None, &mut out);
        (String::from_utf8(out).unwrap(), result)
    }

    #[test]
    fn the_demonstration_passes_and_says_nothing() {
        let (said, result) = checked(&demonstration());
        assert_eq!(said, "");
        assert!(result.is_ok());
    }

    #[test]
    fn an_error_is_one_line_with_its_place_and_fails() {
        let (said, result) =
            checked(&demonstration().replacen("<ReferralSource>6<", "<ReferralSource>66<", 1));
        let line: Value = serde_json::from_str(said.trim()).unwrap();
        assert_eq!((&line["code"], &line["type"]), (&json!("8866"), &json!("error")));
        assert_eq!((&line["where"], &line["child"]), (&json!("Child 2, CINdetails 1"), &json!("HK000002")));
        assert!(result.unwrap_err().to_string().contains("would be refused: 1 errors"));
    }

    #[test]
    fn a_query_is_said_and_does_not_fail() {
        let (said, result) = checked(&demonstration().replacen("3A</Ass", "18A</Ass", 1));
        assert!(said.contains("\"8945Q\"") && said.lines().count() == 1, "{said}");
        assert!(result.is_ok());
    }

    #[test]
    fn what_cannot_be_read_or_is_of_another_year_says_what_to_do() {
        let (said, result) = checked(&demonstration().replacen("<Sex>M</Sex>", "<Sex>M", 1));
        assert!(said.contains("\"xml\"") && result.is_err(), "{said}");
        let old = demonstration().replacen("<Year>2026<", "<Year>2019<", 1);
        assert!(checked(&old).1.unwrap_err().to_string().contains("from that of 2025"));
        let unnamed = demonstration().replacen("<Year>2026</Year>", "", 1);
        assert!(checked(&unnamed).1.unwrap_err().to_string().contains("--year"));
    }
}
