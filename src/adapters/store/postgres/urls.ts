/**
 * One URL per host of a database URL, in the order in which they are to be tried: a URL may name several, as in
 * `postgres://user:password@first:5432,second:5433/database`. What is not a URL comes back as something that is none
 * either.
 */
export function urlsOfHosts(url: string): string[] {
  const scheme = url.indexOf('://') + 3;
  const end = scheme + url.slice(scheme).search(/[/?#]|$/);
  const hosts = url.lastIndexOf('@', end - 1) + 1 || scheme;
  return url
    .slice(hosts, end)
    .split(',')
    .map((host) => url.slice(0, hosts) + host + url.slice(end));
}
