// NaN and Infinity, which JSON does not allow and Python's json module writes.

/** A string, or one of these numbers where a value may stand. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|(-?Infinity|NaN)(?=\s*(?:[,\]}]|$))/gs;

/** A text without such numbers, and how what is parsed gets them back. */
export interface PlainJson {
  text: string;
  revive(key: string, value: unknown): unknown;
}

/** What JSON.parse can take of a text with such numbers; undefined if it has none. */
export function withoutPythonNumbers(text: string): PlainJson | undefined {
  if (!/NaN|Infinity/.test(text)) return undefined;
  let mark = 'NaN';
  while (text.includes(`"${mark}"`)) mark += '!';
  let found = false;
  const plain = text.replace(TOKEN, (token, number?: string) => {
    if (number === undefined) return token;
    found = true;
    // beyond the largest double, which is read as infinity
    return number === 'NaN' ? `"${mark}"` : number.replace('Infinity', '1e999');
  });
  return found ? { text: plain, revive: (_, value) => (value === mark ? Number.NaN : value) } : undefined;
}
