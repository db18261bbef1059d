// Partial results as plain JSON: how an estimate is written, and a state from elsewhere read, which is checked completely before it is taken.

import { coded } from './errors';
import { keyOfName, nameOfKey } from './estimate-fields';
import { type Estimate, type EstimateName, estimateOf, hasAt, rangeOf } from './estimates';
import { reading } from './input/numbers';
import { show } from './input/show';
import { powersOfTwo } from './numerics/grids';

/**
 * A partial result as plain JSON. The infinities, which JSON lacks, are strings.
 *
 * @example
 * const state = new Aggregate({ ns: [1] }).add(Samples.from({ rewards: [3, 5] })).toJSON();
 * state.prompts[0].estimates.expectedReward; // → [4]
 */
export interface AggregateState {
  /** The version of this format. */
  version: 1;
  /** The numbers of samples that the estimates are for; null where they are the powers of two up to each prompt's number of samples. */
  ns: number[] | null;
  /** The names of the estimates, where they were asked for. */
  estimates?: EstimateName[];
  /** An entry for each prompt. */
  prompts: {
    /** The id of the prompt, where it was added with one. */
    id?: string;
    /** How many samples the prompt has. */
    samples: number;
    /** For each kind of estimate an entry for every n; null where the prompt has no estimate. */
    estimates: Record<string, (number | string | null)[]>;
  }[];
}

/** What is kept of a prompt: the estimates by their keys, an entry for every n, NaN where there is none. */
export interface Prompt {
  id?: string;
  samples: number;
  estimates: Record<string, number[]>;
}

/** A number as JSON can hold it: an infinity as its name, and NaN, which says that there is none, as null. */
export function writeNumber(x: number): number | string | null {
  return Number.isFinite(x) ? x : Number.isNaN(x) ? null : String(x);
}

/** @throws TypeError (`BAD_STATE`) that names the first part of the state that `toJSON` would not have written. */
export function readState(state: unknown): { ns: number[] | null; estimates: EstimateName[] | undefined; prompts: Prompt[] } {
  return reading('state', () => {
    const { version, ns, estimates, prompts } = recordAt('state', state, ['version', 'ns', 'prompts'], ['estimates']);
    if (version !== 1) throw bad('state.version', version, '1');
    const grid = ns === null ? null : listAt('state.ns', ns).map((n, i) => wholeAt(`state.ns[${i}]`, n));
    const repeats = repeatsIn(grid ?? []);
    const names =
      estimates === undefined
        ? undefined
        : listAt('state.estimates', estimates).map((name, i) => nameAt(`state.estimates[${i}]`, name));
    const keys = names?.map(keyOfName) ?? COMMON_KEYS;
    const read = (prompt: unknown, i: number) => readPrompt(`state.prompts[${i}]`, prompt, grid, repeats, keys);
    return { ns: grid, estimates: names, prompts: listAt('state.prompts', prompts).map(read) };
  });
}

/** The keys of the estimates that all samples have. */
const COMMON_KEYS = ['expectedReward', 'winRate'];

/** The name of an estimate that there is. */
function nameAt(path: string, name: unknown): EstimateName {
  const estimate = estimateAt(name);
  if (estimate === undefined) throw bad(path, name, 'the name of an estimate');
  return estimate.name;
}

function estimateAt(name: unknown): Estimate | undefined {
  try {
    return estimateOf(name, 'name');
  } catch {
    return undefined;
  }
}

/** @param keys - those of the estimates that the prompt must have. */
function readPrompt(
  path: string,
  prompt: unknown,
  grid: number[] | null,
  repeats: readonly Repeat[],
  keys: readonly string[]
): Prompt {
  const fields = recordAt(path, prompt, ['samples', 'estimates'], ['id']);
  if (fields.id !== undefined && typeof fields.id !== 'string') throw bad(`${path}.id`, fields.id, 'a text');
  const samples = wholeAt(`${path}.samples`, fields.samples);
  const ns = grid ?? powersOfTwo(samples);
  const given = recordAt(`${path}.estimates`, fields.estimates);
  for (const key of keys) if (!Object.hasOwn(given, key)) throw bad(`${path}.estimates.${key}`, undefined, 'an array');
  const estimates = Object.entries(given).map(([key, values]) => {
    const place = `${path}.estimates.${key}`;
    const estimate = estimateAt(nameOfKey(key));
    if (estimate?.key !== key || (keys !== COMMON_KEYS && !keys.includes(key))) throw bad(place, values, 'no such estimate');
    const list = listAt(place, values);
    if (list.length !== ns.length) throw bad(`${place}.length`, list.length, `${ns.length}, an entry for every n`);
    const read = list.map((value, i) => {
      if (value === null) return Number.NaN;
      if (!hasAt(estimate, samples, ns[i])) throw bad(`${place}[${i}]`, value, `null: n is ${ns[i]}`);
      return readEstimate(`${place}[${i}]`, value, rangeOf(estimate));
    });
    for (const { at, first } of repeats)
      if (!Object.is(read[at], read[first])) throw bad(`${place}[${at}]`, list[at], `${list[first]} again`);
    return [key, read] as const;
  });
  return { ...(fields.id === undefined ? {} : { id: fields.id }), samples, estimates: Object.fromEntries(estimates) };
}

/** An n that stands in the grid before. Its estimates must be the same again. */
interface Repeat {
  at: number;
  first: number;
}

function repeatsIn(ns: readonly number[]): Repeat[] {
  const seen = new Map<number, number>();
  return ns.flatMap((n, at) => {
    const first = seen.get(n);
    if (first !== undefined) return [{ at, first }];
    seen.set(n, at);
    return [];
  });
}

function readEstimate(path: string, value: unknown, [least, most]: readonly [number, number]): number {
  const isInfinite = value === 'Infinity' || value === '-Infinity';
  const x = isInfinite || Number.isFinite(value) ? Number(value) : Number.NaN;
  if (x >= least && x <= most) return x;
  throw bad(
    path,
    value,
    most === Infinity ? 'a number, "Infinity", "-Infinity" or null' : `null or a number from ${least} to ${most}`
  );
}

/** A plain object, with the given fields, perhaps some more, and no other where they are named. */
function recordAt(
  path: string,
  value: unknown,
  fields?: readonly string[],
  more: readonly string[] = []
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(path, value, 'an object');
  const record = value as Record<string, unknown>;
  for (const field of fields ?? []) if (!Object.hasOwn(record, field)) throw bad(`${path}.${field}`, undefined, 'a value');
  const other = fields && Object.keys(record).find((key) => !fields.includes(key) && !more.includes(key));
  if (other !== undefined) throw bad(`${path}.${other}`, record[other], 'no such field');
  return record;
}

/** An array without holes, copied. */
function listAt(path: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw bad(path, value, 'an array');
  return Array.from({ length: value.length }, (_, i) => {
    if (value[i] === undefined) throw bad(`${path}[${i}]`, undefined, 'a value');
    return value[i];
  });
}

function wholeAt(path: string, value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw bad(path, value, 'a whole number >= 1');
  return value as number;
}

function bad(path: string, value: unknown, expected: string): TypeError {
  const message = `state is not a partial result that toJSON wrote: ${path} is ${show(value)}, expected ${expected}`;
  return coded(TypeError, 'BAD_STATE', message);
}
