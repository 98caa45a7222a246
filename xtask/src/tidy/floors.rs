//! Arrows only point down, and no system names another.

use anyhow::Result;
use cargo_metadata::MetadataCommand;

/// The practice of each system: floor 2.
pub(super) const SYSTEMS: &[&str] = &[
    "accounts",
    "alerts",
    "reports",
    "cases",
    "duty",
    "referrals",
    "removal",
    "vetting",
    "networks",
    "sharing",
    "statistics",
];

const FLOORS: &[&[&str]] = &[
    &["domain", "pdq", "linkage", "graph", "translog"],
    &["kit", "press", "bundle", "glance", "imprint", "lake"],
    SYSTEMS,
    &["hearken", "cluster"],
];

pub(super) fn check() -> Result<Vec<String>> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let mut found = Vec::new();
    for package in metadata.packages.iter().filter(|package| package.name.as_str() != "xtask") {
        found.extend(
            floor(&package.name).is_none().then(|| format!("crate `{}` is on no floor", package.name)),
        );
        // A crate may name itself, for the sake of its tests.
        for dependency in package.dependencies.iter().filter(|used| used.name != *package.name) {
            found.extend(offence(&package.name, &dependency.name));
        }
    }
    Ok(found)
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

fn offence(name: &str, used: &str) -> Option<String> {
    let (here, there) = (floor(name)?, floor(used)?);
    if matches!(used, "press" | "bundle" | "glance" | "lake") && here < 3 {
        return Some(format!("`{name}` uses `{used}`, which only the binaries may name"));
    }
    (there >= here).then(|| format!("`{name}` (floor {here}) may not use `{used}` (floor {there})"))
}

#[cfg(test)]
mod tests {
    use super::offence;

    #[test]
    fn an_arrow_that_points_up_or_sideways_is_found() {
        for (name, used) in [
            ("domain", "kit"),
            ("cases", "reports"),
            ("kit", "press"),
            ("cases", "bundle"),
            ("cases", "glance"),
        ] {
            assert!(offence(name, used).is_some(), "{name} -> {used}");
        }
        for (name, used) in
            [("cases", "kit"), ("hearken", "press"), ("hearken", "bundle"), ("cases", "serde")]
        {
            assert!(offence(name, used).is_none(), "{name} -> {used}");
        }
    }
}
