// Encodes results for Redis and decodes them: JSON with typed arrays in base64, compressed. Every bit of a number survives, and so does every
// name: what JSON does not have is an object whose only key begins with one `$`, and a key of the data that begins with `$` gets another.
// JSON and not V8's own format, since that one differs between versions of Node.js and is not made for bytes that someone else wrote.

import { gunzipSync, gzipSync } from 'node:zlib';
import { coded, messageOf } from '../errors';

const TYPES = { Float64Array, Uint32Array };
type TypeName = keyof typeof TYPES;

/** @throws Error (`JOB_FAILED`) if it is too long for a text. */
export function encode(value: unknown): string {
  try {
    // the quickest level: base64 of doubles hardly shrinks any further
    return gzipSync(JSON.stringify(value, escaped), { level: 1 }).toString('base64');
  } catch (error) {
    throw coded(Error, 'JOB_FAILED', `the result cannot be sent through Redis: ${messageOf(error)}`, undefined, { cause: error });
  }
}

/** @throws Error (`JOB_FAILED`) that names `what`, if the text is not what `encode` wrote. */
export function decode<T>(text: string, what = 'a job'): T {
  try {
    return restored(JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8'))) as T;
  } catch (error) {
    const message = `the result of ${what} was damaged in Redis: ${messageOf(error)}`;
    throw coded(Error, 'JOB_FAILED', message, undefined, { cause: error });
  }
}

function escaped(_: string, part: unknown): unknown {
  switch (typeof part) {
    case 'number':
      // NaN, the infinities and -0, which JSON does not have
      return Number.isFinite(part) && !Object.is(part, -0) ? part : { $number: Object.is(part, -0) ? '-0' : String(part) };
    case 'bigint':
      return { $bigint: String(part) };
    case 'undefined':
      return { $undefined: '' };
    case 'object':
      return part === null || Array.isArray(part) ? part : escapedObject(part);
    default:
      return part;
  }
}

function escapedObject(part: object): object {
  for (const name of Object.keys(TYPES) as TypeName[]) {
    if (part instanceof TYPES[name])
      return { [`$${name}`]: Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64') };
  }
  if (!Object.keys(part).some((key) => key.startsWith('$'))) return part;
  return renamed(
    part,
    (key) => (key.startsWith('$') ? `$${key}` : key),
    (value) => value
  );
}

function restored(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(restored);
  const [key] = Object.keys(part);
  if (key?.startsWith('$') && !key.startsWith('$$')) return special(key.slice(1), (part as Record<string, unknown>)[key]);
  return renamed(part, (key) => (key.startsWith('$') ? key.slice(1) : key), restored);
}

function special(name: string, text: unknown): unknown {
  if (typeof text !== 'string') throw unknown(name);
  if (name === 'undefined') return undefined;
  if (name === 'number') return Number(text);
  if (name === 'bigint') return BigInt(text);
  // a copy, since a Float64Array must begin at a multiple of 8 bytes
  if (Object.hasOwn(TYPES, name)) return new TYPES[name as TypeName](Uint8Array.from(Buffer.from(text, 'base64')).buffer);
  throw unknown(name);
}

/** A copy of an object, in which `__proto__` is a name like any other. */
function renamed(part: object, rename: (key: string) => string, change: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [rename(key), change(value)]));
}

const unknown = (name: string) => coded(Error, 'BAD_STATE', `$${name} is nothing that is written here`);
