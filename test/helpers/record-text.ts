// Records as a page shows them: short, with a few entries of each list and the beginning of each text.

const WIDTH = 80;
const LONG_TEXT = 48;
const MOST_ENTRIES = 3;

/** A value as JSON in lines of some width, where `…` stands for what is left out. */
export function recordText(value: unknown, indent = ''): string {
  const inline = inlineText(value);
  if (inline.length + indent.length <= WIDTH || typeof value !== 'object' || value === null) return inline;
  const inner = `${indent}  `;
  if (isList(value)) {
    const entries = shown(value).map((entry) => `${inner}${recordText(entry, inner)}`);
    return `[\n${[...entries, ...(value.length > entries.length ? [`${inner}…`] : [])].join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value);
  const parts = someOf(fields).map(([name, field]) => `${inner}${JSON.stringify(name)}: ${recordText(field, inner)}`);
  return `{\n${[...parts, ...(fields.length > parts.length ? [`${inner}…`] : [])].join(',\n')}\n${indent}}`;
}

function inlineText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > LONG_TEXT ? `${value.slice(0, LONG_TEXT)}…` : value);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
  if (isList(value)) {
    const entries = shown(value).map(inlineText);
    return `[${[...entries, ...(value.length > entries.length ? ['…'] : [])].join(', ')}]`;
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return '{}';
  const parts = someOf(fields).map(([name, field]) => `${JSON.stringify(name)}: ${inlineText(field)}`);
  return `{ ${[...parts, ...(fields.length > parts.length ? ['…'] : [])].join(', ')} }`;
}

const isList = (value: object): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

/** A list of numbers or words is shown further than one of records. */
function shown(list: ArrayLike<unknown>): unknown[] {
  const entries = Array.from(list);
  return entries.slice(
    0,
    entries.some((entry) => typeof entry === 'object' && entry !== null && !isList(entry)) ? 1 : MOST_ENTRIES
  );
}

/** Records by key are many alike, of which one says enough. */
function someOf(fields: [string, unknown][]): [string, unknown][] {
  const isAlike =
    fields.length > 1 && fields.every(([name, value]) => /[/\d]/.test(name) && typeof value === 'object' && value !== null);
  return isAlike ? fields.slice(0, 1) : fields;
}
