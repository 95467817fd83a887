import { whyNotAfterwards, whyNotAsk } from '../core/follow-up/afterwards.ts';
import { TEXTS } from '../core/presentation/run/texts.ts';
import type { Design } from '../core/vocabulary/design.ts';
import {
  type Person,
  type Policy,
  whyNotAnswer,
  whyNotCancel,
  whyNotDecide,
  whyNotPublish,
} from '../engine/access/permission.ts';

/** A right of people on a chat platform or a page. */
interface Right {
  /** Its holders, for the table of who may what. */
  readonly holders: string;
  /** Why this person may not, or why nobody may as the design stands, in words for them; `null` if they may. */
  whyNot(policy: Policy, person: Person, design: Design): string | null;
}

const THOSE_WHO_DECIDE = 'its starter, deciders and operators';

/** Every right of people. Readers of a design are those of its channel (A18); nobody does anything with one that they may not read. */
export const RIGHTS = {
  read: { holders: 'who may read it', whyNot: () => null },
  answer: { holders: 'who may read it', whyNot: (policy) => whyNotAnswer(policy) },
  ask: {
    holders: 'who may read it',
    whyNot: (policy, _, design) =>
      whyNotAsk(design)?.message ?? whyNotAnswer(policy, 'you cannot ask about this decision'),
  },
  rate: {
    holders: 'who may read it',
    whyNot: (policy, _, design) =>
      whyNotLiving(design) ?? whyNotAnswer(policy, 'you cannot say what it was worth to you'),
  },
  'end answers': {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      whyNotOpen(design) ?? whyNotDecide(policy, person, design, 'end_answers'),
  },
  decide: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) => whyNotOpen(design) ?? whyNotDecide(policy, person, design),
  },
  judge: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      whyNotLiving(design) ?? whyNotDecide(policy, person, design, 'decide', 'accept or decline it'),
  },
  cancel: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) => whyNotOpen(design) ?? whyNotCancel(policy, person, design),
  },
  'ask for': { holders: 'who may not', whyNot: (_, __, design) => whyNotOpen(design) },
  start: { holders: 'starters, a number of times a day', whyNot: () => null },
  publish: {
    holders: 'deciders and operators',
    whyNot: (policy, person, design) => whyNotLiving(design) ?? whyNotPublish(policy, person),
  },
} as const satisfies Readonly<Record<string, Right>>;
export type RightName = keyof typeof RIGHTS;

function whyNotLiving(design: Design): string | null {
  return whyNotAfterwards(design)?.message ?? null;
}

function whyNotOpen({ end }: Design): string | null {
  return end === null ? null : TEXTS.overAlready;
}
