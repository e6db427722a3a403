// What a citizen does on the portal, by the addresses of the portal and the names of the fields of a form.
import assert from 'node:assert/strict';

const PAGES_MAX = 40;

/** Fills whatever of `answers` the present page asks; adds a row when an answer belongs to one that is not there yet. */
export async function fill(person, answers) {
  let filled = 0;
  for (const [name, value] of Object.entries(answers)) {
    const row = /^(.+)\[(\d+)\]\./.exec(name);
    if (row && !(await person.has(name))) {
      const add = `button[name="add:${row[1]}"]`;
      if (!(await person.page.locator(add).count())) continue;
      await person.pressOn(add);
    }
    if (!(await person.has(name))) continue;
    await person.answer(name, value);
    filled += 1;
  }
  return filled;
}

/** From the page of a service through every question to the choice of delivery. */
export async function apply(person, service, answers, { eligible = {} } = {}) {
  await person.open(`/services/${service}`);
  await person.pressStart();
  if (person.path.includes('/check')) {
    for (const [name, value] of Object.entries(eligible)) await person.answer(name, value);
    await person.pressOn('main form button[type=submit]');
  }
  for (let page = 0; page < PAGES_MAX && !/\/delivery$/.test(new URL(person.page.url()).pathname); page += 1) {
    // A draft that was begun before is continued from its list of sections.
    if (/^\/apply\/[0-9a-f-]{36}$/.test(person.path)) {
      await person.pressStart();
      continue;
    }
    const before = person.path;
    await fill(person, answers);
    await goOn(person);
    // An answer may have opened another question on the same page.
    if (person.path === before && (await fill(person, answers))) await goOn(person);
    assert.notEqual(person.path, before, `the form does not go on from ${before}: ${await errors(person)}`);
  }
}

/** „Запази и продължи“. */
export function goOn(person) {
  return person.pressOn('button[name=act][value=continue][data-main]');
}

/** Sentences of the error summary, if there is one. */
export async function errors(person) {
  return (await person.page.locator('.govuk-error-summary li').allInnerTexts()).join(' | ') || 'no error shown';
}

/** Chooses speed and delivery and goes on to the last look. */
export async function choose(person, { speed, delivery, address }) {
  if (speed && (await person.has('speed'))) await person.answer('speed', speed);
  if (await person.has('delivery')) await person.answer('delivery', delivery);
  if (address) await person.answer('delivery_address', address);
  await goOn(person);
  assert.match(person.path, /\/review$/, await errors(person));
}

/** Files the application from the last look and tells what the receipt says. */
export async function submit(person) {
  await person.pressOn('main form[action$="/submit"] button[data-main]');
  assert.match(person.path, /^\/receipt\//, await errors(person));
  return receipt(person);
}

/** The numbers and codes of the receipt. */
export async function receipt(person) {
  const id = person.path.split('/')[2];
  const rows = await person.page
    .locator('.govuk-summary-list__row')
    .evaluateAll((list) => list.map((row) => [row.querySelector('dt').innerText.trim(), row.querySelector('dd').innerText.trim()]));
  const status = await person.text('#status-code');
  const access = await person.text('#access-code');
  assert.match(status, /^\d{3}-\d{3}-\d{3}$/);
  assert.match(access, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  return { id, status, access, rnu: await person.text('#panel-code'), rows: Object.fromEntries(rows), slip: `/receipt/${id}/slip.pdf`, paper: `/receipt/${id}/receipt.pdf` };
}

/** Opens the official section with number and access code. */
export async function enter(person, number, access) {
  await person.open('/case');
  await person.answers({ number, access });
  await person.pressOn('main form[action="/case"] button[type=submit]');
  assert.match(person.path, /^\/case\/[0-9a-f-]{36}$/, await errors(person));
}
