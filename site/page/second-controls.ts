// The choice of the second reference, B: a reference of the catalogue, or the softmax at another temperature.

import { byId, element } from '../dom';
import { CATALOGUE, catalogueEntry, TEMPERATURES } from '../references';
import type { Second } from '../state';

export class SecondControls {
  readonly #select = byId<HTMLSelectElement>('second');
  readonly #temperature = byId<HTMLInputElement>('second-temperature');

  /** @param onChange - is called with the reader's choice; undefined for no second reference. */
  constructor(onChange: (second: Second | undefined) => void) {
    const option = (value: string, textContent: string) => element('option', { value, textContent });
    const groups = CATALOGUE.map(({ group, references }) => ({
      group,
      references: references.filter(({ name }) => name !== 'file'),
    }));
    this.#select.append(
      option('', 'none'),
      ...groups
        .filter(({ references }) => references.length > 0)
        .map(({ group, references }) =>
          element('optgroup', { label: group }, ...references.map(({ name, label }) => option(name, label)))
        )
    );
    Object.assign(this.#temperature, TEMPERATURES);
    const report = () => {
      const second =
        this.#select.value === '' ? undefined : { reference: this.#select.value, temperature: this.#temperature.valueAsNumber };
      this.set(second);
      onChange(second);
    };
    this.#select.addEventListener('change', report);
    this.#temperature.addEventListener('input', report);
  }

  set(second: Second | undefined): void {
    this.#select.value = second?.reference ?? '';
    if (second) this.#temperature.valueAsNumber = second.temperature;
    byId('second-temperature-now').textContent = this.#temperature.valueAsNumber.toFixed(2);
    byId('second-temperature-label').hidden = second === undefined || catalogueEntry(second.reference)?.controls !== 'softmax';
  }

  /** Says what B is, beside what the first reference is; undefined for none. */
  showTitle(title: string | undefined): void {
    byId('second-shown').textContent = title === undefined ? '' : `, and as B: ${title}`;
  }
}
