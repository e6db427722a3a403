// A running demonstration installation: the built program with a data folder of its own, ended when the tests end.
//
// The one rule: the tests use the program as a person would start it; nothing reaches around it into the data.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
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

/** Runs the program with a command that serves, and waits until it answers. The folder is left as it is. */
async function serving(args) {
  const child = spawn(program(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
  };
  if (!url) {
    await stop();
    throw new Error(`the program did not start:\n${lines.join('\n')}`);
  }
  await ready(url);
  return { url, stop, log: () => lines.join('\n'), lived: Promise.race([lived, ended.then(() => false)]) };
}

/** Starts a demonstration with `cases` sample cases and waits until it answers; when `whole`, until all of them are there. */
export async function start({ cases = 24, whole = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gishe-e2e-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const place = await serving(['demo', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--cases', String(cases)]).catch((error) => {
    remove();
    throw error;
  });
  const stop = async () => {
    await place.stop();
    remove();
  };
  if (whole) {
    const tired = new Promise((resolve) => setTimeout(resolve, WHOLE_MS, false).unref());
    if (!(await Promise.race([place.lived, tired]))) {
      await stop();
      throw new Error(`the sample cases were not finished:\n${place.log()}`);
    }
  }
  return { url: place.url, stop, log: place.log };
}

/**
 * Starts an installation that is the journal and reports to itself. Its certificate is given to it by a proxy on loopback, as a proxy that
 * ends TLS would.
 */
export async function startJournal() {
  const folder = mkdtempSync(join(tmpdir(), 'gishe-e2e-journal-'));
  const data = join(folder, 'data');
  const certificate = Buffer.from([0x30, 0x03, 0x02, 0x01, 0x05]);
  let target = '';
  const proxy = createServer((request, response) => {
    if (!target) {
      response.writeHead(502).end();
      return;
    }
    const headers = { ...request.headers, 'client-cert': `:${certificate.toString('base64')}:` };
    const passed = httpRequest(target + request.url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.writeHead(502).end());
    request.pipe(passed);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const remove = () => {
    proxy.close();
    proxy.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const demo = await serving(['demo', '--data', data, '--listen', '127.0.0.1:0', '--cases', '2']);
    await demo.lived;
    await demo.stop();
    const lines = ['journal = "journal.example/log"', 'journal_certificate_header = "client-cert"', `report_to = "http://127.0.0.1:${proxy.address().port}/ejournal/v1"`];
    writeFileSync(join(data, 'gishe.toml'), `version = 1\n${lines.join('\n')}\n`);
    writeFileSync(join(folder, 'system.der'), certificate);
    const [{ administration, source, key }] = JSON.parse(execFileSync(program(), ['journal', 'identity', '--json', '--data', data], { encoding: 'utf8' }));
    const admit = ['--number', '7', '--name', 'Деловодна система', '--administration', administration, '--certificate', join(folder, 'system.der'), '--key', key];
    execFileSync(program(), ['journal', 'admit', source, ...admit, '--data', data]);
    const place = await serving(['serve', '--data', data, '--listen', '127.0.0.1:0']);
    target = place.url;
    const stop = async () => {
      await place.stop();
      remove();
    };
    return { url: place.url, stop, log: place.log };
  } catch (error) {
    remove();
    throw error;
  }
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
