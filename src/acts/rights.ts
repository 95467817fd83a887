import { findAnswerNamed } from '../core/answering/taking.ts';
import { refuseAsking, refuseFollowUp } from '../core/follow-up/follow-up.ts';
import { isBy } from '../core/questions/replies/author.ts';
import { listDifferingOn } from '../core/questions/replies/questions.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { QuestionId } from '../core/vocabulary/ids.ts';
import { listWords } from '../core/vocabulary/text.ts';
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
  /**
   * Refusal by person or by the design's state; `null` if they may. `about`: the act's subject,
   * where the right depends on it.
   */
  whyNot(policy: Policy, person: Person, design: Design, about: string): string | null;
}

const THOSE_WHO_DECIDE = 'its starter, deciders and operators';

/** All rights of people. Only a design's readers can use them on it. */
export const RIGHTS = {
  read: { holders: 'who may read it', whyNot: () => null },
  answer: { holders: 'who may read it', whyNot: (policy) => refuseAnswering(policy) },
  'take an answer': {
    holders: 'those who differ, each for another’s answer; its starter, deciders and operators',
    whyNot: (policy, person, design, about) =>
      refuseClosed(design) ?? refuseTaking(policy, person, design, about),
  },
  ask: {
    holders: 'who may read it',
    whyNot: (policy, _, design) =>
      refuseAsking(design)?.message ??
      refuseAnswering(policy, 'you cannot ask about this decision'),
  },
  'go on': {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseClosed(design) ?? refuseDeciding(policy, person, design, 'go_on'),
  },
  decide: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseClosed(design) ?? refuseDeciding(policy, person, design),
  },
  judge: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseEnded(design) ?? refuseDeciding(policy, person, design, 'judge'),
  },
  cancel: {
    holders: THOSE_WHO_DECIDE,
    whyNot: (policy, person, design) =>
      refuseClosed(design) ?? refuseDeciding(policy, person, design, 'cancel'),
  },
  'ask for': {
    holders: 'who may not',
    whyNot: (_, __, design, act) => (act === 'judge' ? refuseEnded(design) : refuseClosed(design)),
  },
  start: { holders: 'starters, a number of times a day', whyNot: () => null },
  publish: {
    holders: 'deciders and operators',
    whyNot: (policy, person, design) => refuseEnded(design) ?? refusePublishing(policy, person),
  },
} as const satisfies Readonly<Record<string, Right>>;
export type RightName = keyof typeof RIGHTS;

const GIVE_WAY = 'This is your own answer. To give way, press another name:';

/** Who takes another's answer gives way; any other choice binds those who differ. */
function refuseTaking(
  policy: Policy,
  person: Person,
  design: Design,
  about: string,
): string | null {
  const [name = '', since = ''] = about.split('/', 2);
  const { data: id } = QuestionId.safeParse(name);
  const between = id === undefined ? [] : listDifferingOn(design, id);
  const own = between.find((reply) => isBy(reply, person));
  // Who may is not the question where nobody differs any more, or nobody gave that answer: the act
  // says so.
  if (between.length === 0 || (own !== undefined && findAnswerNamed(between, since) !== own))
    return refuseAnswering(policy);
  const others = listWords(between.flatMap((each) => (each === own ? [] : [each.author])));
  const what = own === undefined ? 'say who is right' : 'decide for your own answer';
  const refusal = refuseDeciding(policy, person, design, 'decide', what);
  if (refusal === null) return null;
  return own === undefined
    ? `${refusal} ${others} can give way.`
    : `${GIVE_WAY} ${others}. ${refusal}`;
}

function refuseEnded(design: Design): string | null {
  return refuseFollowUp(design)?.message ?? null;
}

export function refuseClosed(design: Design): string | null {
  return design.end === null ? null : (refuseWhenOver(design)?.message ?? null);
}
