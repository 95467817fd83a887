import { once } from 'node:events';
import { connect } from 'node:net';
import { causeOf, hasNeverConnected } from '../foundation/connection.ts';
import { errorCodeOf, Fault } from '../foundation/fault.ts';
import type { Configuration } from './models.ts';
import { listModelsInUse } from './open-model.ts';
import { findProxyTo } from './outgoing.ts';

/**
 * Milliseconds for an endpoint to take a connection. A slower one is waited for later, like any
 * unavailable one.
 */
const TIMEOUT_MS = 2_000;

/**
 * Throws `Fault('bad_configuration')` if a model's endpoint, or the proxy in front of it, cannot be
 * reached at all: then its address is wrong, its server was never started, or there is no network.
 * Sends nothing.
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
    const error = new Error('no connection', { cause });
    const mistake = mistakeIn(baseUrl, error, ways) ?? explainUnreachable(baseUrl, error, ways);
    if (mistake !== null) throw new Fault('bad_configuration', mistake, cause);
  } finally {
    socket.destroy();
  }
}

/** Names the setting behind a connection that fails for good; `null` for any other fault. */
export function mistakeIn(baseUrl: string, error: unknown, ways: Ways): string | null {
  if (!(error instanceof Error) || errorCodeOf(error.cause) !== 'ECONNREFUSED') return null;
  return `Nothing listens at ${nameWay(baseUrl, ways)} (ECONNREFUSED). Start it, or correct the setting.`;
}

/** `null` for a connection that is only slow: that one may come. */
function explainUnreachable(baseUrl: string, error: Error, ways: Ways): string | null {
  if (!hasNeverConnected(error)) return null;
  const where = nameWay(baseUrl, ways);
  return `The model cannot be reached at ${where} (${causeOf(error, baseUrl)}). Check the network and the setting.`;
}

/** What the first connection goes to: the endpoint, or the proxy in front of it. */
function nameWay(baseUrl: string, ways: Ways): string {
  const proxy = findProxyTo(baseUrl, ways.outgoing);
  return proxy === null ? nameEndpoint(baseUrl, ways) : `the address in ${proxy.name}`;
}

function nameEndpoint(baseUrl: string, { environment }: Ways): string {
  return `${new URL(baseUrl).origin}, the endpoint in ${settingOf(baseUrl, environment)}`;
}

function settingOf(
  baseUrl: string,
  { ANTHROPIC_BASE_URL: own = '' }: Configuration['environment'],
): string {
  return own !== '' && own.startsWith(baseUrl) ? 'ANTHROPIC_BASE_URL' : 'models.yaml';
}
