// The messages of Arrow IPC, as a file or as a stream: first the schema, then dictionaries and batches. A file lists them once more at its
// end, where they are compared.

import { ArrowDamage, ArrowRefusal, type Budget, check } from './damage';
import { FlatTable } from './flatbuffer';
import { type Batch, type Dictionary, layOut } from './layout';
import {
  BATCH,
  DICTIONARY,
  isBareSchema,
  MAX_BODY_BYTES,
  MAX_METADATA_BYTES,
  type Message,
  readBareSchema,
  readMessage,
  SCHEMA,
  type Take,
  textOf,
  wordOf,
} from './messages';
import { type Field, readSchema, sameFields } from './schema';

/** Asks for so many bytes, and is given them, or fewer at the end; or gives the columns, and then batch after batch. */
export type Steps = Generator<number | Field[] | Batch, void, Uint8Array>;

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
  function* take(length: number): ReturnType<Take> {
    const bytes = held ? held.subarray(0, length) : yield length;
    held = held?.subarray(length);
    at += bytes.length;
    return bytes;
  }
  /** The rest of the file, from which is then taken. */
  function* hold(): ReturnType<Take> {
    const taken = at;
    held = yield* take(MAX_BODY_BYTES);
    at = taken;
    return held;
  }
  let start = yield* take(4);
  const isFile = textOf(start) === 'ARRO';
  if (isFile) {
    check(textOf(yield* take(4)) === 'W1\0\0', () => 'it does not begin as one');
    start = yield* take(4);
  }
  let fields: Field[] | undefined;
  if (isFile && isBareSchema(start)) {
    ({ fields, next: start } = yield* readBareSchema(start, take));
    yield fields;
  }
  const dictionaries = new Map<number, Dictionary>();
  const places: Record<number, number[]> = { [DICTIONARY]: [], [BATCH]: [] };
  /** Where dictionaries stand that were read before their turn. */
  let ahead: Set<number> | undefined;

  for (; ; start = yield* take(4)) {
    const message = yield* readMessage(start, at - start.length, take);
    if (!message && (!isFile || fields)) break;
    const isFirst = !fields;
    if (!fields) {
      if (message?.kind === SCHEMA) fields = readSchema(message.header, message.bytes);
      else {
        check(isFile, () => 'it does not begin with its schema');
        // Arrow's own JavaScript writes the schema of a file to its end only
        fields = schemaOf(footerOf(yield* hold()));
      }
      yield fields;
    }
    if (!message) break;
    const { kind, header, body } = message;
    const context = { body, budget: budget(), dictionaries };
    places[kind]?.push(message.at);
    if (isFile && kind === BATCH && !ahead && lacksDictionary(fields, dictionaries)) {
      ahead = new Set();
      for (const later of yield* laterDictionaries(yield* hold(), at)) {
        addDictionary(later.header, fields, { body: later.body, budget: budget(), dictionaries }, isFile);
        ahead.add(later.at);
      }
    }
    if (kind === BATCH) yield layOut(header, fields, context);
    else if (kind === DICTIONARY) {
      if (!ahead?.has(message.at)) addDictionary(header, fields, context, isFile);
    } else check(isFirst && kind === SCHEMA, () => `it has a message of kind ${kind} after its schema`);
  }

  if (!fields) throw new ArrowDamage('it is empty');
  const rest = yield* take(MAX_METADATA_BYTES);
  if (isFile) checkFooter(footerOf(rest), fields, [places[DICTIONARY], places[BATCH]]);
  else check(rest.length === 0, () => 'it goes on after its end');
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

/** Whether a column, at any depth, has a dictionary that has not come yet. */
function lacksDictionary(fields: readonly Field[], dictionaries: ReadonlyMap<number, Dictionary>): boolean {
  return fields.some(
    ({ dictionary, children }) => (dictionary && !dictionaries.has(dictionary.id)) || lacksDictionary(children, dictionaries)
  );
}

/**
 * The dictionaries that stand in the rest of a file: they may come after the batches that use them, as polars for Python (1.44) writes them.
 *
 * @param from - where the rest begins, in bytes.
 */
function* laterDictionaries(rest: Uint8Array, from: number): Generator<number, Message[], Uint8Array> {
  const blocks = footerOf(rest).footer.vector(2, 24);
  const found: Message[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const at = blocks.int64(i);
    if (at < from) continue;
    let left = rest.subarray(at - from);
    // biome-ignore lint/correctness/useYield: all bytes are at hand
    const take: Take = function* (length) {
      const bytes = left.subarray(0, length);
      left = left.subarray(length);
      return bytes;
    };
    const message = yield* readMessage(yield* take(4), at, take);
    check(message?.kind === DICTIONARY, () => `its footer lists a dictionary at byte ${at}, where there is none`);
    found.push(message as Message);
  }
  return found;
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
