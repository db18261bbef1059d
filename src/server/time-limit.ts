// The time that a request may take, one part after another. A request that is answered in time, as nearly all are, should notice nothing of it: reasons
// and signals are made when they are needed, since both take longer than reading a small body.

export class TimeLimit {
  #timer: NodeJS.Timeout | undefined;
  #reasonInTime: (() => Error) | undefined;
  #isOver = false;
  #reason: Error | undefined;
  #ended: AbortController | undefined;
  #onEnd: (() => void) | undefined;

  constructor(readonly milliseconds: number) {}

  /** Why the request ended early; undefined as long as it has not. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  /** Aborts, with the reason, when the request ends early. */
  get signal(): AbortSignal {
    if (!this.#ended) {
      this.#ended = new AbortController();
      if (this.#reason) this.#ended.abort(this.#reason);
    }
    return this.#ended.signal;
  }

  /** Begins anew; `reason` makes the reason that holds when the time is over. */
  start(reason: () => Error): void {
    if (this.#isOver) return;
    this.#reasonInTime = reason;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.end(this.#reasonInTime as () => Error), this.milliseconds);
  }

  /** Calls back when the request ends early, in place of what was to be called before. */
  onEnd(callback: (() => void) | undefined): void {
    this.#onEnd = callback;
  }

  /** Ends the request early, unless it is over. */
  end(reason: () => Error): void {
    if (this.#isOver) return;
    this.finish();
    this.#reason = reason();
    this.#onEnd?.();
    this.#ended?.abort(this.#reason);
  }

  /** The request is over: nothing ends it early any more. */
  finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}
