import { type ClaimView, listOtherClaims } from '../../core/differences/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import type { Round } from '../../core/vocabulary/round.ts';
import { lines } from '../../presentation/format/document.ts';
import { plainOf } from '../../presentation/format/plain-document.ts';
import { citationOf, drawCitation } from '../../presentation/judged/citations.ts';
import { drawClaimLine } from '../../presentation/judged/claims.ts';
import type { Assignment } from '../../sessions/child/protocol.mjs';
import { type ArguedPoint, arguedPointsOf } from './asked-points.ts';
import {
  limitBlocks,
  makeContextBlock,
  makeFrameBlock,
  makeRulesBlock,
  makeTopicBlock,
} from './material.ts';
import { removeName, wrapMaterial } from './material-text.ts';
import { ARGUED_DIFFERENCES, ARGUING_RULES, NOT_ARGUED_NOW, OTHER_CLAIMS } from './texts.ts';
import { listPeoplesWords } from './transcript.ts';
import { saySettledBy } from './transcript-refinement.ts';

/**
 * Prefix of every prompt in a round of arguing: the same bytes for all participants, whenever they
 * are asked. Has the topic, people's words, the differences and the claims, but nothing that tells
 * whose they are: no proposals, letters or holders. Can be cached up to people's words, and as a
 * whole.
 */
export function makeArguingMaterial(design: Design, round: Round): Assignment['shared'] {
  const fixedBlocks = [
    makeRulesBlock(design, ARGUING_RULES),
    makeTopicBlock(design),
    ...makeContextBlock(design),
    ...commitBlock(design),
    ...makeFrameBlock(design),
  ];
  const peoplesWords = listPeoplesWords(design, round);
  const map = [differencesBlock(design, round), ...otherClaimsBlock(design)];
  const texts = limitBlocks([...fixedBlocks, ...peoplesWords, ...map]);
  const cacheMarks = new Set([fixedBlocks.length - 1, texts.length - 1]);
  return texts.map((text, index) => ({ type: 'text', text, cache: cacheMarks.has(index) }));
}

/** Without an overview: claims name the places worth looking up. */
function commitBlock({ repository }: Design): string[] {
  if (repository === null) return [];
  const { name, commit } = repository;
  return [
    `# The repository\n\nThe repository tools read ${JSON.stringify(name)} at commit ${commit}.`,
  ];
}

function differencesBlock(design: Design, round: Round): string {
  const points = arguedPointsOf(design, round);
  const arguedPoints = points
    .filter((point) => point.isArgued)
    .map((point) => renderPoint(design, point));
  const others = points
    .filter((point) => !point.isArgued)
    .map((point) => renderPoint(design, point));
  return [
    [ARGUED_DIFFERENCES, ...arguedPoints],
    ...(others.length === 0 ? [] : [[NOT_ARGUED_NOW, ...others]]),
  ]
    .flat()
    .join('\n\n');
}

function renderPoint(
  design: Design,
  { difference, description, positions, settled }: ArguedPoint,
): string {
  const sides = positions.map(({ name, statement, claims }) =>
    [`${name}: ${statement}`, ...claims.map((claim) => claimWords(design, claim))].join('\n'),
  );
  const differenceText = wrapMaterial(
    `difference ${difference}`,
    [description, ...sides].join('\n\n'),
  );
  if (settled === null) return differenceText;
  const { position, person, note } = settled;
  return person === ''
    ? `${differenceText}\nAll who are left hold ${position}.`
    : `${differenceText}\n${saySettledBy(person, `${position} holds.`, note)}`;
}

function otherClaimsBlock(design: Design): string[] {
  const claims = listOtherClaims(design).map((claim) => claimWords(design, claim));
  return claims.length === 0
    ? []
    : [`${OTHER_CLAIMS}\n\n${wrapMaterial('claims', claims.join('\n'))}`];
}

function claimWords(design: Design, claim: ClaimView): string {
  const claimText = plainOf([
    lines(drawClaimLine(claim.name, claim, drawCitation(citationOf(claim)))),
  ]);
  return removeName(claimText, findParticipant(design, claim.participant));
}
