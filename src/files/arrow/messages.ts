// The messages of Arrow IPC: a mark, the length of the metadata, the metadata, and a body.

import { ArrowDamage, check } from './damage';
import { FlatTable } from './flatbuffer';
import { type Field, readSchema } from './schema';

/** More than the metadata of 100,000 columns takes. */
export const MAX_METADATA_BYTES = 2 ** 28;

/** What Node.js can hold in one array. */
export const MAX_BODY_BYTES = 2 ** 32;

// The numbers of the messages that a table has.
export const [SCHEMA, DICTIONARY, BATCH] = [1, 2, 3];

/** The versions of the metadata since 2017; older ones lay out their columns in other ways. */
const VERSIONS = [3, 4];

/** Gives the next bytes, or fewer at the end. */
export type Take = (length: number) => Generator<number, Uint8Array, Uint8Array>;

export interface Message {
  /** Where it begins, in bytes. */
  at: number;
  kind: number;
  header: FlatTable;
  /** The length of its metadata. */
  bytes: number;
  body: Uint8Array;
}

export const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);
export const wordOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength).getInt32(0, true);

/** Reads a message that begins with the four bytes given; undefined at the end, whether it is marked or not. */
export function* readMessage(start: Uint8Array, at: number, take: Take): Generator<number, Message | undefined, Uint8Array> {
  if (start.length === 0) return undefined;
  const whole = (bytes: Uint8Array, length: number) => check(bytes.length === length, () => 'it is cut short');
  whole(start, 4);
  // streams written before 2019 begin with the length
  let length = wordOf(start);
  if (length === -1) {
    const second = yield* take(4);
    whole(second, 4);
    length = wordOf(second);
  }
  if (length === 0) return undefined;
  check(length > 0 && length <= MAX_METADATA_BYTES, () => `it has a message with ${length} bytes of metadata at byte ${at}`);
  const metadata = yield* take(length);
  whole(metadata, length);
  const message = FlatTable.root(metadata);
  const [version, kind, header, bodyLength] = [message.int16(0), message.uint8(1), message.table(2), message.int64(3)];
  check(VERSIONS.includes(version), () => `its metadata has the version ${version}`);
  if (!header) throw new ArrowDamage(`it has an empty message at byte ${at}`);
  check(bodyLength >= 0 && bodyLength <= MAX_BODY_BYTES, () => `it has a message of ${bodyLength} bytes at byte ${at}`);
  const body = yield* take(bodyLength);
  whole(body, bodyLength);
  return { at, kind, header, bytes: length, body };
}

/** Less than the message of a schema with a column takes. */
const LEAST_SCHEMA_BYTES = 64;

/** Whether what should be the length of the first message is too short for one: then the metadata begins here, with a reference to its root. */
export function isBareSchema(start: Uint8Array): boolean {
  return start.length === 4 && wordOf(start) > 0 && wordOf(start) < LEAST_SCHEMA_BYTES;
}

/** Of a schema whose length is not given, so much is read, and so many places are looked at for its end. */
const MAX_BARE_BYTES = 2 ** 22;
const MAX_BARE_ENDS = 64;

/**
 * Reads the schema of a file by polars for Python (1.44), which writes neither the mark nor the length before it, since other readers look for the schema
 * at the end of a file. It ends where the next message begins.
 *
 * @param start - the first four bytes of the schema.
 * @returns also the first four bytes of the next message.
 */
export function* readBareSchema(
  start: Uint8Array,
  take: Take
): Generator<number, { fields: Field[]; next: Uint8Array }, Uint8Array> {
  const metadata = [...start];
  for (let ends = 0; ends < MAX_BARE_ENDS && metadata.length < MAX_BARE_BYTES; ) {
    const next = yield* take(4);
    check(next.length === 4, () => 'it is cut short');
    if (metadata.length % 8 === 0 && wordOf(next) === -1) {
      const fields = schemaIn(Uint8Array.from(metadata));
      if (fields) return { fields, next };
      // it was a number of the metadata
      ends++;
    }
    metadata.push(...next);
  }
  throw new ArrowDamage('its schema does not end');
}

/** The columns of the schema in a message; undefined if it is none, or goes on behind these bytes. */
function schemaIn(metadata: Uint8Array): Field[] | undefined {
  try {
    const message = FlatTable.root(metadata);
    const header = message.table(2);
    return message.uint8(1) === SCHEMA && header ? readSchema(header, metadata.length) : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof ArrowDamage) return undefined;
    throw error;
  }
}
