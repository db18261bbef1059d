// Values of any type as messages show them.

/** Longer texts are cut: a message is one line, and the beginning tells which value it is. */
const MAX_LENGTH = 60;

/** A value of a file or a request, as JSON. */
export function showJson(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  if (value === undefined) return 'missing';
  const text = withDigits(value) ?? String(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** JSON with large integers as strings, every digit kept; undefined for what JSON leaves out. */
export function withDigits(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part));
}
