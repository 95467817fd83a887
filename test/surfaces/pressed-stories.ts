import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { ACKNOWLEDGE_MS } from '../../src/acts/gateway/answer-request.ts';
import type { GatewayContext } from '../../src/acts/gateway/gateway-context.ts';
import type { MessageAddress } from '../../src/acts/gateway/interaction.ts';
import type { Gateway, GatewayConnection, GatewayParts } from '../../src/acts/gateway/port.ts';
import { drawHowItStands } from '../../src/acts/gateway/verbs/how-it-stands.ts';
import { addOffer, drawOffer, drawUnclear } from '../../src/acts/gateway/verbs/offers.ts';
import { decidedOf } from '../../src/core/decision/decided.ts';
import { desiredMessagesOf } from '../../src/core/thread/desired-messages.ts';
import type { WordsPost } from '../../src/core/vocabulary/effects.ts';
import type { Thread } from '../../src/core/vocabulary/event-parts.ts';
import { ParticipantId } from '../../src/core/vocabulary/ids.ts';
import { openRound } from '../../src/core/vocabulary/status.ts';
import type { Policy } from '../../src/engine/access/permission.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { drawStatus } from '../../src/presentation/answers/act-answers.ts';
import { drawFacts } from '../../src/presentation/answers/answers.ts';
import type { Action } from '../../src/presentation/format/control.ts';
import type { Document } from '../../src/presentation/format/document.ts';
import { drawPersonInFull } from '../../src/presentation/judged/people.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { TEXTS } from '../../src/presentation/words/texts.ts';
import { oneDesign } from '../acts/gateway/one-design.ts';
import { unhurriedClock } from '../entry/pace.ts';
import { designIdOf } from '../support/designs/events.ts';
import { given, World } from '../support/designs/given.ts';
import { DIVIDED, THREE_QUESTIONS, UNSURE } from '../support/designs/given-start.ts';
import { differ, matching } from '../support/designs/given-submission.ts';
import { sampleDesign } from '../support/designs/sample-design.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { listRepositories } from '../support/services/known-repositories.ts';
import { type DrawnAction, type DrawnControl, drawnControls, findDrawn } from './drawn-controls.ts';
import { WAIT } from './engines.ts';

/**
 * Who presses: who started it, two who answered, who may decide, who operates, and somebody else.
 */
export const WHO = ['starter', 'answered', 'differed', 'decider', 'operator', 'stranger'] as const;
export type Who = (typeof WHO)[number];
export type People = Readonly<Record<Who, string>>;

/** A local platform with one person of each kind. */
export interface PressedPlatform<Message> {
  readonly people: People;
  /** The platform asks once more itself. */
  readonly isAskedAlready: boolean;
  /** Where the design is. */
  readonly thread: Thread;
  open(policy: Policy, parts: GatewayParts): Gateway;
  isConnected(connection: GatewayConnection): boolean;
  /** As it stands in the design's thread, and as one person gets it. */
  drawPost(post: WordsPost, design: World['design']): unknown;
  draw(what: Document): unknown;
  /** Puts what was drawn there, or before one person. */
  show(drawing: unknown, onlyFor: string | null): Message;
  /** Something that this person says in the channel. */
  say(who: string, words: string): MessageAddress;
  press(who: string, message: Message, control: DrawnControl): Promise<Seen>;
  /** The messages that only this person sees. */
  privately(who: string): readonly Message[];
  drawn(message: Message): unknown;
}

interface Seen {
  readonly isAcknowledged: boolean;
  readonly hasForm: boolean;
}

/** What comes of a press, as far as it can be seen from outside. */
export type Kind = 'done' | 'asked' | 'refused' | 'form' | 'shown' | 'deleted' | 'nothing';

type State = (thread: Thread, people: People) => World;

const differing: State = (thread, { answered, differed }) => {
  const world = given({ says: THREE_QUESTIONS, thread }).reach('answering');
  for (const [id, text, read] of [
    [answered, 'The warehouse app.', matching(['Q2', 'R1', 'The warehouse app.'])],
    [differed, 'Nobody since March.', matching(['Q2', 'R2', 'Nobody since March.'])],
  ] as const) {
    world.says(id, text, id === answered ? 'Ben' : 'Cem', id);
    world.submits('synthesizer', id === answered ? read : differ(read, 'Q2', 'R1', 'R2'));
  }
  return world;
};

export const STATES: Readonly<Record<string, State>> = {
  'nobody has spoken': (thread) => given({ thread }),
  'questions are open': (thread) => given({ says: THREE_QUESTIONS, thread }).reach('answering'),
  'some are answered': (thread, { answered }) => {
    const world = given({ says: THREE_QUESTIONS, thread }).reach('answering');
    world.says('m1', 'Q1: some 900', 'Ben', answered);
    return world.readsReplies();
  },
  'two differ': differing,
  'a gate over two who differ': (thread, people) => differing(thread, people).reach('deciding'),
  'they propose': (thread) => given({ thread }).reach('proposing'),
  'a gate over a decision': (thread) => given({ says: UNSURE, thread }).reach('deciding'),
  'a gate over a point': (thread) => given({ says: DIVIDED, thread }).reach('deciding'),
  'a gate over no proposals': (thread) => {
    const world = given({ thread }).reach('asking');
    const round = openRound(world.design)?.id;
    while (openRound(world.design)?.id === round) world.fails(world.turn().participant);
    return world;
  },
  'a gate over differences': (thread) => {
    const told = sampleDesign(() => undefined).history;
    return World.after(
      told.map((each) => (each.type === 'design_started' ? { ...each, thread } : each)),
    );
  },
  'a gate over the thread': (thread) => given({ thread }).reach('answering').unreachable(),
  'it was decided': (thread) => given({ thread }).reachEnd(),
  'it was accepted': (thread) => {
    const world = given({ thread }).reachEnd();
    world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Cem' });
    return world;
  },
  'it was superseded': (thread) => {
    const world = given({ thread }).reachEnd();
    world.when({ type: 'supersede', successor: designIdOf(2) });
    return world;
  },
  'it was stopped at a gate': (thread) => {
    const world = given({ says: UNSURE, thread }).reach('deciding');
    world.decidesGate('stop');
    return world.reachEnd();
  },
  'it was cancelled': (thread) => {
    const world = given({ thread }).reach('proposing');
    world.cancels();
    return world;
  },
};

/** What one person gets alone, in one state or another. */
async function tellable(
  world: World,
  who: string,
  written: MessageAddress,
  policy: Policy,
): Promise<Document[]> {
  const { design } = world;
  const view = viewOf(design);
  const { engine } = oneDesign(() => world);
  const here = {
    policy,
    clock: realClock,
    linkTo: () => null,
    engine,
    repositories: listRepositories(),
  };
  const context = here as unknown as GatewayContext;
  const person = { id: who, groups: [], name: 'Somebody' };
  const asking = { context, person, channel: design.thread?.channel ?? '' };
  const notice = await drawHowItStands(asking, design);
  return [
    notice,
    ...(design.end === null ? [] : [addOffer(notice, written)]),
    drawStatus(view, null),
    drawPersonInFull(view, design.participants[0]?.id ?? ParticipantId.parse('nobody')),
    drawFacts(view, ['cost']),
    drawUnclear({ kind: 'unclear', topic: 'Move the queue?', meant: 'help' }),
    drawUnclear({ kind: 'unclear', topic: 'cancel it', meant: `cancel ${design.id}` }),
    drawOffer('Move the queue?', written, null),
  ];
}

/** By what they do: who may. All others are refused, and told who may. */
const DECIDE: readonly Who[] = ['starter', 'decider', 'operator'];
const MAY: Partial<Record<DrawnAction, readonly Who[]>> = {
  accept: DECIDE,
  accept_decision: DECIDE,
  again: DECIDE,
  cancel: DECIDE,
  decline: DECIDE,
  go_on: DECIDE,
  publish: ['decider', 'operator'],
  send_back: DECIDE,
  settle: DECIDE,
  stop: DECIDE,
};

/**
 * What comes of it for who may, where that is not only shown. Slack has asked once more before the
 * click arrives.
 */
const COMES: Partial<Record<DrawnAction, 'once more' | 'done' | 'form'>> = {
  accept: 'once more',
  accept_decision: 'once more',
  again: 'once more',
  answer: 'form',
  ask_record: 'form',
  ask_starter: 'done',
  cancel: 'once more',
  decline: 'form',
  go_on: 'once more',
  follow_up: 'form',
  publish: 'once more',
  run_again: 'once more',
  send_back: 'form',
  settle: 'once more',
  start: 'form',
  stop: 'once more',
  sure: 'done',
  topic: 'form',
};

export function expectedOf(
  control: DrawnControl,
  who: Who,
  design: World['design'],
  people: People,
  isAskedAlready: boolean,
): Kind {
  const { action, id, value } = control;
  if (MAY[action]?.includes(who) === false) return 'refused';
  if (action === 'agree') {
    const own = design.replies.find(({ authorId }) => authorId === people[who]);
    const isOther = own !== undefined && !`${id} ${value}`.trim().endsWith(`/${own.since}`);
    if (!isOther && !DECIDE.includes(who)) return 'refused';
    // Before there is a text, giving way costs nothing.
    return decidedOf(design) === null || isAskedAlready ? 'done' : 'asked';
  }
  if (action === 'typed' && `${id} ${value}`.includes('cancel') && design.end === null)
    return DECIDE.includes(who) ? 'asked' : 'refused';
  const comes = COMES[action];
  if (comes === 'once more') return isAskedAlready ? 'done' : 'asked';
  return comes ?? 'shown';
}

/**
 * Everything that a control can do. Slack folds what others show by a button; *Read it* is for
 * direct messages that are closed.
 */
const ACTIONS = Object.keys({
  accept: 0,
  accept_decision: 0,
  again: 0,
  agree: 0,
  answer: 0,
  ask: 0,
  ask_record: 0,
  ask_starter: 0,
  cancel: 0,
  decline: 0,
  go_on: 0,
  fact: 0,
  follow_up: 0,
  not_sure: 0,
  open_successor: 0,
  peek: 0,
  publish: 0,
  read: 0,
  run_again: 0,
  running: 0,
  send_back: 0,
  settle: 0,
  show: 0,
  start: 0,
  stop: 0,
  sure: 0,
  topic: 0,
  typed: 0,
} satisfies Record<Action, 0>) as Action[];

/** How many presses follow each other, where one shows what to press next. */
const PRESSES = 3;

/**
 * Every control that is drawn, in every state, is pressed as it was drawn by every kind of person.
 */
export function pressedStories<Message>(open: () => Promise<PressedPlatform<Message>>): void {
  const left = new Set<DrawnAction>(ACTIONS);
  const played = new Set<string>();

  test.each(Object.keys(STATES))(
    'A25: every control is pressed as it was drawn: %s',
    async (state) => {
      const platform = await open();
      const { people, thread, isAskedAlready } = platform;
      const policy = { starters: [], deciders: [people.decider], operators: [people.operator] };
      const clock = counting(unhurriedClock());
      const first = (STATES[state] ?? nobody)(thread, people);
      let current = first;
      const { engine, done, forget } = oneDesign(() => current);
      const log = keepLog();
      const parts = { clock, log, readFile: async () => Buffer.from('') };
      const connection = platform.open(policy, parts).connect(engine, listRepositories());
      onTestFinished(() => connection.stop());
      await vi.waitUntil(() => platform.isConnected(connection), WAIT);

      /** What this person sees alone, as JSON. */
      const seenBy = (who: Who) =>
        new Map(
          platform
            .privately(people[who])
            .map((each) => [each, JSON.stringify(platform.drawn(each))]),
        );
      const press = async (who: Who, drawing: unknown, isAlone: boolean, control: DrawnControl) => {
        forget();
        const message = platform.show(drawing, isAlone ? people[who] : null);
        const before = seenBy(who);
        const { isAcknowledged, hasForm } = await platform.press(people[who], message, control);
        await vi.waitUntil(() => clock.open() === 0, AT_ONCE);
        const news = [...seenBy(who)].filter(([each, text]) => before.get(each) !== text);
        const told = news.map(([each]) => platform.drawn(each));
        return { told, kind: isAcknowledged ? kindOf(told, done, hasForm) : 'nothing' };
      };

      const wrong: string[] = [];
      const pressed = new Set<string>();
      const actions = new Set<DrawnAction>();
      const explore = async (
        where: string,
        drawing: unknown,
        who: Who,
        world: World,
        depth: number,
      ) => {
        const isAlone = depth > 1 || where === ALONE;
        const controls = drawnControls(drawing);
        expect(new Set(controls.map(({ id }) => id)).size, `ids of ${where}`).toBe(controls.length);
        for (const control of controls) {
          const key = [who, isAlone ? ALONE : where, control.id, control.value].join(' ');
          if (pressed.has(key)) continue;
          pressed.add(key);
          actions.add(control.action);
          current = world.fork();
          const { told, kind } = await press(who, drawing, isAlone, control);
          const expected = expectedOf(control, who, world.design, people, isAskedAlready);
          if (kind !== expected)
            wrong.push(`${where}: ${who}, ${control.id}: ${kind}, not ${expected}`);
          // Publishing writes outside, so a starter may not do it for others either.
          const mayAsk = kind === 'refused' && control.action !== 'publish';
          if (mayAsk && !told.some((each) => findDrawn(each, 'ask_starter') !== undefined))
            wrong.push(`${where}: ${who}, ${control.id}: refused, and nobody to ask`);
          if (depth < PRESSES && kind !== 'done')
            for (const next of told)
              await explore(`${where}, ${control.action}`, next, who, current, depth + 1);
        }
      };
      for (const who of WHO) {
        for (const { id, post } of desiredMessagesOf(first.design).messages)
          if (post.kind !== 'files')
            await explore(
              id,
              platform.drawPost(post, { ...first.design, hasForge: true }),
              who,
              first,
              1,
            );
        const written = platform.say(people[who], 'Move the queue?');
        for (const each of await tellable(first, people[who], written, policy))
          await explore(ALONE, platform.draw(each), who, first, 1);
      }
      expect(wrong).toEqual([]);
      expect(clock.all()).toBeGreaterThanOrEqual(pressed.size);
      expect(log.events.filter(({ event }) => FAILURES.includes(event))).toEqual([]);
      for (const action of actions) left.delete(action);
      played.add(state);
    },
  );

  // Nothing that can be drawn is left unpressed, once every state has been played, in whatever
  // order.
  afterAll(() => {
    if (played.size < Object.keys(STATES).length) return;
    expect([...left].filter((action) => action !== 'show' && action !== 'read')).toEqual([]);
  });
}

const ALONE = 'alone';
/** In the log, of an act whose person reads that it failed, or reads nothing. */
const FAILURES = ['request_failed', 'not_answered', 'person_not_told'];
const AT_ONCE = { ...WAIT, interval: 1 };

function nobody(): never {
  throw new Error('there is no such state');
}

function kindOf(told: readonly unknown[], done: readonly string[], hasForm: boolean): Kind {
  const words = told.map((each) => JSON.stringify(each)).join('\n');
  if (words.includes(TEXTS.gone)) return 'deleted';
  if (done.length > 0) return 'done';
  if (hasForm) return 'form';
  if (told.some((each) => findDrawn(each, 'sure') !== undefined)) return 'asked';
  if (words.includes('Only ')) return 'refused';
  return words === '' ? 'nothing' : 'shown';
}

/**
 * This clock, which knows how many requests are being answered: each has a timer until it is over.
 */
function counting(base: Clock): Clock & { open(): number; all(): number } {
  const open = new Set<Disposable>();
  let all = 0;
  let readLast = 0;
  return {
    now: () => {
      readLast = base.now();
      return readLast;
    },
    open: () => open.size,
    all: () => all,
    at: (dueAt, callback) => {
      const timer = base.at(dueAt, callback);
      if (dueAt === readLast + ACKNOWLEDGE_MS) {
        open.add(timer);
        all += 1;
      }
      return {
        [Symbol.dispose]: () => {
          open.delete(timer);
          timer[Symbol.dispose]();
        },
      };
    },
  };
}
