import * as z from 'zod';
import { EVENTS_NAME, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { DesignEvent } from '../core/vocabulary/events.ts';
import { replay } from '../core/workflow/evolve.ts';
import { Fault } from '../foundation/fault.ts';
import { No } from '../foundation/no.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import type { StoredEvent } from '../ports/store.ts';
import { verifyChain } from './chain.ts';
import { type Check, judgeCheck, leaveUnverified, quoteName } from './check.ts';
import { isCanonical, isShallowLine, parseJsonBytes } from './json-lines.ts';
import { FilesWritten, lastingFactsOf } from './lasting.ts';
import { BUNDLE_FORMAT, BUNDLE_NAME, isSealedBy, Manifest, WrittenBy } from './manifest.ts';

/**
 * Limit in bytes for all files together, far above any real bundle. A larger bundle is refused
 * before it is read.
 */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_EVENTS = 200_000;
/** Bytes of the longest line: an event has 8 MiB at most, and little around it. */
const MAX_LINE_BYTES = 9 * 1024 * 1024;
/**
 * Most events of one kind, and in all; far more than any design has. The time to fold them grows
 * with the square of their number. Model and tool calls do not count: folding keeps nothing of
 * them.
 */
const MAX_OF_A_KIND = 2_500;
const MAX_KEPT = 10_000;
const CALLS: ReadonlySet<string> = new Set(['model_answered', 'tool_invoked']);

const StoredLine = z.strictObject({
  event: z.unknown(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  seq: z.number().int().positive(),
});

const FOLDERS: ReadonlySet<string> = new Set(['failures', 'proposals']);

export type Files = ReadonlyMap<string, Uint8Array>;

/** Each byte counts, those of a mark before the text as well. */
const TEXT = new TextDecoder('utf-8', { ignoreBOM: true });

interface Contents {
  readonly files: Files;
  readonly problems: readonly string[];
  /** Names that this version's format does not have. */
  readonly strangers: readonly string[];
  readonly hasDiagnostics: boolean;
}

/**
 * Reads the files that belong to a bundle. Diagnostics (`failures/`) are kept beside it and are not
 * part of it.
 */
export async function readContents(folder: BundleFolder): Promise<Contents> {
  const files = new Map<string, Uint8Array>();
  const problems: string[] = [];
  const strangers: string[] = [];
  let leftBytes = MAX_BYTES;
  const entries = await orProblem(problems, () => folder.entries());
  const hasDiagnostics =
    entries?.some(({ name, kind }) => name === 'failures' && kind === 'folder') ?? false;
  for (const { name, kind } of entries ?? []) {
    if (kind === 'folder' && FOLDERS.has(name)) continue;
    if (kind === 'link') {
      problems.push(`${quoteName(name)} is a link, which a bundle never contains`);
    } else if (kind !== 'file' || !BUNDLE_NAME.test(name)) {
      strangers.push(`${quoteName(name)} does not belong to a bundle`);
    } else {
      const maxBytes = Math.min(leftBytes, name === MANIFEST_NAME ? MAX_MANIFEST_BYTES : MAX_BYTES);
      const content = await orProblem(problems, () => folder.read(name, maxBytes));
      if (content === null) continue;
      leftBytes -= content.byteLength;
      files.set(name, content);
    }
  }
  return { files, problems, strangers, hasDiagnostics };
}

export function checkFolder(
  { files, problems, strangers, hasDiagnostics }: Contents,
  chain: Chain | null,
): Check {
  const besides = hasDiagnostics ? 'failures/, which is not checked' : 'nothing else';
  if (files.size === 0 && problems.length === 0) {
    const words =
      strangers.length > 0
        ? [...strangers, ...(hasDiagnostics ? [besides] : [])].join('; ')
        : `it holds ${besides}`;
    return leaveUnverified('folder', `there is no bundle in it; ${words}`);
  }
  const words = `the folder holds ${files.size} files and ${besides}`;
  return chain === null || chain.format === BUNDLE_FORMAT
    ? judgeCheck('folder', [...problems, ...strangers], words)
    : judgeCheck('folder', problems, words, { writer: chain.writer, problems: strangers });
}

/** Turns a `Fault` into a problem and returns `null`. */
async function orProblem<Result>(
  problems: string[],
  reading: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push(error.message);
    return null;
  }
}

/**
 * Parses the manifest and checks its own hash, and that it names the same version as the events. A
 * truthful other format is *not verified*.
 */
export function parseManifest(
  bytes: Uint8Array | undefined,
  chain: Chain | null,
): { check: Check; value: Manifest | null } {
  if (bytes === undefined)
    return { check: judgeCheck('manifest', [`${MANIFEST_NAME} is missing`], ''), value: null };
  const json = parseJsonBytes(bytes);
  const by = WrittenBy.safeParse(json).data;
  const { data: value = null, error } = Manifest.safeParse(json);
  const problems: string[] = [];
  if (by !== undefined && !isSealedBy(TEXT.decode(bytes), by.manifestSha256))
    problems.push(`${MANIFEST_NAME} has been changed`);
  const isUnnamed = chain?.writer === UNNAMED;
  if (by !== undefined && chain !== null && !isUnnamed && !isSameWriter(by, chain))
    problems.push(
      `${MANIFEST_NAME} names Charrette ${quoteName(by.charretteVersion)} and format ${by.formatVersion}, but the events were written by ${quoteName(chain.writer)} in format ${chain.format}`,
    );
  const isOtherFormat = by !== undefined && chain !== null && chain.format !== BUNDLE_FORMAT;
  if (chain !== null && (isUnnamed || (value === null && isOtherFormat)) && problems.length === 0)
    return { check: leaveUnverified('manifest', `written by ${chain.writer}`), value };
  if (value === null && problems.length === 0) {
    const path = error?.issues[0]?.path ?? [];
    const where = path.length === 0 ? '' : ` at ${quoteName(path.join('.'))}`;
    problems.push(
      `${MANIFEST_NAME} is not a manifest that this version of Charrette can read${where}`,
    );
  }
  if (value !== null && chain !== null) problems.push(...listContradictions(value, chain));
  return { check: judgeCheck('manifest', problems, `${MANIFEST_NAME} is intact`), value };
}

function isSameWriter(
  { charretteVersion, formatVersion }: z.infer<typeof WrittenBy>,
  chain: Chain,
): boolean {
  return charretteVersion === chain.writer && formatVersion === chain.format;
}

function listContradictions(
  { designId, topic, rehearsal, events: end }: Manifest,
  chain: Chain,
): string[] {
  const { start } = chain.lasting;
  const isSameEnd = end.head === chain.head && end.count === chain.events.length;
  const isSameDesign =
    start === null ||
    (designId === start.designId && topic === start.topic && rehearsal === start.rehearsal);
  return [
    ...(isSameEnd ? [] : [`${MANIFEST_NAME} names a different end of the chain of events`]),
    ...(isSameDesign ? [] : [`${MANIFEST_NAME} names a different design`]),
  ];
}

/**
 * What wrote events that name no writer: another version, which nobody can prove to have forged
 * anything.
 */
const UNNAMED = 'a version that the events do not name';

/** An unbroken chain of events, which ends with the one that names the files. */
export interface Chain {
  readonly events: readonly Row[];
  readonly head: string;
  readonly written: FilesWritten;
  /** Version of Charrette that wrote the files, and their format. */
  readonly writer: string;
  readonly format: number;
  readonly lasting: ReturnType<typeof lastingFactsOf>;
  /**
   * State before the files were named; `null` if another version wrote events that this one cannot
   * read.
   */
  readonly design: Design | null;
  readonly storedEvents: readonly StoredEvent[];
}
type Row = z.infer<typeof StoredLine>;

/**
 * Parses the events. They must form an unbroken chain, end with the event that names its files, and
 * make up a design.
 */
export function parseEvents(bytes: Uint8Array | undefined): { check: Check; value: Chain | null } {
  const fail = (problem: string) => ({ check: judgeCheck('events', [problem], ''), value: null });
  if (bytes === undefined) return fail(`${EVENTS_NAME} is missing`);
  const rows = readLines(bytes);
  if (rows instanceof No) return fail(rows.why);
  const head = verifyChain(rows);
  if (head instanceof No) return fail(`the chain of events is broken: ${head.why.reason}`);
  const naming = FilesWritten.safeParse(rows.at(-1)?.event).data;
  if (naming === undefined) return fail('the last event is not the one that names the files');
  const { charretteVersion: writer = UNNAMED, formatVersion: format = BUNDLE_FORMAT } = naming;
  const read = readEvents(rows);
  const storedEvents = read instanceof No ? [] : read;
  const design = replayEvents(storedEvents.slice(0, -1));
  const unreplayed = design === null ? 'the events do not make up a design' : null;
  const problem = read instanceof No ? read.why : unreplayed;
  if (problem !== null && writer === CHARRETTE_VERSION) return fail(problem);
  const found = `${rows.length} events in an unbroken chain, head ${head.slice(0, 8)}…`;
  const value = {
    events: rows,
    head,
    written: naming,
    writer,
    format,
    lasting: lastingFactsOf(rows.map(({ event }) => event)),
    design,
    storedEvents,
  };
  return {
    check: judgeCheck('events', [], found, { writer, problems: problem === null ? [] : [problem] }),
    value,
  };
}

function readEvents(rows: readonly Row[]): readonly StoredEvent[] | No<string> {
  const events: StoredEvent[] = [];
  const kinds = new Map<string, number>();
  let keptCount = 0;
  for (const { seq, hash, event: value } of rows) {
    const event = DesignEvent.safeParse(value).data;
    if (event === undefined)
      return new No(`line ${events.length + 1} of ${EVENTS_NAME} is not an event`);
    const { type } = event;
    if (!CALLS.has(type)) {
      const count = (kinds.get(type) ?? 0) + 1;
      kinds.set(type, count);
      keptCount += 1;
      if (count > MAX_OF_A_KIND || keptCount > MAX_KEPT)
        return new No(`${EVENTS_NAME} has more events of the kind ${type} than any design can`);
    }
    events.push({ seq, event, hash });
  }
  return events;
}

function readLines(bytes: Uint8Array): readonly Row[] | No<string> {
  const lines = TEXT.decode(bytes).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_EVENTS)
    return new No(`${EVENTS_NAME} is cut short or is not a list of events`);
  const rows: Row[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_LINE_BYTES || !isShallowLine(line))
      return new No(
        `line ${index + 1} of ${EVENTS_NAME} is longer or more deeply nested than any event`,
      );
    const row = StoredLine.safeParse(parseJsonBytes(line));
    if (!row.success) return new No(`line ${index + 1} of ${EVENTS_NAME} is not an event`);
    if (!isCanonical(row.data, line))
      return new No(`line ${index + 1} of ${EVENTS_NAME} has been changed`);
    rows.push(row.data);
  }
  return rows;
}

/** Replays the events; `null` if they contradict each other, which individually valid ones can. */
export function replayEvents(events: readonly StoredEvent[]): Design | null {
  try {
    return replay(events.map(({ event }) => event));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** A bundle as found, perhaps made by an attacker. Links are recognised, never followed. */
export interface BundleFolder {
  /** Lists everything below the folder, names with `/`. Throws `Fault` for too many entries. */
  entries(): Promise<readonly BundleEntry[]>;
  /** Reads a regular file. Throws `Fault` when it cannot be read or is larger than `maxBytes`. */
  read(name: string, maxBytes: number): Promise<Uint8Array>;
}

export interface BundleEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}
