// What is told in words: facts of the reference, the engine and its times, what is pointed at, and what went wrong.

import { messageOf } from '../../src/errors';
import { byId, element } from '../dom';
import { textOf } from '../format';
import type { Opened, Point } from '../worker/view';

export function showFacts(facts: Opened['facts']): void {
  byId('facts').replaceChildren(
    ...facts.map(([name, value]) =>
      element('div', {}, element('dt', { textContent: name }), element('dd', { textContent: value }))
    )
  );
}

/** @param last - the milliseconds of the last n. */
export function showEngine({ engine, milliseconds }: Opened, last: number): void {
  const name = engine.kind === 'wasm' ? 'WebAssembly kernel' : 'JavaScript';
  const why = engine.reason === undefined ? '' : ` (${engine.reason})`;
  byId('engine').textContent = `${name}${why}: this n in ${last.toFixed(1)} ms, the reference in ${milliseconds.toFixed(0)} ms`;
}

/** @param n - undefined if no chart is pointed at. */
export function showHovered(n: number | undefined): void {
  byId('hovering').textContent = n === undefined ? '' : `pointing at n = ${n} ·`;
}

/** For those who hear the page: where a drag of the slider has come to. */
export function announce(n: number, { values }: Point): void {
  const { kl, klEstimate, winRate, expectedReward } = values;
  const divergence = kl === null ? `estimated KL ${textOf(klEstimate)}` : `KL ${textOf(kl)}`;
  byId('announcement').textContent =
    `n = ${n}: ${divergence} nats, win rate ${textOf(winRate)}, expected reward ${textOf(expectedReward)}`;
}

/** Says what went wrong, in place; undefined: nothing did. */
export function showProblem(error: unknown): void {
  const box = byId('problem');
  box.hidden = error === undefined;
  box.textContent = error === undefined ? '' : messageOf(error);
}
