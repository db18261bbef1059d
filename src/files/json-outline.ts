// Tells from the beginning of a JSON text whether it has a record on each line or is a document, and where the records of a document stand.

import { endOfString } from './json-keys';
import type { JsonPath } from './layout';

/** What a JSON text is: lines, each of which is a record, or a document. */
export type Outline = { format: 'jsonl' } | { format: 'json'; json?: JsonPath };

/** Keys under which a document has its records, the more telling first. */
const LISTS =
  'samples results data rows records outputs rollouts instances details examples responses items entries predictions generations completions eval_results'.split(
    ' '
  );
/** The key under which evaluations of code have the results of each task. */
const BY_TASK = 'eval';
/** Keys of a prompt: an object that has one beside a list is a record of one prompt, and not a document. */
const OF_A_PROMPT =
  /^(prompts?|prompt_id|question|question_id|instruction|input|problem|problem_id|task_id|example_id|doc_id|instance_id|query|id)$/i;
/** Names of columns: an object of lists under such names is a table by columns, and not one record for each key. */
const OF_A_COLUMN =
  /^(.*_)?(probs?|rewards?|weights?|logits?|log_?probs?|log_?ps?|scores?|values?|prompts?|ids?|tokens?|labels?|counts?|index|x|y|columns|ns?|ratings?)$/i;

/** More of a text than this many characters is not looked at. */
export const MAX_OUTLINE = 4 * 2 ** 20;
/** So many entries that look alike are enough to take an object for one of records by key. */
const ENOUGH_ENTRIES = 8;

interface Entry {
  key: string;
  /** Where its value begins, and where it ends; -1 if the text ends before. */
  from: number;
  to: number;
}

/**
 * @param text - the beginning of a text whose first character that is not blank opens a list or an object.
 * @param ended - whether that is all of it.
 * @param asLines - whether its name says that each line is a record.
 * @returns undefined if more of it is needed.
 */
export function outlineOf(text: string, ended: boolean, asLines: boolean): Outline | undefined {
  const from = skipBlank(text, 0);
  if (text[from] === '[') return { format: 'json' };
  const { entries, end } = entriesOf(text, from);
  const root = text.slice(from, end < 0 ? text.length : end);
  const isIndented = isOverLines(root, end >= 0);
  if (!isIndented && asLines) return { format: 'jsonl' };
  const enough = ended || text.length >= MAX_OUTLINE;
  const json = pathIn(text, entries, end >= 0, enough);
  if (end < 0) {
    if (!isIndented && !enough) return undefined;
    if (json) return { format: 'json', json };
    if (!isIndented) return { format: 'jsonl' };
    return enough ? { format: 'json' } : undefined;
  }
  if (skipBlank(text, end) < text.length) return { format: isIndented ? 'json' : 'jsonl' };
  if (!json && !isIndented) return { format: 'jsonl' };
  if (!ended && !isIndented) return text.length >= MAX_OUTLINE ? { format: 'json', json } : undefined;
  return { format: 'json', ...(json ? { json } : {}) };
}

function skipBlank(text: string, from: number): number {
  let i = from;
  while (i < text.length && isBetween(text, i)) i++;
  return i;
}

/** Blanks, marks of byte order (blanks too), and the mark before each text of a JSON sequence. */
const isBetween = (text: string, i: number) => /\s/.test(text[i]) || text.charCodeAt(i) === 0x1e;

/** Whether an object goes on over several lines; one that does not end may be a line that is damaged, unless a key stands on the next. */
function isOverLines(root: string, closed: boolean): boolean {
  return closed ? root.includes('\n') : /^\{[ \t\r]*\n\s*("|$)/.test(root);
}

/** The entries of the object that opens at an index, and where it ends; -1 if that is not in the text, or is no JSON. */
function entriesOf(text: string, open: number): { entries: Entry[]; end: number } {
  const entries: Entry[] = [];
  let i = skipBlank(text, open + 1);
  while (text[i] === '"') {
    const end = endOfString(text, i);
    const colon = skipBlank(text, end);
    if (text[colon] !== ':') return { entries, end: -1 };
    const from = skipBlank(text, colon + 1);
    if (from >= text.length) return { entries, end: -1 };
    const to = endOfValue(text, from);
    entries.push({ key: keyIn(text.slice(i, end)), from, to });
    if (to < 0) return { entries, end: -1 };
    i = skipBlank(text, to);
    if (text[i] !== ',') break;
    i = skipBlank(text, i + 1);
  }
  return { entries, end: text[i] === '}' ? i + 1 : -1 };
}

function keyIn(quoted: string): string {
  try {
    return JSON.parse(quoted);
  } catch {
    return quoted;
  }
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const end = endOfString(text, i);
      if (end >= text.length) return -1;
      if (depth === 0) return end;
      i = end - 1;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      if (depth <= 1) return depth === 1 ? i + 1 : i;
      depth--;
    } else if (depth === 0 && char === ',') return i;
  }
  return -1;
}

/** Where the records of an object stand; undefined if it is one itself, or if that cannot be told yet. */
function pathIn(text: string, entries: readonly Entry[], closed: boolean, enough: boolean): JsonPath | undefined {
  const keysTo = (key: string) => entries.slice(0, entries.findIndex((entry) => entry.key === key) + 1).map((entry) => entry.key);
  if (areColumns(text, entries)) return { path: [], keyed: false, keys: [], byColumns: true };
  if (entries.some(({ key, from }) => OF_A_PROMPT.test(key) && text[from] !== '{')) return undefined;
  for (const key of LISTS) {
    const entry = entries.find((entry) => entry.key === key);
    if (!entry) continue;
    if (isListOfObjects(text, entry)) return { path: [key], keyed: false, keys: keysTo(key) };
    if (text[entry.from] !== '{') continue;
    const inner = entriesOf(text, entry.from).entries.find(
      (inside) => LISTS.includes(inside.key) && isListOfObjects(text, inside)
    );
    if (inner) return { path: [key, inner.key], keyed: false, keys: keysTo(key) };
  }
  const byTask = entries.find(({ key }) => key === BY_TASK);
  if (byTask && text[byTask.from] === '{') {
    const [first] = entriesOf(text, byTask.from).entries;
    if (first && isListOfObjects(text, first)) return { path: [BY_TASK], keyed: true, keys: keysTo(BY_TASK) };
  }
  const known = closed || enough || entries.length > ENOUGH_ENTRIES;
  return known && areRecords(text, entries) ? { path: [], keyed: true, keys: [] } : undefined;
}

/**
 * Whether an object is a table by columns: `{"prompt": ["a", "b"], "reward": [0, 1]}`, the same with `{"0": "a", "1": "b"}`, or `columns` and `data`,
 * which pandas writes all three.
 */
function areColumns(text: string, entries: readonly Entry[]): boolean {
  const startOf = (key: string) => firstIn(text, entries.find((entry) => entry.key === key)?.from);
  if (startOf('columns') === '["' && startOf('data') === '[[') return true;
  const isPrompt = ({ key }: Entry) => OF_A_PROMPT.test(key);
  if (entries.length < 2 || !(entries.some(isPrompt) || entries.every(({ key }) => OF_A_COLUMN.test(key)))) return false;
  const lists = entries.every(({ from }) => text[from] === '[');
  if (!lists && !entries.every(({ from }) => text[from] === '{')) return false;
  // a prompt may be a list itself, of messages
  if (lists && entries.some((entry) => isPrompt(entry) && /^.[[{]/.test(firstIn(text, entry.from)))) return false;
  if (!lists) return new Set(entries.map(({ from }) => entriesOf(text, from).entries[0]?.key)).size === 1;
  const whole = entries.filter(({ to }) => to > 0);
  return new Set(whole.map((entry) => lengthOf(text, entry))).size === 1;
}

/** The bracket at an index and the first character inside. */
const firstIn = (text: string, from = text.length) => (text[from] ?? '') + (text[skipBlank(text, from + 1)] ?? '');

/** How many elements a list has. */
function lengthOf(text: string, { from, to }: Entry): number {
  let length = 0;
  for (let i = skipBlank(text, from + 1); i < to - 1; i = skipBlank(text, i)) {
    length++;
    i = skipBlank(text, endOfValue(text, i));
    if (text[i] === ',') i++;
  }
  return length;
}

function isListOfObjects(text: string, { from }: Entry): boolean {
  return text[from] === '[' && text[skipBlank(text, from + 1)] === '{';
}

/** Whether the entries are records by key: lists of objects, lists of numbers or of true and false, or objects that begin alike. */
function areRecords(text: string, entries: readonly Entry[]): boolean {
  if (entries.length === 0 || entries.some(({ key }) => OF_A_COLUMN.test(key) || LISTS.includes(key))) return false;
  if (entries.every((entry) => isListOfObjects(text, entry))) return true;
  if (entries.every(({ from }) => text[from] === '[' && /[-\dtf]/.test(text[skipBlank(text, from + 1)] ?? ''))) return true;
  if (entries.length < 2 || entries.some(({ from }) => text[from] !== '{')) return false;
  const firsts = entries.slice(0, ENOUGH_ENTRIES).map(({ from }) => entriesOf(text, from).entries[0]?.key);
  return (
    firsts[0] !== undefined && firsts.every((first, i) => first === firsts[0] || (first === undefined && i === firsts.length - 1))
  );
}
