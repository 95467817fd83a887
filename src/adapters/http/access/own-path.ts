/** The page that somebody is sent to after signing in, where the request names none of ours. */
export const HOME = '/';
/** Characters of a path that a request gives, and of one that a page leads to. */
const [MAX_GIVEN, MAX_CHARACTERS] = [500, 2_000];
const ANY_HOST = 'http://own.invalid';

/** Returns a path of this daemon; `HOME` for anything else, such as an address of another host however it is written. */
export function ownPath(given: string | undefined): string {
  const path = given === undefined || given.length > MAX_GIVEN ? null : pathIn(given);
  return path === null || !isOwn(path) ? HOME : path;
}

/** Returns an address that a page may lead to: `https:` or an own path; for any other, a place on the page itself that leads nowhere. */
export function safeUrl(address: string): string {
  if (address.length <= MAX_CHARACTERS && isOwn(address)) return address;
  const { protocol = '', href = '' } = URL.parse(address) ?? {};
  return protocol === 'https:' ? href : '#';
}

/** `/.//host` becomes `//host`: a path counts only if it says the same when it is read again. */
function isOwn(path: string): boolean {
  const [address = '', ...place] = path.split('#');
  if (place.length > 1 || !/^[\w-]*$/.test(place[0] ?? '')) return false;
  return pathIn(address) === address;
}

/** Returns the path and the query of an address on this host, as a browser reads them; `null` for any other address. */
function pathIn(given: string): string | null {
  if (!/^\/[\x21-\x7e]*$/.test(given)) return null;
  const url = URL.parse(given, ANY_HOST);
  return url === null || url.origin !== ANY_HOST ? null : `${url.pathname}${url.search}`;
}
