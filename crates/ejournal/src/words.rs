//! Closed lists of words, as they stand in events and in data files.

/// An enum whose variants have one written word each, with `ALL`, `name`, `parse`, `Display` and the same words for `serde`.
macro_rules! words {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $type { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl $type {
            /// All of them, in their order.
            pub const ALL: &'static [$type] = &[$($type::$name,)*];

            /// The written word.
            pub fn name(self) -> &'static str {
                match self { $($type::$name => $word,)* }
            }

            /// Reads the written word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.name() == text)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use words;
