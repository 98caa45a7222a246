//! `verify.html`: one file that checks the archive on the reader's own machine, from `file://`, without a network.
//!
//! The policy in its head allows the one script and the one style by their hashes and nothing else: no address can be
//! asked, so nothing of the files can leave. The script that checks proofs comes from the caller (`proof.js` of `kit`) and
//! stands before our own in one module; its `export`s do no harm there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::words::Lang;
use sha2::{Digest as _, Sha256};

use crate::{Error, words};

const HTML: &str = include_str!("page/verify.html");
const STYLE: &str = include_str!("page/verify.css");
const SCRIPTS: [&str; 4] = [
    include_str!("page/sha256.js"),
    include_str!("page/zip.js"),
    include_str!("page/check.js"),
    include_str!("page/verify.js"),
];

/// The page, with the script that checks proofs in it.
pub(crate) fn html(proof_js: &str) -> Result<String, Error> {
    let script = format!("\n{proof_js}\n{}\n", SCRIPTS.join("\n"));
    let ends = |text: &str| text.to_ascii_lowercase().contains("</script") || text.contains("<!--");
    if ends(&script) {
        return Err(Error::Script);
    }
    let style = format!("\n{STYLE}");
    // In a block of JSON a `<` could end the block, and never needs to stand as itself.
    let words_json = words::page().to_string().replace('<', "\\u003c");
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&style)
    );
    let mut html = HTML.to_owned();
    for (name, words) in words::PAGE {
        for (place, lang) in [(format!("{{{name}}}"), Lang::En), (format!("{{{name}:cy}}"), Lang::Cy)] {
            let escaped = words.of(lang).replace('&', "&amp;").replace('<', "&lt;");
            html = html.replace(&place, &escaped);
        }
    }
    let parts = [("[policy]", policy), ("[words]", words_json), ("[style]", style), ("[script]", script)];
    Ok(parts.into_iter().fold(html, |html, (place, text)| html.replacen(place, &text, 1)))
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_the_script_and_the_style_that_are_there_and_no_network() {
        let page = html("export const a = 1;").unwrap();
        let between = |from: &str, to: &str| {
            let start = page.find(from).unwrap() + from.len();
            page[start..start + page[start..].find(to).unwrap()].to_owned()
        };
        let policy = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"));
        assert!(policy.contains(&hash(&between("<script type=\"module\">", "</script>"))));
        assert!(policy.contains(&hash(&between("<style>", "</style>"))));
        assert!(page.contains("export const a = 1;"));
    }

    #[test]
    fn every_sentence_that_the_page_names_is_there_and_every_sentence_is_named() {
        let scripts = SCRIPTS.concat();
        for (name, _) in words::PAGE {
            let said = HTML.contains(&format!("{{{name}}}")) || scripts.contains(&format!("\"{name}\""));
            assert!(said || name.starts_with("why_"), "{name} is said nowhere");
        }
        let named = |text: &str, before: &str| -> Vec<String> {
            let after = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]);
            after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        for name in [named(HTML, "data-say=\""), named(&scripts, "say(\"")].concat() {
            assert!(words::PAGE.iter().any(|(known, _)| *known == name), "{name} is no sentence");
        }
        assert!(!html("").unwrap().contains("{title}") && !html("").unwrap().contains(":cy}"));
    }

    #[test]
    fn a_script_that_would_end_the_page_is_refused() {
        assert!(matches!(html("// </SCRIPT>"), Err(Error::Script)));
        assert!(matches!(html("// <!--"), Err(Error::Script)));
    }
}
