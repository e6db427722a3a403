// A story: steps that follow from one another, told by people. It ends at the first step that fails; what was wrong with the pages
// on the way is a step of its own at the end.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { launch } from './browser.mjs';
import { Person } from './person.mjs';
import { site } from './site.mjs';

const LIMIT_MS = 600_000;
const OUTPUT = new URL('../output/', import.meta.url).pathname;

/**
 * `tell(step, world)` runs the steps in order with `await step('what happens', async () => …)`.
 * `world.person(options)` brings a person to the site.
 */
export function story(title, tell) {
  test(title, { timeout: LIMIT_MS }, async (t) => {
    const place = await site();
    const browser = await launch();
    const people = [];
    const world = {
      url: place.url,
      person: async (options) => {
        const person = await Person.arrive(browser, place.url, options);
        people.push(person);
        return person;
      },
    };
    let failed = null;
    const step = async (words, act) => {
      if (failed) return;
      await t.test(words, async () => {
        try {
          await act();
        } catch (error) {
          failed = words;
          await picture(people, title);
          throw error;
        }
      });
    };
    try {
      await tell(step, world);
      await t.test('every page on the way is accessible, narrow enough and without script errors', () => {
        const findings = [...new Set(people.flatMap((person) => person.findings))];
        const pages = people.reduce((sum, person) => sum + person.pages, 0);
        assert.equal(findings.length, 0, `${findings.length} finding(s) on ${pages} pages:\n  - ${findings.join('\n  - ')}`);
        assert.ok(pages > 0, 'no page was looked at');
        t.diagnostic(`${pages} pages examined`);
      });
      if (failed) throw new Error(`the story ended at: ${failed}`);
    } finally {
      for (const person of people) await person.leave().catch(() => {});
      await browser.close();
      await place.stop();
    }
  });
}

/** What everybody saw when a step failed, for whoever repairs it. */
async function picture(people, title) {
  mkdirSync(OUTPUT, { recursive: true });
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  for (const [index, person] of people.entries()) {
    await person.page.screenshot({ path: `${OUTPUT}${name}-${index + 1}.png`, fullPage: true }).catch(() => {});
  }
}
