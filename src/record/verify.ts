import { type Decided, decidedIn, decisionsOf } from '../core/decision/decided.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import { decisionInForce } from '../core/outcome/outcome.ts';
import { decisionMarkdown } from '../core/presentation/decision/decision-document.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { canonicalJson } from '../engine/ports/chain.ts';
import { BUNDLE_NAME, type BundleFile, DECISION_NAME, Manifest, sha256 } from '../engine/ports/manifest.ts';
import type { Artifact } from '../engine/ports/store.ts';
import { bundleAgain, THIS_VERSION } from './bundle.ts';
import { type Check, notVerified, shown, skipped, verdict } from './check.ts';
import { BEING_WRITTEN, headCheck, type Outside, storeCheck } from './compared-check.ts';
import {
  type BundleFolder,
  type Chain,
  contents,
  type Files,
  parsedEvents,
  parsedManifest,
} from './contents.ts';
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
  if (found.check.result === 'failed' && found.files.size === 0)
    return verification(null, [found.check], hasDiagnostics);
  const manifest = parsedManifest(found.files.get(MANIFEST_NAME));
  if (manifest.check.result === 'not verified') return verification(null, [manifest.check], hasDiagnostics);
  const events = parsedEvents(found.files.get(EVENTS_NAME));
  const { check: compared, isBeingWritten } = await storeCheck(events.value, manifest.value, outside);
  const made = events.value === null ? null : madeAgain(events.value, manifest.value, found.files);
  const checks = [
    found.check,
    manifest.check,
    filesCheck(manifest.value, events.value, found.files),
    events.check,
    ...againstEvents(events.value, made, manifest.value, found.files),
    events.value === null ? notVerified('turns', NO_EVENTS) : turnsCheck(events.value, found.files),
    ...(head === null ? [] : [headCheck(events.value, head)]),
    ...(compared === null ? [] : [compared]),
  ];
  const topic = events.value?.design.topic ?? manifest.value?.topic ?? null;
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
  if (manifest === null)
    return notVerified('files', 'without a manifest there is nothing to compare the files with');
  const problems = differences(manifest.files, files, 'the manifest names', [MANIFEST_NAME]);
  if (chain !== null) {
    const { events, head, written } = chain;
    problems.push(...differences(written.files, files, 'the events name', [EVENTS_NAME, MANIFEST_NAME]));
    if (manifest.events.head !== head || manifest.events.count !== events.length)
      problems.push('the manifest names a different end of the chain of events');
  }
  const words = `${manifest.files.length} files have the sizes and hashes of the manifest and of the events`;
  return verdict('files', [...new Set(problems)], words);
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
    if (found === undefined) return [`${BUNDLE_NAME.test(name) ? name : shown(name)} is missing`];
    if (found.byteLength !== bytes) return [`${name} has ${found.byteLength} bytes instead of ${bytes}`];
    return sha256(found) === hash ? [] : [`${name} is not the file that ${by}`];
  });
  const named = new Set([...unnamed, ...expected.map(({ name }) => name)]);
  const extra = [...files.keys()].filter((name) => !named.has(name));
  return [...wrong, ...extra.map((name) => `${name} is not among the files that ${by}`)];
}

const NO_EVENTS = 'without readable events there is nothing to compare with';

const AGAINST_EVENTS = ['seals', 'decision', 'outcome', 'texts'] as const;

function againstEvents(
  chain: Chain | null,
  made: readonly BundleFile[] | null,
  manifest: Manifest | null,
  files: Files,
): Check[] {
  if (chain === null) return AGAINST_EVENTS.map((name) => notVerified(name, NO_EVENTS));
  const { design } = chain;
  if (made === null) {
    const problem = 'the events contradict each other, so no texts can be made from them';
    return AGAINST_EVENTS.map((name) => verdict(name, [problem], ''));
  }
  const expected = Manifest.parse(JSON.parse(made.find(({ name }) => name === MANIFEST_NAME)?.text ?? ''));
  return [
    sealsCheck(design, files),
    decisionCheck(design, manifest, files),
    outcomeCheck(expected, manifest),
    textsCheck(made, files),
  ];
}

/** Makes the files again with the manifest's version numbers; `null` if the events contradict each other. */
function madeAgain(
  { design, events }: Chain,
  manifest: Manifest | null,
  files: Files,
): readonly BundleFile[] | null {
  const naming = events.at(-1);
  const turns = new TextDecoder().decode(files.get(TURNS_NAME));
  if (naming === undefined) return null;
  try {
    const made = bundleAgain(
      { design, events: events.slice(0, -1), turns },
      naming,
      manifest ?? THIS_VERSION,
    );
    const text = made.find(({ name }) => name === MANIFEST_NAME)?.text ?? '';
    return Manifest.safeParse(JSON.parse(text)).success ? made : null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function sealsCheck(design: Design, files: Files): Check {
  const problems: string[] = [];
  let carried = 0;
  for (const sealed of design.proposals) {
    const { participant, sha256: seal } = sealed;
    const file = files.get(`proposals/${participant}.md`);
    if (file !== undefined && sha256(file) === seal) continue;
    if (design.carried?.proposals.some((each) => each.sha256 === seal) === true) carried += 1;
    else
      problems.push(
        `proposals/${participant}.md is ${file === undefined ? 'missing' : 'not what was sealed'}`,
      );
  }
  const elsewhere =
    carried === 0 ? '' : `; ${carried} were sealed in ${design.successorOf} and can be checked there`;
  return verdict(
    'seals',
    problems,
    `${design.proposals.length - carried} proposals match their seals${elsewhere}`,
  );
}

function outcomeCheck(expected: Manifest, manifest: Manifest | null): Check {
  if (manifest === null) return notVerified('outcome', 'without a manifest there is no outcome to compare');
  const agrees =
    manifest.status === expected.status &&
    canonicalJson(manifest.outcome) === canonicalJson(expected.outcome);
  const problems = agrees ? [] : [`the events end in "${expected.status}", unlike the manifest`];
  return verdict('outcome', problems, `the events end in "${expected.status}", like the manifest`);
}

function textsCheck(made: readonly BundleFile[], files: Files): Check {
  const wrong = made.filter(({ name, text }) => !sameBytes(text, files.get(name))).map(({ name }) => name);
  const extra = [...files.keys()].filter((name) => !made.some((file) => file.name === name));
  const problems = [
    ...wrong.map((name) => `${name} differs from the text that the events produce`),
    ...extra.map((name) => `the events produce no ${name}`),
  ];
  return verdict('texts', problems, 'every text is byte for byte what the events produce');
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
function decisionCheck(design: Design, manifest: Manifest | null, files: Files): Check {
  const file = files.get(DECISION_NAME);
  const decided = decidedIn(design);
  const isDraft = decisionInForce(design) === null;
  if (isDraft && file !== undefined)
    return verdict('decision', [`${DECISION_NAME} exists, but no decision is in force`], '');
  if (decided === null) return skipped('decision', 'there is no decision');
  const text = file === undefined ? null : new TextDecoder().decode(file);
  const problems = isDraft ? [] : fileProblems(file, decided);
  for (const [index, each] of decisionsOf(design).entries()) {
    if (sha256(decisionMarkdown(design, each)) !== each.sha256)
      problems.push(`text ${index + 1} of the decision does not have its recorded hash`);
  }
  for (const signature of design.signatures) {
    if (signature.sha256 === decided.sha256) continue;
    problems.push(`${shown(participant(design, signature.participant).title)} signed a different text`);
  }
  for (const name of CONTAINING) {
    const content = files.get(name);
    if (content === undefined || text === null) continue;
    if (!new TextDecoder().decode(content).includes(text))
      problems.push(`${name} does not contain ${DECISION_NAME} word for word`);
  }
  const listed = design.signatures.map(({ participant: persona, sha256: hash }) => `${persona} ${hash}`);
  const inManifest = manifest?.signatures.map(({ persona, sha256: hash }) => `${persona} ${hash}`) ?? listed;
  if (listed.join() !== inManifest.join())
    problems.push('the signatures in the manifest differ from those in the events');
  if (isDraft && problems.length === 0)
    return skipped('decision', 'there is no decision in force, only a draft in record.md');
  const signed = design.signatures.filter((signature) => signature.verdict === 'signs').length;
  return verdict(
    'decision',
    problems,
    `${signed} signed ${DECISION_NAME} as it is, and what people read contains it word for word`,
  );
}

function fileProblems(file: Uint8Array | undefined, decided: Decided): string[] {
  if (file === undefined) return [`${DECISION_NAME} is missing`];
  return sha256(file) === decided.sha256 ? [] : [`${DECISION_NAME} is not what was decided`];
}
