//! Local authorities, and who safeguards children in each: `data/authorities.csv`.
//!
//! The pairing with a police force is not yet checked against the ONS look-up, which each row says.
//! In Northern Ireland children's services are run by five trusts that do not follow council
//! boundaries: five councils are served by more than one, and name the others too.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::agency::Nation;

/// An organisation by its code and name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Body {
    pub code: String,
    pub name: String,
}

/// A local authority of the United Kingdom, the smallest area that routes a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authority {
    pub code: String,
    pub name: String,
    /// Who runs children's services: itself, its county, or a trust.
    pub childrens_services: Body,
    /// Others who run them in a part of it. When there are any, the first answer may be wrong: ask.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub childrens_services_elsewhere: Vec<Body>,
    pub police_force: Body,
    pub nation: Nation,
    /// Whether the pairing was checked in its source.
    pub verified: bool,
}

/// What the postcode table points at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Area {
    Uk(Authority),
    /// Jersey, Guernsey, the Isle of Man: they have postcodes and their own law.
    Crown(Body),
}

impl Area {
    pub(super) fn code(&self) -> &str {
        match self {
            Self::Uk(authority) => &authority.code,
            Self::Crown(body) => &body.code,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    name: String,
    childrens_services_code: String,
    childrens_services: String,
    childrens_services_elsewhere: String,
    police_force_code: String,
    police_force: String,
    nation: String,
    verified: bool,
}

/// Why the table cannot be read. Every message names the row.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("data/authorities.csv")]
    Csv(#[from] csv::Error),
    #[error("data/authorities.csv, {code}: there is no nation `{nation}`")]
    Nation { code: String, nation: String },
    #[error("data/authorities.csv, {code}: nobody has the code `{other}`")]
    Elsewhere { code: String, other: String },
}

fn read(text: &str) -> Result<Vec<Area>, Fault> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<Vec<Row>, _>>()?;
    rows.iter().map(|row| area(row, &rows)).collect()
}

fn area(row: &Row, rows: &[Row]) -> Result<Area, Fault> {
    let body = |code: &str, name: &str| Body { code: code.to_owned(), name: name.to_owned() };
    if row.nation == "crown_dependency" {
        return Ok(Area::Crown(body(&row.code, &row.name)));
    }
    let nation = Nation::from_code(&row.nation)
        .ok_or_else(|| Fault::Nation { code: row.code.clone(), nation: row.nation.clone() })?;
    let others = row.childrens_services_elsewhere.split_whitespace();
    let named = |other: &str| {
        let found = rows.iter().find(|row| row.childrens_services_code == other);
        found
            .map(|found| body(other, &found.childrens_services))
            .ok_or_else(|| Fault::Elsewhere { code: row.code.clone(), other: other.to_owned() })
    };
    Ok(Area::Uk(Authority {
        code: row.code.clone(),
        name: row.name.clone(),
        childrens_services: body(&row.childrens_services_code, &row.childrens_services),
        childrens_services_elsewhere: others.map(named).collect::<Result<_, _>>()?,
        police_force: body(&row.police_force_code, &row.police_force),
        nation,
        verified: row.verified,
    }))
}

pub(super) static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let mut areas = read(include_str!("../../../../data/authorities.csv"))
        .expect("data/authorities.csv is read by a test of this file");
    areas.sort_by(|a, b| a.code().cmp(b.code()));
    areas
});

/// Every authority of the United Kingdom, by name, for choosers.
pub fn areas() -> &'static [&'static Authority] {
    static BY_NAME: LazyLock<Vec<&'static Authority>> = LazyLock::new(|| {
        let mut all: Vec<_> = AREAS.iter().filter_map(uk).collect();
        all.sort_by_key(|authority| (&authority.name, &authority.code));
        all
    });
    &BY_NAME
}

/// The authority with this ONS code.
pub fn area_with(code: &str) -> Option<&'static Authority> {
    AREAS.binary_search_by(|area| area.code().cmp(code)).ok().and_then(|at| uk(&AREAS[at]))
}

const fn uk(area: &Area) -> Option<&Authority> {
    match area {
        Area::Uk(authority) => Some(authority),
        Area::Crown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const HEAD: &str = "code,name,childrens_services_code,childrens_services,childrens_services_elsewhere,police_force_code,police_force,nation,verified\n";

    #[test]
    fn every_authority_is_whole() {
        assert_eq!(areas().len(), 361);
        for area in areas() {
            let bodies = [&area.childrens_services, &area.police_force];
            assert!(bodies.iter().all(|body| !body.code.is_empty() && !body.name.is_empty()), "{area:?}");
            assert_eq!(area_with(&area.code), Some(*area));
        }
        assert_eq!(area_with("E99999999"), None);
        assert_eq!(area_with("M99999999"), None, "the Isle of Man is not in the United Kingdom");
    }

    #[test]
    fn every_force_of_england_and_wales_has_an_area() {
        let forces = |nations: &[Nation]| {
            let here = areas().iter().filter(|area| nations.contains(&area.nation));
            here.map(|area| &area.police_force).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(forces(&[Nation::England, Nation::Wales]), 43);
        assert_eq!(forces(&[Nation::Scotland]), 1);
        assert_eq!(forces(&[Nation::NorthernIreland]), 1);
    }

    #[test]
    fn one_code_has_one_name() {
        let services: BTreeSet<_> = areas().iter().map(|area| &area.childrens_services).collect();
        let forces: BTreeSet<_> = areas().iter().map(|area| &area.police_force).collect();
        for bodies in [services, forces] {
            let codes: BTreeSet<_> = bodies.iter().map(|body| &body.code).collect();
            let names: BTreeSet<_> = bodies.iter().map(|body| &body.name).collect();
            assert_eq!((codes.len(), names.len()), (bodies.len(), bodies.len()));
        }
    }

    #[test]
    fn a_council_that_several_trusts_serve_names_them() {
        let down = area_with("N09000010").unwrap();
        assert_eq!(down.childrens_services.name, "Southern HSC Trust");
        assert_eq!(down.childrens_services_elsewhere[0].name, "South Eastern HSC Trust");
    }

    #[test]
    fn a_wrong_row_is_named() {
        let cases = [
            ("E1,A,E1,A,,P1,Police,albion,false\n", "E1: there is no nation `albion`"),
            ("E1,A,E1,A,ZZ,P1,Police,england,false\n", "E1: nobody has the code `ZZ`"),
        ];
        for (row, expected) in cases {
            let error = read(&format!("{HEAD}{row}")).unwrap_err().to_string();
            assert!(error.ends_with(expected), "{error}");
        }
        assert!(read("code,nme\nE1,A\n").is_err());
    }
}
