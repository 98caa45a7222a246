//! Words where they belong: sentences in `words.rs`, documents that name what exists, no loose ends.

use super::Source;
use crate::shell::root;

pub(super) fn check(rust: &[Source], documents: &[Source]) -> Vec<String> {
    let mut found: Vec<String> = rust.iter().flat_map(loose_ends).collect();
    found.extend(rust.iter().filter(|source| source.krate().is_some()).flat_map(spoken_in_code));
    found.extend(
        documents.iter().flat_map(|document| dead_paths(document, |path| root().join(path).exists())),
    );
    found.extend(missing_documents(documents));
    found.extend(unlisted_events());
    found.extend(unreasoned_dependencies());
    found
}

/// Marks of unfinished work, and tests that do not run. Written apart so that this file is not one.
fn loose_ends(source: &Source) -> Vec<String> {
    let marks =
        [concat!("#[", "ignore"), concat!("should", "_panic]"), concat!("TO", "DO"), concat!("FIX", "ME")];
    let here = marks.iter().filter(|mark| source.text.contains(**mark));
    here.map(|mark| format!("{}: `{mark}`", source.path)).collect()
}

/// Sentences inside `html!` that are not in `words.rs`: a string of two words or more between quotes
/// that stands alone as content.
fn spoken_in_code(source: &Source) -> Vec<String> {
    if source.path.ends_with("words.rs") || source.path.contains("/tests/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in source.before_tests().lines().enumerate() {
        let Some(at) = line.find("{ \"") else { continue };
        let sentence: String = line[at + 3..].chars().take_while(|c| *c != '"').collect();
        let is_sentence = sentence
            .split(' ')
            .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
            .count()
            >= 2;
        if is_sentence
            && !line.contains("format!")
            && !line.contains("Fault::")
            && line.contains('}')
            && !line.contains("=>")
        {
            found.push(format!("{}:{}: says \"{sentence}\" outside words.rs", source.path, number + 1));
        }
    }
    found
}

/// Paths in backticks that do not exist.
fn dead_paths(document: &Source, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let quoted = document.text.split('`').skip(1).step_by(2);
    let paths = quoted.filter(|text| {
        let ours = ["crates/", "docs/", "xtask/", "data/", "golden/", "e2e/", "bench/", "fuzz/"];
        ours.iter().any(|folder| text.starts_with(folder))
            && !text.contains(['*', ' ', '<', '{'])
            && !text.starts_with("data/local")
    });
    paths
        .filter(|path| !exists(path))
        .map(|path| format!("{}: `{path}` does not exist", document.path))
        .collect()
}

/// The documents that must be there, and the crates that ARCHITECTURE.md must name.
fn missing_documents(documents: &[Source]) -> Vec<String> {
    let find = |path: &str| documents.iter().find(|document| document.path == path);
    let mut found: Vec<String> =
        ["README.md", "ARCHITECTURE.md", "STYLE.md", "CHANGELOG.md", "docs/events.md", "docs/words.md"]
            .iter()
            .filter(|path| find(path).is_none())
            .map(|path| format!("{path} is missing: write it"))
            .collect();
    if let (Some(architecture), Ok(crates)) =
        (find("ARCHITECTURE.md"), std::fs::read_dir(root().join("crates")))
    {
        for krate in
            crates.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned())
        {
            let named = architecture.text.contains(&format!("`crates/{krate}`"));
            found.extend((!named).then(|| format!("ARCHITECTURE.md does not name `crates/{krate}`")));
        }
    }
    for (path, command) in [("README.md", "cargo xtask run"), ("README.md", "cargo xtask test")] {
        let says = find(path).is_some_and(|document| document.text.contains(command));
        found.extend((!says).then(|| format!("{path} does not name `{command}`")));
    }
    found
}

/// Every kind of event has a line in docs/events.md.
fn unlisted_events() -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_default();
    let (kinds, described) = (read("golden/events.txt"), read("docs/events.md"));
    if kinds.is_empty() {
        return vec!["golden/events.txt is missing: run `cargo xtask gen`".to_owned()];
    }
    let unlisted = kinds.lines().filter(|kind| !described.contains(&format!("`{kind}`")));
    unlisted.map(|kind| format!("docs/events.md has no line for `{kind}`")).collect()
}

/// Every dependency in the root has a reason beside it.
fn unreasoned_dependencies() -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let lines = section
        .lines()
        .filter(|line| line.contains(" = ") && !line.contains("path = ") && !line.starts_with('#'));
    lines
        .filter(|line| !line.contains(" # "))
        .map(|line| format!("Cargo.toml: no reason beside `{line}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_sentence_outside_words_is_found() {
        let page = source("crates/cases/src/page.rs", "h1 { \"Your open cases\" }");
        assert_eq!(spoken_in_code(&page).len(), 1);
        assert!(
            spoken_in_code(&source("crates/cases/src/words.rs", "h1 { \"Your open cases\" }")).is_empty()
        );
    }

    #[test]
    fn a_document_that_names_what_is_gone_is_found() {
        let document = source("docs/a.md", "see `crates/gone/src/lib.rs` and `crates/kit`");
        assert_eq!(dead_paths(&document, |path| path == "crates/kit").len(), 1);
    }

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(loose_ends(&source("crates/kit/src/a.rs", concat!("// TO", "DO later"))).len(), 1);
    }
}
