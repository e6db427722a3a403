// What is on paper: text, properties and codes of a PDF, read with poppler and zbar as a scanner or a telephone would.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DOTS_PER_INCH = 300;

/** Runs a program on paper and gives what it says; what it grumbles about the file goes unheard. */
const ask = (program, ...options) => execFileSync(program, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

function withFile(pdf, work) {
  const folder = mkdtempSync(join(tmpdir(), 'gishe-paper-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text of a PDF, spaces folded. */
export function words(pdf) {
  return withFile(pdf, (file) => ask('pdftotext', '-layout', file, '-').replace(/\s+/g, ' ').trim());
}

/** Properties as `pdfinfo` tells them: Title, Tagged, Pages, Page size … */
export function properties(pdf) {
  const lines = withFile(pdf, (file) => ask('pdfinfo', file)).split('\n');
  return Object.fromEntries(lines.filter((line) => line.includes(':')).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
}

/** Codes on the pages, by symbology: { 'QR-Code': […], 'CODE-128': […] }. */
export function codes(pdf) {
  return withFile(pdf, (file, folder) => {
    ask('pdftoppm', '-r', String(DOTS_PER_INCH), '-png', file, join(folder, 'page'));
    const found = {};
    for (const page of readdirSync(folder).filter((name) => name.endsWith('.png'))) {
      let output = '';
      try {
        output = ask('zbarimg', '--quiet', join(folder, page));
      } catch (error) {
        if (error.status !== 4) throw error; // 4: no code on this page.
      }
      for (const line of output.split('\n').filter(Boolean)) {
        const [kind, ...text] = line.split(':');
        (found[kind] ??= []).push(text.join(':'));
      }
    }
    return found;
  });
}

/** A small PDF of one page, as a person might attach. */
export function samplePdf(text = 'Sample scheme 6.20 x 2.50 m') {
  const stream = `BT /F1 18 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const place = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = body.length;
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`;
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

/** A file for an upload field. */
export function attachment(name, buffer = samplePdf(), mimeType = 'application/pdf') {
  return { name, mimeType, buffer };
}
