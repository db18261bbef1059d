// What to say of records that are of no known kind: where in them prompts and rewards may stand, and why what is called a reward is none.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { fieldsOf, valuesOf } from './kinds/kind';
import { BARE_ID, PROMPT_ID, promptOf, repeats } from './kinds/prompt-names';
import { isCalledScore, mayBeScore, plainName } from './kinds/score-names';
import { isArrayLike } from './paths';
import { repeatingPrompt } from './repeating-column';
import { hintFor, isMissing, isPlainNumber, numberIn, STEPS } from './scoring';
import { isStruct } from './structs';

/** So deep into structs and lists is looked, and so many paths or labels are shown. */
const MAX_DEPTH = 6;
const MAX_SHOWN = 6;

/** More fields than this are not listed. */
const MAX_FIELDS = 40;

/** @param given - the columns that the user names, which are not asked for again. */
export function unknownKind(rows: readonly Row[], given: { prompt?: string[]; rewards?: string[] } = {}): RecordError {
  const fields = pathsIn(rows);
  const more = fields.length - MAX_FIELDS;
  const listed = fields.slice(0, MAX_FIELDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const said = fields.length === 0 ? 'the record has no fields' : `the fields ${listed} fit no known kind of sample file`;
  const advice = tableFault(rows) ?? [`give ${demandFor(given)}`, ...hintsFor(rows, given)].join('; ');
  return new RecordError(`${said}: ${advice}`, {}, 'UNKNOWN_COLUMNS');
}

function demandFor({ prompt, rewards }: { prompt?: string[]; rewards?: string[] }): string {
  if (prompt) return '--reward COLUMN as well';
  return rewards ? '--prompt COLUMN as well' : '--prompt COLUMN and --reward COLUMN';
}

/** The fields as columns are named, those inside of structs by their paths. */
function pathsIn(rows: readonly Row[]): string[] {
  return fieldsOf(rows).flatMap((name) => {
    const values = valuesOf(rows, name);
    if (values.length === 0 || !values.every(isStruct)) return [name];
    return fieldsOf(values).map((inner) => `${name}.${inner}`);
  });
}

/** Why a table of texts was not read as it was meant; undefined if nothing speaks for that. */
function tableFault(rows: readonly Row[]): string | undefined {
  const fields = fieldsOf(rows);
  if (!rows.every((row) => Object.values(row).every((value) => typeof value === 'string'))) return undefined;
  if (fields.length === 1 && /[^\w"'. -]/.test(fields[0]))
    return 'there is one column, and cells are separated by a comma, a semicolon, a tab or "|"';
  const hasValue = fields.some((name) => Number.isFinite(Number(name)));
  return fields.length > 1 && hasValue && fields.every((name) => name.trim() !== '')
    ? 'the first line holds values, and it should hold the names of the columns'
    : undefined;
}

/** Hints in the order in which they help, without a full stop; at most two. */
function hintsFor(rows: readonly Row[], given: { prompt?: string[]; rewards?: string[] }): string[] {
  const prompt = given.prompt?.[0] ?? promptOf(rows);
  if (given.rewards) return ids(rows, prompt);
  const rewards = [...named(rows, prompt), ...ranks(rows)];
  const pairs = pairsAlone(rows);
  const numbers = rewards.length > 0 || pairs.length > 0 ? [] : numbersIn(rows);
  return [...rewards, ...numbers, ...pairs, ...ids(rows, prompt)].slice(0, 2);
}

/** What else than a score says how good an answer is. */
const VERDICT = /^(is_)?(correct|passed?|success)$|^(verdict|grade|outcome|status|result|label)$/;

/** Columns that are called like a reward, but hold none, or words, or lists of lists. */
function named(rows: readonly Row[], prompt: string | undefined): string[] {
  const columns = (name: string) => `${prompt === undefined ? '' : `-p ${quoted(prompt)} `}-r ${quoted(name)}`;
  return fieldsOf(rows).flatMap((name) => {
    if (!isCalledScore(name) && !VERDICT.test(plainName(name))) return [];
    const values = valuesOf(rows, name).filter((value) => !isMissing(value));
    if (values.length === 0)
      return [`${name} has no value in the first ${rows.length === 1 ? 'record' : `${rows.length} records`}`];
    if (values.some((value) => isArrayLike(value) && Array.from(value).some(isArrayLike)))
      return [
        `${name} has a list for each answer: ${columns(name)} --steps ${STEPS.join('|')} makes it one number, and -r '${name}[][0]' takes the first of each`,
      ];
    const words = [...new Set(values)].filter((value) => typeof value === 'string' && Number.isNaN(numberIn(value))) as string[];
    if (words.length === 0) return values.every(isFlag) ? [`${name} may say what passed: ${columns(name)}`] : [];
    const isMeasure = words.some((word) => /^\s*[-+]?\d/.test(word));
    if (isMeasure || words.length > MAX_SHOWN)
      return [`${name} is ${JSON.stringify(shorten(words[0]))}, which is no number${hintFor(words[0])}`];
    const rule = words.map((word) => `${shorten(word).replace(/[,=]/g, '\\$&')}=…`).join(',');
    return [`${name} holds words: say what they count with ${columns(name)} --pass '${rule}'`];
  });
}

const isFlag = (value: unknown) => typeof value !== 'object' && [0, 1].includes(Number(value));

/** Ranks, which choose the worst. */
function ranks(rows: readonly Row[]): string[] {
  const path = pathsOf(rows, (name, value) => /(^|_)ranks?$/.test(plainName(name)) && isNumber(value))[0];
  return path === undefined ? [] : [`${path} is a rank, where less is better, and no reward as it stands`];
}

/** Numbers, also inside of structs and lists, to which a path leads: those that are called like scores first. */
function numbersIn(rows: readonly Row[]): string[] {
  // a table of texts, such as CSV, writes its numbers as texts
  const isTable = rows.every((row) => Object.values(row).every((value) => typeof value === 'string'));
  const saysNumber = (value: unknown) => isTable && Number.isFinite(numberIn(value as string));
  const paths = pathsOf(
    rows,
    (name, value) => (isNumber(value, name) || saysNumber(value)) && mayBeScore(name) && plainName(name) !== 'rank'
  );
  if (paths.length === 0) return ['none of the fields holds numbers: the answers have to be scored first'];
  const sorted = [...paths.filter(isCalledScore), ...paths.filter((path) => !isCalledScore(path))];
  const shown = [...sorted.slice(0, MAX_SHOWN), ...(sorted.length > MAX_SHOWN ? ['…'] : [])];
  return [`numbers that --reward may name stand in ${shown.join(', ')}`];
}

/** Pairs of preferred and other answers that nothing has scored. */
function pairsAlone(rows: readonly Row[]): string[] {
  const isPair = ['chosen', 'rejected'].every((name) => valuesOf(rows, name).length > 0);
  return isPair ? ['chosen and rejected have no scores: score both with a reward model first'] : [];
}

/** Columns that may be a prompt, and ids inside of structs, where nothing else names the prompt. */
function ids(rows: readonly Row[], prompt: string | undefined): string[] {
  if (prompt !== undefined) return [];
  const isId = (name: string) => name === 'id' || [...PROMPT_ID, BARE_ID].some((pattern) => pattern.test(plainName(name)));
  const isInside = (path: string) => path.includes('.') && !path.includes('[');
  const path = repeatingPrompt(rows) ?? pathsOf(rows, isId).find((path) => isInside(path) && repeats(valuesOf(rows, path)));
  return [
    path === undefined
      ? 'none of the fields has the name of a prompt or of its id'
      : `the values of ${path} repeat: try --prompt ${quoted(path)}`,
  ];
}

/** A number or, under the name of a score, a text that says one. */
function isNumber(value: unknown, name = ''): boolean {
  if (typeof value === 'string') return isCalledScore(name) && !isMissing(value) && Number.isFinite(Number(value));
  return isPlainNumber(value);
}

/** The paths of plain values inside of the records that pass, in the order in which they stand there. */
function pathsOf(rows: readonly Row[], passes: (name: string, value: unknown) => boolean): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, path: string, name: string, depth: number) => {
    if (isArrayLike(value)) {
      // a path may have one list of samples
      if (depth < MAX_DEPTH && !path.includes('[]'))
        for (const entry of Array.from(value).slice(0, 2)) visit(entry, `${path}[]`, name, depth + 1);
    } else if (isStruct(value)) {
      if (depth >= MAX_DEPTH) return;
      for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`, key, depth + 1);
    } else if (passes(name, value)) found.add(path);
  };
  for (const row of rows.slice(0, 20)) visit(row, '', '', 0);
  return [...found];
}

const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : `'${name}'`);

const shorten = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
