import { setIn } from '../../policy/decision-policy.ts';
import type { DecisionPolicy } from '../../vocabulary/decision-policy.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';

/** `2 have to accept it`, for one policy that is set to another value than usual. */
const WORDS: { readonly [Name in keyof DecisionPolicy]: (value: DecisionPolicy[Name]) => string } = {
  leastConfidence: (least) => `least confidence ${confidence(least)}, as set`,
  leastParticipation: (least) => `${percent(least)} of the personas must take part to the end, as set`,
  acceptances: (needed) => `needs ${needed} to accept`,
  namedPerson: (isNeeded) => (isNeeded ? 'a person has to accept the result' : 'no person has to accept it'),
  runsAgain: (most) => (most === 0 ? 'cannot be run again' : `can be run again ${times(most)} at most`),
};

/** Returns the words of these parts of a policy, each a clause. */
export function policyWords(policy: Partial<DecisionPolicy>): string[] {
  const names = Object.keys(WORDS) as (keyof DecisionPolicy)[];
  return names.flatMap((name) => wordsOf(name, policy[name]));
}

function wordsOf<Name extends keyof DecisionPolicy>(
  name: Name,
  value: Partial<DecisionPolicy>[Name],
): string[] {
  return value === undefined ? [] : [WORDS[name](value)];
}

/** `Needs 2 to accept; least confidence 0.5, as set.`, before a start; empty where everything is as usual. */
export function policyPreview(policy: DecisionPolicy): string[] {
  const words = policyWords(setIn(policy)).join('; ');
  return words === '' ? [] : [`${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`];
}

/** A bound behind the fact that fell below it: `, below 0.5, as set`. */
export function belowWords(least: number | undefined, figure: (least: number) => string): string {
  return least === undefined ? '' : `, below ${figure(least)}, as set`;
}

/** `67%`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function times(count: number): string {
  return count === 1 ? 'once' : counted(count, 'time');
}
