// Encodes results for Redis and decodes them: JSON with typed arrays in base64, compressed. Every bit of a number survives.

import { gunzipSync, gzipSync } from 'node:zlib';

const TYPES = { Float64Array, Uint32Array };
type TypeName = keyof typeof TYPES;

export function encode(value: unknown): string {
  const text = JSON.stringify(value, (_, part) => {
    for (const name of Object.keys(TYPES) as TypeName[]) {
      if (part instanceof TYPES[name])
        return { $type: name, $bytes: Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64') };
    }
    // NaN and the infinities, which JSON does not have
    return typeof part === 'number' && !Number.isFinite(part) ? { $number: String(part) } : part;
  });
  // the quickest level: base64 of doubles hardly shrinks any further
  return gzipSync(text, { level: 1 }).toString('base64');
}

export function decode<T>(text: string): T {
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8'), (_, part) => {
    if (typeof part !== 'object' || part === null) return part;
    if (part.$type in TYPES) {
      const bytes = Buffer.from(part.$bytes, 'base64');
      // a copy, since a Float64Array must begin at a multiple of 8 bytes
      return new TYPES[part.$type as TypeName](Uint8Array.from(bytes).buffer);
    }
    return '$number' in part ? Number(part.$number) : part;
  });
}
