// Runs the browser tests against one demonstration installation and ends with „N passed, N failed“.
//
//   node run.mjs                 all of them
//   node run.mjs online          only the files whose name contains the word
import { readdirSync, rmSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { start } from './lib/site.mjs';

const TWO_AT_ONCE = 2;
const folder = fileURLToPath(new URL('tests/', import.meta.url));
const asked = process.argv[2] ?? '';
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.mjs') && name.includes(asked))
  .sort()
  .map((name) => folder + name);
if (!files.length) throw new Error(`no test file has ${asked} in its name`);
rmSync(fileURLToPath(new URL('output/', import.meta.url)), { recursive: true, force: true });

const place = process.env.GISHE_URL ? null : await start();
process.env.GISHE_URL ??= place.url;
const stop = async (code) => {
  await place?.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(1));

let passed = 0;
let failed = 0;
const isLeaf = ({ name, details }) => details?.type !== 'suite' && !name.endsWith('.test.mjs');
const tests = run({ files, concurrency: TWO_AT_ONCE });
tests.on('test:pass', (event) => {
  if (isLeaf(event) && !event.skip && !event.todo) passed += 1;
});
tests.on('test:fail', (event) => {
  failed += 1;
});
const report = tests.compose(new spec());
report.on('end', () => {
  if (failed && place?.log()) process.stdout.write(`\nLast lines of the server:\n${place.log()}\n`);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  stop(failed || !passed ? 1 : 0);
});
report.pipe(process.stdout, { end: false });
