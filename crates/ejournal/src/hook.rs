//! Web hooks: where they may lead, and how a message is signed (`ejournal.md` §6.3; the headers of Standard Webhooks, with Ed25519).
//!
//! The one rule: a hook never makes the journal speak to the network behind it; names are judged by the addresses they lead to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use kernel::secret::SecretKey;
use url::{Host, Url};

/// LIMIT: characters of an address.
const URL_CHARS_MAX: usize = 2_000;

/// An address that a hook may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookUrl(Url);

impl HookUrl {
    /// Reads an address: `https`, or `http` on this machine; without a name of a user, without a fragment. One that stands there as a number
    /// must be public, unless `allows_private`.
    pub fn parse(text: &str, allows_private: bool) -> Option<HookUrl> {
        let url = Url::parse(text).ok().filter(|_| text.chars().count() <= URL_CHARS_MAX)?;
        let ip = match url.host()? {
            Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
            Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
            // Every resolver knows this name, and what it leads to.
            Host::Domain(name) if is_localhost(name) => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            Host::Domain(_) => None,
        };
        let is_local = ip.is_some_and(|ip| ip.is_loopback());
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let is_scheme = url.scheme() == "https" || (url.scheme() == "http" && is_local);
        let is_allowed = allows_private || ip.is_none_or(is_public);
        (is_plain && is_scheme && is_allowed).then_some(HookUrl(url))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost")
}

/// Whether an address is one of the public network, where strangers are meant to be spoken to.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => inner_v4(ip).map_or_else(|| is_public_v6(ip), is_public_v4),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by providers (RFC 6598), of protocols (RFC 6890), for measurements (RFC 2544).
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b));
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let first = ip.segments()[0];
    // What is given out to the public lies in 2000::/3; of that, 2001:db8::/32 is for examples.
    (first & 0xe000) == 0x2000 && !(first == 0x2001 && ip.segments()[1] == 0x0db8)
}

/// The older address that one of the newer kind leads to: mapped, translated (RFC 6052), 6to4 (RFC 3056).
fn inner_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let of = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match (a, b) {
        (0x2002, high) => of(high, c),
        (0x64, 0xff9b) if [c, d, e, f] == [0; 4] => of(g, h),
        (0, 0) if [c, d, e] == [0; 3] && f == 0xffff => of(g, h),
        _ => None,
    }
}

/// A message as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same for the same message, however often it is sent: header `webhook-id`.
    pub id: String,
    /// The exact bytes.
    pub body: Vec<u8>,
}

/// The key that signs messages.
pub struct HookKey(SigningKey);

impl HookKey {
    /// The key made from a secret.
    pub fn new(secret: &SecretKey) -> HookKey {
        HookKey(SigningKey::from_bytes(&secret.derive("web hooks", &[])))
    }

    /// The public half as Standard Webhooks writes it.
    pub fn public(&self) -> String {
        format!("whpk_{}", STANDARD.encode(self.0.verifying_key().as_bytes()))
    }

    /// Value of the header `webhook-signature`, over identifier, instant and body with dots between.
    pub fn sign(&self, message: &Message, at_s: i64) -> String {
        let mut signed = format!("{}.{at_s}.", message.id).into_bytes();
        signed.extend_from_slice(&message.body);
        format!("v1a,{}", STANDARD.encode(self.0.sign(&signed).to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signature, VerifyingKey};

    use super::*;

    #[test]
    fn a_hook_leads_to_the_public_network_only() {
        for good in ["https://example.bg/hook?a=1", "https://93.184.216.34:8443/", "https://[2606:4700::1111]/"] {
            assert!(HookUrl::parse(good, false).is_some(), "{good}");
        }
        for private in [
            "https://127.0.0.1/",
            "https://localhost/",
            "https://a.localhost./",
            "https://10.0.0.1/",
            "https://172.20.1.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://255.255.255.255/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:a00:1::]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "http://127.0.0.1:9/hook",
        ] {
            assert!(HookUrl::parse(private, false).is_none(), "{private}");
            assert!(HookUrl::parse(private, true).is_some(), "{private}");
        }
        for wrong in
            ["http://example.bg/", "http://10.0.0.1/", "ftp://example.bg/", "https://user@example.bg/", "https://example.bg/#a", "hook", ""]
        {
            assert!(HookUrl::parse(wrong, true).is_none(), "{wrong}");
        }
    }

    #[test]
    fn whoever_has_the_public_key_can_check_a_message() {
        let key = HookKey::new(&SecretKey::new([3; 32]));
        let message = Message { id: "hook-1-2".to_owned(), body: b"{}".to_vec() };
        let signature = key.sign(&message, 1_780_000_000);
        let bytes = STANDARD.decode(signature.strip_prefix("v1a,").unwrap()).unwrap();
        let public: [u8; 32] = STANDARD.decode(key.public().strip_prefix("whpk_").unwrap()).unwrap().try_into().unwrap();
        let public = VerifyingKey::from_bytes(&public).unwrap();
        public.verify_strict(b"hook-1-2.1780000000.{}", &Signature::from_slice(&bytes).unwrap()).unwrap();
    }
}
