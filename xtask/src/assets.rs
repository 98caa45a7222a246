//! Styles, scripts and fonts: fetched by npm, compiled once, named by their content.
#![expect(clippy::disallowed_methods, reason = "the build folder is ours to empty")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::shell::{must, program, read, root};

const FONTS: [&str; 4] = [
    "atkinson-hyperlegible-latin-400-normal.woff2",
    "atkinson-hyperlegible-latin-700-normal.woff2",
    "atkinson-hyperlegible-latin-ext-400-normal.woff2",
    "atkinson-hyperlegible-latin-ext-700-normal.woff2",
];

/// The library's modules that hash files in pieces: MIT, audited, and read by whoever wants to see what their device runs.
const NOBLE: [(&str, &str); 5] = [
    ("utils.js", "noble-utils.js"),
    ("_u64.js", "noble-u64.js"),
    ("_md.js", "noble-md.js"),
    ("legacy.js", "noble-legacy.js"),
    ("sha2.js", "noble-sha2.js"),
];

/// Builds into `crates/kit/assets/built`, unless nothing has changed since the last build.
pub(crate) fn build() -> Result<()> {
    let folder = root().join("crates/kit/assets");
    let built = folder.join("built");
    let state = state(&folder)?;
    let fetched = folder.join("node_modules/@noble/hashes").exists();
    if fetched && fs::read_to_string(built.join("state")).is_ok_and(|last| last == state) {
        return Ok(());
    }
    must(
        program("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
            .current_dir(&folder),
    )?;
    let fresh = folder.join("built.new");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh)?;
    let mut names = BTreeMap::new();
    for font in FONTS {
        let source = folder.join("node_modules/@fontsource/atkinson-hyperlegible/files").join(font);
        keep(&fresh, &mut names, font, fs::read(source)?)?;
    }
    let styles = styles(&folder, &names)?;
    keep(&fresh, &mut names, "hearken.css", styles.into_bytes())?;
    let frontend = folder.join("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js");
    let frontend = fs::read_to_string(frontend)?;
    let frontend =
        frontend.lines().filter(|line| !line.starts_with("//# sourceMappingURL")).collect::<String>();
    keep(&fresh, &mut names, "govuk-frontend.min.js", frontend.into_bytes())?;
    for (file, name) in NOBLE {
        let text = fs::read_to_string(folder.join("node_modules/@noble/hashes").join(file))?;
        let text = NOBLE.iter().fold(text, |text, (plain, ours)| {
            text.replace(&format!("\"./{plain}\""), &format!("\"./{ours}\""))
        });
        let text = renamed(&text, &names);
        keep(&fresh, &mut names, name, text.into_bytes())?;
    }
    let mut scripts: Vec<_> = fs::read_dir(folder.join("js"))?.collect::<Result<_, _>>()?;
    scripts.sort_by_key(fs::DirEntry::file_name);
    for script in scripts {
        let name = script.file_name().to_string_lossy().into_owned();
        let text = renamed(&fs::read_to_string(script.path())?, &names);
        keep(&fresh, &mut names, &name, text.into_bytes())?;
    }
    fs::write(fresh.join("manifest.json"), serde_json::to_string_pretty(&names)?)?;
    fs::write(fresh.join("state"), state)?;
    let _ = fs::remove_dir_all(&built);
    fs::rename(&fresh, &built).context("putting the new build in place")
}

/// The compiled styles, with the fonts' hashed names and without anything official.
fn styles(folder: &Path, names: &BTreeMap<String, String>) -> Result<String> {
    let sass = folder.join("node_modules/sass/sass.js");
    let arguments =
        ["--style=compressed", "--no-source-map", "--quiet-deps", "--load-path=node_modules", "hearken.scss"];
    let css = read(program("node", &[]).arg(sass).args(arguments).current_dir(folder))?;
    anyhow::ensure!(!css.contains("GDS Transport"), "the styles name a typeface that is not ours to use");
    let without_crest: String =
        css.split_inclusive('}').filter(|rule| !rule.contains("crest") || rule.contains("@media")).collect();
    Ok(renamed(&without_crest, names))
}

fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    names.iter().fold(text.to_owned(), |text, (plain, hashed)| text.replace(plain.as_str(), hashed))
}

fn keep(folder: &Path, names: &mut BTreeMap<String, String>, name: &str, bytes: Vec<u8>) -> Result<()> {
    let (stem, ending) = name.rsplit_once('.').context("an asset without an ending")?;
    let hashed = format!("{stem}.{}.{ending}", &hex(&Sha256::digest(&bytes))[..10]);
    fs::write(folder.join(&hashed), bytes)?;
    names.insert(name.to_owned(), hashed);
    Ok(())
}

/// What the build depends on, in one digest.
fn state(folder: &Path) -> Result<String> {
    let mut digest = Sha256::new();
    let mut sources = vec![
        folder.join("hearken.scss"),
        folder.join("package-lock.json"),
        root().join("xtask/src/assets.rs"),
    ];
    for script in fs::read_dir(folder.join("js"))? {
        sources.push(script?.path());
    }
    sources.sort();
    for source in sources {
        digest.update(fs::read(&source).with_context(|| format!("reading {}", source.display()))?);
    }
    Ok(hex(&digest.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
