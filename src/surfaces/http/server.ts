import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { Fault } from '../../foundation/fault.ts';
import type { Door } from './door/door.ts';

interface RunningServer {
  readonly host: string;
  readonly port: number;
  /**
   * Accepts no new connections, ends idle ones, and resolves when the last answer is sent or the
   * bound is reached.
   */
  close(boundMs: number): Promise<void>;
}

export interface Served {
  readonly app: Hono;
  readonly door: Pick<Door, 'opened'>;
}

/**
 * Most connections that wait to be accepted: enough that a crowd does not push out a health check.
 */
const BACKLOG = 4_096;
/** Milliseconds for the headers, for the whole request, and between checks for late ones. */
const TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
};

/**
 * Listens, with `bindings` in the environment of each request. Throws `Fault('address_in_use')`,
 * which says what to do.
 */
export function listen(
  { app, door }: Served,
  host: string,
  port: number,
  bindings: Readonly<Record<string, unknown>> = {},
): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = createAdaptorServer({
      fetch: (request, own) => app.fetch(request, { ...own, ...bindings }),
      hostname: host,
      createServer,
      serverOptions: TIMES,
    }) as Server;
    server.on('connection', (socket: Socket) => door.opened(socket));
    const rejectWith = (error: NodeJS.ErrnoException): void =>
      reject(listenFaultOf(error, host, port));
    server.once('error', rejectWith);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.removeListener('error', rejectWith);
      const { port: actualPort } = server.address() as AddressInfo;
      resolve({ host, port: actualPort, close: (boundMs) => close(server, boundMs) });
    });
  });
}

export function listenFaultOf(error: NodeJS.ErrnoException, host: string, port: number): Fault {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    const message = `${where} is in use. Stop the program that listens there, or set CHARRETTE_HTTP_PORT to another port (0 picks a free one).`;
    return new Fault('address_in_use', message, error);
  }
  return new Fault(
    'address_in_use',
    `Cannot listen at ${where}: ${error.code ?? error.message}. Check CHARRETTE_HTTP_HOST.`,
    error,
  );
}

function close(server: Server, boundMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), boundMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
