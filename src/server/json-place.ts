// Finds the place of a fault in a JSON text that JSON.parse refuses or reads otherwise than it was meant.

import { isKey, stringEnd } from './json-measure';
import { MAX_JSON_DEPTH } from './limits';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const [OPEN_ARRAY, CLOSE_ARRAY] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];

/** A number that is no JSON, as Python and JavaScript print it. */
const NO_JSON_NUMBER = /^-?(NaN|nan|Infinity|inf)\b/;

/** The longest of these words, with its sign. */
const WORD_LENGTH = 9;

/** An array or object that is open: where in it the walk is, and the keys that it has so far. */
interface Open {
  step: number | string;
  keys?: Set<string>;
}

export interface Place {
  /** A path, such as `prompts[1].rewards[2]`. */
  path: string;
  /** The last index of the path. */
  index: number | undefined;
}

/** The first bare NaN or infinity outside of strings, with its place. */
export function findNoNumber(bytes: Buffer): (Place & { word: string }) | undefined {
  return walk(bytes, (at, open) => {
    const [word] = NO_JSON_NUMBER.exec(bytes.toString('latin1', at, at + WORD_LENGTH + 1)) ?? [];
    return word === undefined ? undefined : { word, ...placeOf(open) };
  });
}

/** The first key that its object has already. */
export function findRepeatedKey(bytes: Buffer): Place | undefined {
  return walk(bytes, (at, open) => {
    const last = open.at(-1);
    if (bytes[at] !== QUOTE || !last?.keys || typeof last.step !== 'string') return;
    if (last.keys.has(last.step)) return placeOf(open);
    last.keys.add(last.step);
  });
}

/**
 * Walks over a text, calls `visit` where a token begins, with the arrays and objects around it, and ends with the first result. A key is the
 * step of its object when it is visited.
 */
function walk<T>(bytes: Buffer, visit: (at: number, open: readonly Open[]) => T | undefined): T | undefined {
  const open: Open[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    let visited = false;
    if (byte === QUOTE) {
      const end = stringEnd(bytes, i);
      const last = open.at(-1);
      if (last?.keys && isKey(bytes, end)) {
        last.step = textOf(bytes.toString('utf8', i, end));
        visited = true;
      } else i = end - 1;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      // no request is as deep
      if (open.length === MAX_JSON_DEPTH) return;
      open.push(byte === OPEN_ARRAY ? { step: 0 } : { step: '', keys: new Set() });
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) open.pop();
    else if (byte === COMMA) {
      const last = open.at(-1);
      if (typeof last?.step === 'number') last.step++;
    } else visited = byte === MINUS || isLetter(byte);
    if (!visited) continue;
    const found = visit(i, open);
    if (found !== undefined) return found;
    // the rest of the key, word or number is not visited
    if (byte === QUOTE) i = stringEnd(bytes, i) - 1;
    else while (isLetter(bytes[i + 1]) || isOfNumber(bytes[i + 1])) i++;
  }
  return;
}

function isLetter(byte: number): boolean {
  const small = byte | 0x20;
  return small >= 0x61 && small <= 0x7a;
}

/** Whether the byte is a digit, a point or a sign. */
function isOfNumber(byte: number): boolean {
  return byte >= 0x2b && byte <= 0x39 && byte !== COMMA;
}

function placeOf(open: readonly Open[]): Place {
  const path = open.map(({ step }, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');
  const { step } = open.at(-1) ?? {};
  return { path: path || 'the body', index: typeof step === 'number' ? step : undefined };
}

function textOf(quoted: string): string {
  try {
    return JSON.parse(quoted);
  } catch {
    return quoted.slice(1, -1);
  }
}
