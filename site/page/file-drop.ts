// The reader's own data: files are chosen or dropped, a text is pasted; what they hold is guessed or set, and one of their prompts can be picked.

import { byId, element } from '../dom';
import { Stopped } from '../explorer-worker';
import type { FileDescription } from '../files/describe';
import type { NumberLayout } from '../files/number-layouts';
import { fileOfText } from '../files/pasted';
import type { FileColumns } from '../references';
import { MAX_LINKED_DATA } from '../state';
import type { Choice } from '../worker/view-types';
import { ColumnsForm } from './file-columns';
import { showPreview } from './file-preview';
import { startPaste } from './paste';

export interface FileChoice {
  file: File;
  /** The files that were dropped with it, a run each. */
  others?: File[];
  /** Differs for everything that is taken, even if it is the same file again. */
  id: number;
  columns: FileColumns;
  choice?: string;
}

/** The text of data that is small enough for a link, and what its numbers are. */
export interface LinkedData {
  text: string;
  layout?: NumberLayout;
}

/** Whether files are dragged, and not a text or a link, which other parts of the page and the browser know how to take. */
const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

export class FileDrop {
  #taken: { file: File; others?: File[]; id: number } | undefined;
  /** The number of things taken so far. */
  #count = 0;
  /** The text that was taken, if it was one and is small. */
  #text: string | undefined;
  readonly #form = new ColumnsForm(() => this.#report(undefined));
  readonly #choice = byId<HTMLSelectElement>('choice');
  /** The prompt or mean that was picked of the data, with the columns as they are; undefined for the first. */
  #picked: string | undefined;

  constructor(
    readonly describe: (files: File[]) => Promise<FileDescription>,
    /** Is called with what is to be shown; undefined while the reader has not said yet what the columns hold. */
    readonly onChange: (choice: FileChoice | undefined, data: LinkedData | undefined) => void,
    readonly onProblem: (error: unknown) => void
  ) {
    byId<HTMLInputElement>('file').addEventListener('change', ({ currentTarget }) => {
      const input = currentTarget as HTMLInputElement;
      const files = [...(input.files ?? [])];
      // so that choosing the same file again is a change: the reader may have corrected it
      input.value = '';
      if (files.length > 0) this.#take(files);
    });
    document.addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      document.body.classList.add('dragging');
    });
    document.addEventListener('dragleave', (event) => {
      if (event.relatedTarget === null) document.body.classList.remove('dragging');
    });
    document.addEventListener('drop', (event) => {
      document.body.classList.remove('dragging');
      if (!hasFiles(event)) return;
      event.preventDefault();
      const { files, items } = event.dataTransfer as DataTransfer;
      const folder = [...items].findIndex((item) => item.webkitGetAsEntry?.()?.isDirectory);
      if (folder >= 0) onProblem(new Error(`${files[folder].name} is a folder: drop one of its files.`));
      else this.#take([...files]);
    });
    startPaste(
      (text) => this.takeText(text),
      (files) => this.#take(files)
    );
    this.#choice.addEventListener('change', () => this.#report(this.#choice.value));
  }

  /** Reports the data once more, when the reader comes back to it from another reference. */
  reopen(): void {
    this.#report(this.#picked);
  }

  /** Whether data is at hand. */
  get hasFile(): boolean {
    return this.#taken !== undefined;
  }

  /**
   * Takes a text as if it were a file; what is in it decides how it is read.
   *
   * @param name - what the charts call it.
   * @param layout - what its numbers are, where that is known.
   */
  takeText(text: string, name = 'pasted text', layout?: NumberLayout): void {
    if (text.trim() === '') {
      this.onProblem(new Error('There is no text to show: paste numbers, JSON or CSV into the box.'));
      return;
    }
    this.#take([fileOfText(text, name)], text, layout);
  }

  /** Takes the text of a link, and makes room for what will be said of it, so that the charts do not move down. */
  takeLinked(text: string, layout?: NumberLayout): void {
    byId('drop').classList.add('awaiting');
    this.takeText(text, 'data of the link', layout);
  }

  showChoices(choices: readonly Choice[], chosen: string | undefined): void {
    byId('choice-label').hidden = choices.length === 0;
    this.#choice.replaceChildren(
      ...choices.map(({ name, label }) => element('option', { value: name, textContent: label, selected: name === chosen }))
    );
  }

  async #take(files: File[], text?: string, layout?: NumberLayout): Promise<void> {
    const id = ++this.#count;
    try {
      const found = await this.describe(files);
      // what was taken later may have been described sooner
      if (id !== this.#count) return;
      const [file, ...others] = files;
      this.#taken = { file, id, ...(others.length > 0 ? { others } : {}) };
      this.#text = text !== undefined && text.length <= MAX_LINKED_DATA ? text : undefined;
      byId('taken-for').textContent = found.takenFor;
      this.showChoices([], undefined);
      showPreview(found.preview);
      const isKnown = layout !== undefined && found.layouts?.includes(layout);
      this.#form.fill(isKnown ? { ...found, guess: { kind: 'numbers', layout } } : found);
      this.#report(undefined);
      // what is to be chosen may be far below what the reader sees
      if (found.guess === undefined) byId('taken-for').scrollIntoView({ block: 'center' });
    } catch (error) {
      if (id === this.#count && !(error instanceof Stopped)) this.onProblem(error);
    }
  }

  #report(choice: string | undefined): void {
    if (this.#taken === undefined) return;
    this.#picked = choice;
    const { columns } = this.#form;
    const layout = columns?.kind === 'numbers' ? columns.layout : undefined;
    const data = this.#text === undefined ? undefined : { text: this.#text, layout };
    this.onChange(columns && { ...this.#taken, columns, choice }, data);
  }
}
