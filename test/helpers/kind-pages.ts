// The pages of the kinds of sample files, docs/recipes/files/NAME.md: made from the table of kinds, their fixtures and the command.

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../src/files/record-sink';
import { fieldsText } from '../../src/sample-files/kinds/index';
import type { Kind } from '../../src/sample-files/kinds/kind';
import { openFiles } from '../../src/sample-files/run-files';
import type { SampleColumns } from '../../src/sample-files/sample-columns';
import { printedIn } from './command';
import { FIXTURES, FIXTURES_FOLDER, kindFileOf, kindsIn, runOf } from './kind-fixtures';
import { type Beware, type PageWords, WORDS } from './kind-page-words';
import { recordText } from './record-text';

export const UPDATE = 'UPDATE_DOCS=1 npx vitest run test/docs/files-page.test.ts';

/** The path of the page of a file of kinds. */
export const pageOf = (file: string) => `docs/recipes/files/${file}.md`;

/** The title of the page of a file of kinds. */
export const titleOf = async (file: string) => wordsOf(file, await kindsIn(file)).title;

/** A name at the beginning of a sentence. What is written small, as `promptfoo` or `code_eval`, stays so. */
function capital(name: string, title = ''): string {
  const [first] = name.split(' ');
  const isWrittenSmall = first.includes('_') || title.split(' ').includes(first);
  return isWrittenSmall ? name : name.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** A new kind has a page before anyone has found words for it. */
const wordsOf = (file: string, kinds: readonly Kind[]): PageWords => WORDS[file] ?? { title: capital(kinds[0].name) };

/** What is seen of a fixture. */
interface Seen {
  name: string;
  columns: SampleColumns;
  /** The first records. */
  first: Row[];
}

/** The text of the page of a file of kinds. */
export async function pageText(file: string): Promise<string> {
  const kinds = await kindsIn(file);
  const words = wordsOf(file, kinds);
  const fixtures = await Promise.all(fixturesOf(file).map(seenOf));
  const parts = [
    `# ${words.title}`,
    `<!-- made from the table of kinds: ${UPDATE} -->`,
    ...kinds.map((kind) => aboutKind(kind, words)),
    ...fixtures.map((fixture, i) => aboutFixture(fixture, fixtures.slice(0, i), words)),
    ...(words.beware ? ['## What to beware of', ...words.beware.map(bewareText)] : []),
    '## What to ask of it',
    questionsText(await questionsAbout(fixtures[0], words)),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The fixtures of a file of kinds, in the order of their names without formats. */
function fixturesOf(file: string): string[] {
  const stem = (name: string) => name.replace(/\.[^.]*$/, '');
  return FIXTURES.filter((name) => kindFileOf(name) === file).sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
}

async function seenOf(name: string): Promise<Seen> {
  const { columns, first } = await openFiles([join(FIXTURES_FOLDER, name)], {});
  return { name, columns, first };
}

function aboutKind(kind: Kind, { title }: PageWords): string {
  const fields = fieldsText(kind)
    .replaceAll('...', '…')
    .replace(/^(by \w+), /, 'what it has $1: ')
    .replace(/(?<!…)$/, '.');
  return `[${capital(kind.name, title)}](${kind.source}): ${kind.where}. Recognised by ${fields}`;
}

/** The beginning of a file and, unless a shape before it is taken for the same, what its columns are and what the command prints. */
function aboutFixture(fixture: Seen, before: readonly Seen[], { records = 1 }: PageWords): string {
  const { name, columns } = fixture;
  const same = before.find((other) => columnsText(other.columns) === columnsText(columns));
  const shape = before.length === 0 ? 'A file begins like this; `…` stands for what is left out here' : 'In another shape';
  const excerpt = fenced(name.endsWith('.csv') ? 'csv' : 'json', excerptOf(fixture, records));
  const parts = [`## \`${name}\``, `${shape}${same ? `, taken for the same as \`${same.name}\`` : ''}:`, excerpt];
  if (!same) parts.push(columnsText(columns), commandText(['samples', name], { [name]: [name] }));
  return parts.join('\n\n');
}

function excerptOf({ name, first }: Seen, records: number): string {
  const file = join(FIXTURES_FOLDER, name);
  if (name.endsWith('.csv')) return readFileSync(file, 'utf8').split('\n').slice(0, 3).join('\n');
  if (name.endsWith('.json')) return recordText(JSON.parse(readFileSync(file, 'utf8')));
  // lines as they are written, also those that hold no sample
  const written = name.endsWith('.jsonl')
    ? readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, records)
        .map((line) => JSON.parse(line))
    : first;
  return written
    .slice(0, records)
    .map((record) => recordText(record))
    .join('\n');
}

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text.replace(/\n*$/, '\n')}\`\`\``;
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

function columnsText({ prompt, reward, scores, by = [], runs = [], sampleId, wide, pass }: SampleColumns): string {
  const labels = Object.entries(pass?.labels ?? {}).slice(0, 4);
  const rows = [
    ['prompt', prompt],
    ['sample', wide ? [`each entry of ${reward}`] : sampleId ? [sampleId] : []],
    ['reward', [reward]],
    ['scores', scores],
    ['curves', [...by, ...runs]],
  ] as const;
  const cells = rows
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `| ${what} | ${names.map(nameText).join(', ')} |`);
  const counts =
    labels.length > 0 ? [`| labels | ${labels.map(([label, value]) => `${label} counts ${value}`).join(', ')} |`] : [];
  return ['| taken for | what the file has |', '| --- | --- |', ...cells, ...counts].join('\n');
}

const nameText = (name: string) =>
  name.replace(/^(each entry of )?(.*)$/s, (_, before = '', column) => `${before}${code(column)}`);

/** A command over fixtures with all that it prints. */
function commandText(args: readonly string[], files: NonNullable<Beware['files']>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kind-page-'));
  for (const [name, [fixture, change]] of Object.entries(files)) {
    const source = join(FIXTURES_FOLDER, fixture);
    if (!change) copyFileSync(source, join(folder, name));
    else writeFileSync(join(folder, name), changed(fixture, readFileSync(source, 'utf8'), change));
  }
  const { printed } = printedIn(folder, args);
  rmSync(folder, { recursive: true });
  const words = args.map((arg) => (/^[\w.,=^@:-]+$/.test(arg) ? arg : `'${arg}'`));
  return `${fenced('sh', `npx best-of-n ${words.join(' ')}`)}\n\n${fenced('', printed)}`;
}

function changed(fixture: string, text: string, change: (text: string) => string): string {
  const other = change(text);
  if (other === text) throw new Error(`nothing was changed in ${fixture}`);
  return other;
}

function bewareText({ text, args, files }: Beware): string {
  if (!args) return `- ${text}`;
  const own = files ?? Object.fromEntries(args.filter((arg) => FIXTURES.includes(arg)).map((arg) => [arg, [arg]]));
  return `- ${text}\n\n${commandText(['samples', ...args], own as NonNullable<Beware['files']>).replace(/^(?=.)/gm, '  ')}`;
}

/** A page of docs/recipes that answers a question about a file. */
export interface Asked {
  page: string;
  question: string;
  /** In a table. */
  short: string;
}

/** The questions of docs/questions.md that files of samples answer, in its order. */
export async function questionsOf(file: string): Promise<Asked[]> {
  const kinds = await kindsIn(file);
  return questionsAbout(await seenOf(fixturesOf(file)[0]), wordsOf(file, kinds));
}

async function questionsAbout({ name, columns, first }: Seen, { isOfPairs }: PageWords): Promise<Asked[]> {
  const isFlag = await runOf(name, [1], { estimate: ['pass^k'] }).then(
    () => true,
    () => false
  );
  const hasAnswer = first.some((row) => ['predicted_answer', 'pred'].some((field) => field in row));
  const hasScores = !isFlag && columns.scores.length > 0;
  const isOfSamples = !isOfPairs;
  const asked: [page: string, question: string, short: string, fits: boolean][] = [
    ['pass-at-k', 'What is pass@k?', 'pass@k', isFlag],
    ['how-sure', 'How sure is this number?', 'how sure', true],
    ['better', 'Is A better than B?', 'A or B', true],
    ['how-many-prompts', 'How many prompts do I need?', 'how many prompts', true],
    ['more-samples', 'How many samples, and does more help?', 'how many samples', isOfSamples],
    ['votes', 'What would a vote bring?', 'votes', hasAnswer],
    ['every-time', 'Does it work every time?', 'every time', isFlag],
    ['over-optimised', 'Does choosing by the reward still help?', 'over-optimised', hasScores],
    ['noisy-judge', "Is the winner's score real?", 'luck of a judge', hasScores],
    ['worth-of-draws', 'How many draws are worth their cost?', 'cost', isOfSamples],
    ['training-weights', 'Which weights train for pass@k?', 'training weights', isOfSamples],
  ];
  return asked.filter(([, , , fits]) => fits).map(([page, question, short]) => ({ page, question, short }));
}

const questionsText = (questions: readonly Asked[]) =>
  questions.map(({ page, question }) => `- [${question}](../${page}.md)`).join('\n');
