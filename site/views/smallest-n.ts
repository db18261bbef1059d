// The least n that reaches a target.

import { byId } from '../dom';
import type { State } from '../state';

type Targets = State['targets'];

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

  show(n: number | undefined): void {
    byId('smallest').textContent =
      n === undefined
        ? ''
        : n === Number.POSITIVE_INFINITY
          ? 'No number of samples reaches it.'
          : `n = ${n.toLocaleString('en-US')}`;
  }

  #targets(): Targets {
    const targets: Targets = {};
    if (this.#winRate.value !== '') targets.winRate = this.#winRate.valueAsNumber;
    if (this.#reward.value !== '') targets.expectedReward = this.#reward.valueAsNumber;
    return targets;
  }
}
