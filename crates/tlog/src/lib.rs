//! The core of the transparency log: Merkle tree, tiles, checkpoints, proofs and the rules of witnesses, after RFC 6962 and the
//! C2SP specifications signed-note, tlog-checkpoint, tlog-tiles, tlog-proof, tlog-cosignature and tlog-witness (`journal-log.md`).
//!
//! The one rule: what two parties must agree on has one byte form, and a proof is believed only after it was recomputed. Nothing
//! here reads a file, the network, a clock or a source of chance; tiles come through [`TileReader`], times, salts and keys are
//! arguments.
//!
//! ```text
//! Entry::encode ─► leaf_hash ─► OpenTiles::append ─► tiles, bundles
//!                                     └─► TreeHead ─► may_sign ─► Checkpoint ─► SignedCheckpoint ─► witnesses: AddCheckpoint, decide
//! TileReader ─► TiledTree ─► prove_inclusion, prove_consistency ─► Receipt ─► verify_receipt
//! ```

mod bundle;
mod checkpoint;
mod commitment;
mod entry;
mod extension;
mod frontier;
mod hash;
mod key;
pub mod limits;
mod memory;
mod note;
mod open_tiles;
mod policy;
mod prove;
mod reader;
mod receipt;
mod safety;
mod text;
mod tile;
mod tile_tree;
mod tiled_tree;
mod tlog_proof;
mod vectors;
mod verify;
mod witness;
mod witness_answer;

pub use bundle::{BundleError, bundle_check, bundle_decode, bundle_encode};
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use commitment::{CaseTag, Opening, Salt, TagKey};
pub use entry::{Entry, EntryError, EventId, Kind};
pub use extension::{Extension, ExtensionError};
pub use frontier::{Frontier, FrontierError};
pub use hash::{Hash, HashError, TreeHead, leaf_hash, node_hash};
pub use key::{Algorithm, KeyError, KeyId, KeyName, SignerKey, VerifierKey};
pub use memory::{MemoryTree, NodeMissing};
pub use note::{Note, NoteError, Signature, Verified};
pub use open_tiles::OpenTiles;
pub use policy::{Cosigner, Policy, PolicyError};
pub use prove::{ProveError, prove_consistency, prove_inclusion, root_at};
pub use reader::{HashReader, Node, TileReader};
pub use receipt::{Payload, Receipt, ReceiptError, VerifiedReceipt, verify_receipt};
pub use safety::{Evidence, Received, Refusal, StartUpError, TileDiffers, TileWrite, may_sign, received_at, start_up_check, tile_write};
pub use tile::{Bundle, Resource, Tile, TileError, bundles_for_growth, tiles_for_growth};
pub use tile_tree::TileTree;
pub use tiled_tree::{GrowError, ReadError, TiledTree};
pub use tlog_proof::{TlogProof, TlogProofError};
pub use vectors::{VectorError, VectorOutcome, run_vectors};
pub use verify::{ProofError, verify_consistency, verify_inclusion};
pub use witness::{AddCheckpoint, AddCheckpointError, Decision, KnownLog, decide};
pub use witness_answer::{Alarm, Fault, Reaction, Submission, after_answer};
