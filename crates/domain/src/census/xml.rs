//! The return as XML: read strictly, written plainly.
//!
//! ```xml
//! <Message>
//!   <Header>…</Header>
//!   <Children>
//!     <Child>
//!       <ChildIdentifiers><LAchildID>H7K42QD9</LAchildID>…
//! ```
//!
//! What cannot be read is refused with its line, its element and what to do; it is never skipped, since a field that
//! was skipped would be a rule that silently passed. A document type, and with it every entity of one's own, is refused:
//! nothing in a return needs it, and a few lines of it can fill a memory.

use jiff::civil::Date;
use roxmltree::{Document, Node, ParsingOptions};

use super::children::Census;
use super::rules::Spot;

/// What tools write to say where the schema of a file is.
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The largest return that is read, in bytes: about fifty times that of the largest authority.
pub const BYTES_MAX: usize = 200_000_000;

/// Why a return cannot be read. The lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, <{element}>: {problem}")]
pub struct Unread {
    pub line: u32,
    pub element: String,
    pub problem: Problem,
}

/// What is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("this is not XML ({0}): mend it there, or make the file again")]
    NotXml(String),
    #[error("the file is larger than {BYTES_MAX} bytes: send one year of one authority")]
    TooLarge,
    #[error("the first element is not <Message>: this is not a children in need return")]
    NotAReturn,
    #[error("it cannot stand here: this can hold {0}")]
    NoPlace(String),
    #[error("it stands twice: leave one")]
    Twice,
    #[error("`{0}` stands outside every element: put it into one, or take it out")]
    Loose(String),
    #[error("it cannot have the attribute `{0}`: take that out")]
    Attribute(String),
    #[error("it is of another namespace than <Message>: take its prefix or its xmlns out")]
    Namespace,
    #[error("it can hold text only: take the elements inside it out")]
    NotText,
    #[error("`{0}` is no date: write it as year, month, day, like 2026-03-31")]
    NotADate(String),
}

/// Reads a return.
pub fn read(text: &str) -> Result<Census, Unread> {
    let whole = |line, problem| Unread { line, element: "Message".to_owned(), problem };
    if text.len() > BYTES_MAX {
        return Err(whole(1, Problem::TooLarge));
    }
    let document = parse(text).map_err(|why| whole(why.pos().row, Problem::NotXml(why.to_string())))?;
    let lines = Lines::of(text);
    let root = Inside { node: document.root_element(), lines: &lines };
    if root.node.tag_name().name() != "Message" {
        return Err(root.wrong(root.node, Problem::NotAReturn));
    }
    root.is_bare_of(root.node)?;
    Census::take(&root)
}

/// Writes a return, two spaces a level.
pub fn write(census: &Census) -> String {
    let mut out = Writer { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 };
    out.element("Message", |out| census.put(out));
    out.text
}

/// The lines of this text on which parts of the return stand, counted from 1.
pub fn lines_of<'a>(text: &str, spots: impl Iterator<Item = &'a Spot>) -> Vec<Option<u32>> {
    let Ok(document) = parse(text) else { return spots.map(|_| None).collect() };
    let (root, lines) = (document.root_element(), Lines::of(text));
    let children: Vec<_> = named(root, "Children").flat_map(|list| named(list, "Child")).collect();
    spots.map(|spot| at(root, &children, spot).map(|node| lines.at(node.range().start))).collect()
}

fn at<'a, 'i>(root: Node<'a, 'i>, children: &[Node<'a, 'i>], spot: &Spot) -> Option<Node<'a, 'i>> {
    let Some(child) = spot.child else { return Some(root) };
    let child = *children.get(child)?;
    let Some(episode) = spot.episode else { return Some(child) };
    let episode = named(child, "CINdetails").nth(episode)?;
    match spot.part {
        None => Some(episode),
        Some((tag, part)) => named(episode, tag).nth(part),
    }
}

fn named<'a, 'i>(node: Node<'a, 'i>, tag: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == tag)
}

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    Document::parse_with_options(text, ParsingOptions { allow_dtd: false, ..ParsingOptions::default() })
}

/// Where each line begins, so that a place is looked up and not counted anew.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    fn at(&self, byte: usize) -> u32 {
        let before = self.0.partition_point(|end| *end < byte);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}

/// A module of the return: a struct whose fields are elements.
pub(super) trait Part: Sized + Default {
    fn take(inside: &Inside<'_, '_>) -> Result<Self, Unread>;
    fn put(&self, out: &mut Writer);
    /// Whether nothing stands in it.
    fn is_bare(&self) -> bool;
}

/// What a field of a module can be.
pub(super) trait Field: Sized {
    /// Reads the elements of its name.
    fn read(at: &[Inside<'_, '_>]) -> Result<Self, Unread>;
    fn write(&self, tag: &str, out: &mut Writer);
    /// Whether nothing needs to be written.
    fn is_empty(&self) -> bool;
}

/// An element that is being read.
pub(super) struct Inside<'a, 'i> {
    node: Node<'a, 'i>,
    lines: &'a Lines,
}

impl Inside<'_, '_> {
    fn wrong(&self, node: Node<'_, '_>, problem: Problem) -> Unread {
        let named = if node.is_element() { node } else { self.node };
        let line = self.lines.at(node.range().start);
        Unread { line, element: named.tag_name().name().to_owned(), problem }
    }

    /// Refuses whatever else stands in it than these elements, comments and white space.
    pub(super) fn holds_only(&self, tags: &[&str]) -> Result<(), Unread> {
        for node in self.node.children() {
            let text = node.text().unwrap_or_default().trim();
            if node.is_text() && !text.is_empty() {
                let shown = text.chars().take(40).collect();
                return Err(self.wrong(node, Problem::Loose(shown)));
            }
            if node.is_element() && !tags.contains(&node.tag_name().name()) {
                let known: Vec<String> = tags.iter().map(|tag| format!("<{tag}>")).collect();
                return Err(self.wrong(node, Problem::NoPlace(known.join(", "))));
            }
            self.is_bare_of(node)?;
        }
        Ok(())
    }

    /// Refuses what an element says otherwise than by what it holds: attributes, and another namespace than the one around
    /// it. Where a schema is found says nothing of the return.
    fn is_bare_of(&self, node: Node<'_, '_>) -> Result<(), Unread> {
        let other = node.attributes().find(|one| one.namespace() != Some(SCHEMA_INSTANCE));
        if let Some(attribute) = other {
            return Err(self.wrong(node, Problem::Attribute(attribute.name().to_owned())));
        }
        if node.is_element() && node.tag_name().namespace() != self.node.tag_name().namespace() {
            return Err(self.wrong(node, Problem::Namespace));
        }
        Ok(())
    }

    /// Reads a field; with an element inside, what stands in the one element of the field's name.
    pub(super) fn field<F: Field>(&self, tag: &str, inner: &[&str]) -> Result<F, Unread> {
        let here = self.all(tag);
        let [list] = inner else { return F::read(&here) };
        match once(&here)? {
            None => F::read(&[]),
            Some(wrapper) => {
                wrapper.holds_only(inner)?;
                F::read(&wrapper.all(list))
            }
        }
    }

    fn all(&self, tag: &str) -> Vec<Self> {
        named(self.node, tag).map(|node| Inside { node, lines: self.lines }).collect()
    }

    /// The text of an element that holds nothing else; none when it is empty.
    fn text(&self) -> Result<Option<String>, Unread> {
        if self.node.children().any(|node| node.is_element()) {
            return Err(self.wrong(self.node, Problem::NotText));
        }
        // Comments can divide a text into several.
        let text: String =
            self.node.children().filter(Node::is_text).filter_map(|node| node.text()).collect();
        let text = text.trim();
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }
}

fn once<'s, 'a, 'i>(here: &'s [Inside<'a, 'i>]) -> Result<Option<&'s Inside<'a, 'i>>, Unread> {
    match here {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        [_, second, ..] => Err(second.wrong(second.node, Problem::Twice)),
    }
}

impl Field for Option<String> {
    fn read(at: &[Inside<'_, '_>]) -> Result<Self, Unread> {
        once(at)?.map_or(Ok(None), Inside::text)
    }

    fn write(&self, tag: &str, out: &mut Writer) {
        if let Some(text) = self {
            out.leaf(tag, text);
        }
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl Field for Option<Date> {
    fn read(at: &[Inside<'_, '_>]) -> Result<Self, Unread> {
        let Some(element) = once(at)? else { return Ok(None) };
        let Some(text) = element.text()? else { return Ok(None) };
        // The library would take a time of day after it, and other forms; the Department takes this one.
        let day = (text.len() == 10).then(|| text.parse().ok()).flatten();
        let shown = || Problem::NotADate(text.chars().take(40).collect());
        day.map(Some).ok_or_else(|| element.wrong(element.node, shown()))
    }

    fn write(&self, tag: &str, out: &mut Writer) {
        if let Some(day) = self {
            out.leaf(tag, &day.to_string());
        }
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl Field for Vec<String> {
    fn read(at: &[Inside<'_, '_>]) -> Result<Self, Unread> {
        // One that is empty is kept: what was begun and not filled in is not what was left out.
        at.iter().map(|element| element.text().map(Option::unwrap_or_default)).collect()
    }

    fn write(&self, tag: &str, out: &mut Writer) {
        for text in self {
            out.leaf(tag, text);
        }
    }

    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }
}

impl<P: Part> Field for Vec<P> {
    fn read(at: &[Inside<'_, '_>]) -> Result<Self, Unread> {
        at.iter().map(P::take).collect()
    }

    fn write(&self, tag: &str, out: &mut Writer) {
        for part in self {
            out.element(tag, |out| part.put(out));
        }
    }

    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }
}

impl<P: Part> Field for P {
    fn read(at: &[Inside<'_, '_>]) -> Result<Self, Unread> {
        once(at)?.map_or_else(|| Ok(P::default()), P::take)
    }

    fn write(&self, tag: &str, out: &mut Writer) {
        out.element(tag, |out| self.put(out));
    }

    fn is_empty(&self) -> bool {
        self.is_bare()
    }
}

/// A return that is being written.
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Writes a field; with an element inside, that once in one element of the field's name.
    pub(super) fn field<F: Field>(&mut self, field: &F, tag: &str, inner: &[&str]) {
        if field.is_empty() {
            return;
        }
        match inner {
            [list] => self.element(tag, |out| field.write(list, out)),
            _ => field.write(tag, self),
        }
    }

    fn element(&mut self, tag: &str, inside: impl FnOnce(&mut Self)) {
        self.line(&["<", tag, ">"]);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(&["</", tag, ">"]);
    }

    fn leaf(&mut self, tag: &str, text: &str) {
        self.line(&["<", tag, ">", &escaped(text), "</", tag, ">"]);
    }

    fn line(&mut self, parts: &[&str]) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.extend(parts.iter().copied());
        self.text.push('\n');
    }
}

/// A text as XML can hold it: what XML cannot hold at all, like a null, becomes the mark for what is unreadable.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(c),
        }
    }
    out
}
