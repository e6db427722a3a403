// Pictures for the README, from a demonstration with many cases: `npm run shots`, or `node shots.mjs FOLDER`. Each stays below 200 KB.
import { mkdirSync, statSync } from 'node:fs';
import { launch } from './lib/browser.mjs';
import { PEOPLE, signIn } from './lib/office.mjs';
import { Person } from './lib/person.mjs';
import { apply, choose, goOn, submit } from './lib/portal.mjs';
import { start } from './lib/site.mjs';

const FOLDER = process.argv[2] ? `${process.argv[2]}/` : new URL('../docs/images/', import.meta.url).pathname;
const WINDOW = { width: 1280, height: 860 };
const BYTES_MAX = 200 * 1024;
const HEIGHTS = [860, 720, 600];

async function shoot(person, name) {
  const path = `${FOLDER}${name}.png`;
  await person.page.evaluate(() => document.fonts.ready.then(() => true));
  for (const height of HEIGHTS) {
    await person.page.setViewportSize({ ...WINDOW, height });
    await person.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    if (statSync(path).size <= BYTES_MAX) break;
  }
  const size = statSync(path).size;
  if (size > BYTES_MAX) throw new Error(`${name}.png has ${size} bytes`);
  process.stdout.write(`${name}.png ${Math.round(size / 1024)} KB\n`);
}

mkdirSync(FOLDER, { recursive: true });
const place = await start({ cases: Number(process.env.SHOT_CASES ?? 300), whole: true });
const browser = await launch();
try {
  const visitor = await Person.arrive(browser, place.url);
  await visitor.page.goto('/');
  await shoot(visitor, 'portal');
  await visitor.page.goto('/services/address-certificate/start');
  await visitor.answer('applicant.capacity', 'self');
  await goOn(visitor);
  await visitor.answers({ 'applicant.firstName': 'Иван', 'applicant.middleName': 'Петров', 'applicant.lastName': 'Примеров' });
  await shoot(visitor, 'question');
  const answers = {
    'applicant.firstName': 'Иван',
    'applicant.middleName': 'Петров',
    'applicant.lastName': 'Примеров',
    'applicant.identifier': '6401200884',
    'certificate.content': 'current',
    'certificate.purpose': 'банка',
    'declaration.truth': true,
  };
  await goOn(visitor);
  await apply(visitor, 'address-certificate', answers);
  await choose(visitor, { speed: 'ordinary', delivery: 'online' });
  await shoot(visitor, 'review');
  const receipt = await submit(visitor);
  await visitor.page.goto('/status');
  await visitor.answer('code', receipt.status);
  await visitor.pressOn('main form[action="/status"] button[type=submit]');
  await shoot(visitor, 'status');

  const clerk = await signIn(await Person.arrive(browser, place.url), PEOPLE.civil);
  await shoot(clerk, 'office');
  await clerk.page.goto('/office/cases');
  const first = await clerk.page.locator('main table a[href^="/office/cases/"]').first().getAttribute('href');
  await clerk.page.goto(first);
  await shoot(clerk, 'case');
  const head = await signIn(await Person.arrive(browser, place.url), PEOPLE.civilHead);
  await head.page.goto('/office/dashboard');
  await shoot(head, 'dashboard');
  const admin = await signIn(await Person.arrive(browser, place.url), PEOPLE.admin);
  await admin.page.goto('/admin');
  await shoot(admin, 'admin');
} finally {
  await browser.close();
  await place.stop();
}
