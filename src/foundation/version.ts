import packageDescription from '../../package.json' with { type: 'json' };

export const CHARRETTE_VERSION: string = packageDescription.version;

const VERSION = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/;

/** True for a version later than this one. An invalid version counts as later. */
export function isLaterCharrette(version: string): boolean {
  const [theirs, ours] = [version, CHARRETTE_VERSION].map((text) => VERSION.exec(text)?.slice(1).map(Number));
  if (theirs === undefined || ours === undefined) return version !== CHARRETTE_VERSION;
  const differing = theirs.findIndex((number, index) => number !== ours[index]);
  return differing !== -1 && (theirs[differing] ?? 0) > (ours[differing] ?? 0);
}
