// Opens a file on a disk, or a pipe, for the first time: its first bytes tell what every later reader of its parts needs to know.

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { coded } from '../errors';
import { bytesOf } from './bytes';
import { NODE_HOST } from './codecs/host';
import { compressionOf, latin1 } from './first-bytes';
import { formatInStream, formatOfBytes, formatOfZip, MARK_BYTES, type Opened, withCompression } from './format-in-bytes';
import { type Compression, formatCalled } from './format-of';
import type { FormatName } from './formats/index';
import { inFile } from './named-error';
import type { Part } from './part';
import { held } from './random-access';
import { readAhead } from './read-ahead';
import { MAX_HEAD_BYTES, type Recognised, recognise } from './recognise';
import { fileName, RecordError } from './record-error';

const PIPE_CHUNK_BYTES = 1 << 20;

/** @throws Error that names the file, if it cannot be read or its format is not known. */
export async function formatOfFile(file: string, given?: FormatName): Promise<Opened> {
  try {
    const bytesAs = (compression?: Compression) => bytesOf({ file, compression });
    return inMessage(file, await formatOfBytes(file, bytesAs, NODE_HOST, given));
  } catch (error) {
    throw inFile({ file, format: given ?? 'jsonl' }, error);
  }
}

/** Standard input or another pipe, with a stream that begins at the beginning again. */
export async function openPipe(file: string, given?: FormatName): Promise<{ part: Part; stream: Readable; notice?: string }> {
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: PIPE_CHUNK_BYTES });
  const { answer, stream } = await readAhead(source, (head, ended) => formatInHead(head, ended, file, given)).catch((error) =>
    Promise.reject(inFile({ file, format: given ?? 'jsonl' }, error))
  );
  return { part: { file, ...answer.format, bytes: 0, pipe: true }, stream, notice: answer.notice };
}

/** undefined if more of the pipe is needed. */
async function formatInHead(head: Buffer, ended: boolean, file: string, given?: FormatName): Promise<Opened | undefined> {
  if (head.length < MARK_BYTES && !ended) return undefined;
  const compression = compressionOf(head);
  // its directory stands at the end
  if (compression === 'zip') return ended ? formatOfZip(held(head), NODE_HOST, given) : undefined;
  if (!compression) {
    const found = recognise({ bytes: head, ended: ended || head.length >= MAX_HEAD_BYTES }, file, given);
    if (found) checkTable(head, file, found);
    return found && inMessage(file, withCompression(file, found, undefined));
  }
  let found: Recognised | undefined;
  try {
    const bytes = bytesOf({ file: '-', compression }, { standardInput: Readable.from([head]) });
    found = await formatInStream(bytes.stream(), file, given, ended);
  } catch (error) {
    // what has come so far ends in the middle
    if (ended || !(error instanceof RecordError)) throw error;
  }
  return found && inMessage(file, withCompression(file, found, compression));
}

/** @throws Error if a table does not begin as one: it is held in memory before it is read, and what is none may have no end. */
function checkTable(head: Uint8Array, file: string, { format: { format } }: Recognised): void {
  const { unit, start, title } = formatCalled(format);
  if (unit === 'row' && head.length > 0 && start?.test(latin1(head)) === false)
    throw coded(Error, 'BAD_FILE', `${fileName(file)}: not ${title}: it does not begin as such a file does`);
}

/** What was found, said as a sentence about the file. */
function inMessage(file: string, { format, notice }: Opened): Opened {
  return { format, notice: notice && `${fileName(file)}: ${notice}` };
}
