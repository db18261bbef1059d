// The members of a zip archive, from the directory at its end. Every length in it is checked against the file.

import type { RandomAccess } from './file-bytes';
import { RecordError } from './record-error';

export interface Member {
  name: string;
  /** Where its header begins. */
  offset: number;
  /** Bytes as they are stored, and once they are decompressed. */
  stored: number;
  size: number;
  crc: number;
  method: number;
  encrypted: boolean;
}

const [END, END_64, LOCATOR_64, ENTRY, LOCAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50];
const [END_BYTES, LOCATOR_BYTES, END_64_BYTES, ENTRY_BYTES, LOCAL_BYTES] = [22, 20, 56, 46, 30];
const MAX_COMMENT_BYTES = 2 ** 16;
/** What a directory may take; one of a million members takes a tenth. */
const MAX_DIRECTORY_BYTES = 2 ** 30;
/** In place of a number or a size that a field cannot hold. */
const [FULL_16, FULL_32] = [0xffff, 0xffffffff];

/** @throws RecordError if the directory is not whole. */
export async function membersOf(file: RandomAccess): Promise<Member[]> {
  const { count, offset, bytes } = await endOf(file);
  if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > file.byteLength || count * ENTRY_BYTES > bytes) throw notWhole();
  const view = new DataView(await file.slice(offset, offset + bytes));
  const members: Member[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY) throw notWhole();
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > view.byteLength) throw notWhole();
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + ENTRY_BYTES, nameBytes));
    const extra = new DataView(view.buffer, at + ENTRY_BYTES + nameBytes, extraBytes);
    const [size, stored, start] = sizesOf(
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
      extra
    );
    if (start + LOCAL_BYTES + stored > file.byteLength) throw notWhole();
    members.push({
      name,
      offset: start,
      stored,
      size,
      crc: view.getUint32(at + 16, true),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at = next;
  }
  return members;
}

/** Where the stored bytes of a member begin. */
export async function dataOf(file: RandomAccess, { name, offset, stored }: Member): Promise<number> {
  const view = new DataView(await file.slice(offset, offset + LOCAL_BYTES));
  if (view.getUint32(0, true) !== LOCAL) throw new RecordError(`the zip archive is damaged where ${name} should begin`);
  const from = offset + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (from + stored > file.byteLength) throw notWhole();
  return from;
}

async function endOf(file: RandomAccess): Promise<{ count: number; offset: number; bytes: number }> {
  const from = Math.max(0, file.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  const view = new DataView(await file.slice(from, file.byteLength));
  let at = view.byteLength - END_BYTES;
  while (at >= 0 && !(view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength))
    at--;
  if (at < 0) throw notWhole();
  const found = {
    count: view.getUint16(at + 10, true),
    bytes: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  if (view.getUint16(at + 4, true) !== 0 && view.getUint16(at + 4, true) !== FULL_16)
    throw new RecordError('the zip archive is split into several files, which is not read');
  if (found.count !== FULL_16 && found.bytes !== FULL_32 && found.offset !== FULL_32) return found;
  const locator = from + at - LOCATOR_BYTES;
  if (locator < 0) return found;
  const locating = new DataView(await file.slice(locator, locator + LOCATOR_BYTES));
  if (locating.getUint32(0, true) !== LOCATOR_64) return found;
  const end = uint64(locating, 8);
  if (end + END_64_BYTES > file.byteLength) throw notWhole();
  const end64 = new DataView(await file.slice(end, end + END_64_BYTES));
  if (end64.getUint32(0, true) !== END_64) throw notWhole();
  return { count: uint64(end64, 32), bytes: uint64(end64, 40), offset: uint64(end64, 48) };
}

/** Sizes and offset of a member, those that do not fit into 32 bits from the extra field. */
function sizesOf(fields: number[], extra: DataView): number[] {
  if (!fields.includes(FULL_32)) return fields;
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return fields.map((field) => {
      if (field !== FULL_32) return field;
      if (next + 8 > extra.byteLength) throw notWhole();
      next += 8;
      return uint64(extra, next - 8);
    });
  }
  return fields;
}

function uint64(view: DataView, at: number): number {
  const number = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(number)) throw notWhole();
  return number;
}

const notWhole = () => new RecordError('not a whole zip archive: its directory is missing or damaged, and it may be cut short');
