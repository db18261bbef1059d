// Which columns name the prompt.

import type { Row } from '../../files/record-sink';
import { isArrayLike, valueAt } from '../paths';
import { textOf } from '../values';
import { fieldsOf, valuesOf } from './kind';
import { plainName } from './score-names';

const THING = '(prompt|question|problem|example|task|query|instruction|group|doc|item|instance)';

/** Names of fields that hold a prompt itself, and not its id. */
const PROMPT_TEXT = [
  ...['prompt', 'question', 'input', 'instruction', 'problem', 'query', 'context', 'messages', 'conversation', 'conversations'],
  ...['prompt_text', 'question_text', 'problem_text', 'input_prompt', 'user_prompt', 'prompt_messages', 'history'],
];

/** Names of fields with the id of a prompt, from the plainest to the least. */
export const PROMPT_ID = [
  new RegExp(`^${THING}_?id$`),
  new RegExp(`^${THING}_?(idx|index|no|num|number|uid|uuid|hash|key|name)$`),
  /^(_ng_task_index|unique_id)$/,
];

/** Names of fields with an id of anything: that of a prompt only if it repeats. */
export const BARE_ID = /^(uid|idx|index|hash|key)$/;

/**
 * Names of columns that say in which part of a collection an id counts, or at which turn of a conversation: parts may count their prompts each from
 * the beginning.
 */
const PLACE =
  /^(dataset|dataset_name|data_source|subset|benchmark|task|task_name|env|env_id|env_name|turn|turn_?(id|idx|index))$/;

/** The fields that are called so, and have values. */
function fieldsCalled(rows: readonly Row[], names: readonly (string | RegExp)[]): string[] {
  const fields = fieldsOf(rows);
  const called = names.flatMap((name) =>
    fields.filter((field) => (typeof name === 'string' ? plainName(field) === name : name.test(plainName(field))))
  );
  return [...new Set(called)].filter((name) => valuesOf(rows, name).length > 0);
}

/**
 * The field that tells prompts, of those that usually do: an id whose values repeat, always for the same text; else a text that repeats; else an id that
 * is called so, a text, or whatever is called `id`.
 *
 * @param more - further names of ids, which go first.
 */
export function promptOf(rows: readonly Row[], more: readonly string[] = []): string | undefined {
  const [ids, texts, bare, anything] = [[...more, ...PROMPT_ID], PROMPT_TEXT, ['id'], [BARE_ID]].map((names) =>
    fieldsCalled(rows, names)
  );
  const isRepeated = (name: string) => repeats(valuesOf(rows, name));
  // the number of a sample within its prompt repeats as well, but stands for many texts
  const isId = (name: string) => isRepeated(name) && (texts.length === 0 || tells(rows, name, texts[0]));
  return [...ids, ...bare, ...anything].find(isId) ?? texts.find(isRepeated) ?? [...ids, ...texts, ...bare][0];
}

/**
 * Whether a field tells prompts, so that rows are their samples and not the outcomes of one. What may be the id of anything tells them only where it repeats.
 */
export function havePrompts(rows: readonly Row[]): boolean {
  const prompt = promptOf(rows);
  if (prompt === undefined) return false;
  const isBare = plainName(prompt) === 'id' || BARE_ID.test(plainName(prompt));
  return !isBare || repeats(valuesOf(rows, prompt));
}

/** The field that tells prompts where each record is one: an id, whether or not its values repeat, or else a text, or the key of a document by prompt. */
export function promptOfRecord(rows: readonly Row[]): string | undefined {
  return fieldsCalled(rows, [...PROMPT_ID, 'id', ...PROMPT_TEXT, 'key'])[0];
}

/** Names of fields that may be a part of a prompt's text. */
const PART = /^(system|system_prompt|instruction|input|question|prompt|problem|query|context)$/;

/** Parts that are never written anew for each answer, as the prompt of a judge may be, which holds the answer. */
const SURE_PART = /^(system|system_prompt|instruction)$/;

/**
 * All columns that together name the prompt: an id with the part of the collection in which it counts, or a text with the other texts that it does
 * not tell, such as an instruction and its input.
 *
 * @param isRecord - whether each record is a prompt; else what makes every row a prompt of its own may be no part of it.
 */
export function promptColumns(rows: readonly Row[], prompt: string, isRecord = false): string[] {
  // a task may be a part of a collection, or anything else: only ids that stand in several tasks tell
  const isPlace = (name: string) => plainName(name) !== 'task' || !tells(rows, prompt, name);
  if (!isText(prompt)) return withPlaces(rows, prompt).filter((name) => name === prompt || isPlace(name));
  const parts = fieldsCalled(rows, [PART]).filter((name) => valuesOf(rows, name).every((value) => typeof value === 'string'));
  const keys = (names: readonly string[]) => rows.map((row) => names.map((field) => textOf(valueAt(row, field))));
  const count = (names: readonly string[]) => new Set(keys(names).map(textOf)).size;
  const hasInstruction = parts.some((name) => plainName(name) === 'instruction');
  const isSure = (name: string) =>
    SURE_PART.test(plainName(name)) ||
    (hasInstruction && plainName(name) === 'input') ||
    // what is the same everywhere asks nothing, unless all rows answer the same
    (count([prompt]) === 1 && /^(question|problem|query|input)$/.test(plainName(name)));
  let found = [prompt];
  for (const name of parts.filter((part) => part !== prompt)) {
    const longer = [...found, name];
    if (count(longer) > count(found) && (isRecord || isSure(name) || repeats(keys(longer)))) found = longer;
  }
  return found;
}

const isText = (name: string) => PROMPT_TEXT.includes(plainName(name));

/** Whether the records are tables: each field that holds prompts is a list of texts or of conversations, and no conversation. */
export function holdsTables(rows: readonly Row[], prompt: string): boolean {
  const isPrompts = (value: unknown) =>
    isArrayLike(value) && value.length > 0 && Array.from(value).every((entry) => typeof entry === 'string' || isArrayLike(entry));
  return rows.every((row) => isPrompts(valueAt(row, prompt)));
}

/** A prompt's id together with the part of the collection in which it counts. */
export function withPlaces(rows: readonly Row[], prompt: string): string[] {
  const isLabel = (name: string) => valuesOf(rows, name).every((value) => ['string', 'number', 'bigint'].includes(typeof value));
  const places = fieldsCalled(rows, [PLACE]).filter((name) => name !== prompt && isLabel(name));
  return [...places, prompt];
}

/** Whether the values of a field always come with the same value of another. */
export function tells(rows: readonly Row[], name: string, other: string): boolean {
  const known = new Map<string, string>();
  return rows.every((row) => {
    const key = textOf(valueAt(row, name));
    const value = textOf(valueAt(row, other));
    const before = known.get(key);
    known.set(key, value);
    return before === undefined || before === value;
  });
}

/** The first of the names that is a field with values that repeat, so that it can tell prompts; else the first that is a field. */
export function promptField(rows: readonly Row[], names: readonly string[]): string | undefined {
  const there = names.filter((name) => valuesOf(rows, name).length > 0);
  return there.find((name) => repeats(valuesOf(rows, name))) ?? there[0];
}

/** Whether some value stands twice. */
export function repeats(values: readonly unknown[]): boolean {
  return new Set(values.map(textOf)).size < values.length;
}
