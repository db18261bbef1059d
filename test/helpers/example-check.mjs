// What runs the examples of the API reference: `expression; // → value` must hold, numbers to the digits that are written.

import { inspect } from 'node:util';

/** @throws Error if the value is not the one that an example says. */
export function check(value, text) {
  const numbers = numbersIn(value);
  const written = numbers && (text.match(/-?(?:\d[\d.]*(?:e[+-]?\d+)?|Infinity)/g) ?? []);
  const holds = written
    ? written.length === numbers.length && written.every((digits, i) => agrees(numbers[i], digits))
    : inspect(value) === text;
  if (!holds) throw new Error(`expected ${text}, got ${inspect(value)}`);
}

/** The numbers of a number or of an array of them. */
function numbersIn(value) {
  const list =
    typeof value === 'number' ? [value] : Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value) : undefined;
  return list?.every((x) => typeof x === 'number') ? list : undefined;
}

function agrees(number, digits) {
  const decimals = /\.(\d+)$/.exec(digits)?.[1].length;
  if (decimals === undefined) return number === Number(digits) || Math.abs(number - Number(digits)) < 1e-12;
  return Math.abs(number - Number(digits)) <= 0.5001 * 10 ** -decimals;
}
