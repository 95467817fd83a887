import { decisionsOf } from '../../core/synthesis/decided.ts';
import { sealsOf, sourcesOf } from '../../core/telling/thread/proposals.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { confidence, counted } from '../../core/vocabulary/figures.ts';
import { type EventLines, nameOf } from './event-lines.ts';
import { shortHash } from './format.ts';

/** How proposals and the decision are made, and who stands by it. */
export const DECISION_LINES = {
  // A seal is shown as it lands, what it seals only when all are revealed (J1).
  proposal_sealed: (event, design) => {
    const { of, seals } = sealsOf(design);
    const count = `${seals.length} of ${of}`;
    const name = nameOf(design, event.participant);
    return [`${name} has sealed a proposal: sha256 ${shortHash(event.sha256)} (${count}).`];
  },
  proposals_revealed: (_, design) =>
    design.proposals
      .filter(({ revealed }) => revealed)
      .map(({ participant: id, proposal }) => {
        const sources = sourcesOf(design, id).join(', ');
        return `${nameOf(design, id)} proposes: ${proposal.headline}${sources === '' ? '' : ` (${sources})`}`;
      }),

  composite_submitted: (event, design) => [
    `${nameOf(design, event.participant)} has put one decision together: ${event.composite.decision.sentence}`,
  ],
  signature_given: (event, design) => [
    `${nameOf(design, event.participant)} ${event.verdict} (confidence ${confidence(event.confidence)}). ${event.dissent}`.trimEnd(),
  ],
  audit_submitted: (event, design) => [
    `${nameOf(design, event.participant)} found ${counted(event.audit.findings.length, 'thing')} to object to.`,
  ],
  revision_submitted: ({ revision }, design) => [revisedWords(revision, design)],
} satisfies Partial<EventLines>;

/** What was done about the audit, and the decision where it is another one now. */
function revisedWords(
  { findings, decision }: EventOf<'revision_submitted'>['revision'],
  design: Design,
): string {
  const left = findings.filter(({ done }) => done === 'left_open').length;
  const acted = findings.length - left;
  const done = [
    ...(acted === 0 ? [] : [`${counted(acted, 'thing')} acted on`]),
    ...(left === 0 ? [] : [`${left} left open`]),
  ];
  const about = done.length === 0 ? '' : ` (${done.join(', ')})`;
  const isSame = decisionsOf(design).at(-2)?.decision.sentence === decision.sentence;
  return `The decision is revised${about}${isSame ? '.' : `: ${decision.sentence}`}`;
}
