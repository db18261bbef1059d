// Tells from the first bytes of a file, wherever they come from, how it is written: its compression, its format, its encoding, and what a reader of
// the format must know besides.

import type { Coded } from '../errors';
import type { FileBytes, Host, RandomAccess } from './file-bytes';
import { compressionOf } from './first-bytes';
import { type Compression, checkCompression, type FileFormat } from './format-of';
import type { FormatName } from './formats/index';
import { joined } from './lines';
import { MAX_HEAD_BYTES, type Recognised, recognise } from './recognise';
import { fileName, RecordError } from './record-error';
import type { Member } from './zip';
import { fileIn, zipFilesOf } from './zip-files';

/** The longest mark of a compression. */
export const MARK_BYTES = 4;

export interface Opened {
  format: FileFormat;
  /** What was found that the name does not tell and that changes what is read. */
  notice?: string;
}

/**
 * What the first bytes of a file tell.
 *
 * @param file - its name.
 * @param bytesAs - its bytes, decompressed from that compression if there is one.
 * @param given - the format that the user names.
 * @throws RecordError if it cannot be read, or Error if its format is not known.
 */
export async function formatOfBytes(
  file: string,
  bytesAs: (compression?: Compression) => FileBytes,
  host: Host,
  given?: FormatName
): Promise<Opened> {
  const compression = compressionOf(await firstBytes(bytesAs()));
  if (compression === 'zip') return formatOfZip(await bytesAs().open(), host, given);
  return withCompression(file, await formatInStream(bytesAs(compression).stream(), file, given), compression);
}

async function firstBytes(bytes: FileBytes): Promise<Uint8Array> {
  for await (const chunk of bytes.stream()) return chunk.subarray(0, MARK_BYTES);
  return new Uint8Array();
}

/** @throws Error if such a file is not compressed as a whole. */
export function withCompression(file: string, { format, notice }: Recognised, compression: Compression | undefined): Opened {
  const whole = { ...format, ...(compression ? { compression } : {}) };
  checkCompression(fileName(file), whole);
  return { format: whole, notice };
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
    const found = recognise({ bytes: joined(chunks), ended: size >= MAX_HEAD_BYTES }, file, given);
    if (found) return found;
  }
  const found = recognise({ bytes: joined(chunks), ended: true }, file, given);
  if (!whole || !found) throw new RecordError('the file ends too early');
  return found;
}

/** What the first member with records tells of a zip archive. */
export async function formatOfZip(archive: RandomAccess, host: Host, given?: FormatName): Promise<Opened> {
  try {
    const { members, isLog } = await zipFilesOf(archive);
    if (isLog) return { format: { format: 'json', compression: 'zip' } };
    const { format } = await formatInMember(archive, members[0], host, given);
    return { format: { format: format.format, compression: 'zip' } };
  } finally {
    await archive.close();
  }
}

/** @throws Error that names the member. */
export async function formatInMember(archive: RandomAccess, member: Member, host: Host, given?: FormatName): Promise<Recognised> {
  try {
    return await formatInStream(fileIn(archive, member, host).stream(), member.name, given);
  } catch (error) {
    if (error instanceof RecordError) throw new RecordError(`${member.name}: ${error.message}`, {}, error.code);
    // what it is, or that nobody knows it, is said with the name of the member
    const { code, message } = error as Partial<Coded> & Error;
    if (code === 'UNKNOWN_FORMAT') throw new RecordError(message, {}, code);
    throw error;
  }
}
