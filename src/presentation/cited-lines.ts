import { placeName } from '../core/follow-up/cited-places.ts';
import type { Lines } from '../core/proposals/place.ts';
import type { Pinned } from '../core/vocabulary/event-parts.ts';

/** Lines, with the SHA-256 of their text if all of it is known. */
export interface HashedLines extends Lines {
  readonly sha256?: string | undefined;
}

/** Front-matter rows of a published record: the commit that was read, and each place as JSON, which is valid YAML. */
export function citedRows(
  repository: Pick<Pinned, 'commit'> | null,
  cited: readonly HashedLines[],
): string[] {
  if (repository === null || cited.length === 0) return [];
  const items = cited.map((lines) => {
    const text = lines.sha256 === undefined ? '' : `, "sha256": "${lines.sha256}"`;
    return `  - { "lines": ${JSON.stringify(placeName(lines))}${text} }`;
  });
  return [`charrette-commit: "${repository.commit}"`, 'charrette-cited:', ...items];
}
