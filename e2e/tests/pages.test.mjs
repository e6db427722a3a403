// Every page one reaches from the navigation, in both languages and both colour schemes: for visitors and for each role of staff.
import assert from 'node:assert/strict';
import { accessibility } from '../lib/examine.mjs';
import { clerk, PEOPLE } from '../lib/office.mjs';
import { story } from '../lib/story.mjs';

const PUBLIC = ['/', '/services', '/services?q=nasledstvo', '/services?q=qqqq', '/services?event=death', '/status', '/inquiry', '/verify', '/proof', '/statistics', '/case', '/drafts', '/help', '/contact', '/accessibility', '/privacy', '/terms'];
const CASE_PAGES_MAX = 12;

/** Addresses of links inside an element. */
const links = (person, selector) => person.page.locator(selector).evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href')))]);

/** Runs of Bulgarian words in the content that no `lang` marks; single names and abbreviations of numbers may stand. */
const unmarked = (person) =>
  person.page.locator('main').evaluate((main) => {
    const found = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent;
      const isMarked = walker.currentNode.parentElement.closest('[lang]')?.lang === 'bg';
      if (!isMarked && /(?:[а-яё„“]+[\s,.–-]+){3}[а-я]/i.test(text)) found.push(text.trim().slice(0, 80));
    }
    return found;
  });

story('pages: what visitors can reach', async (step, world) => {
  const visitor = await world.person();

  await step('the public pages', async () => {
    for (const path of PUBLIC) await visitor.open(path);
  });

  await step('the page of every service, its questions and its paper form', async () => {
    await visitor.open('/services');
    const services = (await links(visitor, 'main a[href^="/services/"]')).filter((href) => /^\/services\/[a-z-]+$/.test(href));
    assert.ok(services.length >= 5, `only ${services.length} services`);
    for (const service of services) {
      await visitor.open(service);
      await visitor.pdf(`${service}/paper.pdf`);
      await visitor.open(`${service}/check`);
    }
  });

  await step('an unknown address and a wrong code are answered with a page and a way on', async () => {
    await visitor.open('/no-such-page', { status: 404 });
    assert.ok((await links(visitor, 'main a')).length > 0, 'no way on');
    await visitor.open('/status');
    await visitor.answer('code', '123-456-788');
    await visitor.pressOn('main form[action="/status"] button[type=submit]', { status: 404 });
  });

  await step('a phone without scripts: one row above the page, and a menu that opens', async () => {
    const phone = await world.person({ scripts: false });
    await phone.page.setViewportSize({ width: 360, height: 740 });
    await phone.open('/');
    const height = await phone.page.locator('header').evaluate((header) => header.getBoundingClientRect().height);
    assert.ok(height <= 96, `the header takes ${height} px`);
    assert.equal(await phone.page.locator('header nav a[href="/services"]:visible').count(), 0, 'the menu stands open');
    await phone.page.locator('header summary').click();
    await phone.go(() => phone.page.locator('header nav a[href="/services"]:visible').click());
    assert.equal(phone.path, '/services');
  });

  await step('in English, with the parts in Bulgarian marked', async () => {
    await visitor.open('/');
    await visitor.go(() => visitor.page.locator('a[hreflang=en]').click());
    assert.equal(await visitor.page.locator('html').getAttribute('lang'), 'en');
    for (const path of PUBLIC) {
      await visitor.open(path);
      assert.equal(await visitor.page.locator('html').getAttribute('lang'), 'en', `${path} forgets the language`);
      assert.deepEqual(await unmarked(visitor), [], `${path} has Bulgarian sentences not marked as such`);
    }
  });

  await step('by keyboard: the first stop is the way to the content', async () => {
    await visitor.open('/services');
    await visitor.page.keyboard.press('Tab');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
    await visitor.page.keyboard.press('Enter');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'main');
  });

  await step('in the dark', async () => {
    await visitor.page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['/', '/services', '/services/pavement-permit', '/status', '/case']) {
      await visitor.page.goto(path);
      assert.deepEqual(await accessibility(visitor.page), [], `${path} in the dark`);
    }
    await visitor.page.emulateMedia({ colorScheme: null });
  });
});

for (const role of ['counter', 'registrar', 'civil', 'architectHead', 'mayor', 'admin']) {
  story(`pages: what ${PEOPLE[role]} can reach`, async (step, world) => {
    let person;

    await step('signs in', async () => {
      person = await clerk(world, PEOPLE[role]);
    });

    await step('every page of the navigation, and what the pages of administration lead to', async () => {
      const places = await links(person, 'nav.ca-side a');
      assert.ok(places.length > 0, 'no navigation');
      for (const place of places) await person.open(place);
      await person.open('/office/settings');
      await person.open('/office/sessions');
      if (places.includes('/admin')) {
        await person.open('/admin');
        for (const place of (await links(person, 'nav a[href^="/admin"], main a[href^="/admin"]')).slice(0, 30)) await person.open(place);
      }
    });

    await step('a case with all its sides', async () => {
      const answer = await person.fetch('/office/cases');
      if (answer.status === 403) return;
      await person.open('/office/cases');
      const cases = (await links(person, 'main table a[href^="/office/cases/"]')).filter((href) => /[0-9a-f-]{36}$/.test(href));
      // The latest ones belong to the stories that run beside this one; the last of the page lies still.
      const still = cases.at(-1);
      if (!still) return;
      await person.open(still);
      for (const side of (await links(person, `main a[href^="${still}/"]`)).filter((href) => !href.includes('.pdf') && !/\/documents\/./.test(href)).slice(0, CASE_PAGES_MAX)) await person.open(side);
    });

    await step('in the dark', async () => {
      await person.page.emulateMedia({ colorScheme: 'dark' });
      for (const path of ['/office', '/office/cases']) {
        if ((await person.fetch(path)).status !== 200) continue;
        await person.page.goto(path);
        assert.deepEqual(await accessibility(person.page), [], `${path} in the dark`);
      }
      await person.page.emulateMedia({ colorScheme: null });
    });

    await step('signs out; the address asks for a sign-in again', async () => {
      await person.open('/office');
      await person.pressOn('form[action="/office/sign-out"] button');
      await person.open('/office');
      assert.match(person.path, /^\/office\/sign-in/);
    });
  });
}
