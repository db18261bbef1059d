// The line and the column of a place in a text that is read piece by piece.

const NEWLINE = 10;

export class TextPlace {
  /** From 1. */
  line = 1;
  /** From 1, in the units that strings are counted in. */
  column = 1;

  /** Goes on over the bytes of UTF-8 from one index up to another. */
  pass(bytes: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte === NEWLINE) {
        this.line++;
        this.column = 1;
      } else if ((byte & 0xc0) !== 0x80) this.column += byte >= 0xf0 ? 2 : 1;
    }
  }

  /** A place further on in a text that begins here. */
  within(text: string, index: number): { line: number; column: number } {
    let line = this.line;
    let begin = -1;
    for (let i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) {
      line++;
      begin = i;
    }
    return { line, column: begin < 0 ? this.column + index : index - begin };
  }
}
