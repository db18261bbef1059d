// Values that a caller gave, as messages show them.

/** Longer numbers are cut: a message is one line. A longer text may be an answer of a model, of which a message says the length only. */
const MAX_LENGTH = 40;

/**
 * A value as a message shows it, or its type where the value alone would not tell. Any value can be shown, whatever it does when it is read.
 *
 * @param longest - the most characters of a text that is shown.
 */
export function show(value: unknown, longest = MAX_LENGTH): string {
  if (typeof value === 'string') return value.length > longest ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === 'bigint') return cut(`${value}n`);
  if (typeof value === 'object' && value !== null) return `a ${typeNameOf(value)}`;
  if (typeof value === 'function') return 'a function';
  return cut(String(value));
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

function typeNameOf(value: object): string {
  let name: unknown;
  try {
    name = value.constructor?.name;
  } catch {
    // a proxy or a getter that throws
  }
  return typeof name === 'string' && name !== '' ? cut(name) : 'value without a type';
}
