import { iso } from '../vocabulary/figures.ts';

/** A design in a list as outsiders see it (HTTP API v1): times as ISO 8601. */
export function listedDesign<Listed extends { readonly startedAt: number; readonly endedAt: number | null }>(
  listed: Listed,
) {
  const { startedAt, endedAt } = listed;
  return { ...listed, startedAt: iso(startedAt), endedAt: endedAt === null ? null : iso(endedAt) };
}
