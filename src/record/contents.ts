import * as z from 'zod';
import { EVENTS_NAME, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { DesignEvent, type EventOf } from '../core/vocabulary/events.ts';
import { replay } from '../core/workflow/evolve.ts';
import { GENESIS_HASH, verifyChain } from '../engine/ports/chain.ts';
import { BUNDLE_FORMAT, BUNDLE_NAME, isSealedBy, Manifest, OfSomeFormat } from '../engine/ports/manifest.ts';
import type { StoredEvent } from '../engine/ports/store.ts';
import { Fault } from '../foundation/fault.ts';
import { isLaterCharrette } from '../foundation/version.ts';
import { type Check, notVerified, shown, verdict } from './check.ts';
import { isCanonical, isShallowLine, parsedJson } from './json-lines.ts';

/** Limit in bytes for all files together, far above any real bundle. A larger bundle is refused before it is read. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_EVENTS = 200_000;
/** Bytes of the longest line: an event has 8 MiB at most, and little around it. */
const MAX_LINE_BYTES = 9 * 1024 * 1024;
/**
 * Most events of one kind, and in all; far more than any design has. The time to fold them grows with the square of
 * their number. Model and tool calls do not count: folding keeps nothing of them.
 */
const [MAX_OF_A_KIND, MAX_KEPT] = [2_500, 10_000];
const CALLS: ReadonlySet<string> = new Set(['model_answered', 'tool_invoked']);

const StoredLine = z.strictObject({
  event: z.unknown(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  seq: z.number().int().positive(),
});

const FOLDERS: ReadonlySet<string> = new Set(['failures', 'proposals']);

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
    } else if (kind !== 'file' || !BUNDLE_NAME.test(name)) {
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

/** Turns a `Fault` into a problem and returns `null`. */
async function orProblem<Result>(problems: string[], reading: () => Promise<Result>): Promise<Result | null> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push(error.message);
    return null;
  }
}

/**
 * Parses the manifest and checks its own hash. Another format is *not verified*, since this version cannot read its
 * bundle.
 */
export function parsedManifest(bytes: Uint8Array | undefined): { check: Check; value: Manifest | null } {
  const failed = (problem: string) => ({ check: verdict('manifest', [problem], ''), value: null });
  if (bytes === undefined) return failed(`${MANIFEST_NAME} is missing`);
  const json = parsedJson(bytes);
  const named = OfSomeFormat.safeParse(json).data;
  if (named?.charretteVersion.startsWith('0.'))
    return unknown(
      `was written by Charrette ${shown(named.charretteVersion)}; formats from before 1.0 are not supported`,
    );
  if (named !== undefined && isLaterCharrette(named.charretteVersion))
    return unknown(`was written by a later version, Charrette ${shown(named.charretteVersion)}`);
  if (named !== undefined && named.formatVersion !== BUNDLE_FORMAT)
    return unknown(`has format ${named.formatVersion}, but this version checks format ${BUNDLE_FORMAT}`);
  const parsed = Manifest.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${shown(issue.path.join('.'))}`;
    return failed(`${MANIFEST_NAME} is not a manifest that this version of Charrette can read${where}`);
  }
  const isWhole = isSealedBy(new TextDecoder().decode(bytes), parsed.data.manifestSha256);
  const problems = isWhole ? [] : [`${MANIFEST_NAME} has been changed`];
  return { check: verdict('manifest', problems, `${MANIFEST_NAME} is intact`), value: parsed.data };
}

function unknown(what: string): { check: Check; value: null } {
  const words = `${MANIFEST_NAME} ${what}: check it with the version that wrote it`;
  return { check: notVerified('manifest', words), value: null };
}

/** A value read from a file, or the problem in words for people. */
type Read<Value> = { readonly problem: string } | { readonly problem: null; readonly value: Value };

/** An unbroken chain of events. `written` is the last one, which names the files; `design` is the state before it. */
export interface Chain {
  readonly events: readonly StoredEvent[];
  readonly head: string;
  readonly written: EventOf<'files_written'>;
  readonly design: Design;
}

/**
 * Parses the events. They must form an unbroken chain, make up a design, and end with the event that names its files.
 */
export function parsedEvents(bytes: Uint8Array | undefined): { check: Check; value: Chain | null } {
  const failed = (problem: string) => ({ check: verdict('events', [problem], ''), value: null });
  if (bytes === undefined) return failed(`${EVENTS_NAME} is missing`);
  const read = readEvents(bytes);
  if (read.problem !== null) return failed(read.problem);
  const events = read.value;
  const written = events.at(-1)?.event;
  if (written?.type !== 'files_written') return failed('the last event is not the one that names the files');
  const design = replayed(events.slice(0, -1));
  if (design === null) return failed('the events do not make up a design');
  const head = events.at(-1)?.hash ?? GENESIS_HASH;
  const found = `${events.length} events in an unbroken chain, head ${head.slice(0, 8)}…`;
  return { check: verdict('events', [], found), value: { events, head, written, design } };
}

function readEvents(bytes: Uint8Array): Read<readonly StoredEvent[]> {
  const lines = readLines(bytes);
  if (lines.problem !== null) return lines;
  const chain = verifyChain(lines.value);
  if (!chain.ok) return { problem: `the chain of events is broken: ${chain.reason}` };
  const events: StoredEvent[] = [];
  const kinds = new Map<string, number>();
  let keptCount = 0;
  for (const { seq, hash, event: recorded } of lines.value) {
    const event = DesignEvent.safeParse(recorded).data;
    if (event === undefined)
      return { problem: `line ${events.length + 1} of ${EVENTS_NAME} is not an event` };
    const { type } = event;
    if (!CALLS.has(type)) {
      const count = (kinds.get(type) ?? 0) + 1;
      kinds.set(type, count);
      keptCount += 1;
      if (count > MAX_OF_A_KIND || keptCount > MAX_KEPT)
        return { problem: `${EVENTS_NAME} has more events of the kind ${type} than any design can` };
    }
    events.push({ seq, event, hash });
  }
  return { problem: null, value: events };
}

function readLines(bytes: Uint8Array): Read<readonly z.infer<typeof StoredLine>[]> {
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_EVENTS)
    return { problem: `${EVENTS_NAME} is cut short or is not a list of events` };
  const stored: z.infer<typeof StoredLine>[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_LINE_BYTES || !isShallowLine(line))
      return {
        problem: `line ${index + 1} of ${EVENTS_NAME} is longer or more deeply nested than any event`,
      };
    const parsed = StoredLine.safeParse(parsedJson(line));
    if (!parsed.success) return { problem: `line ${index + 1} of ${EVENTS_NAME} is not an event` };
    if (!isCanonical(parsed.data, line))
      return { problem: `line ${index + 1} of ${EVENTS_NAME} has been changed` };
    stored.push(parsed.data);
  }
  return { problem: null, value: stored };
}

/** Replays the events; `null` if they contradict each other, which individually valid ones can. */
export function replayed(events: readonly StoredEvent[]): Design | null {
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
