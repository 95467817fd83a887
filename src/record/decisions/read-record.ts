import * as z from 'zod';
import { parsePlace } from '../../core/proposals/place.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { cutWords, findSizeProblem, segmentsOf } from '../../core/vocabulary/text.ts';
import { parseYaml } from '../../foundation/checked-yaml.ts';
import { type CitedLines, RECORD_FIELDS } from '../../presentation/cited-lines.ts';
import { readMarkedNumbers } from '../../presentation/published-record.ts';
import { linesIn } from './lines-now.ts';

type RecordStatus = 'accepted' | 'proposed' | 'declined' | 'superseded' | 'other';

/** A decision record of a repository, ours or another tool's. */
export interface RepositoryRecord {
  readonly path: string;
  /** As in the file's name; `null` if that has none. */
  readonly number: string | null;
  readonly title: string;
  readonly status: RecordStatus;
  /** The number of the record that supersedes it; `NaN` for none. */
  readonly successor: number;
  /** The decision in one sentence; empty if the record has no part for it. */
  readonly sentence: string;
  /** Only in records that Charrette published. */
  readonly designId: DesignId | null;
  readonly commit: string | null;
  readonly cited: readonly CitedLines[];
  readonly dissents: readonly string[];
}

interface NotRead {
  readonly path: string;
  readonly why: string;
  /** Charrette published it. */
  readonly isOurs: boolean;
}

const MAX_CHARACTERS = 1_000_000;
const TITLE_CHARACTERS = 200;
const SENTENCE_CHARACTERS = 400;
const FIELD_CHARACTERS = 300;

/** Reads the styles of MADR, of Nygard, and our own; says what is wrong with a record that was damaged. */
export function readRecord(path: string, text: string): RepositoryRecord | NotRead {
  const isOurs = OURS.test(text.slice(0, OURS_CHARACTERS));
  const tooLong = findSizeProblem('file', text, MAX_CHARACTERS);
  if (tooLong !== null) return { path, why: tooLong, isOurs };
  const lines = linesIn(text.replace(/^\ufeff/, ''));
  const end =
    lines[0]?.trimEnd() === FENCE ? lines.findIndex((row, at) => at > 0 && row.trimEnd() === FENCE) : 0;
  if (end === -1)
    return { path, why: 'the front-matter that begins in line 1 is never closed by ---', isOurs };
  const matter = lines.slice(1, Math.max(1, end));
  const body = partsOf(lines.slice(end === 0 ? 0 : end + 1));
  const status = fieldIn(matter) ?? statusIn(body);
  if (status === null) return { path, why: 'it has no status', isOurs };
  const own = isOurs ? parseYaml(matter.join('\n'), Matter, 2) : null;
  const [problem] = own?.problems ?? [];
  if (problem !== undefined)
    return { path, why: `line ${problem.line} is damaged: ${problem.reason}`, isOurs };
  const number = numberIn(path);
  return {
    path,
    number,
    title: titleIn(body, number) ?? path.split('/').at(-1) ?? path,
    status: statusOf(status),
    successor: Number(SUCCESSOR.exec(status)?.[1]),
    sentence: sentenceIn(body),
    designId: (readMarkedNumbers(text).at(-1)?.id as DesignId | undefined) ?? null,
    commit: own?.data?.[RECORD_FIELDS.commit] ?? null,
    cited: own?.data?.[RECORD_FIELDS.cited] ?? [],
    dissents: own?.data?.[RECORD_FIELDS.dissents] ?? [],
  };
}

const FENCE = '---';
/** Of a front-matter with a place for each of the most places. */
const OURS_CHARACTERS = 150_000;
const OURS = /^\ufeff?---\r?\n(?:[^\n]*\n)*?charrette-/;

const Cited = z
  .object({
    lines: z.string(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256')
      .optional(),
    sentences: z.array(z.int().positive()).default([]),
    says: z.string().default(''),
    because: z.string().default(''),
  })
  .transform(({ lines, ...given }, context): CitedLines => {
    const place = parsePlace(lines);
    if (place !== null) return { path: place.path, from: place.from, to: place.to, ...given };
    context.addIssue({
      code: 'custom',
      path: ['lines'],
      message: 'must be a path with lines, as src/a.ts:3-7',
    });
    return z.NEVER;
  });

const Matter = z.looseObject({
  [RECORD_FIELDS.commit]: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/, 'must be the full id of a commit')
    .optional(),
  [RECORD_FIELDS.cited]: z.array(Cited).optional(),
  [RECORD_FIELDS.dissents]: z.array(z.string()).optional(),
});

/** A heading with the rows below it; the first part has none. */
interface Part {
  readonly heading: string;
  readonly level: number;
  readonly rows: readonly string[];
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: { heading: string; level: number; rows: string[] }[] = [{ heading: '', level: 0, rows: [] }];
  let until: string | null = null;
  for (const [at, row] of lines.entries()) {
    const openMark: string | null = until;
    until = openMark === null ? endOf(row) : row.includes(openMark) ? null : openMark;
    if (openMark !== null || until !== null || row.startsWith('<!--')) continue;
    const level = /^#{1,6}(?=\s|$)/.exec(row)?.[0].length ?? readUnderline(row, lines[at + 1] ?? '');
    if (level > 0) parts.push({ heading: removeMarks(row), level, rows: [] });
    else if (!/^(?:=+|-{3,})\s*$/.test(row)) parts.at(-1)?.rows.push(row);
  }
  return parts;
}

/** All headings with their levels; those of code and comments are none. */
export function headingsIn(text: string): Pick<Part, 'heading' | 'level'>[] {
  return partsOf(linesIn(text)).filter(({ level }) => level > 0);
}

/** How code or a comment that begins in this row ends; `null` if none goes on after it. */
function endOf(row: string): string | null {
  if (row.startsWith('```') || row.startsWith('~~~')) return row.slice(0, 3);
  return row.startsWith('<!--') && !row.includes('-->') ? '-->' : null;
}

function readUnderline(row: string, next: string): number {
  if (row.trim() === '' || !/^(?:={3,}|-{3,})\s*$/.test(next)) return 0;
  return next.startsWith('=') ? 1 : 2;
}

/** A row without marks of Markdown; `Status: accepted` also of a row of a table. */
function removeMarks(row: string): string {
  return row
    .slice(0, SENTENCE_CHARACTERS * 4)
    .replaceAll(/~~[^~]{0,200}~~/g, '')
    .replaceAll(/\[([^\][]{0,200})\]\([^()]{0,400}\)/g, '$1')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll(/[*`]|(?<!\w)_+|_+(?!\w)/g, '')
    .replaceAll('|', ':')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[:#+> -]+/, '')
    .trim();
}

/** The status in `status: accepted`, `* Status: accepted` or a row of a table; `null` without one. */
function fieldIn(rows: readonly string[]): string | null {
  const fields = rows.map(
    (row) => /^status ?: ?(.+)/i.exec(removeMarks(row.slice(0, FIELD_CHARACTERS)))?.[1],
  );
  return fields.find((each) => each !== undefined)?.replaceAll(/^["']|["']$/g, '') ?? null;
}

function statusIn(parts: readonly Part[]): string | null {
  const own = parts.find(({ heading }) => /^(?:\d+[.)] )?status:?$/i.test(heading));
  const rows = own?.rows.map(removeMarks).filter((row) => row !== '') ?? [];
  if (rows.length > 0) return rows.join('\n');
  return fieldIn(parts.flatMap((each) => [each.heading, ...each.rows]));
}

/** *Superseded by [ADR-0012](…)* */
const SUCCESSOR = /\bsuper[sc]eded by\D{0,20}(\d{1,8})\b/i;
const STATUSES: readonly (readonly [RegExp, RecordStatus])[] = [
  [/(?<!\b(?:never|not|not yet)(?: been)? )\bsuper[sc]eded\b(?! in part)/i, 'superseded'],
  [/^(?:accepted|approved|decided|adopted|implemented)\b/i, 'accepted'],
  [/^(?:proposed|proposal|draft|pending|open)\b/i, 'proposed'],
  [/^(?:declined|rejected|withdrawn)\b/i, 'declined'],
];

function statusOf(words: string): RecordStatus {
  return STATUSES.find(([pattern]) => pattern.test(words))?.[1] ?? 'other';
}

/** `0007` of `docs/adr/adr-0007-queue.md`; none of a date. */
function numberIn(path: string): string | null {
  const name = path.split('/').at(-1) ?? '';
  if (/^(?:19|20)\d\d-?[01]\d-?[0-3]\d/.test(name)) return null;
  return /^(?:[a-z]{1,12}[-_ ]?)?(\d{1,8})(?![0-9a-z])/i.exec(name)?.[1] ?? null;
}

function titleIn(parts: readonly Part[], number: string | null): string | null {
  const title = parts.find(({ level }) => level === 1)?.heading;
  const [all = '', digits] = /^(?:adr[- ]?)?(\d{1,8})(?:[.:) -]+|$)/i.exec(title ?? '') ?? [];
  const isNumber = number !== null && Number(digits) === Number(number);
  const words = cutWords(isNumber ? (title ?? '').slice(all.length) : (title ?? ''), TITLE_CHARACTERS);
  return words === '' ? null : words;
}

const DECIDES = /^(?:\d+[.)] )?(?:the )?(?:decision(?: outcome)?|outcome):?$/i;

/** The first bold words of the decision's part, else its first sentence. */
function sentenceIn(parts: readonly Part[]): string {
  const at = parts.findIndex(({ heading }) => DECIDES.test(heading));
  const rows = parts.slice(Math.max(0, at), at === -1 ? undefined : at + 2).flatMap((each) => each.rows);
  const isBold = (row: string) => row.startsWith('**');
  const start = rows.findIndex((row) => (at === -1 ? isBold(row) : row.trim() !== ''));
  const [first = ''] = start === -1 ? [] : rows.slice(start);
  if (isBold(first)) return cutWords(removeMarks(first.slice(2).split('**')[0] ?? ''), SENTENCE_CHARACTERS);
  const below = start === -1 ? [] : rows.slice(start);
  const length = below.findIndex((row) => row.trim() === '');
  const words = removeMarks(below.slice(0, length === -1 ? undefined : length).join(' '));
  const [segment] = segmentsOf(words, 'sentence');
  return cutWords(segment?.segment.trim() ?? '', SENTENCE_CHARACTERS);
}
