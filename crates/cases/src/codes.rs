//! The codes on the slip (`ux.md` §8): derived from the key of the installation, stored only as keyed hashes, printable again at any time.

use kernel::access_code::AccessCode;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::permission::Permission;
use kernel::secret::SecretKey;
use kernel::status_code::StatusCode;
use serde_json::json;
use store::{Tx, history};

use crate::case_file::{self, CaseFile, CodeHashes};
use crate::error::Error;

/// The codes of one generation of a case.
#[derive(Debug, Clone)]
pub struct Codes {
    /// Nine digits: opens stages and dates.
    pub status: StatusCode,
    /// Twelve symbols: with the document number opens the official section.
    pub access: AccessCode,
    /// The token of the QR code: opens the status page only.
    pub track: String,
}

/// Hash under which a status code is stored.
pub(crate) fn status_hash(key: &SecretKey, code: &StatusCode) -> String {
    key.keyed_hash("status-code-hash", &code.to_string())
}

/// Hash under which an access code is stored.
pub(crate) fn access_hash(key: &SecretKey, code: &AccessCode) -> String {
    key.keyed_hash("access-code-hash", &code.to_string())
}

/// Hash under which a tracking token is stored.
pub(crate) fn track_hash(key: &SecretKey, token: &str) -> String {
    key.keyed_hash("track-token-hash", &token.to_ascii_uppercase())
}

/// The codes of a case in a generation.
pub fn codes_of(key: &SecretKey, administration: AdministrationId, case: CaseId, generation: i64) -> Codes {
    let administration = administration.0.to_be_bytes();
    let generation = generation.to_be_bytes();
    let parts: [&[u8]; 3] = [&administration, case.0.as_bytes(), &generation];
    let digits = key.derive("status-code", &parts);
    let number = u64::from_be_bytes(digits[..8].try_into().expect("eight bytes of thirty-two")) % 100_000_000;
    let symbols = key.derive("access-code", &parts);
    Codes {
        status: StatusCode::from_first_eight(u32::try_from(number).expect("below a hundred million")),
        access: AccessCode::from_random_bytes(symbols[..8].try_into().expect("eight bytes of thirty-two")),
        track: key.token("track-token", &parts),
    }
}

/// The hashes of the codes of a case in a generation.
pub(crate) fn hashes_of(ctx: &Ctx, case: CaseId, generation: i64) -> CodeHashes {
    let codes = codes_of(&ctx.key, ctx.administration_id, case, generation);
    CodeHashes {
        status: status_hash(&ctx.key, &codes.status),
        access: access_hash(&ctx.key, &codes.access),
        track: track_hash(&ctx.key, &codes.track),
    }
}

/// Answers with the codes of a case for a clerk who prints its slip or receipt once more; the journal says who did.
pub fn codes_reprint(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, what: &'static str) -> Result<(CaseFile, Codes), Error> {
    ctx.require(Permission::ApplicationIntake)?;
    let case = case_file::hold(tx, ctx.administration_id, id)?;
    history::append(tx, ctx, history::Event::of_case(id, "CodesReprinted", json!({ "what": what })))?;
    let codes = codes_of(&ctx.key, ctx.administration_id, id, case.code_generation);
    Ok((case, codes))
}
