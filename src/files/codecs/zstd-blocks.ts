// What a compressed block of Zstandard unfolds to, found without unfolding it: fzstd copies as much as the sequences of a block say, which may be
// a hundred thousand times what a block can hold, and takes seconds for each.

import { decodingTable, type Table } from './zstd-tables';

/** No block holds more, whatever its window. */
export const MAX_BLOCK_BYTES = 2 ** 17;

// How a block has its tables; otherwise it repeats that of the block before.
const [PREDEFINED, RUN, TABLE] = [0, 1, 2];

/** A kind of numbers that sequences are made of. */
interface Kind {
  /** The bits of the most exact table. */
  accuracy: number;
  /** Where a block has no table of its own. */
  predefined: Table;
  /** For each code how many bits follow it, and the number that these are added to. */
  bits: Uint8Array;
  base: Int32Array;
}

function kind(accuracy: number, predefined: number[], first: number, bits: number[]): Kind {
  let next = first;
  const base = bits.map((count) => {
    next += 2 ** count;
    return next - 2 ** count;
  });
  return {
    accuracy,
    predefined: decodingTable(Uint8Array.from([...predefined, 0, 0]), 0, 6)?.table as Table,
    bits: Uint8Array.from(bits),
    base: Int32Array.from(base),
  };
}

const zeros = (count: number) => new Array<number>(count).fill(0);

const KINDS = /* @__PURE__ */ (() => ({
  literals: kind(9, [81, 16, 99, 140, 49, 198, 24, 99, 12, 33, 196, 24, 99, 102, 102, 134, 70, 146, 4], 0, [
    ...zeros(16),
    1,
    1,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
  ]),
  offsets: kind(
    8,
    [32, 132, 16, 66, 102, 70, 68, 68, 68, 68, 36, 73, 2],
    0,
    Array.from({ length: 32 }, (_, i) => i)
  ),
  matches: kind(
    9,
    [33, 20, 196, 24, 99, 140, 33, 132, 16, 66, 8, 33, 132, 16, 66, 8, 33, 68, 68, 68, 68, 68, 68, 68, 68, 36, 9],
    3,
    [...zeros(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  ),
}))();

const ORDER = ['literals', 'offsets', 'matches'] as const;

/** The sizes of the blocks of one frame, in their order, since a block may use the tables of the one before. */
export class BlockSizes {
  #tables: Partial<Record<(typeof ORDER)[number], Table>> = {};

  /** Bytes; undefined if the block is damaged or holds more than any block can. */
  of(block: Uint8Array): number | undefined {
    const { literals, end } = literalsOf(block);
    let at = end;
    let count = block[at++];
    if (count === 255) count = (block[at++] | (block[at++] << 8)) + 0x7f00;
    else if (count > 127) count = ((count - 128) << 8) | block[at++];
    if (!(literals <= MAX_BLOCK_BYTES && at <= block.length)) return undefined;
    if (count === 0) return literals;
    const modes = block[at++];
    for (const [i, name] of ORDER.entries()) {
      const mode = (modes >> (6 - 2 * i)) & 3;
      const { accuracy, predefined } = KINDS[name];
      if (mode === PREDEFINED) this.#tables[name] = predefined;
      else if (mode === RUN) this.#tables[name] = { accuracy: 0, symbols: block.slice(at, ++at), bits: NO_BITS, next: STAY };
      else if (mode === TABLE) {
        const read = decodingTable(block, at, accuracy);
        if (!read) return undefined;
        at = read.end;
        this.#tables[name] = read.table;
      }
      if (!this.#tables[name]) return undefined;
    }
    return this.#sequences(block, at, count, literals);
  }

  /** The sequences stand backwards in the bits from `from` to the end of the block, of which the highest bit says where they begin. */
  #sequences(block: Uint8Array, from: number, count: number, literals: number): number | undefined {
    const tables = this.#tables as Record<(typeof ORDER)[number], Table>;
    const [literal, offset, match] = [tables.literals, tables.offsets, tables.matches];
    const last = block[block.length - 1];
    if (!last || from >= block.length) return undefined;
    let place = 8 * block.length + 23 - Math.clz32(last) - literal.accuracy;
    const least = 8 * from;
    let literalState = bitsAt(block, place, literal.accuracy);
    place -= offset.accuracy;
    let offsetState = bitsAt(block, place, offset.accuracy);
    place -= match.accuracy;
    let matchState = bitsAt(block, place, match.accuracy);
    const { bits: literalBits, base: literalBase } = KINDS.literals;
    const { bits: matchBits, base: matchBase } = KINDS.matches;
    let matched = 0;
    let used = 0;
    for (let left = count; left > 0; left--) {
      const literalCode = literal.symbols[literalState];
      const matchCode = match.symbols[matchState];
      // where the bytes of a match are copied from does not matter here
      place -= offset.symbols[offsetState] + matchBits[matchCode];
      matched += matchBase[matchCode] + bitsAt(block, place, matchBits[matchCode]);
      place -= literalBits[literalCode];
      used += literalBase[literalCode] + bitsAt(block, place, literalBits[literalCode]);
      // a code that does not exist makes them NaN
      if (!(matched + literals <= MAX_BLOCK_BYTES && used <= literals)) return undefined;
      if (left > 1) {
        place -= literal.bits[literalState];
        literalState = literal.next[literalState] + bitsAt(block, place, literal.bits[literalState]);
        place -= match.bits[matchState];
        matchState = match.next[matchState] + bitsAt(block, place, match.bits[matchState]);
        place -= offset.bits[offsetState];
        offsetState = offset.next[offsetState] + bitsAt(block, place, offset.bits[offsetState]);
      }
      if (place < least) return undefined;
    }
    return matched + literals;
  }
}

/** Up to 16 bits from a place that is counted in bits. */
function bitsAt(bytes: Uint8Array, place: number, count: number): number {
  const at = place >> 3;
  return ((bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16)) >> (place & 7)) & ((1 << count) - 1);
}

const NO_BITS = /* @__PURE__ */ new Uint8Array(1);
const STAY = /* @__PURE__ */ new Uint16Array(1);

/** How many literals a block has once they are unfolded, and where they end in it. */
function literalsOf(block: Uint8Array): { literals: number; end: number } {
  const type = block[0] & 3;
  const format = (block[0] >> 2) & 3;
  const head = block[0] + block[1] * 2 ** 8 + block[2] * 2 ** 16;
  if (type < 2) {
    const [bytes, literals] = (format & 1) === 0 ? [1, block[0] >> 3] : format === 1 ? [2, (head & 0xffff) >> 4] : [3, head >> 4];
    return { literals, end: bytes + (type === RUN ? 1 : literals) };
  }
  const long = head + block[3] * 2 ** 24 + (format === 3 ? block[4] * 2 ** 32 : 0);
  const [bytes, bits] = format < 2 ? [3, 10] : format === 2 ? [4, 14] : [5, 18];
  const numbers = Math.floor((format < 2 ? head : long) / 16);
  return { literals: numbers % 2 ** bits, end: bytes + (Math.floor(numbers / 2 ** bits) % 2 ** bits) };
}
