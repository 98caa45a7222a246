//! The domain and the engines know no clock, no randomness, no file, no socket, no SQL, no HTML.

use super::Source;

const PURE: &[&str] = &["domain", "pdq", "linkage", "graph", "translog"];
const FORBIDDEN: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "tokio",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "rand::",
    "sea_orm",
    "sqlx",
    "maud",
    "axum",
    "async fn",
];

pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let pure = |source: &&Source| {
        source.krate().is_some_and(|krate| PURE.contains(&krate)) && source.path.contains("/src/")
    };
    sources.iter().filter(pure).flat_map(offences).collect()
}

fn offences(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in source.before_tests().lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for word in FORBIDDEN.iter().filter(|word| code.contains(**word)) {
            found.push(format!("{}:{}: `{word}` in a pure crate", source.path, number + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_in_the_domain_is_found() {
        let text = "/// Timestamp::now is not here.\nlet now = Timestamp::now();\n#[cfg(test)]\nmod tests { std::fs }";
        let source = Source { path: "crates/domain/src/a.rs".to_owned(), text: text.to_owned() };
        assert_eq!(check(&[source]), ["crates/domain/src/a.rs:2: `Timestamp::now` in a pure crate"]);
    }
}
