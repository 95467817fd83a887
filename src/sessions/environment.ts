import type { Environment } from './settings.ts';

/**
 * The only variables that a child inherits, because it needs them to run: proxies, certificates,
 * locale. Never `NODE_OPTIONS`, which could undo the sandbox.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'WINDIR',
  'COMSPEC',
  'LD_LIBRARY_PATH',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'LANG',
  'LANGUAGE',
  'TZ',
]);
const PROXIES: ReadonlySet<string> = new Set(['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']);

/**
 * Builds a child's environment from the allow-list. Removes user and password from a proxy's
 * address.
 */
export function makeChildEnvironment(environment: Environment): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const upperName = name.toUpperCase();
    if (value === undefined || !(ALLOWED.has(upperName) || upperName.startsWith('LC_'))) continue;
    const keptValue = PROXIES.has(upperName) ? withoutCredentials(value) : value;
    if (keptValue !== null) variables[name] = keptValue;
  }
  return variables;
}

/**
 * Returns `null` if an `@` remains after removing user and password: it may belong to a password.
 */
function withoutCredentials(proxy: string): string | null {
  if (!proxy.includes('@')) return proxy;
  if (!URL.canParse(proxy)) return null;
  const url = new URL(proxy);
  url.username = '';
  url.password = '';
  return url.href.includes('@') ? null : url.href;
}
