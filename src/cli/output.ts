// Where results go: standard output, or a file that is written whole or not at all.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export const OUTPUT_FORMATS = ['table', 'json', 'jsonl', 'csv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The format asked for, or the one that the file's name tells. */
export function outputFormat(format: OutputFormat | undefined, file: string | undefined): OutputFormat {
  if (format) return format;
  const extension = /\.(json|jsonl|csv)$/i.exec(file ?? '')?.[1].toLowerCase();
  return (extension as OutputFormat | undefined) ?? 'table';
}

/** Writes text to the file, or to standard output where there is none. */
export async function write(text: string | Iterable<string>, file?: string): Promise<void> {
  const pieces = typeof text === 'string' ? [text] : text;
  if (file !== undefined) return writeWhole(file, pieces);
  for (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}

const unfinished = new Set<string>();
let watching = false;

/** A temporary file beside the one that is asked for takes its name only once it is complete; when the process is told to end, it goes. */
async function writeWhole(file: string, pieces: Iterable<string>): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.tmp`);
  if (!watching) process.on('exit', removeUnfinished);
  watching = true;
  unfinished.add(temporary);
  try {
    const stream = createWriteStream(temporary, { flags: 'wx' });
    await once(stream, 'open');
    for (const piece of pieces) {
      if (!stream.write(piece)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'close');
    await rename(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`${file} cannot be written: ${(error as Error).message.replace(/, \w+ '.*'$/, '')}`);
  } finally {
    unfinished.delete(temporary);
  }
}

function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
}
