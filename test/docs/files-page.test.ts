// The table of docs/files.md and the pages in docs/recipes/files are made from the table of kinds and their fixtures: what they show is what
// the command prints over a fixture. `UPDATE_DOCS=1 npx vitest run test/docs/files-page.test.ts` writes them anew.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldsText, KINDS } from '../../src/sample-files/kinds/index';
import { KIND_FILES, kindsIn } from '../helpers/kind-fixtures';
import { WORDS } from '../helpers/kind-page-words';
import { pageOf, pageText, titleOf, UPDATE } from '../helpers/kind-pages';

const PAGE = 'docs/files.md';
const BEGIN = `<!-- made from the table of kinds: ${UPDATE} -->`;
const END = '<!-- end of the table -->';

function expectPage(path: string, made: string): void {
  if (process.env.UPDATE_DOCS) writeFileSync(path, made);
  else expect(existsSync(path) ? readFileSync(path, 'utf8') : '', UPDATE).toBe(made);
}

it('every kind has a row, which leads to its page', async () => {
  const files = new Map<string, string>();
  for (const file of KIND_FILES) for (const { name } of await kindsIn(file)) files.set(name, file);
  const rows = KINDS.map(async (kind) => {
    const file = files.get(kind.name) as string;
    const link = `[${await titleOf(file)}](${pageOf(file).replace('docs/', '')})`;
    return `| ${kind.name} | ${fieldsText(kind).replaceAll('|', '\\|')} | ${link} |`;
  });
  const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const [, after] = rest.split(END);
  const head = ['| kind of file | recognised by | page |', '| --- | --- | --- |'];
  expectPage(PAGE, `${before}${BEGIN}\n\n${[...head, ...(await Promise.all(rows))].join('\n')}\n\n${END}${after}`);
});

it.each(KIND_FILES)('the page of %s shows what the command prints', async (file) => {
  mkdirSync('docs/recipes/files', { recursive: true });
  expectPage(pageOf(file), await pageText(file));
});

it('there is no page and there are no words of a kind that is gone', () => {
  expect(readdirSync('docs/recipes/files').sort()).toEqual(KIND_FILES.map((file) => `${file}.md`).sort());
  expect(KIND_FILES).toEqual(expect.arrayContaining(Object.keys(WORDS)));
});
