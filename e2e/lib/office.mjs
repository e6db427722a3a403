// What a clerk does in the staff application: sign in, open a case by one beep, do the task that waits.
import assert from 'node:assert/strict';
import { fill } from './portal.mjs';

/** Password of every account of the sample administration. */
export const PASSWORD = 'primeren-vhod-2026';

/** Accounts of the sample administration, by what they do in these stories. */
export const PEOPLE = {
  counter: 'gishe1',
  registrar: 'delovoditel',
  cashier: 'kasa',
  civil: 'grao1',
  civilHead: 'grao-nachalnik',
  mayor: 'kmet',
  architect: 'arhitekt1',
  architectHead: 'arhitekt-glaven',
  roads: 'patishta1',
  admin: 'admin',
};

/** Signs in and stands at „Моят ден“. */
export async function signIn(person, login) {
  await person.open('/office/sign-in');
  await person.answers({ login, password: PASSWORD });
  await person.pressOn('main form button[type=submit]');
  assert.match(person.path, /^\/office$/, `sign-in of ${login} leads to ${person.path}`);
  person.login = login;
  return person;
}

/** A member of staff, signed in, in a browser of their own. */
export async function clerk(world, login, options) {
  return signIn(await world.person(options), login);
}

/** Types (or scans) into the search field on top; a number or a code opens its case at once. */
export async function beep(clerk, code) {
  await clerk.page.locator('#desk-search').fill(code);
  await clerk.go(() => clerk.page.locator('#desk-search').press('Enter'));
}

/** Opens a case by its number and tells its address. */
export async function openCase(clerk, number) {
  await beep(clerk, number);
  assert.match(clerk.path, /^\/office\/cases\/[0-9a-f-]{36}$/, `${number} does not open its case but ${clerk.path}`);
  return clerk.path;
}

/** Opens the task of a case that waits for this clerk and takes it from the queue. */
export async function takeTask(clerk, number, name) {
  await openCase(clerk, number);
  const links = clerk.page.locator('main a[href^="/office/tasks/"]');
  const link = name ? links.filter({ hasText: name }) : links;
  assert.ok(await link.count(), `no task ${name ?? ''} for ${clerk.login} on ${clerk.path}: ${(await clerk.text()).slice(0, 800)}`);
  await clerk.go(() => link.first().click());
  const claim = clerk.page.locator('main form[action$="/claim"] button');
  if (await claim.count()) await clerk.go(() => claim.first().click());
}

/** Answers the screen of a task and presses its button `act`; then there must be no mistakes. */
export async function finish(clerk, answers = {}, act = 'finish') {
  const before = clerk.path;
  await fill(clerk, answers);
  await clerk.pressOn(await actButton(clerk, act));
  const errors = await clerk.page.locator('.govuk-error-summary li').allInnerTexts();
  assert.deepEqual(errors, [], `${before} does not accept ${act}`);
}

async function actButton(clerk, act) {
  const named = `main button[name=act][value=${act}]:not([aria-hidden])`;
  return (await clerk.page.locator(named).count()) ? named : 'main button[data-main]';
}

/** Takes a task, does it and is done: from the number to the next step. */
export async function work(clerk, number, { name, answers, act } = {}) {
  await takeTask(clerk, number, name);
  await finish(clerk, answers, act);
}

/** Ticks every box of the check list of regularity and accepts the application. */
export async function acceptRegular(clerk, number) {
  await takeTask(clerk, number);
  for (const box of await clerk.page.locator('main input[name=check]').all()) await box.check();
  await finish(clerk, {}, 'regular');
}

/** Sends a notice of irregularities: choose, read the letter, send. */
export async function sendNotice(clerk, number, codes, { freeText } = {}) {
  await takeTask(clerk, number);
  await finish(clerk, {}, 'notice');
  assert.match(clerk.path, /\/notice$/);
  await clerk.answer('code', codes);
  if (freeText) await clerk.answer('free_text', freeText);
  await finish(clerk, {}, 'preview');
  await finish(clerk, {}, 'send');
}

/** Drafts the decision: choose it, fill its fields, finish. Gives the preview of the document. */
export async function draft(clerk, number, { decision, fields, grounds = [] }) {
  await takeTask(clerk, number);
  const chosen = clerk.page.locator(`[name=decision][value=${decision}]`);
  if (!(await chosen.isChecked())) {
    await chosen.check();
    await clerk.pressOn('main button[name=act][value=kind]');
  }
  for (const [key, value] of Object.entries(fields)) await clerk.answer(`field-${key}`, value);
  if (grounds.length) await clerk.answer('ground', grounds);
  await finish(clerk, {}, 'save');
  const preview = await clerk.pdf(`${new URL(clerk.page.url()).pathname}/preview.pdf`);
  await finish(clerk, {}, 'finish');
  return preview;
}

/** Registers a counter entry; a case of the same applicant for the same service has to be looked at first. */
export async function register(clerk) {
  await clerk.pressOn('main button[name=act][value=register]');
  if (await clerk.has('duplicates_seen')) {
    await clerk.answer('duplicates_seen', true);
    await clerk.pressOn('main button[name=act][value=register]');
  }
  assert.match(clerk.path, /\/filed$/, (await clerk.page.locator('.govuk-error-summary li').allInnerTexts()).join(' | '));
}

/** Signs a decision: the screen, the last look, the signature. */
export async function sign(clerk, number) {
  await takeTask(clerk, number);
  const confirm = clerk.page.locator('main a[href$="/confirm"], main a[href$="/sign"]').first();
  if (await confirm.count()) await clerk.go(() => confirm.click());
  await finish(clerk, {}, 'sign');
}

/** Status of the case as its tag says it. */
export async function status(clerk, number) {
  await openCase(clerk, number);
  return clerk.text('main .ca-tag');
}
