// The smallest n that reaches the reader's targets.

import { grouped } from '../../src/format/number';
import { byId } from '../dom';
import { GOAL_NAMES, GOALS, type Goal, type Targets } from '../goals';

export class SmallestN {
  readonly #inputs: [Goal, HTMLInputElement][] = GOAL_NAMES.map((goal) => [goal, byId(GOALS[goal].input)]);

  constructor(onChange: (targets: Targets) => void) {
    for (const [, input] of this.#inputs) {
      input.addEventListener('input', () => {
        if (this.#inputs.every(([, { validity }]) => validity.valid)) onChange(this.#targets());
      });
    }
  }

  set(targets: Targets): void {
    for (const [goal, input] of this.#inputs) input.value = String(targets[goal] ?? '');
  }

  /**
   * @param n - Infinity if no n reaches the targets; undefined if there are none.
   * @param maxN - the largest n that the samples have estimates for; undefined for a support, which has values for any n.
   */
  show(n: number | undefined, maxN?: number): void {
    const text = () => {
      if (n === undefined) return '';
      if (n < Number.POSITIVE_INFINITY) return `n = ${grouped(n)}`;
      return maxN === undefined
        ? 'No number of samples reaches it.'
        : `No n up to ${maxN}, the most samples of a prompt, reaches it.`;
    };
    byId('smallest').textContent = text();
  }

  #targets(): Targets {
    const targets: Targets = {};
    for (const [goal, input] of this.#inputs) if (input.value !== '') targets[goal] = input.valueAsNumber;
    return targets;
  }
}
