// Results as they travel through Redis: JSON with typed arrays as base64, compressed. Every bit arrives.

import { gunzipSync, gzipSync } from 'node:zlib';

const TYPES = { Float64Array, Uint32Array };
type TypeName = keyof typeof TYPES;

export function encode(value: unknown): string {
  const text = JSON.stringify(value, (_, part) => {
    for (const name of Object.keys(TYPES) as TypeName[]) {
      if (part instanceof TYPES[name])
        return { $type: name, $bytes: Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64') };
    }
    // numbers that JSON lacks
    return typeof part === 'number' && !Number.isFinite(part) ? { $number: String(part) } : part;
  });
  return gzipSync(text, { level: 1 }).toString('base64');
}

export function decode<T>(text: string): T {
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8'), (_, part) => {
    if (typeof part !== 'object' || part === null) return part;
    if (part.$type in TYPES) {
      const bytes = Buffer.from(part.$bytes, 'base64');
      // a copy, since a view of numbers must be aligned
      return new TYPES[part.$type as TypeName](Uint8Array.from(bytes).buffer);
    }
    return '$number' in part ? Number(part.$number) : part;
  });
}
