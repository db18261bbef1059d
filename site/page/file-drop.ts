// The reader's own file: it is chosen or dropped, its columns are guessed or set, and one of its prompts can be picked.

import type { ReferenceName } from '../../src/input/support';
import { byId, element } from '../dom';
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

const select = (id: string) => byId<HTMLSelectElement>(id);

export class FileDrop {
  #file: { file: File; id: number } | undefined;
  /** The number of files taken so far. */
  #taken = 0;
  #guess: FileColumns | undefined;

  constructor(
    readonly describe: (file: File) => Promise<FileDescription>,
    readonly onChange: (choice: FileChoice) => void,
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
      event.preventDefault();
      document.body.classList.add('dragging');
    });
    document.addEventListener('dragleave', (event) => {
      if (event.relatedTarget === null) document.body.classList.remove('dragging');
    });
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      document.body.classList.remove('dragging');
      const files = event.dataTransfer?.files;
      if (files?.length === 1) this.#take(files[0]);
      else onProblem(new Error('Drop one file at a time.'));
    });
    byId('columns').addEventListener('change', () => this.#report());
    select('choice').addEventListener('change', () => this.#report(select('choice').value));
  }

  /** Reports the file once more, when the reader comes back to it from another reference. */
  reopen(): void {
    if (this.#file) this.#report();
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
      this.#fill(columns, guess);
      this.#report();
    } catch (error) {
      if (taken === this.#taken) this.onProblem(error);
    }
  }

  #fill(columns: readonly string[], guess: FileColumns | undefined): void {
    const fill = (id: string, chosen: string | undefined, none?: string) => {
      const options = columns.map((name) => element('option', { value: name, textContent: name, selected: name === chosen }));
      const empty =
        none === undefined ? [] : [element('option', { value: '', textContent: none, selected: chosen === undefined })];
      select(id).replaceChildren(...empty, ...options);
    };
    const [support, samples] = [guess?.kind === 'support' ? guess : undefined, guess?.kind === 'samples' ? guess : undefined];
    select('column-kind').value = guess?.kind ?? 'support';
    select('column-as').value = support?.as ?? 'weights';
    fill('column-reference', support?.reference);
    fill('column-prompt', samples?.prompt[0]);
    fill('column-reward', guess?.reward ?? columns.at(-1));
    fill('column-logprob', samples?.logProb, 'none');
    byId('columns').hidden = false;
  }

  #report(choice?: string): void {
    const kind = select('column-kind').value as FileColumns['kind'];
    for (const part of document.querySelectorAll<HTMLElement>('.for-support')) part.hidden = kind !== 'support';
    for (const part of document.querySelectorAll<HTMLElement>('.for-samples')) part.hidden = kind !== 'samples';
    if (this.#file) this.onChange({ ...this.#file, columns: this.#columns(kind), choice });
  }

  #columns(kind: FileColumns['kind']): FileColumns {
    const reward = select('column-reward').value;
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
