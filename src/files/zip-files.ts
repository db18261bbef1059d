// The members of a zip archive that hold records, each as a file of its own.

import { unfoldZstd } from './codecs/zstd-stream';
import { crc32 } from './crc32';
import type { FileBytes, Host, RandomAccess } from './file-bytes';
import { joined } from './lines';
import { isLitter, naturally } from './litter';
import { allOf } from './random-access';
import { readingError } from './reading-error';
import { RecordError } from './record-error';
import { type Utf16, utf8Of } from './text-encoding';
import { dataOf, type Member, membersOf } from './zip';

const CHUNK_BYTES = 2 ** 20;
const [STORED, DEFLATED, ZSTD] = [0, 8, 93];

/** What a zip archive holds. */
export interface ZipFiles {
  /** The members with records, in the order in which they are read. */
  members: Member[];
  /** Whether it is a log of Inspect, each of whose samples is a document of its own. */
  isLog: boolean;
  /** What the header of a log says of its evaluation, such as the task and the model: every sample is of that. Nothing is read before it is called. */
  evaluation(host: Host): Promise<Record<string, unknown> | undefined>;
}

/** A sample of a log that Inspect writes; beside them stand a header, summaries and a journal. */
const SAMPLE_OF_LOG = /^samples\/[^/]+\.json$/;

/** @throws RecordError if the archive is not whole, holds no file, or is something else in a zip archive. */
export async function zipFilesOf(file: RandomAccess): Promise<ZipFiles> {
  const members = (await membersOf(file)).filter(({ name }) => !name.endsWith('/'));
  const has = (name: string) => members.some((member) => member.name === name);
  if (has('[Content_Types].xml')) throw new RecordError('it is a workbook or document of Office: save the sheet as CSV');
  if (has('mimetype')) throw new RecordError('it is a document of an office program or a book: save the sheet as CSV');
  const isLog = has('header.json') || members.some(({ name }) => name.startsWith('_journal/'));
  const read = members.filter(({ name }) => (isLog ? SAMPLE_OF_LOG.test(name) : !isLitter(name)));
  if (read.length === 0)
    throw new RecordError(isLog ? 'the log holds no samples' : 'the zip archive holds no file with records', {}, 'NO_RECORDS');
  return {
    members: read.sort((a, b) => naturally(a.name, b.name)),
    isLog,
    evaluation: async (host) => (isLog ? evaluationOf(file, members, host) : undefined),
  };
}

/** What a log is of: its header says so or, while it is written, its journal. */
async function evaluationOf(
  file: RandomAccess,
  members: readonly Member[],
  host: Host
): Promise<Record<string, unknown> | undefined> {
  for (const name of ['header.json', '_journal/start.json']) {
    const member = members.find((member) => member.name === name);
    if (!member) continue;
    const pieces: Uint8Array[] = [];
    for await (const piece of contentOf(file, member, host)) pieces.push(piece);
    try {
      const { eval: evaluation } = JSON.parse(new TextDecoder().decode(joined(pieces)));
      if (typeof evaluation === 'object' && evaluation !== null) return evaluation;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** @throws RecordError if the member is encrypted, or compressed in a way that is not read. */
export function fileIn(file: RandomAccess, member: Member, host: Host, encoding?: Utf16): FileBytes {
  if (member.encrypted) throw new RecordError('it is encrypted, which is not read');
  if (![STORED, DEFLATED, ZSTD].includes(member.method))
    throw new RecordError(
      `it is compressed by the method ${member.method} of zip, which is not read: only deflate and Zstandard are`
    );
  return {
    stream: () => (encoding ? utf8Of(contentOf(file, member, host), encoding) : contentOf(file, member, host)),
    open: () => allOf(contentOf(file, member, host)),
    codecs: host.codecs,
  };
}

/** @throws RecordError if the content has another size or checksum than the directory says. */
async function* contentOf(file: RandomAccess, member: Member, host: Host): AsyncGenerator<Uint8Array> {
  const raw = storedBytes(file, member);
  let size = 0;
  let crc = 0;
  try {
    const content = member.method === STORED ? raw : member.method === ZSTD ? unfoldZstd(raw) : host.inflate(raw);
    for await (const chunk of content) {
      size += chunk.length;
      if (size > member.size) throw new RecordError(`it holds more than the ${member.size} bytes that the archive declares`);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    throw readingError(error as NodeJS.ErrnoException);
  }
  if (size !== member.size) throw new RecordError(`it holds ${size} bytes, and the archive declares ${member.size}`);
  if (crc !== member.crc) throw new RecordError('it is damaged: its checksum does not fit');
}

async function* storedBytes(file: RandomAccess, member: Member): AsyncGenerator<Uint8Array> {
  const from = await dataOf(file, member);
  for (let at = 0; at < member.stored; at += CHUNK_BYTES)
    yield new Uint8Array(await file.slice(from + at, from + Math.min(member.stored, at + CHUNK_BYTES)));
}
