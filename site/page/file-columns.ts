// What the columns of the reader's own data hold: guessed, or set by the reader.

import type { ReferenceName } from '../../src/input/support';
import { byId, element } from '../dom';
import type { FileDescription } from '../files/describe';
import { LAYOUTS, type NumberLayout } from '../files/number-layouts';
import type { FileColumns } from '../references';

const select = (id: string) => byId<HTMLSelectElement>(id);

/** Stands in a list of columns as long as none is chosen: the page guesses none. */
const CHOOSE = { value: '', text: 'choose' };
const NONE = { value: '', text: 'none' };
/** In place of a column of probabilities; no column is called so, because the blanks around a name are cut off. */
const EQUAL = { value: ' equal ', text: 'all equally likely' };

const KINDS = ['support', 'samples', 'numbers'] as const;

export class ColumnsForm {
  #guess: FileColumns | undefined;
  #isOfNumbers = false;

  /** @param onChange - is called when the reader has changed something. */
  constructor(onChange: () => void) {
    byId('columns').addEventListener('change', () => {
      this.#showParts();
      onChange();
    });
  }

  /** Offers the columns of a file; where a number is needed, only those that hold numbers. */
  fill({ columns, numeric, guess, layouts }: Pick<FileDescription, 'columns' | 'numeric' | 'guess' | 'layouts'>): void {
    this.#guess = guess;
    this.#isOfNumbers = layouts !== undefined;
    const [support, samples] = [guess?.kind === 'support' ? guess : undefined, guess?.kind === 'samples' ? guess : undefined];
    if (guess?.kind === 'numbers') {
      const options = (layouts ?? []).map((layout) => optionOf(layout, LAYOUTS[layout], layout === guess.layout));
      select('column-layout').replaceChildren(...options);
    }
    select('column-kind').value = samples ? 'samples' : 'support';
    select('column-as').value = support?.as ?? 'weights';
    const reference = support && (support.reference ?? EQUAL.value);
    fillList('column-reference', numeric, reference, [...(reference === undefined ? [CHOOSE] : []), EQUAL]);
    fillList('column-prompt', columns, samples?.prompt[0], samples ? [] : [CHOOSE]);
    const reward = guess && 'reward' in guess ? guess.reward : undefined;
    fillList('column-reward', numeric, reward, reward === undefined ? [CHOOSE] : []);
    fillList('column-logprob', numeric, samples?.logProb, [NONE]);
    fillList('column-answer', columns, samples?.answer, [NONE]);
    fillList('column-gold', numeric, samples?.gold, [NONE]);
    byId('columns').hidden = false;
    this.#showParts();
  }

  /** What the columns hold; undefined as long as one of them is not chosen. */
  get columns(): FileColumns | undefined {
    if (this.#isOfNumbers) return { kind: 'numbers', layout: select('column-layout').value as NumberLayout };
    const kind = select('column-kind').value as 'support' | 'samples';
    const reward = select('column-reward').value;
    if (reward === '' || select(kind === 'support' ? 'column-reference' : 'column-prompt').value === '') return undefined;
    if (kind === 'support') {
      const reference = select('column-reference').value;
      if (reference === EQUAL.value) return { kind, as: 'weights', reward };
      return { kind, reference, as: select('column-as').value as ReferenceName, reward };
    }
    const guess = this.#guess?.kind === 'samples' ? this.#guess : undefined;
    const prompt = select('column-prompt').value;
    const [logProb, answer, gold] = ['column-logprob', 'column-answer', 'column-gold'].map((id) => select(id).value || undefined);
    // several columns together may name a prompt; they are kept as long as the first of them is
    const whole = guess?.prompt[0] === prompt ? guess.prompt : [prompt];
    // the reward itself is no second score
    return { kind, prompt: whole, reward, logProb, group: guess?.group, answer, gold: gold === reward ? undefined : gold };
  }

  #showParts(): void {
    const kind = this.#isOfNumbers ? 'numbers' : select('column-kind').value;
    for (const each of KINDS) showAll(`.for-${each}`, each === kind);
    showAll('.for-names', !this.#isOfNumbers);
    byId('column-as-label').hidden = kind !== 'support' || select('column-reference').value === EQUAL.value;
  }
}

function showAll(selector: string, isShown: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>(selector)) part.hidden = !isShown;
}

function fillList(
  id: string,
  names: readonly string[],
  chosen: string | undefined,
  others: readonly { value: string; text: string }[]
): void {
  select(id).replaceChildren(
    ...others.map(({ value, text }) => optionOf(value, text, value === (chosen ?? ''))),
    ...names.map((name) => optionOf(name, name, name === chosen))
  );
}

const optionOf = (value: string, textContent: string, selected: boolean) => element('option', { value, textContent, selected });
