import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { Fault } from '../../runtime/fault.ts';

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** Takes no new connections, ends idle ones, and resolves when the last answer is sent or the bound is reached. */
  close(boundMs: number): Promise<void>;
}

/** Listens, and adds `bindings` to the environment of each request; a port in use is a `Fault('address_in_use')` that says what to do. */
export function listen(
  app: Hono,
  host: string,
  port: number,
  bindings: Readonly<Record<string, unknown>> = {},
): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: (request, own) => app.fetch(request, { ...own, ...bindings }), hostname: host, port },
      (address) => {
        server.removeListener('error', failed);
        resolve({ host, port: address.port, close: (boundMs) => close(server as Server, boundMs) });
      },
    );
    const most = mostConnections();
    if (most !== null) (server as Server).maxConnections = most;
    const failed = (error: NodeJS.ErrnoException): void => reject(listenFault(error, host, port));
    server.once('error', failed);
  });
}

const LIMITS = '/proc/self/limits';

/**
 * A quarter of the files that this process may open, where that is known: who connects without an end leaves enough for the
 * designs.
 */
function mostConnections(): number | null {
  const files = existsSync(LIMITS)
    ? /^Max open files\s+(\d+)/m.exec(readFileSync(LIMITS, 'utf8'))?.[1]
    : undefined;
  return files === undefined ? null : Math.floor(Number(files) / 4);
}

/** Why one cannot listen there, with what to do. */
export function listenFault(error: NodeJS.ErrnoException, host: string, port: number): Fault {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    const message = `${where} is in use. Stop what listens there, or set CHARRETTE_HTTP_PORT to another port (0 picks one).`;
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
    const bound = setTimeout(() => server.closeAllConnections(), boundMs);
    server.close(() => {
      clearTimeout(bound);
      resolve();
    });
    server.closeIdleConnections();
  });
}
