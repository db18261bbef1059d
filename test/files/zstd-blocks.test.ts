// Blocks of Zstandard that say to copy far more than a block can hold are refused before anything is copied.

import { readFileSync } from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompressZstd } from '../../src/files/codecs/zstd';

/** Compressed blocks of no literals and 60,000 matches, each of 131,074 bytes. */
function hostile(blocks: number): Uint8Array {
  const sequences = 60_000;
  const count = sequences - 0x7f00;
  // the kinds of numbers each have one code for all; the code 52 of a match has 16 bits more
  const head = [0, 255, count & 255, count >> 8, 0x54, 0, 0, 52];
  const block = [...head, ...new Array<number>(2 * sequences).fill(255), 1];
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58];
  for (let i = 1; i <= blocks; i++) {
    const size = block.length * 8 + 4 + Number(i === blocks);
    frame.push(size & 255, (size >> 8) & 255, size >> 16);
    for (const byte of block) frame.push(byte);
  }
  return Uint8Array.from(frame);
}

/** Only newer versions of Node.js have it. */
const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Uint8Array) => Uint8Array };

describe('blocks of Zstandard', () => {
  it('that copy without end are refused at once', () => {
    const frame = hostile(8);
    const began = performance.now();
    expect(() => decompressZstd(frame, 2 ** 20)).toThrow('the data compressed with Zstandard are damaged');
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('of repeated, predefined and own tables are read', () => {
    const text = readFileSync(new URL(import.meta.url));
    const samples = [Buffer.from('abc'.repeat(10)), Buffer.alloc(300_000), Buffer.concat(new Array<Buffer>(60).fill(text))];
    // elsewhere the fixtures, which other tests read, stand for this
    for (const sample of zstdCompressSync ? samples : []) {
      const frame = zstdCompressSync?.(sample) as Uint8Array;
      expect(Buffer.compare(decompressZstd(frame, sample.length), sample)).toBe(0);
    }
    const frame = Buffer.from('KLUv/SAeTQAAGGFiYwEAhm4I', 'base64');
    expect(Buffer.from(decompressZstd(frame, 30)).toString()).toBe('abc'.repeat(10));
    expect(() => decompressZstd(frame, 29)).toThrow('hold more bytes than they declare');
  });
});
