/** The page that somebody is sent to after signing in, where the request names none of ours. */
export const HOME = '/';
const MAX_CHARACTERS = 500;
const ANY_HOST = 'http://own.invalid';

/** Returns a path of this daemon; `HOME` for anything else, such as an address of another host however it is written. */
export function ownPath(given: string | undefined): string {
  const path = given === undefined ? null : pathIn(given);
  // `/.//host` becomes `//host`: a path counts only if it says the same when it is read again.
  return path === null || pathIn(path) !== path ? HOME : path;
}

function pathIn(given: string): string | null {
  if (given.length > MAX_CHARACTERS || !/^\/[\x21-\x7e]*$/.test(given)) return null;
  const url = URL.parse(given, ANY_HOST);
  return url === null || url.origin !== ANY_HOST ? null : `${url.pathname}${url.search}`;
}
