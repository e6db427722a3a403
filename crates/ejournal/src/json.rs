//! JSON of other systems, read strictly: closed objects, no member twice, integers without fractions.
//!
//! The one rule: whatever is wrong becomes a [`Refusal`] of class `schema` that points to the member and does not repeat its value.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, SeqAccess, Visitor};

use crate::limits::OBJECT_MEMBERS_MAX;
use crate::refusal::{Class, Refusal};

/// One value. What the schema never uses keeps its kind only.
pub enum Node<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number that is not negative.
    Integer(u64),
    /// An object with its members as sent; the same name may stand twice until [`Object::open`] refuses it.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
    /// Anything else.
    Other,
}

/// Reads one whole JSON text.
pub fn read(bytes: &[u8]) -> Result<Node<'_>, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| Refusal::whole(Class::Schema))
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// The name of a member, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(NodeVisitor)? {
            Node::Text(text) => Ok(Self(text)),
            _ => Err(serde::de::Error::custom("a member is named by a text")),
        }
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Node::Integer(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Node::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Node::Other)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Node::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            if members.len() == OBJECT_MEMBERS_MAX {
                return Err(serde::de::Error::custom("too many members"));
            }
            members.push((name, map.next_value()?));
        }
        Ok(Node::Object(members))
    }
}

/// An object whose members are all known and stand once.
pub struct Object<'n> {
    members: &'n [(Cow<'n, str>, Node<'n>)],
    pointer: String,
}

impl<'n> Object<'n> {
    /// Opens the object at `pointer`; refuses other kinds, members that are not `known` and members that stand twice.
    pub fn open(node: &'n Node<'n>, pointer: &str, known: &[&str]) -> Result<Self, Refusal> {
        let Node::Object(members) = node else { return Err(Refusal::at(Class::Schema, pointer)) };
        for (at, (name, _)) in members.iter().enumerate() {
            let twice = members[..at].iter().any(|(earlier, _)| earlier == name);
            if twice || !known.contains(&&**name) {
                return Err(Refusal::at(Class::Schema, pointer_to_stranger(pointer, name)));
            }
        }
        Ok(Self { members, pointer: pointer.to_owned() })
    }

    /// The member, when it is there.
    pub fn get(&self, name: &str) -> Option<Member<'n>> {
        let (_, node) = self.members.iter().find(|(known, _)| known == name)?;
        Some(Member { node, pointer: format!("{}/{name}", self.pointer) })
    }

    /// The member; refused when it is not there.
    pub fn need(&self, name: &str) -> Result<Member<'n>, Refusal> {
        self.get(name).ok_or_else(|| Refusal::at(Class::Schema, format!("{}/{name}", self.pointer)))
    }

    /// The member in the type that `read` makes of its text, when it is there.
    pub fn optional<T>(&self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
        self.get(name).map(|member| member.parsed(read)).transpose()
    }
}

/// The name of an unknown member is the sender's text and may be anything; only a harmless one is repeated.
fn pointer_to_stranger(pointer: &str, name: &str) -> String {
    let harmless = (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic());
    if harmless { format!("{pointer}/{name}") } else { pointer.to_owned() }
}

/// One member of an object with its place.
pub struct Member<'n> {
    node: &'n Node<'n>,
    pointer: String,
}

impl<'n> Member<'n> {
    /// The refusal of this member.
    pub fn refused(&self) -> Refusal {
        Refusal::at(Class::Schema, self.pointer.clone())
    }

    /// The text.
    pub fn text(&self) -> Result<&'n str, Refusal> {
        match self.node {
            Node::Text(text) => Ok(text),
            _ => Err(self.refused()),
        }
    }

    /// The text in the type that `read` makes of it.
    pub fn parsed<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Refusal> {
        read(self.text()?).ok_or_else(|| self.refused())
    }

    /// Refuses any other text than `wanted`.
    pub fn constant(&self, wanted: &str) -> Result<(), Refusal> {
        if self.text()? == wanted { Ok(()) } else { Err(self.refused()) }
    }

    /// A whole number from 1 to `max`.
    pub fn counting(&self, max: u64) -> Result<u64, Refusal> {
        match self.node {
            Node::Integer(number) if (1..=max).contains(number) => Ok(*number),
            _ => Err(self.refused()),
        }
    }

    /// The object with the `known` members.
    pub fn object(&self, known: &[&str]) -> Result<Object<'n>, Refusal> {
        Object::open(self.node, &self.pointer, known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(text: &str) -> String {
        let check = || {
            let node = read(text.as_bytes())?;
            let object = Object::open(&node, "", &["a", "b"])?;
            object.need("a")?.counting(9)?;
            object.get("b").map(|b| b.object(&["c"])).transpose()?;
            Ok(())
        };
        check().map_or_else(|refusal: Refusal| refusal.pointer, |()| "fine".to_owned())
    }

    #[test]
    fn table_of_places() {
        for (text, place) in [
            (r#"{"a":1,"b":{"c":[1,{"x":1}]}}"#, "fine"),
            (r#"{"a":1,"a":1}"#, "/a"),
            (r#"{"a":1,"\u0061":1}"#, "/a"),
            (r#"{"a":1,"b":{"c":1,"c":2}}"#, "/b/c"),
            (r#"{"a":1,"b":{"name":1}}"#, "/b/name"),
            (r#"{"a":1,"b":{"7501010010":1}}"#, "/b"),
            (r#"{"a":0}"#, "/a"),
            (r#"{"a":1.0}"#, "/a"),
            (r#"{"a":-1}"#, "/a"),
            (r#"{"a":1e0}"#, "/a"),
            (r#"{"a":"1"}"#, "/a"),
            (r#"{"b":{}}"#, "/a"),
            (r#"{"a":1} x"#, ""),
            ("[1]", ""),
            ("", ""),
        ] {
            assert_eq!(pointer(text), place, "{text}");
        }
    }

    #[test]
    fn wide_and_deep_texts_end_early() {
        let wide = (0..100_000).map(|n| format!("\"m{n}\":0")).collect::<Vec<_>>().join(",");
        assert!(read(format!("{{{wide}}}").as_bytes()).is_err());
        assert!(read("{\"a\":".repeat(100_000).as_bytes()).is_err());
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
