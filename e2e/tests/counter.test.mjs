// A certificate of heirs at the counter, delivered by post: one form on one page, a slip whose codes work, a parcel with a number.
import assert from 'node:assert/strict';
import { acceptRegular, beep, clerk, draft, finish, openCase, PEOPLE, register, sign, takeTask, work } from '../lib/office.mjs';
import { codes, properties, words } from '../lib/paper.mjs';
import { fill } from '../lib/portal.mjs';
import { story } from '../lib/story.mjs';

const ANSWERS = {
  'applicant.capacity': 'heir',
  'applicant.firstName': 'Елена',
  'applicant.middleName': 'Стоянова',
  'applicant.lastName': 'Примерова',
  'applicant.identifier': '7711022041',
  'deceased.name': 'Стоян Георгиев Примеров',
  'deceased.identifier': '5107141209',
  'deceased.diedOn': '2026-03-14',
  'deceased.address': '1000 Примерна, ул. „Втора“ № 8',
  'deceased.recordHere': 'yes',
  'heirs[0].name': 'Елена Стоянова Примерова',
  'heirs[0].identifier': '7711022041',
  'heirs[0].relation': 'child',
  'heirs[0].alive': 'alive',
  'heirs[1].name': 'Петър Стоянов Примеров',
  'heirs[1].relation': 'child',
  'heirs[1].alive': 'dead',
  'heirs[1].diedYear': '2019',
  'certificate.purpose': 'notary',
  'certificate.copies': '2',
  'applicant.phone': '000 000 000',
  'declaration.allHeirs': true,
  'declaration.truth': true,
};
const ADDRESS = '1000 Примерна, ул. „Първа“ № 5';

story('counter: heirs certificate with slip and post delivery', async (step, world) => {
  let counter, civil, number, caseAddress, slip, found, status;

  await step('the clerk enters the application on one page and registers it', async () => {
    counter = await clerk(world, PEOPLE.counter);
    await counter.open('/office/new');
    await counter.pressOn('main button[name=service][value=heirs-certificate]');
    await fill(counter, ANSWERS);
    await counter.answers({ speed: 'ordinary', delivery: 'post' });
    await counter.answer('delivery_address', ADDRESS);
    await counter.answer('identity', 'card');
    await register(counter);
    number = (await counter.text('#panel-code')).split('/')[0];
    status = await counter.text('#status-code');
    assert.match(number, /\d/);
  });

  await step('takes the fee at once', async () => {
    await fill(counter, { way: 'cash', receipt: '000124' });
    await counter.pressOn('main form[action$="/pay"] button[data-main]');
    await counter.sees('000124');
  });

  await step('prints the slip: A6, with both codes in machine form', async () => {
    const link = counter.page.locator('main a[href$="/slip.pdf"]').first();
    slip = await counter.pdf(await link.getAttribute('href'));
    const size = /([\d.]+) x ([\d.]+)/.exec(properties(slip)['Page size']).slice(1).map(Number).sort((a, b) => a - b);
    assert.ok(Math.abs(size[0] - 297.6) < 1.5 && Math.abs(size[1] - 419.5) < 1.5, `the slip is ${size.join(' x ')} pt`);
    assert.ok(words(slip).includes(status), 'the slip does not say the status code');
    found = codes(slip);
    assert.equal(found['QR-Code']?.length, 1, `codes on the slip: ${JSON.stringify(found)}`);
    assert.equal(found['CODE-128']?.length, 1, `codes on the slip: ${JSON.stringify(found)}`);
    for (const text of Object.values(found).flat()) assert.ok(!text.includes('7711022041'), 'a code tells a personal number');
    const receipt = await counter.pdf(await counter.page.locator('main a[href$="/receipt.pdf"]').first().getAttribute('href'));
    assert.equal(properties(receipt).Tagged, 'yes');
  });

  await step('the QR code opens the status page for anybody', async () => {
    const passer = await world.person();
    const address = new URL(found['QR-Code'][0]);
    assert.equal(address.origin.toLowerCase(), world.url);
    await passer.open(address.pathname + address.search);
    await passer.sees('Удостоверение за наследници');
    const text = await passer.text('body');
    for (const secret of ['Примерова', '7711022041', ADDRESS]) assert.ok(!text.includes(secret), `the status page tells ${secret}`);
  });

  await step('one beep: the barcode in the search field opens the case', async () => {
    await counter.open('/office');
    await beep(counter, found['CODE-128'][0]);
    assert.match(counter.path, /^\/office\/cases\/[0-9a-f-]{36}$/);
    caseAddress = counter.path;
    await counter.sees('Елена');
    await counter.open('/office');
    await beep(counter, found['QR-Code'][0]);
    assert.equal(counter.path, caseAddress, 'the QR code does not open the case');
  });

  await step('the unit checks, finds the heirs and drafts the certificate', async () => {
    civil = await clerk(world, PEOPLE.civil);
    await acceptRegular(civil, number);
    await work(civil, number, { answers: { remarks: 'Направена е справка в регистъра.' } });
    await draft(civil, number, {
      decision: 'grant',
      fields: {
        deceasedName: 'Стоян Георгиев Примеров',
        deceasedIdentifier: '5107141209',
        deceasedAddress: '1000 Примерна, ул. „Втора“ № 8',
        diedOn: '14.03.2026',
        deathRecord: '№ 12 от 15.03.2026 г., гр. Примерна',
        heirs: 'Елена Стоянова Примерова; 7711022041; дъщеря;\nПетър Стоянов Примеров; ; син; починал 2019 г., без низходящи',
      },
    });
  });

  await step('review and signature', async () => {
    await work(await clerk(world, PEOPLE.civilHead), number, { act: 'approve' });
    await sign(await clerk(world, PEOPLE.mayor), number);
  });

  await step('the counter prints label and return receipt and sends the letter', async () => {
    await takeTask(counter, number);
    for (const print of ['label', 'return-receipt']) {
      const link = counter.page.locator(`main a[href$="/${print}.pdf"]`).first();
      assert.ok(await link.count(), `no ${print} on ${counter.path}`);
      assert.ok(words(await counter.pdf(await link.getAttribute('href'))).includes('Примерна'), `${print} lacks the address`);
    }
    await finish(counter, { way: 'post', tracking: 'RE000000001BG' }, 'record');
    await counter.sees('RE000000001BG');
  });

  await step('the receipt comes back and the case is closed', async () => {
    await takeTask(counter, number);
    await finish(counter, { received_by: 'Елена Примерова' }, 'confirmed');
    await openCase(counter, number);
    await counter.sees('Връчено, приключено');
  });
});
