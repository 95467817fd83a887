/**
 * Checks a bundle, the files of a design: the chain of its events, every hash, and each file made
 * anew from the events.
 *
 * @example
 * const { verdict, checks } = await verifyBundle(await openBundleFolder(folder), { head });
 */

import { decisionsOf } from '../core/decision/decided.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import { findDecisionInForce } from '../core/outcome/outcome.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { ParticipantId } from '../core/vocabulary/ids.ts';
import { sha256Of } from '../foundation/digest.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import type { Artifact } from '../ports/store.ts';
import { writeDecision } from '../presentation/decision/decision-document.ts';
import { makeBundleAgain } from './bundle.ts';
import { type Check, judgeCheck, leaveUnverified, quoteName, skip } from './check.ts';
import { BEING_WRITTEN, checkHead, compareWithStore, type OutsideFacts } from './compared-check.ts';
import {
  type BundleFolder,
  type Chain,
  checkFolder,
  type Files,
  parseEvents,
  parseManifest,
  readContents,
} from './contents.ts';
import {
  BRIEF_NAME,
  BUNDLE_FORMAT,
  BUNDLE_NAME,
  type BundleFile,
  DECISION_NAME,
  type Manifest,
} from './manifest.ts';
import { checkTurns, TURNS_NAME } from './turns.ts';

export interface Verification {
  /**
   * `changed`: a check failed. `not verified`: a check could not be made, or failed while the files
   * are being written, as the store says.
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
 * Checks a bundle offline, from its own content: hashes, seals, decision, signatures, chain, and
 * that manifest and every text follow from the events. Finds any change to any file. A bundle
 * forged as a whole is found only by comparing it with facts from `outside`, or its seals with
 * those posted in the thread.
 */
export async function verifyBundle(
  folder: BundleFolder,
  outside: OutsideFacts = {},
): Promise<Verification> {
  const { head = null } = outside;
  const folderContents = await readContents(folder);
  const { hasDiagnostics } = folderContents;
  if (folderContents.files.size === 0)
    return makeVerification(null, [checkFolder(folderContents, null)], hasDiagnostics);
  const events = parseEvents(folderContents.files.get(EVENTS_NAME));
  const manifest = parseManifest(folderContents.files.get(MANIFEST_NAME), events.value);
  const { check: comparison, isBeingWritten } = await compareWithStore(
    events.value,
    manifest.value,
    outside,
  );
  const checks = [
    checkFolder(folderContents, events.value),
    manifest.check,
    checkFiles(manifest.value, events.value, folderContents.files),
    events.check,
    ...checkAgainstEvents(events.value, manifest.value, folderContents.files),
    events.value === null
      ? leaveUnverified('turns', NO_EVENTS)
      : checkTurns(events.value, folderContents.files),
    ...(head === null ? [] : [checkHead(events.value, head)]),
    ...(comparison === null ? [] : [comparison]),
  ];
  const topic = events.value?.lasting.start?.topic ?? manifest.value?.topic ?? null;
  const isFailed = checks.some(({ result }) => result === 'failed');
  if (!isBeingWritten || !isFailed) return makeVerification(topic, checks, hasDiagnostics);
  const others = checks.filter(({ name }) => name !== 'store');
  const verification = makeVerification(
    topic,
    [...others, leaveUnverified('store', BEING_WRITTEN)],
    hasDiagnostics,
  );
  return { ...verification, verdict: 'not verified' };
}

function makeVerification(
  topic: string | null,
  checks: readonly Check[],
  hasDiagnostics: boolean,
): Verification {
  const has = (kind: Check['result']) => checks.some(({ result }) => result === kind);
  return {
    verdict: has('failed') ? 'changed' : has('not verified') ? 'not verified' : 'verified',
    topic,
    checks,
    isCompared: checks.some(({ name, result }) => COMPARED.has(name) && result === 'passed'),
    hasDiagnostics,
  };
}

const COMPARED: ReadonlySet<Check['name']> = new Set(['head', 'store']);

/**
 * Checks the files against the manifest and the event that names them: rewriting a file means
 * rewriting the chain.
 */
function checkFiles(manifest: Manifest | null, chain: Chain | null, files: Files): Check {
  if (manifest === null && chain === null)
    return leaveUnverified(
      'files',
      'without a manifest there is nothing to compare the files with',
    );
  const format = chain?.format ?? BUNDLE_FORMAT;
  const namedFiles = chain?.written.files.filter(
    ({ name }) => format === BUNDLE_FORMAT || BUNDLE_NAME.test(name),
  );
  const problems = [
    ...(manifest === null
      ? []
      : listDifferences(manifest.files, files, 'the manifest names', [MANIFEST_NAME])),
    ...(namedFiles === undefined
      ? []
      : listDifferences(namedFiles, files, 'the events name', [EVENTS_NAME, MANIFEST_NAME])),
  ];
  return judgeCheck(
    'files',
    [...new Set(problems)],
    'the files have the sizes and hashes that are recorded',
  );
}

/**
 * Describes differences between files and names. `ownNames`: files that hold the names themselves.
 */
function listDifferences(
  artifacts: readonly Artifact[],
  files: Files,
  by: 'the manifest names' | 'the events name',
  ownNames: readonly string[],
): string[] {
  const wrong = artifacts.flatMap(({ name, bytes, sha256: hash }) => {
    const content = files.get(name);
    if (content === undefined)
      return [`${BUNDLE_NAME.test(name) ? name : quoteName(name)} is missing`];
    if (content.byteLength !== bytes)
      return [`${name} has ${content.byteLength} bytes instead of ${bytes}`];
    return sha256Of(content) === hash ? [] : [`${name} is not the file that ${by}`];
  });
  const names = new Set([...ownNames, ...artifacts.map(({ name }) => name)]);
  const extra = [...files.keys()].filter((name) => !names.has(name));
  return [...wrong, ...extra.map((name) => `${name} is not among the files that ${by}`)];
}

const NO_EVENTS = 'without readable events there is nothing to compare with';

const AGAINST_EVENTS = ['seals', 'decision', 'outcome', 'texts'] as const;

function checkAgainstEvents(chain: Chain | null, manifest: Manifest | null, files: Files): Check[] {
  if (chain === null) return AGAINST_EVENTS.map((name) => leaveUnverified(name, NO_EVENTS));
  const texts = makeAgain(chain, files);
  return [
    checkSeals(chain, manifest, files),
    checkDecision(texts === null ? { ...chain, design: null } : chain, manifest, files),
    checkOutcome(chain, manifest),
    checkTexts(texts, chain, files),
  ];
}

/** Makes the files again; `null` if this version cannot. */
function makeAgain(
  { design, storedEvents: stored }: Chain,
  files: Files,
): readonly BundleFile[] | null {
  const naming = stored.at(-1);
  if (naming === undefined || design === null) return null;
  const turns = new TextDecoder().decode(files.get(TURNS_NAME));
  try {
    return makeBundleAgain({ design, events: stored.slice(0, -1), turns }, naming);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function checkSeals({ lasting, design }: Chain, manifest: Manifest | null, files: Files): Check {
  const { seals } = lasting;
  const problems = seals.flatMap(({ participant, sha256: seal }) => {
    const file = files.get(`proposals/${participant}.md`);
    if (file !== undefined && sha256Of(file) === seal) return [];
    return [
      `proposals/${participant}.md is ${file === undefined ? 'missing' : 'not what was sealed'}`,
    ];
  });
  const allSeals = [...seals, ...(lasting.start?.carried?.proposals ?? [])];
  const inEvents = new Set(
    allSeals.map(({ participant, sha256: seal }) => `${participant} ${seal}`),
  );
  const inManifest = new Set(
    manifest?.seals.map(({ persona, sha256: seal }) => `${persona} ${seal}`),
  );
  if (manifest !== null && inEvents.symmetricDifference(inManifest).size > 0)
    problems.push('the seals in the manifest differ from those in the events');
  const carriedCount = design?.carried?.proposals.length ?? 0;
  const elsewhere =
    carriedCount === 0
      ? ''
      : `; ${carriedCount} were sealed in ${design?.successorOf} and can be checked there`;
  return judgeCheck('seals', problems, `${seals.length} proposals match their seals${elsewhere}`);
}

function checkOutcome({ lasting: { status } }: Chain, manifest: Manifest | null): Check {
  if (manifest === null)
    return leaveUnverified('outcome', 'without a manifest there is no outcome to compare');
  const problems =
    manifest.status === (status ?? 'unfinished')
      ? []
      : [`the events end in "${status}", unlike the manifest`];
  return judgeCheck('outcome', problems, `the events end in "${status}", like the manifest`);
}

/** The manifest among them, so all that it says of the design. */
function checkTexts(made: readonly BundleFile[] | null, { writer }: Chain, files: Files): Check {
  if (made === null)
    return judgeCheck('texts', [], '', {
      writer,
      problems: ['the events contradict each other, so no texts can be made from them'],
    });
  const wrong = made
    .filter(({ name, text }) => !hasBytesOf(text, files.get(name)))
    .map(({ name }) => name);
  const extra = [...files.keys()].filter((name) => !made.some((file) => file.name === name));
  const problems = [
    ...wrong.map((name) => `${name} differs from the text that the events produce`),
    ...extra.map((name) => `the events produce no ${name}`),
  ];
  return judgeCheck('texts', [], 'every text is byte for byte what the events produce', {
    writer,
    problems,
  });
}

function hasBytesOf(text: string, content: Uint8Array | undefined): boolean {
  return content !== undefined && Buffer.from(text).equals(content);
}

/**
 * Checks that people read the text that was signed: `decision.md` has the hash recorded with the
 * decision, every signature names that hash, and the brief contains the text byte for byte. Without
 * a decision in force there is no such file.
 */
function checkDecision(
  { lasting, design, writer }: Chain,
  manifest: Manifest | null,
  files: Files,
): Check {
  const file = files.get(DECISION_NAME);
  const { decided, signatures } = lasting;
  const isOwn = design !== null && writer === CHARRETTE_VERSION;
  const isDraft = isOwn ? findDecisionInForce(design) === null : file === undefined;
  if (decided === null && file === undefined) return skip('decision', 'there is no decision');
  const problems: string[] = [];
  if (!isDraft && file === undefined) problems.push(`${DECISION_NAME} is missing`);
  if (file !== undefined && sha256Of(file) !== decided)
    problems.push(`${DECISION_NAME} is not what was decided`);
  for (const { participant, sha256: signedHash } of signatures)
    if (signedHash !== decided)
      problems.push(`${quoteName(titleOf(design, participant))} signed a different text`);
  const listed = signatures.map(({ participant, verdict, sha256: hash }) => [
    participant,
    verdict,
    hash,
  ]);
  const inManifest =
    manifest?.signatures.map(({ persona, verdict, sha256: hash }) => [persona, verdict, hash]) ??
    listed;
  if (listed.join() !== inManifest.join())
    problems.push('the signatures in the manifest differ from those in the events');
  const remade = { writer, problems: design === null ? [] : listRemadeProblems(design, files) };
  if (isDraft && problems.length + remade.problems.length === 0)
    return skip('decision', 'there is no decision in force, only a draft in record.md');
  const words = `${signatures.length} gave their verdict on ${DECISION_NAME} as it is`;
  const addition = design === null ? '' : ', and what people read contains it word for word';
  return judgeCheck('decision', problems, `${words}${addition}`, remade);
}

function titleOf(design: Design | null, id: ParticipantId): string {
  return design?.participants.find((each) => each.id === id)?.title ?? id;
}

function listRemadeProblems(design: Design, files: Files): string[] {
  const file = files.get(DECISION_NAME);
  const text = file === undefined ? null : new TextDecoder().decode(file);
  const problems =
    text !== null && findDecisionInForce(design) === null
      ? [`${DECISION_NAME} exists, but no decision is in force`]
      : [];
  for (const [index, each] of decisionsOf(design).entries())
    if (sha256Of(writeDecision(design, each)) !== each.sha256)
      problems.push(`text ${index + 1} of the decision does not have its recorded hash`);
  const brief = files.get(BRIEF_NAME);
  if (brief !== undefined && text !== null && !new TextDecoder().decode(brief).includes(text))
    problems.push(`${BRIEF_NAME} does not contain ${DECISION_NAME} word for word`);
  return problems;
}
