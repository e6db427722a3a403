//! Reads a definition file into a small tree with line numbers.
//!
//! The rule kept here: nothing outside the file is ever read and no input can make the reader grow without bound. Document
//! type declarations, entity references other than the five of XML, and files past the limits are refused.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::finding::{Finding, Problem};
use crate::limits;

/// Namespace of BPMN 2.0 models.
pub(crate) const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// Namespace of the extensions for administrative services.
pub(crate) const AU: &str = "https://gishe.bg/schema/au";

/// The namespaces the compiler tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// An attribute without a prefix.
    Plain,
    /// BPMN 2.0.
    Bpmn,
    /// Our extensions.
    Au,
    /// Anything else: kept out of the way.
    Foreign,
}

/// One attribute, unescaped.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub space: Space,
    pub name: String,
    pub value: String,
}

/// One element with its children in document order.
#[derive(Debug)]
pub(crate) struct Element {
    pub space: Space,
    pub name: String,
    pub line: u32,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// Value of an attribute without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.space == Space::Plain && a.name == name).map(|a| a.value.as_str())
    }

    /// Value of one of our own attributes.
    pub fn au_attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.space == Space::Au && a.name == name).map(|a| a.value.as_str())
    }

    /// Value of an attribute of another vendor.
    pub fn foreign_attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.space == Space::Foreign && a.name == name).map(|a| a.value.as_str())
    }

    /// The `id` attribute, empty when there is none.
    pub fn id(&self) -> &str {
        self.attribute("id").unwrap_or("")
    }

    /// BPMN children with this name, in document order.
    pub fn bpmn<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.space == Space::Bpmn && c.name == name)
    }

    /// First BPMN child with this name.
    pub fn bpmn_first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.space == Space::Bpmn && c.name == name)
    }

    /// Whether this is the BPMN element of that name.
    pub fn is_bpmn(&self, name: &str) -> bool {
        self.space == Space::Bpmn && self.name == name
    }
}

/// Counts lines up to a byte offset, walking forward only.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> u32 {
        let end = offset.min(self.bytes.len());
        if end > self.at {
            self.line += self.bytes[self.at..end].iter().filter(|b| **b == b'\n').count() as u32;
            self.at = end;
        }
        self.line
    }
}

/// Reads the whole file; the result is the root element.
pub(crate) fn read(text: &str) -> Result<Element, Finding> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > limits::FILE_BYTES_MAX {
        return Err(too_large(1, "bytes", limits::FILE_BYTES_MAX));
    }
    let mut reader = NsReader::from_str(text);
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut count = 0usize;
    loop {
        let line = lines.at(reader.buffer_position() as usize);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let line = lines.at(reader.error_position() as usize);
                return Err(malformed(line, &error.to_string()));
            }
        };
        let (start, empty) = match event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    place(done, &mut open, &mut root);
                }
                continue;
            }
            Event::Text(text) => {
                let content = text.xml10_content();
                append(&content, line, &mut open)?;
                continue;
            }
            Event::CData(text) => {
                let content = text.xml10_content();
                append(&content, line, &mut open)?;
                continue;
            }
            Event::GeneralRef(reference) => {
                match resolve(&reference) {
                    Some(c) => append(c.encode_utf8(&mut [0; 4]), line, &mut open)?,
                    None => return Err(Finding::new(Problem::Entity, "", line).with("name", &*reference)),
                }
                continue;
            }
            Event::DocType(_) => return Err(Finding::new(Problem::DocumentType, "", line)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            Event::Eof => break,
        };
        count += 1;
        if count > limits::ELEMENTS_MAX {
            return Err(too_large(line, "elements", limits::ELEMENTS_MAX));
        }
        if open.len() >= limits::DEPTH_MAX {
            return Err(too_large(line, "depth", limits::DEPTH_MAX));
        }
        if root.is_some() {
            return Err(malformed(line, "more than one root element"));
        }
        let element = element(&reader, &start, line)?;
        if empty {
            place(element, &mut open, &mut root);
        } else {
            open.push(element);
        }
    }
    if let Some(unclosed) = open.last() {
        return Err(malformed(unclosed.line, &format!("<{}> is not closed", unclosed.name)));
    }
    root.ok_or_else(|| malformed(1, "the file is empty"))
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, line: u32) -> Result<Element, Finding> {
    let (space, local) = reader.resolver().resolve_element(start.name());
    let space = space_of(&space, line)?;
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| malformed(line, &e.to_string()))?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        if attributes.len() >= limits::ATTRIBUTES_MAX {
            return Err(too_large(line, "attributes", limits::ATTRIBUTES_MAX));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| malformed(line, &e.to_string()))?.into_owned();
        let (space, local) = reader.resolver().resolve_attribute(attribute.key);
        let space = match space {
            ResolveResult::Unbound => Space::Plain,
            other => space_of(&other, line)?,
        };
        attributes.push(Attribute { space, name: local.into_inner().to_owned(), value });
    }
    Ok(Element { space, name: local.into_inner().to_owned(), line, attributes, children: Vec::new(), text: String::new() })
}

fn space_of(resolved: &ResolveResult<'_>, line: u32) -> Result<Space, Finding> {
    match resolved {
        ResolveResult::Bound(space) if space.0 == BPMN => Ok(Space::Bpmn),
        ResolveResult::Bound(space) if space.0 == AU => Ok(Space::Au),
        ResolveResult::Bound(_) | ResolveResult::Unbound => Ok(Space::Foreign),
        ResolveResult::Unknown(prefix) => Err(malformed(line, &format!("the prefix {prefix} is not declared"))),
    }
}

fn place(done: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => *root = Some(done),
    }
}

fn append(text: &str, line: u32, open: &mut [Element]) -> Result<(), Finding> {
    match open.last_mut() {
        Some(parent) => {
            // Spaces between elements carry no meaning and would only cost memory.
            if !parent.text.is_empty() || !text.trim().is_empty() {
                parent.text.push_str(text);
            }
            Ok(())
        }
        None if text.trim().is_empty() => Ok(()),
        None => Err(malformed(line, "text outside the root element")),
    }
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn malformed(line: u32, detail: &str) -> Finding {
    Finding::new(Problem::Malformed, "", line).with("detail", detail)
}

fn too_large(line: u32, what: &str, limit: usize) -> Finding {
    Finding::new(Problem::TooLarge, "", line).with("what", what).with("limit", limit.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Problem {
        read(text).expect_err("must be refused").problem
    }

    #[test]
    fn reads_lines_spaces_and_text() {
        let root = read(
            "<?xml version=\"1.0\"?>\n<d:definitions xmlns:d=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"\n xmlns:au=\"https://gishe.bg/schema/au\">\n  <d:process id=\"p\" au:unique=\"true\" x=\"&lt;&#65;\">a &amp; b<![CDATA[ < c]]></d:process>\n</d:definitions>",
        )
        .expect("well formed");
        assert_eq!((root.space, root.name.as_str(), root.line), (Space::Bpmn, "definitions", 2));
        let process = &root.children[0];
        assert_eq!((process.line, process.id(), process.text.as_str()), (4, "p", "a & b < c"));
        assert_eq!(process.au_attribute("unique"), Some("true"));
        assert_eq!(process.attribute("x"), Some("<A"));
    }

    #[test]
    fn refuses_bombs_and_outside_references() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert_eq!(refused(bomb), Problem::DocumentType);
        assert_eq!(refused("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), Problem::DocumentType);
        assert_eq!(refused("<a>&other;</a>"), Problem::Entity);
        assert_eq!(refused("<a b=\"&other;\"/>"), Problem::Malformed);
        assert_eq!(refused(&"<a>".repeat(100)), Problem::TooLarge);
        assert_eq!(refused(&format!("<a>{}</a>", "<b/>".repeat(limits::ELEMENTS_MAX))), Problem::TooLarge);
        assert_eq!(refused(&format!("<a>{}</a>", " ".repeat(limits::FILE_BYTES_MAX))), Problem::TooLarge);
    }

    #[test]
    fn refuses_broken_files() {
        for text in ["", "   ", "<a>", "<a></b>", "<a/><b/>", "<a b='1' b='2'/>", "x<a/>", "<p:a/>", "<a b=1/>", "<a"] {
            assert_eq!(refused(text), Problem::Malformed, "{text}");
        }
    }
}
