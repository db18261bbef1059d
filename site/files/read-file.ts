// Opens a file of the reader's and reads its records, as the command does.

import type { ColumnBatch } from '../../src/files/columns';
import { formatOfBytes } from '../../src/files/format-in-bytes';
import { type FileFormat, hintOf } from '../../src/files/format-of';
import { inFile } from '../../src/files/named-error';
import { readBytes } from '../../src/files/read-bytes';
import { RecordError } from '../../src/files/record-error';
import { firstRecordsOf, type OnRecord, type ReadOptions, type Row } from '../../src/files/record-sink';
import { PAGE_HOST, pageBytes } from './page-bytes';
import { onPage } from './page-message';
import { isPasted } from './pasted';

/** So many records decide what a file holds, as for the command. */
const FIRST_RECORDS = 1000;

/** What goes along with the reading of a file. */
export interface Reading {
  /** Gives it up. */
  signal?: AbortSignal;
  /** Is told which part of the file has been read, from 0 to 1. */
  onRead?: (part: number) => void;
}

export class PageFile {
  private constructor(
    readonly file: File,
    readonly reading: Reading,
    readonly format: FileFormat,
    /** What was found that the name does not tell and that changes what is read. */
    readonly notice: string | undefined
  ) {}

  /** @throws Error with the file's name, if it cannot be read or its format is not known. */
  static async open(file: File, reading: Reading = {}): Promise<PageFile> {
    try {
      const { format, notice } = await formatOfBytes(file.name, (compression) => pageBytes(file, compression), PAGE_HOST);
      const encoding = format.encoding && `it is written in ${format.encoding.toUpperCase().replace(/[BL]E$/, '')}`;
      const said = [encoding, notice].filter((text) => text !== undefined);
      return new PageFile(file, reading, format, said.length > 0 ? said.join(', and ') : undefined);
    } catch (error) {
      throw onPage(inFile({ file: file.name, format: 'jsonl' }, error), isPasted(file));
    }
  }

  /**
   * Calls back for every record with its line or row, from 1; for plain records, where a reader has a fast way, with batches instead.
   *
   * @throws Error with the file's name and the place, at the first record that cannot be read, or if there is none.
   */
  async read(onRecord: OnRecord, options: ReadOptions = {}): Promise<void> {
    let records = 0;
    const counted: OnRecord = (row, at) => {
      records++;
      onRecord(row, at);
    };
    const { fast } = options;
    const counting = fast && {
      ...fast,
      onBatch: (batch: ColumnBatch) => {
        records += batch.length;
        fast.onBatch(batch);
      },
    };
    await this.#records(counted, { ...options, fast: counting }).catch((error) => Promise.reject(this.named(error)));
    if (records === 0) throw this.named(noRecords());
  }

  /** The first records, which tell the columns: at least one. */
  async firstRecords(): Promise<readonly Row[]> {
    const { rows } = await firstRecordsOf(FIRST_RECORDS, (onRecord) => this.#records(onRecord, { atMost: FIRST_RECORDS })).catch(
      (error) => Promise.reject(this.named(error))
    );
    if (rows.length === 0) throw this.named(noRecords());
    return rows;
  }

  /** Whether it is a text that is written as its name tells. */
  get isPlainText(): boolean {
    const { format, compression, encoding, csv } = this.format;
    if (compression !== undefined || encoding !== undefined || hintOf(this.file.name).format !== format) return false;
    if (format === 'jsonl') return true;
    const delimiter = format === 'csv' ? ',' : '\t';
    return (format === 'csv' || format === 'tsv') && (!csv || (csv.delimiter === delimiter && csv.decimalComma.length === 0));
  }

  /** An error as the page shows it. */
  named(error: unknown): unknown {
    return onPage(inFile({ file: this.file.name, format: this.format.format }, error));
  }

  async #records(onRecord: OnRecord, options: ReadOptions): Promise<void> {
    const { compression, encoding } = this.format;
    await readBytes(pageBytes(this.file, compression, encoding, this.reading), PAGE_HOST, this.format, onRecord, options);
  }
}

const noRecords = () => new RecordError('the file holds no records', {}, 'NO_RECORDS');
