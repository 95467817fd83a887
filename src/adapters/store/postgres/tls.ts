import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { errorMessageOf, Fault } from '#foundation/fault.ts';

/** Postgres modes that decide on TLS: `allow` and `prefer` leave it to the server. */
export const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
/** The authorities that Node knows, instead of a file. */
const SYSTEM = 'system';
export const USE_REQUIRE =
  'use sslmode=require, or sslmode=verify-full, which checks the server as well.';
type SslMode = (typeof SSL_MODES)[number];

const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
export const TLS_PARAMETERS: readonly string[] = ['sslmode', ...FILES];

/** The problem with a URL's TLS parameters in words for people; `null` for none. */
export function findTlsProblem(url: string): string | null {
  const { searchParams } = new URL(url);
  const mode = searchParams.get('sslmode');
  if (mode !== null && !isMode(mode)) return `Its sslmode is not supported: ${USE_REQUIRE}`;
  const files = FILES.map((name) => [name, searchParams.get(name)] as const);
  const [named] = files.filter(([, file]) => file !== null);
  if (mode === null && named !== undefined) return `${named[0]} in it needs sslmode as well.`;
  if (searchParams.has('sslcert') !== searchParams.has('sslkey'))
    return 'sslcert and sslkey go together.';
  const wrong = files.find(([name, file]) => {
    return file !== null && !isAbsolute(file) && !(name === 'sslrootcert' && file === SYSTEM);
  });
  return wrong === undefined ? null : `${wrong[0]} in it is not an absolute path.`;
}

/**
 * Reads a one-host URL's TLS parameters as Postgres itself does. Throws
 * `Fault('bad_configuration')` for an unreadable file.
 */
export function tlsOf({ searchParams, hostname }: URL): false | ConnectionOptions {
  const mode = searchParams.get('sslmode');
  if (mode === null || !isMode(mode)) return false;
  const [file, certificate, key] = FILES.map((name) => searchParams.get(name));
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const own =
    certificate && key
      ? { cert: readNamed('sslcert', certificate), key: readNamed('sslkey', key) }
      : {};
  return mode !== 'disable' && { ...checks(mode, file ?? null, host), ...own };
}

function isMode(mode: string): mode is SslMode {
  return SSL_MODES.some((each) => each === mode);
}

function checks(
  mode: Exclude<SslMode, 'disable'>,
  file: string | null,
  host: string,
): ConnectionOptions {
  const authorities =
    file === null || file === SYSTEM ? {} : { ca: readNamed('sslrootcert', file) };
  const whatever = { checkServerIdentity: () => undefined };
  switch (mode) {
    case 'require':
      return file === null ? { rejectUnauthorized: false } : { ...authorities, ...whatever };
    case 'verify-ca':
      return { ...authorities, ...whatever };
    case 'verify-full':
      // Without it, a numeric host would be checked as `localhost`.
      return { ...authorities, host };
  }
}

function readNamed(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Fault(
      'bad_configuration',
      `The file that ${name} in DATABASE_URL names cannot be read: ${errorMessageOf(error)}`,
      error,
    );
  }
}
