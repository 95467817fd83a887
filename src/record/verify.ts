/**
 * `charrette verify <folder>`: recomputes hashes, seals, the chain of events, and the text under the
 * signatures, offline, and says what does not match (P8). It shows that nothing was changed since it
 * was written; whoever can write everything anew can make another folder that holds.
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { DesignEvent } from '#design/events.ts';
import { sealOf } from '#design/seal.ts';
import { messageOf } from '#support/fault.ts';
import { sha256Of } from '#support/hash.ts';
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

/** The chain covers what stands there, not what a schema makes of it. */
const Line = z.object({ seq: z.int(), hash: z.string(), event: z.looseObject({}) });
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
  try {
    const lines = (text ?? '').split('\n').filter((line) => line !== '');
    return lines.map((line) => Line.parse(JSON.parse(line)));
  } catch (error) {
    problems.push(`events.jsonl cannot be read: ${messageOf(error)}`);
    return [];
  }
}

function checkEvents(lines: readonly Line[], { head }: Manifest, problems: string[]) {
  const broken = checkChain(lines);
  if (broken !== null) problems.push(`The chain of events breaks at event ${broken}.`);
  const last = lines.at(-1);
  if (last?.seq !== head.seq || last.hash !== head.hash)
    problems.push('The chain of events does not end where the manifest says.');
}

/** What the manifest and `decision.md` claim, against the events. */
function checkFacts(
  lines: readonly Line[],
  manifest: Manifest,
  decisionFile: string | undefined,
  problems: string[],
) {
  const events = lines.flatMap(({ seq, event }) => {
    const { data, error } = DesignEvent.safeParse(event);
    if (error !== undefined) problems.push(`Event ${seq} is none of this version.`);
    return data ?? [];
  });
  const start = events[0];
  if (start?.type !== 'design_started' || start.designId !== manifest.design)
    problems.push('The events are of another design than the manifest.');
  const seals = events.filter((event) => event.type === 'proposal_sealed');
  for (const { participant, proposal, sha256 } of seals) {
    if (sealOf(proposal) !== sha256)
      problems.push(`The proposal of ${participant} is not the one that was sealed.`);
  }
  const sealed = seals.map(({ participant, sha256 }) => `${participant} ${sha256}`).sort();
  if (
    manifest.seals
      .map(({ persona, sha256 }) => `${persona} ${sha256}`)
      .sort()
      .join() !== sealed.join()
  )
    problems.push('The seals in the manifest are not those of the events.');

  const decision = events.findLast((event) => event.type === 'decision_submitted');
  if (manifest.decision?.sha256 !== decision?.sha256)
    problems.push('The decision in the manifest is not that of the events.');
  if (decision === undefined) return;
  if (sha256Of(decision.text) !== decision.sha256)
    problems.push('The text of the decision is not the one with the hash that was signed.');
  const signatures = events
    .slice(events.indexOf(decision))
    .filter((event) => event.type === 'signature_given');
  for (const { participant, sha256 } of signatures) {
    if (sha256 !== decision.sha256)
      problems.push(`The signature of ${participant} is under another text.`);
  }
  const given = signatures.map((each) => `${each.participant} ${each.signature.verdict}`);
  const stated = manifest.decision?.signatures.map((each) => `${each.persona} ${each.verdict}`);
  if (stated?.join() !== given.join())
    problems.push('The signatures in the manifest are not those of the events.');
  if (decisionFile !== undefined && signedTextOf(decisionFile) !== decision.text)
    problems.push('decision.md does not hold the text that was signed.');
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
