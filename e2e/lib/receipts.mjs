// Receipts of a small log made for tests: keys from seeds, entries, a tree, a checkpoint, witnesses.
//
// The one rule: made with Node's own cryptography and by the formats of journal-log.md, not with the code under test.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

const LOG = 0x01;
const WITNESS = 0x04;
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

/** A key with its name, from a seed of 32 bytes or one number. */
export function makeKey(name, seed, algorithm) {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.alloc(32, seed)]), format: 'der', type: 'pkcs8' });
  const own = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  const wire = Buffer.concat([Buffer.of(algorithm), own]);
  const id = sha256(Buffer.from(`${name}\n`), wire).subarray(0, 4);
  return { name, id, algorithm, public: new Uint8Array(own), secret, line: `${name}+${id.toString('hex')}+${base64(wire)}` };
}

export const logKey = (name, seed = 1) => makeKey(name, seed, LOG);
export const witnessKey = (name, seed = 2) => makeKey(name, seed, WITNESS);

/** The line of a log or – at a time, seconds – of a witness under the text of a note. */
export function signatureLine(key, text, timeS = 0n) {
  const time = Buffer.alloc(key.algorithm === WITNESS ? 8 : 0);
  if (time.length) time.writeBigUInt64BE(timeS);
  const signed = sign(null, Buffer.from(time.length ? `cosignature/v1\ntime ${timeS}\n${text}` : text), key.secret);
  return `— ${key.name} ${base64(Buffer.concat([key.id, time, signed]))}\n`;
}

/** The bytes of an entry, version 1. */
export function makeEntry({ kind = 0, receivedMs = 1_742_205_612_644n, occurredMs = 1_742_205_605_000n, participant = 1, sequence = 1n, service = 2079, status = 904, tagEpoch = 1, commitment, refersTo = 0n, extension = Buffer.alloc(0) }) {
  const bytes = Buffer.alloc(160);
  bytes[0] = 1;
  bytes[1] = kind;
  bytes.writeBigUInt64BE(receivedMs, 2);
  bytes.writeBigUInt64BE(occurredMs, 10);
  bytes.writeUInt32BE(participant, 18);
  bytes.writeBigUInt64BE(sequence, 22);
  bytes.writeUInt32BE(service, 30);
  bytes.writeUInt16BE(status, 34);
  bytes.writeUInt16BE(tagEpoch, 36);
  bytes.fill(0x11, 38, 70);
  bytes.fill(0x22, 70, 86);
  commitment.copy(bytes, 86);
  bytes.writeBigUInt64BE(refersTo, 150);
  bytes.writeUInt16BE(extension.length, 158);
  return Buffer.concat([bytes, extension]);
}

/** An item of an extension. */
export function extensionItem(type, value) {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, Buffer.from(value)]);
}

const leafHash = (entry) => sha256(Buffer.of(0), entry);

/** Root of the tree over leaf hashes and the hashes that prove the leaf at `index`, as RFC 9162 §2.1.3.1 defines both. */
export function tree(leaves, index) {
  if (leaves.length <= 1) return { root: leaves[0] ?? sha256(), proof: [] };
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [tree(leaves.slice(0, half), index), tree(leaves.slice(half), index - half)];
  const proof = index < half ? [...left.proof, right.root] : [...right.proof, left.root];
  return { root: sha256(Buffer.of(1), left.root, right.root), proof };
}

/** A receipt of one entry in a log of `size`; `parts` are what it was made of. */
export function makeReceipt({ origin = 'office.example/log', size = 21, index = 9, payload = Buffer.from('{"id":"0195953a"}'), erased = false, entry = {}, cosigners = [], log = logKey(origin) } = {}) {
  const salt = Buffer.alloc(32, 5);
  const bytes = makeEntry({ ...entry, commitment: sha256(Buffer.of(2), salt, payload) });
  const leaves = Array.from({ length: size }, (_, place) => (place === index ? leafHash(bytes) : leafHash(Buffer.from(`entry-${place}`))));
  const { root, proof } = tree(leaves, index);
  const text = `${origin}\n${size}\n${base64(root)}\n`;
  const container = erased ? { entry: base64(bytes) } : { entry: base64(bytes), payload: base64(payload), salt: base64(salt) };
  const signatures = [signatureLine(log, text), ...cosigners.map(({ key, timeS }) => signatureLine(key, text, timeS))];
  const parts = { container, index, proof, text, signatures, entry: bytes };
  return { log, parts, bytes: writeReceipt(parts) };
}

/** The file of a receipt. `extra` stands instead of the container; null leaves the line out. */
export function writeReceipt({ container, extra = JSON.stringify(container), index, proof, text, signatures }) {
  const line = extra === null ? '' : `extra ${base64(Buffer.from(extra))}\n`;
  const hashes = proof.map((hash) => `${base64(hash)}\n`).join('');
  return new Uint8Array(Buffer.from(`c2sp.org/tlog-proof@v1\n${line}index ${index}\n${hashes}\n${text}\n${signatures.join('')}`));
}
