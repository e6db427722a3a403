//! Runs published test vectors of Merkle proofs, in the form of the file `merkle-proofs.json` (from transparency-dev/merkle).

use serde::{Deserialize, Serialize};

use crate::hash::{Hash, TreeHead};
use crate::limits::VECTORS_BYTES_MAX;
use crate::text::base64_decode;
use crate::verify::{verify_consistency, verify_inclusion};

/// How one vector ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VectorOutcome {
    /// Name of the vector.
    pub id: String,
    /// Whether it ended as expected.
    pub passed: bool,
    /// `accepted`, `refused` or, for kinds of proofs that are not part of this crate, `not implemented`.
    pub got: String,
    /// `accepted` or `refused`.
    pub expected: String,
}

/// Why a file is not one of test vectors.
#[derive(Debug, thiserror::Error)]
pub enum VectorError {
    /// Larger than [`VECTORS_BYTES_MAX`].
    #[error("a file of {0} bytes is too large")]
    TooLarge(usize),
    /// Not the JSON expected.
    #[error("not a file of test vectors")]
    Json(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct File {
    vectors: Vec<Vector>,
}

/// Hashes are `null` or of a wrong length in vectors that must be refused.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vector {
    name: String,
    kind: String,
    want_err: bool,
    proof: Option<Vec<Option<String>>>,
    leaf_idx: Option<u64>,
    tree_size: Option<u64>,
    root: Option<String>,
    leaf_hash: Option<String>,
    size1: Option<u64>,
    size2: Option<u64>,
    root1: Option<String>,
    root2: Option<String>,
}

/// Verifies every vector of a file and compares with what it expects.
///
/// # Errors
/// [`VectorError`] when the text is not a file of vectors.
pub fn run_vectors(json: &str) -> Result<Vec<VectorOutcome>, VectorError> {
    if json.len() > VECTORS_BYTES_MAX {
        return Err(VectorError::TooLarge(json.len()));
    }
    let file: File = serde_json::from_str(json)?;
    Ok(file.vectors.iter().map(outcome).collect())
}

fn outcome(vector: &Vector) -> VectorOutcome {
    let word = |accepted| if accepted { "accepted" } else { "refused" };
    let expected = word(!vector.want_err);
    let got = match vector.kind.as_str() {
        "inclusion" => word(inclusion(vector).is_some()),
        "consistency" => word(consistency(vector).is_some()),
        _ => "not implemented",
    };
    VectorOutcome { id: vector.name.clone(), passed: got == expected, got: got.to_owned(), expected: expected.to_owned() }
}

/// `Some` when the proof is accepted; a field that is missing or malformed refuses it.
fn inclusion(vector: &Vector) -> Option<()> {
    let head = TreeHead { size: vector.tree_size?, root: root(&vector.root)? };
    verify_inclusion(hash(&vector.leaf_hash)?, vector.leaf_idx?, head, &proof(vector)?).ok()
}

/// `Some` when the proof is accepted; a field that is missing or malformed refuses it.
fn consistency(vector: &Vector) -> Option<()> {
    let old = TreeHead { size: vector.size1?, root: root(&vector.root1)? };
    let head = TreeHead { size: vector.size2?, root: root(&vector.root2)? };
    verify_consistency(old, head, &proof(vector)?).ok()
}

fn proof(vector: &Vector) -> Option<Vec<Hash>> {
    vector.proof.iter().flatten().map(hash).collect()
}

/// Some vectors have a placeholder of another length for a root, and one expects two equal placeholders to be accepted. Roots of
/// this crate always have 32 bytes, so a placeholder is stood in for by its digest: equal stays equal, and it is no root of a tree.
fn root(text: &Option<String>) -> Option<Hash> {
    let bytes = base64_decode(text.as_ref()?)?;
    Some(Hash::from_slice(&bytes).unwrap_or_else(|| Hash::of(&bytes)))
}

fn hash(text: &Option<String>) -> Option<Hash> {
    text.as_ref()?.parse().ok()
}
