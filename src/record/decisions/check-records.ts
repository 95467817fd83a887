import { namePlace } from '../../core/follow-up/cited-places.ts';
import type { Lines } from '../../core/proposals/place.ts';
import { sha256Of } from '../../foundation/digest.ts';
import type { CitedLines } from '../../presentation/cited-lines.ts';
import type { PlaceFinding } from '../../presentation/record-check.ts';
import { type Effort, findPlaces, linesIn, MAX_HASHED, TOO_LONG, traceLines } from './lines-now.ts';
import type { RepositoryRecord } from './read-record.ts';

/** A file's text at a commit; `null` if there is no such file. */
export type FileText = { readonly text: string } | { readonly why: string } | null;

/** A changed file's path before and after; `null` where it is not there. */
export interface Change {
  readonly from: string | null;
  readonly to: string | null;
}

interface Compared {
  readonly head: string;
  /** `null` if that commit is not here. */
  readonly base: string | null;
  /** Between base and head; none without a base. */
  readonly changes: readonly Change[];
  /** All files at the head. */
  readonly paths: ReadonlySet<string>;
  /** Texts of files, named `commit:path`, with lines as the check of a citation reads them. */
  texts(names: readonly string[]): Promise<ReadonlyMap<string, FileText>>;
}

type FileLines = { readonly lines: readonly string[] } | { readonly why: string } | null;

interface Changed extends Change {
  readonly before: FileLines;
  readonly after: FileLines;
}

function linesOf(file: FileText = null): FileLines {
  return file === null || 'why' in file ? file : { lines: linesIn(file.text) };
}

interface Resting {
  readonly record: RepositoryRecord;
  readonly cited: CitedLines;
}

/** Changed files in which lines that left their own are looked for. */
const MAX_ELSEWHERE = 1_000;
const NO_HASH = 'the record has no hash of these lines, so those with the same numbers were compared';

/** What became of each cited place of these records; those that stand as they did are left out. */
export async function findChangedPlaces(
  records: readonly RepositoryRecord[],
  comparison: Compared,
): Promise<ReadonlyMap<RepositoryRecord, readonly PlaceFinding[]>> {
  const resting = records.flatMap((record) => record.cited.map((cited) => ({ record, cited })));
  const findings =
    comparison.base === null
      ? await findSince(resting, comparison)
      : await findBetween(resting, comparison, comparison.base);
  const changedPlaces = findings.filter(({ finding }) => finding !== null);
  return new Map(
    [...Map.groupBy(changedPlaces, ({ record }) => record)].map(([record, its]) => [
      record,
      its.flatMap(({ finding }) => finding ?? []),
    ]),
  );
}

type Found = { readonly record: RepositoryRecord; readonly finding: PlaceFinding | null };

/** By the hashes alone, at the head. */
async function findSince(resting: readonly Resting[], comparison: Compared): Promise<Found[]> {
  const { head, texts } = comparison;
  const hashedPlaces = await addHashes(resting, comparison);
  const read = await texts([...new Set(hashedPlaces.map(({ cited }) => `${head}:${cited.path}`))]);
  return hashedPlaces.map(({ record, cited }) => {
    const file = read.get(`${head}:${cited.path}`) ?? null;
    return { record, finding: judgeNow(cited, file) };
  });
}

function judgeNow(cited: CitedLines, file: FileText): PlaceFinding | null {
  if (file === null) return { cited, is: 'gone', at: null, why: '' };
  if ('why' in file) return { cited, is: 'touched', at: firstLineOf(cited.path), why: file.why };
  const now = traceLines(cited, file.text);
  switch (now.is) {
    case 'same':
      return null;
    case 'moved':
      return { cited, is: 'moved', at: now.to, why: '' };
    case 'unknown':
      return { cited, is: 'unreadable', at: cited, why: now.why };
    case 'gone':
      return { cited, is: 'touched', at: limitLines(cited, linesIn(file.text).length), why: '' };
  }
}

/** Hashes that a record does not have, from the commit that it was made at, if that is here. */
async function addHashes(resting: readonly Resting[], { texts }: Compared): Promise<Resting[]> {
  const nameOf = ({ record, cited }: Resting) => `${record.commit}:${cited.path}`;
  const bare = resting.filter(({ record, cited }) => cited.sha256 === undefined && record.commit !== null);
  const read = bare.length === 0 ? new Map<string, FileText>() : await texts([...new Set(bare.map(nameOf))]);
  return resting.map((each) => {
    const file = each.cited.sha256 === undefined ? read.get(nameOf(each)) : undefined;
    if (file === undefined || file === null || 'why' in file) return each;
    const lines = linesIn(file.text).slice(each.cited.from - 1, each.cited.to);
    return { ...each, cited: { ...each.cited, sha256: sha256Of(lines.join('\n')) } };
  });
}

async function findBetween(
  resting: readonly Resting[],
  comparison: Compared,
  base: string,
): Promise<Found[]> {
  const { head, changes, paths, texts } = comparison;
  const changedPaths = new Set(changes.map(({ from }) => from));
  /** Lines of any other file are the same before and after. */
  const near = resting.filter(({ cited }) => changedPaths.has(cited.path) || !paths.has(cited.path));
  if (near.length === 0) return [];
  const citedPaths = new Set(near.map((each) => each.cited.path));
  const isCited = ({ from }: Change) => from !== null && citedPaths.has(from);
  const read = [
    ...changes.filter(isCited),
    ...changes.filter((each) => !isCited(each)).slice(0, MAX_ELSEWHERE),
  ];
  const names = read.flatMap(({ from, to }) => [
    ...(from === null ? [] : [`${base}:${from}`]),
    ...(to === null ? [] : [`${head}:${to}`]),
  ]);
  const textsByName = await texts(names);
  const files = read.map(
    (each): Changed => ({
      ...each,
      before: linesOf(textsByName.get(`${base}:${each.from}`)),
      after: linesOf(textsByName.get(`${head}:${each.to}`)),
    }),
  );
  const hashedPlaces = await addHashes(near, comparison);
  // For all citations together.
  const elsewhere = { left: MAX_HASHED * 10 };
  return hashedPlaces.map(({ record, cited: lines }) => ({
    record,
    finding: judgeBetween(lines, files, elsewhere),
  }));
}

function judgeBetween(cited: CitedLines, files: readonly Changed[], elsewhere: Effort): PlaceFinding | null {
  const own = files.find(({ from }) => from === cited.path);
  const near = { left: MAX_HASHED };
  const earlier =
    findEarlier(cited, own === undefined ? [] : [own], near) ?? findEarlier(cited, files, elsewhere);
  if (earlier !== null) return judgeChange(cited, earlier, files);
  const isCut = Math.min(near.left, elsewhere.left) <= 0;
  const why = own?.before && 'why' in own.before ? own.before.why : isCut ? TOO_LONG : '';
  return { cited, is: why === '' ? 'before' : 'unreadable', at: null, why };
}

interface Stood {
  readonly file: Changed;
  readonly before: readonly string[];
  readonly place: Lines;
}

/** Where the cited lines stood before the change. */
function findEarlier(cited: CitedLines, files: readonly Changed[], effort: Effort): Stood | null {
  for (const file of files) {
    const { from, before } = file;
    if (from === null || before === null || 'why' in before) continue;
    const { lines } = before;
    const [place] = cited.sha256 !== undefined ? findPlaces(cited, lines, effort) : [];
    if (place !== undefined) return { file, before: lines, place };
    if (cited.sha256 === undefined && from === cited.path && cited.to <= lines.length)
      return { file, before: lines, place: cited };
  }
  return null;
}

function judgeChange(
  cited: CitedLines,
  { file, before, place }: Stood,
  files: readonly Changed[],
): PlaceFinding | null {
  const why = cited.sha256 === undefined ? NO_HASH : '';
  const rows = before.slice(place.from - 1, place.to);
  const placeAt = (path: string, start: number) => ({ path, from: start + 1, to: start + rows.length });
  const makeMoved = (at: Lines): PlaceFinding => ({ cited, is: 'moved', at, why: '' });
  const { to, after } = file;
  let isOut = to === null || after === null;
  let around: Around | null = null;
  if (to !== null && after !== null && 'lines' in after) {
    const { lines } = after;
    around = findRowsAround(before, lines, place);
    isOut = isTakenOut(before, lines, place, around);
    const newStart = findKeptStart(before, lines, place, rows, isOut ? null : around);
    if (newStart !== null)
      return newStart === place.from - 1 && to === file.from && to === cited.path
        ? null
        : makeMoved(placeAt(to, newStart));
  }
  const others = files.filter((each) => each !== file);
  const [copy] = others.flatMap((each) =>
    findNewIn(each, rows).map((start) => placeAt(each.to ?? '', start)),
  );
  if (copy !== undefined && isOut) return makeMoved(copy);
  if (to === null || after === null) return { cited, is: 'gone', at: null, why };
  if ('why' in after) return { cited, is: 'touched', at: firstLineOf(to), why: after.why };
  const near = nearIn(place, around ?? findRowsAround(before, after.lines, place));
  const at = { ...limitLines(near, after.lines.length), path: to };
  const note = copy === undefined ? why : `equal lines are new in ${namePlace(copy)}`;
  return { cited, is: 'touched', at, why: note };
}

/**
 * Where lines of the same file stand after the change, although equal ones may stand in it more than once. `between`: the rows
 * between which they count; `null` for anywhere.
 */
function findKeptStart(
  before: readonly string[],
  after: readonly string[],
  place: Lines,
  rows: readonly string[],
  between: Around | null,
): number | null {
  const start = place.from - 1;
  const fromTop = start;
  const fromEnd = start + after.length - before.length;
  const sameStart = [fromTop, fromEnd].find((each) => isAt(after, each, rows));
  if (sameStart !== undefined) return sameStart;
  const all = startsOf(after, rows);
  if (all.length < startsOf(before, rows).length) return null;
  const isBetween = ([above, below]: Around, each: number) =>
    each > above.now && each + rows.length <= below.now;
  const starts = all.filter((each) => between === null || isBetween(between, each));
  return starts.toSorted((one, other) => Math.abs(one - start) - Math.abs(other - start))[0] ?? null;
}

/** The lines are no more between the rows around them that remain, and nothing new is: no other text took their place. */
function isTakenOut(
  before: readonly string[],
  after: readonly string[],
  place: Lines,
  [above, below]: Around,
): boolean {
  const others = [...before.slice(above.was + 1, place.from - 1), ...before.slice(place.to, below.was)];
  const otherRows = Map.groupBy(others, (row) => row);
  const rows = after.slice(above.now + 1, below.now).filter((row) => row.trim() !== '');
  return above.now < below.now && rows.every((row) => otherRows.get(row)?.pop() !== undefined);
}

function findNewIn({ before, after }: Changed, rows: readonly string[]): number[] {
  if (after === null || 'why' in after) return [];
  const starts = startsOf(after.lines, rows);
  if (starts.length === 0 || before === null || 'why' in before) return starts;
  return starts.length > startsOf(before.lines, rows).length ? starts : [];
}

function startsOf(lines: readonly string[], rows: readonly string[]): number[] {
  return lines.flatMap((_, start) => (isAt(lines, start, rows) ? [start] : []));
}

function isAt(lines: readonly string[], start: number, rows: readonly string[]): boolean {
  return rows.every((row, at) => lines[start + at] === row);
}

/** Rows above or below a place in which one is looked for that remains. */
const MAX_AWAY = 200;

interface Remaining {
  readonly was: number;
  readonly now: number;
}

type Around = readonly [above: Remaining, below: Remaining];

/** The nearest rows above and below a place that stand once both before and after, or else the ends of the file. */
function findRowsAround(before: readonly string[], after: readonly string[], { from, to }: Lines): Around {
  const isOnce = (rows: readonly string[], row: string) => rows.indexOf(row) === rows.lastIndexOf(row);
  const nearest = (rows: readonly number[]) => {
    const was = rows.find((at) => {
      const row = before[at] ?? '';
      return row.trim() !== '' && isOnce(before, row) && after.includes(row) && isOnce(after, row);
    });
    return was === undefined ? undefined : { was, now: after.indexOf(before[was] ?? '') };
  };
  const away = Array.from({ length: MAX_AWAY }, (_, at) => at);
  return [
    nearest(away.map((each) => from - 2 - each)) ?? { was: -1, now: -1 },
    nearest(away.map((each) => to + each)) ?? { was: before.length, now: after.length },
  ];
}

/** Where a place that changed is likely to be now. */
function nearIn(place: Lines, [{ was, now }]: Around): Lines {
  return { ...place, from: place.from + now - was, to: place.to + now - was };
}

function limitLines({ path, from, to }: Lines, length: number): Lines {
  const last = Math.max(1, length);
  return { path, from: Math.min(from, last), to: Math.min(to, last) };
}

function firstLineOf(path: string): Lines {
  return { path, from: 1, to: 1 };
}
