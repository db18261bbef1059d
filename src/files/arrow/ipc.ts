// The messages of Arrow IPC, as a file or as a stream: first the schema, then dictionaries and batches. A file lists them once more at its
// end, where they are compared.

import { ArrowDamage, ArrowRefusal, type Budget, check } from './damage';
import { FlatTable } from './flatbuffer';
import { type Batch, type Dictionary, layOut } from './layout';
import { type Field, readSchema, sameFields } from './schema';

/** More than the metadata of 100,000 columns takes. */
const MAX_METADATA_BYTES = 2 ** 28;

/** What Node.js can hold in one array. */
const MAX_BODY_BYTES = 2 ** 32;

// The numbers of the messages that a table has.
const [SCHEMA, DICTIONARY, BATCH] = [1, 2, 3];

/** The versions of the metadata since 2017; older ones lay out their columns in other ways. */
const VERSIONS = [3, 4];

/** Asks for so many bytes, and is given them, or fewer at the end; or gives the columns, and then batch after batch. */
export type Steps = Generator<number | Field[] | Batch, void, Uint8Array>;

interface Message {
  /** Where it begins, in bytes. */
  at: number;
  kind: number;
  header: FlatTable;
  /** The length of its metadata. */
  bytes: number;
  body: Uint8Array;
}

/**
 * @param budget - what the buffers of a dictionary or a batch may unfold to.
 * @throws ArrowDamage if the bytes are not what the format says, ArrowRefusal if they are not read.
 */
export function* readIpc(budget: () => Budget): Steps {
  try {
    yield* readMessages(budget);
  } catch (error) {
    // of the DataView that reads the metadata
    if (error instanceof RangeError) throw new ArrowDamage('its metadata points outside of its bytes');
    throw error;
  }
}

function* readMessages(budget: () => Budget): Steps {
  let at = 0;
  let held: Uint8Array | undefined;
  function* take(length: number): Generator<number, Uint8Array, Uint8Array> {
    const bytes = held ? held.subarray(0, length) : yield length;
    held = held?.subarray(length);
    at += bytes.length;
    return bytes;
  }
  let start = yield* take(4);
  const isFile = textOf(start) === 'ARRO';
  if (isFile) {
    check(textOf(yield* take(4)) === 'W1\0\0', () => 'it does not begin as one');
    start = yield* take(4);
  }
  let fields: Field[] | undefined;
  const dictionaries = new Map<number, Dictionary>();
  const places: Record<number, number[]> = { [DICTIONARY]: [], [BATCH]: [] };

  for (; ; start = yield* take(4)) {
    const message = yield* readMessage(start, at - start.length, take);
    if (!message && (!isFile || fields)) break;
    const isFirst = !fields;
    if (!fields) {
      if (message?.kind === SCHEMA) fields = readSchema(message.header, message.bytes);
      else {
        check(isFile, () => 'it does not begin with its schema');
        // Arrow's own JavaScript writes the schema of a file to its end only
        const taken = at;
        held = yield* take(MAX_BODY_BYTES);
        at = taken;
        fields = schemaOf(footerOf(held));
      }
      yield fields;
    }
    if (!message) break;
    const { kind, header, body } = message;
    const context = { body, budget: budget(), dictionaries };
    places[kind]?.push(message.at);
    if (kind === BATCH) yield layOut(header, fields, context);
    else if (kind === DICTIONARY) addDictionary(header, fields, context, isFile);
    else check(isFirst && kind === SCHEMA, () => `it has a message of kind ${kind} after its schema`);
  }

  if (!fields) throw new ArrowDamage('it is empty');
  const rest = yield* take(MAX_METADATA_BYTES);
  if (isFile) checkFooter(footerOf(rest), fields, [places[DICTIONARY], places[BATCH]]);
  else check(rest.length === 0, () => 'it goes on after its end');
}

const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const wordOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength).getInt32(0, true);

/** Reads a message that begins with the four bytes given; undefined at the end, whether it is marked or not. */
function* readMessage(
  start: Uint8Array,
  at: number,
  take: (length: number) => Generator<number, Uint8Array, Uint8Array>
): Generator<number, Message | undefined, Uint8Array> {
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

function addDictionary(header: FlatTable, fields: Field[], context: Parameters<typeof layOut>[2], isFile: boolean): void {
  const dictionaries = context.dictionaries as Map<number, Dictionary>;
  const id = header.int64(0);
  const column = withDictionary(fields, id);
  const data = header.table(1);
  if (!column || !data) throw new ArrowDamage(`it has a dictionary ${id} that no column uses`);
  const field = { ...column, dictionary: undefined };
  const [piece] = layOut(data, [field], context).columns;
  const known = dictionaries.get(id);
  if (header.uint8(2) !== 0) {
    if (!known) throw new ArrowDamage(`it adds to the dictionary ${id}, which is not there`);
    known.pieces.push(piece);
  } else {
    // a file may be read in any order, so that it must not have another dictionary for later batches
    if (known && isFile) throw new ArrowRefusal(`it replaces the dictionary ${id}, which a file must not`);
    dictionaries.set(id, { field, pieces: [piece] });
  }
}

/** The column, at any depth, whose dictionary has the id. */
function withDictionary(fields: readonly Field[], id: number): Field | undefined {
  for (const field of fields) {
    const found = field.dictionary?.id === id ? field : withDictionary(field.children, id);
    if (found) return found;
  }
  return undefined;
}

/** What stands at the end of a file, and its length. */
function footerOf(rest: Uint8Array): { footer: FlatTable; bytes: number } {
  const end = rest.length - 10;
  check(end >= 0 && textOf(rest.subarray(end + 4)) === 'ARROW1', () => 'it is cut short');
  const bytes = wordOf(rest.subarray(end));
  check(bytes > 0 && bytes <= end, () => `its footer has the length ${bytes}`);
  return { footer: FlatTable.root(rest.subarray(end - bytes, end)), bytes };
}

function schemaOf({ footer, bytes }: ReturnType<typeof footerOf>): Field[] {
  const schema = footer.table(1);
  if (!schema) throw new ArrowDamage('its footer has no schema');
  return readSchema(schema, bytes);
}

/** Compares the lists at the end of a file with what came before it. */
function checkFooter(end: ReturnType<typeof footerOf>, fields: readonly Field[], places: readonly number[][]): void {
  check(sameFields(schemaOf(end), fields), () => 'its footer has other columns than its schema');
  const names = ['dictionaries', 'batches'];
  places.forEach((found, i) => {
    const blocks = end.footer.vector(2 + i, 24);
    const listed = Array.from({ length: blocks.length }, (_, block) => blocks.int64(block));
    const equal = listed.length === found.length && listed.every((at, block) => at === found[block]);
    check(equal, () => `its footer lists ${listed.length} ${names[i]}, not those ${found.length} that it holds`);
  });
}
