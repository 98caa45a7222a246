//! Says what to do when the pages' styles and scripts have not been built.

fn main() {
    println!("cargo::rerun-if-changed=assets/built");
    let manifest = std::path::Path::new("assets/built/manifest.json");
    assert!(
        manifest.exists(),
        "the styles and scripts of the pages are missing: run `cargo xtask assets` first"
    );
}
