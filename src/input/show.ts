// Values that a caller gave, as messages show them.

/** Longer texts and numbers are cut: a message is one line, and the beginning tells which value it is. */
const MAX_LENGTH = 40;

/** A longer text may be an answer of a model, or whatever else must not stand in logs: of it a message says the length only. */
const MAX_TEXT = 20;

/** A value as a message shows it, or its type where the value alone would not tell. Any value can be shown, whatever it does when it is read. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return value.length > MAX_TEXT ? `a string of ${value.length} characters` : JSON.stringify(value);
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
