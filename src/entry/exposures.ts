import { splitHosts } from '../adapters/store/postgres/urls.ts';
import { isLoopback } from '../foundation/loopback.ts';
import type { Variables } from './config.ts';

/** A setting that exposes data to the network. `event` is for the log. */
interface Exposure {
  readonly event: 'http_without_tls' | 'metrics_with_admin_token' | 'database_not_verified';
  readonly words: string;
  readonly toDo: string;
}

export function listExposures(
  configuration: Pick<
    Variables,
    'httpHost' | 'publicUrl' | 'databaseUrl' | 'databaseDirectUrl' | 'environment'
  >,
): Exposure[] {
  const { httpHost, publicUrl, databaseUrl, databaseDirectUrl, environment } = configuration;
  const isOpen = !isLoopback(httpHost);
  const risks: Exposure[] = [];
  if (isOpen && publicUrl?.protocol !== 'https:')
    risks.push({
      event: 'http_without_tls',
      words: `The API listens on ${httpHost} without TLS`,
      toDo: 'Put a TLS proxy in front of it and set CHARRETTE_PUBLIC_URL, or listen on 127.0.0.1.',
    });
  if (isOpen && (environment.CHARRETTE_METRICS_TOKEN ?? '') === '')
    risks.push({
      event: 'metrics_with_admin_token',
      words: '/metrics needs the admin token, which opens everything',
      toDo: 'Set CHARRETTE_METRICS_TOKEN for the program that collects metrics.',
    });
  const unverified = [databaseUrl, databaseDirectUrl].flatMap((url) =>
    url === null ? [] : splitHosts(url).filter(isUnverified),
  );
  if (unverified.length > 0)
    risks.push({
      event: 'database_not_verified',
      words: `The identity of Postgres at ${unverified.map((url) => new URL(url).hostname).join(', ')} is not verified`,
      toDo: 'End DATABASE_URL with ?sslmode=verify-full, and add &sslrootcert= if you use your own certificate authority.',
    });
  return risks;
}

/**
 * `true` for a database on another machine whose identity is not verified. A socket has no host
 * name.
 */
function isUnverified(url: string): boolean {
  const { hostname, searchParams } = new URL(url);
  const host = decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1');
  if (host === '' || host.startsWith('/') || isLoopback(host)) return false;
  const mode = searchParams.get('sslmode');
  return !(mode?.startsWith('verify-') || (mode === 'require' && searchParams.has('sslrootcert')));
}
