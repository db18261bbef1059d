// The computations behind the page, for one reference at a time. Two workers run this class: one answers while the slider moves, the other does
// what takes longer than a frame.

import { engine } from '../../src/index';
import type { MetricCurves } from '../explorer-metrics';
import type { FileDescription } from '../files/describe';
import type { FileSource } from '../files/file-source';
import type { HowRead } from '../files/how-read';
import type { Goal, Targets } from '../goals';
import { keyOf, type ReferenceSpec } from '../references';
import type { MoreChart } from './more-types';
import { sourceOf } from './sources';
import type { SupportSource } from './support-source';
import { supportView } from './support-view';
import type { Choice, OpenedReference, ResultAtN, SmallestN, View } from './view-types';

/** Loads the readers of files when they are first needed: without a file of the reader's the page does not need them. */
async function fileReaders() {
  try {
    return await import('../files');
  } catch {
    throw new Error('The part of the page that reads files could not be loaded. Check the connection, and load the page again.');
  }
}

/** The numbers of a reference, as one worker gives them to the other. */
type Source = { support: SupportSource } | { file: FileSource };

interface Opened {
  key: string;
  choices: Choice[];
  choice: string | undefined;
  read?: HowRead;
  milliseconds: number;
}

/** How long the page waits between two reports of how much of a file has been read, in milliseconds. */
const REPORT_MILLISECONDS = 100;

export class Explorer {
  #view: View | undefined;
  #source: Source | undefined;
  /** What is open. */
  #opened: Opened | undefined;
  /** How many references were opened: an answer says which one it belongs to. */
  #serial = 0;
  #reading: AbortController | undefined;

  /**
   * Opens a reference, unless it is open already.
   *
   * @param reach - an n to which the curves must reach, if the reference has values for any n.
   * @param onRead - is told which part of a file has been read, from 0 to 1.
   */
  async open(spec: ReferenceSpec, reach: number, onRead?: (part: number) => void): Promise<OpenedReference> {
    const key = keyOf(spec);
    this.stopReading();
    if (this.#opened?.key !== key) this.#opened = await this.#load(spec, key, onRead);
    const began = performance.now();
    const overview = this.#openView.overview(reach);
    const { choices, choice, read, milliseconds } = this.#opened;
    const serial = ++this.#serial;
    return {
      ...overview,
      serial,
      choices,
      choice,
      read,
      engine: engine(),
      milliseconds: milliseconds + performance.now() - began,
    };
  }

  async #load(spec: ReferenceSpec, key: string, onRead?: (part: number) => void): Promise<Opened> {
    const { signal } = (this.#reading = new AbortController());
    if (!('file' in spec)) {
      const support = await unlessAborted(sourceOf(spec), signal);
      // the page shows the library's own time, so that fetching or making up the numbers does not count
      const began = performance.now();
      await this.#show({ support });
      return { key, choices: [], choice: undefined, milliseconds: performance.now() - began };
    }
    const { readSource, choicesIn } = await fileReaders();
    const file = await unlessAborted(readSource(spec, signal, onRead && seldom(onRead)), signal);
    const began = performance.now();
    await this.#show({ file });
    const { choices, choice } = choicesIn(file);
    return { key, choices, choice, read: file.read, milliseconds: performance.now() - began };
  }

  async #show(source: Source): Promise<void> {
    const view = 'support' in source ? supportView(source.support) : (await fileReaders()).viewOf(source.file);
    this.#view?.dispose();
    this.#view = view;
    this.#source = source;
  }

  /** Gives up what is being read or fetched. What was open before stays open. */
  stopReading(): void {
    this.#reading?.abort();
    this.#reading = undefined;
  }

  /** Gives the numbers of what is open to another worker, at the other end of the port. */
  handOver(port: MessagePort): void {
    port.postMessage(this.#source);
    port.close();
  }

  /** Opens what another worker hands over. */
  async takeOver(port: MessagePort): Promise<void> {
    const source = await new Promise<Source>((resolve) => {
      port.onmessage = ({ data }) => resolve(data);
    });
    port.close();
    await this.#show(source);
  }

  /** What dropped files seem to hold. */
  async describe(files: readonly File[]): Promise<FileDescription> {
    return (await fileReaders()).describeFiles(files);
  }

  at(n: number): ResultAtN & { serial: number; milliseconds: number } {
    const began = performance.now();
    const result = this.#openView.at(n);
    return { ...result, serial: this.#serial, milliseconds: performance.now() - began };
  }

  smallestN(targets: Targets): SmallestN & { serial: number } {
    return { serial: this.#serial, ...this.#openView.smallestN(targets) };
  }

  rows(ns: readonly number[]): ReturnType<View['rows']> {
    return this.#openView.rows(ns);
  }

  /** The curves at these n; undefined where only samples are known. */
  curves(ns: Float64Array): MetricCurves | undefined {
    return this.#openView.curves?.(ns);
  }

  tradeOff(goal: Goal): ReturnType<View['tradeOff']> {
    return this.#openView.tradeOff(goal);
  }

  bestAt(n: number, goal: Goal): ReturnType<View['bestAt']> {
    return this.#openView.bestAt(n, goal);
  }

  /** The further charts of what is open. */
  async more(): Promise<MoreChart[]> {
    return (await this.#openView.more?.()) ?? [];
  }

  get #openView(): View {
    if (this.#view === undefined) throw new Error('no reference is open');
    return this.#view;
  }
}

/** What is promised, or an AbortError as soon as it is given up, whatever becomes of it then. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
    promise.then(resolve, reject);
  });
}

/** Reports at most ten times a second. */
function seldom(report: (part: number) => void): (part: number) => void {
  let last = performance.now();
  return (part) => {
    if (performance.now() - last < REPORT_MILLISECONDS) return;
    last = performance.now();
    report(part);
  };
}
