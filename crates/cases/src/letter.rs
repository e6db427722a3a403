//! Letters and outcome documents as data for the renderer: what is said, to whom, under which number. No drawing happens here.

use jiff::civil::Date;
use kernel::bulgarian;
use kernel::ctx::Ctx;
use kernel::ids::DocumentId;
use kernel::term::Term;
use serde_json::{Value as Json, json};
use services::kit::{DecisionKind, Kit};
use services::organisation;
use store::{Tx, params};

use crate::case_file::CaseFile;
use crate::decision::DecisionDraft;
use crate::document::{Document, verification_token};
use crate::error::Error;
use crate::notice::Irregularity;

const POSITION: &str = "SELECT p.name_bg FROM staff s
    JOIN position p ON p.administration_id = s.administration_id AND p.id = s.position_id
    WHERE s.administration_id = $1 AND s.id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[POSITION];

/// A letter ready to be stored and rendered.
pub(crate) struct Letter {
    pub id: DocumentId,
    pub title: String,
    pub number: String,
    pub data: Json,
}

impl Letter {
    /// The letter as a document that is drawn for looking at and never stored.
    pub(crate) fn preview(self, ctx: &Ctx, case: &CaseFile) -> Document {
        Document {
            id: self.id,
            case_id: case.id,
            section: "internal".to_owned(),
            kind: "preview".to_owned(),
            title: self.title,
            state: "rendering".to_owned(),
            direction: "out".to_owned(),
            number: String::new(),
            sha256: String::new(),
            mime: "application/pdf".to_owned(),
            size: 0,
            file_name: "preview.pdf".to_owned(),
            author: String::new(),
            data: self.data,
            created_at: ctx.now_ms(),
            registered_at: None,
        }
    }
}

/// The facts every letter and outcome shares (layout described in `docs/kits.md`).
fn facts(tx: &Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, id: DocumentId, number: &str) -> Result<Json, Error> {
    let administration = organisation::administration_get(tx, ctx.administration_id)?;
    let applicant = kit.applicant(&case.answers);
    let signatory = ctx.actor.staff();
    let position = match signatory {
        Some(staff) => tx.query_row(POSITION, &params![ctx.administration_id, staff.id], |row| row.get::<String>(0))?,
        None => None,
    };
    Ok(json!({
        "administration": {
            "name": administration.name_bg, "name_en": administration.name_en, "eik": administration.eik,
            "address": administration.address, "phone": administration.phone, "email": administration.email,
            "website": administration.website,
        },
        "case": {
            "uri": case.uri, "incoming_number": case.incoming_number, "rnu": case.rnu,
            "registered_on": bulgarian::date(case.registered_on), "registered_iso": case.registered_on,
            "service_name": kit.manifest.name.bg, "service_name_en": kit.manifest.name.en, "service_number": case.service_number,
            "delivery": case.delivery, "speed": case.speed, "fee_cents": case.fee_cents, "filed_at": case.filed_at,
        },
        "applicant": {
            "name": case.applicant_name, "first": applicant.first, "middle": applicant.middle, "last": applicant.last,
            "identifier": case.applicant_identifier, "identifier_kind": case.applicant_identifier_kind,
            "address": case.address, "email": case.email, "phone": case.phone, "company": applicant.company,
        },
        "application": case.answers,
        "document": { "number": number, "date": bulgarian::date(ctx.today()), "iso": ctx.today() },
        "signatory": { "name": signatory.map(|staff| staff.name.as_str()).unwrap_or_default(), "position": position.unwrap_or_default() },
        "verification": { "token": verification_token(ctx, id) },
    }))
}

/// All but the last four symbols of an identifier hidden (`ux.md` §7).
pub fn mask(identifier: &str) -> String {
    let count = identifier.chars().count();
    identifier.chars().enumerate().map(|(i, c)| if i + 4 < count { '•' } else { c }).collect()
}

fn with(mut facts: Json, layout: &str, more: Json) -> Json {
    if let (Json::Object(all), Json::Object(more)) = (&mut facts, more) {
        all.extend(more);
    }
    json!({ "layout": layout, "data": facts })
}

/// A letter of the built-in layout with the next outgoing number: heading, paragraphs, numbered items, provision.
pub(crate) fn built_in(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, kind: &'static str, more: Json) -> Result<Letter, Error> {
    let administration = organisation::administration_get(tx, ctx.administration_id)?;
    let number = services::numbering::outgoing_number_next(tx, ctx, &administration)?;
    numbered(tx, ctx, kit, case, kind, number, more)
}

/// A letter of the built-in layout; with no number it is a preview.
fn numbered(tx: &Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, kind: &str, number: String, more: Json) -> Result<Letter, Error> {
    let id = DocumentId::new(ctx.now, ctx.random.as_ref());
    let facts = facts(tx, ctx, kit, case, id, &number)?;
    let title = crate::words::text(&format!("letter-{kind}"), &[]).unwrap_or_default();
    Ok(Letter { id, title, data: with(facts, kind, more), number })
}

fn notice_facts(kit: &Kit, items: &[Irregularity], due: Date) -> Json {
    let rule = &kit.manifest.correction;
    let term = if rule.working { Term::working_days(rule.days) } else { Term::days(rule.days) };
    json!({ "items": items, "due": due, "term_words": bulgarian::term(term), "legal": rule.legal.bg })
}

/// The notice of irregularities (R-3010).
pub(crate) fn notice(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, items: &[Irregularity], due: Date) -> Result<Letter, Error> {
    built_in(tx, ctx, kit, case, "notice", notice_facts(kit, items, due))
}

/// The same before it is sent: without a number.
pub(crate) fn notice_unsent(
    tx: &Tx<'_>,
    ctx: &Ctx,
    kit: &Kit,
    case: &CaseFile,
    items: &[Irregularity],
    due: Date,
) -> Result<Letter, Error> {
    numbered(tx, ctx, kit, case, "notice", String::new(), notice_facts(kit, items, due))
}

/// The outcome document of a decision; with no number it is a preview.
pub(crate) fn outcome(
    tx: &Tx<'_>,
    ctx: &Ctx,
    kit: &Kit,
    case: &CaseFile,
    draft: &DecisionDraft,
    id: DocumentId,
    number: &str,
) -> Result<Letter, Error> {
    let kind = DecisionKind::from_word(&draft.decision).ok_or(Error::NotOffered { what: "decision" })?;
    let template = kit.outcome(kind).ok_or(Error::NotOffered { what: "decision" })?;
    let facts = facts(tx, ctx, kit, case, id, number)?;
    let grounds: Vec<Json> = kit
        .manifest
        .refusal_grounds
        .iter()
        .filter(|ground| draft.grounds.contains(&ground.code))
        .map(|ground| json!({ "code": ground.code, "text": ground.text.bg, "legal": ground.legal }))
        .collect();
    let appeal = &kit.manifest.appeal;
    let decision = json!({
        "decision": {
            "kind": draft.decision, "fields": draft.fields, "number": number, "date": bulgarian::date(ctx.today()),
            "iso": ctx.today(), "grounds": grounds,
        },
        "appeal": {
            "authority": appeal.authority.as_ref().map(|text| text.bg.as_str()), "court": appeal.court.bg,
            "days": appeal.days, "legal": appeal.legal.bg,
        },
    });
    let mut data = with(facts, "outcome", decision);
    data["template"] = json!(template.template);
    data["kit"] = json!(kit.hash());
    Ok(Letter { id, title: template.title.bg.clone(), number: number.to_owned(), data })
}
