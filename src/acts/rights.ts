import { refuseAsking, refuseFollowUp } from '../core/follow-up/follow-up.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { refuseWhenOver } from '../core/workflow/twice-or-late.ts';
import {
  type Person,
  type Policy,
  refuseAnswering,
  refuseDeciding,
  refusePublishing,
} from '../engine/access/permission.ts';

interface Right {
  /** For the table of rights. */
  readonly holders: string;
  /** Refusal by person or by the design's state; `null` if they may. */
  whyNot(policy: Policy, person: Person, design: Design): string | null;
}

const THOSE_WHO_DECIDE = 'its starter, deciders and operators';

/** All rights of people. Only a design's readers can use them on it. */
export const RIGHTS = {
  read: { holders: 'who may read it', whyNot: () => null },
  answer: { holders: 'who may read it', whyNot: (policy) => refuseAnswering(policy) },
  ask: {
    holders: 'who may read it',
    whyNot: (policy, _, design) =>
      refuseAsking(design)?.message ?? refuseAnswering(policy, 'you cannot ask about this decision'),
  },
  'end answers': {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseClosed(design) ?? refuseDeciding(policy, person, design, 'end_answers'),
  },
  decide: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) => refuseClosed(design) ?? refuseDeciding(policy, person, design),
  },
  judge: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseEnded(design) ?? refuseDeciding(policy, person, design, 'decide', 'accept or decline it'),
  },
  cancel: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseClosed(design) ?? refuseDeciding(policy, person, design, 'cancel'),
  },
  'ask for': { holders: 'who may not', whyNot: (_, __, design) => refuseClosed(design) },
  start: { holders: 'starters, a number of times a day', whyNot: () => null },
  publish: {
    holders: 'deciders and operators',
    whyNot: (policy, person, design) => refuseEnded(design) ?? refusePublishing(policy, person),
  },
} as const satisfies Readonly<Record<string, Right>>;
export type RightName = keyof typeof RIGHTS;

function refuseEnded(design: Design): string | null {
  return refuseFollowUp(design)?.message ?? null;
}

export function refuseClosed(design: Design): string | null {
  return design.end === null ? null : (refuseWhenOver(design)?.message ?? null);
}
