import type { ServerResponse } from 'node:http';

const PING_MS = 200;

/** Says nothing more than that the connection is alive, until the other end closes it. */
export function keepOpen(outgoing: ServerResponse): void {
  const timer = setInterval(() => outgoing.write(': alive\n\n'), PING_MS);
  outgoing.once('close', () => clearInterval(timer));
}
