// Names with numbers in parentheses, as `renyi(2)` and `topOf(100,10)`: what is asked of a support by name. In a shell, where parentheses need quotes, a colon
// stands before each number as well: `renyi:2`, `topOf:100:10`.

import { coded } from '../errors';
import { nearestName } from './nearest-name';
import { show } from './show';

/** What stands in parentheses: a number, or one of a few words, of which the first is taken where none is given. */
export type Parameter =
  | { readonly symbol: string; allows(x: number): boolean; readonly expected: string; readonly words?: undefined }
  | { readonly words: readonly string[] };

/** What the names of one family have in parentheses; those with words come last. */
export interface Family {
  readonly parameters: readonly Parameter[];
}

export interface Call<F extends Family> {
  /** The name as it is written everywhere: `topOf(100,10)`. */
  name: string;
  family: F;
  numbers: number[];
  word: string | undefined;
}

const NAME = /^\s*([A-Za-z]+)\s*(?:\(([^()]*)\)|((?::[^:()]+)+))?\s*$/;

/** How a family's names are written: `topOf(N,J)`, and with a word that may be left out `tilted(BETA[,winRate])`. */
export function patternOf(family: string, { parameters }: Family): string {
  if (parameters.length === 0) return family;
  const parts = parameters.map((parameter, i) =>
    parameter.words ? `[${i > 0 ? ',' : ''}${parameter.words.slice(1).join('|')}]` : `${i > 0 ? ',' : ''}${parameter.symbol}`
  );
  return `${family}(${parts.join('')})`;
}

/** All patterns of a table. */
export const patternsOf = (families: Readonly<Record<string, Family>>): string[] =>
  Object.entries(families).map(([name, family]) => patternOf(name, family));

/**
 * Reads a name.
 *
 * @param families - what the names may begin with.
 * @param place - what messages call the name.
 * @throws RangeError (`UNKNOWN_NAME`) with the nearest name and all there are, or with how the name must be written; RangeError (`OUT_OF_RANGE`) if a number is
 *   out of range.
 */
export function callOf<F extends Family>(
  text: unknown,
  families: Readonly<Record<string, F>>,
  place: string,
  index?: number
): Call<F> {
  const [, begin, inside, colons] = (typeof text === 'string' && NAME.exec(text)) || [];
  const said = `${place} is ${show(text)}`;
  if (begin === undefined || !Object.hasOwn(families, begin)) {
    const begun = typeof text === 'string' ? (/^\s*([A-Za-z]+)/.exec(text)?.[1] ?? '') : '';
    const near = nearestName(begun, Object.keys(families));
    const all = patternsOf(families).join(', ');
    const hint =
      near === undefined ? `, expected one of ${all}` : `; did you mean ${patternOf(near, families[near])}? The names are ${all}`;
    throw coded(RangeError, 'UNKNOWN_NAME', `${said}${hint}`, index);
  }
  const family = families[begin];
  const words = inside === undefined ? (colons?.slice(1).split(':') ?? []) : inside.trim() === '' ? [] : inside.split(',');
  const wanted = family.parameters;
  const least = wanted.filter((parameter) => !parameter.words).length;
  if (words.length < least || words.length > wanted.length)
    throw coded(RangeError, 'UNKNOWN_NAME', `${said}, expected ${patternOf(begin, family)}`, index);
  const call: Call<F> = { name: begin, family, numbers: [], word: undefined };
  const shown: string[] = [];
  wanted.forEach((parameter, i) => {
    const word = words[i]?.trim();
    if (parameter.words) {
      call.word = word ?? parameter.words[0];
      if (!parameter.words.includes(call.word))
        throw coded(
          RangeError,
          'UNKNOWN_NAME',
          `${said}, with ${show(word)} where ${parameter.words.join(' or ')} is expected`,
          index
        );
      if (call.word !== parameter.words[0]) shown.push(call.word);
      return;
    }
    const x = numberOf(word);
    if (!parameter.allows(x)) {
      const number = Number.isNaN(x) ? show(word) : String(x);
      throw coded(
        RangeError,
        'OUT_OF_RANGE',
        `${said}, where ${parameter.symbol} is ${number}, expected ${parameter.expected}`,
        index
      );
    }
    call.numbers.push(x);
    shown.push(String(x));
  });
  if (shown.length > 0) call.name = `${begin}(${shown.join(',')})`;
  return call;
}

/**
 * Reads a list of names; each counts once.
 *
 * @param read - reads one, as `callOf` does.
 * @param placeOf - what messages call a name of the list.
 * @param what - what each is the name of, as `a metric`.
 * @throws what `read` throws of the first that is wrong; RangeError (`EMPTY`) where there is none.
 */
export function callsOf<C extends { name: string }>(
  names: readonly unknown[],
  read: (name: unknown, place: string, index: number) => C,
  placeOf: (i: number) => string,
  what: string
): C[] {
  const calls = new Map<string, C>();
  names.forEach((name, i) => {
    const call = read(name, placeOf(i), i);
    calls.set(call.name, call);
  });
  if (calls.size === 0) throw coded(RangeError, 'EMPTY', `the list is empty: give at least one name of ${what}`);
  return [...calls.values()];
}

/** NaN where it is no number. */
function numberOf(word: string): number {
  const [, sign] = /^([+-]?)(?:inf|infinity|∞)$/i.exec(word) ?? [];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  return word === '' ? Number.NaN : Number(word);
}

/** The names in a list with commas between them; commas in parentheses belong to a name. */
export const splitNames = (list: string): string[] => list.split(/,(?![^(]*\))/);
