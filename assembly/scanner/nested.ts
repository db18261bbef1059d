// Values that nobody asked for: checked, and not built.

import { byteAt, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, hashOf, isFalse, isNull, isTrue, OPEN_LIST, OPEN_OBJECT, QUOTE, skipBlanks } from "./bytes";
import { skipNumber } from "./numbers";
import { endOfString, hasEscapes } from "./strings";

/** How deep lists and objects may stand in one another: as many as a word has bits. */
const MAX_DEPTH: u32 = 64;
/** The most keys of all objects that are open at once. */
const MAX_OPEN_KEYS: u32 = 256;

/** u32[MAX_OPEN_KEYS]: the hashes of their keys; and for each depth how many came before its own. */
const hashes: usize = memory.data(256 * 4);
const starts: usize = memory.data(64 * 4);

/** The end of a value; 0 if it is malformed, or unusual in a way that the host looks at: nested deeply, or with a key that has escapes or stands twice. */
export function skipValue(p: usize): usize {
  const first = byteAt(p);
  if (first == QUOTE) {
    const end = endOfString(p + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (first == OPEN_OBJECT || first == OPEN_LIST) return skipNested(p);
  return skipBare(p);
}

function skipBare(p: usize): usize {
  if (isTrue(p) || isNull(p)) return p + 4;
  if (isFalse(p)) return p + 5;
  return skipNumber(p);
}

function skipNested(begin: usize): usize {
  let p = begin;
  let depth: u32 = 0;
  /** A bit for each depth: whether it is an object. */
  let objects: u64 = 0;
  let keys: u32 = 0;
  let isKey = false;
  // what is expected at the head of the loop is a value, or a key and then its value
  while (true) {
    if (isKey) {
      if (byteAt(p) != QUOTE) return 0;
      const end = endOfString(p + 1);
      if (end == 0 || hasEscapes || keys == MAX_OPEN_KEYS) return 0;
      if (isRepeated(hashOf(p + 1, <u32>(end - p - 1)), keys, load<u32>(starts + <usize>((depth - 1) << 2)))) return 0;
      keys++;
      p = skipBlanks(end + 1);
      if (byteAt(p) != COLON) return 0;
      p = skipBlanks(p + 1);
    }
    const first = byteAt(p);
    if (first == OPEN_OBJECT || first == OPEN_LIST) {
      if (depth == MAX_DEPTH) return 0;
      isKey = first == OPEN_OBJECT;
      objects = (objects << 1) | u64(isKey);
      store<u32>(starts + <usize>(depth << 2), keys);
      depth++;
      p = skipBlanks(p + 1);
      if (byteAt(p) != (isKey ? CLOSE_OBJECT : CLOSE_LIST)) continue;
    } else {
      if (first == QUOTE) {
        const end = endOfString(p + 1);
        p = end == 0 ? 0 : end + 1;
      } else p = skipBare(p);
      if (p == 0) return 0;
      p = skipBlanks(p);
    }
    // what has ended is followed by the next value, or ends what it stands in
    while (byteAt(p) != COMMA) {
      if (byteAt(p) != ((objects & 1) != 0 ? CLOSE_OBJECT : CLOSE_LIST)) return 0;
      depth--;
      if (depth == 0) return p + 1;
      objects >>= 1;
      keys = load<u32>(starts + <usize>(depth << 2));
      p = skipBlanks(p + 1);
    }
    isKey = (objects & 1) != 0;
    p = skipBlanks(p + 1);
  }
}

/** Notes a key; whether its object seems to have it already. */
function isRepeated(hash: u32, keys: u32, first: u32): bool {
  for (let i = first; i < keys; i++) if (load<u32>(hashes + <usize>(i << 2)) == hash) return true;
  store<u32>(hashes + <usize>(keys << 2), hash);
  return false;
}
