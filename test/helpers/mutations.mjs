// Damage to files as it happens: flipped bits, cuts, and ranges that are missing, repeated or zero. The same seed gives the same damage.

/** A damaged copy of the bytes, and what was done to it. */
export function mutated(bytes, random) {
  const below = (n) => Math.floor(random() * n);
  const range = () => {
    const from = below(bytes.length);
    return [from, Math.min(bytes.length, from + 1 + below(2 ** (1 + below(10))))];
  };
  const kind = random();
  if (kind < 0.6) {
    const copy = Uint8Array.from(bytes);
    const bits = Array.from({ length: 1 + below(3) }, () => below(8 * bytes.length));
    for (const bit of bits) copy[bit >> 3] ^= 1 << (bit & 7);
    return { bytes: copy, how: `bits ${bits.join(', ')} flipped` };
  }
  if (kind < 0.7) {
    const length = below(bytes.length);
    return { bytes: bytes.slice(0, length), how: `cut to ${length} bytes` };
  }
  const [from, to] = range();
  const [head, middle, tail] = [bytes.slice(0, from), bytes.slice(from, to), bytes.slice(to)];
  const name = `bytes ${from} to ${to}`;
  if (kind < 0.8) return { bytes: joined([head, tail]), how: `${name} removed` };
  if (kind < 0.9) return { bytes: joined([head, middle, middle, tail]), how: `${name} repeated` };
  return { bytes: joined([head, new Uint8Array(to - from), tail]), how: `${name} zeroed` };
}

function joined(pieces) {
  return Uint8Array.from(Buffer.concat(pieces));
}
