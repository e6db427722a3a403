// Shows the page of a template without the program: its own text and the texts of the catalogue, as a file beside its scripts.
//
// The one rule: only what such a page uses is understood – texts, icons, static files, plain values, one loop; anything else is an error.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STATIC = `${ROOT}crates/web/shell/static`;
const read = (path) => readFileSync(ROOT + path, 'utf8');

const escape = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** One-line texts of a language, by key. */
export function texts(language) {
  const found = new Map();
  for (const file of ['shell', 'portal']) {
    for (const line of read(`locales/${language}/${file}.ftl`).split('\n')) {
      const [, key, text] = /^([a-z][a-z0-9-]*) = (.*)$/.exec(line) ?? [];
      if (key) found.set(key, text);
    }
  }
  return found;
}

function icon(name) {
  const [, path] = new RegExp(`"${name}" => "([^"]+)"`).exec(read('crates/web/shell/src/icon.rs')) ?? [];
  if (!path) throw new Error(`no icon ${name}`);
  return `<svg class="ca-icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d="${path}" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

const includes = (source) => source.replace(/\{% include "([^"]+)" %\}/g, (_, path) => includes(read(`crates/web/portal/templates/${path}`)));

function render(source, language, values) {
  const catalogue = texts(language);
  const text = (key) => {
    if (!catalogue.has(key)) throw new Error(`no text ${key} in ${language}`);
    return catalogue.get(key);
  };
  const rules = [
    [/^page\.t\("([^"]+)"\)$/, ([, key]) => escape(text(key))],
    [/^page\.asset\("([^"]+)"\)$/, ([, name]) => `static/${name}`],
    [/^page\.icon\("([^"]+)"\)$/, ([, name]) => icon(name)],
    [/^([a-z_.]+)$/, ([, name]) => escape(values[name] ?? fail(name))],
  ];
  const fail = (what) => {
    throw new Error(`the template asks for ${what}`);
  };
  const fill = (part, local = {}) =>
    part.replace(/\{\{ (.+?) \}\}/g, (_, asked) => {
      if (asked in local) return escape(local[asked]);
      for (const [shape, give] of rules) if (shape.test(asked)) return give(shape.exec(asked));
      return fail(asked);
    });
  const looped = source
    .replace(/\{#-?[\s\S]*?-?#\}\n?/g, '')
    .replace(/\n?\{%-? for \((\w+), (\w+)\) in (\w+) %\}([\s\S]*?)\n?\{%-? endfor %\}/g, (_, first, second, list, body) =>
      values[list].map(([one, other]) => fill(body, { [first]: one, [second]: other })).join(''),
    );
  const left = /\{%.*?%\}/.exec(looped);
  return fill(left ? fail(left[0]) : looped);
}

/** Writes `index.html` and its static files into a folder; `framed` with the script of the frame, a module, which the disk does not give. */
export function writePage(folder, template, { language = 'bg', title, framed = false, values = {} }) {
  const source = includes(read(`crates/web/portal/templates/${template}`));
  const block = (name) => new RegExp(`\\{% block ${name} %\\}([\\s\\S]*?)\\{% endblock %\\}`).exec(source)?.[1] ?? '';
  const all = { 'page.title': texts(language).get(title), ...values };
  const [head, main] = [block('head'), block('main')].map((part) => render(part, language, all));
  mkdirSync(folder, { recursive: true });
  cpSync(STATIC, `${folder}/static`, { recursive: true });
  const html = `<!DOCTYPE html>
<html lang="${language}" class="ca-html">
<head>
<meta charset="utf-8">
<title>${escape(all['page.title'])}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="static/gishe.css">
<link rel="icon" href="static/favicon.svg" type="image/svg+xml">${framed ? '\n<script type="module" src="static/gishe.js"></script>' : ''}
${head}
</head>
<body class="ca-body">
<div class="govuk-width-container">
<main class="ca-main" id="main" tabindex="-1">
${main}
</main>
</div>
</body>
</html>
`;
  writeFileSync(`${folder}/index.html`, html);
  return `${folder}/index.html`;
}
