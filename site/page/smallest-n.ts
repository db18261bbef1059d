// The smallest n that reaches the reader's targets.

import { byId, element } from '../dom';
import { GOAL_NAMES, GOALS, type Goal, type Targets } from '../goals';

export class SmallestN {
  readonly #inputs: [Goal, HTMLInputElement][] = GOAL_NAMES.map((goal) => [goal, byId(GOALS[goal].input)]);
  readonly #answer = byId('smallest');

  /** @param onChange - is called with the targets; undefined while one of them is none. */
  constructor(onChange: (targets: Targets | undefined) => void) {
    for (const [, input] of this.#inputs) input.addEventListener('input', () => onChange(this.targets()));
  }

  set(targets: Targets): void {
    for (const [goal, input] of this.#inputs) {
      const target = targets[goal];
      // a text such as 0.90 stays as it was written
      if (input.value === '' || input.valueAsNumber !== target) input.value = String(target ?? '');
    }
    this.targets();
  }

  /** The targets in the boxes, or what is wrong with them is said in place of an answer. */
  targets(): Targets | undefined {
    const targets: Targets = {};
    const problems: string[] = [];
    for (const [goal, input] of this.#inputs) {
      const { valid, badInput } = input.validity;
      input.setAttribute('aria-invalid', String(!valid));
      if (!valid) problems.push(badInput ? `${GOALS[goal].name} is a number.` : GOALS[goal].range);
      else if (input.value !== '') targets[goal] = input.valueAsNumber;
    }
    if (problems.length === 0) return targets;
    this.#answer.replaceChildren(element('span', { className: 'wrong', textContent: problems.join(' ') }));
    return undefined;
  }

  /** @param text - the answer; '' if there are no targets. */
  show(text: string): void {
    this.#answer.textContent = text;
  }
}
