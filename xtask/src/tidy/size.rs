//! Nothing grows too large to be read: files, functions, `lib.rs`; and names that say nothing.
//!
//! `xtask/tidy.exceptions` lists what may be larger for now, with a reason: it may only shrink.

use anyhow::{Context as _, Result};
use syn::spanned::Spanned as _;
use syn::visit::Visit;

use super::Source;
use super::floors::SYSTEMS;
use crate::shell::root;

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 60;
const HANDLER_LINES_MAX: usize = 25;
const HANDLER_PARAMETERS_MAX: usize = 4;
const LIB_LINES_MAX: usize = 60;
const SAY_NOTHING: &[&str] =
    &["utils.rs", "helpers.rs", "common.rs", "types.rs", "misc.rs", "manager.rs", "service.rs"];

pub(super) fn check(sources: &[Source]) -> Result<Vec<String>> {
    let exceptions = std::fs::read_to_string(root().join("xtask/tidy.exceptions"))
        .context("reading xtask/tidy.exceptions")?;
    let found: Vec<(String, String)> = sources.iter().flat_map(offences).collect();
    let allowed: Vec<&str> = exceptions
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split(" # ").next())
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let unused = allowed.iter().filter(|line| !found.iter().any(|(key, _)| key == *line)).map(|line| {
        format!("xtask/tidy.exceptions: `{line}` is no longer so: remove it or lower its number")
    });
    let left = found.iter().filter(|(key, _)| !allowed.contains(&key.as_str())).map(|(_, text)| text.clone());
    Ok(left.chain(unused).collect())
}

/// Each offence with the key that would allow it.
fn offences(source: &Source) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let path = &source.path;
    let mut add = |what: String, lines: usize, max: usize| {
        if lines > max {
            found.push((
                format!("{path} {what} {lines}"),
                format!("{path}: {what} has {lines}, more than {max}"),
            ));
        }
    };
    let is_test = path.contains("/tests/");
    let max = if path.ends_with("src/lib.rs") { LIB_LINES_MAX } else { FILE_LINES_MAX };
    if !is_test {
        add("lines".to_owned(), source.before_tests().lines().count(), max);
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    add(format!("a name that says nothing, {name}"), usize::from(SAY_NOTHING.contains(&name)), 0);
    if let Ok(file) = syn::parse_file(&source.text) {
        let mut functions = Functions::default();
        functions.visit_file(&file);
        let system = source.krate().is_some_and(|krate| SYSTEMS.contains(&krate));
        for function in functions.0 {
            // A table of sentences is read line by line, however long it is.
            if !path.ends_with("/words.rs") {
                add(format!("fn {} lines", function.name), function.lines, FUNCTION_LINES_MAX);
            }
            if system && function.handler {
                add(format!("handler {} lines", function.name), function.lines, HANDLER_LINES_MAX);
                add(
                    format!("handler {} parameters", function.name),
                    function.parameters,
                    HANDLER_PARAMETERS_MAX,
                );
            }
        }
    }
    found
}

struct Function {
    name: String,
    lines: usize,
    parameters: usize,
    /// Async, public to the crate, its first parameter is the context by value: the router calls it.
    handler: bool,
}

#[derive(Default)]
struct Functions(Vec<Function>);

impl Functions {
    fn note(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let lines = block.span().end().line - signature.span().start().line + 1;
        let first = signature.inputs.first();
        let takes_ctx = first.is_some_and(|input| {
            matches!(input, syn::FnArg::Typed(typed)
            if matches!(typed.ty.as_ref(), syn::Type::Path(path) if path.path.is_ident("Ctx")))
        });
        self.0.push(Function {
            name: signature.ident.to_string(),
            lines,
            parameters: signature.inputs.len(),
            handler: takes_ctx && signature.asyncness.is_some(),
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &str, text: &str) -> Vec<String> {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        offences(&source).into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn what_is_too_large_is_found() {
        let long = "\n".repeat(401);
        assert_eq!(keys("crates/kit/src/a.rs", &long), ["crates/kit/src/a.rs lines 401"]);
        let function = format!("fn long() {{{}}}", "\n".repeat(60));
        assert_eq!(keys("crates/kit/src/a.rs", &function), ["crates/kit/src/a.rs fn long lines 61"]);
        let handler = format!("async fn show(ctx: Ctx, a: A, b: B, c: C, d: D) {{{}}}", "\n".repeat(25));
        assert_eq!(keys("crates/cases/src/a.rs", &handler).len(), 2);
        assert_eq!(keys("crates/kit/src/utils.rs", "").len(), 1);
    }
}
