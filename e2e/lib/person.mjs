// A person at a browser: goes to addresses, answers by the names of fields, presses buttons – and every page they see is examined.
//
// The one rule: findings about pages are collected on the way and reported together at the end, so that one bad page hides no other.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { examine } from './examine.mjs';

const LOOK = { width: 1280, height: 900 };
const WAIT_MS = 30_000;
const HEADERS = [
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^(same-origin|no-referrer|strict-origin)/],
  ['x-frame-options', /^DENY$/i],
];

/** What a page's policy must say; the list of what is wrong with it. */
export function policyFaults(policy) {
  if (!policy) return ['no content security policy'];
  const faults = [];
  for (const word of ["'unsafe-inline'", "'unsafe-eval'", 'http:', 'https:', '*']) {
    if (policy.split(/[\s;]+/).includes(word)) faults.push(`the content security policy allows ${word}`);
  }
  for (const rule of ['default-src', 'form-action', 'frame-ancestors', 'base-uri']) {
    if (!policy.includes(rule)) faults.push(`the content security policy lacks ${rule}`);
  }
  return faults;
}

/** Looks examined already, by anybody in this run: the same page with other numbers is the same look. */
const seen = new Set();

export class Person {
  #examiner = null;
  #expected = 0;
  findings = [];
  pages = 0;

  /** A new person with a browser profile of their own. */
  static async arrive(browser, url, { scripts = true, language = 'bg-BG' } = {}) {
    const person = new Person();
    person.url = url;
    person.browser = browser;
    person.scripts = scripts;
    person.context = await browser.newContext({ javaScriptEnabled: scripts, locale: language, viewport: LOOK, baseURL: url });
    person.context.setDefaultTimeout(WAIT_MS);
    person.page = await person.context.newPage();
    person.#listen();
    return person;
  }

  #listen() {
    const { page } = this;
    page.on('pageerror', (error) => this.#find(`script error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = message.text();
      if (/\/favicon\.ico$/.test(message.location().url)) return; // Asked by the browser's own viewer of PDFs, not by a page.
      if (/Failed to load resource/.test(text) && message.location().url === page.url()) return; // The page's own status is judged below.
      this.#find(`console: ${text} (${message.location().url})`);
    });
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(this.url)) this.#find(`asks another host: ${request.url()}`);
    });
    page.on('response', (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#judge(response);
    });
  }

  #find(text, address = this.page.url()) {
    this.findings.push(`${address.replace(this.url, '')}: ${text}`);
  }

  #judge(response) {
    const headers = response.headers();
    const address = response.url();
    const status = response.status();
    const isForm = status === 422; // A form that comes back with its mistakes.
    if (status >= 400 && status !== this.#expected && !isForm) this.#find(`answered ${status}`, address);
    for (const [name, shape] of HEADERS) if (!shape.test(headers[name] ?? '')) this.#find(`header ${name}: ${headers[name] ?? 'missing'}`, address);
    if (headers['content-type']?.startsWith('text/html') || status === 303) {
      policyFaults(headers['content-security-policy']).forEach((fault) => this.#find(fault, address));
    }
  }

  /** Examines the page as it stands, once per look. */
  async look() {
    await this.page.waitForLoadState('load');
    const html = await this.page.content();
    const content = html.replace(/value="[^"]*"/g, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '0').replace(/\d+/g, '0');
    const look = createHash('sha256').update(`${this.scripts}${content}`).digest('hex');
    if (seen.has(look)) return;
    seen.add(look);
    this.pages += 1;
    const page = this.scripts ? this.page : await this.#withoutScripts(html);
    for (const finding of await examine(page)) this.#find(finding);
  }

  // A page without scripts cannot examine itself: its text and style are shown again, scripts taken out, where scripts may run.
  async #withoutScripts(html) {
    if (!this.#examiner) {
      const context = await this.browser.newContext({ viewport: LOOK });
      this.#examiner = await context.newPage();
    }
    const address = this.page.url();
    const body = html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
    await this.#examiner.unroute('**').catch(() => {});
    await this.#examiner.route((asked) => asked.href === address, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
    await this.#examiner.goto(address);
    await this.#examiner.unroute((asked) => asked.href === address).catch(() => {});
    await this.#examiner.unrouteAll({ behavior: 'ignoreErrors' });
    return this.#examiner;
  }

  /** Path of the present page with its query. */
  get path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** Goes to an address of the site. `status`: the answer that is right here. */
  async open(path, { status = 200 } = {}) {
    this.#expected = status;
    const response = await this.page.goto(path);
    assert.equal(response.status(), status, `${path} answered ${response.status()}`);
    await this.look();
    this.#expected = 0;
  }

  /** Does something that leads to another page and examines that page. */
  async go(act, { status = 0 } = {}) {
    this.#expected = status;
    const loaded = this.page.waitForEvent('load', { timeout: WAIT_MS });
    await Promise.all([loaded, act()]);
    await this.look();
    this.#expected = 0;
  }

  /** Follows the link with this text (or this selector when it begins with `a` or `[`). */
  follow(words) {
    return this.go(() => this.link(words).click());
  }

  link(words) {
    const isSelector = typeof words === 'string' && /^(a|main a|\[)/.test(words) && /[[\]#.=]/.test(words);
    return isSelector ? this.page.locator(words).first() : this.page.getByRole('link', { name: words }).first();
  }

  button(words) {
    return this.page.getByRole('button', { name: words }).first();
  }

  /** Presses the button with these words. */
  press(words, options) {
    return this.go(() => this.button(words).click(), options);
  }

  /** The main button of the page of a service. */
  pressStart() {
    return this.go(() => this.page.locator('main a.govuk-button').first().click());
  }

  /** Sends the form a button belongs to by the button's name and value, or by a selector. */
  pressOn(selector, options) {
    return this.go(() => this.page.locator(selector).first().click(), options);
  }

  /** Does something that opens a PDF in the browser and gives that PDF; the browser may show it or save it. */
  async opensPdf(act) {
    const isPdf = (response) => response.status() === 200 && /^application\/pdf/.test(response.headers()['content-type'] ?? '');
    const [response] = await Promise.all([this.page.waitForResponse(isPdf, { timeout: WAIT_MS }), act()]);
    return this.pdf(response.url());
  }

  /** Whether the page has a field of this name. */
  async has(name) {
    return (await this.page.locator(named(name)).count()) + (await this.page.locator(named(`${name}-day`)).count()) > 0;
  }

  /** Answers one field by its name: text, choice, list, box, date in three parts, or file. */
  async answer(name, value) {
    const day = this.page.locator(named(`${name}-day`));
    if (await day.count()) {
      const [year, month, date] = String(value).split('-');
      await day.fill(String(Number(date)));
      await this.page.locator(named(`${name}-month`)).fill(String(Number(month)));
      await this.page.locator(named(`${name}-year`)).fill(year);
      return;
    }
    const fields = this.page.locator(`${named(name)}:not([type=hidden])`);
    assert.ok(await fields.count(), `no field ${name} on ${this.path}; there are ${(await this.names()).join(', ')}`);
    const field = fields.first();
    const kind = await field.evaluate((element) => (element.tagName === 'INPUT' ? element.type : element.tagName.toLowerCase()));
    if (kind === 'radio') await this.page.locator(`${named(name)}[value=${JSON.stringify(String(value))}]`).check();
    else if (kind === 'checkbox' && typeof value === 'boolean') await field.setChecked(value);
    else if (kind === 'checkbox') for (const one of [value].flat()) await this.page.locator(`${named(name)}[value=${JSON.stringify(String(one))}]`).check();
    else if (kind === 'select') await field.selectOption(typeof value === 'object' ? value : String(value));
    else if (kind === 'file') await field.setInputFiles(value);
    else await field.fill(String(value));
  }

  /** Answers several fields, in the order given. */
  async answers(all) {
    for (const [name, value] of Object.entries(all)) await this.answer(name, value);
  }

  /** Names of the fields of the page. */
  names() {
    return this.page.locator('main [name]').evaluateAll((fields) => [...new Set(fields.map((field) => field.name))]);
  }

  /** Text of the first element, spaces folded. */
  async text(selector = 'main') {
    return (await this.page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
  }

  /** The page says this. */
  async sees(words, selector = 'main') {
    const text = await this.text(selector);
    assert.ok(words instanceof RegExp ? words.test(text) : text.includes(words), `${this.path} does not say ${words}; it says: ${text.slice(0, 1500)}`);
  }

  /** A file behind an address, with this person's cookies. */
  async fetch(path) {
    const address = new URL(path, this.url).href;
    const answer = await this.context.request.get(address);
    return { status: answer.status(), headers: answer.headers(), body: await answer.body() };
  }

  /** A PDF behind an address. */
  async pdf(path) {
    const { status, headers, body } = await this.fetch(path);
    assert.equal(status, 200, `${path} answered ${status}`);
    assert.match(headers['content-type'] ?? '', /^application\/pdf/, path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(body.subarray(0, 5).toString(), '%PDF-', path);
    return body;
  }

  /** Goes home: the browser profile is closed. */
  async leave() {
    await this.#examiner?.context().close();
    await this.context.close();
  }
}

function named(name) {
  return `[name=${JSON.stringify(name)}]`;
}
