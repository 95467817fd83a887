/**
 * The daemon's HTTP: health, API and read-only pages, within limits of the server's own (A22).
 *
 * @example const web = await startWeb({ designs, ping, listKey, adminToken, host, port, log });
 */

import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Designs } from '#engine/designs.ts';
import { Fault, isFault } from '#support/fault.ts';
import type { Log } from '#support/log.ts';
import { isAdmin } from './access.ts';
import { createApi } from './api.ts';
import { createPages } from './pages.ts';
import { noToken, notFound, problem } from './problems.ts';

export interface WebOptions {
  readonly designs: Designs;
  /** Rejects when nothing can be stored now. */
  readonly ping: () => Promise<void>;
  readonly listKey: string;
  readonly adminToken: string | null;
  readonly host: string;
  readonly port: number;
  readonly log: Log;
}
export interface Web {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  stop(): Promise<void>;
}

const MAX_CONNECTIONS = 2_000;
/** A stream's peer that is gone without a word is found by the system's own probes. */
const PROBE_AFTER_MS = 60_000;
/** `data:`: the empty icon. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const READY_MS = 1_000;
const NOT_STORED = 'Nothing can be stored now; the log says why.';
const ASSETS: Readonly<Record<string, string>> = {
  'page.js': `${import.meta.dirname}/assets/page.js`,
  'styles.css': `${import.meta.dirname}/assets/styles.css`,
  'idiomorph.js': createRequire(import.meta.url).resolve('idiomorph/dist/idiomorph.min.js'),
};

/** All routes; a test of access calls each of them. */
export function createApp({ designs, ping, log, adminToken, listKey }: WebOptions): Hono {
  const keys = { adminToken, listKey };
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', POLICY);
    context.header('Referrer-Policy', 'no-referrer');
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Cache-Control', 'no-store');
  });
  app.use(compress());
  app.get('/healthz', (context) => context.json({ ok: true }));
  let storedAt = Number.NEGATIVE_INFINITY;
  app.get('/readyz', async (context) => {
    try {
      // Anybody may ask, and each look is a write.
      if (performance.now() - storedAt > READY_MS) {
        await ping();
        storedAt = performance.now();
      }
      return context.json({ ok: true });
    } catch (error) {
      log.warn('not_ready', { error });
      return problem(context, 'not_ready', NOT_STORED);
    }
  });
  app.get('/assets/:name', async (context) => {
    const file = ASSETS[context.req.param('name')];
    if (file === undefined) return notFound(context);
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    context.header('Content-Type', `${type}; charset=utf-8`);
    return context.body(await readFile(file, 'utf8'));
  });
  app.route('/api/v1', createApi(designs, keys, log));
  app.route('/', createPages(designs, keys));
  app.notFound((context) => (isAdmin(context, keys) ? notFound(context) : noToken(context)));
  app.onError((error, context) => {
    const { path, raw } = context.req;
    if (isFault(error, 'store_away', 'store_full', 'store_read_only')) {
      log.warn('not_ready', { path, error });
      return problem(context, 'not_ready', NOT_STORED);
    }
    if (raw.signal.aborted) log.info('client_gone', { path });
    else log.error('http_failed', { path, error });
    return problem(context, 'internal', 'Charrette itself failed here; its log says how.');
  });
  return app;
}

export async function startWeb(options: WebOptions): Promise<Web> {
  const { host, port } = options;
  const server = createAdaptorServer({
    fetch: createApp(options).fetch,
    serverOptions: { keepAlive: true, keepAliveInitialDelay: PROBE_AFTER_MS },
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isUsed = cause.code === 'EADDRINUSE';
      const why = isUsed ? 'is in use' : 'cannot be listened on';
      const name =
        isUsed || cause.code === 'EACCES' ? 'CHARRETTE_HTTP_PORT' : 'CHARRETTE_HTTP_HOST';
      reject(new Fault('bad_setting', `${name}: ${host}:${port} ${why}.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
