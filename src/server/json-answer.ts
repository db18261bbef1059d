// Writes JSON answers: typed arrays as arrays, infinities, which JSON does not have, as strings, and NaN, which says that there is no value, as null.
// `JSON.stringify` does the same with a function that it calls for every value, which takes several times as long.

/** The text of an answer, which is plain data: objects, arrays, typed arrays, texts, numbers, booleans and null. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return textOfNumber(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Float64Array) return textOfNumbers(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const entry of value) text += text === '' ? textOf(entry) : `,${textOf(entry)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value)) {
    const entry = (value as Record<string, unknown>)[name];
    if (entry !== undefined) text += `${text === '' ? '' : ','}${textOfName(name)}:${textOf(entry)}`;
  }
  return `{${text}}`;
}

export function textOfNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'null' : `"${value}"`;
}

/** One call for all numbers is quicker than one for each. */
function textOfNumbers(values: Float64Array): string {
  const list: (number | string)[] = Array.from(values);
  // a NaN becomes null by itself
  for (let i = 0; i < list.length; i++) if (Math.abs(values[i]) === Infinity) list[i] = String(values[i]);
  return JSON.stringify(list);
}

/** A name of letters, digits and the like needs no escapes. */
const PLAIN_NAME = /^[\w.-]*$/;

export function textOfName(name: string): string {
  return PLAIN_NAME.test(name) ? `"${name}"` : JSON.stringify(name);
}
