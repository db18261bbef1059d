// Texts in the order in which they came, held in memory as long as they are few, and then in a file without a name.

import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coded } from '../../errors';
import { reasonOf } from '../system-error';

/** So many characters are put away together. */
const CHUNK = 1 << 18;
/** So many bytes stay in memory. */
const HELD_BYTES = 64 * 2 ** 20;

interface OnDisk {
  position: number;
  length: number;
}

export class Spool implements Iterable<string> {
  readonly #heldBytes: number;
  readonly #chunks: (Buffer | OnDisk)[] = [];
  #texts: string[] = [];
  #characters = 0;
  #held = 0;
  #fd: number | undefined;
  #end = 0;

  constructor(heldBytes = HELD_BYTES) {
    this.#heldBytes = heldBytes;
  }

  /** @throws Error (`NOT_WRITTEN`) if there are too many for memory, and the folder for temporary files has no room for them. */
  push(text: string): void {
    this.#texts.push(text);
    this.#characters += text.length;
    if (this.#characters >= CHUNK) this.#putAway();
  }

  *[Symbol.iterator](): Generator<string> {
    for (const chunk of this.#chunks) yield* JSON.parse(this.#read(chunk).toString('utf8')) as string[];
    yield* this.#texts;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#chunks.length = 0;
  }

  #putAway(): void {
    const bytes = Buffer.from(JSON.stringify(this.#texts));
    this.#texts = [];
    this.#characters = 0;
    this.#held += bytes.length;
    this.#chunks.push(this.#held <= this.#heldBytes ? bytes : this.#write(bytes));
  }

  #write(bytes: Buffer): OnDisk {
    try {
      this.#fd ??= openNameless();
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, undefined, this.#end + done);
    } catch (error) {
      throw coded(Error, 'NOT_WRITTEN', `a temporary file in ${tmpdir()} cannot be written: ${reasonOf(error)}`);
    }
    const position = this.#end;
    this.#end += bytes.length;
    return { position, length: bytes.length };
  }

  #read(chunk: Buffer | OnDisk): Buffer {
    if (Buffer.isBuffer(chunk)) return chunk;
    const bytes = Buffer.alloc(chunk.length);
    for (let done = 0; done < chunk.length; ) {
      const more = readSync(this.#fd as number, bytes, done, chunk.length - done, chunk.position + done);
      if (more === 0) throw coded(Error, 'NOT_WRITTEN', `a temporary file in ${tmpdir()} was cut off`);
      done += more;
    }
    return bytes;
  }
}

/** A file that is gone when this process has ended, however it ends. */
function openNameless(): number {
  const file = join(tmpdir(), `best-of-n-${randomBytes(8).toString('hex')}.tmp`);
  const fd = openSync(file, 'wx+', 0o600);
  rmSync(file);
  return fd;
}
