// Encodings of a text other than UTF-8: how they are known from the first bytes, and their bytes as UTF-8.

import { RecordError } from './record-error';

/** The encodings of 16 bits that are read. */
export type Utf16 = 'utf-16le' | 'utf-16be';

const [UTF_32, LE, BE] = ['utf-32', 'utf-16le', 'utf-16be'] as const;

/** The encoding that the first bytes show by a mark or by the zeros of plain letters; undefined if they look like UTF-8. */
export function encodingOf(head: Uint8Array): Utf16 | 'utf-32' | undefined {
  if (head.length < 2) return undefined;
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? UTF_32 : LE;
  if (a === 0xfe && b === 0xff) return BE;
  if (head.length < 4) return undefined;
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return UTF_32;
  // a text begins with letters, digits or brackets, each of which has one byte that is not zero
  const zeros = Array.from(head.subarray(0, 8), (byte) => Number(byte === 0)).join('');
  if (/^(0111|1110)\1?$/.test(zeros)) return UTF_32;
  return { '0101': LE, '1010': BE }[zeros.slice(0, 4)] as Utf16 | undefined;
}

/** The bytes of a text in UTF-16 as those of UTF-8, without the mark. */
export async function* utf8Of(stream: AsyncIterable<Uint8Array>, encoding: Utf16): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const decode = (bytes?: Uint8Array) => {
    try {
      return encoder.encode(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new RecordError(`the text is not ${encoding.toUpperCase()}, as its first bytes are`);
    }
  };
  for await (const bytes of stream) {
    const text = decode(bytes);
    if (text.length > 0) yield text;
  }
  const rest = decode();
  if (rest.length > 0) yield rest;
}
