// A running demonstration installation: the built program with a data folder of its own, ended when the tests end.
//
// The one rule: the tests use the program as a person would start it; nothing reaches around it into the data.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const START_MS = 60_000;
const WHOLE_MS = 300_000;
const STOP_MS = 10_000;
const LINES_KEPT = 60;

/** Where cargo puts the program, unless GISHE_BIN names another. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache/gishe/target');
  const path = process.env.GISHE_BIN ?? join(target, 'debug/gishe');
  if (!existsSync(path)) throw new Error(`${path} is missing; build it with: cargo build --workspace`);
  return path;
}

/** Starts a demonstration with `cases` sample cases and waits until it answers; when `whole`, until all of them are there. */
export async function start({ cases = 24, whole = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gishe-e2e-'));
  const child = spawn(program(), ['demo', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--cases', String(cases)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  const keep = (line) => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
  };
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  createInterface({ input: child.stderr }).on('line', keep);
  let finished;
  const lived = new Promise((resolve) => (finished = resolve));
  const listening = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      if (line.startsWith('ready:')) finished(true);
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found) resolve(found[1].replace(/\/$/, ''));
    });
  });
  const late = new Promise((resolve) => setTimeout(resolve, START_MS, null).unref());
  const url = await Promise.race([listening, late, ended.then(() => null)]);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  if (!url) {
    await stop();
    throw new Error(`the demonstration did not start:\n${lines.join('\n')}`);
  }
  await ready(url);
  if (whole) {
    const tired = new Promise((resolve) => setTimeout(resolve, WHOLE_MS, false).unref());
    if (!(await Promise.race([lived, tired, ended.then(() => false)]))) {
      await stop();
      throw new Error(`the sample cases were not finished:\n${lines.join('\n')}`);
    }
  }
  return { url, stop, log: () => lines.join('\n') };
}

/** The address answers with the services people may ask for: the sample administration is in place. */
async function ready(url) {
  const until = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(`${url}/services/address-certificate`).catch(() => null);
    if (answer?.status === 200) return;
    if (Date.now() > until) throw new Error(`${url} does not show the sample services (last answer: ${answer?.status ?? 'none'})`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The site under test: the one GISHE_URL names (the runner starts it for all files), or one of its own. */
export async function site(options) {
  if (process.env.GISHE_URL) return { url: process.env.GISHE_URL, stop: async () => {}, log: () => '' };
  return start(options);
}
