import * as z from 'zod';
import { replay } from '../../core/course/evolve.ts';
import { ADDENDUM_FOLDER, EVENTS_NAME, MANIFEST_NAME, WORDS_NAME } from '../../core/outcome/file-names.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { DesignEvent, type EventOf } from '../../core/vocabulary/events.ts';
import { upcast } from '../../core/vocabulary/upcast.ts';
import { GENESIS_HASH, verifyChain } from '../chain.ts';
import { Fault } from '../fault.ts';
import type { StoredEvent } from '../ports/store.ts';
import { MAX_LINE_BYTES } from '../transfer/format.ts';
import { isLaterCharrette } from '../version.ts';
import { joined, type Word, WordKept, WordRemoved } from '../words.ts';
import { type Check, notVerified, shown, skipped, verdict } from './check.ts';
import type { BundleFolder } from './folder.ts';
import { isCanonical, isShallowLine, parsedJson } from './json-lines.ts';
import {
  ADDENDUM_NAME,
  BUNDLE_FORMAT,
  BUNDLE_NAME,
  isSealedBy,
  Manifest,
  OfSomeFormat,
  READ_FORMATS,
} from './manifest.ts';
import { removedTexts, withTombstones } from './redacted.ts';

/** Bytes of all files together, far above any real bundle. A larger one is refused before it is read. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_EVENTS = 200_000;
const MAX_WORDS = 500_000;
/**
 * Far more events than any design has of one kind, and of all: folding takes the square of their number. Calls do not count,
 * since folding keeps nothing of them.
 */
const [MAX_OF_A_KIND, MAX_KEPT] = [2_500, 10_000];
const CALLS: ReadonlySet<string> = new Set(['model_answered', 'tool_invoked']);

const StoredLine = z.strictObject({
  /** The event as recorded. */
  event: z.unknown(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  seq: z.number().int().positive(),
});

const FOLDERS: ReadonlySet<string> = new Set(['failures', 'proposals', ADDENDUM_FOLDER]);

/** The files of a bundle by name. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Reads the files that belong to a bundle. Diagnostics (`failures/`) are kept beside it and are not part of it. */
export async function contents(
  folder: BundleFolder,
): Promise<{ check: Check; files: Files; hasDiagnostics: boolean }> {
  const files = new Map<string, Uint8Array>();
  const problems: string[] = [];
  let leftBytes = MAX_BYTES;
  const entries = await orProblem(problems, () => folder.entries());
  const hasDiagnostics = entries?.some(({ name, kind }) => name === 'failures' && kind === 'folder') ?? false;
  for (const { name, kind } of entries ?? []) {
    if (kind === 'folder' && FOLDERS.has(name)) continue;
    if (kind === 'link') {
      problems.push(`${shown(name)} is a link, which a bundle never contains`);
    } else if (kind !== 'file' || !(BUNDLE_NAME.test(name) || ADDENDUM_NAME.test(name))) {
      problems.push(`${shown(name)} does not belong to a bundle`);
    } else {
      const maxBytes = Math.min(leftBytes, name === MANIFEST_NAME ? MAX_MANIFEST_BYTES : MAX_BYTES);
      const content = await orProblem(problems, () => folder.read(name, maxBytes));
      if (content === null) continue;
      leftBytes -= content.byteLength;
      files.set(name, content);
    }
  }
  const besides = hasDiagnostics ? 'failures/, which is not checked' : 'nothing else';
  return {
    check: verdict('folder', problems, `the folder holds ${files.size} files and ${besides}`),
    files,
    hasDiagnostics,
  };
}

/** Reports an unreadable file as a finding like any other. */
async function orProblem<Result>(problems: string[], reading: () => Promise<Result>): Promise<Result | null> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push(error.message);
    return null;
  }
}

/** Parses the manifest and checks that it is whole. One of another format is not verified: its bundle is unknown here. */
export function parsedManifest(bytes: Uint8Array | undefined): { check: Check; value: Manifest | null } {
  const failed = (problem: string, value: Manifest | null = null) => ({
    check: verdict('manifest', [problem], ''),
    value,
  });
  if (bytes === undefined) return failed(`${MANIFEST_NAME} is missing`);
  const json = parsedJson(bytes);
  const format = OfSomeFormat.safeParse(json).data?.formatVersion ?? BUNDLE_FORMAT;
  if (!READ_FORMATS.includes(format))
    return unknown(`is of format ${format}; this version checks ${READ_FORMATS.join(' and ')}`);
  const parsed = Manifest.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${shown(issue.path.join('.'))}`;
    return failed(`${MANIFEST_NAME} is not a manifest that this version of Charrette can read${where}`);
  }
  const { charretteVersion } = parsed.data;
  if (isLaterCharrette(charretteVersion)) {
    const theirs = `${MANIFEST_NAME} is of Charrette ${shown(charretteVersion)}`;
    return failed(`${theirs}, later than this one: check it with that version`, parsed.data);
  }
  const isWhole = isSealedBy(new TextDecoder().decode(bytes), parsed.data.manifestSha256);
  const problems = isWhole ? [] : [`${MANIFEST_NAME} has been changed`];
  return { check: verdict('manifest', problems, `${MANIFEST_NAME} is whole`), value: parsed.data };
}

/** The result for a manifest that a later version has written, of which nothing is said. */
function unknown(what: string): { check: Check; value: null } {
  const words = `${MANIFEST_NAME} ${what}: check it with the version that wrote it`;
  return { check: notVerified('manifest', words), value: null };
}

const WordLine = z.union([
  WordKept.extend({ seq: z.number().int().positive() }),
  WordRemoved.extend({ seq: z.number().int().positive() }),
]);
/** The texts outside the chain by the numbers of their events. */
export type WordsBySeq = ReadonlyMap<number, readonly Word[]>;

/** Something read from a file, or why it is not what it should be, in words for people. */
export type Read<Value> =
  | { readonly problem: string }
  | { readonly problem: null; readonly value: Value; readonly count: number };

/**
 * Parses the texts that the events refer to; each is checked with its event. Before format 5 there is no such file, and the texts
 * stand in the events.
 */
export function parsedWords(bytes: Uint8Array | undefined): { check: Check; value: WordsBySeq } {
  const none: WordsBySeq = new Map();
  if (bytes === undefined)
    return {
      check: skipped('words', `there is no ${WORDS_NAME}: the texts stand in the events`),
      value: none,
    };
  const read = readWords(bytes, WORDS_NAME);
  if (read.problem !== null) return { check: verdict('words', [read.problem], ''), value: none };
  const removedCount = removedTexts([...read.value.values()].map((words) => ({ words })));
  const gone = removedCount === 0 ? '' : `; ${removedCount} are redacted, and only their hashes are left`;
  return { check: verdict('words', [], `${read.count} texts outside the chain${gone}`), value: read.value };
}

/** Reads a file of texts, each on its line; `count` of them. */
export function readWords(bytes: Uint8Array, file: string): Read<WordsBySeq> {
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.pop() !== '' || lines.length > MAX_WORDS)
    return { problem: `${file} is cut short or is no list of texts` };
  const words = new Map<number, Word[]>();
  for (const [index, line] of lines.entries()) {
    const parsed = line.length > MAX_LINE_BYTES ? null : WordLine.safeParse(parsedJson(line)).data;
    if (parsed === null || parsed === undefined || !isCanonical(parsed, line))
      return { problem: `line ${index + 1} of ${file} is not a text` };
    const { seq, ...word } = parsed;
    const own = words.get(seq);
    if (own === undefined) words.set(seq, [word]);
    else own.push(word);
  }
  return { problem: null, value: words, count: lines.length };
}

/** An unbroken chain of events: the design up to its last event, and that event, which names the files. */
export interface Chain {
  readonly events: readonly StoredEvent[];
  readonly head: string;
  readonly written: EventOf<'files_written'>;
  readonly design: Design;
}

/** Parses the events and checks that they are an unbroken chain that makes up a design and ends with its files' names. */
export function parsedEvents(
  bytes: Uint8Array | undefined,
  words: WordsBySeq,
): { check: Check; value: Chain | null } {
  const failed = (problem: string) => ({ check: verdict('events', [problem], ''), value: null });
  if (bytes === undefined) return failed(`${EVENTS_NAME} is missing`);
  const read = readEvents(bytes, words, { file: EVENTS_NAME, wordsFile: WORDS_NAME });
  if (read.problem !== null) return failed(read.problem);
  const events = read.value;
  const written = events.at(-1)?.event;
  const lists = events.filter(({ event }) => event.type === 'files_written');
  if (written?.type !== 'files_written' || lists.length > 1)
    return failed('it is not the last event, and that one alone, that names the files');
  const design = replayed(events.slice(0, -1));
  if (design === null) return failed('the events do not make up a design');
  const head = events.at(-1)?.hash ?? GENESIS_HASH;
  const found = `${events.length} events in an unbroken chain, head ${head.slice(0, 8)}…`;
  return { check: verdict('events', [], found), value: { events, head, written, design } };
}

interface Reading {
  readonly file: string;
  readonly wordsFile: string;
  /** The event that they continue. Absent: they are from the first on. */
  readonly after?: Pick<StoredEvent, 'seq' | 'hash'>;
}

/** Reads a file of events with their texts, and checks that they are an unbroken chain; `count` of them. */
export function readEvents(
  bytes: Uint8Array,
  words: WordsBySeq,
  { file, wordsFile, after }: Reading,
): Read<readonly StoredEvent[]> {
  const lines = readLines(bytes, file);
  if (lines.problem !== null) return lines;
  const chain = verifyChain(lines.value, after);
  if (!chain.ok) return { problem: `the chain of events is broken: ${chain.reason}` };
  const events: StoredEvent[] = [];
  const kinds = new Map<string, number>();
  let keptCount = 0;
  for (const { seq, hash, event: recorded } of lines.value) {
    const own = words.get(seq);
    const whole = joined(recorded, own ?? []);
    if (whole === null)
      return { problem: `the texts of event ${seq} in ${wordsFile} are not those that it refers to` };
    const event = DesignEvent.safeParse(upcast(whole.event)).data;
    if (event === undefined) return { problem: `line ${events.length + 1} of ${file} is not an event` };
    const { type } = event;
    if (!CALLS.has(type)) {
      const count = (kinds.get(type) ?? 0) + 1;
      kinds.set(type, count);
      keptCount += 1;
      if (count > MAX_OF_A_KIND || keptCount > MAX_KEPT)
        return { problem: `${file} has more events of the kind ${type} than any design` };
    }
    events.push({ seq, event, recorded, hash, ...(own === undefined ? {} : { words: own }) });
  }
  return { problem: null, value: events, count: events.length };
}

function readLines(bytes: Uint8Array, file: string): Read<readonly z.infer<typeof StoredLine>[]> {
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_EVENTS)
    return { problem: `${file} is cut short or is no list of events` };
  const stored: z.infer<typeof StoredLine>[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_LINE_BYTES || !isShallowLine(line))
      return { problem: `line ${index + 1} of ${file} is longer, or nested deeper, than any event` };
    const parsed = StoredLine.safeParse(parsedJson(line));
    if (!parsed.success) return { problem: `line ${index + 1} of ${file} is not an event` };
    if (!isCanonical(parsed.data, line)) return { problem: `line ${index + 1} of ${file} has been changed` };
    stored.push(parsed.data);
  }
  return { problem: null, value: stored, count: stored.length };
}

/** Replays the events; `null` when they contradict each other, which even individually valid ones can. */
function replayed(events: readonly StoredEvent[]): Design | null {
  try {
    const design = replay(events.map(({ event }) => event));
    return design === null ? null : withTombstones(design, events);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
