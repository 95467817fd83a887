import type { Design } from '../../core/design.ts';
import {
  BOUNDS,
  type ContextItem,
  DEPTHS,
  type Depth,
  type Pinned,
  type Settings,
  type Thread,
} from '../../core/events.ts';
import { topicProblem } from '../../core/start.ts';
import { cutText } from '../../core/text.ts';
import type { Retried } from '../engine/engine.ts';
import { estimateWords } from '../engine/estimate.ts';
import { withDefaults } from '../engine/follow-up.ts';
import { answerTo, type Submitted } from '../engine/inbox.ts';
import { takingPart, withDeadline } from '../engine/starting.ts';
import { type Document, wordsDocument } from '../message/document.ts';
import { TEXTS } from '../message/texts.ts';
import { mayRead, type Person, whyNotStart } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import { foundOr, type PlatformAccess } from './platform-access.ts';
import { ENDS_AS_QUESTION } from './verb.ts';

const DAY_MS = 86_400_000;

/** The design that somebody asks for. */
export interface RequestedDesign {
  readonly topic: string;
  readonly context: readonly ContextItem[];
  /** Ids; empty for all. */
  readonly personas: readonly string[];
  readonly budgetUsd: number | null;
  readonly deadlineMs: number | null;
  /** `null` for none; `undefined` where nothing was said: then the only one that may be read there, if it is the only one. */
  readonly repository: string | null | undefined;
  /** `null`: as usual; of a design that follows up, as before. */
  readonly depth: Depth | null;
}

const DEPTH = /^([a-z]{1,10})(:|(?=\s))\s{0,20}/i;
const BEGINS_QUESTION =
  /^(?:should|shall|do|does|which|what|how|when|where|who|why|is|are|can|could|would|will|may|must)\s/i;

/**
 * What was typed as a topic: `quick: …` and `deep: …` say how much is to be discussed, without a colon where a question follows.
 * "Deep links or universal links?" is a topic.
 */
export function topicIn(text: string): Pick<RequestedDesign, 'topic' | 'depth'> {
  const [whole = '', word = '', sign = ''] = DEPTH.exec(text) ?? [];
  const depth = DEPTHS.find((each) => each === word.toLowerCase());
  const topic = text.slice(whole.length);
  const begins = BEGINS_QUESTION.test(topic) || (word === depth && /^\p{Lu}/u.test(topic));
  const isSaid = sign !== '' || (begins && ENDS_AS_QUESTION.test(topic));
  return depth === undefined || !isSaid ? { topic: text, depth: null } : { topic, depth };
}

const FOLLOW_UP = /^follow[ -]?up(?:\s{0,5}:\s{0,20}(?<topic>\S.*)|\s{0,5}[:.!?]?)$/is;

/** What a request to follow up is about, empty where it does not say; `null` for what is no such request. */
export function followUpIn(words: string): string | null {
  const found = FOLLOW_UP.exec(words.trim());
  return found === null ? null : (found.groups?.topic ?? '').trim();
}

/** What is started by words alone. */
export function startInWords(text: string): RequestedDesign {
  const rest = { context: [], personas: [], budgetUsd: null, deadlineMs: null, repository: undefined };
  return { ...topicIn(text), ...rest };
}

/** Who asks, and where. */
export interface Requester {
  readonly person: Person;
  readonly channel: string;
  /** Why the bot cannot post there, in words; `null` if it can. */
  readonly preconditionProblem: () => Promise<string | null>;
  /** Where the design is to be, asked for when nothing speaks against it: no thread when its first message opens that. */
  readonly openThread: () => Promise<Pick<Thread, 'channel' | 'thread'>>;
}

type Stored = (now?: Document) => void;

/** Why a design cannot be started there, in words for the requester; `null` if it can. */
export async function startProblem(
  context: GatewayContext,
  { topic }: Pick<RequestedDesign, 'topic'>,
  { person, channel, preconditionProblem }: Omit<Requester, 'openThread'>,
): Promise<string | null> {
  const started = await startedToday(context, person);
  const following = followUpIn(topic);
  const misplaced = following === null ? null : TEXTS.followUpTyped(following);
  const problem = whyNotStart(context.policy, person, channel, started) ?? misplaced ?? topicProblem(topic);
  return problem ?? (await preconditionProblem());
}

/**
 * What will be started, but for where; or why it cannot be, in words for the requester. `earlier`: the design on whose decision it
 * follows up.
 */
export async function prepared(
  context: GatewayContext,
  requested: RequestedDesign,
  requester: Requester,
  earlier: Design | null = null,
) {
  const problem = await startProblem(context, requested, requester);
  if (problem !== null) return { problem };
  const { engine } = context;
  const { person, channel } = requester;
  const readable = readableHere(context, person, channel);
  const [only, another] = readable;
  const isUnsaid = requested.repository === undefined;
  const name = isUnsaid && another === undefined ? (only ?? null) : (requested.repository ?? null);
  const repository = name !== null && readable.includes(name) ? await pinned(context, name) : null;
  if (repository === 'unreadable') return { problem: TEXTS.unreadable(name ?? '') };
  if (name !== null && repository === null) return { problem: TEXTS.noRepository(name) };
  const { personas, settings } = engine.parts;
  const wanted = {
    topic: requested.topic,
    context: requested.context,
    personas: requested.personas,
    repository,
    startedBy: person.name,
    thread: null,
    settings: settingsOf(requested, settings),
  };
  const asked = withDefaults(wanted, earlier, personas);
  const estimate = await engine.estimate(asked);
  return {
    asked,
    repository,
    /** Whether several could be read, and nothing was said of any. */
    isUnchosen: isUnsaid && another !== undefined,
    colleagues: takingPart(personas, asked.personas, asked.settings.depth).length,
    /** Empty where there is none. */
    estimate: estimate === null ? '' : estimateWords(estimate),
  };
}

/** `null` for a name that is not known. */
async function pinned(
  { repositories, log }: GatewayContext,
  name: string,
): Promise<Pinned | 'unreadable' | null> {
  try {
    return await repositories.pin(name);
  } catch (error) {
    log.warn('repository_not_pinned', { name, error });
    return 'unreadable';
  }
}

/** Starts a design in the channel. `key` is the platform's own id of what the person did. */
export async function startDesign(
  context: GatewayContext,
  requested: RequestedDesign,
  requester: Requester,
  key: string,
  stored: Stored,
  earlier: Design | null = null,
): Promise<Document | null> {
  const start = await prepared(context, requested, requester, earlier);
  if ('problem' in start) return wordsDocument(start.problem);
  const { asked, repository, colleagues, estimate, isUnchosen } = start;
  const place = await requester.openThread();
  const thread = { platform: context.platform, ...place, starter: requester.person.id };
  const submitted = context.engine.start({ ...asked, thread }, key);
  const onIt = [
    TEXTS.onIt(colleagues, repository?.name ?? null, estimate),
    ...(isUnchosen ? [context.texts.chooseRepository] : []),
  ];
  return answered(submitted, onIt.join(' '), requester, stored);
}

/** Says that it is on its way, or why not; of two who want the same in the same moment, to the one whose request it was. */
export async function answered(
  submitted: Submitted<Retried>,
  onIt: string,
  { person }: Pick<Requester, 'person'>,
  stored: Stored,
): Promise<Document | null> {
  const said = wordsDocument(onIt);
  const started = await answerTo(submitted, (fresh) => stored(fresh ? said : undefined));
  if (!started.ok)
    return wordsDocument('refusal' in started ? started.refusal.message : TEXTS.notAgain[started.reason]);
  if (started.fresh) return null;
  return started.design.thread?.starter === person.id ? said : wordsDocument(TEXTS.begunByAnother);
}

/** The names of the repositories that this person may have read there. */
export function readableHere(
  { policy, repositories }: GatewayContext,
  person: Person,
  channel: string,
): string[] {
  return repositories.names.filter((name) => mayRead(policy, person, channel, name));
}

/** How many designs this person has started since midnight, in UTC; not looked up where there is no limit. */
export async function startedToday(context: GatewayContext, { id }: Person): Promise<number> {
  const most = context.policy.designsPerPersonPerDay;
  if (most === null) return 0;
  const { store, clock } = context.engine.parts;
  const startedSince = clock.now() - (clock.now() % DAY_MS);
  return (await store.list({ platform: context.platform, starter: id, startedSince, limit: most })).length;
}

function settingsOf(
  { budgetUsd, deadlineMs, depth }: RequestedDesign,
  settings: Settings,
): Partial<Settings> {
  return {
    ...(depth === null ? {} : { depth }),
    ...(budgetUsd === null ? {} : { budgetUsd }),
    ...(deadlineMs === null ? {} : withDeadline(deadlineMs, settings)),
  };
}

/** Milliseconds that reading a thread may take: the person who sent the form waits, for three seconds at most. */
const READ_MS = 1_500;

/**
 * The same request with the messages of a thread as one more item of its context; `null` when that could not be read in
 * time. Nothing is read where `read` is `null`.
 */
export async function withThread(
  access: PlatformAccess,
  requested: RequestedDesign,
  read: (() => Promise<readonly { readonly name: string; readonly words: string }[]>) | null,
): Promise<RequestedDesign | null> {
  const said = read === null ? [] : await foundOr(access, read(), READ_MS, null, { what: 'thread' });
  if (said === null) return null;
  const text = said.map(({ name, words }) => `${name}: ${words}`).join('\n\n');
  if (text === '') return requested;
  const thread = { name: 'thread', text: cutText(text, BOUNDS.contextCharacters / 2) };
  return { ...requested, context: [...requested.context, thread] };
}
