import type { Design } from '../../core/design.ts';
import { canonicalJson } from '../chain.ts';
import type { StoredEvent } from '../ports/store.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { bundleFiles } from './bundle.ts';
import { type Check, shown, skipped, verdict } from './check.ts';
import { contents, type Files, parsedEvents, parsedManifest } from './contents.ts';
import type { BundleFolder } from './folder.ts';
import { type BundleFile, EVENTS_NAME, MANIFEST_NAME, Manifest, manifestText, sha256 } from './manifest.ts';

export interface Verification {
  /** No check failed. */
  readonly ok: boolean;
  readonly topic: string | null;
  readonly checks: readonly Check[];
}

/**
 * Checks a bundle offline, from its own content: every hash, the seals, the chain of events, and that the
 * manifest and every text are what these events give (P8). It finds any change to any file. It cannot find a bundle
 * that somebody made up as a whole: for that, compare the seals with those posted in the thread.
 */
export async function verifyBundle(folder: BundleFolder): Promise<Verification> {
  const found = await contents(folder);
  if (found.check.result === 'failed' && found.files.size === 0) return verification(null, [found.check]);
  const manifest = parsedManifest(found.files.get(MANIFEST_NAME));
  const events = parsedEvents(found.files.get(EVENTS_NAME));
  const checks = [
    found.check,
    manifest.check,
    filesCheck(manifest.value, found.files),
    events.check,
    ...(events.design === null
      ? unreadable()
      : againstEvents(events.design, events.value, manifest.value, found.files)),
  ];
  return verification(events.design?.topic ?? manifest.value?.topic ?? null, checks);
}

function verification(topic: string | null, checks: readonly Check[]): Verification {
  return { ok: checks.every(({ result }) => result !== 'failed'), topic, checks };
}

function filesCheck(manifest: Manifest | null, files: Files): Check {
  if (manifest === null)
    return skipped('files', 'without a manifest there is nothing to compare the files with');
  const problems: string[] = [];
  for (const { name, bytes, sha256: expected } of manifest.files) {
    const found = files.get(name);
    if (found === undefined) problems.push(`${name} is missing`);
    else if (found.byteLength !== bytes)
      problems.push(`${name} has ${found.byteLength} bytes instead of ${bytes}`);
    else if (sha256(found) !== expected) problems.push(`${name} has been changed`);
  }
  const listed = new Set([MANIFEST_NAME, ...manifest.files.map(({ name }) => name)]);
  for (const name of files.keys()) if (!listed.has(name)) problems.push(`${name} is not in the manifest`);
  return verdict(
    'files',
    problems,
    `${manifest.files.length} files have the sizes and hashes of the manifest`,
  );
}

function unreadable(): Check[] {
  const why = 'without readable events there is nothing to compare with';
  return [skipped('seals', why), skipped('outcome', why), skipped('texts', why)];
}

function againstEvents(
  design: Design,
  events: readonly StoredEvent[],
  manifest: Manifest | null,
  files: Files,
): Check[] {
  let made: BundleFile[];
  try {
    made = bundleFiles(design, events);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = 'the events contradict each other, so that no texts can be made from them';
    return [
      verdict('seals', [problem], ''),
      verdict('outcome', [problem], ''),
      verdict('texts', [problem], ''),
    ];
  }
  return [
    sealsCheck(design, files),
    outcomeCheck(made, manifest),
    textsCheck(design, events, made, manifest, files),
  ];
}

function sealsCheck(design: Design, files: Files): Check {
  const problems: string[] = [];
  let carried = 0;
  for (const { participant, sha256: seal } of design.proposals) {
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

function outcomeCheck(made: readonly BundleFile[], manifest: Manifest | null): Check {
  if (manifest === null) return skipped('outcome', 'without a manifest there is no outcome to compare');
  const expected = Manifest.parse(JSON.parse(made.find(({ name }) => name === MANIFEST_NAME)?.text ?? ''));
  const agrees =
    manifest.status === expected.status &&
    canonicalJson(manifest.outcome) === canonicalJson(expected.outcome);
  const problems = agrees
    ? []
    : [`the events come to "${expected.status}", which is not what the manifest says`];
  return verdict('outcome', problems, `the events come to "${expected.status}", as the manifest says`);
}

function textsCheck(
  design: Design,
  events: readonly StoredEvent[],
  made: readonly BundleFile[],
  manifest: Manifest | null,
  files: Files,
): Check {
  if (manifest !== null && manifest.charretteVersion !== CHARRETTE_VERSION) {
    const kept = manifest.files.map(({ name }) => ({
      name,
      text: new TextDecoder().decode(files.get(name)),
    }));
    const expected = manifestText(design, events, kept, manifest.charretteVersion);
    const problems = sameBytes(expected, files.get(MANIFEST_NAME))
      ? []
      : ['the manifest does not fit the events'];
    if (problems.length > 0) return verdict('texts', problems, '');
    return skipped(
      'texts',
      `written by Charrette ${shown(manifest.charretteVersion)}, whose texts this version may word differently`,
    );
  }
  const wrong = made.filter(({ name, text }) => !sameBytes(text, files.get(name))).map(({ name }) => name);
  const extra = [...files.keys()].filter((name) => !made.some((file) => file.name === name));
  const problems = [
    ...wrong.map((name) => `${name} is not what the events give`),
    ...extra.map((name) => `${name} does not come from the events`),
  ];
  return verdict('texts', problems, 'every text is, byte for byte, what the events give');
}

function sameBytes(expected: string, found: Uint8Array | undefined): boolean {
  return found !== undefined && Buffer.from(expected).equals(found);
}
