import type { Design } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import type { CallPolicy } from './call-policy.ts';

/**
 * Permissions on one chat platform, in the platform's own ids. Empty lists of channels, starters and answerers allow everybody;
 * an empty list of operators or deciders means that there are none.
 */
export interface Policy {
  readonly channels: readonly string[];
  /** People or groups, as in the two lists below. */
  readonly starters: readonly string[];
  readonly answerers: readonly string[];
  /** People who may decide besides the person who started a design and operators. */
  readonly deciders: readonly string[];
  readonly operators: readonly string[];
  /** By repository, the channels, people and groups that may have it read, or `EVERYBODY`. Operators always may. */
  readonly repositories: Readonly<Record<string, readonly string[]>>;
  /** `null`: unlimited. */
  readonly designsPerPersonPerDay: number | null;
  readonly calls: CallPolicy;
}

/** Entry of a repository's list for all people who may start designs. */
const EVERYBODY = '*';

export interface Person {
  readonly id: string;
  /** The configured groups that they belong to. */
  readonly groups: readonly string[];
  /** One line, for other people to read. */
  readonly name: string;
  /** The offset of their clock from UTC; absent where the platform does not tell. */
  readonly utcOffsetMs?: number;
}

/** Lists the ids of people and groups that a policy names. No platform's ids tell for certain which of the two they are. */
export function namedIn({ starters, answerers, deciders, operators, repositories }: Policy): string[] {
  const readers = Object.values(repositories).flat();
  return [...new Set([...starters, ...answerers, ...deciders, ...operators, ...readers])];
}

/** Allows operators to start, answer, decide and cancel whatever the other lists say. */
export function mayOperate({ operators }: Policy, person: Person): boolean {
  return isNamed(operators, person);
}

/**
 * Returns `null`, or the reason in words for this person. `startedToday` counts the designs that they have started so far.
 * `what` names the denied act: running again begins a design as well, so everybody who may start one may do it.
 */
export function whyNotStart(
  policy: Policy,
  person: Person,
  channel: string,
  startedToday: number,
  what: 'start designs' | 'run designs again' = 'start designs',
): string | null {
  const { channels, starters, designsPerPersonPerDay: most } = policy;
  if (channels.length > 0 && !channels.includes(channel)) {
    return `Nobody can ${what} in this channel. Try another one; an operator knows which, and can add this one.`;
  }
  if (!isOneOf(starters, policy, person)) {
    return `Only some people may ${what} here, and you are not among them. An operator can add you.`;
  }
  if (most !== null && startedToday >= most) {
    return `You have started ${counted(startedToday, 'design')} today, and one person may start ${most} a day. Tomorrow you can start more.`;
  }
  return null;
}

/** Decides the same before a form opens, where they need time to type. Today's starts are checked when they send it. */
export function whyNoForm(policy: Policy, person: Person, channel: string): string | null {
  return whyNotStart(policy, person, channel, 0);
}

/** Returns true if this person may have a design read this repository there: the model and the thread get its content. */
export function mayRead(policy: Policy, person: Person, channel: string, repository: string): boolean {
  const readers = policy.repositories[repository] ?? [];
  if (readers.includes(EVERYBODY) || readers.includes(channel)) return true;
  return isNamed(readers, person) || mayOperate(policy, person);
}

/** Returns the names of the repositories that this person may have read there. */
export function readableHere(
  {
    policy,
    repositories,
  }: { readonly policy: Policy; readonly repositories: { readonly names: readonly string[] } },
  person: Person,
  channel: string,
): string[] {
  return repositories.names.filter((name) => mayRead(policy, person, channel, name));
}

export function whyNotAnswer(policy: Policy, person: Person): string | null {
  if (isOneOf(policy.answerers, policy, person)) return null;
  return 'Only some people may answer here, and you are not among them, so what you wrote was not taken. An operator can add you.';
}

/**
 * Returns why this person may not decide, in words. Deciding binds everybody: at a gate, in a difference, and in ending a wait
 * for people. It takes the starter, an operator or a named decider, never just anybody. `what` names the denied act.
 */
export function whyNotDecide(
  policy: Policy,
  person: Person,
  design: Design,
  what = 'decide this',
): string | null {
  if (isNamed(policy.deciders, person)) return null;
  const named = policy.deciders.length === 0 ? [] : ['people who are named for it'];
  return whyNotStarter(policy, person, design, what, named);
}

/** The facts that tell who started a design. */
type Started = Pick<Design, 'startedBy' | 'thread'>;

/** Returns `null` for the starter and operators, else the reason. */
export function whyNotCancel(policy: Policy, person: Person, design: Started): string | null {
  return whyNotStarter(policy, person, design, 'cancel it');
}

/** Refuses everyone except the starter, operators and `others`, which names the rest in words. */
function whyNotStarter(
  policy: Policy,
  person: Person,
  design: Started,
  what: string,
  others: readonly string[] = [],
): string | null {
  const starter = design.thread?.starter ?? '';
  if ((starter !== '' && starter === person.id) || mayOperate(policy, person)) return null;
  const name = design.startedBy.trim();
  const isKnown = starter !== '' && name !== '';
  const all = [...(policy.operators.length === 0 ? [] : ['operators']), ...others];
  if (all.length === 0) {
    return isKnown
      ? `Only ${name}, who started this, can ${what} here. Nobody was told that you asked; ask ${name}.`
      : `Nobody can ${what} from here. Whoever runs Charrette can.`;
  }
  const named = all.join(' and ');
  return isKnown
    ? `Only ${name}, who started this, ${all.length === 1 ? 'and ' : ''}${named} can ${what}. Nobody was told that you asked; ask ${name}.`
    : `Only ${named} can ${what}. Nobody was told that you asked; ask one of them.`;
}

function isOneOf(ids: readonly string[], policy: Policy, person: Person): boolean {
  return ids.length === 0 || isNamed(ids, person) || mayOperate(policy, person);
}

function isNamed(ids: readonly string[], { id, groups }: Person): boolean {
  return ids.includes(id) || groups.some((group) => ids.includes(group));
}
