// The computations behind the page, for one reference at a time. Two workers run this class: one answers while the slider moves, the other does
// what takes longer than a frame.

import { engine } from '../../src/index';
import type { FileDescription } from '../files/describe';
import type { Goal, Targets } from '../goals';
import type { ReferenceSpec } from '../references';
import { sourceOf } from './sources';
import { supportView } from './support-view';
import type { Choice, OpenedReference, ResultAtN, View } from './view-types';

/** Loads the readers of files when they are first needed: without a file of the reader's the page does not need them. */
const fileReaders = () => import('../files');

export class Explorer {
  #view: View | undefined;

  async open(spec: ReferenceSpec): Promise<OpenedReference> {
    let began = performance.now();
    let choices: Choice[] = [];
    let choice: string | undefined;
    let view: View;
    if ('file' in spec) {
      ({ view, choices, choice } = await (await fileReaders()).fileView(spec));
    } else {
      const source = await sourceOf(spec);
      // the page shows the library's own time, so that fetching or making up the numbers does not count
      began = performance.now();
      view = supportView(source);
    }
    this.#view?.dispose();
    this.#view = view;
    const overview = view.overview();
    return { ...overview, choices, choice, engine: engine(), milliseconds: performance.now() - began };
  }

  /** What a dropped file seems to hold. */
  async describe(file: File): Promise<FileDescription> {
    return (await fileReaders()).describeFile(file);
  }

  at(n: number): ResultAtN & { milliseconds: number } {
    const began = performance.now();
    const result = this.#openView.at(n);
    return { ...result, milliseconds: performance.now() - began };
  }

  smallestN(targets: Targets): number {
    return this.#openView.smallestN(targets);
  }

  rows(ns: readonly number[]): ReturnType<View['rows']> {
    return this.#openView.rows(ns);
  }

  tradeOff(goal: Goal): ReturnType<View['tradeOff']> {
    return this.#openView.tradeOff(goal);
  }

  bestAt(n: number, goal: Goal): ReturnType<View['bestAt']> {
    return this.#openView.bestAt(n, goal);
  }

  get #openView(): View {
    if (this.#view === undefined) throw new Error('no reference is open');
    return this.#view;
  }
}
