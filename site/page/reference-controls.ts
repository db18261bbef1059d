// The choice of the reference, and the temperature and rewards of the softmax.

import { byId, element } from '../dom';
import { CATALOGUE, CONTROLS, catalogueEntry, SOFTMAX_REWARDS, type SoftmaxRewards } from '../references';
import type { State } from '../state';

type Chosen = Pick<State, 'reference' | 'temperature' | 'rewards'>;

export class ReferenceControls {
  readonly #reference = byId<HTMLSelectElement>('reference');
  readonly #temperature = byId<HTMLInputElement>('temperature');
  readonly #rewards = byId<HTMLSelectElement>('rewards');

  constructor(onChange: (chosen: Chosen) => void) {
    this.#reference.append(
      ...CATALOGUE.map(({ group, references }) =>
        element('optgroup', { label: group }, ...references.map(({ name, label }) => optionOf(name, label)))
      )
    );
    this.#rewards.append(...Object.entries(SOFTMAX_REWARDS).map(([name, label]) => optionOf(name, label)));
    const report = () => {
      const chosen = {
        reference: this.#reference.value,
        temperature: this.#temperature.valueAsNumber,
        rewards: this.#rewards.value as SoftmaxRewards,
      };
      this.set(chosen);
      onChange(chosen);
    };
    this.#reference.addEventListener('change', report);
    this.#temperature.addEventListener('input', report);
    this.#rewards.addEventListener('change', report);
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
