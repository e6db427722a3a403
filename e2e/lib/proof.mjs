// The verifier of receipts as browsers get it, run in Node, and the reference sample when its folder is there.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const STATIC = new URL('../../crates/web/shell/static/', import.meta.url);
// Classic scripts: they put what they offer on the global object.
await import(new URL('proof-crypto.js', STATIC).href);
await import(new URL('proof.js', STATIC).href);

export const own = globalThis.gisheCrypto;
export const proof = globalThis.gisheProof;

export const SHARED = process.env.GISHE_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** The receipt and the keys of the sample log, or null without the folder. */
export function sample() {
  const folder = `${SHARED}/spec/samples/ejournal/log/`;
  if (!existsSync(folder)) return null;
  const line = (name) => readFileSync(folder + name, 'utf8').trim();
  return {
    path: `${folder}event-13.tlog-proof`,
    receipt: new Uint8Array(readFileSync(`${folder}event-13.tlog-proof`)),
    log: line('log.vkey'),
    witness: line('witness.vkey'),
    openings: JSON.parse(line('openings.json')).openings,
  };
}

/** What a verification comes to: its facts, or the word of the error. */
export async function outcome(bytes, logs, witnesses = [], quorum = 0) {
  try {
    return await proof.verifyReceipt(bytes, logs, witnesses, quorum);
  } catch (error) {
    if (!(error instanceof proof.ProofError)) throw error;
    return error.word;
  }
}
