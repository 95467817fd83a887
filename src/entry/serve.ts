import { createApp } from '../adapters/http/app.ts';
import { listen, type RunningServer } from '../adapters/http/server.ts';
import type { Schedules } from '../runtime/ports/schedules.ts';
import { adminTokenPath, keptAdminToken } from './admin-token.ts';
import { type Composition, compose, type Outside } from './compose.ts';
import type { Configuration } from './config.ts';
import { startUpkeep } from './upkeep.ts';

/** Milliseconds within which a stop is over, come what may. */
const STOP_BOUND_MS = 9_000;
/** Milliseconds that whatever is still open gets to close after the stop. */
const LINGER_MS = 500;
/** Milliseconds that open requests get to finish. */
const REQUESTS_BOUND_MS = 2_000;

/**
 * The daemon: HTTP, and every design that has not ended. Resolves with the exit code when SIGTERM or SIGINT has
 * stopped it: no new work, open designs resumable, children ended.
 */
export async function serve(configuration: Configuration, outside: Outside = {}): Promise<number> {
  const asked = stopSignal();
  const token = configuration.adminToken ?? (await keptAdminToken(configuration.dataDir));
  const composition = await compose(
    { ...configuration, secrets: [...configuration.secrets, token] },
    outside,
  );
  const { engine, log } = composition;
  const closing = new AbortController();
  const { names, pin, slack, discord, connections } = connectPlatforms(composition);
  const disconnect = () => Promise.all([slack?.stop(), discord?.stop()]);
  const app = createApp({
    engine,
    token,
    closing: closing.signal,
    repositoryNames: names,
    pinRepository: pin,
    slackEvents: slack?.listener ?? null,
    connections,
  });
  let server: RunningServer;
  try {
    server = await listen(app, configuration.httpHost, configuration.httpPort);
  } catch (error) {
    await disconnect();
    await engine.stop();
    throw error;
  }
  const early = await Promise.race([engine.takeUpWork(), asked]);
  if (early === undefined) announce(configuration, server);
  const upkeep = startUpkeep(configuration, engine.parts);
  const signal = await asked;
  log.info('stopping', { signal });
  await disconnect();
  return stop(composition, server, closing, upkeep);
}

/** From here on people can do something in each chat that is configured. */
function connectPlatforms({ engine, repositories, slack, discord }: Composition) {
  const { names } = repositories;
  const pin = async (name: string) => (await repositories.pin(name))?.pinned ?? null;
  const gateways = {
    slack: slack?.connect(engine, { names, pin }) ?? null,
    discord: discord?.connect(engine, { names, pin }) ?? null,
  };
  const connections = Object.fromEntries(
    Object.entries(gateways).flatMap(([name, gateway]) =>
      gateway === null ? [] : [[name, gateway.isConnected] as const],
    ),
  );
  return { names, pin, ...gateways, connections };
}

/** The one line on standard output that others wait for, and what a person should know on standard error. */
function announce(configuration: Configuration, server: RunningServer): void {
  process.stdout.write(`charrette ready http://${shownHost(server.host)}:${server.port}\n`);
  if (configuration.adminToken === null) {
    process.stderr.write(`The API's token is in ${adminTokenPath(configuration.dataDir)}\n`);
  }
  if (configuration.rehearsal) process.stderr.write('REHEARSAL: no model is called.\n');
}

async function stop(
  { engine, log }: Composition,
  server: RunningServer,
  closing: AbortController,
  upkeep: Schedules,
): Promise<number> {
  const bound = setTimeout(() => {
    log.error('stop_took_too_long', { boundMs: STOP_BOUND_MS });
    process.exit(1);
  }, STOP_BOUND_MS);
  closing.abort();
  await Promise.all([server.close(REQUESTS_BOUND_MS), upkeep.stop(), engine.stop()]);
  clearTimeout(bound);
  log.info('stopped');
  // A connection to a server that does not answer must not keep the process; all that matters is over.
  setTimeout(() => process.exit(0), LINGER_MS).unref();
  return 0;
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('SIGTERM'));
    process.once('SIGINT', () => resolve('SIGINT'));
  });
}

function shownHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
