import { iso } from '../../vocabulary/figures.ts';

/** A design in a list as outsiders see it (HTTP API v1): times as ISO 8601. */
export function listedDesign<Listed extends Shown>(listed: Listed) {
  const { startedAt, endedAt, setAside } = listed;
  const moments = { startedAt: iso(startedAt), endedAt: endedAt === null ? null : iso(endedAt) };
  // The place of one that is set aside is its row's alone (P11).
  return { ...listed, ...moments, ...(setAside === undefined ? {} : { thread: null }) };
}

interface Shown {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly setAside?: string | undefined;
}
