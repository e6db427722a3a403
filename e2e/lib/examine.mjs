// What must hold on every page anybody sees: accessible, one h1, a title, no sideways scrolling on a narrow telephone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];
const NARROW = { width: 360, height: 740 };

/** Findings of a loaded page in a browser with scripts. The window gets its own size back. */
export async function examine(page) {
  return [...(await shape(page)), ...(await accessibility(page)), ...(await narrow(page))];
}

async function shape(page) {
  const seen = await page.evaluate(() => {
    const shown = (element) => element.getClientRects().length > 0;
    return {
      headings: [...document.querySelectorAll('h1')].filter(shown).map((heading) => heading.textContent.trim()),
      title: document.title.trim(),
      lang: document.documentElement.lang,
      mains: document.querySelectorAll('main').length,
      repeated: [...document.querySelectorAll('[id]')].map((element) => element.id).filter((id, index, all) => all.indexOf(id) !== index),
    };
  });
  const findings = [];
  if (seen.headings.length !== 1) findings.push(`${seen.headings.length} h1 instead of one: ${JSON.stringify(seen.headings)}`);
  if (seen.headings.includes('')) findings.push('the h1 is empty');
  if (!seen.title) findings.push('no title');
  if (!seen.lang) findings.push('no language');
  if (seen.mains !== 1) findings.push(`${seen.mains} main instead of one`);
  if (seen.repeated.length) findings.push(`repeated id: ${[...new Set(seen.repeated)].join(', ')}`);
  return findings;
}

/** Serious and critical findings of axe. */
export async function accessibility(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`) }));
  });
  return violations
    .filter(({ impact }) => GRAVE.includes(impact))
    .map(({ id, impact, help, nodes }) => `axe ${impact} ${id}: ${help}\n      ${nodes.join('\n      ').replaceAll('\n  ', ' ')}`);
}

async function narrow(page) {
  const size = page.viewportSize();
  await page.setViewportSize(NARROW);
  const found = await page.evaluate((width) => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= width) return null;
    const inner = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5 && !inner(element))
      .map((element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}.${[...element.classList].join('.')}`);
    return { width: root.scrollWidth, wide: wide.slice(0, 5) };
  }, NARROW.width);
  await page.setViewportSize(size);
  return found ? [`${found.width} px wide on a screen of ${NARROW.width} px: ${found.wide.join(', ')}`] : [];
}
