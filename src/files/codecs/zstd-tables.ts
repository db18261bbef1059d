// The tables by which Zstandard decodes the numbers of its sequences (RFC 8878, section 4.1): a state stands for a symbol, and says which bits lead
// to the next state.

export interface Table {
  /** The bits of a state. */
  accuracy: number;
  /** By the state: its symbol, how many bits follow, and the state that they are added to. */
  symbols: Uint8Array;
  bits: Uint8Array;
  next: Uint16Array;
}

/**
 * Reads a table that stands in the bytes; undefined if it is damaged.
 *
 * @param most - the bits that a state may have.
 */
export function decodingTable(bytes: Uint8Array, at: number, most: number): { table: Table; end: number } | undefined {
  const accuracy = (bytes[at] & 15) + 5;
  const size = 2 ** accuracy;
  const read = accuracy <= most ? countsIn(bytes, at, size) : undefined;
  if (!read) return undefined;
  const { counts, end } = read;
  const symbols = new Uint8Array(size);
  // symbols that are rarer than one in a table stand at its end
  let rare = size;
  counts.forEach((count, symbol) => {
    if (count < 0) symbols[--rare] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[place] = symbol;
      do place = (place + step) & (size - 1);
      while (place >= rare);
    }
  });
  const seen = counts.map(Math.abs);
  const bits = new Uint8Array(size);
  const next = new Uint16Array(size);
  for (let i = 0; i < size; i++) {
    const number = seen[symbols[i]]++;
    bits[i] = accuracy - (31 - Math.clz32(number));
    next[i] = (number << bits[i]) - size;
  }
  return { table: { accuracy, symbols, bits, next }, end };
}

/** How many states each symbol has; -1 stands for one that is rarer than that. */
function countsIn(bytes: Uint8Array, from: number, size: number): { counts: number[]; end: number } | undefined {
  const counts: number[] = [];
  let place = 8 * from + 4;
  const peek = (count: number): number => {
    const at = place >> 3;
    return ((bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16)) >> (place & 7)) & ((1 << count) - 1);
  };
  let left = size;
  while (left > 0) {
    // of the numbers up to left + 1 the smallest have a bit less
    const width = 32 - Math.clz32(left + 1);
    const short = 2 ** width - 2 - left;
    let value = peek(width);
    const low = value & (2 ** (width - 1) - 1);
    if (low < short) {
      value = low;
      place += width - 1;
    } else {
      place += width;
      if (value >= 2 ** (width - 1)) value -= short;
    }
    counts.push(value - 1);
    left -= Math.abs(value - 1);
    for (let more = value === 1 ? 3 : 0; more === 3; ) {
      more = peek(2);
      place += 2;
      for (let i = 0; i < more; i++) counts.push(0);
    }
    if (left < 0 || counts.length > 256 || place > 8 * bytes.length) return undefined;
  }
  return { counts, end: (place + 7) >> 3 };
}
