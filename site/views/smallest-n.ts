// The least n that reaches a target.

import { byId } from '../dom';
import type { Targets } from '../fields';

export class SmallestN {
  readonly #winRate = byId<HTMLInputElement>('target-win-rate');
  readonly #reward = byId<HTMLInputElement>('target-reward');

  constructor(onChange: (targets: Targets) => void) {
    for (const input of [this.#winRate, this.#reward]) {
      input.addEventListener('input', () => {
        if (this.#winRate.validity.valid && this.#reward.validity.valid) onChange(this.#targets());
      });
    }
  }

  set(targets: Targets): void {
    this.#winRate.value = targets.winRate === undefined ? '' : String(targets.winRate);
    this.#reward.value = targets.expectedReward === undefined ? '' : String(targets.expectedReward);
  }

  /** @param most - where samples do not tell beyond an n, that n. */
  show(n: number | undefined, most?: number): void {
    const text = () => {
      if (n === undefined) return '';
      if (n < Number.POSITIVE_INFINITY) return `n = ${n.toLocaleString('en-US')}`;
      return most === undefined
        ? 'No number of samples reaches it.'
        : `No n up to ${most}, the most samples of a prompt, reaches it.`;
    };
    byId('smallest').textContent = text();
  }

  #targets(): Targets {
    const targets: Targets = {};
    if (this.#winRate.value !== '') targets.winRate = this.#winRate.valueAsNumber;
    if (this.#reward.value !== '') targets.expectedReward = this.#reward.valueAsNumber;
    return targets;
  }
}
