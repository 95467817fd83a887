/** The page after a sign-in, unless the request names another page of this daemon. */
export const HOME = '/';
/** Most characters of a path in a request, and of a link on a page. */
const MAX_GIVEN = 500;
const MAX_CHARACTERS = 2_000;
const ANY_HOST = 'http://own.invalid';

/**
 * Returns the given path if it is one of this daemon's, otherwise `HOME`, as for another host in
 * any spelling.
 */
export function keepOwnPath(text: string | undefined): string {
  const path = text === undefined || text.length > MAX_GIVEN ? null : pathIn(text);
  return path === null || !isOwn(path) ? HOME : path;
}

/**
 * Returns an address that a page may link to: `https:` or an own path. Any other becomes `#`, which
 * leads nowhere.
 */
export function cleanUrl(address: string): string {
  if (address.length <= MAX_CHARACTERS && isOwn(address)) return address;
  const { protocol = '', href = '' } = URL.parse(address) ?? {};
  return protocol === 'https:' ? href : '#';
}

/** Accepts a path only if parsing changes nothing in it: `/.//host` would become `//host`. */
function isOwn(path: string): boolean {
  const [address = '', ...place] = path.split('#');
  if (place.length > 1 || !/^[\w-]*$/.test(place[0] ?? '')) return false;
  return pathIn(address) === address;
}

/**
 * Returns path and query of an address on this host, parsed like a browser; `null` for any other
 * address.
 */
function pathIn(address: string): string | null {
  if (!/^\/[\x21-\x7e]*$/.test(address)) return null;
  const url = URL.parse(address, ANY_HOST);
  return url === null || url.origin !== ANY_HOST ? null : `${url.pathname}${url.search}`;
}
