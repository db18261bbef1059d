// Says where bytes that should be UTF-8 are not.

import { RecordError } from './record-error';
import { TextPlace } from './text-place';

/** The index of the first byte that is not part of a character in UTF-8; -1 if there is none. */
export function badByteIn(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i];
    if (byte < 0x80) {
      i++;
      continue;
    }
    const more = byte >= 0xf0 && byte <= 0xf4 ? 3 : byte >= 0xe0 ? 2 : 1;
    if (byte < 0xc2 || byte > 0xf4) return i;
    for (let k = 1; k <= more; k++) {
      const next = bytes[i + k];
      if (next === undefined || (next & 0xc0) !== 0x80) return i;
    }
    const second = bytes[i + 1];
    // longer than need be, a half of a pair, or beyond the last character
    if ((byte === 0xe0 && second < 0xa0) || (byte === 0xed && second > 0x9f)) return i;
    if ((byte === 0xf0 && second < 0x90) || (byte === 0xf4 && second > 0x8f)) return i;
    i += more + 1;
  }
  return -1;
}

/**
 * What is wrong with bytes that are not UTF-8.
 *
 * @param line - the line on which they begin, from 1; absent if the reader adds it.
 */
export function notUtf8(what: string, bytes: Uint8Array, line?: number, column = 1): RecordError {
  const place = new TextPlace();
  place.line = line ?? 1;
  place.column = column;
  const at = Math.max(0, badByteIn(bytes));
  place.pass(bytes, 0, at);
  const hex = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const hint = 'texts are read as UTF-8; iconv -f LATIN1 -t UTF-8 turns Latin-1 into it';
  return new RecordError(
    `${what} is not UTF-8: its byte 0x${hex} is no part of a character; ${hint}`,
    { ...(line === undefined ? {} : { at: place.line }), column: place.column },
    'BAD_RECORD'
  );
}
