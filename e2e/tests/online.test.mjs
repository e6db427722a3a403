// A certificate of permanent address, online from the first question to the rating: a mistake is noticed, corrected with the access
// code, the fee paid at the cash desk, the result downloaded. Told twice: with scripts and without.
import assert from 'node:assert/strict';
import { acceptRegular, clerk, draft, openCase, PEOPLE, sendNotice, sign, work } from '../lib/office.mjs';
import { properties, words } from '../lib/paper.mjs';
import { proven } from '../lib/events.mjs';
import { apply, choose, enter, submit } from '../lib/portal.mjs';
import { story } from '../lib/story.mjs';

const ANSWERS = {
  'applicant.capacity': 'self',
  'applicant.firstName': 'Иван',
  'applicant.middleName': 'Петров',
  'applicant.lastName': 'Примеров',
  'applicant.identifier': '6401200884',
  'certificate.content': 'current',
  'certificate.purpose': 'банка',
  'applicant.email': 'ivan@primer.example',
  'declaration.truth': true,
};
const RIGHT_NUMBER = '8003310010';

for (const scripts of [true, false]) {
  story(`online, scripts ${scripts ? 'on' : 'off'}: address certificate with correction and online delivery`, async (step, world) => {
    let applicant, receipt, number, civil, result;

    await step('the applicant finds the service by words', async () => {
      applicant = await world.person({ scripts });
      await applicant.open('/');
      await applicant.answer('q', 'прописка');
      await applicant.pressOn('main form[role=search] button');
      await applicant.follow('Удостоверение за постоянен адрес');
      assert.match(applicant.path, /^\/services\/address-certificate$/);
    });

    await step('answers page by page, with a mistake that comes back with its answer', async () => {
      await applicant.open('/services/address-certificate/start');
      await applicant.pressOn('button[name=act][value=continue][data-main]');
      assert.match(await applicant.page.title(), /^Грешка: /);
      await applicant.sees('Има проблем');
      await apply(applicant, 'address-certificate', ANSWERS, { eligible: { 'question-1': 'yes' } });
    });

    await step('chooses online delivery, looks at the answers, files', async () => {
      await choose(applicant, { speed: 'ordinary', delivery: 'online' });
      await applicant.sees('Примеров');
      receipt = await submit(applicant);
      number = Object.values(receipt.rows)[0];
      const slip = await applicant.pdf(receipt.slip);
      assert.match(words(slip), new RegExp(receipt.status));
      assert.equal(properties(await applicant.pdf(receipt.paper)).Tagged, 'yes');
    });

    await step('sees the state by the status code, from another browser, without names', async () => {
      const friend = await world.person({ scripts });
      await friend.open('/status');
      await friend.answer('code', receipt.status.replaceAll('-', ' '));
      await friend.pressOn('main form[action="/status"] button[type=submit]');
      await friend.sees('Удостоверение за постоянен адрес');
      assert.ok(!(await friend.text('body')).includes('Примеров'), 'the status page tells a name');
      const receipts = await friend.page.locator('main a[href*="/proof/"][download]').evaluateAll((links) => links.map((link) => link.href));
      const events = await Promise.all(receipts.map((address) => proven(friend, address)));
      assert.ok(events.some((event) => event.data.status === 'intake.registered'), JSON.stringify(events));
      assert.equal(new Set(events.map((event) => event.subject)).size, 1, 'one service, one number');
    });

    await step('the clerk finds the personal number wrong and asks for a correction', async () => {
      civil = await clerk(world, PEOPLE.civil, { scripts });
      await sendNotice(civil, number, ['wrong-identifier']);
      await openCase(civil, number);
      await civil.sees('Върнато за отстраняване на нередовности');
    });

    await step('the applicant corrects it with the access code', async () => {
      const home = await world.person({ scripts });
      await enter(home, number, receipt.access);
      await home.follow('main a[href$="/correct"]');
      await home.sees('Посоченият личен номер не съответства');
      await home.answer('applicant.identifier', RIGHT_NUMBER);
      await home.pressOn('main button[name=act][value=check][data-main]');
      await home.sees(RIGHT_NUMBER);
      await home.pressOn('main form[action$="/correct/check"] button[data-main]');
      assert.match(home.path, /^\/case\/[0-9a-f-]{36}$/);
      applicant = home;
    });

    await step('now the application is regular', () => acceptRegular(civil, number));

    await step('the fee is paid at the cash desk', async () => {
      const cashier = await clerk(world, PEOPLE.cashier, { scripts });
      await work(cashier, number, { answers: { way: 'cash', receipt: '000123' } });
    });

    await step('the address is looked up and the certificate drafted', async () => {
      await work(civil, number, { answers: { remarks: 'Справката е направена.' } });
      const preview = await draft(civil, number, {
        decision: 'grant',
        fields: { personName: 'Иван Петров Примеров', personIdentifier: RIGHT_NUMBER, address: '1000 Примерна, ул. „Първа“ № 5', since: '12.06.2001' },
      });
      assert.match(words(preview), /ул\. „Първа“ № 5/);
    });

    await step('the head of the unit reviews and the mayor signs', async () => {
      const head = await clerk(world, PEOPLE.civilHead, { scripts });
      await work(head, number, { act: 'approve' });
      const mayor = await clerk(world, PEOPLE.mayor, { scripts });
      await sign(mayor, number);
    });

    await step('the applicant opens the result: that is its delivery', async () => {
      await applicant.open(applicant.path);
      await applicant.follow('main a[href$="/result"]');
      const form = applicant.page.locator('main form[action$="/result"]');
      assert.ok(await form.count(), 'the page of the result offers nothing to open');
      result = await applicant.opensPdf(() => form.locator('button').click());
      await applicant.open(`/case/${receipt.id}/result`);
      assert.deepEqual(await applicant.pdf(`/case/${receipt.id}/result.pdf`), result, 'the result is another file the second time');
    });

    await step('the result is a tagged PDF that says what was certified', async () => {
      const text = words(result);
      for (const part of ['Иван Петров Примеров', 'ул. „Първа“ № 5', RIGHT_NUMBER]) assert.ok(text.includes(part), `the certificate lacks ${part}: ${text}`);
      const { Tagged, Title } = properties(result);
      assert.equal(Tagged, 'yes');
      assert.ok(Title, 'the PDF has no title');
    });

    await step('anybody can verify the document', async () => {
      const bank = await world.person({ scripts });
      await bank.open(await applicant.page.locator('main a[href^="/v/"]').getAttribute('href'));
      await bank.sees('Удостоверение за постоянен адрес');
    });

    await step('the applicant rates the service once', async () => {
      await applicant.follow('main a[href$="/rate"]');
      await applicant.answers({ score: '5', reasons: ['speed', 'clarity'], comment: 'Бързо и ясно.' });
      await applicant.pressOn('main form[action$="/rate"] button[type=submit]');
      await applicant.open(`/case/${receipt.id}/rate`);
      assert.equal(await applicant.page.locator('main form[action$="/rate"]').count(), 0, 'the service can be rated twice');
    });

    await step('the case is completed for both sides', async () => {
      await applicant.open(`/case/${receipt.id}`);
      await applicant.sees('Приключено');
      await openCase(civil, number);
      await civil.sees('Връчено, приключено');
    });
  });
}
