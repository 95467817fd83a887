import { namePlace } from '../core/follow-up/cited-places.ts';
import type { Lines } from '../core/proposals/place.ts';
import type { Pinned } from '../core/vocabulary/event-parts.ts';

/** Lines that a decision rests on, as its published record names them. */
export interface CitedLines extends Lines {
  /** Of their text, if all of it is known. */
  readonly sha256?: string | undefined;
  /** Numbers of the decision's sentences that rest on them, and their words. */
  readonly sentences: readonly number[];
  readonly says: string;
  /** The claims that cite them. */
  readonly because: string;
}

/** Fields of a published record that `check` reads. */
export const RECORD_FIELDS = {
  commit: 'charrette-commit',
  cited: 'charrette-cited',
  dissents: 'charrette-dissents',
} as const;

/** Front-matter rows of a published record: the commit that was read, and each place as JSON, which is valid YAML. */
export function writeCitedRows(
  repository: Pick<Pinned, 'commit'> | null,
  cited: readonly CitedLines[],
): string[] {
  if (repository === null || cited.length === 0) return [];
  const items = cited.map(({ path, from, to, ...given }) => {
    const item = { lines: namePlace({ path, from, to }), ...given };
    const members = Object.entries(item).flatMap(([name, value]) =>
      value === undefined ? [] : [`"${name}": ${JSON.stringify(value)}`],
    );
    return `  - { ${members.join(', ')} }`;
  });
  return [`${RECORD_FIELDS.commit}: "${repository.commit}"`, `${RECORD_FIELDS.cited}:`, ...items];
}

/** Each dissent as text, with its author. */
export function writeDissentRows(dissents: readonly string[]): string[] {
  if (dissents.length === 0) return [];
  return [`${RECORD_FIELDS.dissents}:`, ...dissents.map((each) => `  - ${JSON.stringify(each)}`)];
}
