import { iso } from '../../core/vocabulary/figures.ts';

/** A listed design in the form of HTTP API v1, with times as ISO 8601. */
export function listedDesign<Listed extends Shown>(listed: Listed) {
  const { startedAt, endedAt, setAside } = listed;
  const moments = { startedAt: iso(startedAt), endedAt: endedAt === null ? null : iso(endedAt) };
  // A design that is set aside shows no thread: only its stored row could name one (P11).
  return { ...listed, ...moments, ...(setAside === undefined ? {} : { thread: null }) };
}

interface Shown {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly setAside?: string | undefined;
}
