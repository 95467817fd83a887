import { participant } from '../vocabulary/participants.ts';
import { line } from './document.ts';
import { leftOutWords } from './facts/round.ts';
import { type Tellers, told } from './told.ts';

const by = (design: Parameters<typeof participant>[0], id: Parameters<typeof participant>[1]) =>
  participant(design, id).title;

/** Proposals, differences, arguments, and how the decision is made of them. */
export const DELIBERATION = {
  round_opened: null,
  proposal_sealed: (event, design) => told(line`${by(design, event.participant)} has sealed a proposal.`),
  proposals_revealed: () => told(line`The proposals are shown.`),
  divergences_mapped: (event, design) => told(line`${by(design, event.participant)} compared the proposals.`),
  divergence_added: (event, design) => told(line`${by(design, event.participant)} adds a difference.`),
  position_argued: (event, design) => told(line`${by(design, event.participant)} argues.`),
  divergence_settled: (event) => told(line`${event.divergenceId} ends.`),
  deliberation_stopped: ({ reason, dropped }) => told(line`What was ${leftOutWords(dropped, reason)}.`),
  composite_submitted: (event, design) => told(line`${by(design, event.participant)} composed a decision.`),
  audit_submitted: (event, design) => told(line`${by(design, event.participant)} audited the decision.`),
  revision_submitted: (event, design) => told(line`${by(design, event.participant)} revised the decision.`),
  signature_given: (event, design) => told(line`${by(design, event.participant)} ${event.verdict}.`),
  late_submission_recorded: (event, design) => told(line`${by(design, event.participant)} was too late.`),
} satisfies Partial<Tellers>;
