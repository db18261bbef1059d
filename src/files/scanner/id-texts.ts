// The texts of the ids that the scanner has met.

import { ENTRY_BYTES, ESCAPED } from '../../../assembly/scanner/layout';
import type { Scanner } from './module';

/** The most bytes that are decoded at once. */
const RUN_BYTES = 1 << 16;

/** What is meant by the text of an id that has escapes, or quotes. */
const UNESCAPED: Record<'json' | 'csv', (text: string) => string> = {
  json: (text) => JSON.parse(`"${text}"`) as string,
  csv: (text) => text.replaceAll('""', '"'),
};

export class IdTexts {
  readonly #scanner: Scanner;
  readonly #texts: string[] = [];
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #unescaped: (text: string) => string;

  constructor(scanner: Scanner, format: 'json' | 'csv') {
    this.#scanner = scanner;
    this.#unescaped = UNESCAPED[format];
  }

  /** Whether no id that was asked for has escapes, which one text may be written with and without. */
  isDistinct = true;

  textOf(code: number): string {
    while (code >= this.#texts.length) this.#decodeRun();
    return this.#texts[code];
  }

  /** Decodes the next ids whose bytes lie side by side. */
  #decodeRun(): void {
    const { memory } = this.#scanner;
    const first = this.#texts.length;
    const words = new Uint32Array(memory.buffer, this.#scanner.idEntries() >>> 0);
    const entryWords = ENTRY_BYTES / 4;
    const startOf = (code: number) => words[code * entryWords];
    const endOf = (code: number) => words[code * entryWords] + words[code * entryWords + 1];
    const count = this.#scanner.idCount() >>> 0;
    let last = first;
    while (last + 1 < count && startOf(last + 1) === endOf(last) && endOf(last + 1) - startOf(first) <= RUN_BYTES) last++;
    const bytes = new Uint8Array(memory.buffer, startOf(first), endOf(last) - startOf(first));
    const run = this.#decoder.decode(bytes);
    const isAscii = run.length === bytes.length;
    for (let code = first; code <= last; code++) {
      const [from, to] = [startOf(code) - startOf(first), endOf(code) - startOf(first)];
      const text = isAscii ? run.slice(from, to) : this.#decoder.decode(bytes.subarray(from, to));
      const isEscaped = (words[code * entryWords + 3] & ESCAPED) !== 0;
      if (isEscaped) this.isDistinct = false;
      this.#texts.push(isEscaped ? this.#unescaped(text) : text);
    }
  }
}
