import type { Design } from '../../core/design.ts';
import type { ContextItem, Settings, Thread } from '../../core/events.ts';
import { topicProblem } from '../../core/start.ts';
import { choosable, withDeadline } from '../engine/starting.ts';
import type { Document } from '../message/document.ts';
import { TEXTS } from '../message/texts.ts';
import { wordsDocument } from '../message/words.ts';
import { type Person, whyNotRunAgain, whyNotStart } from '../permission.ts';
import type { Desk } from './desk.ts';

const DAY_MS = 86_400_000;

/** What somebody wants to have decided, and how. */
export interface Wish {
  readonly topic: string;
  readonly context: readonly ContextItem[];
  /** Ids; empty for all. */
  readonly personas: readonly string[];
  readonly budgetUsd: number | null;
  readonly deadlineMs: number | null;
  readonly repository: string | null;
}

/** Who asks, and where. */
export interface Asker {
  readonly person: Person;
  readonly channel: string;
  /** Why nothing can be said there, in words; `null` if it can. */
  readonly whyNotHere: () => Promise<string | null>;
  /** Where the design is to be, asked for when nothing speaks against it: no thread when its first message opens that. */
  readonly openThread: () => Promise<Pick<Thread, 'channel' | 'thread'>>;
}

type Stored = (now?: Document) => void;

/** What is wrong with a wish before anything is started, in words for whoever has it; `null` if nothing is. */
export async function whyNotBegin(
  desk: Desk,
  { topic }: Pick<Wish, 'topic'>,
  { person, channel, whyNotHere }: Asker,
): Promise<string | null> {
  const started = await startedToday(desk, person);
  const problem = whyNotStart(desk.policy, person, channel, started) ?? topicProblem(topic);
  return problem ?? (await whyNotHere());
}

/** Starts a design in the channel. `key` is the platform's own id of what the person did. */
export async function begin(
  desk: Desk,
  wish: Wish,
  asker: Asker,
  key: string,
  stored: Stored,
): Promise<Document | null> {
  const problem = await whyNotBegin(desk, wish, asker);
  if (problem !== null) return wordsDocument(problem);
  const { engine } = desk;
  const { person } = asker;
  const repository = wish.repository === null ? null : await desk.pinRepository(wish.repository);
  if (wish.repository !== null && repository === null)
    return wordsDocument(TEXTS.noRepository(wish.repository));
  const colleagues = wish.personas.length === 0 ? choosable(engine.parts.personas) : wish.personas;
  const started = await engine.start(
    {
      topic: wish.topic,
      context: wish.context,
      personas: wish.personas,
      repository,
      startedBy: person.name,
      thread: { platform: desk.platform, ...(await asker.openThread()), starter: person.id },
      settings: settingsOf(wish, engine.parts.settings),
    },
    key,
    () => stored(wordsDocument(TEXTS.onIt(colleagues.length))),
  );
  return started.ok ? null : wordsDocument(started.refusal.message);
}

/** Runs an ended design again, in the thread that it has. */
export async function beginAgain(
  desk: Desk,
  design: Design,
  { person, channel }: Pick<Asker, 'person' | 'channel'>,
  stored: Stored,
): Promise<Document | null> {
  const problem = whyNotRunAgain(desk.policy, person, channel, await startedToday(desk, person));
  if (problem !== null) return wordsDocument(problem);
  const again = wordsDocument(TEXTS.onceMore);
  const retried = await desk.engine.retry(design, person.name, {}, person.id, () => stored(again));
  if (retried.ok) return null;
  if ('busy' in retried) return wordsDocument(TEXTS.alreadyAgain);
  return wordsDocument('refusal' in retried ? retried.refusal.message : TEXTS.notAgain[retried.reason]);
}

/** How many designs this person has started since midnight, in UTC; not looked up where there is no limit. */
async function startedToday(desk: Desk, { id }: Person): Promise<number> {
  const most = desk.policy.designsPerPersonPerDay;
  if (most === null) return 0;
  const { store, clock } = desk.engine.parts;
  const startedSince = clock.now() - (clock.now() % DAY_MS);
  return (await store.list({ platform: desk.platform, starter: id, startedSince, limit: most })).length;
}

function settingsOf({ budgetUsd, deadlineMs }: Wish, settings: Settings): Partial<Settings> {
  return {
    ...(budgetUsd === null ? {} : { budgetUsd }),
    ...(deadlineMs === null ? {} : withDeadline(deadlineMs, settings)),
  };
}
