import type { ShownText } from './shown.ts';

/** Most texts kept: a few replies, and the answers in them. */
const MAX_KEPT = 8;

/**
 * Caches results for the latest texts: a turn quotes one reply many times, and a long one is slow
 * to scan.
 */
export function remember<Found>(read: (said: ShownText) => Found): (said: ShownText) => Found {
  const kept = new Map<string, { readonly found: Found }>();
  return (said) => {
    const key = `${JSON.stringify(said.shown ?? [])}${said.text}`;
    const reading = kept.get(key) ?? { found: read(said) };
    kept.delete(key);
    kept.set(key, reading);
    for (const oldest of kept.keys()) if (kept.size > MAX_KEPT) kept.delete(oldest);
    return reading.found;
  };
}
