/** Most texts kept: a few replies, and the answers in them. */
const MAX_KEPT = 8;

/** Caches results for the latest texts: a turn quotes one reply many times, and a long one is slow to scan. */
export function remember<Found>(read: (text: string) => Found): (text: string) => Found {
  const kept = new Map<string, { readonly found: Found }>();
  return (text) => {
    const reading = kept.get(text) ?? { found: read(text) };
    kept.delete(text);
    kept.set(text, reading);
    for (const oldest of kept.keys()) if (kept.size > MAX_KEPT) kept.delete(oldest);
    return reading.found;
  };
}
