// The choice of the reference, and the temperature and rewards of the softmax.

import { byId, element } from '../dom';
import { CATALOGUE, CONTROLS, catalogueEntry, SOFTMAX_REWARDS, type SoftmaxRewards, TEMPERATURES } from '../references';
import type { State } from '../state';

type Chosen = Pick<State, 'reference' | 'temperature' | 'rewards'>;

export class ReferenceControls {
  readonly #reference = byId<HTMLSelectElement>('reference');
  readonly #temperature = byId<HTMLInputElement>('temperature');
  readonly #rewards = byId<HTMLSelectElement>('rewards');

  /** @param onChange - is called with what has changed. */
  constructor(onChange: (chosen: Partial<Chosen>) => void) {
    this.#reference.append(
      ...CATALOGUE.map(({ group, references }) =>
        element('optgroup', { label: group }, ...references.map(({ name, label }) => optionOf(name, label)))
      )
    );
    this.#rewards.append(...Object.entries(SOFTMAX_REWARDS).map(([name, label]) => optionOf(name, label)));
    const { min, max, step } = TEMPERATURES;
    Object.assign(this.#temperature, { min, max, step });
    // each control reports itself alone, so that it changes nothing else that was chosen
    this.#reference.addEventListener('change', () => onChange({ reference: this.#reference.value }));
    this.#temperature.addEventListener('input', () => onChange({ temperature: this.#temperature.valueAsNumber }));
    this.#rewards.addEventListener('change', () => onChange({ rewards: this.#rewards.value as SoftmaxRewards }));
  }

  set({ reference, temperature, rewards }: Chosen): void {
    this.#reference.value = reference;
    this.#temperature.valueAsNumber = temperature;
    byId('temperature-now').textContent = temperature.toFixed(2);
    this.#rewards.value = rewards;
    const shown = catalogueEntry(reference)?.controls;
    for (const controls of CONTROLS) {
      for (const part of document.querySelectorAll<HTMLElement>(`.for-${controls}`)) part.hidden = controls !== shown;
    }
  }
}

function optionOf(value: string, textContent: string): HTMLOptionElement {
  return element('option', { value, textContent });
}
