import { labelOf } from '../../core/proposal/labels.ts';
import { type Decided, decisionsOf, findingsOf } from '../../core/synthesis/decided.ts';
import { decisionMarkdown } from '../../core/telling/paper/decision.ts';
import type { Design, Gate } from '../../core/vocabulary/design.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { citedText, material, withoutName } from './material-text.ts';
import { lastOpened, openedAt, type Section } from './transcript-section.ts';

/** Each text of the decision, its audit, the note with which people sent it back, the signatures: in this order of time. */
export function synthesisSections(design: Design): Section[] {
  const [composed, ...revised] = decisionsOf(design);
  if (composed === undefined) return [];
  const sentBack = design.gates.find(({ decision }) => decision?.choice === 'send_back');
  const revision = (decided: Decided, index: number): Section => {
    const event = design.revisions[index];
    const heading = `The decision, revised${index === 0 ? '' : ' again'}`;
    const text = decisionSection(design, decided, heading);
    return { since: openedAt(design, event?.roundId), text: `${text}${answers(event)}` };
  };
  const composite = design.composites.at(-1);
  return [
    { since: openedAt(design, composite?.roundId), text: decisionSection(design, composed, 'The decision') },
    { since: openedAt(design, design.audit?.roundId), text: auditSection(design) },
    ...revised.map(revision),
    ...(sentBack === undefined ? [] : [noteSection(sentBack)]),
    { since: lastOpened(design, 'signing'), text: signaturesSection(design) },
  ];
}

/** What a revision says it did about each finding. */
function answers(event: Design['revisions'][number] | undefined): string {
  const lines = (event?.revision.findings ?? []).map(
    ({ finding, done, where }) => `${finding} ${done.replace('_', ' ')}: ${where}`,
  );
  return lines.length === 0 ? '' : `\n\n${material('what was done about the findings', lines.join('\n'))}`;
}

/** Byte for byte what is signed, and what became of the claims. */
function decisionSection(design: Design, decided: Decided, heading: string): string {
  const lines = decided.accounts.map(({ claim, disposition, into, reason }) => {
    const target = disposition === 'merged' ? ` into ${into}` : '';
    return `${claim} ${disposition}${target}${reason === '' ? '' : `: ${reason}`}`;
  });
  return [
    `# ${heading}`,
    material('decision.md', decisionMarkdown(design, decided)),
    material('what became of the claims', lines.join('\n')),
  ].join('\n\n');
}

/** Dissents in their own words (J5). Shown when all have been asked, so that nobody signs after the others. */
function signaturesSection(design: Design): string {
  const signing = design.rounds.some((round) => round.kind === 'signing' && !round.closed);
  if (signing || design.signatures.length === 0) return '';
  const shown = design.signatures.map(({ participant: id, verdict, dissent, rationale, confidence }) => {
    const words = verdict === 'dissents' ? dissent : rationale;
    const text = `${verdict === 'dissents' ? 'Dissents' : 'Signs'} (confidence ${confidence}): ${words}`;
    return material(`proposal ${labelOf(design, id)}`, withoutName(text, participant(design, id)));
  });
  return `# Signatures and dissents\n\n${shown.join('\n\n')}`;
}

function auditSection(design: Design): string {
  if (design.audit === null) return '';
  const findings = findingsOf(design).map(
    ({ id, kind, severity, text, citation, check }) =>
      `${id} ${severity} ${kind}: ${text}${citedText(citation, check)}`,
  );
  const listed = findings.length === 0 ? 'No findings.' : findings.join('\n');
  const text = `${listed}\n\nIt was carried out and it failed: why\n${design.audit.audit.premortem}`;
  return `# The audit\n\n${material('the auditor', text)}`;
}

function noteSection({ since, decision }: Gate): Section {
  const { by, note } = decision ?? { by: '', note: '' };
  const intro = 'The decision above was sent back once, to be done again.';
  const words = material(`note by ${by}`, note === '' ? '(no note)' : note);
  return { since, text: `# Sent back by people\n\n${intro}\n\n${words}` };
}
