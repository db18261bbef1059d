// The engine behind the compiled kernel. No view of its memory outlives a call that may grow it: growth detaches every view.

import { instantiateSync } from '@assemblyscript/loader';
import {
  BYTES_RESERVED,
  type CleanBatch,
  type CleanInput,
  doesNotFit,
  type Engine,
  type EngineBuffers,
  type EngineSupport,
  FACT,
  FACTS,
  SUM_COUNT,
  supportDoesNotFit,
} from './engine';
import { NETWORK_MOST } from './js/batch';
import { PLAN_SIZE } from './plan';

/** The exports of assembly/index.ts. Addresses come as signed 32-bit integers: `>>> 0` makes them addresses past 2 GiB too. */
export interface Kernel extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  plan(): number;
  facts(): number;
  allocate(bytes: number): number;
  free(address: number): void;
  create(size: number): number;
  widen(address: number, length: number): void;
  rewards(support: number): number;
  reference(support: number): number;
  normalise(support: number, isLog: boolean, largest: number): number;
  prepare(support: number, tiesByIndex: boolean): void;
  metrics(support: number, groups: number): void;
  curve(support: number, groups: number): void;
  policy(support: number): number;
  spread(support: number): number;
  masses(support: number): number;
  blockMass(support: number): number;
  blockReward(support: number): number;
  blockMidCdf(support: number): number;
  batch(batch: number, support: number): void;
  dispose(support: number): void;
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
}

/** Instantiates the kernel; throws what WebAssembly throws where it cannot. */
export function loadKernel(source: WebAssembly.Module | ArrayBuffer | ArrayBufferView): Kernel {
  return instantiateSync<Kernel>(source as WebAssembly.Module).exports;
}

const SIZE_MOST = 2 ** 29 - 4;

/** Fields of a Batch in assembly/batch.ts. */
const BATCH_WORDS = 15;

interface WasmBuffers extends EngineBuffers {
  copy(input: CleanInput): void;
}

export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly #planAt: number;
  readonly #factsAt: number;
  /** The plan that the kernel holds. */
  #plan: Float64Array | undefined;

  constructor(readonly kernel: Kernel) {
    this.#planAt = kernel.plan() >>> 0;
    this.#factsAt = kernel.facts() >>> 0;
  }

  allocate(size: number): WasmBuffers {
    const { kernel } = this;
    // no array of so many doubles has an address of 32 bits
    if (size > SIZE_MOST) throw supportDoesNotFit(size);
    const handle = this.#allocating(size, () => kernel.create(size) >>> 0);
    const disposing = <T>(run: () => T): T => {
      try {
        return run();
      } catch (error) {
        kernel.dispose(handle);
        throw error;
      }
    };
    const [rewardsAt, referenceAt] = disposing(() =>
      this.#allocating(size, () => [kernel.rewards(handle), kernel.reference(handle)])
    );
    const doubles = (address: number) => this.#doubles(address, size);
    return {
      get rewards() {
        return doubles(rewardsAt);
      },
      get reference() {
        return doubles(referenceAt);
      },
      copy: ({ rewards, reference }) => {
        this.#copyDoubles(rewardsAt, rewards);
        this.#copyDoubles(referenceAt, reference);
      },
      prepare: ({ isLog, largest, tiesByIndex, checkTotal }) => {
        disposing(() => {
          checkTotal(kernel.normalise(handle, isLog, largest));
          this.#allocating(size, () => kernel.prepare(handle, tiesByIndex));
        });
        return this.#supportOf(handle, size);
      },
      dispose: () => kernel.dispose(handle),
    };
  }

  prepare(input: CleanInput): EngineSupport {
    const buffers = this.allocate(input.rewards.length);
    buffers.copy(input);
    return buffers.prepare(input);
  }

  /** Copies numbers to doubles: 32-bit ones go to the upper half of the room, and the kernel widens them from there. */
  #copyDoubles(address: number, values: Float64Array | Float32Array): void {
    if (values instanceof Float64Array) {
      this.#doubles(address, values.length).set(values);
      return;
    }
    new Float32Array(this.kernel.memory.buffer, (address >>> 0) + 4 * values.length, values.length).set(values);
    this.kernel.widen(address, values.length);
  }

  #supportOf(handle: number, size: number): EngineSupport {
    const { kernel } = this;
    const facts = this.#doubles(this.#factsAt, FACTS.length).slice();
    const blocks = facts[FACT.blocks];
    return {
      facts,
      policy: (plan, out) => {
        this.#writePlan(plan);
        const address = this.#allocating(size, () => kernel.policy(handle));
        out.set(this.#doubles(address, size));
      },
      metrics: (plan, groups) => {
        this.#writePlan(plan);
        this.#allocating(size, () => kernel.metrics(handle, groups));
        facts.set(this.#doubles(this.#factsAt, SUM_COUNT));
      },
      curve: (plan, groups) => {
        this.#writePlan(plan);
        this.#allocating(size, () => kernel.curve(handle, groups));
        facts.set(this.#doubles(this.#factsAt, SUM_COUNT));
      },
      blocks: () => ({
        mass: this.#doubles(kernel.blockMass(handle), blocks).slice(),
        reward: this.#doubles(kernel.blockReward(handle), blocks).slice(),
        midCdf: this.#doubles(kernel.blockMidCdf(handle), blocks).slice(),
      }),
      spread: (masses, out) => {
        this.#doubles(
          this.#allocating(size, () => kernel.masses(handle)),
          blocks
        ).set(masses);
        const address = this.#allocating(size, () => kernel.spread(handle));
        out.set(this.#doubles(address, size));
      },
      dispose: () => kernel.dispose(handle),
    };
  }

  batch(input: CleanBatch): Float64Array {
    const { rewards, weights, starts, longest, plans, facts } = input;
    const rows = starts.length - 1;
    const parts = {
      batch: 4 * BATCH_WORDS,
      plans: 8 * PLAN_SIZE * plans.length,
      facts: 4 * facts.length,
      rewards: rewards.byteLength,
      weights: weights?.byteLength ?? 0,
      starts: starts.byteLength,
      records: 16 * rows,
      spare: 16 * rows,
      table: weights === undefined ? 8 * plans.length * (FACTS.length + Math.min(longest, NETWORK_MOST) + 3) : 0,
      out: 8 * rows * plans.length * facts.length,
    };
    let bytes = 0;
    const offsets = mapValues(parts, (size) => {
      const offset = bytes;
      bytes += Math.ceil(size / 16) * 16;
      return offset;
    });
    const problem = () => doesNotFit(`a batch of ${rows} rows and ${rewards.length} samples`, bytes + longest * BYTES_RESERVED);
    if (bytes > 0xffffffff) throw problem();

    const { kernel } = this;
    const base = this.#allocating(0, () => kernel.allocate(bytes) >>> 0, problem);
    let handle = 0;
    try {
      handle = this.#allocating(0, () => kernel.create(longest) >>> 0, problem);
      const at = mapValues(offsets, (offset) => base + offset);
      this.#words(at.batch, BATCH_WORDS).set([
        rows,
        plans.length,
        at.plans,
        input.groups,
        at.facts,
        facts.length,
        at.rewards,
        isNarrow(rewards),
        weights === undefined ? 0 : at.weights,
        isNarrow(weights),
        at.starts,
        at.records,
        at.spare,
        at.table,
        at.out,
      ]);
      plans.forEach((plan, k) => {
        this.#doubles(at.plans, plans.length * PLAN_SIZE).set(plan, k * PLAN_SIZE);
      });
      this.#words(at.facts, facts.length).set(facts);
      this.#words(at.starts, rows + 1).set(starts);
      this.#copyIn(at.rewards, rewards);
      if (weights !== undefined) this.#copyIn(at.weights, weights);
      this.#allocating(0, () => kernel.batch(base, handle), problem);
      return this.#doubles(at.out, rows * plans.length * facts.length).slice();
    } finally {
      if (handle !== 0) kernel.dispose(handle);
      kernel.free(base);
    }
  }

  /** Copies numbers as they are: 32-bit ones are widened by the kernel. */
  #copyIn(address: number, values: Float64Array | Float32Array): void {
    const { buffer } = this.kernel.memory;
    if (values instanceof Float32Array) new Float32Array(buffer, address, values.length).set(values);
    else new Float64Array(buffer, address, values.length).set(values);
  }

  #words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.kernel.memory.buffer, address, length);
  }

  /** A view, for use before the next call into the kernel. */
  #doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.kernel.memory.buffer, address >>> 0, length);
  }

  #writePlan(plan: Float64Array): void {
    if (plan === this.#plan) return;
    this.#plan = plan;
    this.#doubles(this.#planAt, plan.length).set(plan);
  }

  /** Runs what may ask for memory. The allocator traps, before it changes anything, when the memory cannot grow. */
  #allocating<T>(size: number, run: () => T, problem = supportDoesNotFit): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw problem(size);
      throw error;
    }
  }
}

function isNarrow(values: Float64Array | Float32Array | undefined): number {
  return values instanceof Float32Array ? 1 : 0;
}

function mapValues<K extends string>(record: Record<K, number>, map: (value: number) => number): Record<K, number> {
  const mapped = {} as Record<K, number>;
  for (const key in record) mapped[key] = map(record[key]);
  return mapped;
}
