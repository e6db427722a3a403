// A permit to use pavement space: fee by a decision table, two branches at once, a refusal with grounds; and one the applicant withdraws.
import assert from 'node:assert/strict';
import { acceptRegular, clerk, draft, openCase, PEOPLE, sign, takeTask, work } from '../lib/office.mjs';
import { attachment, words } from '../lib/paper.mjs';
import { apply, choose, enter, errors, fill, goOn, submit } from '../lib/portal.mjs';
import { story } from '../lib/story.mjs';

const ANSWERS = {
  'applicant.kind': 'company',
  'company.name': 'Пример ООД',
  'company.identifier': '200000015',
  'applicant.firstName': 'Димитър',
  'applicant.lastName': 'Примеров',
  'applicant.identifier': '6401200884',
  'use.purpose': 'tables',
  'use.object': 'Кафе „Пример“',
  'use.description': '6 маси, 24 стола и 3 чадъра',
  'place.address': 'гр. Примерна, пл. „Централен“ № 2',
  'place.zone': 'centre',
  'place.length': '6,2',
  'place.width': '2,5',
  'place.passage': '0,8',
  'period.from': '2027-06-01',
  'period.months': '4',
  'applicant.email': 'office@primer.example',
  'documents.scheme': attachment('shema.pdf'),
  'declaration.restore': true,
  'declaration.truth': true,
};
const ELIGIBLE = { 'question-1': 'yes', 'question-2': 'no' };

/** Zone centre × tables, 16 sq. m, 4 months by the table of the kit. */
const FEE = /448,00\s*€/;

async function file(applicant) {
  await apply(applicant, 'pavement-permit', ANSWERS, { eligible: ELIGIBLE });
  await choose(applicant, { speed: 'ordinary', delivery: 'online' });
  await applicant.sees(FEE);
  return submit(applicant);
}

story('pavement: permit with parallel opinion, fee table and refusal', async (step, world) => {
  let applicant, receipt, number, architect;

  await step('a firm applies with a scheme; the fee follows the table', async () => {
    applicant = await world.person();
    receipt = await file(applicant);
    number = Object.values(receipt.rows)[0];
  });

  await step('regular; the fee is paid', async () => {
    architect = await clerk(world, PEOPLE.architect);
    await acceptRegular(architect, number);
    await work(await clerk(world, PEOPLE.cashier), number, { answers: { way: 'card', receipt: '000125' } });
  });

  await step('two branches are open at the same time', async () => {
    await openCase(architect, number);
    await architect.sees('Проверка на място и на схемата');
    await architect.sees('Становище за улична мрежа и безопасност');
  });

  await step('the unit for streets does not agree', async () => {
    const roads = await clerk(world, PEOPLE.roads);
    await work(roads, number, { name: 'Становище', answers: { opinion: 'notAgreed', remarks: 'Остават 0,80 м за пешеходци.' } });
  });

  await step('the decision cannot be drafted before the other branch is done', async () => {
    await openCase(architect, number);
    assert.equal(await architect.page.locator('main a[href^="/office/tasks/"]').filter({ hasText: 'Изготвяне' }).count(), 0);
    await work(architect, number, { name: 'Проверка на място', answers: { remarks: 'Измерено на място.' } });
  });

  await step('the architect drafts a refusal with its ground', async () => {
    await takeTask(architect, number);
    await architect.sees('Остават 0,80 м за пешеходци.');
    const preview = await draft(architect, number, {
      decision: 'refuse',
      fields: { reasons: 'След разполагането на масите остават 0,80 м при изискване за 1,50 м.' },
      grounds: ['passage'],
    });
    assert.match(words(preview), /0,80/);
  });

  await step('the draft comes back once and is approved the second time', async () => {
    const head = await clerk(world, PEOPLE.architectHead);
    await work(head, number, { answers: { remarks: 'Посочете и изискването на наредбата.' }, act: 'return' });
    await takeTask(architect, number);
    await architect.sees('Посочете и изискването на наредбата.');
    await draft(architect, number, {
      decision: 'refuse',
      fields: { reasons: 'След разполагането на масите остават 0,80 м при изискване на наредбата за 1,50 м.' },
      grounds: ['passage'],
    });
    await work(head, number, { act: 'approve' });
  });

  await step('the mayor signs; the applicant reads the refusal and how to appeal', async () => {
    await sign(await clerk(world, PEOPLE.mayor), number);
    await applicant.open(`/case/${receipt.id}`);
    await applicant.follow('main a[href$="/result"]');
    const text = words(await applicant.opensPdf(() => applicant.page.locator('main form[action$="/result"] button').click()));
    assert.match(text, /изискване на наредбата за 1,50 м/);
    assert.match(text, /14-дневен|14 дни|обжалва/i);
    await openCase(architect, number);
    await architect.sees('Отказано');
  });
});

story('pavement: the applicant withdraws', async (step, world) => {
  let applicant, receipt, number;

  await step('a firm applies', async () => {
    applicant = await world.person();
    receipt = await file(applicant);
    number = Object.values(receipt.rows)[0];
  });

  await step('the applicant withdraws with the access code, sure of it', async () => {
    const home = await world.person();
    await enter(home, number, receipt.access);
    await home.follow('main a[href$="/withdraw"]');
    await home.answer('reason', 'Отказвам се от ползването.');
    await home.press(/оттегл/i);
    assert.match(home.path, /\/withdraw$/, 'withdrawn without being sure');
    await home.answer('sure', true);
    await home.press(/оттегл/i);
    await home.sees('Прекратено');
  });

  await step('the case is over for the office too: nothing waits to be done', async () => {
    const architect = await clerk(world, PEOPLE.architect);
    await openCase(architect, number);
    await architect.sees('Прекратено');
    assert.equal(await architect.page.locator('main a[href^="/office/tasks/"]').count(), 0);
  });
});

const BEFORE_USE = {
  'applicant.kind': 'person',
  'applicant.firstName': 'Димитър',
  'applicant.lastName': 'Примеров',
  'applicant.identifier': '6401200884',
};

/** From the first question to the one about the use of the place. */
async function toUse(person) {
  await person.open('/services/pavement-permit/start');
  for (let page = 0; page < 8 && !(await person.has('use.purpose')); page += 1) {
    await fill(person, BEFORE_USE);
    await goOn(person);
  }
  assert.equal(await person.has('use.object'), false, 'the place of business is asked before the use is chosen');
}

story('pavement: an answer opens a question on the same page', async (step, world) => {
  await step('with scripts it appears by itself, and what was typed stays', async () => {
    const person = await world.person();
    await toUse(person);
    await person.answer('use.description', 'Шест маси');
    await person.answer('use.purpose', 'tables');
    await person.page.locator('[name="use.object"]').waitFor({ state: 'visible' });
    assert.equal(await person.page.locator('.govuk-error-message').count(), 0);
    assert.equal(await person.page.locator('[name="use.description"]').inputValue(), 'Шест маси');
    await person.answer('use.object', 'Кафе „Пример“');
    await person.answer('use.purpose', 'event');
    await person.page.locator('[name="use.object"]').waitFor({ state: 'detached' });
    await person.answer('use.purpose', 'display');
    await person.page.locator('[name="use.object"]').waitFor({ state: 'visible' });
    assert.equal(await person.page.locator('[name="use.object"]').inputValue(), 'Кафе „Пример“', 'the answer is lost');
    await person.look();
    await goOn(person);
    assert.match(person.path, /\/pagePlace$/);
  });

  await step('without scripts the page comes back with the question, without an error, and leads to it', async () => {
    const person = await world.person({ scripts: false });
    await toUse(person);
    await person.answers({ 'use.purpose': 'tables', 'use.description': 'Шест маси' });
    await goOn(person);
    assert.match(person.path, /\/pageUse\?opened=/);
    await person.sees('Има още въпроси на тази страница');
    assert.equal(await person.page.locator('.govuk-error-summary, .govuk-error-message').count(), 0, 'an error at a question nobody has seen');
    assert.equal(await person.page.evaluate(() => document.activeElement.name), 'use.object');
    await goOn(person);
    assert.match(await errors(person), /Обект/, 'a question that was seen and left empty passes');
    await person.answer('use.object', 'Кафе „Пример“');
    await goOn(person);
    assert.match(person.path, /\/pagePlace$/);
  });
});
