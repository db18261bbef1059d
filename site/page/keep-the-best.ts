// "Draw n, keep the best": the rounds play by themselves while they are in sight, unless the reader stops them or wants no motion.

import { count as countOf, short } from '../../src/format/number';
import { FallingDraws } from '../charts/falling-draws';
import { byId } from '../dom';
import { type Columns, columnsOf, drawsIn, keptShares, MAX_DRAWS, Rounds } from '../draws';
import { inPercent } from '../headline';
import type { Bins } from '../worker/rank-bins';
import type { Overview } from '../worker/view-types';

/** How long the first round takes, and by what the later ones are shorter, in milliseconds. */
const FIRST_ROUND = 2400;
const FASTER = 0.86;
/** Shorter rounds are shown at their end only. */
const SHORTEST_SEEN = 160;
/** After so many rounds the bars have filled the outline. */
const LAST_ROUND = 600;
/** How often the text changes while rounds go by, in milliseconds. */
const TEXT_PAUSE = 300;
/** How long n must stand before the rounds begin anew, in milliseconds. */
const SETTLE = 200;

export class KeepTheBest {
  readonly #section = byId('draws');
  readonly #picture = new FallingDraws(byId('draws-picture'));
  readonly #text = byId('draws-text');
  readonly #playing = byId<HTMLButtonElement>('draws-play');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  #columns: Columns | undefined;
  #shares: number[] = [];
  #rounds: Rounds | undefined;
  #of: { bins: Bins | null; n: number } | undefined;
  #seed = 0;
  /** Whether the rounds are to go on: until the reader stops them, or all have been. */
  #goesOn = true;
  #isInSight = false;
  #frame: number | undefined;
  /** The round that is shown: when it began, and what was kept in it. */
  #round: { began: number; kept: number } | undefined;
  #said = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const on = (id: string, act: () => void) => byId(id).addEventListener('click', act);
    on('draws-play', () => this.#play(this.#frame === undefined));
    on('draws-once', () => this.#draw(1));
    on('draws-many', () => this.#draw(100));
    on('draws-anew', () => {
      this.#begin();
      this.#goesOn = !this.#still.matches;
      this.#run();
    });
    this.#still.addEventListener('change', () => this.#play(false));
    this.#playing.hidden = this.#still.matches;
    new IntersectionObserver(
      ([{ isIntersecting }]) => {
        this.#isInSight = isIntersecting;
        this.#run();
      },
      { threshold: 0.6 }
    ).observe(byId('draws-picture'));
  }

  /** Shows the draws of a reference at an n, soon. */
  show(overview: Pick<Overview, 'bins'>, n: number): void {
    const bins = overview.bins?.byRank ?? null;
    const draws = drawsIn(n);
    if (this.#of?.bins === bins && this.#of.n === draws) return;
    const columns = bins === null ? undefined : columnsOf(bins);
    this.#of = { bins, n: draws };
    clearTimeout(this.#settling);
    // while the slider moves, every frame is for the charts
    this.#stop();
    this.#settling = setTimeout(() => {
      byId('draws-n').textContent = n > MAX_DRAWS ? `${MAX_DRAWS} (more would be a blur)` : String(draws);
      this.#columns = columns;
      this.#shares = columns === undefined ? [] : keptShares(columns, draws);
      for (const button of this.#section.querySelectorAll('button')) button.disabled = bins === null;
      this.#begin();
      this.#goesOn = !this.#still.matches;
      this.#run();
    }, SETTLE);
  }

  #begin(): void {
    this.#stop();
    this.#rounds = this.#columns && new Rounds(this.#columns, this.#of?.n ?? 1, ++this.#seed);
    this.#round = undefined;
    this.#picture.start(this.#shares, this.#columns?.reference ?? []);
    if (this.#still.matches && this.#rounds) this.#draw(1);
    this.#say();
  }

  /** Draws rounds at once, and shows the end of the last. */
  #draw(times: number): void {
    if (this.#rounds === undefined) return;
    this.#play(false);
    for (let i = 0; i < times; i++) this.#next();
    this.#settleRound();
    this.#say();
  }

  #next(): void {
    if (this.#rounds === undefined) return;
    const round = this.#rounds.next();
    this.#picture.take(round);
    this.#round = { began: performance.now(), kept: round.draws[round.best] };
  }

  /** Shows the end of a round: its best on its column. */
  #settleRound(): void {
    this.#picture.show(1);
    if (this.#rounds) this.#picture.fill(this.#rounds.kept, this.#rounds.count);
  }

  #play(goesOn: boolean): void {
    this.#goesOn = goesOn && !this.#still.matches;
    if (this.#goesOn && (this.#rounds?.count ?? 0) >= LAST_ROUND) this.#begin();
    this.#playing.hidden = this.#still.matches;
    this.#run();
  }

  /** Goes on or stops, as is wanted now. */
  #run(): void {
    const runs = this.#goesOn && this.#isInSight && this.#rounds !== undefined;
    if (!runs) this.#stop();
    else this.#frame ??= requestAnimationFrame((at) => this.#step(at));
    this.#playing.textContent = runs ? 'Pause' : 'Play';
    // a reader who hears the page is told of the rounds that are asked for, not of those that go by
    this.#text.setAttribute('aria-live', runs ? 'off' : 'polite');
  }

  #stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #step(at: number): void {
    this.#frame = requestAnimationFrame((next) => this.#step(next));
    const rounds = this.#rounds;
    if (rounds === undefined) return;
    const long = FIRST_ROUND * FASTER ** Math.max(0, rounds.count - 1);
    const part = this.#round === undefined ? 1 : (at - this.#round.began) / long;
    if (part < 1 && long >= SHORTEST_SEEN) {
      this.#picture.show(Math.max(0, part));
      return;
    }
    if (this.#round !== undefined) this.#settleRound();
    if (rounds.count >= LAST_ROUND) {
      this.#goesOn = false;
      this.#run();
      this.#say();
      return;
    }
    this.#next();
    if (at - this.#said < TEXT_PAUSE) return;
    this.#said = at;
    this.#say();
  }

  #say(): void {
    const [rounds, columns] = [this.#rounds, this.#columns];
    if (rounds === undefined || columns === undefined) {
      this.#text.textContent = 'Samples of many prompts have no single distribution to draw from.';
      this.#picture.label = this.#text.textContent;
      return;
    }
    const { count, kept, n } = rounds;
    const top = kept.length - 1;
    const now = this.#round === undefined ? '' : `Kept: ${rewardsOf(columns, this.#round.kept)}. `;
    const exact = inPercent(this.#shares[top]);
    const so =
      count === 0
        ? `The rightmost column is kept in ${exact} of all rounds.`
        : `The rightmost column was kept in ${inPercent(kept[top] / count)} of ${countOf(count, 'round')}; exactly, it is ${exact}.`;
    this.#text.textContent = now + so;
    this.#picture.label = `Draws as dots, the better the further right. Bars show how often each of ${kept.length} columns was kept, the outline how often the exact best-of-${n} policy keeps it, and the grey area how often a single draw is in it.`;
  }
}

/** The rewards of a column: one, or from the least to the highest. */
function rewardsOf({ reward, bestReward }: Columns, column: number): string {
  const [low, high] = [reward[column], bestReward[column]].map((x) => short(x).replace('-', '−'));
  return low === high ? `a reward of ${low}` : `a reward from ${low} to ${high}`;
}
