// What a block of Snappy unfolds to, found without unfolding it: the decoders of hyparquet and hysnappy do not keep to the size that they are told.

import { RecordError } from '../record-error';

/**
 * Walks over the literals and copies of a block.
 *
 * @throws Error if it is damaged or does not unfold to `size` bytes.
 */
export function checkSnappy(bytes: Uint8Array, size: number): void {
  let at = 0;
  let declared = 0;
  for (let scale = 1; ; scale *= 128) {
    if (at >= bytes.length || scale > 2 ** 28) throw damaged();
    const byte = bytes[at++];
    declared += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  if (declared !== size) throw damaged();
  let out = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    if ((tag & 3) === 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const extra = length - 59;
        if (at + extra > bytes.length) throw damaged();
        length = 0;
        for (let i = 0, scale = 1; i < extra; i++, scale *= 256) length += bytes[at++] * scale;
      }
      length++;
      at += length;
      if (at > bytes.length) throw damaged();
      out += length;
    } else {
      const [extra, length] = (tag & 3) === 1 ? [1, ((tag >> 2) & 7) + 4] : [(tag & 3) === 2 ? 2 : 4, (tag >> 2) + 1];
      if (at + extra > bytes.length) throw damaged();
      let back = (tag & 3) === 1 ? (tag >> 5) << 8 : 0;
      for (let i = 0, scale = 1; i < extra; i++, scale *= 256) back += bytes[at++] * scale;
      if (back === 0 || back > out) throw damaged();
      out += length;
    }
    if (out > size) throw damaged();
  }
  if (out !== size) throw damaged();
}

function damaged(): RecordError {
  return new RecordError('the data compressed with Snappy are damaged');
}
