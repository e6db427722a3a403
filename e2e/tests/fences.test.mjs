// What keeps strangers out: cookies, codes, addresses of others, forms without their token.
import assert from 'node:assert/strict';
import { clerk, PEOPLE, PASSWORD } from '../lib/office.mjs';
import { story } from '../lib/story.mjs';

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

story('fences: strangers stay outside', async (step, world) => {
  const stranger = await world.person();

  await step('an unknown case and an unknown file are answered alike, and never with content', async () => {
    for (const path of [`/case/${UNKNOWN}`, `/case/${UNKNOWN}/documents`, `/case/${UNKNOWN}/result.pdf`, `/receipt/${UNKNOWN}`, `/office/cases/${UNKNOWN}`, '/office/cases', '/office/mail', '/admin']) {
      const { body, headers } = await stranger.fetch(path);
      assert.doesNotMatch(headers['content-type'] ?? '', /pdf/, path);
      assert.doesNotMatch(body.toString(), /Примеров/, path);
    }
  });

  await step('a form without its token changes nothing', async () => {
    const answer = await stranger.context.request.post(`${world.url}/office/sign-in`, { form: { login: PEOPLE.admin, password: PASSWORD }, maxRedirects: 0 });
    assert.ok([400, 403].includes(answer.status()), `answered ${answer.status()}`);
    assert.ok(!(answer.headers()['set-cookie'] ?? '').includes('staff'), 'a session without a token');
  });

  await step('a wrong password is refused, with the answer kept', async () => {
    await stranger.open('/office/sign-in');
    await stranger.answers({ login: PEOPLE.cashier, password: 'wrong-password-1' });
    await stranger.pressOn('main form button[type=submit]');
    assert.match(stranger.path, /sign-in/);
    assert.equal(await stranger.page.locator('[name=login]').inputValue(), PEOPLE.cashier);
    assert.equal(await stranger.page.locator('[name=password]').inputValue(), '');
  });

  await step('session cookies are out of reach of scripts and other sites', async () => {
    const person = await clerk(world, PEOPLE.cashier);
    const cookies = await person.context.cookies();
    assert.ok(cookies.some((cookie) => /staff/.test(cookie.name)), cookies.map((cookie) => cookie.name).join());
    for (const cookie of cookies) {
      assert.ok(cookie.httpOnly, `${cookie.name} can be read by scripts`);
      assert.match(cookie.sameSite, /^(Lax|Strict)$/, cookie.name);
    }
  });

  await step('a cashier has no administration', async () => {
    const person = await clerk(world, PEOPLE.cashier);
    const { status } = await person.fetch('/admin');
    assert.ok([403, 404].includes(status), `/admin answered ${status}`);
  });
});
