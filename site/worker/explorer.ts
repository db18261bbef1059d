// The computations behind the page, one reference at a time. Two workers run it: one answers while the slider moves, the other takes
// what is longer.

import { engine } from '../../src/index';
import type { Targets, Value } from '../fields';
import type { FileDescription } from '../files/describe';
import type { ReferenceSpec } from '../references';
import { sourceOf } from './sources';
import { supportView } from './support-view';
import type { Choice, Opened, Point, View } from './view';

/** The formats' readers, of which a page without a file needs none. */
const readers = () => import('../files');

export class Explorer {
  #view: View | undefined;

  async open(spec: ReferenceSpec): Promise<Opened> {
    let began = performance.now();
    let choices: Choice[] = [];
    let choice: string | undefined;
    let view: View;
    if ('file' in spec) {
      ({ view, choices, choice } = await (await readers()).fileView(spec));
    } else {
      const source = await sourceOf(spec);
      // the numbers are at hand now: what follows is the library's time
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
    return (await readers()).describeFile(file);
  }

  at(n: number): Point & { milliseconds: number } {
    const began = performance.now();
    const point = this.#opened.at(n);
    return { ...point, milliseconds: performance.now() - began };
  }

  smallestN(targets: Targets): number {
    return this.#opened.smallestN(targets);
  }

  rows(ns: readonly number[]): ReturnType<View['rows']> {
    return this.#opened.rows(ns);
  }

  tradeOff(value: Value): ReturnType<View['tradeOff']> {
    return this.#opened.tradeOff(value);
  }

  bestAt(n: number, value: Value): ReturnType<View['bestAt']> {
    return this.#opened.bestAt(n, value);
  }

  get #opened(): View {
    if (this.#view === undefined) throw new Error('no reference is open');
    return this.#view;
  }
}
