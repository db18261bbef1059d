// The reader's own file: it is chosen or dropped, its columns are guessed or set, and one of its prompts can be picked.

import type { ReferenceName } from '../../src/input/support';
import { byId, element } from '../dom';
import { Stopped } from '../explorer-worker';
import type { FileDescription } from '../files/describe';
import type { FileColumns } from '../references';
import type { Choice } from '../worker/view-types';

export interface FileChoice {
  file: File;
  /** Differs for every file that is taken, even if it is the same file again. */
  id: number;
  columns: FileColumns;
  choice?: string;
}

/** Whether files are dragged, and not a text or a link, which other parts of the page and the browser know how to take. */
const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

const select = (id: string) => byId<HTMLSelectElement>(id);

/** Stands in a list of columns as long as none is chosen: the page guesses none. */
const CHOOSE = 'choose';

export class FileDrop {
  #file: { file: File; id: number } | undefined;
  /** The number of files taken so far. */
  #taken = 0;
  #guess: FileColumns | undefined;

  constructor(
    readonly describe: (file: File) => Promise<FileDescription>,
    /** Is called with what is to be shown; undefined while the reader has not said yet what the columns hold. */
    readonly onChange: (choice: FileChoice | undefined) => void,
    readonly onProblem: (error: unknown) => void
  ) {
    byId<HTMLInputElement>('file').addEventListener('change', ({ currentTarget }) => {
      const input = currentTarget as HTMLInputElement;
      const file = input.files?.[0];
      // so that choosing the same file again is a change: the reader may have corrected it
      input.value = '';
      if (file) this.#take(file);
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
      const isFolder = items[0]?.webkitGetAsEntry?.()?.isDirectory;
      if (files.length !== 1) onProblem(new Error('Drop one file at a time.'));
      else if (isFolder) onProblem(new Error(`${files[0].name} is a folder: drop one of its files.`));
      else this.#take(files[0]);
    });
    byId('columns').addEventListener('change', () => this.#report());
    select('choice').addEventListener('change', () => this.#report(select('choice').value));
  }

  /** Reports the file once more, when the reader comes back to it from another reference. */
  reopen(): void {
    if (this.#file) this.#report();
  }

  /** Whether a file is at hand. */
  get hasFile(): boolean {
    return this.#file !== undefined;
  }

  showChoices(choices: readonly Choice[], chosen: string | undefined): void {
    byId('choice-label').hidden = choices.length === 0;
    select('choice').replaceChildren(
      ...choices.map(({ name, label }) => element('option', { value: name, textContent: label, selected: name === chosen }))
    );
  }

  async #take(file: File): Promise<void> {
    const taken = ++this.#taken;
    try {
      const { columns, guess, takenFor } = await this.describe(file);
      // a file that was dropped later may have been described sooner
      if (taken !== this.#taken) return;
      this.#file = { file, id: taken };
      this.#guess = guess;
      byId('taken-for').textContent = `${file.name}: ${takenFor}`;
      this.showChoices([], undefined);
      this.#fill(columns, guess);
      this.#report();
    } catch (error) {
      if (taken === this.#taken && !(error instanceof Stopped)) this.onProblem(error);
    }
  }

  #fill(columns: readonly string[], guess: FileColumns | undefined): void {
    const fill = (id: string, chosen: string | undefined, none: string) => {
      const options = columns.map((name) => element('option', { value: name, textContent: name, selected: name === chosen }));
      const empty = chosen === undefined || none !== CHOOSE;
      select(id).replaceChildren(
        ...(empty ? [element('option', { value: '', textContent: none, selected: chosen === undefined })] : []),
        ...options
      );
    };
    const [support, samples] = [guess?.kind === 'support' ? guess : undefined, guess?.kind === 'samples' ? guess : undefined];
    select('column-kind').value = guess?.kind ?? 'support';
    select('column-as').value = support?.as ?? 'weights';
    fill('column-reference', support?.reference, CHOOSE);
    fill('column-prompt', samples?.prompt[0], CHOOSE);
    fill('column-reward', guess?.reward, CHOOSE);
    fill('column-logprob', samples?.logProb, 'none');
    byId('columns').hidden = false;
  }

  #report(choice?: string): void {
    const kind = select('column-kind').value as FileColumns['kind'];
    for (const part of document.querySelectorAll<HTMLElement>('.for-support')) part.hidden = kind !== 'support';
    for (const part of document.querySelectorAll<HTMLElement>('.for-samples')) part.hidden = kind !== 'samples';
    if (this.#file === undefined) return;
    const columns = this.#columns(kind);
    this.onChange(columns && { ...this.#file, columns, choice });
  }

  /** What the reader says of the columns; undefined as long as one of them is not chosen. */
  #columns(kind: FileColumns['kind']): FileColumns | undefined {
    const reward = select('column-reward').value;
    if (reward === '' || select(kind === 'support' ? 'column-reference' : 'column-prompt').value === '') return undefined;
    if (kind === 'support') {
      return { kind, reference: select('column-reference').value, as: select('column-as').value as ReferenceName, reward };
    }
    const guess = this.#guess?.kind === 'samples' ? this.#guess : undefined;
    const prompt = select('column-prompt').value;
    const logProb = select('column-logprob').value || undefined;
    // several columns together may name a prompt; they are kept as long as the first of them is
    return { kind, prompt: guess?.prompt[0] === prompt ? guess.prompt : [prompt], reward, logProb, group: guess?.group };
  }
}
