// The second reference, B, in a worker of its own, so that the slider does not wait for it. It has curves at the n of the first one's, and values where the
// slider is.

import type { ExplorerMetric, MetricCurves, MetricValues } from './explorer-metrics';
import { EXPLORER_METRICS } from './explorer-metrics';
import { ExplorerWorker, Stopped, WorkerFailed } from './explorer-worker';
import { latestOnly } from './latest-only';
import { keyOf, type ReferenceSpec } from './references';

/** What the charts draw of B. */
export interface SecondCurves {
  title: string;
  curves: MetricCurves;
}

/** Whether a chart against n draws a metric of B too: a formula of n alone is the same for every reference. */
export const isOfSecond = (metric: ExplorerMetric, { curves }: SecondCurves) =>
  EXPLORER_METRICS[metric].formula === undefined && curves[metric] !== undefined;

type Spec = Exclude<ReferenceSpec, { file: File }>;
/** What the worker is asked for. */
interface Asked {
  spec: Spec;
  ns: Float64Array;
}

export class SecondReference {
  #worker: ExplorerWorker | undefined;
  #spec: Spec | undefined;
  /** The n of the curves of the first reference. */
  #ns: Float64Array | undefined;
  #n = 1;
  /** Of what is open in the worker. */
  #serial: number | undefined;
  #open: ((asked: Asked) => void) | undefined;
  #askAt: ((n: number) => void) | undefined;

  /**
   * @param show - takes the curves; undefined where B is taken away.
   * @param mark - takes the values where the slider is.
   */
  constructor(
    readonly show: (second: SecondCurves | undefined) => void,
    readonly mark: (n: number, values: MetricValues) => void,
    readonly fail: (error: unknown) => void
  ) {}

  /** Takes another B, or none. */
  choose(spec: Spec | undefined): void {
    if (spec !== undefined && this.#spec !== undefined && keyOf(spec) === keyOf(this.#spec)) return;
    this.#spec = spec;
    if (spec === undefined) {
      this.#worker?.stop();
      this.#worker = this.#serial = undefined;
      this.show(undefined);
      return;
    }
    this.#refresh();
  }

  /** Takes the n of the curves of the first reference. */
  follow(ns: Float64Array): void {
    this.#ns = ns;
    this.#refresh();
  }

  /** Takes the n of the slider. */
  at(n: number): void {
    this.#n = n;
    if (this.#serial !== undefined) this.#askAt?.(n);
  }

  #refresh(): void {
    if (this.#spec === undefined) return;
    if (this.#worker === undefined) this.#start();
    if (this.#ns) this.#open?.({ spec: this.#spec, ns: this.#ns });
  }

  /** A worker that was ended never answers, so that each has calls of its own. */
  #start(): void {
    const worker = new ExplorerWorker();
    this.#worker = worker;
    const isHere = () => this.#worker === worker;
    const fail = (error: unknown) => {
      if (!isHere() || error instanceof Stopped) return;
      // the next call is for a new worker
      if (error instanceof WorkerFailed) this.#worker = this.#serial = undefined;
      this.fail(error);
    };
    this.#open = latestOnly(
      async ({ spec, ns }: Asked) => {
        const { title, serial } = await worker.call((explorer) => explorer.open(spec, 1));
        return { title, serial, curves: await worker.call((explorer) => explorer.curves(ns)) };
      },
      ({ title, serial, curves }) => {
        this.#serial = serial;
        if (curves) this.show({ title, curves });
        this.#askAt?.(this.#n);
      },
      fail,
      (_, { spec }) => isHere() && this.#spec !== undefined && keyOf(spec) === keyOf(this.#spec)
    );
    this.#askAt = latestOnly(
      (n: number) => worker.call((explorer) => explorer.at(n)),
      ({ values }, n) => this.mark(n, values),
      fail,
      ({ serial }) => isHere() && serial === this.#serial
    );
  }
}
