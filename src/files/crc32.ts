// The CRC-32 of gzip and Parquet. Node.js has one only since 20.15, and the explorer none.

const POLYNOMIAL = 0xedb88320;
/** Bytes that are taken at once, each with a table of its own. */
const SLICES = 8;

let tables: Uint32Array[] | undefined;

/**
 * The CRC-32 of the bytes, from 0 to 2^32 - 1.
 *
 * @param before - that of the bytes that come before them.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = (tables ??= makeTables());
  let crc = ~before;
  let i = 0;
  for (const end = bytes.length - (bytes.length % SLICES); i < end; i += SLICES) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc =
      t7[crc & 255] ^
      t6[(crc >>> 8) & 255] ^
      t5[(crc >>> 16) & 255] ^
      t4[crc >>> 24] ^
      t3[bytes[i + 4]] ^
      t2[bytes[i + 5]] ^
      t1[bytes[i + 6]] ^
      t0[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}

function makeTables(): Uint32Array[] {
  const all = Array.from({ length: SLICES }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    all[0][byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const crc = all[slice - 1][byte];
      all[slice][byte] = (crc >>> 8) ^ all[0][crc & 255];
    }
  }
  return all;
}
