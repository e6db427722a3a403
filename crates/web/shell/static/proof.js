// Verifies receipts of a log in the browser: formats and rules of the crate `tlog` (C2SP tlog-proof, tlog-checkpoint, tlog-cosignature).
//
// The one rule: it accepts and refuses what the program's own `tlog::verify_receipt` accepts and refuses, in the same order, and asks
// nobody: no network, no clock, no page. Needs proof-crypto.js before it; a classic script, because modules do not load from a saved page.
'use strict';
{
  const { concat, ed25519Key, ed25519Verify, equal, sha256, sha256Own, utf8 } = globalThis.gisheCrypto;

  // LIMIT: the limits of crates/tlog/src/limits.rs.
  const SIZE_MAX = 2n ** 63n - 1n;
  const NUMBER_MAX = 2n ** 64n - 1n;
  const PROOF_HASHES_MAX = 63;
  const EXTENSION_BYTES_MAX = 1024;
  const NOTE_BYTES_MAX = 512 * 1024;
  const SIGNATURES_MAX = 100;
  const RECEIPT_BYTES_MAX = 8 * 1024 * 1024;

  const HEADER = 'c2sp.org/tlog-proof@v1';
  const SIGNATURE_PREFIX = '\u2014 ';
  const ENTRY_BYTES_MIN = 160;
  const LOG = 0x01;
  const WITNESS = 0x04;

  /** Every word an error may have; texts for people belong to the page. */
  const WORDS = [
    'key', // a text is not a public key
    'policy', // the keys and the number of witnesses do not make a policy
    'too-large', // more bytes than any receipt has
    'shape', // not a receipt: some part of it is malformed
    'no-entry', // a proof, but without the entry it speaks of
    'entry', // the entry is malformed
    'other-log', // the keys are not those of the log that the receipt names
    'unknown-key', // the log signed with none of the keys
    'signature', // the signature of the log is wrong
    'inclusion', // the entry is not at this place of the log
    'payload', // the content is not the one of the entry
    'cosignature', // the signature of a known witness is wrong
    'awaiting-witnesses', // everything is right, but too few witnesses have signed
  ];

  /** Why a receipt is not believed. `word` is one of WORDS; `facts` is there only for `awaiting-witnesses`. */
  class ProofError extends Error {
    constructor(word, details = {}) {
      super(word);
      this.name = 'ProofError';
      this.word = word;
      Object.assign(this, details);
    }
  }

  const fail = (word, details) => {
    throw new ProofError(word, details);
  };
  const need = (isRight, word) => {
    if (!isRight) fail(word);
  };

  // Base64 with padding and without stray bits, so that one value has one spelling (RFC 4648 §3.5, §4).
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const VALUES = new Int8Array(128).fill(-1);
  [...ALPHABET].forEach((letter, value) => {
    VALUES[letter.charCodeAt(0)] = value;
  });

  /** The bytes, or null. */
  function base64Decode(text) {
    if (text.length % 4) return null;
    const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
    const bytes = new Uint8Array((text.length / 4) * 3 - padding);
    let bits = 0;
    let held = 0;
    let at = 0;
    for (let place = 0; place < text.length - padding; place += 1) {
      const code = text.charCodeAt(place);
      const value = code < 128 ? VALUES[code] : -1;
      if (value < 0) return null;
      held = (held << 6) | value;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[at] = held >> bits;
        at += 1;
        held &= (1 << bits) - 1;
      }
    }
    return held === 0 ? bytes : null;
  }

  function base64Encode(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      for (let place = 0; place < 4; place += 1) text += at + place > bytes.length ? '=' : ALPHABET[(three >> (18 - 6 * place)) & 63];
    }
    return text;
  }

  const hexEncode = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

  /** Text of bytes that must be UTF-8, with whatever byte order mark there is; null for others. */
  function text(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  /** An unsigned number of 64 bits without sign and leading zeros, or null. */
  function decimal(words) {
    if (!/^(?:0|[1-9][0-9]{0,19})$/.test(words)) return null;
    const value = BigInt(words);
    return value <= NUMBER_MAX ? value : null;
  }

  const hashOf = (words) => {
    const bytes = words.length === 44 ? base64Decode(words) : null;
    return bytes?.length === 32 ? bytes : null;
  };

  // Keys of signed notes (C2SP signed-note).

  const isName = (name) => name !== '' && !/[\p{White_Space}+\0-\x1f]/u.test(name);

  /** Reads `<name>+<id in hex>+<base64(algorithm ‖ public key)>`. */
  function readKey(line) {
    const [name, id, ...rest] = line.split('+');
    const bytes = base64Decode(rest.join('+'));
    need(rest.length > 0 && isName(name) && /^[0-9a-f]{8}$/i.test(id) && bytes?.length === 33, 'key');
    const algorithm = bytes[0];
    need(algorithm === LOG || algorithm === WITNESS, 'key');
    const key = ed25519Key(bytes.slice(1));
    need(key, 'key');
    const ownId = hexEncode(sha256Own(concat(utf8(`${name}\n`), bytes)).subarray(0, 4));
    need(ownId === id.toLowerCase(), 'key');
    return { name, id: ownId, algorithm, key };
  }

  const asKey = (key) => (typeof key === 'string' ? readKey(key) : key);

  /** The witnesses must be witnesses, each key once, and so many of them must exist. */
  function checkPolicy(witnesses, quorum) {
    const keys = new Set(witnesses.map((witness) => hexEncode(witness.key.bytes)));
    const names = new Set(witnesses.map((witness) => witness.name));
    need(witnesses.every((witness) => witness.algorithm === WITNESS) && keys.size === witnesses.length, 'policy');
    need(Number.isInteger(quorum) && quorum >= 0 && quorum <= names.size, 'policy');
  }

  // Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint).

  function readSignature(line) {
    need(line.startsWith(SIGNATURE_PREFIX), 'shape');
    const rest = line.slice(SIGNATURE_PREFIX.length);
    const space = rest.indexOf(' ');
    const name = rest.slice(0, Math.max(space, 0));
    const bytes = base64Decode(rest.slice(space + 1));
    need(isName(name) && bytes?.length > 4, 'shape');
    return { name, id: hexEncode(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
  }

  function readNote(words) {
    need(words.length <= NOTE_BYTES_MAX && utf8(words).length <= NOTE_BYTES_MAX, 'shape');
    need(!/[\0-\x09\x0b-\x1f]/.test(words), 'shape');
    // The last blank line separates; the text keeps its final newline and may have blank lines itself.
    const blank = words.lastIndexOf('\n\n');
    const below = words.slice(blank + 2);
    need(blank >= 0 && below.endsWith('\n'), 'shape');
    const lines = below.slice(0, -1).split('\n', SIGNATURES_MAX + 1);
    need(lines.length <= SIGNATURES_MAX, 'shape');
    return { text: words.slice(0, blank + 1), signatures: lines.map(readSignature) };
  }

  function readCheckpoint(note) {
    const [origin, sizeText, rootText, ...extensions] = note.text.slice(0, -1).split('\n');
    const size = decimal(sizeText ?? '');
    const root = hashOf(rootText ?? '');
    need(origin !== '' && size !== null && size <= SIZE_MAX && root, 'shape');
    need(size > 0n || equal(root, sha256Own(new Uint8Array())), 'shape');
    need(extensions.every((line) => line !== ''), 'shape');
    return { origin, size, root };
  }

  /** Verifies one signature: `{ timeS }` when it is good, null when it is not. */
  async function verifySignature({ algorithm, key }, words, bytes) {
    if (algorithm === LOG) return (await ed25519Verify(key, utf8(words), bytes)) ? { timeS: null } : null;
    if (bytes.length !== 8 + 64) return null;
    const timeS = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
    if (timeS > SIZE_MAX) return null;
    return (await ed25519Verify(key, utf8(`cosignature/v1\ntime ${timeS}\n${words}`), bytes.subarray(8))) ? { timeS } : null;
  }

  /** The good signatures of `keys`; one in the name of a key that is wrong fails with `word`, those of other keys are ignored. */
  async function verifyNote(note, keys, word) {
    const verified = [];
    for (const { name, id, bytes } of note.signatures) {
      const candidates = keys.filter((key) => key.name === name && key.id === id);
      if (candidates.length === 0) continue;
      let good = null;
      for (const key of candidates) good ??= await verifySignature(key, note.text, bytes);
      if (!good) fail(word, { signer: name });
      verified.push({ name, timeS: good.timeS });
    }
    return verified;
  }

  // Entries (journal-log.md §1).

  function readExtension(bytes) {
    need(bytes.length <= EXTENSION_BYTES_MAX, 'entry');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const items = [];
    for (let at = 0; at < bytes.length; ) {
      need(at + 4 <= bytes.length, 'entry');
      const type = view.getUint16(at);
      const end = at + 4 + view.getUint16(at + 2);
      need(end <= bytes.length && (items.length === 0 || items[items.length - 1].type < type), 'entry');
      items.push({ type, value: bytes.subarray(at + 4, end) });
      at = end;
    }
    return items;
  }

  const CORRECTION = 1;
  const ERASURE = 3;
  const KINDS = 8;

  /** Reads an entry, version 1, that fills `bytes` exactly. */
  function readEntry(bytes) {
    need(bytes.length >= ENTRY_BYTES_MIN && bytes[0] === 1, 'entry');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const kind = bytes[1];
    const reference = view.getBigUint64(150);
    const hasReference = kind === CORRECTION || kind === ERASURE;
    need(kind < KINDS && (hasReference || reference === 0n), 'entry');
    need(view.getUint16(158) === bytes.length - ENTRY_BYTES_MIN, 'entry');
    const eventId = hexEncode(bytes.subarray(70, 86));
    return {
      kind,
      receivedMs: view.getBigUint64(2),
      occurredMs: view.getBigUint64(10),
      participant: view.getUint32(18),
      sequence: view.getBigUint64(22),
      service: view.getUint32(30),
      status: view.getUint16(34),
      tagEpoch: view.getUint16(36),
      caseTag: hexEncode(bytes.subarray(38, 70)),
      eventId: eventId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      commitment: base64Encode(bytes.subarray(86, 118)),
      signatureDigest: base64Encode(bytes.subarray(118, 150)),
      refersTo: hasReference ? reference : null,
      extension: readExtension(bytes.subarray(ENTRY_BYTES_MIN)),
      bytes,
    };
  }

  // The container in the `extra` line: JSON that the program reads as a record of three texts. JSON.parse takes repeated keys, so the
  // few shapes that are allowed are read here.

  const SPACE = /[ \t\n\r]*/y;
  const FIELDS = ['entry', 'payload', 'salt'];

  /** Walks over JSON of texts and nulls. */
  class Json {
    #text;
    #at = 0;
    constructor(words) {
      this.#text = words;
    }
    #space() {
      SPACE.lastIndex = this.#at;
      SPACE.test(this.#text);
      this.#at = SPACE.lastIndex;
    }
    /** Whether this mark is next; it is taken. */
    takes(mark) {
      this.#space();
      const isNext = this.#text.startsWith(mark, this.#at);
      if (isNext) this.#at += mark.length;
      return isNext;
    }
    string() {
      need(this.takes('"'), 'shape');
      let end = this.#text.indexOf('"', this.#at);
      while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
      need(end >= 0, 'shape');
      const literal = this.#text.slice(this.#at - 1, end + 1);
      this.#at = end + 1;
      try {
        return JSON.parse(literal);
      } catch {
        return fail('shape');
      }
    }
    /** Backslashes before a quote are counted back to the start of the text at most. */
    #isEscaped(place) {
      let before = place;
      while (before > this.#at && this.#text[before - 1] === '\\') before -= 1;
      return (place - before) % 2 === 1;
    }
    end() {
      this.#space();
      return this.#at === this.#text.length;
    }
  }

  /** `{"entry": …, "payload": …, "salt": …}` in any order, or the three values in a row; the last two may be null or missing. */
  function readContainer(bytes) {
    const words = text(bytes);
    need(words !== null, 'shape');
    const json = new Json(words);
    const found = new Map();
    const isRecord = json.takes('{');
    need(isRecord || json.takes('['), 'shape');
    const close = isRecord ? '}' : ']';
    for (let place = 0; !json.takes(close); place += 1) {
      need(place === 0 || json.takes(','), 'shape');
      const field = isRecord ? json.string() : FIELDS[place];
      need(FIELDS.includes(field) && !found.has(field) && (!isRecord || json.takes(':')), 'shape');
      found.set(field, field !== 'entry' && json.takes('null') ? null : json.string());
    }
    need(json.end() && found.has('entry'), 'shape');
    return { entry: found.get('entry'), payload: found.get('payload') ?? null, salt: found.get('salt') ?? null };
  }

  // Receipts (C2SP tlog-proof, journal-log.md §5).

  /** Reads a receipt without verifying anything: `origin` tells which keys to look for. */
  function readReceipt(bytes) {
    need(bytes.length <= RECEIPT_BYTES_MAX, 'too-large');
    const words = text(bytes);
    need(words !== null, 'shape');
    const blank = words.indexOf('\n\n');
    need(blank >= 0, 'shape');
    const lines = words.slice(0, blank).split('\n', 3 + PROOF_HASHES_MAX + 1);
    need(lines.shift() === HEADER, 'shape');
    const extra = lines[0]?.startsWith('extra ') ? base64Decode(lines.shift().slice('extra '.length)) : undefined;
    need(extra !== null, 'shape');
    const indexLine = lines.shift() ?? '';
    const index = indexLine.startsWith('index ') ? decimal(indexLine.slice('index '.length)) : null;
    need(index !== null && lines.length <= PROOF_HASHES_MAX, 'shape');
    const hashes = lines.map(hashOf);
    need(hashes.every((hash) => hash), 'shape');
    const note = readNote(words.slice(blank + 2));
    need(extra !== undefined, 'no-entry');
    const container = readContainer(extra);
    const entryBytes = base64Decode(container.entry);
    need(entryBytes, 'shape');
    const entry = readEntry(entryBytes);
    need((container.salt === null) === (container.payload === null), 'shape');
    let opening = null;
    if (container.salt !== null) {
      opening = { salt: base64Decode(container.salt), payload: base64Decode(container.payload) };
      need(opening.salt?.length === 32 && opening.payload, 'shape');
    }
    const checkpoint = readCheckpoint(note);
    return { entry, opening, index, hashes, note, checkpoint, origin: checkpoint.origin };
  }

  const prefixed = (prefix, ...parts) => concat(Uint8Array.of(prefix), ...parts);

  /** Step by step as journal-log.md §5 writes it (RFC 9162 §2.1.3.2). */
  function verifyInclusion(leaf, index, { size, root }, hashes) {
    need(index < size, 'inclusion');
    let node = index;
    let last = size - 1n;
    let hash = leaf;
    for (const sibling of hashes) {
      need(last > 0n, 'inclusion');
      if (node & 1n || node === last) {
        hash = sha256Own(prefixed(0x01, sibling, hash));
        while (!(node & 1n) && node > 0n) {
          node >>= 1n;
          last >>= 1n;
        }
      } else {
        hash = sha256Own(prefixed(0x01, hash, sibling));
      }
      node >>= 1n;
      last >>= 1n;
    }
    need(last === 0n && equal(hash, root), 'inclusion');
  }

  /**
   * Verifies the bytes of a receipt. Keys are lines such as `log.example+a1b2c3d4+Aa…` or what `readKey` made of them; `quorum` of the
   * witnesses must have signed. Resolves to what the receipt proves; rejects with a ProofError.
   */
  async function verifyReceipt(bytes, logKeys, witnessKeys = [], quorum = 0) {
    const logs = logKeys.map(asKey);
    const witnesses = witnessKeys.map(asKey);
    checkPolicy(witnesses, quorum);
    const { entry, opening, index, hashes, note, checkpoint } = readReceipt(bytes);
    need(logs.every((key) => key.name === checkpoint.origin && key.algorithm === LOG), 'other-log');
    need((await verifyNote(note, logs, 'signature')).length > 0, 'unknown-key');
    verifyInclusion(sha256Own(prefixed(0x00, entry.bytes)), index, checkpoint, hashes);
    if (opening) {
      const commitment = await sha256(prefixed(0x02, opening.salt, opening.payload));
      need(equal(commitment, entry.bytes.subarray(86, 118)), 'payload');
    }
    const cosigners = [];
    for (const { name, timeS } of await verifyNote(note, witnesses, 'cosignature')) {
      if (cosigners.every((cosigner) => cosigner.name !== name)) cosigners.push({ name, timeS });
    }
    const facts = {
      origin: checkpoint.origin,
      index,
      size: checkpoint.size,
      root: base64Encode(checkpoint.root),
      entry,
      cosigners,
      payload: opening ? { state: 'present', bytes: opening.payload } : { state: 'erased', bytes: null },
    };
    if (cosigners.length < quorum) fail('awaiting-witnesses', { have: cosigners.length, need: quorum, facts });
    return facts;
  }

  globalThis.gisheProof = { ProofError, RECEIPT_BYTES_MAX, WORDS, readKey, readReceipt, verifyReceipt };
}
