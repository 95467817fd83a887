/** The newest text of the decision, what was found in it, and with what words it was sent back. */

import { NOTE, noteOf } from '#design/audits.ts';
import { letterOf } from '#design/participants.ts';
import { nameOf } from '#design/people.ts';
import type { Decision, Design, Round } from '#design/state.ts';
import { joinParts, list, oneLine, quote, section } from './material.ts';
import { sayCited } from './proposals-section.ts';

export function decisionSections(design: Design, round: Round): string {
  const decision = design.decisions.findLast(({ roundId }) => roundId !== round.id);
  if (decision === undefined) return '';
  return joinParts(
    section('The decision', quote('Its text, which is signed byte for byte', decision.text)),
    auditSection(design, round, decision),
    round.kind === 'revision' ? signaturesSection(design) : '',
    sentBackSection(design),
  );
}

/** The newest audit, and what a text that was written after it says on each finding. */
function auditSection({ audits }: Design, round: Round, { sha256, decision }: Decision): string {
  const newest = audits.findLast(({ roundId }) => roundId !== round.id);
  if (newest === undefined) return '';
  const { audit, citations } = newest;
  const isOfThisText = newest.sha256 === sha256;
  const findings = audit.findings.map((finding, index) => {
    const name = `F${index + 1}`;
    const citation = citations.find((each) => each.name === name);
    const answer = decision.answers.find((each) => each.finding === name);
    const how = isOfThisText || answer === undefined ? '' : ` Now: ${oneLine(answer.how)}`;
    return `${name}, ${finding.severity}, in ${oneLine(finding.part)}: ${oneLine(finding.wrong)} It would be mended so: ${oneLine(finding.mend)}${sayCited(finding, citation)}${how}`;
  });
  const replies = audit.replies.map(({ reply, why, fate }) => {
    const says = fate === 'contradicted' ? 'is contradicted' : 'is left out';
    return `${reply} ${says}: ${oneLine(why)}`;
  });
  return section(
    isOfThisText ? 'What the audit found' : 'What the audit found in the text before this one',
    list([...findings, ...replies]),
    `Would the auditor sign it: ${oneLine(audit.verdict)}`,
  );
}

function signaturesSection(design: Design): string {
  const { signatures, letters } = design;
  const words = { signs: 'signs', with_reservation: 'has a reservation', dissents: 'dissents' };
  return section(
    'What those said who were to sign it',
    list(
      letters.flatMap((id) => {
        const given = signatures.find(({ participant }) => participant === id)?.signature;
        return given === undefined
          ? []
          : [
              `${letterOf(design, id)} ${words[given.verdict]}: ${oneLine(given.words)} Weakest: ${oneLine(given.weakest)}`,
            ];
      }),
    ),
  );
}

function sentBackSection(design: Design): string {
  const sentBack = noteOf(design);
  if (sentBack === null) return '';
  const { by, note } = sentBack;
  return section(
    'Sent back',
    quote(`${NOTE}, the note of a person who sent the decision back: ${nameOf(by)}`, note),
  );
}
