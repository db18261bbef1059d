// Reads tables of FlatBuffers, the encoding of Arrow's metadata. A DataView checks each read against the end of the bytes, and nothing is
// allocated by a length that is only declared, so that damaged bytes give an error or another value, and no more.

import { check } from './damage';

/** The items of a vector: how many there are, and where each one begins. */
export interface Items {
  length: number;
  /** The item as a table, where the vector holds tables. */
  table(i: number): FlatTable;
  /** A number inside the item, where the vector holds structs. */
  int64(i: number, offset?: number): number;
  int32(i: number, offset: number): number;
}

export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
  }

  /** The table that the bytes begin with a reference to. */
  static root({ buffer, byteOffset, byteLength }: Uint8Array): FlatTable {
    const view = new DataView(buffer, byteOffset, byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  uint8(slot: number): number {
    const at = this.#place(slot);
    return at === 0 ? 0 : this.#view.getUint8(at);
  }

  /** @param otherwise - the value of a field that is left out. */
  int16(slot: number, otherwise = 0): number {
    const at = this.#place(slot);
    return at === 0 ? otherwise : this.#view.getInt16(at, true);
  }

  int32(slot: number, otherwise = 0): number {
    const at = this.#place(slot);
    return at === 0 ? otherwise : this.#view.getInt32(at, true);
  }

  int64(slot: number): number {
    const at = this.#place(slot);
    return at === 0 ? 0 : safe(this.#view.getBigInt64(at, true));
  }

  table(slot: number): FlatTable | undefined {
    const at = this.#place(slot);
    return at === 0 ? undefined : this.#tableAt(at);
  }

  /** A text; '' if it is left out. */
  text(slot: number): string {
    const field = this.#place(slot);
    if (field === 0) return '';
    const at = field + this.#view.getUint32(field, true);
    const length = this.#view.getUint32(at, true);
    check(at + 4 + length <= this.#view.byteLength, () => 'a text of its metadata goes beyond its end');
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at + 4, length));
  }

  /** @param size - of an item, in bytes; 4 for tables. */
  vector(slot: number, size: number): Items {
    const view = this.#view;
    const field = this.#place(slot);
    const at = field === 0 ? 0 : field + view.getUint32(field, true);
    const length = field === 0 ? 0 : view.getUint32(at, true);
    check(at + 4 + length * size <= view.byteLength, () => 'a list of its metadata goes beyond its end');
    const place = (i: number) => at + 4 + i * size;
    return {
      length,
      table: (i) => this.#tableAt(place(i)),
      int64: (i, offset = 0) => safe(view.getBigInt64(place(i) + offset, true)),
      int32: (i, offset) => view.getInt32(place(i) + offset, true),
    };
  }

  #tableAt(at: number): FlatTable {
    return new FlatTable(this.#view, at + this.#view.getUint32(at, true));
  }

  /** Where a field is; 0 if it is left out. */
  #place(slot: number): number {
    const entry = 4 + 2 * slot;
    if (entry >= this.#view.getUint16(this.#vtable, true)) return 0;
    const offset = this.#view.getUint16(this.#vtable + entry, true);
    return offset === 0 ? 0 : this.#at + offset;
  }
}

function safe(value: bigint): number {
  const number = Number(value);
  check(Number.isSafeInteger(number), () => `its metadata has the length ${value}`);
  return number;
}
