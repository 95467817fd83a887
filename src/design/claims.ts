/** What the proposals claim, by the names that prompts use: `A-1`. */

import type { CheckedCitation } from './events.ts';
import type { ParticipantId } from './ids.ts';
import type { Design } from './state.ts';
import type { SubmissionOf } from './submissions.ts';

export type Claim = SubmissionOf<'submit_proposal'>['claims'][number] & {
  readonly name: string;
  readonly letter: string;
  readonly participant: ParticipantId;
  /** `null`: it cites nothing. */
  readonly citation: CheckedCitation | null;
};

/** Claims of the revealed proposals, in the order of their letters. */
export function claimsOf({ proposals, areRevealed }: Design): Claim[] {
  if (!areRevealed) return [];
  return proposals.flatMap(({ letter, participant, proposal, citations }) =>
    proposal.claims.map((claim, index) => {
      const name = `${letter}-${index + 1}`;
      const citation = citations.find((each) => each.name === name) ?? null;
      return { ...claim, name, letter, participant, citation };
    }),
  );
}

/** The claims on which the newest text says that it rests. */
export function claimsUnder(design: Design): Claim[] {
  const decision = design.decisions.at(-1)?.decision;
  if (decision === undefined) return [];
  const names = [...decision.why, ...decision.steps].flatMap(({ rests }) => rests);
  return claimsOf(design).filter(({ name }) => names.includes(name));
}
