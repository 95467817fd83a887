import { ACT_WORDS } from '../../core/presentation/start/asking-starter.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { AskedAct } from '../../core/vocabulary/events.ts';
import { starterOf, starterWords } from '../../core/vocabulary/starter.ts';
import { hasAsked } from '../../core/workflow/asking-starter.ts';
import { isNamed, mayOperate } from './operators.ts';

/**
 * Permissions on one chat platform, in the platform's own ids. An empty list of starters allows everybody; an empty list of
 * operators or deciders means that there are none.
 */
export interface Policy {
  /** People or groups, as in the two lists below. */
  readonly starters: readonly string[];
  /** People who may decide besides a design's starter and operators. */
  readonly deciders: readonly string[];
  readonly operators: readonly string[];
  /** Somebody who is in no thread, and answers in none. */
  readonly readsOnly?: true;
}

export interface Person {
  readonly id: string;
  /** The configured groups that they belong to. */
  readonly groups: readonly string[];
  /** One line, for other people to read. */
  readonly name: string;
  /** The offset of their clock from UTC; absent where the platform does not tell. */
  readonly utcOffsetMs?: number;
}

/**
 * Returns `null`, or the reason in words for this person. `what` names the denied act: running again begins a design as well, so everybody who may start one may do it.
 */
export function refusalForStarting(
  policy: Policy,
  person: Person,
  what: 'start designs' | 'run designs again' = 'start designs',
): string | null {
  const { starters } = policy;
  if (starters.length > 0 && !isNamed(starters, person) && !mayOperate(policy, person)) {
    return `Only some people may ${what} here, and you are not among them. An operator can add you.`;
  }
  return null;
}

/**
 * Returns true for somebody who is named for anything: the model and the thread get what a repository holds, so that it is for no
 * stranger who may start because everybody may.
 */
export function mayHaveRepositoriesRead(policy: Policy, person: Person): boolean {
  return isNamed(policy.starters, person) || isNamed(policy.deciders, person) || mayOperate(policy, person);
}

/** Returns the names of the repositories that this person may have read. */
export function readableFor(
  {
    policy,
    repositories,
  }: { readonly policy: Policy; readonly repositories: { readonly names: readonly string[] } },
  person: Person,
): readonly string[] {
  return mayHaveRepositoriesRead(policy, person) ? repositories.names : [];
}

/** Returns why nobody answers who has these rights, in words; `denied` names what they cannot do therefore. */
export function refusalForAnswering(
  { readsOnly }: Policy,
  denied = 'what you wrote was not taken',
): string | null {
  if (readsOnly === undefined) return null;
  return `Only some people may answer here, and you are not among them, so ${denied}. An operator can add you.`;
}

/**
 * Returns why this person may not decide, in words. Deciding binds everybody: at a gate, in a difference, and in ending a wait
 * for people. It takes the starter, an operator or a named decider; never just anybody. `act`: the denied act; `what`: how it is said.
 */
export function refusalForDeciding(
  policy: Policy,
  person: Person,
  design: Design,
  act: Extract<AskedAct, 'decide' | 'end_answers'> = 'decide',
  what = ACT_WORDS[act],
): string | null {
  return refusalForNonStarter(policy, person, design, act, what);
}

/** Returns why this person may not publish a decision, in words: that writes outside, so its starter is not enough; `null` if they may. */
export function refusalForPublishing(policy: Policy, person: Person): string | null {
  if (isNamed(policy.deciders, person) || mayOperate(policy, person)) return null;
  return 'Only operators and people who are named for deciding can publish it, and you are not among them. An operator can add you.';
}

/** The facts that tell who decides on a design. */
type Started = Pick<Design, 'startedBy' | 'thread'> & Partial<Pick<Design, 'asks'>>;

/** Returns `null` for the starter, named deciders and operators, else the reason. */
export function refusalForCancelling(policy: Policy, person: Person, design: Started): string | null {
  return refusalForNonStarter(policy, person, design, 'cancel', ACT_WORDS.cancel);
}

/** Refuses everyone except the starter, named deciders and operators. */
function refusalForNonStarter(policy: Policy, person: Person, design: Started, act: AskedAct, what: string) {
  const { name: starter, id } = starterOf(design);
  if ((id !== '' && id === person.id) || isNamed(policy.deciders, person) || mayOperate(policy, person))
    return null;
  const name = starter.trim();
  const isKnown = id !== '' && name !== '';
  const all = [
    ...(policy.operators.length === 0 ? [] : ['operators']),
    ...(policy.deciders.length === 0 ? [] : ['people who are named for it']),
  ];
  if (!isKnown)
    return all.length === 0
      ? `Nobody can ${what} from here. Whoever runs Charrette can.`
      : `Only ${all.join(' and ')} can ${what}. Ask one of them.`;
  const { asks = [] } = design;
  const wasAsked = hasAsked({ asks }, act, { by: person.name, byId: person.id });
  const told = wasAsked ? `${name} was told that you asked.` : `Ask ${name}.`;
  const who = starterWords(design);
  if (all.length === 0) return `Only ${who}, can ${what} here. ${told}`;
  return `Only ${who}, ${all.length === 1 ? 'and ' : ''}${all.join(' and ')} can ${what}. ${told}`;
}
