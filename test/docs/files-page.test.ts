// The table of docs/files.md is made from the table of kinds and their fixtures: every row is the command, run over the fixture.
// `UPDATE_DOCS=1 npx vitest run test/docs/files-page.test.ts` writes it anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldsText, KINDS } from '../../src/sample-files/kinds/index';
import { runIn } from '../helpers/command';
import { FIXTURES, FIXTURES_FOLDER, runOf } from '../helpers/kind-fixtures';

const PAGE = 'docs/files.md';
const BEGIN = '<!-- made from the table of kinds: UPDATE_DOCS=1 npx vitest run test/docs/files-page.test.ts -->';
const END = '<!-- end of the table -->';

/** What the command tells of a file before its table: what it was taken for, and what is to be said of it, then how many samples there are. */
function firstLines(fixture: string): string[] {
  const { status, stdout, stderr } = runIn(FIXTURES_FOLDER, ['samples', fixture], undefined, { NO_COLOR: '1' });
  expect(status, stderr).toBe(0);
  const told = stderr.trimEnd().split('\n');
  const headings = stdout.split('\n').filter((line) => /^\S.* prompts? of /.test(line));
  return [...told.slice(0, 1), ...headings, ...told.slice(1)];
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

async function rows(): Promise<string[]> {
  const stem = (name: string) => name.replace(/\.[^.]*$/, '');
  const sorted = [...FIXTURES].sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
  const fixtures = await Promise.all(sorted.map(async (name) => ({ name, kind: (await runOf(name, [1])).columns.kind })));
  const all = KINDS.flatMap((kind) =>
    fixtures.filter((fixture) => fixture.kind === kind.name).map(({ name }) => ({ kind, name }))
  );
  return all.map(({ kind, name }) => {
    const output = firstLines(name);
    const cells = [`[${kind.name}](${kind.source})`, fieldsText(kind), code(`best-of-n samples ${name}`)];
    return `| ${[...cells, output.map(code).join('<br>')].join(' | ')} |`;
  });
}

it('every kind has a row, which shows what the command prints', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest.split(END);
  const head = ['| kind of file | recognised by | command | first lines of the output |', '| --- | --- | --- | --- |'];
  const made = `${before}${BEGIN}\n\n${[...head, ...(await rows())].join('\n')}\n\n${END}${after}`;
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, made);
  else expect(page, 'UPDATE_DOCS=1 npx vitest run test/docs/files-page.test.ts').toBe(made);
});
