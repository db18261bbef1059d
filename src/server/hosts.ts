// The check of the Host of a request: a page of a stranger whose name resolves to this machine must not reach the service.

import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether a name or address stands for this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * A function that tells whether a request may be answered, from the Host that it names. Without allowed hosts every one may be, unless the server
 * listens on a loopback address and `onLoopback` is set.
 */
export function hostCheck(app: FastifyInstance, allowedHosts: readonly string[] | undefined, onLoopback: boolean) {
  const allowed = new Set(allowedHosts?.map((host) => hostname(host) ?? host));
  let isOn: boolean | undefined = allowedHosts === undefined && !onLoopback ? false : allowedHosts ? true : undefined;
  return (host: string | undefined, socket: Socket): boolean => {
    // where it listens is known with the first request
    isOn ??= listensOnLoopback(app);
    if (!isOn) return true;
    const name = hostname(host ?? '');
    return name !== undefined && (isLoopback(name) || allowed.has(name) || name === addressOf(socket));
  };
}

/** The name of a host without its port, in small letters; undefined if it is none. */
function hostname(host: string): string | undefined {
  const [, address, name] = /^(?:\[([\da-f:.]+)\]|([^\s:/@[\]]+?)\.?)(?::\d*)?$/i.exec(host) ?? [];
  return (address ?? name)?.toLowerCase();
}

function listensOnLoopback({ server }: FastifyInstance): boolean {
  const address = server.address();
  return typeof address === 'object' && address !== null && isLoopback(address.address);
}

/** The address that a connection was made to; that of IPv4 where it comes wrapped in IPv6. */
function addressOf({ localAddress }: Socket): string | undefined {
  return localAddress?.replace(/^::ffff:/, '');
}
