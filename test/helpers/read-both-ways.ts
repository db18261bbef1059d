// Reads the samples of a text with the scanner and without it.

import { expect, vi } from 'vitest';
import type { ColumnBatch } from '../../src/files/columns';
import type { ChunkMemory, FileBytes } from '../../src/files/file-bytes';
import type { FormatReader } from '../../src/files/formats/format';
import type { Layout } from '../../src/files/layout';
import { RecordError } from '../../src/files/record-error';
import { recordSink } from '../../src/files/record-sink';
import { plainColumns } from '../../src/sample-files/plain-columns';
import type { SampleColumns } from '../../src/sample-files/sample-columns';
import { SampleTable } from '../../src/sample-files/table';

/** Columns of every use. */
export const COLUMNS: SampleColumns = {
  kind: 'test',
  prompt: ['id'],
  reward: 'reward',
  logProb: 'lp',
  scores: ['gold'],
  runs: ['model'],
  wide: false,
  fields: ['id', 'reward', 'lp', 'gold', 'model'],
  exact: ['id', 'model'],
};

/** Runs a test, which has to import what it tests, in a host that cannot compile the scanner. */
export async function withoutScanner(test: () => Promise<void>): Promise<void> {
  vi.resetModules();
  class Module {
    constructor() {
      throw new Error('no vectors here');
    }
  }
  vi.stubGlobal('WebAssembly', { ...WebAssembly, Module });
  try {
    await test();
  } finally {
    vi.unstubAllGlobals();
    vi.resetModules();
  }
}

/** A file in memory, in chunks of a size, which are read into the reader's memory if that is wanted. */
export function bytesIn(text: Uint8Array, chunk: number, isCopied = true): FileBytes {
  return {
    async *stream(from = 0, memory) {
      if (memory && !isCopied) yield* chunksInto(memory, text.subarray(from), chunk);
      else for (let at = from; at < text.length; at += chunk) yield text.slice(at, at + chunk);
    },
    open: () => Promise.reject(new Error('it is a stream')),
  };
}

/** As files are read: the next chunk is written while the one at hand is used. */
async function* chunksInto(memory: ChunkMemory, text: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const turnOf = (at: number) => ((at / size) % 2) as 0 | 1;
  const read = (at: number) => memory.chunk(turnOf(at)).set(text.subarray(at, at + size));
  read(0);
  for (let at = 0; at < text.length; at += size) {
    memory.prepare();
    read(at + size);
    yield memory.chunk(turnOf(at)).subarray(0, Math.min(size, text.length - at));
  }
}

export interface Both {
  reader: FormatReader;
  columns: SampleColumns;
  layout?: Layout;
  chunk?: number;
  isCopied?: boolean;
}

/** What a file holds, read with the scanner or without it, and how many of its records the scanner read. */
export async function readWith(scanner: boolean, text: Uint8Array, { reader, columns, layout, chunk = 64, isCopied }: Both) {
  const table = new SampleTable();
  const bad: unknown[] = [];
  const placeOf = ({ message, at, column, code }: RecordError) => ({ message, at, column, code });
  let scanned = 0;
  const sink = recordSink((row) => table.add(row, columns), {
    columns: columns.fields,
    exact: columns.exact,
    onBad: (error) => bad.push(placeOf(error)),
  });
  const file = bytesIn(text, chunk, isCopied);
  const onBatch = (batch: ColumnBatch) => {
    scanned += batch.length;
    table.addBatch(batch, columns);
  };
  const wanted = plainColumns(columns);
  let length: unknown;
  try {
    length =
      scanner && wanted && reader.readColumns
        ? await reader.readColumns(file, sink, { wanted, onBatch }, undefined, layout)
        : await reader.read(file, sink, undefined, layout);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    length = placeOf(error);
  }
  return { found: { length, bad, table: table.toState() }, scanned };
}

/** Expects that a text is read the same in both ways. Returns how many records the scanner read. */
export async function expectSame(text: Uint8Array, both: Both): Promise<number> {
  const { found, scanned } = await readWith(true, text, both);
  expect(found).toEqual((await readWith(false, text, both)).found);
  return scanned;
}
