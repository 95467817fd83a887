import { causeOf } from '../../foundation/connection.ts';
import { errorCode, Fault } from '../../foundation/fault.ts';
import type { Configuration } from '../config.ts';
import { modelsInUse } from '../open-model.ts';

/** Milliseconds for an endpoint to take a connection. A slower one is waited for later, like any that is away. */
const TIMEOUT_MS = 2_000;
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * Throws `Fault('bad_configuration')` if a model's endpoint or the proxy refuses the first connection: then its address is
 * wrong, or its server was never started. Sends no key.
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
    if (!(error instanceof Error) || errorCode(error.cause) !== 'ECONNREFUSED') return;
    const proxy = PROXIES.find((name) => isRefusedBy(environment[name], error));
    const where =
      proxy === undefined
        ? `${new URL(baseUrl).origin}, the endpoint in ${settingOf(baseUrl, environment)}`
        : `the address in ${proxy}`;
    throw new Fault(
      'bad_configuration',
      `Nothing listens at ${where} (ECONNREFUSED), so nothing was started. Start it, or correct the setting.`,
      error,
    );
  }
}

function isRefusedBy(proxy: string | undefined, error: Error): boolean {
  const port = URL.parse(proxy ?? '')?.port ?? '';
  return port !== '' && causeOf(error).endsWith(`:${port}`);
}

function settingOf(baseUrl: string, { ANTHROPIC_BASE_URL: own = '' }: Configuration['environment']): string {
  return own !== '' && own.startsWith(baseUrl) ? 'ANTHROPIC_BASE_URL' : 'models.yaml';
}
