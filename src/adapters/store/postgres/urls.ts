/**
 * One URL for each host, in the order to try, of a URL like
 * `postgres://user:password@first:5432,second:5433/database`. An invalid URL gives invalid ones.
 */
export function splitHosts(url: string): string[] {
  const scheme = url.indexOf('://') + 3;
  const end = scheme + url.slice(scheme).search(/[/?#]|$/);
  const hosts = url.lastIndexOf('@', end - 1) + 1 || scheme;
  return url
    .slice(hosts, end)
    .split(',')
    .map((host) => url.slice(0, hosts) + host + url.slice(end));
}
