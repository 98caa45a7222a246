//! The golden files: what is generated from the code, reviewed by people, and red when stale.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use domain::event::Event;
use kit::access::Policies;

use crate::{api, config, house, router};

/// Writes them all.
pub(crate) fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let policies = Policies::load().map_err(|fault| anyhow!("{}", fault.chain()))?;
    let access = policies.table().map_err(|fault| anyhow!("{}", fault.chain()))?;
    let files = [
        ("access.txt", access),
        ("routes.txt", routes()),
        ("events.txt", events()),
        ("openapi.json", serde_json::to_string_pretty(&api::document())? + "\n"),
        ("schema.sql", schema()),
        ("config.md", config::described()?),
    ];
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

fn routes() -> String {
    let line = |route: &router::Route| format!("{} | {} | {}\n", route.path, route.methods, route.act);
    std::iter::once("address | methods | act\n".to_owned()).chain(router::table().iter().map(line)).collect()
}

/// Every step of the schema, in the order in which they run.
fn schema() -> String {
    let step = |step: kit::store::Migration| format!("-- {}\n{}\n", step.name, step.sql.trim());
    house::migrations().into_iter().map(step).collect::<Vec<_>>().join("\n")
}

fn events() -> String {
    Event::kinds().join("\n") + "\n"
}
