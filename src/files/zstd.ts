// Zstandard, unfolded into exactly as many bytes as are declared. fzstd makes a window as large as a frame declares, does not say when it has fewer
// bytes than a frame declares, and unfolds whatever there is.

import { Decompress } from 'fzstd';
import { RecordError } from './record-error';
import { BlockSizes, MAX_BLOCK_BYTES } from './zstd-blocks';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** The largest window that decoders accept unless they are told otherwise: that of `zstd` itself. */
const MAX_WINDOW_BYTES = 2 ** 27;

/** @throws Error if the frames are damaged or do not unfold to `size` bytes. */
export function unzstd(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  for (const { frame, content } of framesIn(bytes, size)) {
    const before = filled;
    new Decompress((block) => {
      if (filled + block.length > size) throw tooLarge();
      out.set(block, filled);
      filled += block.length;
    }).push(frame, true);
    if (content !== undefined && filled - before !== content) throw damaged();
  }
  if (filled !== size) throw damaged();
  return out;
}

/**
 * The frames one by one, with the size of the content of those that declare it.
 *
 * @param most - the bytes that they may unfold to.
 */
function* framesIn(bytes: Uint8Array, most: number): Generator<{ frame: Uint8Array; content: number | undefined }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let unfolded = 0;
  while (at < bytes.length) {
    const from = at;
    if (at + 8 > bytes.length) throw damaged();
    const magic = view.getUint32(at, true);
    if ((magic & ~15) >>> 0 === SKIPPABLE) {
      at += 8 + view.getUint32(at + 4, true);
      if (at > bytes.length) throw damaged();
      continue;
    }
    if (magic !== MAGIC) throw damaged();
    const flags = bytes[at + 4];
    const single = (flags & 0x20) !== 0;
    // dictionaries are not part of the files
    if (flags & 3) throw new RecordError('the data compressed with Zstandard need a dictionary');
    const contentBytes = flags >> 6 === 0 ? Number(single) : 1 << (flags >> 6);
    at += 5;
    let window = 0;
    if (!single) {
      const exponent = 2 ** (10 + (bytes[at] >> 3));
      window = exponent + (exponent / 8) * (bytes[at] & 7);
      at++;
    }
    if (at + contentBytes > bytes.length) throw damaged();
    let content = contentBytes === 2 ? 256 : 0;
    for (let i = 0, scale = 1; i < contentBytes; i++, scale *= 256) content += bytes[at++] * scale;
    if ((single ? content : window) > MAX_WINDOW_BYTES)
      throw new RecordError(`the data compressed with Zstandard need a window of more than ${MAX_WINDOW_BYTES} bytes`);
    const sizes = new BlockSizes();
    for (let last = false; !last; ) {
      if (at + 3 > bytes.length) throw damaged();
      const head = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
      last = (head & 1) === 1;
      const [type, length] = [(head >> 1) & 3, head >> 3];
      // a block that repeats one byte holds only that
      const end = at + 3 + (type === 1 ? 1 : length);
      const size = type === 2 && end <= bytes.length ? sizes.of(bytes.subarray(at + 3, end)) : length;
      if (size === undefined || size > MAX_BLOCK_BYTES) throw damaged();
      unfolded += size;
      if (unfolded > most) throw tooLarge();
      at = end;
    }
    if (flags & 4) at += 4;
    if (at > bytes.length) throw damaged();
    yield { frame: bytes.subarray(from, at), content: contentBytes === 0 ? undefined : content };
  }
}

function tooLarge(): RecordError {
  return new RecordError('the data compressed with Zstandard unfold to more than they declare');
}

function damaged(): RecordError {
  return new RecordError('the data compressed with Zstandard are damaged');
}
