//! No table is read by two crates, and every statement names the function it stands in.

use super::Source;
use super::floors::SYSTEMS;

const BEFORE_TABLE: &[&str] = &["FROM", "INTO", "UPDATE", "JOIN"];

pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let in_crates = sources.iter().filter(|source| source.path.contains("/src/"));
    in_crates
        .filter_map(|source| source.krate().map(|krate| (source, krate)))
        .flat_map(|(s, k)| offences(s, k))
        .collect()
}

fn offences(source: &Source, krate: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words: Vec<&str> = source.before_tests().split_whitespace().collect();
    for pair in words.windows(2).filter(|pair| BEFORE_TABLE.contains(&pair[0])) {
        let table: String = pair[1].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        let mut owners = SYSTEMS.iter().chain(&["kit"]);
        let owner = owners.find(|owner| table.starts_with(&format!("{owner}_")));
        if owner.is_some_and(|owner| *owner != krate) {
            found.push(format!("{}: reads `{table}`, a table of another crate", source.path));
        }
    }
    for after in source.before_tests().split("sql(\"").skip(1) {
        if !after.trim_start_matches("\\n").starts_with(&format!("-- {krate}.")) {
            let shown: String = after.chars().take(40).collect();
            found.push(format!("{}: a statement without `-- {krate}.function` first: {shown}", source.path));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_another_crate_is_found() {
        let text = "sql(\"-- cases.list\nSELECT id FROM reports_report\"); sql(\"SELECT 1\")";
        let source = Source { path: "crates/cases/src/a.rs".to_owned(), text: text.to_owned() };
        assert_eq!(check(&[source]).len(), 2);
    }
}
