// An installation that is the journal: what is reported to it is found by number and code, with a receipt for each status, and its
// operator sees systems, statuses and checkpoints.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../lib/browser.mjs';
import { PEOPLE, signIn } from '../lib/office.mjs';
import { Person } from '../lib/person.mjs';
import { apply, choose, submit } from '../lib/portal.mjs';
import { startJournal } from '../lib/site.mjs';

const OUTPUT = new URL('../output/', import.meta.url).pathname;
const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };
const WAIT_MS = 30_000;
const ANSWERS = {
  'applicant.capacity': 'self',
  'applicant.firstName': 'Иван',
  'applicant.middleName': 'Петров',
  'applicant.lastName': 'Примеров',
  'applicant.identifier': '6401200884',
  'certificate.content': 'current',
  'certificate.purpose': 'банка',
  'declaration.truth': true,
};

let place;
let browser;
before(async () => {
  mkdirSync(OUTPUT, { recursive: true });
  place = await startJournal();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

/** Pictures of the present page at both widths; nothing is wider than the window. */
async function look(person, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await person.page.setViewportSize(viewport);
    await person.page.screenshot({ path: `${OUTPUT}journal-${name}-${size}.png`, fullPage: true, animations: 'disabled' });
    const [width, window] = await person.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(width <= window, `${name} is ${width} wide in a window of ${window}`);
  }
  await person.page.setViewportSize(SIZES.wide);
}

async function ask(person, { number, code }) {
  await person.open('/inquiry');
  await person.answers({ number, code });
  await person.pressOn('main form[action="/inquiry"] button[type=submit]');
}

test('an applicant inquires at the journal with number and code', { timeout: 180_000 }, async () => {
  const applicant = await Person.arrive(browser, place.url);
  await apply(applicant, 'address-certificate', ANSWERS, { eligible: { 'question-1': 'yes' } });
  await choose(applicant, { speed: 'ordinary', delivery: 'online' });
  const receipt = await submit(applicant);
  // Events and code are on their way.
  const until = Date.now() + WAIT_MS;
  const stranger = await Person.arrive(browser, place.url);
  for (;;) {
    await ask(stranger, { number: receipt.rnu, code: receipt.status });
    if (await stranger.page.locator('form[action="/inquiry/proof"]').count()) break;
    assert.ok(Date.now() < until, `the journal does not know ${receipt.rnu}: ${await stranger.text()}\n${place.log()}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.match(await stranger.text(), /Деловодна система/);
  assert.match(await stranger.text(), /Регистрирано с входящ номер/);
  await look(stranger, 'inquiry');
  const [download] = await Promise.all([stranger.page.waitForEvent('download'), stranger.page.locator('form[action="/inquiry/proof"] button').last().click()]);
  const proof = readFileSync(await download.path(), 'utf8');
  assert.match(proof, /^c2sp\.org\/tlog-proof@v1\n/);
  assert.match(proof, /\njournal\.example\/log\n/);
  await ask(stranger, { number: receipt.rnu, code: '000-000-000' });
  assert.match(await stranger.text(), /Няма услуга с този номер и този код/);
  for (const person of [applicant, stranger]) assert.deepEqual(person.findings, []);
});

test('its operator sees systems, statuses, checkpoints; a clerk types the number of another system', { timeout: 180_000 }, async () => {
  const operator = await signIn(await Person.arrive(browser, place.url), PEOPLE.admin);
  const pages = {
    participants: '/admin/participants',
    participant: '/admin/participants/7',
    'participant-new': '/admin/participants/new',
    'participant-key': '/admin/participants/7/add/key',
    nomenclature: '/admin/nomenclature',
    draft: '/admin/nomenclature/draft',
    checkpoints: '/admin/checkpoints',
    log: '/admin/log',
  };
  for (const [name, address] of Object.entries(pages)) {
    await operator.open(address);
    await look(operator, name);
  }
  const clerk = await signIn(await Person.arrive(browser, place.url), PEOPLE.registrar);
  await clerk.open('/office/intake');
  await clerk.answer('channel', 'post');
  await clerk.answer('service', 'address-certificate');
  await clerk.pressOn('main form[action="/office/intake"] button[type=submit]');
  assert.ok(await clerk.has('reference'), `no field for the number: ${clerk.path}`);
  await look(clerk, 'intake');
  for (const person of [operator, clerk]) assert.deepEqual(person.findings, []);
});
