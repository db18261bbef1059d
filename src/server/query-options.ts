// The options of an Arrow request, which stand in the query of its URL.

import { RequestError } from './request-error';
import { ROUTES } from './routes/index';
import type { Query, Schema } from './routes/route';

/** The options of all routes; a route ignores those of the others. */
const OPTIONS: Record<string, Schema> = Object.assign({}, ...Object.values(ROUTES).map(({ options }) => options));

export function readOptions(query: Query): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => {
      if (!Object.hasOwn(OPTIONS, name)) throw new RequestError(`${name} is not a parameter of this request`);
      if (typeof text !== 'string') throw new RequestError(`${name} is given more than once`);
      return [name, readOption(OPTIONS[name], name, text)];
    })
  );
}

/** Reads the text of an option as its schema says: a list, with commas between its entries, a text or a number. */
function readOption({ type, items }: Schema, name: string, text: string): unknown {
  if (type === 'array' && items) return text.split(',').map((entry) => readOption(items, name, entry));
  return type === 'string' ? text : readNumber(name, text);
}

function readNumber(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new RequestError(`${name} is ${JSON.stringify(text)}, expected a number`);
  return value;
}
