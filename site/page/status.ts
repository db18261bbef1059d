// What the page says in words: facts about the reference, the engine and its times, and the n that is pointed at.

import { byId, element } from '../dom';
import { numberOrDash } from '../format';
import { nText } from '../n-range';
import { catalogueEntry, type ReferenceSpec } from '../references';
import type { OpenedReference, ResultAtN } from '../worker/view-types';

export function showFacts(facts: OpenedReference['facts']): void {
  byId('facts').replaceChildren(
    ...facts.map(([name, value]) =>
      element('div', {}, element('dt', { textContent: name }), element('dd', { textContent: value }))
    )
  );
}

/** @param last - how long the last n took, in milliseconds. */
export function showEngine({ engine, milliseconds }: OpenedReference, last: number): void {
  const name = engine.kind === 'wasm' ? 'WebAssembly kernel' : 'JavaScript';
  const why = engine.reason === undefined ? '' : ` (${engine.reason})`;
  byId('engine').textContent = `${name}${why}: this n in ${last.toFixed(1)} ms, the reference in ${milliseconds.toFixed(0)} ms`;
}

/** @param n - the n that the reader points at in a chart; undefined if none. */
export function showHovered(n: number | undefined): void {
  byId('hovering').textContent = n === undefined ? '' : `pointing at n = ${nText(n)}`;
}

/** Says to readers who hear the page where a move of the slider has ended. */
export function announce(n: number, { values }: ResultAtN): void {
  const { kl, klEstimate, winRate, expectedReward } = values;
  const divergence = kl === null ? `estimated KL ${numberOrDash(klEstimate)}` : `KL ${numberOrDash(kl)}`;
  byId('announcement').textContent =
    `n = ${n}: ${divergence} nats, win rate ${numberOrDash(winRate)}, expected reward ${numberOrDash(expectedReward)}`;
}

/** Says which reference all numbers of the page are of. */
export function showTitle(title: string): void {
  byId('shown').textContent = title;
}

/** Names the document, so that tabs, bookmarks and the history tell which reference and n they are of. */
export function showDocumentTitle(shown: string): void {
  document.title = `${shown} · best-of-n explorer`;
}

/** Says what means over prompts are of at the n that is shown; '' for a whole support. */
export function showMeans(text: string): void {
  byId('means').textContent = text;
}

/** Says below the sentence at the head of the page what it is about, as the list of references calls it. */
export function showWhatIsShown(spec: ReferenceSpec, { title }: OpenedReference): void {
  byId('headline-of').textContent = 'file' in spec ? title : (catalogueEntry(spec.name)?.label ?? title);
}

/** Has a link lead to a part of the page, without a change of the address. */
export function leadTo(link: string, part: HTMLElement): void {
  byId(link).addEventListener('click', (event) => {
    event.preventDefault();
    part.focus();
    part.scrollIntoView();
  });
}
