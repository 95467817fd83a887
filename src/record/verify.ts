/**
 * `charrette verify <folder>`: recomputes hashes, seals, the chain of events, and the text under the
 * signatures, offline, and says what does not match (P8). It shows that nothing was changed since it
 * was written; whoever can write everything anew can make another folder that holds.
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { messageOf } from '#support/fault.ts';
import { canonicalJson, sha256Of } from '#support/hash.ts';
import { signedTextOf } from '#words/decision-file.ts';
import { checkChain } from './chain.ts';
import { MANIFEST, Manifest } from './manifest.ts';

export interface Verified {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Larger than any that we write (A15). */
const MAX_MANIFEST_BYTES = 1_000_000;
const MAX_FILE_BYTES = 100_000_000;

/** What the check reads of events, whichever version wrote them. */
const Checked = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('design_started'), designId: z.string() }),
  z.looseObject({
    type: z.literal('proposal_sealed'),
    participant: z.string(),
    proposal: z.unknown(),
    sha256: z.string(),
  }),
  z.looseObject({ type: z.literal('decision_submitted'), text: z.string(), sha256: z.string() }),
  z.looseObject({
    type: z.literal('signature_given'),
    participant: z.string(),
    signature: z.looseObject({ verdict: z.string() }),
    sha256: z.string(),
  }),
]);
type Checked = z.infer<typeof Checked>;
const Line = z.object({
  seq: z.int(),
  hash: z.string(),
  event: z.looseObject({ type: z.string() }),
});
type Line = z.infer<typeof Line>;

export async function verifyFolder(folder: string): Promise<Verified> {
  const problems: string[] = [];
  const manifest = await readManifest(folder, problems);
  if (manifest === null) return { ok: false, lines: problems };
  const texts = await readListed(folder, manifest, problems);
  await findUnlisted(folder, manifest, problems);
  const lines = parseLines(texts.get('events.jsonl'), problems);
  checkEvents(lines, manifest, problems);
  checkFacts(lines, manifest, texts.get('decision.md'), problems);
  if (problems.length > 0) return { ok: false, lines: problems };
  return { ok: true, lines: summaryOf(manifest, lines) };
}

async function readManifest(folder: string, problems: string[]): Promise<Manifest | null> {
  try {
    const text = await readBounded(join(folder, MANIFEST), MAX_MANIFEST_BYTES);
    return Manifest.parse(JSON.parse(text));
  } catch (error) {
    problems.push(`${MANIFEST} is missing or cannot be read: ${messageOf(error)}`);
    return null;
  }
}

async function readBounded(path: string, maxBytes: number): Promise<string> {
  const { size } = await stat(path);
  if (size > maxBytes) throw new Error(`it has ${size} bytes, and at most ${maxBytes} are read`);
  return readFile(path, 'utf8');
}

async function readListed(folder: string, { files }: Manifest, problems: string[]) {
  const texts = new Map<string, string>();
  for (const { name, bytes, sha256 } of files) {
    try {
      const text = await readBounded(join(folder, name), MAX_FILE_BYTES);
      texts.set(name, text);
      if (Buffer.byteLength(text) !== bytes || sha256Of(text) !== sha256)
        problems.push(`${name} is not what the manifest says: it was changed.`);
    } catch (error) {
      problems.push(`${name} cannot be read: ${messageOf(error)}`);
    }
  }
  return texts;
}

async function findUnlisted(folder: string, { files }: Manifest, problems: string[]) {
  const listed = new Set([MANIFEST, ...files.map(({ name }) => name)]);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of found) {
    const name = join(entry.parentPath, entry.name).slice(join(folder, '/').length);
    if (entry.isDirectory() || listed.has(name.replaceAll('\\', '/'))) continue;
    problems.push(`${name} is not in the manifest.`);
  }
}

function parseLines(text: string | undefined, problems: string[]): Line[] {
  if (text === undefined) {
    problems.push('events.jsonl is not in the manifest.');
    return [];
  }
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Line.parse(JSON.parse(line)));
  } catch (error) {
    problems.push(`events.jsonl cannot be read: ${messageOf(error)}`);
    return [];
  }
}

/** Seals come in the order of their turns, and are listed in that of the letters. */
function byPersona<Seal extends { readonly persona: string }>(seals: readonly Seal[]): Seal[] {
  return seals.toSorted((one, other) => (one.persona < other.persona ? -1 : 1));
}

function checkEvents(lines: readonly Line[], { head, design }: Manifest, problems: string[]) {
  const broken = checkChain(lines);
  if (broken !== null) problems.push(`The chain of events breaks at event ${broken}.`);
  const last = lines.at(-1);
  if (last?.seq !== head.seq || last.hash !== head.hash)
    problems.push('The chain of events does not end where the manifest says.');
  const start = lines[0]?.event;
  if (start?.type !== 'design_started' || start.designId !== design)
    problems.push('The events are of another design than the manifest.');
}

function checkFacts(
  lines: readonly Line[],
  manifest: Manifest,
  decisionFile: string | undefined,
  problems: string[],
) {
  const events = lines.flatMap(({ event }): Checked[] => {
    const parsed = Checked.safeParse(event);
    return parsed.success ? [parsed.data] : [];
  });
  const seals = events.filter((event) => event.type === 'proposal_sealed');
  for (const { participant, proposal, sha256 } of seals) {
    if (sha256Of(canonicalJson(proposal)) !== sha256)
      problems.push(`The proposal of ${participant} is not the one that was sealed.`);
  }
  const sealed = seals.map((each) => ({ persona: each.participant, sha256: each.sha256 }));
  if (!isSame(byPersona(manifest.seals), byPersona(sealed)))
    problems.push('The seals in the manifest are not those of the events.');

  const index = events.findLastIndex((event) => event.type === 'decision_submitted');
  const decision = events[index];
  if (decision?.type !== 'decision_submitted') {
    if (manifest.decision !== null)
      problems.push('The manifest names a decision that nobody wrote.');
    return;
  }
  if (sha256Of(decision.text) !== decision.sha256 || manifest.decision?.sha256 !== decision.sha256)
    problems.push('The text of the decision is not the one with the hash that was signed.');
  const signatures = events.slice(index).filter((event) => event.type === 'signature_given');
  for (const { participant, sha256 } of signatures) {
    if (sha256 !== decision.sha256)
      problems.push(`The signature of ${participant} is under another text.`);
  }
  const named = signatures.map((each) => ({
    persona: each.participant,
    verdict: each.signature.verdict,
  }));
  if (!isSame(manifest.decision?.signatures, named))
    problems.push('The signatures in the manifest are not those of the events.');
  if (decisionFile !== undefined && signedTextOf(decisionFile) !== decision.text)
    problems.push('decision.md does not hold the text that was signed.');
}

function isSame(stated: unknown, found: unknown): boolean {
  return canonicalJson(stated ?? null) === canonicalJson(found);
}

function summaryOf(manifest: Manifest, lines: readonly Line[]): string[] {
  const { design, files, seals, decision } = manifest;
  return [
    `${design}: everything matches.`,
    `${files.length} files, ${lines.length} events in an unbroken chain, ${seals.length} seals.`,
    decision === null
      ? 'There is no decision.'
      : `The decision ${decision.sha256.slice(0, 8)} has ${decision.signatures.length} signatures under this very text.`,
  ];
}
