// What is open, what was asked for last, and the way from one to the other. All numbers on the page are of what is open.

import { proxy } from 'comlink';
import { percent } from '../src/format/number';
import { ExplorerWorker } from './explorer-worker';
import { latestOnly } from './latest-only';
import { showProgress } from './page/notices';
import { keyOf, type ReferenceSpec } from './references';
import type { State } from './state';
import type { OpenedReference } from './worker/view-types';

/** The part of the state that says which reference is chosen. */
export type Choice = Pick<State, 'reference' | 'temperature' | 'rewards' | 'data' | 'layout' | 'bars'>;

export const choiceIn = ({ reference, temperature, rewards, data, layout, bars }: State): Choice => ({
  reference,
  temperature,
  rewards,
  data,
  layout,
  bars,
});

/** A reference that is open, with what was asked for to get it. */
export interface Opened {
  reference: OpenedReference;
  spec: ReferenceSpec;
  /** What the reader chose. */
  choice: Choice;
}

interface Asked {
  spec: ReferenceSpec;
  choice: Choice;
  /** An n to which the curves must reach. */
  reach: number;
}

/** How long a reference may take to open before the page says so, in milliseconds. */
const UNEXPECTED_MILLISECONDS = 800;

export class Opening {
  /** Has the reference open, and answers within a frame while the slider moves. */
  worker = new ExplorerWorker();
  opened: Opened | undefined;
  /** What was asked for last, as long as it may still come. */
  #wanted: string | undefined;
  readonly #openLatest: (asked: Asked) => void;

  /** @param onOpened - is told whether the same was open before, as where only further n were asked for. */
  constructor(onOpened: (opened: Opened, isSame: boolean) => void, onFailed: (error: unknown, spec: ReferenceSpec) => void) {
    this.#openLatest = latestOnly(
      (asked: Asked) => this.#ask(asked),
      (reference, { spec, choice }) => {
        const isSame = this.opened !== undefined && keyOf(this.opened.spec) === keyOf(spec);
        this.opened = { reference, spec, choice };
        showProgress(undefined);
        onOpened(this.opened, isSame);
      },
      (error, { spec }) => {
        showProgress(undefined);
        // what cannot be shown is not tried again by itself
        if (this.#wanted === keyOf(spec)) this.#wanted = undefined;
        onFailed(error, spec);
      }
    );
  }

  get reference(): OpenedReference | undefined {
    return this.opened?.reference;
  }

  /** Whether something is open or on its way. */
  get isAsked(): boolean {
    return this.#wanted !== undefined;
  }

  /** Whether another reference than the one that is open is on its way. */
  get isOpening(): boolean {
    return this.isAsked && !this.isSettled;
  }

  /** Whether what was asked for last is open. */
  get isSettled(): boolean {
    return this.opened !== undefined && this.#wanted === keyOf(this.opened.spec);
  }

  /** Opens it, and returns whether that was not asked for already. */
  open(spec: ReferenceSpec, choice: Choice, reach: number): boolean {
    const key = keyOf(spec);
    if (this.#wanted === key) return false;
    this.#wanted = key;
    // what is still being read is not waited for, not even on the way back to what is open
    this.#stopReading(this.worker);
    this.#openLatest({ spec, choice, reach });
    return true;
  }

  /** Has the axes reach an n, unless another reference is on its way. */
  reach(n: number): void {
    if (this.opened && this.isSettled) this.#openLatest({ ...this.opened, reach: n });
  }

  /** Goes on with what is open, as if nothing else had been asked for. */
  stay({ spec }: Opened): void {
    this.#wanted = keyOf(spec);
  }

  /** Begins anew with another worker, and with nothing open. */
  restart(): void {
    this.worker.stop();
    this.worker = new ExplorerWorker();
    this.opened = this.#wanted = undefined;
  }

  #ask({ spec, reach }: Asked): Promise<OpenedReference> {
    const { worker } = this;
    const stop = () => this.#stopReading(worker);
    if (!('file' in spec))
      return sayingWhatIsLong(
        'Opening the reference',
        stop,
        worker.call((explorer) => explorer.open(spec, reach))
      );
    const read = spec.others ? `${spec.others.length + 1} files` : spec.file.name;
    const onRead = (part: number) => showProgress(`Reading ${read}: ${percent(Math.floor(100 * part) / 100)} %`, stop);
    return worker.call((explorer) => explorer.open(spec, reach, proxy(onRead)));
  }

  #stopReading(worker: ExplorerWorker): void {
    worker.call((explorer) => explorer.stopReading()).catch(() => {});
  }
}

/** Says what takes longer than the reader expects, with a way to stop it. */
async function sayingWhatIsLong<R>(text: string, stop: () => void, promise: Promise<R>): Promise<R> {
  const saying = setTimeout(() => showProgress(text, stop), UNEXPECTED_MILLISECONDS);
  try {
    return await promise;
  } finally {
    clearTimeout(saying);
  }
}
