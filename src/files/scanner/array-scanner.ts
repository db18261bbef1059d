// The arrays of numbers in a JSON object, read by the scanner. assembly/scanner/arrays.ts is what runs in it.

import { ARRAY_BYTES, MAX_ARRAYS, MAX_UNROUNDED, PADDING_BYTES, UNROUNDED_BYTES } from '../../../assembly/scanner/layout';
import { giveBack, growBy, hasScanner, type Scanner, takeScanner } from './module';
import { powers } from './powers';

/** An array of numbers that is a property of an object. */
export interface ScannedArray {
  /** The name of the property, which has no escapes. */
  name: string;
  /** Where the array begins and ends in the text, brackets included. */
  from: number;
  to: number;
  values: Float64Array<ArrayBuffer>;
}

const TABLE_BYTES = MAX_ARRAYS * ARRAY_BYTES + MAX_UNROUNDED * UNROUNDED_BYTES;

/**
 * The arrays of finite numbers that are properties of the object in a JSON text of UTF-8. What is outside of them need not be valid JSON; but if it is,
 * with any other arrays in their places, so is the text.
 *
 * @param maxNumbers - how many numbers there may be.
 * @returns undefined where the host has no scanner or memory, or the text has more numbers, or something is no JSON.
 */
export function scanArrays(text: Uint8Array, maxNumbers: number): ScannedArray[] | undefined {
  if (!hasScanner()) return undefined;
  const scanner = takeScanner();
  try {
    return scan(scanner, text, maxNumbers);
  } finally {
    giveBack(scanner);
  }
}

function scan(scanner: Scanner, text: Uint8Array, maxNumbers: number): ScannedArray[] | undefined {
  let top = scanner.heapBase() >>> 0;
  const reserve = (bytes: number) => {
    const at = Math.ceil(top / 64) * 64;
    top = at + bytes;
    return at;
  };
  // a number takes a digit and a comma
  const doubleBytes = 8 * Math.min(maxNumbers, Math.ceil(text.length / 2));
  const [powersAt, tablesAt, textAt, doublesAt] = [
    powers().byteLength,
    TABLE_BYTES,
    text.length + PADDING_BYTES,
    doubleBytes,
  ].map(reserve);
  const lacking = top - scanner.memory.buffer.byteLength;
  if (lacking > 0 && !growBy(scanner, lacking)) return undefined;
  const { buffer } = scanner.memory;
  const bytes = new Uint8Array(buffer);
  new BigUint64Array(buffer, powersAt).set(powers());
  bytes.set(text, textAt);
  // what stood there must not continue the text
  bytes.fill(0, textAt + text.length, textAt + text.length + PADDING_BYTES);
  if (!scanner.scanArrays(textAt, textAt + text.length, powersAt, tablesAt, doublesAt, doublesAt + doubleBytes)) return undefined;

  const slice = (from: number, to: number) => Buffer.from(buffer, from, to - from).toString('latin1');
  const left = new Uint32Array(buffer, tablesAt + MAX_ARRAYS * ARRAY_BYTES);
  for (let i = 0; i < 3 * (scanner.unroundedCount() >>> 0); i += 3) {
    const value = Number(slice(left[i + 1], left[i + 2]));
    if (!Number.isFinite(value)) return undefined;
    new Float64Array(buffer, left[i]).fill(value, 0, 1);
  }
  const found = new Uint32Array(buffer, tablesAt);
  let at = doublesAt;
  return Array.from({ length: scanner.arrayCount() >>> 0 }, (_, i) => {
    const [nameAt, nameLength, from, to, length] = found.subarray(5 * i);
    const values = new Float64Array(buffer, at, length).slice();
    at += values.byteLength;
    const name = Buffer.from(buffer, nameAt, nameLength).toString();
    return { name, from: from - textAt, to: to - textAt, values };
  });
}
