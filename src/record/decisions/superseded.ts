import { dirname, relative } from 'node:path/posix';
import { readRecord } from './read-record.ts';

interface Successor {
  readonly number: string;
  readonly path: string;
}

const FENCE = /^---\s*$/;
/** A field in a row of its own, as in `status: accepted`, `* Status: accepted` or `**Status:** accepted`. */
const FIELD = /^((?:[*+-] {1,3})?(?:\*\*)?status(?:\*\*)? ?:(?:\*\*)?[ \t]*)(?=\S)/i;
const HEADING = /^#{1,6} |^(?:=+|-{3,})\s*$/;
const OWN_HEADING = /^#{2,3} (?:\d+[.)] )?status:?\s*$/i;

/**
 * A record with the status that another supersedes it, in its own style; `null` if that would be a guess: it has no
 * row for it, or several, or would not read as superseded.
 */
export function supersededText(path: string, text: string, by: Successor): string | null {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const rows = text.split(end);
  const found = statusRow(rows);
  if (found === null) return null;
  const name = `ADR-${by.number}`;
  const link = `[${name}](${relative(dirname(path), by.path)})`;
  const words = { matter: JSON.stringify(`superseded by ${name}`), body: `superseded by ${link}` };
  const status = found.isMatter ? words.matter : words.body;
  const row = `${found.before}${found.isHeading ? status.replace('s', 'S') : status}`;
  const changed = rows.with(found.at, row).join(end);
  const record = readRecord(path, changed);
  return 'status' in record && record.status === 'superseded' ? changed : null;
}

interface StatusRow {
  readonly at: number;
  /** What stays of the row. */
  readonly before: string;
  readonly isMatter: boolean;
  readonly isHeading: boolean;
}

function statusRow(rows: readonly string[]): StatusRow | null {
  const isFenced = FENCE.test(rows[0] ?? '');
  const close = isFenced ? rows.findIndex((row, at) => at > 0 && FENCE.test(row)) : 0;
  const inMatter = fieldRows(rows, 1, close).map((row) => ({ ...row, isMatter: true, isHeading: false }));
  const heading = rows.findIndex((row, at) => at >= close && OWN_HEADING.test(row));
  const inBody = heading === -1 ? fieldRows(rows, close, firstPart(rows, close)) : below(rows, heading + 1);
  const found = [
    ...inMatter,
    ...inBody.map((row) => ({ ...row, isMatter: false, isHeading: heading !== -1 })),
  ];
  // Further rows say more than a status, such as since when or what was superseded before.
  return found.length === 1 ? (found[0] ?? null) : null;
}

function fieldRows(rows: readonly string[], from: number, to: number) {
  return rows.flatMap((row, at) => {
    const before = at >= from && at < to ? FIELD.exec(row)?.[1] : undefined;
    return before === undefined ? [] : [{ at, before }];
  });
}

/** Where the first heading of the second level begins. */
function firstPart(rows: readonly string[], from: number): number {
  const at = rows.findIndex((row, index) => index > from && /^## |^-{3,}\s*$/.test(row));
  return at === -1 ? rows.length : at;
}

/** The rows with words below a heading. */
function below(rows: readonly string[], from: number) {
  const end = rows.findIndex((row, at) => at >= from && HEADING.test(row));
  return rows
    .slice(from, end === -1 ? undefined : end)
    .flatMap((row, at) => (row.trim() === '' ? [] : [{ at: from + at, before: '' }]));
}
