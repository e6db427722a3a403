//! Looking at the XML of a model.
//!
//! The one rule: a document type declaration is refused, so no entity is ever expanded.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Problem, Severity};
use crate::limits::MODEL_BYTES_MAX;

/// LIMIT: elements and attributes of one model; the largest models in the wild have some tens of thousands.
const NODES_MAX: u32 = 500_000;

/// Reads a document whose root is `definitions` of DMN.
pub(super) fn document(xml: &str) -> Result<Document<'_>, Problem> {
    let refuse = |line, code, message: String| Problem { line, element: "definitions".into(), code, severity: Severity::Error, message };
    if xml.len() > MODEL_BYTES_MAX {
        return Err(refuse(1, "DMN-0001", "the model is too large".into()));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(xml, options).map_err(|error| refuse(error.pos().row, "DMN-0001", error.to_string()))?;
    let name = document.root_element().tag_name();
    let dmn = name.namespace().is_some_and(|uri| uri.contains("omg.org/spec/DMN/"));
    if name.name() != "definitions" || !dmn {
        return Err(refuse(1, "DMN-0002", "the file is not a decision model: its root is not `definitions` of DMN".into()));
    }
    Ok(document)
}

/// The children that are elements of DMN itself.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    let namespace = node.document().root_element().tag_name().namespace();
    node.children().filter(move |child| child.is_element() && child.tag_name().namespace() == namespace)
}

/// The first child with this tag.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, tag: &str) -> Option<Node<'a, 'i>> {
    children(node).find(|child| child.tag_name().name() == tag)
}

/// All children with this tag.
pub(super) fn all<'a, 'i>(node: Node<'a, 'i>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    children(node).filter(move |child| child.tag_name().name() == tag)
}

/// The text of the child `text`, without blanks around it.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    child(node, "text").map(content)
}

/// All the text inside an element, without blanks around it.
pub(super) fn content(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|inner| if inner.is_text() { inner.text() } else { None }).collect::<String>().trim().to_owned()
}

/// The line an element begins on.
pub(super) fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

/// The id of an element, or its tag.
pub(super) fn label(node: Node<'_, '_>) -> String {
    node.attribute("id").unwrap_or(node.tag_name().name()).to_owned()
}
