import { isAfterwards } from '../../core/afterwards/standing.ts';
import { evolve } from '../../core/course/evolve.ts';
import { firstImpossible } from '../../core/course/follows/course-of.ts';
import { ADDENDUM } from '../../core/outcome/file-names.ts';
import type { StoredEvent } from '../ports/store.ts';
import { CHARRETTE_VERSION, isLaterCharrette } from '../version.ts';
import {
  ADDENDUM_FORMAT,
  AddendumManifest,
  type AddendumSources,
  addendumFiles,
  addendumManifest,
  addendumSources,
} from './addendum.ts';
import { type Check, notVerified, shown, skipped, verdict } from './check.ts';
import { type Outside, signedCheck } from './compared-check.ts';
import { type Chain, type Files, readEvents, readWords } from './contents.ts';
import { parsedJson } from './json-lines.ts';
import { artifactOf, type BundleFile, isSealedBy, OfSomeFormat, sha256 } from './manifest.ts';
import { removedTexts } from './redacted.ts';

/** What was recorded after the files of a bundle: the end of its chain, and the texts that were removed of it. */
export interface Addendum {
  readonly head: string;
  readonly redacted: number;
}

interface Found {
  readonly check: Check;
  /** `null`: there is none, or it cannot be read. */
  readonly value: Addendum | null;
}

/**
 * Checks what people have done with the decision after the end (J14): its chain continues that of the bundle, each event is possible,
 * its manifest is whole, every file is made again byte for byte, and its head is signed as the bundle's is.
 */
export function addendumCheck(
  chain: Chain | null,
  isEarlier: boolean,
  files: Files,
  outside: Outside,
): Found {
  const none = (check: Check): Found => ({ check, value: null });
  if (files.size === 0) return none(skipped('addendum', 'there is no addendum'));
  if (chain === null)
    return none(notVerified('addendum', 'without readable events there is nothing that it continues'));
  const manifest = readManifest(files.get(ADDENDUM.manifest));
  if ('unknown' in manifest) return none(notVerified('addendum', manifest.unknown));
  const events = readChain(chain, files);
  const problems = 'problem' in manifest ? [manifest.problem] : filesProblems(manifest, files);
  if ('problem' in events) return none(verdict('addendum', [...problems, events.problem], ''));
  problems.push(...courseProblems(chain, events, isEarlier));
  if ('problem' in manifest) return none(verdict('addendum', problems, ''));
  const made = madeAgain({ bundle: chain.events, later: events }, manifest, files);
  const [head, redacted] = [events.at(-1)?.hash ?? '', removedTexts(events)];
  const signed = signedCheck(head, manifest.headSignature, outside);
  if (signed.result === 'failed') problems.push(signed.words);
  const isAnother = manifest.charretteVersion !== CHARRETTE_VERSION;
  const value = { head, redacted };
  if (problems.length + made.problems.length > 0 || (made.isWorded && !isAnother)) {
    const worded = made.isWorded ? [`${ADDENDUM.adr} is not what the events give`] : [];
    return { check: verdict('addendum', [...problems, ...made.problems, ...worded], ''), value };
  }
  if (made.isWorded) return { check: notVerified('addendum', otherWords(manifest)), value };
  if (signed.result === 'not verified') return { check: notVerified('addendum', signed.words), value };
  const gone = redacted === 0 ? '' : `, ${redacted} texts of them redacted`;
  const words = `${events.length} events continue the chain${gone}; the decision is ${manifest.standing}, as its record says; ${signed.words}`;
  return { check: verdict('addendum', [], words), value };
}

function otherWords({ charretteVersion }: AddendumManifest): string {
  return `${ADDENDUM.adr} is of Charrette ${shown(charretteVersion)}, which may have worded it otherwise: check it with that version`;
}

type ReadManifest = AddendumManifest | { readonly problem: string } | { readonly unknown: string };

function readManifest(bytes: Uint8Array | undefined): ReadManifest {
  const name = ADDENDUM.manifest;
  if (bytes === undefined) return { problem: `${name} is missing` };
  const json = parsedJson(bytes);
  const format = OfSomeFormat.safeParse(json).data?.formatVersion ?? ADDENDUM_FORMAT;
  if (format !== ADDENDUM_FORMAT)
    return { unknown: `${name} is of format ${format}: check it with the version that wrote it` };
  const parsed = AddendumManifest.safeParse(json);
  if (!parsed.success) return { problem: `${name} is not a manifest that this version can read` };
  const { charretteVersion, manifestSha256 } = parsed.data;
  if (isLaterCharrette(charretteVersion))
    return {
      problem: `${name} is of Charrette ${shown(charretteVersion)}, later than this one: check it with that version`,
    };
  return isSealedBy(new TextDecoder().decode(bytes), manifestSha256)
    ? parsed.data
    : { problem: `${name} has been changed` };
}

function filesProblems({ files: listed }: AddendumManifest, files: Files): string[] {
  const wrong = listed.flatMap(({ name, bytes, sha256: hash }) => {
    const found = files.get(name);
    if (found === undefined) return [`${name} is missing`];
    return found.byteLength === bytes && sha256(found) === hash
      ? []
      : [`${name} is not the one that its manifest names`];
  });
  const names = new Set([ADDENDUM.manifest, ...listed.map(({ name }) => name)]);
  const extra = [...files.keys()].filter((name) => !names.has(name));
  return [...wrong, ...extra.map((name) => `${name} is none that its manifest names`)];
}

function readChain(chain: Chain, files: Files): readonly StoredEvent[] | { readonly problem: string } {
  const [events, words] = [files.get(ADDENDUM.events), files.get(ADDENDUM.words)];
  if (events === undefined) return { problem: `${ADDENDUM.events} is missing` };
  if (words === undefined) return { problem: `${ADDENDUM.words} is missing` };
  const texts = readWords(words, ADDENDUM.words);
  if (texts.problem !== null) return texts;
  const read = readEvents(events, texts.value, {
    file: ADDENDUM.events,
    wordsFile: ADDENDUM.words,
    after: { seq: chain.events.length, hash: chain.head },
  });
  if (read.problem !== null) return { problem: `${ADDENDUM.events}: ${read.problem}` };
  const known = new Set(read.value.map(({ seq }) => seq));
  const stray = [...texts.value.keys()].find((seq) => !known.has(seq));
  return stray === undefined ? read.value : { problem: `${ADDENDUM.words} has a text of no event` };
}

/** Runs the rules by which events follow one another on from the bundle. An earlier version ended designs by its own. */
function courseProblems(
  { events: before, design, written }: Chain,
  later: readonly StoredEvent[],
  isEarlier: boolean,
) {
  const all = later.map(({ event }) => event);
  const first = isEarlier ? all.findIndex(isAfterwards) : 0;
  const isWhole = !isEarlier && before[0]?.words !== undefined && removedTexts([...before, ...later]) === 0;
  try {
    const start = [written, ...all.slice(0, first)].reduce(evolve, design);
    const last = all[first - 1] ?? written;
    const impossible = firstImpossible(all.slice(first), { start, last, isWhole });
    if (impossible === null) return [];
    const { seq, event } = later[first + impossible.index] ?? {};
    return [`event ${seq} (${event?.type}) cannot have happened there: ${impossible.why}`];
  } catch (error) {
    if (error instanceof Error) return ['its events contradict those before'];
    throw error;
  }
}

/** Compares the files with those that the events give; `isWorded`: the decision record alone is another. */
function madeAgain(
  sources: AddendumSources,
  by: AddendumManifest,
  files: Files,
): { readonly problems: readonly string[]; readonly isWorded: boolean } {
  try {
    const expected = addendumSources([...sources.bundle, ...sources.later]);
    if (expected === null || expected.later.length !== sources.later.length)
      return {
        problems: ['the last of its events is nothing that people did with the decision'],
        isWorded: false,
      };
    const made = addendumFiles(sources, by);
    const isOther = ({ name, text }: BundleFile) => {
      const found = files.get(name);
      return found === undefined || !Buffer.from(text).equals(found);
    };
    const listed = made
      .slice(0, -1)
      .flatMap(({ name }) => (files.has(name) ? [artifactOf(name, files.get(name) ?? Buffer.of())] : []));
    const all = [
      ...made.slice(0, -1).filter(({ name }) => name !== ADDENDUM.adr),
      { name: ADDENDUM.manifest, text: addendumManifest(sources, listed, by) },
    ];
    const extra = [...files.keys()].filter((name) => !made.some((file) => file.name === name));
    return {
      problems: [
        ...all.filter(isOther).map(({ name }) => `${name} is not what the events give`),
        ...extra.map((name) => `${name} does not come from the events`),
      ],
      isWorded: made.some((file) => file.name === ADDENDUM.adr && isOther(file)),
    };
  } catch (error) {
    if (error instanceof Error)
      return { problems: ['no files can be made from its events'], isWorded: false };
    throw error;
  }
}
