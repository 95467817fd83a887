/** The page after a sign-in, unless the request names another page of this daemon. */
export const HOME = '/';
/** Most characters of a path in a request, and of a link on a page. */
const MAX_GIVEN = 500;
const MAX_CHARACTERS = 2_000;
const ANY_HOST = 'http://own.invalid';

/** Returns the given path if it is one of this daemon's, otherwise `HOME`, as for another host in any spelling. */
export function ownPath(given: string | undefined): string {
  const path = given === undefined || given.length > MAX_GIVEN ? null : pathIn(given);
  return path === null || !isOwn(path) ? HOME : path;
}

/** Returns an address that a page may link to: `https:` or an own path. Any other becomes `#`, which leads nowhere. */
export function safeUrl(address: string): string {
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

/** Returns path and query of an address on this host, parsed like a browser; `null` for any other address. */
function pathIn(given: string): string | null {
  if (!/^\/[\x21-\x7e]*$/.test(given)) return null;
  const url = URL.parse(given, ANY_HOST);
  return url === null || url.origin !== ANY_HOST ? null : `${url.pathname}${url.search}`;
}
