import { once } from 'node:events';
import { connect } from 'node:net';
import { causeOf } from '../foundation/connection.ts';
import { errorCodeOf, Fault } from '../foundation/fault.ts';
import type { Configuration } from './models.ts';
import { listModelsInUse } from './open-model.ts';
import { findProxyTo } from './outgoing.ts';

/** Milliseconds for an endpoint to take a connection. A slower one is waited for later, like any unavailable one. */
const TIMEOUT_MS = 2_000;

/**
 * Throws `Fault('bad_configuration')` if a model's endpoint, or the proxy in front of it, refuses a first connection: then its
 * address is wrong, or its server was never started. Sends nothing.
 */
export async function assertEndpointsListen(configuration: Configuration): Promise<void> {
  if (configuration.rehearsal) return;
  const endpoints = new Set((await listModelsInUse(configuration)).map(({ baseUrl }) => baseUrl));
  await Promise.all([...endpoints].map((baseUrl) => assertListens(baseUrl, configuration)));
}

type Ways = Pick<Configuration, 'environment' | 'outgoing'>;

async function assertListens(baseUrl: string, ways: Ways): Promise<void> {
  const { hostname, port, protocol } = new URL(findProxyTo(baseUrl, ways.outgoing)?.url ?? baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    const mistake = mistakeIn(baseUrl, new Error('no connection', { cause }), ways);
    if (mistake !== null) throw new Fault('bad_configuration', mistake, cause);
  } finally {
    socket.destroy();
  }
}

/** Names the setting behind a connection that fails for good; `null` for any other fault. */
export function mistakeIn(baseUrl: string, error: unknown, { environment, outgoing }: Ways): string | null {
  if (!(error instanceof Error)) return null;
  const { origin } = new URL(baseUrl);
  const endpoint = `${origin}, the endpoint in ${settingOf(baseUrl, environment)}`;
  if (causeOf(error, baseUrl).startsWith(FORBIDDEN_PORT))
    return `The port of ${endpoint}, is one that may not be called. Correct the setting.`;
  if (errorCodeOf(error.cause) !== 'ECONNREFUSED') return null;
  const proxy = findProxyTo(baseUrl, outgoing);
  const where = proxy === null ? endpoint : `the address in ${proxy.name}`;
  return `Nothing listens at ${where} (ECONNREFUSED). Start it, or correct the setting.`;
}

/** Message of Node’s `fetch` for the ports that the Fetch standard blocks. */
const FORBIDDEN_PORT = 'bad port';

function settingOf(baseUrl: string, { ANTHROPIC_BASE_URL: own = '' }: Configuration['environment']): string {
  return own !== '' && own.startsWith(baseUrl) ? 'ANTHROPIC_BASE_URL' : 'models.yaml';
}
