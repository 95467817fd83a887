import { isReallyAudited } from '../../core/decision/check-audit.ts';
import { type Decided, decisionsOf } from '../../core/decision/decided.ts';
import { listFates } from '../../core/decision/fates.ts';
import { findingsOf } from '../../core/decision/findings.ts';
import { labelOf } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import { FATE_WORDS } from '../../core/vocabulary/words.ts';
import { writeDecision } from '../../presentation/decision/decision-document.ts';
import { line } from '../../presentation/format/document.ts';
import { convertToPlain, plainOf } from '../../presentation/format/plain-document.ts';
import { sayConfirmation } from '../../presentation/judged/changes.ts';
import { citationOf, drawCitation } from '../../presentation/judged/citations.ts';
import { drawSignatureInFull } from '../../presentation/judged/signatures.ts';
import {
  drawAnswerLine,
  drawFinding,
  drawPremortem,
  sayNothingFound,
} from '../../presentation/record/audit.ts';
import { removeName, wrapMaterial } from './material-text.ts';
import { lastOpeningOf, openingVersionOf, type TranscriptSection } from './transcript-section.ts';

export function listSynthesisSections(design: Design): TranscriptSection[] {
  const [composed, ...revised] = decisionsOf(design);
  if (composed === undefined) return [];
  const revision = (decided: Decided, index: number): TranscriptSection => {
    const { roundId, sha256 } = decided;
    const since = openingVersionOf(design, roundId);
    const event = design.revisions.find((each) => each.roundId === roundId);
    // The text after a confirmation is shown if it is another.
    if (event === undefined) {
      const isSame = revised[index - 1]?.sha256 === sha256;
      return {
        since,
        text: isSame ? '' : decisionSection(design, decided, 'The decision, after this'),
      };
    }
    const heading = `The decision, revised${decided.revision === 1 ? '' : ' again'}`;
    return { since, text: `${decisionSection(design, decided, heading)}${answers(event)}` };
  };
  const composite = design.composites.at(-1);
  return [
    {
      since: openingVersionOf(design, composite?.roundId),
      text: decisionSection(design, composed, 'The decision'),
    },
    { since: openingVersionOf(design, design.audit?.roundId), text: auditSection(design) },
    ...design.confirmations.map((event) => confirmationSection(design, event)),
    ...revised.map(revision),
    { since: lastOpeningOf(design, 'signing'), text: signaturesSection(design) },
  ];
}

function answers(event: Design['revisions'][number] | undefined): string {
  const answerLines = (event?.revision.findings ?? []).map(
    (answer) => `${answer.finding} ${convertToPlain(drawAnswerLine(answer))}`,
  );
  return answerLines.length === 0
    ? ''
    : `\n\n${wrapMaterial('what was done about the findings', answerLines.join('\n'))}`;
}

/** The text to sign, byte for byte, and the fates of claims. */
function decisionSection(design: Design, decided: Decided, heading: string): string {
  const fates = listFates(design, decided).map(
    (each) => `${each.claim.id} ${FATE_WORDS[each.fate]}.`,
  );
  return [
    `# ${heading}`,
    wrapMaterial('decision.md', writeDecision(design, decided)),
    wrapMaterial('what became of the claims', fates.join('\n')),
  ].join('\n\n');
}

/** Dissents in their own words. Shown once all were asked, so that no signer sees the others. */
function signaturesSection(design: Design): string {
  const signing = design.rounds.some((round) => round.kind === 'signing' && !round.closed);
  if (signing || design.signatures.length === 0) return '';
  const signatureTexts = design.signatures.map((signature) => {
    const { participant: id } = signature;
    const label = labelOf(design, id);
    const text = plainOf(drawSignatureInFull(line`Proposal ${label}`, signature));
    return wrapMaterial(`proposal ${label}`, removeName(text, findParticipant(design, id)));
  });
  return `# Signatures and dissents\n\n${signatureTexts.join('\n\n')}`;
}

function auditSection(design: Design): string {
  if (design.audit === null) return '';
  const findings = findingsOf(design).map((finding) =>
    convertToPlain(drawFinding(finding, drawCitation(citationOf(finding)), finding.id)),
  );
  const findingsText =
    findings.length === 0 ? sayNothingFound(isReallyAudited(design)) : findings.join('\n');
  const text = `${findingsText}\n\n${plainOf(drawPremortem(design.audit.audit))}`;
  return `# The audit\n\n${wrapMaterial('the auditor', text)}`;
}

function confirmationSection(
  design: Design,
  event: Design['confirmations'][number],
): TranscriptSection {
  const rows = event.confirmation.changes.map(
    ({ change, verdict, reason }) => `${change}: ${verdict}. ${reason}`,
  );
  const text = `It ${sayConfirmation(event)}.\n\n${rows.join('\n')}`;
  const heading = '# The auditor on what was changed';
  return {
    since: openingVersionOf(design, event.roundId),
    text: `${heading}\n\n${wrapMaterial('the auditor', text.trim())}`,
  };
}
