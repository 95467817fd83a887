import * as z from 'zod';
import { replay } from '../../core/course/evolve.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { DesignEvent, type EventOf } from '../../core/vocabulary/events.ts';
import { upcast } from '../../core/vocabulary/upcast.ts';
import { canonicalJson, verifyChain } from '../chain.ts';
import { Fault } from '../fault.ts';
import type { StoredEvent } from '../ports/store.ts';
import { MAX_LINE_BYTES } from '../transfer/format.ts';
import { isLaterCharrette } from '../version.ts';
import { type Check, notVerified, shown, verdict } from './check.ts';
import type { BundleFolder } from './folder.ts';
import { BUNDLE_FORMAT, BUNDLE_NAME, Manifest, OfSomeFormat, sha256 } from './manifest.ts';

/** Bytes of all files together, far above any real bundle. A larger one is refused before it is read. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_EVENTS = 200_000;
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
  const hasDiagnostics = entries?.some(({ name }) => name === 'failures') ?? false;
  for (const { name, kind } of entries ?? []) {
    if (name === 'failures' || (name === 'proposals' && kind === 'folder')) continue;
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
  if (format !== BUNDLE_FORMAT) {
    const theirs = `${MANIFEST_NAME} is of format ${format}; this version checks ${BUNDLE_FORMAT}`;
    return {
      check: notVerified('manifest', `${theirs}: check it with the version that wrote it`),
      value: null,
    };
  }
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
  const text = new TextDecoder().decode(bytes);
  const blank = text.replace(/"manifestSha256": "[0-9a-f]{64}"/, `"manifestSha256": "${'0'.repeat(64)}"`);
  const problems = sha256(blank) === parsed.data.manifestSha256 ? [] : [`${MANIFEST_NAME} has been changed`];
  return { check: verdict('manifest', problems, `${MANIFEST_NAME} is whole`), value: parsed.data };
}

/** An unbroken chain of events: the design up to its last event, and that event, which names the files. */
export interface Chain {
  readonly events: readonly StoredEvent[];
  readonly head: string;
  readonly written: EventOf<'files_written'>;
  readonly design: Design;
}

/** Parses the events and checks that they are an unbroken chain that makes up a design and ends with its files' names. */
export function parsedEvents(bytes: Uint8Array | undefined): { check: Check; value: Chain | null } {
  const failed = (problem: string) => ({ check: verdict('events', [problem], ''), value: null });
  if (bytes === undefined) return failed(`${EVENTS_NAME} is missing`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_EVENTS) {
    return failed(`${EVENTS_NAME} is cut short or is no list of events`);
  }
  const events: StoredEvent[] = [];
  const kinds = new Map<string, number>();
  let keptCount = 0;
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_LINE_BYTES || !isShallowText(line, LINE_LEVELS))
      return failed(`line ${index + 1} of ${EVENTS_NAME} is longer, or nested deeper, than any event`);
    const parsed = StoredLine.safeParse(parsedJson(line));
    const event = DesignEvent.safeParse(upcast(parsed.data?.event));
    if (!parsed.success || !event.success)
      return failed(`line ${index + 1} of ${EVENTS_NAME} is not an event`);
    if (canonicalJson(parsed.data) !== line)
      return failed(`line ${index + 1} of ${EVENTS_NAME} has been changed`);
    const { seq, hash, event: recorded } = parsed.data;
    const { type } = event.data;
    if (!CALLS.has(type)) {
      const count = (kinds.get(type) ?? 0) + 1;
      kinds.set(type, count);
      keptCount += 1;
      if (count > MAX_OF_A_KIND || keptCount > MAX_KEPT)
        return failed(`${EVENTS_NAME} has more events of the kind ${type} than any design`);
    }
    events.push({ seq, event: event.data, recorded, hash });
  }
  const chain = verifyChain(events);
  if (!chain.ok) return failed(`the chain of events is broken: ${chain.reason}`);
  const written = events.at(-1)?.event;
  const lists = events.filter(({ event }) => event.type === 'files_written');
  if (written?.type !== 'files_written' || lists.length > 1)
    return failed('it is not the last event, and that one alone, that names the files');
  const design = replayed(events.slice(0, -1));
  if (design === null) return failed('the events do not make up a design');
  const { head } = chain;
  const words = `${events.length} events in an unbroken chain, head ${head.slice(0, 8)}…`;
  return { check: verdict('events', [], words), value: { events, head, written, design } };
}

/** Replays the events; `null` when they contradict each other, which even individually valid ones can. */
function replayed(events: readonly StoredEvent[]): Design | null {
  try {
    return replay(events.map(({ event }) => event));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Returns `undefined` for invalid JSON, which the schema that follows refuses. */
function parsedJson(content: string | Uint8Array): unknown {
  try {
    return JSON.parse(
      typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Levels of objects and lists in a line that holds an event or another record: more than any has, and safe to walk. */
const LINE_LEVELS = 25;

/**
 * Checks that JSON text is nested at most so deep, without building anything: parsing nothing but brackets takes seconds and
 * gigabytes. For invalid JSON the answer may be either.
 */
function isShallowText(json: string, levels: number): boolean {
  let level = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') isText = !isText;
    else if (isText && sign === '\\') at += 1;
    else if (isText) continue;
    else if (sign === '[' || sign === '{') level += 1;
    else if (sign === ']' || sign === '}') level -= 1;
    if (level > levels) return false;
  }
  return true;
}
