// The verifier of receipts (proof.js, proof-crypto.js) in Node: what is accepted, what is refused and why, own cryptography, time.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { outcome, own, proof, sample } from '../lib/proof.mjs';
import { extensionItem, logKey, makeKey, makeReceipt, signatureLine, witnessKey, writeReceipt } from '../lib/receipts.mjs';

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
/** y of the eight points of small order, also as they are written above p. */
const SMALL = [
  0n,
  1n,
  P - 1n,
  P,
  P + 1n,
  BigInt('0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826'),
  BigInt('0x7a03ac9277fdc74ec6cc392cfa53202a0f670d760b3c40c6df4d7d6f703a17c7'),
];
const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const littleEndian = (number) => new Uint8Array(Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse());
const W1 = witnessKey('witness.example', 2);
const W2 = witnessKey('other.example', 3);
const made = makeReceipt({
  cosigners: [
    { key: W1, timeS: 1_767_225_600n },
    { key: W2, timeS: 1_767_225_601n },
  ],
  entry: { kind: 1, refersTo: 3n, extension: Buffer.concat([extensionItem(1, 'a'), extensionItem(9, 'bc')]) },
});
const KEY = made.log.line;
const changed = (change) => writeReceipt({ ...made.parts, ...change });

const reference = sample();
const SAMPLE = { skip: reference ? false : 'skipped: no corpus' };

test('the sample receipt proves its event', SAMPLE, async () => {
  const { receipt, log, witness, openings } = reference;
  const facts = await outcome(receipt, [log], [witness], 1);
  const opening = openings[12];
  assert.equal(facts.origin, 'ejournal.example.bg/log/2025');
  assert.deepEqual([facts.index, facts.size, facts.root], [12n, 16n, 'dnjSbxNPBL+ICBFBV6jQ+LWzZ1s8ZOGoqw4wDmuW57Y=']);
  assert.deepEqual(facts.cosigners, [{ name: 'witness.obshtina.example', timeS: 1_742_284_800n }]);
  assert.equal(facts.payload.state, 'present');
  assert.equal(Buffer.from(facts.payload.bytes).toString('base64'), opening.payload);
  const { entry } = facts;
  assert.equal(Buffer.from(entry.bytes).toString('base64'), opening.entry);
  assert.deepEqual([entry.kind, entry.status, entry.eventId], [0, opening.status_id, opening.event_id]);
  assert.deepEqual([entry.participant, entry.sequence, entry.service, entry.tagEpoch], [1, 1007n, 2079, 1]);
  assert.deepEqual([entry.receivedMs, entry.occurredMs], [1_742_205_606_500n, 1_742_205_605_000n]);
  assert.deepEqual([entry.refersTo, entry.extension], [null, []]);
  assert.equal((await outcome(receipt, [log])).cosigners.length, 0, 'without witnesses');
});

test('of the sample receipt every changed byte is found', SAMPLE, async () => {
  const { receipt, log, witness } = reference;
  await everyFlip(receipt, [proof.readKey(log)], [proof.readKey(witness)]);
});

test('a receipt made for the test proves its event, and every changed byte of it is found', async () => {
  const keys = [proof.readKey(KEY)];
  const witnesses = [proof.readKey(W1.line), proof.readKey(W2.line)];
  const facts = await outcome(made.bytes, keys, witnesses, 2);
  assert.deepEqual([facts.index, facts.size, facts.entry.refersTo], [9n, 21n, 3n]);
  assert.deepEqual(facts.entry.extension.map(({ type, value }) => [type, Buffer.from(value).toString()]), [[1, 'a'], [9, 'bc']]);
  await everyFlip(made.bytes, keys, witnesses);
});

/** All lines are covered by a signature, a hash or a strict spelling once all witnesses are known, so no flip may be accepted. */
async function everyFlip(receipt, keys, witnesses) {
  for (let at = 0; at < receipt.length; at += 1) {
    for (const bit of [0, 1, 5, 7]) {
      const flipped = receipt.slice();
      flipped[at] ^= 1 << bit;
      const word = await outcome(flipped, keys, witnesses, witnesses.length);
      assert.equal(typeof word, 'string', `byte ${at}, bit ${bit} makes no difference`);
      assert.ok(proof.WORDS.includes(word), word);
    }
  }
}

test('a changed signature of a witness nobody asked about makes no difference, a malformed one does', async () => {
  const receipt = Buffer.from(made.bytes).toString();
  const line = made.parts.signatures[2];
  const at = receipt.indexOf(line) + line.length - 20;
  const other = receipt[at] === 'A' ? 'B' : 'A';
  const flipped = receipt.slice(0, at) + other + receipt.slice(at + 1);
  assert.equal((await outcome(Buffer.from(flipped), [KEY], [W1.line], 1)).cosigners.length, 1);
  assert.equal(await outcome(Buffer.from(flipped), [KEY], [W1.line, W2.line], 1), 'cosignature');
  // 76 bytes end in „A=“ or the like; the bits before the padding must be zero.
  const stray = receipt.replace(line, line.replace(/.=\n$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=\n`));
  assert.notEqual(stray, receipt);
  assert.equal(await outcome(Buffer.from(stray), [KEY], [W1.line], 1), 'shape');
});

test('an erased payload leaves the proof', async () => {
  const { bytes, log } = makeReceipt({ erased: true });
  const facts = await outcome(bytes, [log.line]);
  assert.deepEqual([facts.payload, facts.index], [{ state: 'erased', bytes: null }, 9n]);
});

test('every place in every small log is proven, and nowhere else', async () => {
  for (let size = 1; size <= 17; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const { bytes, parts, log } = makeReceipt({ size, index });
      const keys = [proof.readKey(log.line)];
      assert.equal((await outcome(bytes, keys)).index, BigInt(index), `${index} of ${size}`);
      for (const elsewhere of [index + 1, index - 1, index + size].filter((other) => other >= 0)) {
        assert.equal(await outcome(writeReceipt({ ...parts, index: elsewhere }), keys), 'inclusion');
      }
      const longer = [...parts.proof, Buffer.alloc(32)];
      assert.equal(await outcome(writeReceipt({ ...parts, proof: longer }), keys), 'inclusion');
      if (parts.proof.length) assert.equal(await outcome(writeReceipt({ ...parts, proof: parts.proof.slice(0, -1) }), keys), 'inclusion');
    }
  }
});

test('refusals say why', async () => {
  const { text, signatures, container, entry } = made.parts;
  const stranger = logKey('office.example/log', 9);
  const check = async (expected, bytes, keys = [KEY], witnesses = [], quorum = 0) => {
    assert.equal(await outcome(bytes, keys, witnesses, quorum), expected);
  };
  await check('unknown-key', made.bytes, []);
  await check('unknown-key', made.bytes, [stranger.line]);
  assert.equal((await outcome(made.bytes, [stranger.line, KEY])).index, 9n, 'one of two keys, as during a change of keys');
  await check('other-log', made.bytes, [logKey('another.example/log').line]);
  await check('other-log', made.bytes, [KEY, logKey('another.example/log').line]);
  await check('other-log', made.bytes, [makeKey('office.example/log', 1, 0x04).line]);
  await check('key', made.bytes, ['office.example/log']);
  await check('policy', made.bytes, [KEY], [W1.line], 2);
  await check('policy', made.bytes, [KEY], [W1.line, W1.line], 1);
  await check('policy', made.bytes, [KEY], [KEY], 0);
  await check('unknown-key', made.bytes, [stranger.line], [witnessKey('witness.example', 8).line], 1);
  await check('awaiting-witnesses', made.bytes, [KEY], [witnessKey('witness.example', 8).line], 1);
  await check('signature', changed({ text: text.replace('21', '22') }));
  await check('signature', changed({ signatures: [signatures[0], signatureLine(made.log, `${text}other\n`)] }));
  await check('cosignature', changed({ signatures: [signatures[0], signatureLine(W1, `${text}other\n`, 5n)] }), [KEY], [W1.line], 1);
  await check('inclusion', changed({ index: 8 }));
  await check('no-entry', changed({ extra: null }));
  const altered = Buffer.from(entry);
  altered[35] ^= 1;
  await check('inclusion', changed({ container: { ...container, entry: altered.toString('base64') } }));
  await check('payload', changed({ container: { ...container, payload: Buffer.from('{}').toString('base64') } }));
  await check('payload', changed({ container: { ...container, salt: Buffer.alloc(32).toString('base64') } }));
});

test('a receipt that only waits for witnesses tells what is proven already', async () => {
  const error = await proof.verifyReceipt(made.bytes, [KEY], [W1.line, witnessKey('third.example', 7).line], 2).catch((reason) => reason);
  assert.deepEqual([error.word, error.have, error.need, error.facts.index], ['awaiting-witnesses', 1, 2, 9n]);
});

test('a witness counts once', async () => {
  const { text, signatures } = made.parts;
  const newer = witnessKey('witness.example', 4);
  const bytes = changed({ signatures: [...signatures, signatures[1], signatureLine(newer, text, 9n)] });
  const facts = await outcome(bytes, [KEY], [W1.line, newer.line, W2.line], 2);
  assert.deepEqual(facts.cosigners.map(({ name, timeS }) => [name, timeS]), [['witness.example', 1_767_225_600n], ['other.example', 1_767_225_601n]]);
});

test('64-bit numbers are exact', async () => {
  const receivedMs = 2n ** 64n - 1n;
  const sequence = 2n ** 53n + 1n;
  const { bytes, log } = makeReceipt({ entry: { kind: 3, receivedMs, sequence, refersTo: 2n ** 64n - 2n } });
  const { entry } = await outcome(bytes, [log.line]);
  assert.deepEqual([entry.receivedMs, entry.sequence, entry.refersTo], [receivedMs, sequence, 2n ** 64n - 2n]);
  for (const index of ['9007199254740993', '18446744073709551615']) assert.equal(proof.readReceipt(changed({ index })).index, BigInt(index));
});

test('one value has one spelling', async () => {
  const receipt = Buffer.from(made.bytes).toString();
  for (const [from, to] of [
    ['index 9', 'index 09'],
    ['index 9', 'index +9'],
    ['index 9', 'index 9 '],
    ['index 9', 'index 18446744073709551616'],
    ['\n21\n', '\n021\n'],
    ['extra ', 'extra  '],
    ['c2sp', '\ufeffc2sp'],
    ['\n', '\r\n'],
    ['— ', '- '],
    ['\n\n', '\n'],
    ['\n\n', '\n\n\n'],
  ]) {
    assert.equal(await outcome(Buffer.from(receipt.replace(from, to)), [KEY]), 'shape', JSON.stringify([from, to]));
  }
  assert.equal(await outcome(Buffer.from(receipt.slice(0, -1)), [KEY]), 'shape', 'no newline at the end');
  assert.equal(await outcome(Buffer.from(`${receipt}\n`), [KEY]), 'shape', 'a newline more');
});

test('the container holds its three texts and nothing else', async () => {
  const { entry, payload, salt } = made.parts.container;
  const check = async (extra, expected) => {
    const got = await outcome(changed({ extra }), [KEY]);
    assert.equal(typeof got === 'string' ? got : got.payload.state, expected, extra);
  };
  await check(`{"entry":"${entry}"}`, 'erased');
  await check(` { "salt" : null ,\n"entry":"${entry}" } `, 'erased');
  await check(`{"\\u0065ntry":"${entry}","payload":"${payload}","salt":"${salt}"}`, 'present');
  await check(JSON.stringify([entry]), 'erased');
  await check(JSON.stringify([entry, payload, salt]), 'present');
  for (const extra of [
    '',
    'null',
    '{}',
    '[]',
    `{"entry":null}`,
    `{"entry":"${entry}","entry":"${entry}"}`,
    `{"entry":"${entry}","salt":null,"salt":null}`,
    `{"entry":"${entry}","verified":true}`,
    `{"entry":"${entry}",}`,
    `{"entry":"${entry}"}x`,
    `{"entry":"${entry}\n"}`,
    `{"entry":"${entry}","payload":"${payload}"}`,
    `{"entry":"${entry}","payload":"${payload}","salt":"AA=="}`,
    `{"entry":"${entry.slice(0, -1)}"}`,
    `\ufeff{"entry":"${entry}"}`,
    JSON.stringify([entry, payload, salt, null]),
  ]) {
    await check(extra, 'shape');
  }
  await check('{"entry":"AQ=="}', 'entry');
});

test('entries are read whole or not at all', async () => {
  const { entry } = made.parts;
  const check = async (bytes, expected) => assert.equal(await outcome(changed({ container: { entry: Buffer.from(bytes).toString('base64') } }), [KEY]), expected);
  const put = (at, value) => {
    const bytes = Buffer.from(entry);
    bytes[at] = value;
    return bytes;
  };
  await check(entry.subarray(0, 159), 'entry');
  await check(Buffer.concat([entry, Buffer.of(0)]), 'entry');
  await check(put(0, 2), 'entry');
  await check(put(1, 8), 'entry');
  await check(put(1, 0), 'entry'); // A status refers to nothing.
  await check(put(159, 3), 'entry');
  await check(put(161, 9), 'entry'); // Types must ascend.
  await check(put(163, 200), 'entry');
  await check(put(70, 0), 'inclusion');
});

test('keys are recomputed and must be points', () => {
  const word = (line) => {
    try {
      proof.readKey(line);
      return 'read';
    } catch (error) {
      return error.word;
    }
  };
  const raw = (name, algorithm, point) => {
    const wire = Buffer.concat([Buffer.of(algorithm), point]);
    const id = createHash('sha256').update(Buffer.concat([Buffer.from(`${name}\n`), wire])).digest('hex').slice(0, 8);
    return `${name}+${id}+${wire.toString('base64')}`;
  };
  assert.equal(word(KEY), 'read');
  assert.equal(word(KEY.replace(/\+([0-9a-f]{8})\+/, (id) => id.toUpperCase())), 'read');
  const point = Buffer.from(made.log.public);
  for (const name of ['a b', 'a\u00a0b', 'a\u0085b', 'a\tb', '', 'a+b']) assert.equal(word(raw(name, 1, point)), 'key', JSON.stringify(name));
  for (const name of ['a\ufeffb', 'a\u200bb', 'журнал']) assert.equal(word(raw(name, 1, point)), 'read', JSON.stringify(name));
  for (const algorithm of [0x00, 0x02, 0x06]) assert.equal(word(raw('a', algorithm, point)), 'key');
  assert.equal(word(KEY.replace(/\+[0-9a-f]{8}\+/, '+00000000+')), 'key');
  assert.equal(word(raw('a', 1, point.subarray(1))), 'key');
  assert.equal(word(raw('a', 1, Buffer.from(littleEndian(2n)))), 'key', 'no point has y = 2');
  for (const y of SMALL) for (const sign of [0n, 1n]) assert.equal(word(raw('a', 1, Buffer.from(littleEndian(y | (sign << 255n))))), 'key', `small order, y = ${y}`);
  assert.equal(word(raw('a', 1, Buffer.from(littleEndian(P + 3n)))), 'read', 'like ed25519-dalek, y of a key is taken modulo p');
});

test('SHA-2 by own code is that of the system', () => {
  const digest = (name, bytes) => createHash(name).update(bytes).digest('hex');
  const hex = (bytes) => Buffer.from(bytes).toString('hex');
  for (let length = 0; length < 300; length += 1) {
    const bytes = new Uint8Array(randomBytes(length));
    assert.equal(hex(own.sha256Own(bytes)), digest('sha256', bytes), `${length} bytes`);
    assert.equal(hex(own.sha512Own(bytes)), digest('sha512', bytes), `${length} bytes`);
  }
  const long = new Uint8Array(randomBytes(1_000_003));
  assert.equal(hex(own.sha256Own(long)), digest('sha256', long));
  assert.equal(hex(own.sha512Own(long)), digest('sha512', long));
});

// RFC 8032 §7.1: public key, message, signature.
const VECTORS = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
];
const BOTH = [{ own: true }, { own: false }];

test('Ed25519: the vectors of RFC 8032, and each of them changed', async () => {
  for (const [point, message, signature] of VECTORS) {
    const key = own.ed25519Key(bytesOf(point));
    for (const way of BOTH) {
      const good = bytesOf(signature);
      assert.ok(await own.ed25519Verify(key, bytesOf(message), good, way));
      assert.ok(!(await own.ed25519Verify(key, bytesOf(`${message}00`), good, way)));
      for (let at = 0; at < 64; at += 7) {
        const bad = good.slice();
        bad[at] ^= 0x10;
        assert.ok(!(await own.ed25519Verify(key, bytesOf(message), bad, way)), `byte ${at}`);
      }
    }
  }
});

test('Ed25519: own code and WebCrypto agree on signatures of random keys', async () => {
  for (let round = 0; round < 40; round += 1) {
    const pair = await webcrypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
    const key = own.ed25519Key(new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey)));
    const message = new Uint8Array(randomBytes(round * 7));
    const signature = new Uint8Array(await webcrypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, message));
    const broken = signature.slice();
    broken[round % 64] ^= 1 << round % 8;
    for (const way of BOTH) {
      assert.ok(await own.ed25519Verify(key, message, signature, way));
      assert.ok(!(await own.ed25519Verify(key, message, broken, way)));
    }
  }
});

test('Ed25519: strict about S and R, whoever does the arithmetic', async () => {
  const [point, message, signature] = VECTORS[1].map(bytesOf);
  const key = own.ed25519Key(point);
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
  for (const way of BOTH) {
    const larger = signature.slice();
    larger.set(littleEndian(s + ORDER), 32);
    assert.ok(!(await own.ed25519Verify(key, message, larger, way)), 'S + L');
    for (const y of SMALL) {
      const small = signature.slice();
      small.set(littleEndian(y), 0);
      assert.ok(!(await own.ed25519Verify(key, message, small, way)), `R with y = ${y}`);
    }
    assert.ok(!(await own.ed25519Verify(key, message, signature.subarray(0, 63), way)));
  }
});

test('Ed25519: a signature with R = 0 fulfils the equation and is refused', async () => {
  // Whoever has the secret scalar a can make it: S = k·a. Verifiers that are not strict take it.
  const seed = Buffer.alloc(32, 1);
  const scalar = createHash('sha512').update(seed).digest().subarray(0, 32);
  scalar[0] &= 248;
  scalar[31] = (scalar[31] & 63) | 64;
  const number = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const [zero, message] = [littleEndian(1n), new Uint8Array([1, 2, 3])];
  const k = number(createHash('sha512').update(zero).update(made.log.public).update(message).digest()) % ORDER;
  const signature = new Uint8Array([...zero, ...littleEndian((k * number(scalar)) % ORDER)]);
  assert.ok(verify(null, message, createPublicKey(made.log.secret), signature), 'OpenSSL is not strict');
  for (const way of BOTH) assert.ok(!(await own.ed25519Verify(own.ed25519Key(made.log.public), message, signature, way)));
});

test('without WebCrypto the answer is the same', async () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true, writable: true });
  try {
    const long = makeReceipt({ payload: Buffer.alloc(100_000, 7), cosigners: [{ key: W1, timeS: 5n }] });
    assert.equal((await outcome(long.bytes, [long.log.line], [W1.line], 1)).index, 9n);
    assert.equal(await outcome(changed({ text: made.parts.text.replace('21', '22') }), [KEY]), 'signature');
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true, writable: true });
  }
});

test('hostile files end quickly', { timeout: 60_000 }, async (t) => {
  const MB = 1024 * 1024;
  const head = 'c2sp.org/tlog-proof@v1\n';
  const { text, signatures } = made.parts;
  const files = {
    'too large': ['too-large', 'a'.repeat(8 * MB + 1)],
    'only newlines': ['shape', '\n'.repeat(8 * MB)],
    'a million lines of proof': ['shape', `${head}index 0\n${'a\n'.repeat(4 * MB - 100)}\n`],
    'hashes without end': ['shape', `${head}index 0\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(100_000)}\n${text}\n${signatures[0]}`],
    'signatures without end': ['shape', `${head}index 0\n\n${text}\n${signatures[0].repeat(40_000)}`],
    'a text without end': ['shape', `${head}index 0\n\n${'a\n'.repeat(3 * MB)}\n${signatures[0]}`],
    'a number without end': ['shape', `${head}index ${'9'.repeat(7 * MB)}\n\n${text}\n${signatures[0]}`],
    'backslashes': ['shape', Buffer.from(writeReceipt({ ...made.parts, extra: `{"entry":"${'\\\\\\"'.repeat(MB)}` })).toString()],
    'deep brackets': ['shape', Buffer.from(writeReceipt({ ...made.parts, extra: '['.repeat(5 * MB) })).toString()],
    'spaces': ['shape', Buffer.from(writeReceipt({ ...made.parts, extra: ' '.repeat(5 * MB) })).toString()],
  };
  for (const [name, [expected, file]] of Object.entries(files)) {
    const begin = performance.now();
    assert.equal(await outcome(new Uint8Array(Buffer.from(file)), [KEY]), expected, name);
    t.diagnostic(`${name}: ${Math.round(performance.now() - begin)} ms`);
  }
  for (let round = 0; round < 200; round += 1) assert.equal(await outcome(new Uint8Array(randomBytes(500)), [KEY]), 'shape');
});

test('the time of a verification', SAMPLE, async (t) => {
  const { receipt, log, witness } = reference;
  const keys = [[proof.readKey(log)], [proof.readKey(witness)]];
  const { crypto } = globalThis;
  for (const [name, value] of [['with WebCrypto', crypto], ['by own code', undefined]]) {
    Object.defineProperty(globalThis, 'crypto', { value, configurable: true, writable: true });
    try {
      for (let round = 0; round < 30; round += 1) await outcome(receipt, ...keys, 1);
      const times = [];
      for (let round = 0; round < 100; round += 1) {
        const begin = performance.now();
        await outcome(receipt, ...keys, 1);
        times.push(performance.now() - begin);
      }
      times.sort((a, b) => a - b);
      t.diagnostic(`${name}: ${times[50].toFixed(2)} ms in the middle of 100, ${times[95].toFixed(2)} ms for 95 of them`);
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true, writable: true });
    }
  }
});
