// The table of docs/files.md, that of docs/questions.md and the pages in docs/recipes/files are made from the table of kinds and their fixtures: what they show is what
// the command prints over a fixture. `UPDATE_DOCS=1 npx vitest run test/docs/files-page.test.ts` writes them anew.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldsText, KINDS } from '../../src/sample-files/kinds/index';
import { KIND_FILES, kindsIn } from '../helpers/kind-fixtures';
import { WORDS } from '../helpers/kind-page-words';
import { pageOf, pageText, questionsOf, titleOf, UPDATE } from '../helpers/kind-pages';

const FILES = 'docs/files.md';
const QUESTIONS = 'docs/questions.md';
const BEGIN = `<!-- made from the table of kinds: ${UPDATE} -->`;
const END = '<!-- end of the table -->';

/** Holds a table of a page against what it should be, or writes it. */
function expectTable(path: string, rows: readonly string[]): void {
  const [before, rest] = readFileSync(path, 'utf8').split(BEGIN);
  const [, after] = rest.split(END);
  expectPage(path, `${before}${BEGIN}\n\n${rows.join('\n')}\n\n${END}${after}`);
}

/** The questions that whole policies answer, which no file of samples holds. */
const OF_POLICIES = [
  { page: 'true-kl', short: 'true KL' },
  { page: 'over-optimised', short: 'over-optimised' },
  { page: 'worth-of-draws', short: 'cost' },
];

const linksText = (questions: readonly { page: string; short: string }[]) =>
  questions.map(({ page, short }) => `[${short}](recipes/${page}.md)`).join(', ');

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
  expectTable(FILES, ['| kind of file | recognised by | page |', '| --- | --- | --- |', ...(await Promise.all(rows))]);
});

it('every file leads to the questions that it can answer, and every question to a page', async () => {
  const asked = new Map(await Promise.all(KIND_FILES.map(async (file) => [file, await questionsOf(file)] as const)));
  const titles = new Map(await Promise.all(KIND_FILES.map(async (file) => [file, await titleOf(file)] as const)));
  const title = (file: string) => (titles.get(file) as string).toLowerCase();
  const every = [...asked.values()].reduce((all, own) => all.filter(({ page }) => own.some((one) => one.page === page)));
  const others = (file: string) => asked.get(file)?.filter(({ page }) => every.every((one) => one.page !== page)) ?? [];
  const rows = [...KIND_FILES]
    .sort((a, b) => (title(a) < title(b) ? -1 : 1))
    .map(
      (file) =>
        `| [${titles.get(file)}](${pageOf(file).replace('docs/', '')}) | ${linksText(others(file)) || 'those of every file'} |`
    );
  rows.unshift(`| every file of samples | ${linksText(every)} |`);
  const known = 'a [policy that you know](command.md#support): the probability and the reward of each answer';
  rows.push(`| ${known} | ${linksText(OF_POLICIES)} |`);
  expectTable(QUESTIONS, ['| you have | you can ask |', '| --- | --- |', ...rows]);

  const answered = new Set([...asked.values(), OF_POLICIES].flat().map(({ page }) => page));
  const pages = readdirSync('docs/recipes').filter((name) => name.endsWith('.md'));
  expect([...answered].sort()).toEqual(pages.map((name) => name.replace('.md', '')).sort());
  // and the list of questions has them all, by their headings
  const listed = readFileSync(QUESTIONS, 'utf8').matchAll(/^\| \[([^\]]+)\]\(recipes\/([\w-]+)\.md\) \|/gm);
  const headings = pages.map((name) => [
    name.replace('.md', ''),
    /^# (.*)$/m.exec(readFileSync(`docs/recipes/${name}`, 'utf8'))?.[1],
  ]);
  expect(Object.fromEntries([...listed].map(([, question, page]) => [page, question]))).toEqual(Object.fromEntries(headings));
});

it.each(KIND_FILES)('the page of %s shows what the command prints', async (file) => {
  mkdirSync('docs/recipes/files', { recursive: true });
  expectPage(pageOf(file), await pageText(file));
});

it('there is no page and there are no words of a kind that is gone', () => {
  expect(readdirSync('docs/recipes/files').sort()).toEqual(KIND_FILES.map((file) => `${file}.md`).sort());
  expect(KIND_FILES).toEqual(expect.arrayContaining(Object.keys(WORDS)));
});
