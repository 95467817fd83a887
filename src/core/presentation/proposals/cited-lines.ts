import * as z from 'zod';
import { MAX_PLACES, placeName } from '../../follow-up/recheck.ts';
import { isTooWide, type Lines, parsePlace } from '../../proposals/place.ts';
import type { Pinned } from '../../vocabulary/event-parts.ts';

/** Lines, with the SHA-256 of their text if all of it is known. */
export interface HashedLines extends Lines {
  readonly sha256?: string | undefined;
}

const COMMIT_FIELD = 'charrette-commit: ';
const CITED_FIELD = 'charrette-cited:';
const ITEM = '  - ';

/** Front-matter rows of a published record: the commit that was read, and each place as JSON, which is valid YAML. */
export function citedRows(
  repository: Pick<Pinned, 'commit'> | null,
  cited: readonly HashedLines[],
): string[] {
  if (repository === null || cited.length === 0) return [];
  const items = cited.map((lines) => {
    const text = lines.sha256 === undefined ? '' : `, "sha256": "${lines.sha256}"`;
    return `${ITEM}{ "lines": ${JSON.stringify(placeName(lines))}${text} }`;
  });
  return [`${COMMIT_FIELD}"${repository.commit}"`, CITED_FIELD, ...items];
}

const fromJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue(String(error));
    return z.NEVER;
  }
});
const place = z.string().transform((text, context): Lines => {
  const found = parsePlace(text);
  if (found !== null && !isTooWide(found)) return { path: found.path, from: found.from, to: found.to };
  context.addIssue('no place');
  return z.NEVER;
});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Item = z.strictObject({ lines: place, sha256: sha256.optional() });
const Cited = z.object({
  commit: fromJson.pipe(z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)),
  lines: z
    .array(fromJson.pipe(Item))
    .max(MAX_PLACES)
    .transform((items): HashedLines[] => items.map((item) => ({ ...item.lines, sha256: item.sha256 }))),
});

/** The cited lines of a published record, none without a repository; `null` if its rows were damaged. */
export function citedIn(record: string): z.infer<typeof Cited> | null {
  const rows = record.slice(0, Math.max(0, record.indexOf('\n---\n'))).split('\n');
  const commit = rows.find((row) => row.startsWith(COMMIT_FIELD));
  const at = rows.indexOf(CITED_FIELD);
  if (commit === undefined && at === -1) return { commit: '', lines: [] };
  const behind = at === -1 ? [] : rows.slice(at + 1);
  const end = behind.findIndex((row) => !row.startsWith(ITEM));
  const items = behind.slice(0, end === -1 ? undefined : end).map((row) => row.slice(ITEM.length));
  return Cited.safeParse({ commit: commit?.slice(COMMIT_FIELD.length), lines: items }).data ?? null;
}
