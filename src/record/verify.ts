import { decisionsOf } from '../core/decision/decided.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import { decisionInForce } from '../core/outcome/outcome.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { ParticipantId } from '../core/vocabulary/ids.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import type { Artifact } from '../ports/store.ts';
import { decisionMarkdown } from '../presentation/decision-document.ts';
import { bundleAgain } from './bundle.ts';
import { type Check, notVerified, quoteName, skip, verdict } from './check.ts';
import { BEING_WRITTEN, headCheck, type Outside, storeCheck } from './compared-check.ts';
import {
  type BundleFolder,
  type Chain,
  contents,
  type Files,
  folderCheck,
  parseEvents,
  parseManifest,
} from './contents.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_NAME,
  type BundleFile,
  DECISION_NAME,
  type Manifest,
  sha256,
} from './manifest.ts';
import { TURNS_NAME, turnsCheck } from './turns.ts';

export interface Verification {
  /**
   * `changed`: a check failed. `not verified`: a check could not be made, or failed while the files are being written,
   * as the store says.
   */
  readonly verdict: 'verified' | 'not verified' | 'changed';
  readonly topic: string | null;
  readonly checks: readonly Check[];
  /** The chain agrees with a head or a store outside the bundle. */
  readonly isCompared: boolean;
  /** The folder also has `failures/`, which is not checked. */
  readonly hasDiagnostics: boolean;
}

/**
 * Checks a bundle offline, from its own content: hashes, seals, decision, signatures, chain, and that manifest and
 * every text follow from the events (P8). Finds any change to any file. A bundle forged as a whole is found only by
 * comparing it with facts from `outside` (P11), or its seals with those posted in the thread.
 */
export async function verifyBundle(folder: BundleFolder, outside: Outside = {}): Promise<Verification> {
  const { head = null } = outside;
  const found = await contents(folder);
  const { hasDiagnostics } = found;
  if (found.files.size === 0) return verification(null, [folderCheck(found, null)], hasDiagnostics);
  const events = parseEvents(found.files.get(EVENTS_NAME));
  const manifest = parseManifest(found.files.get(MANIFEST_NAME), events.value);
  const { check: compared, isBeingWritten } = await storeCheck(events.value, manifest.value, outside);
  const checks = [
    folderCheck(found, events.value),
    manifest.check,
    filesCheck(manifest.value, events.value, found.files),
    events.check,
    ...againstEvents(events.value, manifest.value, found.files),
    events.value === null ? notVerified('turns', NO_EVENTS) : turnsCheck(events.value, found.files),
    ...(head === null ? [] : [headCheck(events.value, head)]),
    ...(compared === null ? [] : [compared]),
  ];
  const topic = events.value?.lasting.start?.topic ?? manifest.value?.topic ?? null;
  const isFailed = checks.some(({ result }) => result === 'failed');
  if (!isBeingWritten || !isFailed) return verification(topic, checks, hasDiagnostics);
  const others = checks.filter(({ name }) => name !== 'store');
  const unsettled = verification(topic, [...others, notVerified('store', BEING_WRITTEN)], hasDiagnostics);
  return { ...unsettled, verdict: 'not verified' };
}

function verification(topic: string | null, checks: readonly Check[], hasDiagnostics: boolean): Verification {
  const has = (wanted: Check['result']) => checks.some(({ result }) => result === wanted);
  return {
    verdict: has('failed') ? 'changed' : has('not verified') ? 'not verified' : 'verified',
    topic,
    checks,
    isCompared: checks.some(({ name, result }) => COMPARED.has(name) && result === 'passed'),
    hasDiagnostics,
  };
}

const COMPARED: ReadonlySet<Check['name']> = new Set(['head', 'store']);

/** Checks the files against the manifest and the event that names them: rewriting a file means rewriting the chain. */
function filesCheck(manifest: Manifest | null, chain: Chain | null, files: Files): Check {
  if (manifest === null && chain === null)
    return notVerified('files', 'without a manifest there is nothing to compare the files with');
  const format = chain?.format ?? BUNDLE_FORMAT;
  const named = chain?.written.files.filter(({ name }) => format === BUNDLE_FORMAT || BUNDLE_NAME.test(name));
  const problems = [
    ...(manifest === null ? [] : differences(manifest.files, files, 'the manifest names', [MANIFEST_NAME])),
    ...(named === undefined
      ? []
      : differences(named, files, 'the events name', [EVENTS_NAME, MANIFEST_NAME])),
  ];
  return verdict('files', [...new Set(problems)], 'the files have the sizes and hashes that are recorded');
}

/** Describes differences between files and names. `unnamed`: files that hold the names themselves. */
function differences(
  expected: readonly Artifact[],
  files: Files,
  by: 'the manifest names' | 'the events name',
  unnamed: readonly string[],
): string[] {
  const wrong = expected.flatMap(({ name, bytes, sha256: hash }) => {
    const found = files.get(name);
    if (found === undefined) return [`${BUNDLE_NAME.test(name) ? name : quoteName(name)} is missing`];
    if (found.byteLength !== bytes) return [`${name} has ${found.byteLength} bytes instead of ${bytes}`];
    return sha256(found) === hash ? [] : [`${name} is not the file that ${by}`];
  });
  const named = new Set([...unnamed, ...expected.map(({ name }) => name)]);
  const extra = [...files.keys()].filter((name) => !named.has(name));
  return [...wrong, ...extra.map((name) => `${name} is not among the files that ${by}`)];
}

const NO_EVENTS = 'without readable events there is nothing to compare with';

const AGAINST_EVENTS = ['seals', 'decision', 'outcome', 'texts'] as const;

function againstEvents(chain: Chain | null, manifest: Manifest | null, files: Files): Check[] {
  if (chain === null) return AGAINST_EVENTS.map((name) => notVerified(name, NO_EVENTS));
  const made = madeAgain(chain, files);
  return [
    sealsCheck(chain, manifest, files),
    decisionCheck(made === null ? { ...chain, design: null } : chain, manifest, files),
    outcomeCheck(chain, manifest),
    textsCheck(made, chain, files),
  ];
}

/** Makes the files again; `null` if this version cannot. */
function madeAgain({ design, stored }: Chain, files: Files): readonly BundleFile[] | null {
  const naming = stored.at(-1);
  if (naming === undefined || design === null) return null;
  const turns = new TextDecoder().decode(files.get(TURNS_NAME));
  try {
    return bundleAgain({ design, events: stored.slice(0, -1), turns }, naming);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function sealsCheck({ lasting, design }: Chain, manifest: Manifest | null, files: Files): Check {
  const { seals } = lasting;
  const problems = seals.flatMap(({ participant, sha256: seal }) => {
    const file = files.get(`proposals/${participant}.md`);
    if (file !== undefined && sha256(file) === seal) return [];
    return [`proposals/${participant}.md is ${file === undefined ? 'missing' : 'not what was sealed'}`];
  });
  const known = [...seals, ...(lasting.start?.carried?.proposals ?? [])];
  const inEvents = new Set(known.map(({ participant, sha256: seal }) => `${participant} ${seal}`));
  const inManifest = new Set(manifest?.seals.map(({ persona, sha256: seal }) => `${persona} ${seal}`));
  if (manifest !== null && inEvents.symmetricDifference(inManifest).size > 0)
    problems.push('the seals in the manifest differ from those in the events');
  const carried = design?.carried?.proposals.length ?? 0;
  const elsewhere =
    carried === 0 ? '' : `; ${carried} were sealed in ${design?.successorOf} and can be checked there`;
  return verdict('seals', problems, `${seals.length} proposals match their seals${elsewhere}`);
}

function outcomeCheck({ lasting: { status } }: Chain, manifest: Manifest | null): Check {
  if (manifest === null) return notVerified('outcome', 'without a manifest there is no outcome to compare');
  const problems =
    manifest.status === (status ?? 'unfinished')
      ? []
      : [`the events end in "${status}", unlike the manifest`];
  return verdict('outcome', problems, `the events end in "${status}", like the manifest`);
}

/** The manifest among them, so all that it says of the design. */
function textsCheck(made: readonly BundleFile[] | null, { writer }: Chain, files: Files): Check {
  if (made === null)
    return verdict('texts', [], '', {
      writer,
      problems: ['the events contradict each other, so no texts can be made from them'],
    });
  const wrong = made.filter(({ name, text }) => !sameBytes(text, files.get(name))).map(({ name }) => name);
  const extra = [...files.keys()].filter((name) => !made.some((file) => file.name === name));
  const problems = [
    ...wrong.map((name) => `${name} differs from the text that the events produce`),
    ...extra.map((name) => `the events produce no ${name}`),
  ];
  return verdict('texts', [], 'every text is byte for byte what the events produce', { writer, problems });
}

function sameBytes(expected: string, found: Uint8Array | undefined): boolean {
  return found !== undefined && Buffer.from(expected).equals(found);
}

/** Files that contain the decision byte for byte, where they exist. */
const CONTAINING = ['brief.md', 'adr.md'];

/**
 * Checks that people read the text that was signed (J9): `decision.md` has the hash recorded with the decision, every signature
 * names that hash, and brief and ADR contain the text byte for byte. Without a decision in force there is no such file.
 */
function decisionCheck({ lasting, design, writer }: Chain, manifest: Manifest | null, files: Files): Check {
  const file = files.get(DECISION_NAME);
  const { decided, signatures } = lasting;
  const isOwn = design !== null && writer === CHARRETTE_VERSION;
  const isDraft = isOwn ? decisionInForce(design) === null : file === undefined;
  if (decided === null && file === undefined) return skip('decision', 'there is no decision');
  const problems: string[] = [];
  if (!isDraft && file === undefined) problems.push(`${DECISION_NAME} is missing`);
  if (file !== undefined && sha256(file) !== decided)
    problems.push(`${DECISION_NAME} is not what was decided`);
  for (const { participant, sha256: signed } of signatures)
    if (signed !== decided)
      problems.push(`${quoteName(titleOf(design, participant))} signed a different text`);
  const listed = signatures.map(({ participant, verdict: said, sha256: hash }) => [participant, said, hash]);
  const inManifest =
    manifest?.signatures.map(({ persona, verdict: said, sha256: hash }) => [persona, said, hash]) ?? listed;
  if (listed.join() !== inManifest.join())
    problems.push('the signatures in the manifest differ from those in the events');
  const remade = { writer, problems: design === null ? [] : madeAgainProblems(design, files) };
  if (isDraft && problems.length + remade.problems.length === 0)
    return skip('decision', 'there is no decision in force, only a draft in record.md');
  const words = `${signatures.length} gave their verdict on ${DECISION_NAME} as it is`;
  const contained = design === null ? '' : ', and what people read contains it word for word';
  return verdict('decision', problems, `${words}${contained}`, remade);
}

function titleOf(design: Design | null, id: ParticipantId): string {
  return design?.participants.find((each) => each.id === id)?.title ?? id;
}

function madeAgainProblems(design: Design, files: Files): string[] {
  const file = files.get(DECISION_NAME);
  const text = file === undefined ? null : new TextDecoder().decode(file);
  const problems =
    text !== null && decisionInForce(design) === null
      ? [`${DECISION_NAME} exists, but no decision is in force`]
      : [];
  for (const [index, each] of decisionsOf(design).entries())
    if (sha256(decisionMarkdown(design, each)) !== each.sha256)
      problems.push(`text ${index + 1} of the decision does not have its recorded hash`);
  for (const name of CONTAINING) {
    const content = files.get(name);
    if (content === undefined || text === null) continue;
    if (!new TextDecoder().decode(content).includes(text))
      problems.push(`${name} does not contain ${DECISION_NAME} word for word`);
  }
  return problems;
}
