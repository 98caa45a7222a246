//! Styles, scripts and fonts, inside the binary, under names that carry a hash of their content.
//!
//! Built by `cargo xtask assets` into `assets/built/`, which the tree does not hold.

use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets/built"]
struct Built;

/// Plain name to hashed name, from the build's manifest.
static NAMES: LazyLock<std::collections::HashMap<String, String>> = LazyLock::new(|| {
    Built::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
});

/// The address of an asset: `hearken.css` is at `/assets/hearken.1a2b3c4d.css`.
pub fn href(name: &str) -> String {
    format!("/assets/{}", NAMES.get(name).map_or(name, String::as_str))
}

/// The bytes and the content type of an asset, by its hashed name.
pub fn file(hashed: &str) -> Option<(Vec<u8>, &'static str)> {
    let known = NAMES.values().any(|name| name == hashed);
    let file = known.then(|| Built::get(hashed)).flatten()?;
    let kind = match hashed.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    Some((file.data.into_owned(), kind))
}
