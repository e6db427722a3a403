// What a clerk arranges and settles with colleagues: the list in one's own order, two windows at one task, a question to another unit.
import assert from 'node:assert/strict';
import { clerk, finish, openCase, PEOPLE, register, takeTask } from '../lib/office.mjs';
import { fill } from '../lib/portal.mjs';
import { story } from '../lib/story.mjs';

const ANSWERS = {
  'applicant.capacity': 'self',
  'applicant.firstName': 'Ирина',
  'applicant.middleName': 'Пробна',
  'applicant.lastName': 'Образцова',
  'applicant.identifier': '7501020018',
  'certificate.content': 'current',
  'certificate.purpose': 'банка',
  'declaration.truth': true,
};

/** The numbers of the cases in the list as they stand. */
const numbers = (person) => person.page.locator('main table tbody tr td:first-child a').allInnerTexts();

for (const scripts of [true, false]) {
  story(`desk: the list of cases in one's own order, ${scripts ? 'with' : 'without'} scripts`, async (step, world) => {
    let officer;

    await step('the head of a column orders the list, a second click turns it around', async () => {
      officer = await clerk(world, scripts ? PEOPLE.civil : PEOPLE.civilHead, { scripts });
      // Other stories file today; up to yesterday they change nothing.
      const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
      await officer.open(`/office/cases?to=${yesterday}`);
      const newest = await numbers(officer);
      await officer.pressOn('main th a[href*="sort=deadline"]');
      assert.match(officer.path, /sort=deadline/);
      assert.equal(await officer.page.locator('th[aria-sort=ascending]').count(), 1);
      const nearest = await numbers(officer);
      assert.notDeepEqual(nearest, newest);
      await officer.pressOn('main th[aria-sort] a');
      assert.equal(await officer.page.locator('th[aria-sort=descending]').count(), 1);
      // The sample may still be growing, so the list may have become longer, never shorter.
      const turned = await numbers(officer);
      assert.deepEqual(nearest.filter((number) => !turned.includes(number)), []);
      assert.notEqual(turned[0], nearest[0]);
    });

    await step('columns are chosen and stay for the next visit', async () => {
      await officer.page.locator('details.ca-filter summary').nth(1).click();
      await officer.answer('column', ['channel', 'rnu']);
      await officer.pressOn('main button[name=act][value=keep]');
      await officer.open('/office/cases?state=open');
      assert.equal(await officer.page.locator('td[data-label="Канал"]').count() > 0, true);
    });

    await step('an order with its filters becomes a view under a name', async () => {
      await officer.open('/office/cases?state=open&sort=service');
      await officer.page.locator('details.ca-filter summary').nth(1).click();
      await officer.answer('name', `По услуги ${scripts ? 1 : 2}`);
      await officer.pressOn('main form[action$="case-views"] button');
      assert.equal(await officer.text('.ca-tabs [aria-current=page]'), `По услуги ${scripts ? 1 : 2}`);
      await officer.page.locator('details.ca-filter summary').nth(1).click();
      await officer.pressOn('main form[action$="case-views/remove"] button');
      await officer.page.locator('details.ca-filter summary').nth(1).click();
      await officer.pressOn('main button[name=act][value=usual]');
    });
  });
}

story('desk: two windows at one task and a question to another unit', async (step, world) => {
  let officer, window, architect, number, task;

  await step('an application comes in at the counter', async () => {
    const counter = await clerk(world, PEOPLE.counter);
    await counter.open('/office/new');
    await counter.pressOn('main button[name=service][value=address-certificate]');
    await fill(counter, ANSWERS);
    await counter.answers({ speed: 'ordinary', delivery: 'counter' });
    await counter.answer('identity', 'card');
    await register(counter);
    number = (await counter.text('#panel-code')).split('/')[0];
    await openCase(counter, number);
    assert.match(await counter.text('#case-code'), /^\d{3}-\d{3}-\d{3}$/);
  });

  await step('what a second window keeps is not written over but shown beside', async () => {
    officer = await clerk(world, PEOPLE.civil);
    await takeTask(officer, number);
    task = new URL(officer.page.url()).pathname;
    window = await clerk(world, PEOPLE.civil);
    await window.open(task);
    await officer.answer('remarks', 'Проверено по телефона.');
    await finish(officer, {}, 'save');
    await window.answer('remarks', 'Да се провери в регистъра.');
    await window.pressOn('main button[name=act][value=save]', { status: 409 });
    const words = await window.text('main');
    assert.match(words, /Проверено по телефона\./);
    assert.match(words, /Да се провери в регистъра\./);
    await window.pressOn('main button[data-main]', { status: 409 });
    assert.match(await window.text('.govuk-error-summary'), /Изберете коя версия/);
    await window.answer('pick:remarks', 'mine');
    await window.pressOn('main button[data-main]');
    assert.equal(await window.page.locator('#remarks').inputValue(), 'Да се провери в регистъра.');
  });

  await step('another unit is asked and the work waits for it', async () => {
    await officer.open(task);
    await officer.follow('main a[href$="/acts/opinion"]');
    await officer.pressOn('main button[data-main]');
    assert.match(await officer.text('.govuk-error-summary'), /Напишете въпроса/);
    const options = officer.page.locator('#to option');
    const value = await options.filter({ hasText: 'Катя Образцова' }).first().getAttribute('value');
    await officer.answers({ to: value, question: 'Има ли сграда на този адрес?', holds: true });
    await officer.pressOn('main button[data-main]');
    assert.match(await officer.text('main'), /Работата чака становището/);
    await officer.open(task);
    for (const box of await officer.page.locator('main input[name=check]').all()) await box.check();
    await officer.pressOn('main button[name=act][value=regular]', { status: 409 });
    assert.match(await officer.text('main'), /Чака се становище/);
  });

  await step('the architect answers and the work goes on', async () => {
    architect = await clerk(world, PEOPLE.architect);
    await takeTask(architect, number, 'Становище');
    await finish(architect, { opinion: 'answered', remarks: 'Да, въведена в експлоатация.' });
    await openCase(officer, number);
    assert.match(await officer.text('main'), /Да, въведена в експлоатация\./);
    await takeTask(officer, number);
    for (const box of await officer.page.locator('main input[name=check]').all()) await box.check();
    await finish(officer, {}, 'regular');
  });
});
