import { postedFilesOf } from '../../src/acts/drawing/files.ts';
import { findCaveats } from '../../src/core/outcome/caveats/all.ts';
import { listSaidBetween } from '../../src/core/thread/desired-messages.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { WordsPost } from '../../src/core/vocabulary/effects.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import { World } from '../support/designs/given.ts';

/** A message of the bot. */
export interface Entry {
  readonly post: WordsPost;
  readonly files: readonly string[];
  readonly at: number;
}

/** A thread, as people see it at one moment. */
export interface Moment {
  readonly name: string;
  /** What is to be seen, for those who see no pictures. */
  readonly caption: string;
  readonly design: Design;
  readonly entries: readonly Entry[];
}

const START = Date.UTC(2026, 10, 20, 10, 0);
/** How long a design of this size takes, in milliseconds: it was played faster. */
const LENGTH_MS = 14 * 60_000;
const MODEL = 'claude-opus-5-5';
const CALL_USD = 0.045;
const THREAD = { channel: 'C1', thread: '1795200000.000100', starter: 'U1' };

/**
 * The moments of one design that is played in realistic words: its events, as of a design that Ana
 * has started in a channel of this platform and that a model was called for.
 */
export function momentsOf(played: readonly DesignEvent[], platform: string): Moment[] {
  const events = paced(played).map((event) => inChannel(event, platform));
  const until = (type: DesignEvent['type'], last = 0): World => {
    const at = events.findIndex((event) => event.type === type);
    if (at < 0) throw new Error(`the design that was played has no ${type}`);
    return worldOf(events.slice(0, at + 1 + last));
  };
  const decided = events.findIndex(({ type }) => type === 'outcome_settled');
  const deciding = worldOf(events.slice(0, decided).map(inDispute));
  deciding.tell(gateOpened(deciding));
  return [
    moment(
      'card-at-once',
      'The card in the channel, a second after the command',
      until('session_ready'),
      ['card'],
    ),
    moment(
      'questions',
      'The questions, once all personas have asked',
      until('answering_opened', 1),
    ),
    moment('gate', 'A person is asked to decide', deciding, ['card', 'gate']),
    moment('decision', 'At the end, the card and the decision in the thread', worldOf(events), [
      'card',
      'outcome',
    ]),
  ];
}

function worldOf(events: readonly DesignEvent[]): World {
  const world = World.after(events);
  world.now = events.at(-1)?.at ?? START;
  return world;
}

function moment(
  name: string,
  caption: string,
  { design, history }: World,
  names?: readonly string[],
): Moment {
  const entries = entriesOf(history).filter(
    ({ post }) => names === undefined || names.includes(nameOf(post)),
  );
  return { name, caption, design, entries };
}

function nameOf(post: WordsPost): string {
  return post.kind === 'list' ? post.of : post.kind;
}

function entriesOf(history: readonly DesignEvent[]): Entry[] {
  let design: Design | null = null;
  const entries: Entry[] = [];
  for (const event of history) {
    const before: Design | null = design;
    design = evolve(before, event);
    for (const effect of listSaidBetween(before, design)) {
      if (effect.type !== 'post') continue;
      const { post } = effect;
      if (post.kind !== 'files') entries.push({ post, files: [], at: event.at });
      else {
        const files = postedFilesOf(post, design).map(({ name }) => name);
        const holder = entries.findLastIndex((entry) => nameOf(entry.post) === post.of);
        const held = entries[holder];
        if (held !== undefined) entries[holder] = { ...held, files };
      }
    }
  }
  return entries;
}

/** As long as such a design takes. Deadlines keep their distance from the event that sets them. */
function paced(played: readonly DesignEvent[]): DesignEvent[] {
  const [first, last] = [played[0]?.at ?? 0, played.at(-1)?.at ?? 0];
  return played.map((event) => {
    const at = START + Math.round(((event.at - first) / Math.max(last - first, 1)) * LENGTH_MS);
    const deadline =
      'deadlineAt' in event && typeof event.deadlineAt === 'number'
        ? { deadlineAt: event.deadlineAt - event.at + at }
        : {};
    return { ...event, at, ...deadline } as DesignEvent;
  });
}

/** What differs from a rehearsal at a terminal. */
function inChannel(event: DesignEvent, platform: string): DesignEvent {
  switch (event.type) {
    case 'design_started':
      return {
        ...event,
        participants: event.participants.map((each) => ({ ...each, model: MODEL })),
        settings: { ...event.settings, gates: 'ask', budgetUsd: 5 },
        startedBy: 'Ana',
        thread: { platform, ...THREAD },
        rehearsal: false,
      };
    case 'model_answered':
      return { ...event, model: MODEL, costUsd: CALL_USD };
    case 'reply_recorded':
      return { ...event, author: 'Ben' };
    case 'answering_closed':
      return { ...event, by: event.by === '' ? '' : 'Ana' };
    case 'composite_submitted':
    case 'revision_submitted':
    case 'revision_confirmed':
      return { ...event, quoted: event.quoted?.map((each) => ({ ...each, author: 'Ben' })) };
    default:
      return event;
  }
}

/** What stays unresolved matters much, so that a person has to look. */
function inDispute(event: DesignEvent): DesignEvent {
  if (event.type !== 'divergences_mapped') return event;
  const divergences = event.divergences.map((each) => ({ ...each, impact: 'high' as const }));
  return { ...event, divergences };
}

function gateOpened({ now, design }: World): DesignEvent {
  return {
    type: 'gate_opened',
    at: now,
    gateId: 'gate-1',
    caveats: findCaveats(design),
    choices: ['accept', 'send_back', 'stop'],
    deadlineAt: now + 3_600_000,
  };
}
