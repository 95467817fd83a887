import { placeName } from '../../core/follow-up/cited-places.ts';
import type { Lines } from '../../core/proposals/place.ts';
import type { CitedLines } from '../../presentation/cited-lines.ts';
import type { PlaceFinding } from '../../presentation/record-check.ts';
import { sha256 } from '../manifest.ts';
import { type Effort, linesIn, MAX_HASHED, placeOfLines, placesOfLines, TOO_LONG } from './lines-now.ts';
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
export async function placesChanged(
  records: readonly RepositoryRecord[],
  compared: Compared,
): Promise<ReadonlyMap<RepositoryRecord, readonly PlaceFinding[]>> {
  const resting = records.flatMap((record) => record.cited.map((cited) => ({ record, cited })));
  const findings =
    compared.base === null
      ? await foundSince(resting, compared)
      : await foundBetween(resting, compared, compared.base);
  const changed = findings.filter(({ finding }) => finding !== null);
  return new Map(
    [...Map.groupBy(changed, ({ record }) => record)].map(([record, its]) => [
      record,
      its.flatMap(({ finding }) => finding ?? []),
    ]),
  );
}

type Found = { readonly record: RepositoryRecord; readonly finding: PlaceFinding | null };

/** By the hashes alone, at the head. */
async function foundSince(resting: readonly Resting[], compared: Compared): Promise<Found[]> {
  const { head, texts } = compared;
  const hashed = await withHashes(resting, compared);
  const read = await texts([...new Set(hashed.map(({ cited }) => `${head}:${cited.path}`))]);
  return hashed.map(({ record, cited }) => {
    const file = read.get(`${head}:${cited.path}`) ?? null;
    return { record, finding: findingNow(cited, file) };
  });
}

function findingNow(cited: CitedLines, file: FileText): PlaceFinding | null {
  if (file === null) return { cited, is: 'gone', at: null, why: '' };
  if ('why' in file) return { cited, is: 'touched', at: firstLine(cited.path), why: file.why };
  const now = placeOfLines(cited, file.text);
  switch (now.is) {
    case 'same':
      return null;
    case 'moved':
      return { cited, is: 'moved', at: now.to, why: '' };
    case 'unknown':
      return { cited, is: 'unreadable', at: cited, why: now.why };
    case 'gone':
      return { cited, is: 'touched', at: within(cited, linesIn(file.text).length), why: '' };
  }
}

/** Hashes that a record does not have, from the commit that it was made at, if that is here. */
async function withHashes(resting: readonly Resting[], { texts }: Compared): Promise<Resting[]> {
  const nameOf = ({ record, cited }: Resting) => `${record.commit}:${cited.path}`;
  const bare = resting.filter(({ record, cited }) => cited.sha256 === undefined && record.commit !== null);
  const read = bare.length === 0 ? new Map<string, FileText>() : await texts([...new Set(bare.map(nameOf))]);
  return resting.map((each) => {
    const file = each.cited.sha256 === undefined ? read.get(nameOf(each)) : undefined;
    if (file === undefined || file === null || 'why' in file) return each;
    const lines = linesIn(file.text).slice(each.cited.from - 1, each.cited.to);
    return { ...each, cited: { ...each.cited, sha256: sha256(lines.join('\n')) } };
  });
}

async function foundBetween(resting: readonly Resting[], compared: Compared, base: string): Promise<Found[]> {
  const { head, changes, paths, texts } = compared;
  const changed = new Set(changes.map(({ from }) => from));
  /** Lines of any other file are the same before and after. */
  const near = resting.filter(({ cited }) => changed.has(cited.path) || !paths.has(cited.path));
  if (near.length === 0) return [];
  const cited = new Set(near.map((each) => each.cited.path));
  const isCited = ({ from }: Change) => from !== null && cited.has(from);
  const read = [
    ...changes.filter(isCited),
    ...changes.filter((each) => !isCited(each)).slice(0, MAX_ELSEWHERE),
  ];
  const names = read.flatMap(({ from, to }) => [
    ...(from === null ? [] : [`${base}:${from}`]),
    ...(to === null ? [] : [`${head}:${to}`]),
  ]);
  const texted = await texts(names);
  const files = read.map(
    (each): Changed => ({
      ...each,
      before: linesOf(texted.get(`${base}:${each.from}`)),
      after: linesOf(texted.get(`${head}:${each.to}`)),
    }),
  );
  const hashed = await withHashes(near, compared);
  // For all citations together.
  const elsewhere = { left: MAX_HASHED * 10 };
  return hashed.map(({ record, cited: lines }) => ({
    record,
    finding: findingBetween(lines, files, elsewhere),
  }));
}

function findingBetween(
  cited: CitedLines,
  files: readonly Changed[],
  elsewhere: Effort,
): PlaceFinding | null {
  const own = files.find(({ from }) => from === cited.path);
  const near = { left: MAX_HASHED };
  const stood = stoodIn(cited, own === undefined ? [] : [own], near) ?? stoodIn(cited, files, elsewhere);
  if (stood !== null) return becameOf(cited, stood, files);
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
function stoodIn(cited: CitedLines, files: readonly Changed[], effort: Effort): Stood | null {
  for (const file of files) {
    const { from, before } = file;
    if (from === null || before === null || 'why' in before) continue;
    const { lines } = before;
    const [place] = cited.sha256 !== undefined ? placesOfLines(cited, lines, effort) : [];
    if (place !== undefined) return { file, before: lines, place };
    if (cited.sha256 === undefined && from === cited.path && cited.to <= lines.length)
      return { file, before: lines, place: cited };
  }
  return null;
}

function becameOf(
  cited: CitedLines,
  { file, before, place }: Stood,
  files: readonly Changed[],
): PlaceFinding | null {
  const why = cited.sha256 === undefined ? NO_HASH : '';
  const wanted = before.slice(place.from - 1, place.to);
  const placeAt = (path: string, start: number) => ({ path, from: start + 1, to: start + wanted.length });
  const moved = (at: Lines): PlaceFinding => ({ cited, is: 'moved', at, why: '' });
  const { to, after } = file;
  let isOut = to === null || after === null;
  let around: Around | null = null;
  if (to !== null && after !== null && 'lines' in after) {
    const { lines } = after;
    around = remaining(before, lines, place);
    isOut = isTakenOut(before, lines, place, around);
    const kept = keptAt(before, lines, place, wanted, isOut ? null : around);
    if (kept !== null)
      return kept === place.from - 1 && to === file.from && to === cited.path
        ? null
        : moved(placeAt(to, kept));
  }
  const others = files.filter((each) => each !== file);
  const [copy] = others.flatMap((each) => newIn(each, wanted).map((start) => placeAt(each.to ?? '', start)));
  if (copy !== undefined && isOut) return moved(copy);
  if (to === null || after === null) return { cited, is: 'gone', at: null, why };
  if ('why' in after) return { cited, is: 'touched', at: firstLine(to), why: after.why };
  const near = nearIn(place, around ?? remaining(before, after.lines, place));
  const at = { ...within(near, after.lines.length), path: to };
  const said = copy === undefined ? why : `equal lines are new in ${placeName(copy)}`;
  return { cited, is: 'touched', at, why: said };
}

/**
 * Where lines of the same file stand after the change, although equal ones may stand in it more than once. `between`: the rows
 * between which they count; `null` for anywhere.
 */
function keptAt(
  before: readonly string[],
  after: readonly string[],
  place: Lines,
  wanted: readonly string[],
  between: Around | null,
): number | null {
  const start = place.from - 1;
  const fromTop = start;
  const fromEnd = start + after.length - before.length;
  const kept = [fromTop, fromEnd].find((each) => isAt(after, each, wanted));
  if (kept !== undefined) return kept;
  const all = startsOf(after, wanted);
  if (all.length < startsOf(before, wanted).length) return null;
  const isBetween = ([above, below]: Around, each: number) =>
    each > above.now && each + wanted.length <= below.now;
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
  const left = Map.groupBy(others, (row) => row);
  const rows = after.slice(above.now + 1, below.now).filter((row) => row.trim() !== '');
  return above.now < below.now && rows.every((row) => left.get(row)?.pop() !== undefined);
}

function newIn({ before, after }: Changed, wanted: readonly string[]): number[] {
  if (after === null || 'why' in after) return [];
  const starts = startsOf(after.lines, wanted);
  if (starts.length === 0 || before === null || 'why' in before) return starts;
  return starts.length > startsOf(before.lines, wanted).length ? starts : [];
}

function startsOf(lines: readonly string[], wanted: readonly string[]): number[] {
  return lines.flatMap((_, start) => (isAt(lines, start, wanted) ? [start] : []));
}

function isAt(lines: readonly string[], start: number, wanted: readonly string[]): boolean {
  return wanted.every((row, at) => lines[start + at] === row);
}

/** Rows above or below a place in which one is looked for that remains. */
const MAX_AWAY = 200;

interface Remaining {
  readonly was: number;
  readonly now: number;
}

type Around = readonly [above: Remaining, below: Remaining];

/** The nearest rows above and below a place that stand once both before and after, or else the ends of the file. */
function remaining(before: readonly string[], after: readonly string[], { from, to }: Lines): Around {
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

function within({ path, from, to }: Lines, length: number): Lines {
  const last = Math.max(1, length);
  return { path, from: Math.min(from, last), to: Math.min(to, last) };
}

function firstLine(path: string): Lines {
  return { path, from: 1, to: 1 };
}
