// Makes pages quicker; nothing depends on it. No dependencies, no inline code, no state outside the page.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);

// After an error the summary is read first.
one('[data-focus]')?.focus();
for (const link of all('.govuk-error-summary a')) {
  link.addEventListener('click', (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const label = field.closest('fieldset')?.querySelector('legend') ?? one(`label[for="${CSS.escape(field.id)}"]`);
    (label ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// Fields that belong to one choice show while it is chosen.
const isOn = (field) => (field.matches('[type=radio], [type=checkbox]') ? field.checked : field.type !== 'hidden');
function reveal() {
  for (const part of all('[data-reveal-for]')) {
    const fields = all(`[name="${CSS.escape(part.dataset.revealFor)}"]`);
    part.hidden = !fields.some((field) => isOn(field) && field.value === part.dataset.revealValue);
  }
}
document.addEventListener('change', reveal);
reveal();

// An answer may open or close other questions of its page. The server tells which; what stands there already stays as it is.
const aside = new Map();
function merge(area, fresh) {
  const here = new Map([...area.children].filter((node) => node.dataset.field).map((node) => [node.dataset.field, node]));
  const first = here.values().next().value ?? null;
  let before = null;
  let isMore = false;
  for (const node of fresh.children) {
    const place = node.dataset.field;
    if (!place) continue;
    let now = here.get(place);
    here.delete(place);
    if (!now) {
      const known = aside.get(place);
      now = known ?? document.importNode(node, true);
      if (before) before.after(now);
      else area.insertBefore(now, first);
      if (!known) prepare(now);
      isMore = true;
    } else if (node.matches('dl, .ca-prose')) {
      now.replaceWith((now = document.importNode(node, true)));
    } else if (node.matches('input')) {
      now.value = node.value;
    } else {
      isMore = merge(now, node) || isMore;
    }
    before = now;
  }
  for (const [place, node] of here) {
    aside.set(place, node);
    node.remove();
  }
  return isMore;
}
for (const area of all('[data-asks]')) {
  const form = area.closest('form');
  let turn = 0;
  form.addEventListener('change', async (event) => {
    if (event.target.type === 'file') return;
    const mine = ++turn;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
    const answer = await fetch(area.dataset.asks, { method: 'POST', body, headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (mine !== turn) return;
    if (merge(area, fresh.body)) say(area.dataset.asksMore);
    reveal();
  });
}

// Copying a code.
for (const button of all('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const words = button.lastChild;
    const before = words.textContent;
    words.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => { words.textContent = before; }, 3000);
  });
}

// One calm line for readers of the screen.
let status;
function say(words) {
  if (!status) {
    status = document.createElement('p');
    status.className = 'govuk-visually-hidden';
    status.setAttribute('role', 'status');
    document.body.append(status);
  }
  status.textContent = words;
}

// What is made ready when it comes to the page: characters that are left, files that are dropped on their field.
function prepare(root) {
  for (const line of all('[data-count-of]', root)) {
    const field = document.getElementById(line.dataset.countOf);
    const limit = Number(field.dataset.limit);
    const show = () => {
      const left = limit - [...field.value].length;
      line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace('#', Math.abs(left));
      line.classList.toggle('govuk-error-message', left < 0);
    };
    field.addEventListener('input', show);
    show();
  }
  for (const area of all('[data-drop]', root)) {
    const field = one('input[type=file]', area);
    const over = (is) => area.classList.toggle('ca-drop--over', is);
    area.addEventListener('dragover', (event) => { event.preventDefault(); over(true); });
    area.addEventListener('dragleave', () => over(false));
    area.addEventListener('drop', (event) => {
      event.preventDefault();
      over(false);
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }
}
prepare(document);

// A second click on the same button sends nothing.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method === 'dialog' || form.method === 'get') return;
  if (form.dataset.sent && Date.now() - form.dataset.sent < 8000) event.preventDefault();
  else form.dataset.sent = Date.now();
});
addEventListener('pageshow', () => all('form').forEach((form) => delete form.dataset.sent));

// Autosave: on leaving a field, at most every five seconds, with one line that tells how it went.
for (const form of all('form[data-autosave]')) {
  const line = one('[data-autosave-status]', form) ?? one('[data-autosave-status]');
  let timer = 0;
  let last = 0;
  let failed = false;
  const save = async () => {
    timer = 0;
    last = Date.now();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers: { accept: 'text/plain' } });
      if (!answer.ok) throw new Error(answer.status);
      failed = false;
      line.textContent = await answer.text();
    } catch {
      failed = true;
      line.textContent = form.dataset.autosaveFailed;
      timer = setTimeout(save, 15000);
    }
    line.classList.toggle('ca-autosave--failed', failed);
  };
  form.addEventListener('change', () => {
    if (failed && timer) clearTimeout(timer);
    else if (timer) return;
    timer = setTimeout(save, Math.max(0, last + 5000 - Date.now()));
  });
  form.addEventListener('submit', () => clearTimeout(timer));
}

// The session ends soon: a warning two minutes before, with a way to go on.
const session = Number(document.body.dataset.sessionS);
if (session > 0) {
  const { sessionWarning, sessionEnded, sessionExtend } = document.body.dataset;
  const toast = (words, extend) => {
    one('.ca-toast')?.remove();
    const box = document.createElement('div');
    box.className = 'ca-toast';
    box.setAttribute('role', 'alert');
    box.append(words, ' ');
    if (extend) {
      const button = document.createElement('button');
      button.className = 'ca-link-button';
      button.textContent = sessionExtend;
      button.addEventListener('click', async () => {
        const answer = await fetch(location.href, { method: 'HEAD', credentials: 'same-origin' });
        if (answer.ok && !answer.redirected) { box.remove(); arm(session); }
      });
      box.append(button);
    }
    document.body.append(box);
  };
  let timers = [];
  const arm = (seconds) => {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => toast(sessionWarning, true), Math.max(0, seconds - 120) * 1000),
      setTimeout(() => toast(sessionEnded, false), seconds * 1000),
    ];
  };
  arm(session);
}

for (const button of all('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Selecting all rows of a list.
for (const box of all('[data-select-all]')) {
  box.hidden = false;
  box.addEventListener('change', () => all(`input[type=checkbox][name="${CSS.escape(box.dataset.selectAll)}"]`).forEach((row) => { row.checked = box.checked; }));
}

// Ctrl+Enter sends the form one is in.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.ctrlKey) {
    const form = event.target.closest?.('form');
    form?.requestSubmit(one('button[data-main], .govuk-button:not(.govuk-button--secondary)', form) ?? undefined);
  }
});

// Keys of the desk. Off with one box in the help sheet; never while typing.
const help = document.getElementById('shortcuts');
if (help) {
  const toggle = one('[data-shortcuts-switch]', help);
  const isOn = () => localStorage.getItem('gishe-keys') !== 'off';
  toggle.checked = isOn();
  toggle.addEventListener('change', () => localStorage.setItem('gishe-keys', toggle.checked ? 'on' : 'off'));
  const opener = one('[data-open=shortcuts]');
  if (opener) {
    opener.hidden = false;
    opener.addEventListener('click', () => help.showModal());
  }
  const places = { q: '/office/queue', c: '/office/cases', d: '/office/dashboard', t: '/office/tasks' };
  let isGoing = false;
  let row = -1;
  document.addEventListener('keydown', (event) => {
    if (!isOn() || event.ctrlKey || event.altKey || event.metaKey || help.open) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const rows = all('table[data-rows] tbody tr');
    const key = event.key;
    if (isGoing) {
      isGoing = false;
      if (places[key]) location.href = places[key];
      return;
    }
    const own = one(`[data-key="${CSS.escape(key)}"]`);
    if (key === '/') { event.preventDefault(); document.getElementById('desk-search')?.select(); }
    else if (key === 'g') { isGoing = true; setTimeout(() => { isGoing = false; }, 1500); }
    else if (key === '?') help.showModal();
    else if ((key === 'j' || key === 'k') && rows.length) {
      rows[row]?.classList.remove('ca-row--current');
      row = Math.min(rows.length - 1, Math.max(0, row + (key === 'j' ? 1 : -1)));
      rows[row].classList.add('ca-row--current');
      rows[row].scrollIntoView({ block: 'nearest' });
      one('a', rows[row])?.focus({ preventScroll: true });
    }
    else if (own?.href) location.href = own.href;
    else if (own) own.focus();
    else if (key === 'n') location.href = '/office/new';
  });
}
