import { hasAsked } from '../core/course/owning.ts';
import { deputiesAt } from '../core/course/timers.ts';
import { ACT_WORDS } from '../core/telling/facts/owning.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { AskedAct } from '../core/vocabulary/events.ts';
import { counted } from '../core/vocabulary/figures.ts';
import { ownerOf, ownerWords } from '../core/vocabulary/owner.ts';
import { openGate } from '../core/vocabulary/status.ts';
import type { CallPolicy } from './call-policy.ts';
import { isNamed, mayOperate } from './operators.ts';

/**
 * Permissions on one chat platform, in the platform's own ids. Empty lists of channels, starters and answerers allow everybody;
 * an empty list of operators or deciders means that there are none.
 */
export interface Policy {
  readonly channels: readonly string[];
  /** People or groups, as in the two lists below. */
  readonly starters: readonly string[];
  readonly answerers: readonly string[];
  /** People who may decide besides a design's owner and operators. */
  readonly deciders: readonly string[];
  /** People who may accept or decline a decision after the end; empty: the person who started it, deciders and operators. */
  readonly accepters: readonly string[];
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
  /** The name of the zone of their clock, like Europe/Berlin; absent where the platform does not tell. */
  readonly timeZone?: string;
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
    return startedEnough(startedToday, most);
  }
  return null;
}

/** Says, to the person, that they have started as many designs as they may. */
export function startedEnough(startedToday: number, most: number): string {
  return `You have started ${counted(startedToday, 'design')} today, and one person may start ${most} a day. Tomorrow you can start more.`;
}

/** Decides the same before a form opens, where they need time to type. Today's starts are checked when they send it. */
export function whyNoForm(policy: Policy, person: Person, channel: string): string | null {
  return whyNotStart(policy, person, channel, 0);
}

/** Returns true if this person may have a design read this repository there: the model and the thread get its content. */
export function mayReadRepository(
  policy: Policy,
  person: Person,
  channel: string,
  repository: string,
): boolean {
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
  return repositories.names.filter((name) => mayReadRepository(policy, person, channel, name));
}

/** Returns why this person may not answer, in words; `denied` names what they cannot do therefore. */
export function whyNotAnswer(
  policy: Policy,
  person: Person,
  denied = 'what you wrote was not taken',
): string | null {
  if (isOneOf(policy.answerers, policy, person)) return null;
  return `Only some people may answer here, and you are not among them, so ${denied}. An operator can add you.`;
}

/**
 * Returns why this person may not decide, in words. Deciding binds everybody: at a gate, in a difference, and in ending a wait
 * for people. It takes the owner, an operator, a named decider or, at a gate that was open for half its time, a deputy; never just
 * anybody. `act`: the denied act; `what`: how it is said. `at`: now, in milliseconds since the epoch, for what a deputy may do; `null` for other acts.
 */
export function whyNotDecide(
  policy: Policy,
  person: Person,
  design: Design,
  act: Extract<AskedAct, 'decide' | 'end_answers'> = 'decide',
  at: number | null = null,
  what = ACT_WORDS[act],
): string | null {
  if (isNamed(policy.deciders, person)) return null;
  const deputies = at === null ? [] : deputiesAt(design, openGate(design), at);
  if (deputies.some(({ authorId }) => authorId === person.id)) return null;
  const named = policy.deciders.length === 0 ? [] : ['people who are named for it'];
  return whyNotOwner(policy, person, design, { act, what, others: named });
}

/** Returns why this person may not accept or decline a decision after the end, in words (J14); `null` if they may. */
export function whyNotAccept(policy: Policy, person: Person, design: Design): string | null {
  const { accepters } = policy;
  if (accepters.length === 0)
    return whyNotDecide(policy, person, design, 'decide', null, 'accept or decline it');
  if (isNamed(accepters, person) || mayOperate(policy, person)) return null;
  return 'Only people who are named for it can accept or decline it, and you are not among them. An operator can add you.';
}

/** Returns why this person may not publish a decision, in words: that writes outside, so its owner is not enough; `null` if they may. */
export function whyNotPublish(policy: Policy, person: Person): string | null {
  if (isNamed(policy.deciders, person) || mayOperate(policy, person)) return null;
  return 'Only operators and people who are named for deciding can publish it, and you are not among them. An operator can add you.';
}

/** The facts that tell who decides on a design. */
type Owned = Pick<Design, 'startedBy' | 'thread'> & Partial<Pick<Design, 'asks'>>;

/** Returns `null` for the owner and operators, else the reason. */
export function whyNotCancel(policy: Policy, person: Person, design: Owned): string | null {
  return whyNotOwner(policy, person, design, { act: 'cancel', what: ACT_WORDS.cancel });
}

/** Returns the same for handing it over, which nobody is asked for. */
export function whyNotHandOver(policy: Policy, person: Person, design: Owned): string | null {
  return whyNotOwner(policy, person, design, { act: null, what: 'hand it over' });
}

interface Denied {
  /** The act that its owner may be asked for; `null` for none. */
  readonly act: AskedAct | null;
  readonly what: string;
  /** People who may do it besides, in words. */
  readonly others?: readonly string[];
}

/** Refuses everyone except the owner, operators and `others`. */
function whyNotOwner(policy: Policy, person: Person, design: Owned, { act, what, others = [] }: Denied) {
  const { name: owner, id } = ownerOf(design);
  if ((id !== '' && id === person.id) || mayOperate(policy, person)) return null;
  const name = owner.trim();
  const isKnown = id !== '' && name !== '';
  const all = [...(policy.operators.length === 0 ? [] : ['operators']), ...others];
  if (!isKnown)
    return all.length === 0
      ? `Nobody can ${what} from here. Whoever runs Charrette can.`
      : `Only ${all.join(' and ')} can ${what}. Nobody was told that you asked; ask one of them.`;
  const { asks = [] } = design;
  const wasAsked = act !== null && hasAsked({ ...design, asks }, act, { by: person.name, byId: person.id });
  const told = wasAsked ? `${name} was told that you asked.` : `Nobody was told that you asked; ask ${name}.`;
  const who = ownerWords(design);
  if (all.length === 0) return `Only ${who}, can ${what} here. ${told}`;
  return `Only ${who}, ${all.length === 1 ? 'and ' : ''}${all.join(' and ')} can ${what}. ${told}`;
}

function isOneOf(ids: readonly string[], policy: Policy, person: Person): boolean {
  return ids.length === 0 || isNamed(ids, person) || mayOperate(policy, person);
}
