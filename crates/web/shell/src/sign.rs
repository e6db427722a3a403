//! Signed texts for cookies and form tokens: HMAC-SHA-256 under the installation's key, separated by purpose.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::secret::SecretKey;

/// Signatures that only this installation makes and checks, derived from its key.
#[derive(Debug, Clone)]
pub struct Keys {
    key: Arc<SecretKey>,
}

impl Keys {
    /// Signatures under the installation's key.
    pub fn new(key: Arc<SecretKey>) -> Keys {
        Keys { key }
    }

    fn mac(&self, purpose: &str, text: &str) -> [u8; 32] {
        self.key.derive("web", &[purpose.as_bytes(), text.as_bytes()])
    }

    /// The tag of `text` for `purpose`, 43 characters.
    pub fn tag(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, text))
    }

    /// Whether `tag` belongs to `text` and `purpose`; compared in constant time.
    pub fn check(&self, purpose: &str, text: &str, tag: &str) -> bool {
        URL_SAFE_NO_PAD.decode(tag).is_ok_and(|tag| equal(&tag, &self.mac(purpose, text)))
    }

    /// `text` in a form fit for a cookie, with its tag.
    pub fn seal(&self, purpose: &str, text: &str) -> String {
        format!("{}.{}", URL_SAFE_NO_PAD.encode(text), self.tag(purpose, text))
    }

    /// The text of [`Keys::seal`]; `None` when anything in it was changed.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let (text, tag) = sealed.split_once('.')?;
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        self.check(purpose, &text, tag).then_some(text)
    }
}

/// Compares without telling by its time where the first difference is.
fn equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && std::hint::black_box(a.iter().zip(b).fold(0u8, |difference, (a, b)| difference | (a ^ b))) == 0
}

/// 128 random bits as 22 characters.
pub fn random_token(random: &dyn kernel::random::Random) -> String {
    let mut bytes = [0u8; 16];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_only_unchanged_and_for_its_purpose() {
        let keys = Keys::new(Arc::new(SecretKey::new([7; 32])));
        let sealed = keys.seal("notice", "готово");
        assert_eq!(keys.open("notice", &sealed).as_deref(), Some("готово"));
        assert_eq!(keys.open("other", &sealed), None);
        assert_eq!(keys.open("notice", &sealed.replace('.', "A.")), None);
        assert_eq!(keys.open("notice", "rubbish"), None);
    }
}
