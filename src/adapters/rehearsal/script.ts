import type { ClaimId, ProposalLabel } from '../../core/ids.ts';
import type { SubmissionInput } from '../../core/submission.ts';
import type { Scene } from './scene.ts';
import { cut } from './words.ts';

type RevealedClaim = Scene['ask']['claims'][number];
type Mapped = SubmissionInput<'map_divergences'>['divergences'][number];

/**
 * How every rehearsal goes, computed from the revealed claims alone, so that each participant in its own process
 * plays the same story: the second proposal gives way to the first on what comes first, and the last two do not
 * agree on whether to wait. One proposal by itself has nobody to differ from.
 */
export interface Script {
  readonly divergences: readonly Mapped[];
  /** What the composite begins with, and the claim that makes the other side of the first divergence give way. */
  readonly lead: RevealedClaim | undefined;
  readonly decisive: RevealedClaim | undefined;
  /** Rejected, because its author gives way. */
  readonly yielding: RevealedClaim | undefined;
  /** Stays open with the second divergence. */
  readonly open: RevealedClaim | undefined;
  readonly dissenter: ProposalLabel | '';
}

/** In the first divergence, those who hold the other position give way to this one. */
export const CONCEDED_DIVERGENCE = 'D1';
export const PREVAILS = 'P1';

export function scriptOf({ ask: { claims }, topic }: Scene): Script {
  const labels = [...new Set(claims.map((claim) => claim.label))];
  const [first, second] = labels;
  const lead = claimOf(claims, first, 'decision');
  const decisive = claimOf(claims, first, 'reason');
  if (first === undefined || second === undefined) {
    return { divergences: [], lead, decisive, yielding: undefined, open: undefined, dissenter: '' };
  }
  const last = labels.at(-1) ?? second;
  const lastButOne = labels.at(-2) ?? first;
  const yielding = claimOf(claims, second, 'decision');
  const open = claimOf(claims, last, 'risk');
  const divergences: Mapped[] = [
    {
      description: `On ${topic}: which comes first?`,
      impact: 'high',
      positions: [position(lead, first), position(yielding, second)],
    },
    {
      description: `Must the first step wait until what ${open?.id} warns of has been looked at?`,
      impact: 'medium',
      positions: [
        { statement: cut(`It must wait. ${open?.text}`, 500), proposals: [last] },
        { statement: 'It need not wait: take the step, and look at the same time.', proposals: [lastButOne] },
      ],
    },
  ];
  return { divergences, lead, decisive, yielding, open, dissenter: lastButOne };
}

function position(claim: RevealedClaim | undefined, label: ProposalLabel): Mapped['positions'][number] {
  return { statement: cut(`${claim?.id} does. ${claim?.text}`, 500), proposals: [label] };
}

/** The proposal's first claim of this kind, or its first of any. */
function claimOf(
  claims: readonly RevealedClaim[],
  label: ProposalLabel | undefined,
  kind: string,
): RevealedClaim | undefined {
  const own = claims.filter((claim) => claim.label === label);
  return own.find((claim) => claim.kind === kind) ?? own[0];
}

/** Claims of those who hold another position in this divergence (J6); of any other proposal, if the map is not ours. */
export function claimsToAnswer({ ask }: Scene, { divergences }: Script): ClaimId[] {
  const mapped = divergences[Number(ask.divergence?.id.slice(1)) - 1];
  const opposed = mapped?.positions.flatMap(({ proposals }, index) =>
    `P${index + 1}` === ask.divergence?.ownPosition ? [] : proposals,
  );
  const others = ask.claims.filter((claim) => claim.label !== ask.ownLabel);
  const theirs = others.filter((claim) => opposed?.includes(claim.label));
  return (theirs.length > 0 ? theirs : others).slice(0, 2).map((claim) => claim.id);
}
