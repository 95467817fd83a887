import { type Decided, decidedIn, decisionsOf } from '../core/decision/decided.ts';
import { decisionInForce } from '../core/outcome/outcome.ts';
import { decisionMarkdown } from '../core/presentation/decision/decision-document.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { DECISION_NAME, type Manifest, sha256 } from '../engine/ports/manifest.ts';
import { type Check, shown, skipped, verdict } from './check.ts';
import type { Files } from './contents.ts';

/** Files that contain the decision byte for byte, where they exist. */
const CONTAINING = ['brief.md', 'adr.md'];

/**
 * Checks that people read the text that was signed (J9): `decision.md` has the hash recorded with the decision, every signature
 * names that hash, and brief and ADR contain the text byte for byte. Without a decision in force there is no such file.
 */
export function decisionCheck(design: Design, manifest: Manifest | null, files: Files): Check {
  const file = files.get(DECISION_NAME);
  const decided = decidedIn(design);
  const isDraft = decisionInForce(design) === null;
  if (isDraft && file !== undefined)
    return verdict('decision', [`${DECISION_NAME} is there, and no decision is in force`], '');
  if (decided === null) return skipped('decision', 'there is no decision');
  const text = file === undefined ? null : new TextDecoder().decode(file);
  const problems = isDraft ? [] : fileProblems(file, decided);
  for (const [index, each] of decisionsOf(design).entries()) {
    if (sha256(decisionMarkdown(design, each)) !== each.sha256)
      problems.push(`text ${index + 1} of the decision does not have the hash that it was recorded with`);
  }
  for (const signature of design.signatures) {
    if (signature.sha256 === decided.sha256) continue;
    problems.push(`${shown(participant(design, signature.participant).title)} has signed another text`);
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
    problems.push('the manifest names other signatures than the events');
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
