// Which cards there are, and in which order: of samples of many prompts the reward comes first, and what only a single distribution has is left out.

import { byId } from '../dom';
import { CHART_NAMES, type ChartName } from '../state';
import type { OpenedReference, Overview } from '../worker/view-types';

interface Arranged {
  /** The cards that stand above the choice of the reference. */
  first: readonly ChartName[];
  /** The cards that have nothing to show. */
  idle: readonly ChartName[];
}

const OF_SUPPORT: Arranged = { first: ['kl'], idle: [] };

/** @param hasSecond - whether there is a second reference, which always has a KL divergence. */
function arrangementOf({ support, curves }: Pick<Overview, 'support' | 'curves'>, hasSecond: boolean): Arranged {
  if (support !== undefined) return OF_SUPPORT;
  const idle: ChartName[] = ['gap', 'trade-off', 'distribution'];
  if (curves.klEstimate === undefined && !hasSecond) idle.push('kl');
  return { first: ['reward', 'win-rate'], idle };
}

const keyOf = ({ first, idle }: Arranged) => `${first}; ${idle}`;

export class Arrangement {
  /** As the page makes the cards. */
  #key = keyOf(OF_SUPPORT);

  constructor(readonly charts: HTMLElement) {}

  /** Puts the cards where they belong. A card that is shown alone in the frame of another page stays, whatever it has to show. */
  show(overview: OpenedReference, hasSecond: boolean): void {
    const arranged = arrangementOf(overview, hasSecond);
    const { first, idle } = arranged;
    const isMeans = overview.support === undefined;
    byId('draws').hidden = isMeans;
    byId('one-prompt').hidden = !isMeans;
    byId('pick-prompt').hidden = overview.choices.length === 0;
    // what is moved is laid out anew, and loses the pointer and the focus
    const key = keyOf(arranged);
    if (key === this.#key) return;
    this.#key = key;
    for (const name of CHART_NAMES) byId(name).classList.toggle('idle', idle.includes(name));
    byId('first-chart').append(...first.map((name) => byId(name)));
    this.charts.prepend(...CHART_NAMES.filter((name) => !first.includes(name)).map((name) => byId(name)));
  }
}
