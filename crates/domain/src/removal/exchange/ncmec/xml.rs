//! XML in and out: bounded before it is read, every text escaped when it is written.

use roxmltree::{Document, Node, ParsingOptions};

use super::NAMESPACE;
use crate::removal::exchange::wrong::{shown, text_of};
use crate::removal::exchange::{DEPTH_MAX, Problem, RECORDS_MAX, Wrong};

/// The most nodes of one document: a record is some thirty of them.
const NODES_MAX: u32 = 20_000_000;

/// The text of a document that is not nested too deep.
pub(super) fn bounded(bytes: &[u8]) -> Result<&str, Wrong> {
    let text = text_of(bytes)?;
    if deeper_than_allowed(text) {
        return Err(Wrong::at("the document", Problem::TooDeep));
    }
    Ok(text)
}

/// A document that was read.
pub(super) struct Tree<'i> {
    document: Document<'i>,
    /// Where each line ends, so that a place is looked up and not counted anew.
    ends: Vec<usize>,
}

pub(super) fn parse(text: &str) -> Result<Tree<'_>, Wrong> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
    let document = Document::parse_with_options(text, options).map_err(|why| {
        // Only where it is: the message of the library can hold what stands there.
        let problem = if matches!(why, roxmltree::Error::DtdDetected) {
            Problem::DocumentType
        } else if matches!(why, roxmltree::Error::NodesLimitReached) {
            Problem::TooMany(RECORDS_MAX)
        } else {
            Problem::NotWellFormed("XML")
        };
        Wrong::at(format!("line {}, column {}", why.pos().row, why.pos().col), problem)
    })?;
    Ok(Tree { document, ends })
}

/// Counted before anything is built; comments and the like do not nest.
fn deeper_than_allowed(text: &str) -> bool {
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") {
            rest.find("-->")
        } else if rest.starts_with("<![CDATA[") {
            rest.find("]]>")
        } else if rest.starts_with("<?") {
            rest.find("?>")
        } else {
            let end = end_of_tag(rest);
            let closes = rest.starts_with("</");
            let empty = end.is_some_and(|end| rest[..end].ends_with('/'));
            depth = if closes { depth.saturating_sub(1) } else { depth + usize::from(!empty) };
            end
        };
        if depth > DEPTH_MAX {
            return true;
        }
        let Some(end) = end else { return false };
        rest = &rest[end..];
    }
    false
}

/// Where the `>` of a tag is: not in the value of an attribute.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
        quote.is_none() && byte == b'>'
    })
}

/// An element that is read, and its line.
#[derive(Clone, Copy)]
pub(super) struct Element<'a, 'i> {
    node: Node<'a, 'i>,
    ends: &'a [usize],
}

impl<'a, 'i> Element<'a, 'i> {
    /// The first element, which must have this name.
    pub(super) fn root(tree: &'a Tree<'i>, name: &'static str) -> Result<Self, Wrong> {
        let here = Self { node: tree.document.root_element(), ends: &tree.ends };
        if here.name() == name { Ok(here) } else { Err(here.wrong(Problem::NotThis(name))) }
    }

    pub(super) fn name(&self) -> &'a str {
        self.node.tag_name().name()
    }

    /// Where it is. The name is ours to know, or not said.
    pub(super) fn place(&self) -> String {
        let begin = self.node.range().start;
        let row = self.ends.partition_point(|end| *end < begin) + 1;
        let name = shown(self.name());
        format!("line {row}, element {name}")
    }

    pub(super) fn wrong(&self, problem: Problem) -> Wrong {
        Wrong::at(self.place(), problem)
    }

    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        self.node.children().filter(Node::is_element).map(move |node| Element { node, ends: self.ends })
    }

    pub(super) fn all(self, name: &'static str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The one element of this name, if there is any.
    pub(super) fn one(self, name: &'static str) -> Result<Option<Self>, Wrong> {
        let mut all = self.all(name);
        let first = all.next();
        match all.next() {
            Some(second) => Err(second.wrong(Problem::Twice(name.to_owned()))),
            None => Ok(first),
        }
    }

    pub(super) fn must(self, name: &'static str) -> Result<Self, Wrong> {
        self.one(name)?.ok_or_else(|| self.wrong(Problem::Missing(name)))
    }

    /// The text in it, without blanks at its ends. Comments can divide a text into several.
    pub(super) fn text(&self) -> String {
        let text: String =
            self.node.children().filter(Node::is_text).filter_map(|node| node.text()).collect();
        text.trim().to_owned()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }
}

/// A document that is written, two spaces a level.
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub(super) fn document(root: &str, inside: impl FnOnce(&mut Self)) -> String {
        let mut out = Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 };
        out.element(root, &[("xmlns", NAMESPACE)], inside);
        out.text
    }

    pub(super) fn element(&mut self, tag: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(tag, attributes, ">\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        self.text.extend(["</", tag, ">\n"]);
    }

    pub(super) fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.open(tag, attributes, "/>\n");
    }

    pub(super) fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, attributes, ">");
        self.text.extend([&escaped(text), "</", tag, ">\n"]);
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)], end: &str) {
        self.indent();
        self.text.extend(["<", tag]);
        for (name, value) in attributes {
            self.text.extend([" ", name, "=\"", &escaped(value), "\""]);
        }
        self.text.push_str(end);
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// A text as XML can hold it in an element or an attribute: what it cannot hold at all becomes the mark for what is
/// unreadable.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_deep_or_has_entities_of_its_own_is_refused() {
        let deep = format!("{}{}", "<a b='>'>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(bounded(deep.as_bytes()).unwrap_err().problem, Problem::TooDeep);
        let flat = format!("<a>{}</a>", "<!-- <a> --><b/><![CDATA[<a>]]><c d='/'></c>".repeat(100));
        assert!(bounded(flat.as_bytes()).is_ok_and(|text| parse(text).is_ok()));
        let bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        assert_eq!(parse(bomb).err().unwrap().problem, Problem::DocumentType);
        let wrong = parse("<a>\n<d41d8cd98f00b204></a>").err().unwrap().to_string();
        assert!(wrong.starts_with("line 2, column ") && !wrong.contains("d41d"), "{wrong}");
    }
}
