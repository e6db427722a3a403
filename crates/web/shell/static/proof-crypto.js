// SHA-256 and Ed25519 for the verification of receipts (proof.js), by the browser where it has them and by own code elsewhere.
//
// The one rule: a signature is accepted or refused by the same strict rules (RFC 8032 with a reduced S, no points of small order, R in
// its only encoding) whichever code does the arithmetic. A classic script, because modules do not load from a saved page.
'use strict';
{
  const utf8 = (text) => new TextEncoder().encode(text);
  const concat = (...parts) => {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const equal = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

  // The constants of SHA-2 are the first 64 bits after the point of the square and cube roots of the first primes (FIPS 180-4 §4.2).
  const PRIMES = [];
  for (let n = 2; PRIMES.length < 80; n += 1) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);
  const rootOf = (value, degree) => {
    let root = 1n << 80n;
    for (;;) {
      const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree;
      if (next >= root) return root;
      root = next;
    }
  };
  const fraction = (prime, degree) => BigInt.asUintN(64, rootOf(BigInt(prime) << (64n * degree), degree));
  const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));
  const ROUND = PRIMES.map((prime) => fraction(prime, 3n));
  const high = (word) => Number(word >> 32n) | 0;
  const low = (word) => Number(BigInt.asUintN(32, word)) | 0;
  const START_HIGH = Int32Array.from(START, high);
  const START_LOW = Int32Array.from(START, low);
  const ROUND_HIGH = Int32Array.from(ROUND, high);
  const ROUND_LOW = Int32Array.from(ROUND, low);

  /** The message with the bit 1, zeros and its length in bits, in whole blocks. */
  function padded(bytes, block) {
    const whole = new Uint8Array(Math.ceil((bytes.length + 1 + block / 8) / block) * block);
    whole.set(bytes);
    whole[bytes.length] = 0x80;
    new DataView(whole.buffer).setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n);
    return new DataView(whole.buffer);
  }

  function digestOf(words) {
    const digest = new DataView(new ArrayBuffer(words.length * 4));
    words.forEach((word, at) => digest.setInt32(at * 4, word));
    return new Uint8Array(digest.buffer);
  }

  /** SHA-256 by own code. */
  function sha256Own(bytes) {
    const message = padded(bytes, 64);
    const state = Int32Array.from(START_HIGH);
    const w = new Int32Array(64);
    for (let block = 0; block < message.byteLength; block += 64) {
      for (let t = 0; t < 16; t += 1) w[t] = message.getInt32(block + t * 4);
      for (let t = 16; t < 64; t += 1) {
        const x = w[t - 15];
        const y = w[t - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let t = 0; t < 64; t += 1) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_HIGH[t] + w[t]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => {
        state[at] += word;
      });
    }
    return digestOf(state);
  }

  /** SHA-512 by own code; words of 64 bits are kept as two of 32. */
  function sha512Own(bytes) {
    const message = padded(bytes, 128);
    const stateHigh = Int32Array.from(START_HIGH);
    const stateLow = Int32Array.from(START_LOW);
    const wh = new Int32Array(80);
    const wl = new Int32Array(80);
    const vh = new Int32Array(8);
    const vl = new Int32Array(8);
    // Upper and lower half of a word turned right by n; from 32 on the halves have changed places.
    const turn = (h, l, n) => (n < 32 ? (h >>> n) | (l << (32 - n)) : (l >>> (n - 32)) | (h << (64 - n)));
    const carried = (sum) => Math.floor(sum / 4294967296);
    for (let block = 0; block < message.byteLength; block += 128) {
      for (let t = 0; t < 16; t += 1) {
        wh[t] = message.getInt32(block + t * 8);
        wl[t] = message.getInt32(block + t * 8 + 4);
      }
      for (let t = 16; t < 80; t += 1) {
        const xh = wh[t - 15];
        const xl = wl[t - 15];
        const yh = wh[t - 2];
        const yl = wl[t - 2];
        const s0h = turn(xh, xl, 1) ^ turn(xh, xl, 8) ^ (xh >>> 7);
        const s0l = turn(xl, xh, 1) ^ turn(xl, xh, 8) ^ ((xl >>> 7) | (xh << 25));
        const s1h = turn(yh, yl, 19) ^ turn(yh, yl, 61) ^ (yh >>> 6);
        const s1l = turn(yl, yh, 19) ^ turn(yl, yh, 61) ^ ((yl >>> 6) | (yh << 26));
        const sum = (wl[t - 16] >>> 0) + (s0l >>> 0) + (wl[t - 7] >>> 0) + (s1l >>> 0);
        wl[t] = sum | 0;
        wh[t] = wh[t - 16] + s0h + wh[t - 7] + s1h + carried(sum);
      }
      vh.set(stateHigh);
      vl.set(stateLow);
      for (let t = 0; t < 80; t += 1) {
        const [ah, bh, ch, , eh, fh, gh] = vh;
        const [al, bl, cl, , el, fl, gl] = vl;
        const s1h = turn(eh, el, 14) ^ turn(eh, el, 18) ^ turn(eh, el, 41);
        const s1l = turn(el, eh, 14) ^ turn(el, eh, 18) ^ turn(el, eh, 41);
        const chosen = (el & fl) ^ (~el & gl);
        const sum1 = (vl[7] >>> 0) + (s1l >>> 0) + (chosen >>> 0) + (ROUND_LOW[t] >>> 0) + (wl[t] >>> 0);
        const t1h = (vh[7] + s1h + ((eh & fh) ^ (~eh & gh)) + ROUND_HIGH[t] + wh[t] + carried(sum1)) | 0;
        const t1l = sum1 | 0;
        const s0h = turn(ah, al, 28) ^ turn(ah, al, 34) ^ turn(ah, al, 39);
        const s0l = turn(al, ah, 28) ^ turn(al, ah, 34) ^ turn(al, ah, 39);
        const most = (al & bl) ^ (al & cl) ^ (bl & cl);
        const sum2 = (s0l >>> 0) + (most >>> 0) + (t1l >>> 0);
        const sum3 = (vl[3] >>> 0) + (t1l >>> 0);
        const dh = vh[3];
        vh.copyWithin(1, 0, 7);
        vl.copyWithin(1, 0, 7);
        vl[4] = sum3 | 0;
        vh[4] = dh + t1h + carried(sum3);
        vl[0] = sum2 | 0;
        vh[0] = t1h + s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carried(sum2);
      }
      for (let at = 0; at < 8; at += 1) {
        const sum = (stateLow[at] >>> 0) + (vl[at] >>> 0);
        stateLow[at] = sum | 0;
        stateHigh[at] = stateHigh[at] + vh[at] + carried(sum);
      }
    }
    const words = new Int32Array(16);
    for (let at = 0; at < 8; at += 1) words.set([stateHigh[at], stateLow[at]], at * 2);
    return digestOf(words);
  }

  // The curve of Ed25519 (RFC 8032 §5.1): -x² + y² = 1 + d x² y² over the integers modulo p; points are (X, Y, Z, T) with x = X/Z,
  // y = Y/Z, T = XY/Z. Everything here is public, so nothing needs constant time.
  const P = 2n ** 255n - 19n;
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
  const MASK = 2n ** 255n - 1n;
  const mod = (value) => {
    const rest = value % P;
    return rest < 0n ? rest + P : rest;
  };
  /** value^(2^count) */
  const squared = (value, count) => {
    let power = value;
    for (let n = 0; n < count; n += 1) power = (power * power) % P;
    return power;
  };
  /** value^(2^252 - 3) and value^11, of which the exponents of roots and inverses are made. */
  const longPower = (value) => {
    const two = squared(value, 1);
    const nine = (squared(two, 2) * value) % P;
    const eleven = (nine * two) % P;
    const p5 = (squared(eleven, 1) * nine) % P;
    const p10 = (squared(p5, 5) * p5) % P;
    const p20 = (squared(p10, 10) * p10) % P;
    const p40 = (squared(p20, 20) * p20) % P;
    const p50 = (squared(p40, 10) * p10) % P;
    const p100 = (squared(p50, 50) * p50) % P;
    const p200 = (squared(p100, 100) * p100) % P;
    const p250 = (squared(p200, 50) * p50) % P;
    return { power: (squared(p250, 2) * value) % P, eleven, p250 };
  };
  const inverse = (value) => {
    const { p250, eleven } = longPower(value);
    return (squared(p250, 5) * eleven) % P;
  };
  const D = mod(-121665n * inverse(121666n));
  const D2 = (2n * D) % P;
  const ROOT_OF_MINUS_ONE = (() => {
    const { power } = longPower(2n); // 2^((p-5)/8); 2 is no square, so 2^((p-1)/4) is a root of -1.
    return (power * power * 2n) % P;
  })();
  const IDENTITY = [0n, 1n, 1n, 0n];

  const little = (bytes) => {
    let text = '';
    for (let at = bytes.length - 1; at >= 0; at -= 1) text += bytes[at].toString(16).padStart(2, '0');
    return BigInt(`0x${text}`);
  };

  /** The even root of (y²-1)/(dy²+1), or null when it is no square. */
  function abscissa(y) {
    const yy = (y * y) % P;
    const u = mod(yy - 1n);
    const v = (D * yy + 1n) % P;
    const v3 = (((v * v) % P) * v) % P;
    const v7 = (((v3 * v3) % P) * v) % P;
    let x = (((u * v3) % P) * longPower((u * v7) % P).power) % P;
    const check = (((x * x) % P) * v) % P;
    if (check === mod(-u)) x = (x * ROOT_OF_MINUS_ONE) % P;
    else if (check !== u) return null;
    return x & 1n ? P - x : x;
  }

  /** y of an encoded point as it stands, and modulo p. */
  const ordinate = (bytes) => {
    const written = little(bytes) & MASK;
    return { y: written % P, isCanonical: written < P };
  };
  /** The eight points of small order have y = 0, 1, -1 or a root of d y⁴ + 2 y² - 1. */
  const isSmall = (y) => {
    const yy = (y * y) % P;
    return mod(y * (yy - 1n) * (D * yy * yy + 2n * yy - 1n)) === 0n;
  };

  /** The point of 32 bytes, or null. Like most implementations it takes y modulo p. */
  function decode(bytes) {
    const { y } = ordinate(bytes);
    let x = abscissa(y);
    if (x === null) return null;
    if (bytes[31] >> 7) x = mod(-x);
    return [x, y, 1n, (x * y) % P];
  }

  function encode([X, Y, Z]) {
    const z = inverse(Z);
    const x = mod(X * z);
    const text = (mod(Y * z) | ((x & 1n) << 255n)).toString(16).padStart(64, '0');
    return Uint8Array.from({ length: 32 }, (_, at) => parseInt(text.slice(62 - 2 * at, 64 - 2 * at), 16));
  }

  function add([X1, Y1, Z1, T1], [X2, Y2, Z2, T2]) {
    const a = ((Y1 - X1) * (Y2 - X2)) % P;
    const b = ((Y1 + X1) * (Y2 + X2)) % P;
    const c = (((T1 * D2) % P) * T2) % P;
    const d = (2n * Z1 * Z2) % P;
    const [e, f, g, h] = [b - a, d - c, d + c, b + a];
    return [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
  }

  function double([X, Y, Z]) {
    const a = (X * X) % P;
    const b = (Y * Y) % P;
    const s = X + Y;
    const h = a + b;
    const e = h - ((s * s) % P);
    const g = a - b;
    const f = ((2n * Z * Z) % P) + g;
    return [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
  }

  const negative = ([X, Y, Z, T]) => [-X, Y, Z, -T];

  /** The odd multiples P, 3P, 5P … of a point. */
  function multiples(point, count) {
    const all = [point];
    const twice = double(point);
    while (all.length < count) all.push(add(all[all.length - 1], twice));
    return all;
  }

  /** Digits of a scalar, lowest first: zero, or odd and below 2^(width-1) in value, and few of them not zero. */
  function digits(scalar, width) {
    const found = new Int16Array(256);
    const size = 1 << width;
    let rest = scalar;
    for (let at = 0; rest > 0n; at += 1) {
      if (rest & 1n) {
        const window = Number(BigInt.asUintN(width, rest));
        found[at] = window >= size / 2 ? window - size : window;
        rest -= BigInt(found[at]);
      }
      rest >>= 1n;
    }
    return found;
  }

  const BASE_WIDTH = 8;
  const KEY_WIDTH = 5;
  let baseMultiples = null;

  /** scalarBase · B + scalar · point */
  function combination(scalarBase, scalar, point) {
    baseMultiples ??= multiples(decode(Uint8Array.from({ length: 32 }, (_, at) => (at ? 0x66 : 0x58))), 1 << (BASE_WIDTH - 2));
    const tables = [
      [digits(scalarBase, BASE_WIDTH), baseMultiples],
      [digits(scalar, KEY_WIDTH), multiples(point, 1 << (KEY_WIDTH - 2))],
    ];
    let sum = IDENTITY;
    for (let at = 255; at >= 0; at -= 1) {
      if (sum !== IDENTITY) sum = double(sum);
      for (const [found, table] of tables) {
        const digit = found[at];
        if (digit > 0) sum = add(sum, table[digit >> 1]);
        else if (digit < 0) sum = add(sum, negative(table[-digit >> 1]));
      }
    }
    return sum;
  }

  /** A public key for [`ed25519Verify`], or null when the bytes are no point or one of small order. */
  function ed25519Key(bytes) {
    if (bytes.length !== 32) return null;
    const point = decode(bytes);
    return point && !isSmall(point[1]) ? { bytes, point, imported: null } : null;
  }

  /** The equation [S]B = R + [k]A by own code. */
  function ed25519Own(key, message, signature) {
    const R = signature.subarray(0, 32);
    const k = little(sha512Own(concat(R, key.bytes, message))) % ORDER;
    return equal(encode(combination(little(signature.subarray(32)), k, negative(key.point))), R);
  }

  const browser = () => globalThis.crypto?.subtle ?? null; // Only pages from https:, localhost and the disk have it.
  let hasEd25519 = true;

  /** The same by the browser; null when it has no Ed25519. */
  async function ed25519Browser(key, message, signature) {
    const subtle = browser();
    if (!subtle || !hasEd25519 || !ordinate(key.bytes).isCanonical) return null;
    try {
      key.imported ??= await subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
      return await subtle.verify({ name: 'Ed25519' }, key.imported, signature, message);
    } catch {
      hasEd25519 = false;
      return null;
    }
  }

  /** Whether a signature of 64 bytes is good; `own` asks for own code. */
  async function ed25519Verify(key, message, signature, { own = false } = {}) {
    if (signature.length !== 64 || little(signature.subarray(32)) >= ORDER) return false;
    const { y, isCanonical } = ordinate(signature.subarray(0, 32));
    if (!isCanonical || isSmall(y)) return false;
    const answer = own ? null : await ed25519Browser(key, message, signature);
    return answer ?? ed25519Own(key, message, signature);
  }

  /** From this length on, bytes, it is worth the way to the browser's own SHA-256. */
  const LONG = 16 * 1024;

  /** SHA-256 of anything; by the browser when it is long. */
  async function sha256(bytes) {
    const subtle = bytes.length >= LONG ? browser() : null;
    return subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256Own(bytes);
  }

  globalThis.gisheCrypto = { concat, ed25519Key, ed25519Verify, equal, sha256, sha256Own, sha512Own, utf8 };
}
