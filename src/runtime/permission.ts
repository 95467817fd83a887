import type { Design } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import type { CallPolicy } from './call-policy.ts';

/**
 * Who may do what on one chat platform, in the platform's own ids. Empty lists of channels, starters and answerers
 * leave it to everybody; an empty list of operators or deciders means that there are none.
 */
export interface Policy {
  readonly channels: readonly string[];
  /** People or groups, as in the two lists below. */
  readonly starters: readonly string[];
  readonly answerers: readonly string[];
  /** Who may decide, besides the person who started a design and operators. */
  readonly deciders: readonly string[];
  readonly operators: readonly string[];
  /** By the name of a repository the channels, people and groups that may have it read, or `EVERYBODY`; operators may in any case. */
  readonly repositories: Readonly<Record<string, readonly string[]>>;
  /** `null`: as many as they like. */
  readonly designsPerPersonPerDay: number | null;
  readonly calls: CallPolicy;
}

/** In the list of a repository: all people who may start designs. */
const EVERYBODY = '*';

/** A person on a chat platform. */
export interface Person {
  readonly id: string;
  /** Those of the configured groups that they belong to. */
  readonly groups: readonly string[];
  /** One line, for other people to read. */
  readonly name: string;
  /** What their clock is ahead of UTC; left out where the platform does not say. */
  readonly utcOffsetMs?: number;
}

/** The ids of people and groups that a policy names; no platform's ids say for certain which of the two they are. */
export function namedIn({ starters, answerers, deciders, operators, repositories }: Policy): string[] {
  const readers = Object.values(repositories).flat();
  return [...new Set([...starters, ...answerers, ...deciders, ...operators, ...readers])];
}

/** Operators may start, answer, decide and cancel whatever the other lists say. */
export function mayOperate({ operators }: Policy, person: Person): boolean {
  return isNamed(operators, person);
}

/**
 * `null`, or why not in words for this person. `startedToday` counts the designs that they have started so far. `what` they cannot
 * do, in words: running again begins a design as well, so everybody who may start one may do it.
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

/** The same before a form is opened, where they have time to type: how many they have started today is looked up when they send it. */
export function whyNoForm(policy: Policy, person: Person, channel: string): string | null {
  return whyNotStart(policy, person, channel, 0);
}

/** Whether this person may have a design read this repository there: what it holds goes to the model and to the thread. */
export function mayRead(policy: Policy, person: Person, channel: string, repository: string): boolean {
  const readers = policy.repositories[repository] ?? [];
  if (readers.includes(EVERYBODY) || readers.includes(channel)) return true;
  return isNamed(readers, person) || mayOperate(policy, person);
}

/** The names of the repositories that this person may have read there. */
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
 * Deciding binds everybody: at a gate, of a difference, and that nobody is waited for any more. The starter, operators and
 * those who are named for it; never just anybody. `what` they cannot do, in words.
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

/** What tells who started a design. */
type Started = Pick<Design, 'startedBy' | 'thread'>;

/** The starter and operators. */
export function whyNotCancel(policy: Policy, person: Person, design: Started): string | null {
  return whyNotStarter(policy, person, design, 'cancel it');
}

/** `others`: who may as well, besides operators, in words. */
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
