// The distinct texts of a file: each has a code, from 0 in the order in which they come.

import { hashOf, sameBytes } from "./bytes";
import { ENTRY_BYTES, MAX_IDS, NO_CODE } from "./layout";
import { allocate } from "./memory";

const FIRST_CAPACITY: u32 = 1 << 12;
/** Texts are put into blocks of this size, so that many that follow one another lie side by side. */
const BLOCK_BYTES: usize = 1 << 16;

/** How many ids there are, and their entries. */
export let count: u32 = 0;
export let entries: usize = 0;

let capacity: u32 = 0;
/** u32[2 * capacity]: for each hash modulo that length the code and one more, or 0; then the next place. */
let slots: usize = 0;
let next: usize = 0;
let end: usize = 0;

/** Makes the first tables; false if there is no room. */
export function begin(): bool {
  count = 0;
  capacity = 0;
  next = end = 0;
  return grow(FIRST_CAPACITY);
}

/** The code of a text; NO_CODE if there is no room for it. The code of the text that came last is cheap. */
export function codeOf(p: usize, length: u32, flags: u32): u32 {
  const hash = hashOf(p, length);
  const mask = 2 * capacity - 1;
  let slot = hash & mask;
  while (true) {
    const code = load<u32>(slots + (<usize>slot << 2));
    if (code == 0) break;
    const entry = entries + <usize>(code - 1) * ENTRY_BYTES;
    if (load<u32>(entry, 8) == hash && load<u32>(entry, 4) == length && load<u32>(entry, 12) == flags && sameBytes(load<u32>(entry), p, length))
      return code - 1;
    slot = (slot + 1) & mask;
  }
  return add(p, length, flags, hash);
}

function add(p: usize, length: u32, flags: u32, hash: u32): u32 {
  if (count == MAX_IDS || (count == capacity && !grow(2 * capacity))) return NO_CODE;
  if (next + length > end) {
    const bytes = max<usize>(BLOCK_BYTES, length);
    // the last id may be compared beyond its end
    const block = allocate(bytes + 8);
    if (block == 0) return NO_CODE;
    next = block;
    end = block + bytes;
  }
  memory.copy(next, p, length);
  const entry = entries + <usize>count * ENTRY_BYTES;
  store<u32>(entry, <u32>next);
  store<u32>(entry, length, 4);
  store<u32>(entry, hash, 8);
  store<u32>(entry, flags, 12);
  next += length;
  put(hash, ++count);
  return count - 1;
}

function put(hash: u32, code: u32): void {
  const mask = 2 * capacity - 1;
  let slot = hash & mask;
  while (load<u32>(slots + (<usize>slot << 2)) != 0) slot = (slot + 1) & mask;
  store<u32>(slots + (<usize>slot << 2), code);
}

/** Moves to larger tables; what the old ones took is lost, which together is less than the new ones. */
function grow(larger: u32): bool {
  const bytes = <usize>larger * (ENTRY_BYTES + 8);
  const table = allocate(bytes);
  if (table == 0) return false;
  memory.copy(table, entries, <usize>count * ENTRY_BYTES);
  entries = table;
  slots = table + <usize>larger * ENTRY_BYTES;
  memory.fill(slots, 0, <usize>larger * 8);
  capacity = larger;
  for (let code: u32 = 0; code < count; code++) put(load<u32>(entries + <usize>code * ENTRY_BYTES, 8), code + 1);
  return true;
}

/** How much memory the ids of a text of so many bytes may need, whatever it holds: its own bytes, and tables of twice the size. */
export function mostBytesFor(textBytes: u32): u32 {
  const most = count + textBytes / LEAST_LINE_BYTES;
  let larger = capacity;
  let bytes: u32 = 0;
  while (larger < most) {
    larger *= 2;
    bytes += larger * (ENTRY_BYTES + 8);
  }
  return bytes + 2 * textBytes + 2 * <u32>BLOCK_BYTES;
}

/** The bytes of the shortest line with an id, for each of its ids: `"a":1,`. */
const LEAST_LINE_BYTES: u32 = 6;
