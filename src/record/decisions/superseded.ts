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

/** A status and nothing else. */
const BARE = /^\W{0,3}(?:accepted|approved|decided|adopted|implemented|proposed|draft)\W{0,3}$/i;

/**
 * A record with the status that another supersedes it, in its own style; `null` if that would be a guess: it has no
 * row for it, or several in one place, or would not read as superseded.
 */
export function writeSuperseded(path: string, text: string, by: Successor): string | null {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const rows = text.split(end);
  const places = findStatusRows(rows);
  if (places === null) return null;
  const name = `ADR-${by.number}`;
  const link = `[${name}](${relative(dirname(path), by.path)})`;
  const words = {
    matter: JSON.stringify(`superseded by ${name}`),
    body: `superseded by ${link}`,
    heading: `Superseded by ${link}`,
  };
  const newText = places
    .reduce((all, { at, before, place }) => all.with(at, `${before}${words[place]}`), rows)
    .join(end);
  const record = readRecord(path, newText);
  return 'status' in record && record.status === 'superseded' ? newText : null;
}

interface Row {
  readonly at: number;
  /** What stays of the row. */
  readonly before: string;
}

/** At most one in front matter, and one in the body: some write both. */
function findStatusRows(rows: readonly string[]) {
  const isFenced = FENCE.test(rows[0] ?? '');
  const close = isFenced ? rows.findIndex((row, at) => at > 0 && FENCE.test(row)) : 0;
  const heading = rows.findIndex((row, at) => at >= close && OWN_HEADING.test(row));
  const all =
    heading === -1
      ? findFieldRows(rows, close, findFirstHeading(rows, close))
      : listRowsBelow(rows, heading + 1);
  // Beside the status may stand what it was amended by, or has superseded.
  const body = all.length > 1 && heading !== -1 ? all.filter(({ at }) => BARE.test(rows[at] ?? '')) : all;
  const matter = findFieldRows(rows, 1, close);
  if (matter.length > 1 || body.length > 1 || (all.length > 0 && body.length === 0)) return null;
  const places = [
    ...matter.map((row) => ({ ...row, place: 'matter' as const })),
    ...body.map((row) => ({ ...row, place: heading === -1 ? ('body' as const) : ('heading' as const) })),
  ];
  return places.length === 0 ? null : places;
}

function findFieldRows(rows: readonly string[], from: number, to: number): Row[] {
  return rows.flatMap((row, at) => {
    const before = at >= from && at < to ? FIELD.exec(row)?.[1] : undefined;
    return before === undefined ? [] : [{ at, before }];
  });
}

/** Where the first heading of the second level begins. */
function findFirstHeading(rows: readonly string[], from: number): number {
  const at = rows.findIndex((row, index) => index > from && /^## |^-{3,}\s*$/.test(row));
  return at === -1 ? rows.length : at;
}

/** The rows with words below a heading. */
function listRowsBelow(rows: readonly string[], from: number): Row[] {
  const end = rows.findIndex((row, at) => at >= from && HEADING.test(row));
  return rows
    .slice(from, end === -1 ? undefined : end)
    .flatMap((row, at) => (row.trim() === '' ? [] : [{ at: from + at, before: '' }]));
}
