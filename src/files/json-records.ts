// Finds where each record of a JSON document begins and ends in its bytes, so that a document of any size is read record by record. Whether what
// stands there is JSON is left to JSON.parse; here only strings and brackets are followed.

import { JsonValue } from './json-value';
import type { JsonPath } from './layout';
import { RecordError } from './record-error';
import { TextPlace } from './text-place';

/** A record as it stands in the document; its bytes are null if it is too long. */
export interface JsonText {
  bytes: Uint8Array | null;
  line: number;
  column: number;
  /** The text of its key, in quotes, where it has one. */
  key?: Uint8Array;
}

/** What may come next, as messages say it. */
const EXPECTED = {
  document: 'a record',
  firstElement: 'a record or "]"',
  element: 'a record',
  afterElement: '"," or "]"',
  firstKey: 'a key or "}"',
  key: 'a key',
  colon: '":"',
  value: 'a value',
  afterValue: '"," or "}"',
};

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d];
/** Blanks; and, between documents, byte order marks and the mark before each text of a JSON sequence. */
const BLANKS = new Set([9, 10, 13, 32]);
const BETWEEN = new Set([...BLANKS, 0x1e, 0xef, 0xbb, 0xbf]);

export class JsonRecords {
  readonly #path: readonly string[];
  readonly #keyed: boolean;
  readonly #onJson: (text: JsonText) => void;
  readonly #place = new TextPlace();
  #next: keyof typeof EXPECTED = 'document';
  /** How many objects are open around what comes next. */
  #level = 0;
  /** Whether the document that is read has what the path leads to. */
  #found = true;
  #key = new Uint8Array();
  #value: JsonValue | undefined;
  #use: 'record' | 'key' | 'evaluation' | 'nothing' = 'nothing';
  /** What a log of Inspect says, before its samples, of their evaluation: they are of that task and that model. */
  evaluation: Uint8Array | undefined;
  #begin = { line: 1, column: 1 };

  constructor(json: JsonPath | undefined, onJson: (text: JsonText) => void) {
    this.#path = json?.path ?? [];
    this.#keyed = json?.keyed ?? false;
    this.#onJson = onJson;
  }

  /** The line that is read, from 1. */
  get line(): number {
    return this.#place.line;
  }

  /** @throws RecordError where a bracket, a comma or a colon is missing, so that the records after it cannot be told apart. */
  add(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; ) {
      const from = i;
      if (this.#value) {
        const end = this.#value.add(bytes, i);
        i = end < 0 ? bytes.length : end;
        this.#place.pass(bytes, from, i);
        if (end >= 0) this.#endValue();
        continue;
      }
      const byte = bytes[i];
      const isBlank = (this.#next === 'document' ? BETWEEN : BLANKS).has(byte);
      if (isBlank || this.#step(byte)) this.#place.pass(bytes, from, ++i);
    }
  }

  /** What is wrong with the last record, if the document ends before it. */
  end(): RecordError | undefined {
    if (this.#value?.mayEnd) this.#endValue();
    if (this.#value && this.#use === 'record')
      return new RecordError('the record that begins here does not end: the file is cut short', {
        at: this.#begin.line,
        column: this.#begin.column,
      });
    if (this.#next === 'document') return undefined;
    return new RecordError(`not JSON: the file is cut short, expected ${EXPECTED[this.#next]}`, this.#here());
  }

  #here() {
    return { at: this.#place.line, column: this.#place.column };
  }

  /** Takes a byte that is no part of a value; returns false if a value begins with it. */
  #step(byte: number): boolean {
    switch (this.#next) {
      case 'document':
        if (byte === OPEN_LIST) return this.#goOn('firstElement');
        this.#found = this.#path.length === 0;
        if (byte === OPEN && (!this.#found || this.#keyed)) return this.#openObject();
        if ([COMMA, COLON, CLOSE_LIST, CLOSE].includes(byte)) throw this.#unexpected(byte);
        this.#found = true;
        return this.#beginValue('record');
      case 'firstElement':
      case 'element':
        if (byte === CLOSE_LIST && this.#next === 'firstElement') return this.#closeList();
        if ([COMMA, COLON, CLOSE_LIST, CLOSE].includes(byte)) throw this.#unexpected(byte);
        return this.#beginValue('record');
      case 'afterElement':
        if (byte === CLOSE_LIST) return this.#closeList();
        if (byte !== COMMA) throw this.#unexpected(byte);
        return this.#goOn('element');
      case 'firstKey':
      case 'key':
        if (byte === CLOSE && this.#next === 'firstKey') return this.#closeObject();
        if (byte !== QUOTE) throw this.#unexpected(byte);
        return this.#beginValue('key');
      case 'colon':
        if (byte !== COLON) throw this.#unexpected(byte);
        return this.#goOn('value');
      case 'value':
        return this.#beginOfValue(byte);
      case 'afterValue':
        if (byte === CLOSE) return this.#closeObject();
        if (byte !== COMMA) throw this.#unexpected(byte);
        return this.#goOn('key');
    }
  }

  /** The value of a key: a record, the next step of the path, or something beside it. */
  #beginOfValue(byte: number): boolean {
    if ([COMMA, COLON, CLOSE_LIST, CLOSE].includes(byte)) throw this.#unexpected(byte);
    const depth = this.#level - 1;
    if (depth === this.#path.length) return this.#beginValue('record');
    if (depth < this.#path.length && textOfKey(this.#key) === this.#path[depth]) {
      const isLast = depth + 1 === this.#path.length;
      if (byte === OPEN_LIST && isLast && !this.#keyed) {
        this.#found = true;
        return this.#goOn('firstElement');
      }
      if (byte === OPEN && (!isLast || this.#keyed)) {
        this.#found ||= isLast;
        return this.#openObject();
      }
    }
    const isLog = depth === 0 && this.#path[0] === 'samples' && textOfKey(this.#key) === 'eval';
    return this.#beginValue(isLog ? 'evaluation' : 'nothing');
  }

  #goOn(next: keyof typeof EXPECTED): true {
    this.#next = next;
    return true;
  }

  #openObject(): true {
    this.#level++;
    return this.#goOn('firstKey');
  }

  #closeObject(): true {
    this.#level--;
    if (this.#level > 0) return this.#goOn('afterValue');
    if (!this.#found)
      throw new RecordError(`the document that ends here has no records under ${this.#path.join('.')}`, this.#here());
    this.evaluation = undefined;
    return this.#goOn('document');
  }

  #closeList(): true {
    return this.#goOn(this.#level > 0 ? 'afterValue' : 'document');
  }

  #beginValue(use: 'record' | 'key' | 'evaluation' | 'nothing'): false {
    this.#use = use;
    this.#value = new JsonValue(use !== 'nothing');
    const { line, column } = this.#place;
    this.#begin = { line, column };
    return false;
  }

  #endValue(): void {
    const value = this.#value as JsonValue;
    this.#value = undefined;
    if (this.#use === 'key') {
      this.#key = Uint8Array.from(value.bytes);
      this.#next = 'colon';
      return;
    }
    if (this.#next === 'value') this.#next = 'afterValue';
    else if (this.#next !== 'document') this.#next = 'afterElement';
    if (this.#use === 'evaluation') this.evaluation = value.dropped ? undefined : Uint8Array.from(value.bytes);
    if (this.#use !== 'record') return;
    const isEntry = this.#next === 'afterValue';
    this.#onJson({ bytes: value.dropped ? null : value.bytes, ...this.#begin, ...(isEntry ? { key: this.#key } : {}) });
  }

  #unexpected(byte: number): RecordError {
    const found = byte > 32 && byte < 127 ? JSON.stringify(String.fromCharCode(byte)) : `the byte ${byte}`;
    return new RecordError(
      `not JSON: expected ${EXPECTED[this.#next]}, got ${found}; where the records after this begin cannot be told, so none of them can be left out`,
      this.#here()
    );
  }
}

function textOfKey(key: Uint8Array): string | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(key));
  } catch {
    return undefined;
  }
}
