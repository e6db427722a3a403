// How long a receipt takes to be verified in Chromium, of a log with 65 536 entries and two witnesses; the control is one signature
// verified by the browser itself. Run: npm run speed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { logKey, makeReceipt, witnessKey } from './lib/receipts.mjs';
import { writePage } from './lib/template.mjs';

const ROUNDS = 200;
const folder = mkdtempSync(join(tmpdir(), 'gishe-speed-'));
const witnesses = [witnessKey('one.example', 2), witnessKey('two.example', 3)];
const log = logKey('office.example/log');
const { bytes } = makeReceipt({ size: 65_536, index: 12_345, log, cosigners: witnesses.map((key) => ({ key, timeS: 1_742_284_800n })) });
const browser = await launch();
try {
  const page = await browser.newPage();
  const values = { log_keys: '', witness_keys: '', quorum: '', statuses: [] };
  await page.goto(pathToFileURL(writePage(folder, 'proof.html', { title: 'portal-proof-title', values })).href);
  const times = await page.evaluate(
    async ([receipt, logKeys, witnessKeys, rounds]) => {
      const given = Uint8Array.from(receipt);
      const took = { whole: [], control: [] };
      const pair = await crypto.subtle?.generateKey?.({ name: 'Ed25519' }, true, ['sign', 'verify']).catch(() => null);
      const signature = pair && (await crypto.subtle.sign('Ed25519', pair.privateKey, given));
      for (let round = 0; round < rounds; round += 1) {
        let begun = performance.now();
        await globalThis.gisheProof.verifyReceipt(given, logKeys, witnessKeys, 2);
        took.whole.push(performance.now() - begun);
        if (pair) {
          begun = performance.now();
          await crypto.subtle.verify('Ed25519', pair.publicKey, signature, given);
          took.control.push(performance.now() - begun);
        }
      }
      return took;
    },
    [[...bytes], [log.line], witnesses.map((key) => key.line), ROUNDS],
  );
  const at = (list, share) => [...list].sort((one, other) => one - other)[Math.floor(list.length * share)]?.toFixed(2) ?? 'none';
  console.log(JSON.stringify({ receipt_verify_ms: at(times.whole, 0.5), p95_ms: at(times.whole, 0.95), control_one_signature_ms: at(times.control, 0.5), goal_ms: 5 }));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
