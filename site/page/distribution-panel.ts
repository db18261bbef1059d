// The card with the policies themselves, by reward or by rank.

import { grouped, NONE, short } from '../../src/format/number';
import { byRewardCaption, distributionCaption } from '../captions';
import { DISTRIBUTION } from '../chart-texts';
import { ByRewardChart } from '../charts/by-reward';
import { DistributionChart } from '../charts/distribution';
import { element } from '../dom';
import { SHAPES, type Shape } from '../state';
import type { Bins } from '../worker/rank-bins';
import { MAX_BARS } from '../worker/reward-ends';
import type { Overview, ResultAtN } from '../worker/view-types';
import { Card } from './card';

const LABELS: Record<Shape, string> = { reward: 'by reward', rank: 'by rank' };

export class DistributionPanel {
  readonly #card: Card;
  readonly #byRank: DistributionChart;
  readonly #byReward: ByRewardChart;
  #shape: Shape = 'reward';
  #marked: { n: number; overview: Overview; masses: ResultAtN['masses'] } | undefined;
  /** The bin that the reader points at. */
  #hovered: number | undefined;

  #hasSecond = false;

  /** @param onShape - is called when the reader chooses how the policies are drawn. */
  constructor(parent: HTMLElement, onShape: (shape: Shape) => void) {
    this.#card = new Card(parent, DISTRIBUTION);
    const hover = (bin: number | undefined) => {
      this.#hovered = bin;
      this.#showBin();
    };
    this.#byRank = new DistributionChart(this.#card.plot, (bin) => this.#shape === 'rank' && hover(bin));
    this.#byReward = new ByRewardChart(this.#card.plot, (bin) => this.#shape === 'reward' && hover(bin));
    this.#card.points = () => (this.#shape === 'rank' ? this.#byRank : this.#byReward).points();
    const { choices } = this.#card;
    choices.setAttribute('role', 'radiogroup');
    choices.setAttribute('aria-label', 'How the policies are drawn');
    for (const shape of SHAPES) {
      const input = element('input', { type: 'radio', name: 'shape', value: shape, checked: shape === this.#shape });
      input.addEventListener('change', () => {
        this.shape = shape;
        onShape(shape);
      });
      choices.append(element('label', {}, input, LABELS[shape]));
    }
  }

  set shape(shape: Shape) {
    for (const input of this.#card.choices.querySelectorAll('input')) input.checked = input.value === shape;
    if (this.#shape === shape) return;
    this.#shape = shape;
    this.#hovered = undefined;
    this.#draw();
  }

  /** Says whether there is a second reference, which has outcomes of its own and is not drawn here. */
  set hasSecond(hasSecond: boolean) {
    if (this.#hasSecond === hasSecond) return;
    this.#hasSecond = hasSecond;
    this.#draw();
  }

  mark(n: number, overview: Overview, masses: ResultAtN['masses']): void {
    this.#marked = { n, overview, masses };
    this.#card.subtitle = overview.title;
    this.#card.n = n;
    this.#draw();
  }

  #draw(): void {
    if (this.#marked === undefined) return;
    const { overview, masses } = this.#marked;
    const isByRank = this.#shape === 'rank';
    const text = (isByRank ? distributionCaption : byRewardCaption)(overview);
    this.#card.showText(this.#hasSecond && overview.bins ? `${text} Drawn is the first reference, and not B.` : text);
    const shown = (shape: Shape): [Bins | null, Float64Array | null] =>
      shape !== this.#shape || overview.bins === null || masses === null
        ? [null, null]
        : shape === 'rank'
          ? [overview.bins.byRank, masses.byRank]
          : [overview.bins.byReward, masses.byReward];
    if (overview.bins === null || masses === null) this.#card.plot.replaceChildren();
    this.#byRank.show(...shown('rank'));
    this.#byReward.show(...shown('reward'));
    this.#showBin();
  }

  #showBin(): void {
    const { bins, masses } = { bins: this.#marked?.overview.bins ?? null, masses: this.#marked?.masses ?? null };
    if (bins === null || masses === null) {
      this.#card.showValues([NONE, NONE]);
      this.#card.showNote('Every prompt has a distribution of its own: pick a prompt above to see it.');
    } else if (this.#shape === 'rank') this.#showRank(bins.byRank, masses.byRank);
    else this.#showReward(bins.byReward);
  }

  #showRank(bins: Bins, masses: Float64Array): void {
    const bin = this.#hovered !== undefined && this.#hovered < masses.length ? this.#hovered : 0;
    const [first, last] = [bins.first[bin], bins.last[bin]].map(grouped);
    const ranks = first === last ? `rank ${first}` : `ranks ${first} to ${last}`;
    this.#card.showValues([short(masses[bin]), short(bins.reference[bin])]);
    const reward = `${first === last ? '' : 'at least '}${short(bins.reward[bin])}`;
    this.#card.showNote(`At ${ranks}, reward ${reward}${exampleOf(bins, bin)}.`);
  }

  #showReward(bins: Bins): void {
    const bin = this.#hovered !== undefined && this.#hovered < bins.reward.length ? this.#hovered : this.#byReward.usual;
    const at = this.#byReward.at(bin);
    if (at === undefined) return;
    this.#card.showValues([short(at.policy), short(at.reference)]);
    this.#byReward.tell(bin);
    if (bins.reward.length > MAX_BARS) {
      this.#card.showNote(`The chance of a reward up to ${short(at.reward)}.`);
      return;
    }
    const outcomes = bins.last[bin] + 1 - bins.first[bin];
    const of = outcomes === 1 ? 'one outcome' : `${grouped(outcomes)} outcomes`;
    this.#card.showNote(`Reward ${short(at.reward)}: ${of}${exampleOf(bins, bin)}.`);
  }
}

/** The likeliest outcome of a bin, if outcomes have names. */
const exampleOf = ({ labels }: Bins, bin: number) => (labels === undefined ? '' : `, such as “${labels[bin]}”`);
