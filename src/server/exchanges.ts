// The requests that are under way, each from its head to the last byte of its answer, and the connections that they came over.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A request and its answer. */
export class Exchange {
  readonly #onEnd: (() => void)[] = [];
  #ended = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse
  ) {}

  /** Calls back when the answer was handed to the operating system, or the client has left. */
  onEnd(callback: () => void): void {
    if (this.#ended) callback();
    else this.#onEnd.push(callback);
  }

  /** @internal */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const callback of this.#onEnd) callback();
  }
}

/** A request with the fields under which it is known. */
type Known = IncomingMessage & Record<symbol, Exchange>;

export class Exchanges {
  readonly #bySocket = new Map<Socket, Set<Exchange>>();
  /** A field of each request. A WeakMap in its place would hold on to all that belongs to a request until the next full garbage collection. */
  readonly #field = Symbol('exchange');
  readonly #whenIdle: (() => void)[] = [];
  #count = 0;

  /** @returns how many requests are under way on its connection, this one included. */
  begin(request: IncomingMessage, response: ServerResponse): number {
    const { socket } = request;
    const onSocket = this.#bySocket.get(socket) ?? this.#watch(socket);
    const exchange = new Exchange(request, response);
    onSocket.add(exchange);
    (request as Known)[this.#field] = exchange;
    this.#count++;
    exchange.onEnd(() => {
      onSocket.delete(exchange);
      this.#count--;
      if (this.#count === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
    });
    const end = () => exchange.end();
    // 'close' alone comes where the client leaves, and not at all in an injected request
    response.once('finish', end).once('close', end);
    return onSocket.size;
  }

  of(request: IncomingMessage): Exchange {
    return (request as Known)[this.#field];
  }

  /** The requests that are under way on a connection. */
  on(socket: Socket): readonly Exchange[] {
    return [...(this.#bySocket.get(socket) ?? [])];
  }

  /** The connections that had a request. */
  get sockets(): Iterable<Socket> {
    return this.#bySocket.keys();
  }

  /** Resolves when no request is under way. */
  idle(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** A client that leaves ends all that it has under way: answers that wait for the ones before them hear nothing else of it. */
  #watch(socket: Socket): Set<Exchange> {
    const exchanges = new Set<Exchange>();
    this.#bySocket.set(socket, exchanges);
    socket.once('close', () => {
      this.#bySocket.delete(socket);
      for (const exchange of exchanges) exchange.end();
    });
    return exchanges;
  }
}
