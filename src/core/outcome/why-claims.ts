import * as z from 'zod';
import { type FateText, fatesIn } from '../decision/fates.ts';
import { labelDifference, labelPosition, statementOf } from '../differences/labels.ts';
import { citationStatusOf } from '../proposals/cited.ts';
import { linkTo } from '../proposals/forge.ts';
import type { LabelledClaim } from '../proposals/labels.ts';
import type { Argument, Design, Divergence } from '../vocabulary/design.ts';
import { findParticipant } from '../vocabulary/participants.ts';
import { membersOf } from '../vocabulary/sets.ts';
import { IMPACTS } from '../vocabulary/submission.ts';
import { CITATION_WORDS, FATE_WORDS } from '../vocabulary/words.ts';
import { findSpokenTurn, roundKindOf, TurnMark } from './turn-numbers.ts';

export const WhyCitation = z.strictObject({
  place: z.string(),
  quote: z.string(),
  status: z.enum(membersOf(CITATION_WORDS)),
  /** `null` if none were read. */
  lines: z.string().nullable(),
  /** Their web page; `null` if unknown. */
  url: z.string().nullable(),
});
export type WhyCitation = z.infer<typeof WhyCitation>;

const WhyArgument = z.strictObject({
  persona: z.string(),
  title: z.string(),
  /** It answers the claim, was moved by it, or is by the claim's author. */
  part: z.enum(['answers', 'moved', 'own']),
  text: z.string(),
  citation: WhyCitation.nullable(),
  turn: TurnMark.nullable(),
});
export type WhyArgument = z.infer<typeof WhyArgument>;

const Position = z.strictObject({ label: z.string(), statement: z.string() });
const WhyDifference = z.strictObject({
  id: z.string(),
  label: z.string(),
  description: z.string(),
  impact: z.enum(IMPACTS),
  position: Position,
  /** `null`: still open. */
  settled: z
    .strictObject({
      outcome: z.enum(['agreed', 'conceded', 'unresolved', 'settled_by_person']),
      /** The position that prevailed; `null` for none. */
      position: Position.nullable(),
      by: z.array(z.string()),
      reason: z.string(),
    })
    .nullable(),
  arguments: z.array(WhyArgument),
});
export type WhyDifference = z.infer<typeof WhyDifference>;

export const WhyClaim = z.strictObject({
  id: z.string(),
  persona: z.string(),
  title: z.string(),
  kind: z.string(),
  text: z.string(),
  fate: z.enum(membersOf(FATE_WORDS)),
  citation: WhyCitation.nullable(),
  differences: z.array(WhyDifference),
  turn: TurnMark.nullable(),
});
export type WhyClaim = z.infer<typeof WhyClaim>;

/** Traces these claims in order; unknown ids are left out. */
export function traceClaims(design: Design, text: FateText, ids: readonly string[]): WhyClaim[] {
  const fates = fatesIn(design, text);
  const claimFates = ids.flatMap((id) => fates.filter(({ claim }) => claim.id === id));
  return claimFates.map(({ claim, fate }) => {
    return {
      id: claim.id,
      persona: claim.participant,
      title: findParticipant(design, claim.participant).title,
      kind: claim.kind,
      text: claim.text,
      fate,
      citation: citationOf(design, claim),
      differences: differencesOf(design, claim),
      turn: findSpokenTurn(design, claim.participant, (turn) => roundKindOf(design, turn) === 'proposals'),
    };
  });
}

function citationOf(
  { repository }: Design,
  { citation, check }: Pick<LabelledClaim, 'citation' | 'check'>,
): WhyCitation | null {
  const status = citationStatusOf(citation, check);
  if (status === null) return null;
  const { place, quote } = citation;
  return {
    place,
    quote,
    status,
    lines: check?.excerpt ?? null,
    url: check === null ? null : linkTo(repository, check),
  };
}

function differencesOf(design: Design, { id, participant: by }: LabelledClaim) {
  return design.divergences.flatMap((divergence): WhyDifference[] => {
    const position = divergence.positions.find(({ claims }) => claims.includes(id));
    if (position === undefined) return [];
    const those = divergence.arguments.flatMap((argument): WhyArgument[] => {
      const part = partOf(argument, id, by);
      return part === null ? [] : [traceArgument(design, argument, part)];
    });
    return [
      {
        id: divergence.id,
        label: labelDifference(divergence.id),
        description: divergence.description,
        impact: divergence.impact,
        position: describePosition(divergence, position.id),
        settled: settlementOf(design, divergence),
        arguments: those,
      },
    ];
  });
}

function partOf(
  { addresses, changedBy, participant: arguing }: Argument,
  claim: string,
  author: string,
): WhyArgument['part'] | null {
  if (changedBy.includes(claim)) return 'moved';
  if (addresses.includes(claim)) return 'answers';
  return arguing === author ? 'own' : null;
}

function traceArgument(design: Design, argument: Argument, part: WhyArgument['part']): WhyArgument {
  const { participant: by, roundId, text } = argument;
  return {
    persona: by,
    title: findParticipant(design, by).title,
    part,
    text,
    citation: citationOf(design, argument),
    turn: findSpokenTurn(design, by, (turn) => turn.roundId === roundId),
  };
}

function settlementOf(design: Design, divergence: Divergence): WhyDifference['settled'] {
  const { settlement } = divergence;
  if (settlement === null) return null;
  const { outcome, position, by, person, reason } = settlement;
  const names = by.map((id) => findParticipant(design, id).title);
  return {
    outcome,
    position: position === '' ? null : describePosition(divergence, position),
    by: person === '' ? names : [person],
    reason,
  };
}

function describePosition(divergence: Divergence, id: string) {
  return { label: labelPosition(divergence.id, id), statement: statementOf(divergence, id) };
}
