import type { Design } from '../../core/design.ts';
import { participant } from '../../core/participants.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import type { Composite } from '../../core/submission.ts';
import { material, numbered } from './material-text.ts';
import { withoutName } from './unnamed.ts';

/** Composites, signatures, audit, brief, and the note with which people sent a composite back. */
export function synthesisSections(design: Design): string[] {
  const sections: string[] = [];
  const notes = design.gates.flatMap(({ decision }) => (decision?.choice === 'send_back' ? [decision] : []));
  for (const [index, { composite }] of design.composites.entries()) {
    sections.push(compositeSection(composite, index));
    const isNewest = index === design.composites.length - 1;
    if (isNewest) sections.push(signaturesSection(design), auditSection(design), briefSection(design));
    const note = notes[index];
    if (note !== undefined) sections.push(noteSection(note));
  }
  return sections;
}

function compositeSection({ headline, summary, steps, accounts }: Composite, index: number): string {
  const lines = accounts.map(({ claim, disposition, into, reason }) => {
    const target = disposition === 'merged' ? ` into ${into}` : '';
    return `${claim} ${disposition}${target}${reason === '' ? '' : `: ${reason}`}`;
  });
  const parts = [
    headline,
    summary,
    steps.length === 0 ? '' : `Steps:\n${numbered(steps)}`,
    `What became of the claims:\n${lines.join('\n')}`,
  ];
  const name = index === 0 ? 'The composite' : `Composite ${index + 1}`;
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `# ${name}\n\n${material('the synthesizer', text)}`;
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

function auditSection({ audit }: Design): string {
  if (audit === null) return '';
  const findings = audit.audit.findings.map(({ kind, severity, text }) => `${severity} ${kind}: ${text}`);
  const listed = findings.length === 0 ? 'No findings.' : numbered(findings);
  const text = `${listed}\n\nIt was carried out and it failed: why\n${audit.audit.premortem}`;
  return `# The audit\n\n${material('the auditor', text)}`;
}

function briefSection({ brief }: Design): string {
  if (brief === null) return '';
  const { title, decision, paragraph, steps } = brief.brief;
  const listed = numbered(steps.map((step) => `${step.title}: ${step.detail}`));
  return `# The brief\n\n${material('the synthesizer', [title, decision, paragraph, listed].join('\n\n'))}`;
}

function noteSection({ by, note }: { readonly by: string; readonly note: string }): string {
  const words = note === '' ? '(no note)' : note;
  return `# Sent back by people\n\nThe composite above was sent back once, to be done again.\n\n${material(`note by ${by}`, words)}`;
}
