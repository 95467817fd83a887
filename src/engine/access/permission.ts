import type { Design } from '../../core/vocabulary/design.ts';
import type { AskedAct } from '../../core/vocabulary/event-parts.ts';
import { describeStarter, starterOf } from '../../core/vocabulary/starter.ts';
import { hasAsked } from '../../core/workflow/asking-starter.ts';
import { ACT_WORDS } from '../../presentation/words/asking-starter.ts';
import { isNamed, mayOperate } from './operators.ts';

/**
 * Permissions on one chat platform, in its own ids. An empty list of starters allows everybody;
 * empty lists of operators or deciders allow nobody.
 */
export interface Policy {
  readonly starters: readonly string[];
  /** People who may decide besides a design's starter and operators. */
  readonly deciders: readonly string[];
  readonly operators: readonly string[];
  /** Set for people who only read, outside of threads. */
  readonly readsOnly?: true;
}

export interface Person {
  readonly id: string;
  readonly groups: readonly string[];
  /** One line, for other people to read. */
  readonly name: string;
  /** Offset of their clock from UTC; absent if the platform does not tell. */
  readonly utcOffsetMs?: number;
  /** Refusal of every act, in words, while the platform does not confirm the person. */
  readonly barred?: string;
}

/**
 * Refusal in words for this person; `null` if they may start designs, and so run them again. `what`
 * names the act.
 */
export function refuseStarting(
  policy: Policy,
  person: Person,
  what: 'start designs' | 'run designs again' = 'start designs',
): string | null {
  const { starters } = policy;
  if (person.barred !== undefined) return person.barred;
  if (starters.length > 0 && !isNamed(starters, person) && !mayOperate(policy, person)) {
    return `Only some people may ${what} here, and you are not among them. An operator can add you.`;
  }
  return null;
}

/**
 * True if a list names the person. An empty list of starters does not suffice here: a repository's
 * content reaches the model and the thread.
 */
export function mayHaveRepositoriesRead(policy: Policy, person: Person): boolean {
  return (
    isNamed(policy.starters, person) ||
    isNamed(policy.deciders, person) ||
    mayOperate(policy, person)
  );
}

export function listReadableRepositories(
  {
    policy,
    repositories,
  }: { readonly policy: Policy; readonly repositories: { readonly names: readonly string[] } },
  person: Person,
): readonly string[] {
  return mayHaveRepositoriesRead(policy, person) ? repositories.names : [];
}

/** Refusal for people who only read; `denied` names the consequence. */
export function refuseAnswering(
  { readsOnly }: Policy,
  consequence = 'what you wrote was not recorded',
): string | null {
  if (readsOnly === undefined) return null;
  return `Only some people may answer here, and you are not among them, so ${consequence}. An operator can add you.`;
}

/**
 * Refusal for publishing; `null` for named deciders and operators. Publishing writes outside
 * Charrette, so being the starter does not suffice.
 */
export function refusePublishing(policy: Policy, person: Person): string | null {
  if (isNamed(policy.deciders, person) || mayOperate(policy, person)) return null;
  return 'Only operators and people named as deciders can publish it, and you are not among them. An operator can add you.';
}

type Started = Pick<Design, 'startedBy' | 'thread'> & Partial<Pick<Design, 'reminders'>>;

/**
 * Refusal for deciding, settling, ending a wait for people or cancelling; `null` for the starter,
 * operators and named deciders. Deciding binds everybody, so an empty list does not allow
 * everybody. `what`: the act in words.
 */
export function refuseDeciding(
  policy: Policy,
  person: Person,
  design: Started,
  act: AskedAct = 'decide',
  what = ACT_WORDS[act],
): string | null {
  const { name: starter, id } = starterOf(design);
  if (
    (id !== '' && id === person.id) ||
    isNamed(policy.deciders, person) ||
    mayOperate(policy, person)
  )
    return null;
  const name = starter.trim();
  const isKnown = id !== '' && name !== '';
  const all = [
    ...(policy.operators.length === 0 ? [] : ['operators']),
    ...(policy.deciders.length === 0 ? [] : ['people named as deciders']),
  ];
  if (!isKnown)
    return all.length === 0
      ? `Only the operator of Charrette can ${what}, and not from here.`
      : `Only ${all.join(' and ')} can ${what}. Ask one of them.`;
  const { reminders = [] } = design;
  const wasAsked = hasAsked({ reminders }, act, { by: person.name, byId: person.id });
  const advice = wasAsked ? `${name} was told that you asked.` : `Ask ${name}.`;
  const who = describeStarter(design);
  if (all.length === 0) return `Only ${who}, can ${what} here. ${advice}`;
  return `Only ${who}, ${all.length === 1 ? 'and ' : ''}${all.join(' and ')} can ${what}. ${advice}`;
}
