import { listJudgedChanges } from '../../core/decision/changes.ts';
import { decidedOf } from '../../core/decision/decided.ts';
import { listFates } from '../../core/decision/fates.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { FATE_WORDS } from '../../core/vocabulary/words.ts';
import { writeDecision } from '../../presentation/decision/decision-document.ts';
import { lines } from '../../presentation/format/document.ts';
import { plainOf } from '../../presentation/format/plain-document.ts';
import { drawChange } from '../../presentation/judged/changes.ts';
import { citationOf, drawCitation } from '../../presentation/judged/citations.ts';
import { drawClaimLine } from '../../presentation/judged/claims.ts';
import type { Assignment } from '../../sessions/child/protocol.mjs';
import type { Ask } from './ask.ts';
import { makeRulesBlock, makeTopicBlock } from './material.ts';
import { wrapMaterial } from './material-text.ts';
import { SAID_ALONE, saySaid } from './revision-facts.ts';
import { CHANGED_SINCE_DRAFT } from './texts.ts';

/**
 * Prefix of every prompt of a signing: the same bytes for all signers. Has the topic, what people
 * said, the text to sign and its changes, but no proposals, arguments or audit.
 */
export function makeSigningMaterial(design: Design): Assignment['shared'] {
  const decided = decidedOf(design);
  const text = decided === null ? '' : wrapMaterial('decision.md', writeDecision(design, decided));
  const changes = listJudgedChanges(design)
    .filter(({ isTakenOut }) => !isTakenOut)
    .map((change) => plainOf(drawChange(change)));
  const changesSection = `${CHANGED_SINCE_DRAFT}\n\n${wrapMaterial('changes', changes.join('\n\n'))}`;
  const peoplesWords = saySaid(design, SAID_ALONE);
  const all = [
    makeRulesBlock(design),
    makeTopicBlock(design),
    ...(peoplesWords === '' ? [] : [`# What people said\n\n${peoplesWords}`]),
    `# The decision\n\n${text}`,
    ...(changes.length === 0 ? [] : [changesSection]),
  ];
  return all.map((each, index) => ({ type: 'text', text: each, cache: index === all.length - 1 }));
}

/**
 * A signer's claims with their sources and their fates in the decision; empty without a proposal.
 */
export function listOwnClaims(design: Design, { ownLabel }: Pick<Ask, 'ownLabel'>): string[] {
  const fates = listFates(design);
  const own = fates.filter(({ claim }) => claim.label === ownLabel);
  const claimFates = own.map(({ claim, ...became }) => {
    const claimText = plainOf([
      lines(drawClaimLine(claim.id, claim, drawCitation(citationOf(claim)))),
    ]);
    return `${claimText}\nIn the decision: ${FATE_WORDS[became.fate]}.`;
  });
  return claimFates.length === 0 ? [] : [wrapMaterial('your claims', claimFates.join('\n\n'))];
}
