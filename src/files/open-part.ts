// Opens a file for the first time: its first bytes tell what every later reader of its parts needs to know.

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type Coded, coded } from '../errors';
import { bytesOf } from './bytes';
import type { RandomAccess } from './file-bytes';
import { compressionOf, latin1 } from './first-bytes';
import { type Compression, checkCompression, type FileFormat, formatCalled } from './format-of';
import type { FormatName } from './formats/index';
import { inFile } from './named-error';
import type { Part } from './part';
import { held } from './random-access';
import { readAhead } from './read-ahead';
import { MAX_HEAD_BYTES, type Recognised, recognise } from './recognise';
import { fileName, RecordError } from './record-error';
import { fileIn, zipFilesOf } from './zip-files';

const PIPE_CHUNK_BYTES = 1 << 20;
/** The longest mark of a compression. */
const MARK_BYTES = 4;

export interface Opened {
  format: FileFormat;
  notice?: string;
}

/** @throws Error that names the file, if it cannot be read or its format is not known. */
export async function formatOfFile(file: string, given?: FormatName): Promise<Opened> {
  try {
    const compression = compressionOf(await firstBytes(file));
    if (compression === 'zip') return await formatOfZip(await bytesOf({ file }).open(), given);
    return opened(file, await formatInStream(bytesOf({ file, compression }).stream(), file, given), compression);
  } catch (error) {
    throw inFile({ file, format: given ?? 'jsonl' }, error);
  }
}

async function firstBytes(file: string): Promise<Uint8Array> {
  for await (const chunk of bytesOf({ file }).stream()) return chunk.subarray(0, MARK_BYTES);
  return new Uint8Array();
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
  if (compression === 'zip') return ended ? formatOfZip(held(head), given) : undefined;
  if (!compression) {
    const found = recognise({ bytes: head, ended: ended || head.length >= MAX_HEAD_BYTES }, file, given);
    if (found) checkTable(head, file, found);
    return found && opened(file, found, undefined);
  }
  let found: Recognised | undefined;
  try {
    const bytes = bytesOf({ file: '-', compression }, { standardInput: Readable.from([head]) });
    found = await formatInStream(bytes.stream(), file, given, ended);
  } catch (error) {
    // what has come so far ends in the middle
    if (ended || !(error instanceof RecordError)) throw error;
  }
  return found && opened(file, found, compression);
}

/** @throws Error if a table does not begin as one: it is held in memory before it is read, and what is none may have no end. */
function checkTable(head: Uint8Array, file: string, { format: { format } }: Recognised): void {
  const { unit, start, title } = formatCalled(format);
  if (unit === 'row' && head.length > 0 && start?.test(latin1(head)) === false)
    throw coded(Error, 'BAD_FILE', `${fileName(file)}: not ${title}: it does not begin as such a file does`);
}

function opened(file: string, { format, notice }: Recognised, compression: Compression | undefined): Opened {
  const whole = { ...format, ...(compression ? { compression } : {}) };
  checkCompression(fileName(file), whole);
  return { format: whole, notice: notice && `${fileName(file)}: ${notice}` };
}

/**
 * What the first bytes of a stream tell, which is read no further than need be.
 *
 * @param whole - whether the stream ends where the file does.
 */
export async function formatInStream(
  stream: AsyncIterable<Uint8Array>,
  file: string,
  given?: FormatName,
  whole = true
): Promise<Recognised> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let tried = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < 2 * tried && size < MAX_HEAD_BYTES) continue;
    tried = size;
    const found = recognise({ bytes: Buffer.concat(chunks), ended: size >= MAX_HEAD_BYTES }, file, given);
    if (found) return found;
  }
  const found = recognise({ bytes: Buffer.concat(chunks), ended: true }, file, given);
  if (!whole || !found) throw new RecordError('the file ends too early');
  return found;
}

/** What the first member with records tells of a zip archive. */
async function formatOfZip(archive: RandomAccess, given?: FormatName): Promise<Opened> {
  try {
    const { members, isLog } = await zipFilesOf(archive);
    if (isLog) return { format: { format: 'json', compression: 'zip' } };
    const { format } = await formatInMember(archive, members[0], given);
    return { format: { format: format.format, compression: 'zip' } };
  } finally {
    await archive.close();
  }
}

/** @throws Error that names the member. */
export async function formatInMember(
  archive: RandomAccess,
  member: Parameters<typeof fileIn>[1],
  given?: FormatName
): Promise<Recognised> {
  try {
    return await formatInStream(fileIn(archive, member).stream(), member.name, given);
  } catch (error) {
    if (error instanceof RecordError) throw new RecordError(`${member.name}: ${error.message}`, {}, error.code);
    // what it is, or that nobody knows it, is said with the name of the member
    const { code, message } = error as Partial<Coded> & Error;
    if (code === 'UNKNOWN_FORMAT') throw new RecordError(message, {}, code);
    throw error;
  }
}
