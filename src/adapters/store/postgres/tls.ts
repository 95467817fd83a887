import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { errorMessage, Fault } from '../../../runtime/fault.ts';

/** Those of Postgres of which each says whether there is TLS: `allow` and `prefer` leave that to the server. */
export const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
/** In place of a file: the authorities that Node knows. */
const SYSTEM = 'system';
type SslMode = (typeof SSL_MODES)[number];

/** What each driver is given: the URL without what it says of TLS, which they read differently, and what that means. */
export interface Address {
  readonly url: string;
  readonly ssl: false | ConnectionOptions;
}

/** Whether what a URL says of TLS is understood. */
export function isTlsKnown(url: string): boolean {
  const { searchParams } = new URL(url);
  if (searchParams.has('ssl')) return false;
  const [mode, file] = [searchParams.get('sslmode'), searchParams.get('sslrootcert')];
  if (mode === null) return file === null;
  return isMode(mode) && (file === null || file === SYSTEM || isAbsolute(file));
}

/** Reads the URL of one host as Postgres itself does. Throws `Fault('bad_configuration')` for a file of authorities that cannot be read. */
export function addressOf(url: string): Address {
  const read = new URL(url);
  const mode = read.searchParams.get('sslmode');
  if (mode === null || !isMode(mode)) return { url, ssl: false };
  const file = read.searchParams.get('sslrootcert');
  for (const name of ['sslmode', 'sslrootcert']) read.searchParams.delete(name);
  return { url: read.href, ssl: optionsOf(mode, file, read.hostname.replace(/^\[(.*)\]$/, '$1')) };
}

function isMode(mode: string): mode is SslMode {
  return SSL_MODES.some((each) => each === mode);
}

function optionsOf(mode: SslMode, file: string | null, host: string): false | ConnectionOptions {
  const authorities = file === null || file === SYSTEM ? {} : { ca: readAuthorities(file) };
  const whatever = { checkServerIdentity: () => undefined };
  switch (mode) {
    case 'disable':
      return false;
    case 'require':
      return file === null ? { rejectUnauthorized: false } : { ...authorities, ...whatever };
    case 'verify-ca':
      return { ...authorities, ...whatever };
    case 'verify-full':
      // Without it the name of a host that is an address would be taken to be `localhost`.
      return { ...authorities, host };
  }
}

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Fault(
      'bad_configuration',
      `The file that sslrootcert in DATABASE_URL names cannot be read: ${errorMessage(error)}`,
      error,
    );
  }
}
