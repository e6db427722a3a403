//! Giving a participant something more: a key, a certificate, an administration.
//!
//! The one rule: nothing is taken that the journal could not use; what was typed comes back.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ejournal::journal::{Act, Error, Fingerprint, Participant, grant_add, key_add, scope_add};
use ejournal::signature::PublicKey;
use kernel::bulgarian::date_from_parts;
use kernel::entity_number::EntityNumber;
use kernel::permission::Permission;
use serde_json::json;
use sha2::{Digest, Sha256};
use web::{Errors, Notice, Page, PageError, Pairs, Texts, redirect};

use super::admit::administrations;
use super::{fact, participant};
use crate::desk::Desk;

/// What can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Key,
    Certificate,
    Scope,
}

impl What {
    fn parse(word: &str) -> Result<What, PageError> {
        match word {
            "key" => Ok(What::Key),
            "certificate" => Ok(What::Certificate),
            "scope" => Ok(What::Scope),
            _ => Err(PageError::not_found()),
        }
    }

    fn word(self) -> &'static str {
        match self {
            What::Key => "key",
            What::Certificate => "certificate",
            What::Scope => "scope",
        }
    }
}

/// What was read of the form.
#[derive(Clone)]
enum Given {
    Key { kid: String, key: Box<PublicKey>, from_ms: i64, until_ms: i64 },
    Certificate(Fingerprint),
    Scope(Vec<EntityNumber>),
}

/// The form as it was typed.
#[derive(Default)]
struct Form {
    kid: String,
    key: String,
    until: [String; 3],
    certificate: String,
    administrations: String,
}

#[derive(Template)]
#[template(path = "participant_add.html")]
struct AddPage {
    page: Page,
    what: &'static str,
    number: u32,
    name: String,
    form: Form,
}

fn form_page(desk: &Desk, of: &Participant, what: What, form: Form, errors: Errors) -> Result<Response, PageError> {
    let failed = !errors.is_empty();
    let title = desk.t.get(&format!("admin-participant-add-{}", what.word())).into_owned();
    let page = desk.page(title).with_errors(errors).with_back(format!("/admin/participants/{}", of.number));
    desk.form_answer(&AddPage { page, what: what.word(), number: of.number, name: of.name.clone(), form }, failed)
}

/// The form.
pub async fn form(desk: Desk, Path((number, what)): Path<(String, String)>) -> Result<Response, PageError> {
    desk.require(Permission::JournalManage)?;
    let of = participant(&desk, &number).await?;
    form_page(&desk, &of, What::parse(&what)?, Form::default(), Errors::new())
}

/// A public key of Ed25519 as 43 signs of base64url, as `gishe journal identity` prints it, with or without its name in front.
fn key_of(text: &str) -> Option<PublicKey> {
    let text = text.rsplit_once('=').map_or(text, |(_, key)| key);
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text.trim()).ok()?.try_into().ok()?;
    PublicKey::ed25519(&bytes).ok()
}

/// A certificate in PEM, or its SHA-256 in hexadecimal with or without colons.
fn fingerprint_of(text: &str) -> Option<Fingerprint> {
    if let Some((_, rest)) = text.split_once("-----BEGIN CERTIFICATE-----") {
        let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
        let der = STANDARD.decode(body.split_whitespace().collect::<String>()).ok().filter(|der| der.first() == Some(&0x30))?;
        return Some(Fingerprint(Sha256::digest(&der).into()));
    }
    text.replace([':', ' '], "").to_lowercase().parse().ok()
}

fn given(t: Texts, what: What, form: &Form, now_ms: i64) -> Result<Given, Errors> {
    let mut errors = Errors::new();
    let read = match what {
        What::Scope => administrations(&form.administrations).map(Given::Scope),
        What::Certificate => fingerprint_of(&form.certificate).map(Given::Certificate),
        What::Key => {
            let [day, month, year] = &form.until;
            let is_open = form.until.iter().all(String::is_empty);
            // Valid to the end of the day that is named.
            let until = match is_open {
                true => Some(i64::MAX),
                false => date_from_parts(day, month, year).ok().and_then(|day| day.tomorrow().ok()).map(crate::period::begin_ms),
            };
            let until = until.filter(|until| *until > now_ms);
            if form.kid.is_empty() || form.kid.chars().count() > ejournal::limits::KEY_NAME_CHARS_MAX {
                errors.add("kid", t.get("admin-participant-error-kid"));
            }
            let key = key_of(&form.key);
            if key.is_none() {
                errors.add("key", t.get("admin-participant-error-key"));
            }
            if until.is_none() {
                errors.add("until", t.get("admin-participant-error-until"));
            }
            key.zip(until).map(|(key, until_ms)| Given::Key { kid: form.kid.clone(), key: Box::new(key), from_ms: now_ms, until_ms })
        }
    };
    match (read, what) {
        (Some(read), _) if errors.is_empty() => return Ok(read),
        (None, What::Scope) => errors.add("administrations", t.get("admin-participant-error-administrations")),
        (None, What::Certificate) => errors.add("certificate", t.get("admin-participant-error-certificate")),
        _ => {}
    }
    Err(errors)
}

/// Gives it.
pub async fn save(desk: Desk, Path((number, what)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::JournalManage)?;
    let (of, what) = (participant(&desk, &number).await?, What::parse(&what)?);
    let (operator, t) = (desk.operator()?, desk.t);
    let text = |name: &str| pairs.get(name).to_owned();
    let form = Form {
        kid: text("kid"),
        key: text("key"),
        until: [text("until-day"), text("until-month"), text("until-year")],
        certificate: text("certificate"),
        administrations: text("administrations"),
    };
    let read = match given(t, what, &form, operator.now_ms()) {
        Ok(read) => read,
        Err(errors) => return form_page(&desk, &of, what, form, errors),
    };
    if let Given::Key { kid, .. } = &read
        && of.keys.iter().any(|known| known.kid == *kid)
    {
        return form_page(&desk, &of, what, form, Errors::from_iter([("kid", t.get("admin-participant-error-kid-taken"))]));
    }
    let (source, name, number) = (of.source.clone(), of.name.clone(), of.number);
    desk.attempt_once(pairs.command()?, move |tx, ctx| {
        match &read {
            Given::Key { kid, key, from_ms, until_ms } => {
                key_add(tx, &operator, &source, kid, key, *from_ms, *until_ms)?;
                fact(tx, ctx, "JournalKeyAdded", "", json!({ "name": name, "number": number, "kid": kid }))
            }
            Given::Certificate(of) => {
                grant_add(tx, &operator, *of, &Act::Report(number))?;
                fact(tx, ctx, "JournalCertificateAdded", "", json!({ "name": name, "number": number, "certificate": of.to_string() }))
            }
            Given::Scope(all) => {
                all.iter().try_for_each(|eik| scope_add(tx, &operator, &source, eik))?;
                let about: Vec<&str> = all.iter().map(EntityNumber::as_str).collect();
                fact(tx, ctx, "JournalScopeAdded", "", json!({ "name": name, "number": number, "administrations": about }))
            }
        }
        .map_err(|error: Error| error)
    })
    .await?;
    let notice = Notice::success(t.get(&format!("admin-participant-added-{}", what.word())));
    Ok(redirect::with_notice(&desk, &format!("/admin/participants/{number}"), &notice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_certificates_are_read_in_the_forms_people_have_them() {
        let key = URL_SAFE_NO_PAD.encode(ejournal::signature::Signer::ed25519("k".to_owned(), &[7; 32]).public_key().to_bytes());
        assert!(key_of(&key).is_some() && key_of(&format!("ключ={key}")).is_some());
        assert!(key_of("").is_none() && key_of("AAAA").is_none() && key_of("<script>").is_none());
        let hash = "ab".repeat(32);
        assert_eq!(fingerprint_of(&hash).unwrap().to_string(), hash);
        assert_eq!(fingerprint_of(&"AB:".repeat(32)).unwrap().to_string(), hash);
        let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode([0x30, 1, 2]));
        assert_eq!(fingerprint_of(&pem).unwrap(), Fingerprint(Sha256::digest([0x30, 1, 2]).into()));
        assert!(fingerprint_of("-----BEGIN CERTIFICATE-----").is_none() && fingerprint_of("xyz").is_none());
    }
}
