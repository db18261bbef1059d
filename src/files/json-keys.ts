// Finds a key that stands twice in one object of a JSON text. JSON.parse keeps the last of them and does not say so.

/** A key that its object has already, and the index of its second place. */
export interface RepeatedKey {
  key: string;
  index: number;
}

/**
 * The first key that stands twice in one object. What is parsed has as many keys as the text, unless one is lost; both are counted, which is cheap, and
 * the text is walked through only where the counts differ.
 *
 * @param text - a text that JSON.parse takes, and what it made of it.
 */
export function repeatedKeyIn(text: string, parsed: unknown): RepeatedKey | undefined {
  return mostKeysIn(text) === keysIn(parsed) ? undefined : walk(text);
}

/** At least as many keys as the text has: quotes before a colon, unless an odd backslash says that they stand in a string. */
function mostKeysIn(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let i = colon - 1;
    while (i >= 0 && isBlank(text.charCodeAt(i))) i--;
    if (text.charCodeAt(i) !== 34) continue;
    if (text.charCodeAt(i - 1) === 92 && text.charCodeAt(i - 2) !== 92) continue;
    count++;
  }
  return count;
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const entry of value) if (typeof entry === 'object') count += keysIn(entry);
    return count;
  }
  for (const key in value) {
    count++;
    const entry = (value as Record<string, unknown>)[key];
    if (typeof entry === 'object') count += keysIn(entry);
  }
  return count;
}

const isBlank = (code: number) => code === 32 || (code >= 9 && code <= 13);

function walk(text: string): RepeatedKey | undefined {
  /** The keys of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(undefined);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(text, i);
      let after = end;
      while (isBlank(text.charCodeAt(after))) after++;
      const keys = open[open.length - 1];
      if (text[after] === ':' && keys) {
        const key = JSON.parse(text.slice(i, end)) as string;
        if (keys.has(key)) return { key, index: i };
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** Where a string that begins at a quote ends, after its last quote. */
export function endOfString(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i + 1;
  }
  return text.length;
}
