// The page „Проверка на журнала“: takes a receipt and keys, verifies with proof.js, shows what came of it.
//
// The one rule: nothing leaves the page and nothing enters it but text – no request, and what a file says is only ever textContent. Every
// word for people stands in the page (#proof-words). A classic script, because modules do not load from a saved page.
'use strict';
{
  const { ProofError, RECEIPT_BYTES_MAX, readKey, readReceipt, verifyReceipt } = globalThis.gisheProof;
  const byId = (id) => document.getElementById(id);
  const form = byId('proof');
  const result = byId('proof-result');
  const file = byId('proof-file');
  const drop = byId('proof-drop');
  const summary = byId('proof-errors');
  const fields = { 'file': file, 'log-keys': byId('proof-log-keys'), 'witness-keys': byId('proof-witness-keys'), 'quorum': byId('proof-quorum') };
  const title = document.title;

  /** LIMIT: characters of the content that are shown. */
  const CONTENT_MAX = 20_000;
  /** LIMIT: the last instant a Date can hold, ms. */
  const INSTANT_MAX = 8_640_000_000_000_000n;

  const words = new Map();
  for (const node of byId('proof-words').content.querySelectorAll('[data-word]')) words.set(node.dataset.word, node.textContent);
  /** The text of a name, its places `#name` filled. */
  const say = (name, places = {}) => (words.get(name) ?? '').replace(/#([a-z]+)/g, (whole, place) => places[place] ?? whole);

  // Times of Sofia in the pattern of the page, with the offset where the hour occurs twice.
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || 'bg', {
    timeZone: 'Europe/Sofia',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const month = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Sofia', month: 'numeric' });
  const offset = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Sofia', timeZoneName: 'shortOffset' });
  const HOUR_MS = 3_600_000;

  function wallTime(ms) {
    const part = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, value]));
    const two = (value) => String(value).padStart(2, '0');
    const filled = {
      YYYY: part.year,
      MONTH: part.month,
      MM: two(month.format(ms)),
      DD: two(part.day),
      D: part.day,
      hh: part.hour,
      mm: part.minute,
      ss: part.second,
    };
    return say('time').replace(/YYYY|MONTH|MM|DD|D|hh|mm|ss/g, (place) => filled[place]);
  }

  function time(ms) {
    if (ms > INSTANT_MAX - BigInt(HOUR_MS)) return String(ms);
    const at = Number(ms);
    const shown = wallTime(at);
    if (shown !== wallTime(at + HOUR_MS) && shown !== wallTime(at - HOUR_MS)) return shown;
    return `${shown} (${offset.formatToParts(at).find(({ type }) => type === 'timeZoneName').value})`;
  }

  // Errors of the form: a summary that gets the focus, and the same words at the field.

  function showErrors(errors) {
    for (const [name, field] of Object.entries(fields)) {
      const error = errors.find((one) => one.name === name);
      const line = byId(`proof-${name}-error`);
      line.hidden = !error;
      line.querySelector('[data-message]').textContent = error?.text ?? '';
      line.parentElement.classList.toggle('govuk-form-group--error', Boolean(error));
      field.setAttribute('aria-describedby', error ? `proof-${name}-hint proof-${name}-error` : `proof-${name}-hint`);
      if (error) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
    }
    const list = summary.querySelector('ul');
    list.replaceChildren(
      ...errors.map(({ name, text }) => {
        const link = document.createElement('a');
        link.href = `#proof-${name}`;
        link.textContent = text;
        link.addEventListener('click', (event) => {
          event.preventDefault();
          fields[name].scrollIntoView({ block: 'center' });
          fields[name].focus({ preventScroll: true });
        });
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
    summary.hidden = errors.length === 0;
    document.title = errors.length ? `${form.dataset.errorTitle} ${title}` : title;
    if (errors.length) summary.focus();
  }

  /** The keys of a field, one a line; empty lines and lines that begin with # are passed over, as the program does. */
  function keysOf(name, algorithm, errors) {
    const keys = [];
    fields[name].value.split('\n').forEach((line, at) => {
      const written = line.trim();
      if (!written || written.startsWith('#') || errors.some((error) => error.name === name)) return;
      const wrong = (word) => errors.push({ name, text: say(`${name}-${word}`, { line: at + 1 }) });
      try {
        const key = readKey(written);
        if (key.algorithm !== algorithm) wrong('other');
        else if (!keys.some((other) => String(other.key.bytes) === String(key.key.bytes))) keys.push(key);
        else if (words.has(`${name}-repeated`)) wrong('repeated');
      } catch {
        wrong('shape');
      }
    });
    return keys;
  }

  const LOG = 0x01;
  const WITNESS = 0x04;

  /** What was typed, or null after showing what is wrong with it. */
  function readForm() {
    const errors = [];
    const chosen = file.files[0];
    if (!chosen) errors.push({ name: 'file', text: say('file-missing') });
    else if (chosen.size > RECEIPT_BYTES_MAX) errors.push({ name: 'file', text: say('file-large') });
    const logs = keysOf('log-keys', LOG, errors);
    if (!logs.length && !errors.some(({ name }) => name === 'log-keys')) errors.push({ name: 'log-keys', text: say('log-keys-missing') });
    const witnesses = keysOf('witness-keys', WITNESS, errors);
    const names = new Set(witnesses.map(({ name }) => name));
    const typed = fields.quorum.value.trim();
    const quorum = typed === '' ? names.size : Number(typed);
    const isReadable = !errors.some(({ name }) => name === 'witness-keys');
    if (isReadable && (!/^[0-9]{0,4}$/.test(typed) || quorum > names.size)) errors.push({ name: 'quorum', text: say('quorum-shape', { max: names.size }) });
    showErrors(errors);
    return errors.length ? null : { chosen, logs, witnesses, quorum };
  }

  // The result.

  const put = (selector, text) => {
    result.querySelector(selector).textContent = text;
  };

  function showVerdict(verdict, why, name) {
    for (const mark of result.querySelectorAll('[data-verdict]')) {
      mark.hidden = mark.dataset.verdict !== verdict;
      if (!mark.hidden) result.querySelector('[data-tone]').className = `ca-now ca-now--${mark.dataset.toneOf}`;
    }
    put('[data-why]', why);
    put('[data-file]', name);
    result.querySelector('[data-only=refused]').hidden = verdict !== 'refused';
    byId('proof-empty').hidden = true;
    result.hidden = false;
    const heading = byId('proof-result-title');
    heading.scrollIntoView({ block: 'start' });
    heading.focus({ preventScroll: true });
  }

  const utf8 = (bytes) => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  };

  const GROUND = 1;
  const AUTHORITY = 2;
  const ORIGIN = 3;

  function showFacts({ origin, index, size, root, entry, cosigners, payload }, witnesses) {
    const status = entry.status ? (words.get(`status-${entry.status}`) ?? '') : '';
    const item = (type) => {
      const value = entry.extension.find((one) => one.type === type)?.value;
      return value ? (utf8(value) ?? '') : '';
    };
    const facts = {
      'kind': say(`kind-${entry.kind}`),
      'status': entry.status ? (status ? `${status} (${entry.status})` : entry.status) : '',
      'refers': entry.refersTo ?? '',
      'refers-log': item(ORIGIN),
      'ground': item(GROUND),
      'authority': item(AUTHORITY),
      'occurred': entry.occurredMs ? time(entry.occurredMs) : '',
      'received': time(entry.receivedMs),
      'log': origin,
      index,
      size,
      'participant': entry.participant,
      'sequence': entry.sequence,
      'service': entry.service || '',
      'event': entry.eventId,
      'case-tag': entry.caseTag,
      'tag-epoch': entry.tagEpoch,
      'commitment': entry.commitment,
      'signature': entry.signatureDigest,
      root,
    };
    for (const [name, value] of Object.entries(facts)) {
      const place = result.querySelector(`[data-fact="${name}"]`);
      place.textContent = String(value);
      place.parentElement.hidden = value === '';
    }
    showWitnesses(cosigners, witnesses);
    showContent(payload);
  }

  function showWitnesses(cosigners, witnesses) {
    const table = result.querySelector('[data-witnesses]');
    const [, column] = table.querySelectorAll('thead th');
    const rows = [...new Set(witnesses.map(({ name }) => name))].map((name) => {
      const cosigner = cosigners.find((one) => one.name === name);
      const row = document.createElement('tr');
      const who = document.createElement('th');
      who.scope = 'row';
      who.className = 'ca-breakable';
      who.textContent = name;
      const when = document.createElement('td');
      when.dataset.label = column.textContent;
      when.textContent = cosigner ? time(cosigner.timeS * 1000n) : say('witness-none');
      row.append(who, when);
      return row;
    });
    table.querySelector('tbody').replaceChildren(...rows);
    table.hidden = rows.length === 0;
  }

  function showContent({ bytes }) {
    const details = result.querySelector('[data-payload]');
    const isErased = bytes === null;
    result.querySelector('[data-erased]').hidden = !isErased;
    details.hidden = isErased;
    details.open = false;
    const content = isErased ? '' : utf8(bytes);
    const isCut = content !== null && content.length > CONTENT_MAX;
    put('[data-content]', content === null ? '' : content.slice(0, CONTENT_MAX));
    put('[data-content-note]', content === null ? say('content-binary', { count: bytes.length }) : isCut ? say('content-cut', { count: content.length }) : '');
  }

  let turn = 0;

  async function verify() {
    const mine = (turn += 1);
    const asked = readForm();
    result.hidden = true;
    if (!asked) return;
    const { chosen, logs, witnesses, quorum } = asked;
    let bytes;
    try {
      bytes = new Uint8Array(await chosen.arrayBuffer());
    } catch {
      if (mine === turn) showErrors([{ name: 'file', text: say('file-unreadable') }]);
      return;
    }
    const outcome = await judge(bytes, logs, witnesses, quorum);
    if (mine !== turn) return;
    result.querySelector('[data-facts]').hidden = !outcome.facts;
    if (outcome.facts) showFacts(outcome.facts, witnesses);
    showVerdict(outcome.verdict, outcome.why, chosen.name);
  }

  /** The keys of several logs may be given; those of the log that the receipt names are used. */
  async function judge(bytes, logs, witnesses, quorum) {
    let origin = '';
    try {
      ({ origin } = readReceipt(bytes));
      const own = logs.filter(({ name }) => name === origin);
      const facts = await verifyReceipt(bytes, own.length ? own : logs, witnesses, quorum);
      const verdict = quorum > 0 ? 'proven' : 'signed';
      return { verdict, why: say(verdict), facts };
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      const { word, have, need, signer, facts } = error;
      return { verdict: word === 'awaiting-witnesses' ? 'waiting' : 'refused', why: say(word, { have, need, signer, log: origin }), facts };
    }
  }

  // What stands there for those without scripts goes; a page that was saved with a result on it begins anew.
  byId('proof-program').hidden = true;
  const carried = { 'log-keys': form.dataset.logKeys, 'witness-keys': form.dataset.witnessKeys, 'quorum': form.dataset.quorum };
  for (const [name, value] of Object.entries(carried)) if (!fields[name].value) fields[name].value = value;
  result.hidden = true;
  byId('proof-empty').hidden = false;
  showErrors([]);
  form.hidden = false;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    verify();
  });
  file.addEventListener('change', () => {
    if (file.files.length && fields['log-keys'].value.trim()) verify();
  });
  // A file that misses the field must not replace the page.
  const over = (is) => drop.classList.toggle('ca-drop--over', is);
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    over(drop.contains(event.target));
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    if (!drop.contains(event.target) || !event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
