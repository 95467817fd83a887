import { causeOf } from '../foundation/connection.ts';
import { errorCode, Fault } from '../foundation/fault.ts';
import type { Configuration } from './config.ts';
import { modelsInUse } from './open-model.ts';

/** Milliseconds for an endpoint to take a connection. A slower one is waited for later, like any that is away. */
const TIMEOUT_MS = 2_000;
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * Throws `Fault('bad_configuration')` if a model's endpoint or the proxy refuses the first connection, or no client may call its port:
 * then its address is wrong, or its server was never started. Sends no key.
 */
export async function assertEndpointsListen(configuration: Configuration): Promise<void> {
  if (configuration.rehearsal) return;
  const endpoints = new Set((await modelsInUse(configuration)).map(({ baseUrl }) => baseUrl));
  await Promise.all([...endpoints].map((baseUrl) => assertListens(baseUrl, configuration.environment)));
}

async function assertListens(baseUrl: string, environment: Configuration['environment']): Promise<void> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Any answer will do.
    await fetch(baseUrl, { method: 'HEAD', redirect: 'manual', signal });
  } catch (error) {
    const mistake = mistakeIn(baseUrl, error, environment);
    if (mistake !== null) throw new Fault('bad_configuration', mistake, error);
  }
}

/** Names the setting behind a connection that fails for good; `null` for any other fault. */
export function mistakeIn(
  baseUrl: string,
  error: unknown,
  environment: Configuration['environment'],
): string | null {
  if (!(error instanceof Error)) return null;
  const { origin } = new URL(baseUrl);
  const endpoint = `${origin}, the endpoint in ${settingOf(baseUrl, environment)}`;
  if (causeOf(error) === FORBIDDEN_PORT)
    return `The port of ${endpoint}, is one that may not be called. Correct the setting.`;
  if (errorCode(error.cause) !== 'ECONNREFUSED') return null;
  const proxy = PROXIES.find((name) => isRefusedBy(environment[name], error));
  const where = proxy === undefined ? endpoint : `the address in ${proxy}`;
  return `Nothing listens at ${where} (ECONNREFUSED). Start it, or correct the setting.`;
}

/** Message of Node’s `fetch` for the ports that the Fetch standard blocks. */
const FORBIDDEN_PORT = 'bad port';

function isRefusedBy(proxy: string | undefined, error: Error): boolean {
  const port = URL.parse(proxy ?? '')?.port ?? '';
  return port !== '' && causeOf(error).endsWith(`:${port}`);
}

function settingOf(baseUrl: string, { ANTHROPIC_BASE_URL: own = '' }: Configuration['environment']): string {
  return own !== '' && own.startsWith(baseUrl) ? 'ANTHROPIC_BASE_URL' : 'models.yaml';
}
