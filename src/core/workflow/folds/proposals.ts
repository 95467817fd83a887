import { addContribution, type Folds, replaceLast } from './folds.ts';

/** Proposals, and where they differ. */
export const PROPOSAL_FOLDS = {
  proposal_sealed: (design, event) => {
    const { participant, proposal, sha256, citations } = event;
    const sealed = { participant, proposal, sha256, citations, revealed: false };
    return { proposals: [...design.proposals, sealed], ...addContribution(design, event) };
  },
  proposals_revealed: (design) => ({
    proposals: design.proposals.map((sealed) => ({ ...sealed, revealed: true })),
    revealedSince: design.version,
  }),
  divergences_mapped: (design, event) => ({
    agreements: event.agreements,
    divergences: event.divergences.map((each) => ({ ...each, ...NOT_ARGUED })),
    lone: event.lone,
    ...addContribution(design, event),
  }),
  position_argued: (design, event) => {
    const { type: _, at: __, turnId: ___, divergenceId, argument: text, ...rest } = event;
    const divergences = replaceLast(design.divergences, divergenceId, (divergence) => ({
      arguments: [...divergence.arguments, { ...rest, text }],
    }));
    return { divergences, ...addContribution(design, event) };
  },
  divergence_settled: (design, event) => {
    const { type: _, divergenceId, ...how } = event;
    const settlement = { ...how, since: design.version };
    return { divergences: replaceLast(design.divergences, divergenceId, () => ({ settlement })) };
  },
} satisfies Partial<Folds>;

const NOT_ARGUED = { arguments: [], settlement: null };
