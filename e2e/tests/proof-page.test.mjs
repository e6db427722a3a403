// The page „Проверка на журнала“ in Chromium, as a file from the disk and over http with the strict policy: marks, facts, errors, and that
// nothing leaves it. The page is shown from its template, without the program, so that it is the same bytes people may save.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from '../lib/browser.mjs';
import { examine } from '../lib/examine.mjs';
import { proof, sample } from '../lib/proof.mjs';
import { logKey, makeReceipt, witnessKey, writeReceipt } from '../lib/receipts.mjs';
import { texts, writePage } from '../lib/template.mjs';

const OUTPUT = new URL('../output/', import.meta.url).pathname;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
const STATUSES = [[904, 'Уважено искане']];

const W1 = witnessKey('witness.obshtina.example', 2);
const W2 = witnessKey('witness.smetna-palata.example', 3);
const cosigners = [{ key: W1, timeS: 1_742_284_800n }];
const made = makeReceipt({ cosigners });
const payload = Buffer.from('{"status":"<b onclick=alert(1)>decision.granted</b>"}');
const bg = texts('bg');

/** Serves a folder with the policy of the page. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const file = join(folder, path === '/' ? 'index.html' : path);
    try {
      const body = readFileSync(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/** A visitor of the page who notes errors of scripts and every request after the page was there. */
async function arrive(browser, url, { scripts = true, ...options } = {}) {
  const context = await browser.newContext({ viewport: WIDE, locale: 'bg-BG', timezoneId: 'America/New_York', javaScriptEnabled: scripts, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready.then(() => true)).catch(() => {});
  page.on('request', (request) => faults.push(`a request: ${request.url()}`));
  return {
    page,
    faults,
    leave: () => context.close(),
    // The examiner itself asks for style sheets again.
    looks: async () => {
      const before = [...faults];
      assert.deepEqual(await examine(page), []);
      faults.splice(0, faults.length, ...before);
    },
    keys: async (logs, witnesses = [], quorum = '') => {
      await page.fill('#proof-log-keys', logs.join('\n'));
      await page.fill('#proof-witness-keys', witnesses.join('\n'));
      await page.fill('#proof-quorum', quorum);
    },
    choose: (bytes, name = 'event.tlog-proof') => page.setInputFiles('#proof-file', { name, mimeType: 'text/plain', buffer: Buffer.from(bytes) }),
    drop: (bytes, target = '#proof-drop') =>
      page.evaluate(
        ([selector, text]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], 'event-13.tlog-proof', { type: 'text/plain' }));
          const place = document.querySelector(selector);
          for (const kind of ['dragover', 'drop']) place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
        },
        [target, Buffer.from(bytes).toString()],
      ),
    press: () => page.click('#proof button[type=submit]'),
    verdict: async () => {
      const mark = page.locator('#proof-result [data-verdict]:visible');
      await mark.waitFor();
      assert.equal(await mark.count(), 1);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'proof-result-title', 'the result is read first');
      return mark.getAttribute('data-verdict');
    },
    why: () => page.locator('#proof-result [data-why]').innerText(),
    fact: (name) => page.locator(`[data-fact="${name}"]`).innerText(),
    errors: () => page.locator('#proof-errors li').allInnerTexts(),
    shoot: async (name) => {
      mkdirSync(OUTPUT, { recursive: true });
      for (const [size, viewport] of [['1280', WIDE], ['360', NARROW]]) {
        await page.setViewportSize(viewport);
        await page.screenshot({ path: `${OUTPUT}proof-${name}-${size}.png`, fullPage: true, animations: 'disabled' });
      }
      await page.setViewportSize(WIDE);
    },
  };
}

test('the page of the journal: receipts are verified in the browser', { timeout: 300_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gishe-proof-'));
  const title = 'portal-proof-title';
  const bare = { log_keys: '', witness_keys: '', quorum: '', statuses: STATUSES };
  const carried = { ...bare, log_keys: `${logKey('national.example/log', 7).line}\n${made.log.line}`, witness_keys: `${W1.line}\n${W2.line}`, quorum: '1' };
  const place = writePage(folder, 'proof.html', { title, values: bare });
  writePage(join(folder, 'carried'), 'proof.html', { title, values: carried });
  writePage(join(folder, 'en'), 'proof.html', { title, language: 'en', framed: true, values: { ...carried, statuses: [[904, 'Granted']] } });
  const browser = await launch();
  const server = await serve(folder);
  const ways = { 'from the disk': pathToFileURL(place).href, 'over http with the strict policy': server.url };
  try {
    for (const [way, url] of Object.entries(ways)) {
      const reference = sample();
      await t.test(`${way}: the sample receipt is dropped and proven`, { skip: reference ? false : 'skipped: no corpus' }, async () => {
        const person = await arrive(browser, url);
        await person.shoot('empty');
        await person.looks();
        await person.keys([reference.log], [reference.witness]);
        await person.drop(reference.receipt);
        assert.equal(await person.verdict(), 'proven');
        assert.equal(await person.fact('status'), 'Уважено искане (904)');
        assert.equal(await person.fact('received'), '17.03.2025\u00a0г., 12:00:06\u00a0ч.');
        assert.equal(await person.fact('occurred'), '17.03.2025\u00a0г., 12:00:05\u00a0ч.');
        assert.deepEqual([await person.fact('log'), await person.fact('index'), await person.fact('size')], ['ejournal.example.bg/log/2025', '12', '16']);
        assert.match(await person.page.locator('[data-witnesses] tbody').innerText(), /witness\.obshtina\.example\s+18\.03\.2025\s*г\., 10:00:00\s*ч\./);
        await person.page.click('[data-payload] summary');
        assert.match(await person.page.locator('[data-content]').innerText(), /"status":"decision\.granted"/);
        await person.looks();
        await person.shoot(`proven-${way.split(' ')[0]}`);
        assert.deepEqual(person.faults, []);
        await person.leave();
      });

      await t.test(`${way}: each mark has its words, and no request leaves`, async () => {
        const person = await arrive(browser, url);
        await person.keys([made.log.line], [W1.line, W2.line]);
        await person.choose(made.bytes);
        assert.equal(await person.verdict(), 'waiting');
        assert.match(await person.why(), /1\u00a0от\u00a02/);
        assert.match(await person.page.locator('[data-witnesses] tbody').innerText(), new RegExp(`${W2.name}\\s+${bg.get('portal-proof-witness-none')}`));
        await person.shoot('waiting');
        await person.looks();
        await person.page.fill('#proof-quorum', '1');
        await person.press();
        assert.equal(await person.verdict(), 'proven');
        await person.keys([made.log.line]);
        await person.press();
        assert.equal(await person.verdict(), 'signed');
        assert.ok(!(await person.page.locator('[data-witnesses]').isVisible()));
        await person.choose(makeReceipt({ erased: true }).bytes);
        assert.equal(await person.verdict(), 'signed');
        assert.ok(await person.page.locator('[data-erased]').isVisible());
        assert.ok(!(await person.page.locator('[data-payload]').isVisible()));
        await person.shoot('erased');
        await person.keys([made.log.line], [W1.line]);
        await person.choose(writeReceipt({ ...made.parts, container: { ...made.parts.container, payload: Buffer.from('{}').toString('base64') } }), 'altered.tlog-proof');
        assert.equal(await person.verdict(), 'refused');
        assert.equal(await person.why(), bg.get('portal-proof-why-payload'));
        assert.ok(!(await person.page.locator('[data-facts]').isVisible()), 'facts of a receipt that is not believed');
        await person.looks();
        await person.shoot('refused');
        assert.deepEqual(person.faults, []);
        await person.leave();
      });
    }

    await t.test('what a receipt says stays text', async () => {
      const person = await arrive(browser, server.url);
      const own = makeReceipt({ payload, cosigners });
      await person.keys([own.log.line], [W1.line]);
      await person.choose(own.bytes, '<img src=x onerror=alert(1)>.tlog-proof');
      assert.equal(await person.verdict(), 'proven');
      assert.equal(await person.page.locator('[data-content]').textContent(), payload.toString());
      assert.equal(await person.page.locator('#proof-result img, #proof-result [onclick]').count(), 0);
      await person.choose(makeReceipt({ origin: '<i>other</i>' }).bytes);
      assert.equal(await person.verdict(), 'refused');
      assert.match(await person.why(), /„<i>other<\/i>“/);
      const binary = makeReceipt({ payload: Buffer.from([0xff, 0xfe, 0x00]), entry: { kind: 6, status: 0, occurredMs: 0n, receivedMs: 2n ** 64n - 1n } });
      await person.keys([binary.log.line]);
      await person.choose(binary.bytes);
      assert.equal(await person.verdict(), 'signed');
      assert.match(await person.page.locator('[data-content-note]').textContent(), /: 3$/);
      assert.equal(await person.fact('received'), '18446744073709551615');
      assert.ok(!(await person.page.locator('[data-fact=status]').isVisible()));
      assert.deepEqual(person.faults, []);
      await person.leave();
    });

    await t.test('the hour that comes twice is shown with its offset', async () => {
      const person = await arrive(browser, server.url);
      await person.keys([made.log.line]);
      for (const [utc, shown] of [['2025-10-26T00:30:00Z', '26.10.2025\u00a0г., 03:30:00\u00a0ч. (GMT+3)'], ['2025-10-26T01:30:00Z', '26.10.2025\u00a0г., 03:30:00\u00a0ч. (GMT+2)'], ['2025-10-26T02:30:00Z', '26.10.2025\u00a0г., 04:30:00\u00a0ч.']]) {
        await person.choose(makeReceipt({ entry: { receivedMs: BigInt(Date.parse(utc)) } }).bytes);
        await person.verdict();
        assert.equal(await person.fact('received'), shown);
      }
      await person.leave();
    });

    await t.test('errors of the form: a summary that gets the focus, the words at the field, what was typed stays', async () => {
      const person = await arrive(browser, server.url);
      await person.press();
      assert.deepEqual(await person.errors(), [bg.get('portal-proof-file-missing'), bg.get('portal-proof-log-keys-missing')]);
      assert.equal(await person.page.evaluate(() => document.activeElement.id), 'proof-errors');
      assert.match(await person.page.title(), /^Грешка: /);
      await person.looks();
      await person.shoot('errors');
      await person.page.click('#proof-errors li:nth-child(2) a');
      assert.equal(await person.page.evaluate(() => document.activeElement.id), 'proof-log-keys');
      await person.choose(made.bytes);
      for (const [logs, witnesses, quorum, key, line] of [
        [['# the key', made.log.line.slice(1)], [], '', 'log-keys-shape', 2],
        [[W1.line], [], '', 'log-keys-witness', 1],
        [[made.log.line], ['x'], '', 'witness-keys-shape', 1],
        [[made.log.line], ['', made.log.line], '', 'witness-keys-log', 2],
        [[made.log.line], [W1.line, W1.line], '', 'witness-keys-repeated', 2],
        [[made.log.line], [W1.line], '2', 'quorum-shape', 1],
        [[made.log.line], [W1.line], 'две', 'quorum-shape', 1],
      ]) {
        await person.keys(logs, witnesses, quorum);
        await person.press();
        const words = bg.get(`portal-proof-${key}`).replace(/#line|#max/, line);
        assert.deepEqual(await person.errors(), [words], key);
        assert.equal(await person.page.inputValue('#proof-log-keys'), logs.join('\n'));
      }
      await person.keys([made.log.line], [W1.line]);
      await person.press();
      assert.equal(await person.verdict(), 'proven');
      assert.deepEqual(await person.errors(), []);
      assert.doesNotMatch(await person.page.title(), /^Грешка/);
      assert.deepEqual(person.faults, []);
      await person.leave();
    });

    await t.test('every refusal has its words in both languages', async () => {
      for (const path of ['carried/', 'en/']) {
        const person = await arrive(browser, `${server.url}${path}index.html`);
        const words = await person.page.evaluate(() => [...document.querySelector('#proof-words').content.children].map((node) => [node.dataset.word, node.textContent]));
        const known = new Map(words);
        assert.equal(known.size, words.length, 'a name is there twice');
        for (const word of proof.WORDS.filter((one) => !['key', 'policy', 'too-large'].includes(one))) assert.ok(known.get(word), word);
        await person.leave();
      }
    });

    await t.test('keys that the page carries: the receipt is proven as soon as it is chosen; in English', async () => {
      const person = await arrive(browser, `${server.url}en/index.html`, { locale: 'en-GB' });
      await person.choose(made.bytes);
      assert.equal(await person.verdict(), 'proven');
      assert.equal(await person.fact('received'), '17\u00a0March 2025, 12:00:12');
      await person.shoot('english');
      await person.looks();
      assert.deepEqual(person.faults, []);
      await person.leave();
    });

    await t.test('in the dark', async () => {
      const person = await arrive(browser, `${server.url}carried/index.html`, { colorScheme: 'dark' });
      await person.choose(made.bytes);
      assert.equal(await person.verdict(), 'proven');
      await person.looks();
      await person.shoot('dark');
      await person.leave();
    });

    await t.test('a page saved with a result on it begins anew', async () => {
      const person = await arrive(browser, `${server.url}carried/index.html`);
      await person.choose(made.bytes);
      await person.verdict();
      const saved = join(folder, 'carried', 'saved.html');
      writeFileSync(saved, await person.page.content());
      await person.leave();
      const later = await arrive(browser, pathToFileURL(saved).href);
      assert.ok(!(await later.page.locator('#proof-result').isVisible()));
      assert.ok(await later.page.locator('#proof-empty').isVisible());
      await later.drop(made.bytes, 'main h1');
      assert.ok(!(await later.page.locator('#proof-result').isVisible()), 'a file dropped beside the field');
      await later.drop(made.bytes);
      assert.equal(await later.verdict(), 'proven');
      assert.deepEqual(later.faults, []);
      await later.leave();
    });

    await t.test('without scripts the page names the program', async () => {
      const person = await arrive(browser, server.url, { scripts: false });
      assert.ok(await person.page.getByText('gishe journal verify').first().isVisible());
      assert.ok(!(await person.page.locator('#proof').isVisible()));
      await person.shoot('noscript');
      await person.leave();
    });

    await t.test('the time of a verification in the browser', async (t) => {
      const person = await arrive(browser, server.url);
      for (const own of [false, true]) {
        const ms = await person.page.evaluate(
          async ([receipt, log, witness, isOwn]) => {
            if (isOwn) Object.defineProperty(window, 'crypto', { value: undefined, configurable: true });
            const bytes = new TextEncoder().encode(receipt);
            const { readKey, verifyReceipt } = window.gisheProof;
            const keys = [[readKey(log)], [readKey(witness)]];
            const times = [];
            for (let round = 0; round < 130; round += 1) {
              const begin = performance.now();
              await verifyReceipt(bytes, ...keys, 1);
              if (round >= 30) times.push(performance.now() - begin);
            }
            return times.sort((a, b) => a - b)[50];
          },
          [Buffer.from(made.bytes).toString(), made.log.line, W1.line, own],
        );
        t.diagnostic(`${own ? 'by own code' : 'with WebCrypto'}: ${ms.toFixed(2)} ms in the middle of 100`);
      }
      await person.leave();
    });
  } finally {
    await browser.close();
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
