// Reads and drops the rest of a request that is answered before it is read, for a while: a connection that is closed with bytes unread may lose
// the answer on its way to the client.

import type { IncomingMessage } from 'node:http';
import { DRAIN_MILLISECONDS } from './limits';

export function drain(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.socket.destroy(), DRAIN_MILLISECONDS);
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  request.resume();
}
