import { describe, expect, it } from 'vitest';
import { endsAt } from '#core/policy/time-left.ts';
import { openGate, statusOf } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { ARCHIVED, given, of, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';
import { endingOf } from '../../support/designs/session-events.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
const ANSWER_MS = 10 * MINUTE;
const inThread = (says = {}, gates: 'ask' | 'none' = 'ask') =>
  given({ says, thread: THREAD, settings: { remind: 'half_time', answerMs: ANSWER_MS, gates } });
const armed = ({ design }: World) => timersOf(design).map(({ id }) => id);
/** The timers of a wait for people that begins at this time: a reminder, and its end. */
const wait = (id: 'answering' | 'gate:gate-1', at: number, ms: number) => [
  { id: `reminder:${id.replace('gate:', '')}`, dueAt: at + ms / 2 },
  { id, dueAt: at + ms },
];
const tellsStarter = ({ effects }: World) =>
  effects.filter(({ type }) => type === 'tell_starter').length;

/** What the open gate is about, and why nothing can be posted. */
const asked = ({ design }: World) => {
  const gate = openGate(design);
  return gate === null ? null : [gate.id, gate.about, gate.unreachable];
};
/** What was decided at gates, each time with who did. */
const decided = ({ history }: World) =>
  of(history, 'gate_decided').map(({ gateId, choice, by }) => [gateId, choice, by]);

const ARCHIVE = { type: 'report_unreachable', reason: ARCHIVED, isFirst: false } as const;

describe('P14: a wait for people begins when they can see what is asked', () => {
  it('P14: the time to answer and its reminder run from the receipt of the questions, not from the question', () => {
    const world = inThread().reach('answering');
    expect(armed(world)).toEqual([]);
    expect(statusOf(world.design)).toBe('awaiting_input');
    world.later(ANSWER_MS + MINUTE);
    expect(world.outcome({ type: 'report_posted', message: 'questions' })).toEqual([
      {
        type: 'status_changed',
        status: 'awaiting_input',
        phase: 'questioning',
        step: 'answering',
        deadlineAt: world.now + ANSWER_MS,
      },
    ]);
    expect(timersOf(world.design)).toEqual(wait('answering', world.now, ANSWER_MS));
  });

  it('P14: a receipt that is reported again changes nothing', () => {
    const world = inThread().reach('answering').posted().later(MINUTE);
    expect(world.outcome({ type: 'report_posted', message: 'questions' })).toEqual([]);
  });

  it.each(['card', 'proposals'])('P14: another message, like %s, begins no wait', (message) => {
    const world = inThread().reach('answering');
    expect(world.outcome({ type: 'report_posted', message })).toEqual([]);
  });

  it('P14: a gate has its whole time from its receipt', () => {
    const world = inThread(GATED).reach('answering').posted().reach('deciding');
    expect(armed(world)).toEqual([]);
    const { gateMs } = world.design.settings;
    world.later(MINUTE).posted();
    expect(timersOf(world.design)).toEqual(wait('gate:gate-1', world.now, gateMs));
  });

  it('P14: without a thread the wait begins at once', () => {
    const world = given({ says: GATED, settings: { answerMs: ANSWER_MS } }).reach('answering');
    expect(timersOf(world.design)).toEqual([{ id: 'answering', dueAt: world.now + ANSWER_MS }]);
    expect(armed(world.reach('deciding'))).toEqual(['gate:gate-1']);
  });

  it('P14: neither the wait for the receipt nor that for people counts as the design’s own time', () => {
    const world = inThread().reach('answering');
    const before = endsAt(world.design);
    world
      .later(MINUTE)
      .posted()
      .later(2 * MINUTE);
    world.when({ type: 'go_on', by: 'Ana' });
    expect(endsAt(world.design)).toBe(before + 3 * MINUTE);
  });
});

describe('P13: a first message that is refused ends the design with that reason', () => {
  it('P13: a design whose first message is refused fails as unreachable, and its starter is told', () => {
    const world = inThread();
    expect(world.outcome({ ...ARCHIVE, isFirst: true })).toEqual([
      {
        type: 'design_ended',
        status: 'failed',
        stoppedBecause: 'thread_unreachable',
        by: '',
        detail: ARCHIVED,
      },
    ]);
    expect(tellsStarter(world)).toBe(1);
  });
});

describe('P13: a thread that becomes unreachable in the middle', () => {
  it('P13: a gate asks a person, tells the starter once, and begins and pays for nothing more', () => {
    const world = inThread().reach('proposing');
    expect(world.outcome(ARCHIVE)).toEqual([
      {
        type: 'gate_opened',
        gateId: 'gate-1',
        caveats: [],
        choices: ['accept', 'stop'],
        unreachable: ARCHIVED,
        deadlineAt: world.now + world.design.settings.gateMs,
      },
      {
        type: 'status_changed',
        status: 'awaiting_input',
        phase: 'independent',
        step: 'proposing',
      },
    ]);
    expect(tellsStarter(world)).toBe(1);
    expect(world.unreachable().effects).toEqual([]);
    world.everyoneContributes();
    expect(world.design.step).toBe('proposing');
    expect(world.openTurns()).toEqual([]);
    expect(statusOf(world.design)).toBe('awaiting_input');
  });

  it('C21: without a choice it ends as needs_review with its proposals, though some were still sealed', () => {
    const world = inThread().reach('proposing').unreachable();
    world.everyoneContributes();
    expect(world.design.proposals.some(({ revealed }) => revealed)).toBe(false);
    world.deadline('gate:gate-1');
    expect(endingOf(world)).toEqual(['needs_review', 'gate_unanswered']);
    expect(world.design.settled?.detail).toBe(ARCHIVED);
    expect(world.design.proposals.every(({ revealed }) => revealed)).toBe(true);
  });

  it('P13: a round that is under way ends with the gate', () => {
    const world = inThread().reach('proposing').unreachable();
    world.deadline('gate:gate-1');
    expect(world.design.settled?.status).toBe('needs_review');
    expect(world.openTurns()).toEqual([]);
  });

  it('P13: where nobody can be asked at gates it needs review at once', () => {
    const world = inThread({}, 'none').reach('proposing').unreachable();
    expect(endingOf(world)).toEqual(['needs_review', 'thread_unreachable']);
    expect(tellsStarter(world)).toBe(1);
  });

  it('P13: a person lets it go on elsewhere: waits then begin at once, and no other gate follows', () => {
    const world = inThread(GATED).reach('answering').unreachable();
    expect(armed(world)).toEqual(['reminder:gate-1', 'gate:gate-1']);
    world.later(MINUTE).decidesGate('accept');
    expect(timersOf(world.design)).toEqual(wait('answering', world.now, ANSWER_MS));
    world.reach('deciding');
    expect(armed(world)).toEqual(['reminder:gate-2', 'gate:gate-2']);
    world.unreachable();
    expect(of(world.history, 'gate_opened')).toHaveLength(2);
  });

  it('P13: whoever ends the answers on its page lets it go on', () => {
    const world = inThread().reach('answering').unreachable();
    world.when({ type: 'go_on', by: 'Ana' });
    expect(decided(world)).toEqual([['gate-1', 'accept', 'Ana']]);
    expect(world.design.step).toBe('proposing');
  });

  it('P13: whoever gives the last answer lets nothing go on', () => {
    const world = inThread().reach('answering').unreachable();
    for (const [index, { id }] of world.design.questions.entries())
      world.says(`r${index}`, `${id}: About ${index} hundred.`, 'Ben', 'U2');
    world.readsReplies();
    expect(world.design.questions.every(({ status }) => status === 'answered')).toBe(true);
    expect(decided(world)).toEqual([]);
    expect(asked(world)).toEqual(['gate-1', 'thread', ARCHIVED]);
    world.decidesGate('accept');
    expect(asked(world)).toBeNull();
  });

  it('P13: answers that were ended before the thread was lost decide nothing', () => {
    const world = inThread().reach('answering').posted();
    world.says('r1', 'About nine hundred.', 'Ben', 'U2');
    world.when({ type: 'go_on', by: 'Ana' });
    world.unreachable();
    world.readsReplies();
    expect(asked(world)).toEqual(['gate-1', 'thread', ARCHIVED]);
    expect(world.design.step).toBe('answering');
  });

  it('P13: a design continues by itself once something is posted again, and people get their whole time', () => {
    const world = inThread().reach('answering').unreachable();
    world.later(MINUTE).posted();
    expect(decided(world)).toEqual([['gate-1', 'accept', '']]);
    expect(timersOf(world.design)).toEqual(wait('answering', world.now, ANSWER_MS));
    world.unreachable();
    expect(asked(world)).toEqual(['gate-2', 'thread', ARCHIVED]);
  });

  it('P13: the question at a gate is told to the starter, and has its time from then', () => {
    const world = inThread(GATED).reach('answering').posted().reach('deciding');
    world.later(MINUTE).unreachable();
    expect(asked(world)).toEqual(['gate-1', 'decision', ARCHIVED]);
    expect(tellsStarter(world)).toBe(1);
    const { gateMs } = world.design.settings;
    expect(timersOf(world.design)).toEqual(wait('gate:gate-1', world.now, gateMs));
    world.decidesGate('accept');
    world.reachEnd();
    expect(world.design.end?.status).toBe('completed');
  });

  it('P13: sessions that are given back meanwhile are started again', () => {
    const world = inThread().unreachable();
    world.everyoneReady();
    world.when({ type: 'park' });
    world.decidesGate('accept');
    world.reach('answering');
    expect(of(world.history, 'answering_opened')).toEqual([
      { type: 'answering_opened', at: world.now, deadlineAt: world.now + ANSWER_MS },
    ]);
  });

  it('P13: after the end nothing changes', () => {
    const world = inThread();
    world.cancels();
    expect(world.outcome(ARCHIVE)).toEqual([]);
  });
});

describe('P5: a channel that gets another id', () => {
  const move = (from: string, to: string) => ({ type: 'move_thread', from, to }) as const;

  it('P5: is known by its newest id, and by the first, which its replies have', () => {
    const world = inThread().reach('answering').posted();
    expect(world.outcome(move('C1', 'C2'))).toEqual([
      { type: 'thread_opened', thread: '1.1', channel: 'C2' },
    ]);
    expect(world.design.thread).toEqual({ ...THREAD, channel: 'C2', formerly: 'C1' });
    world.when(move('C2', 'C3'));
    expect(world.design.thread).toEqual({ ...THREAD, channel: 'C3', formerly: 'C1' });
    expect(world.outcome(move('C1', 'C2'))).toEqual([]);
  });

  it('P5: has its thread opened under its newest id', () => {
    const world = given({ thread: { ...THREAD, thread: '' } });
    world.when(move('C1', 'C2'));
    world.when({ type: 'open_thread', thread: '2.2' });
    expect(world.design.thread).toEqual({
      ...THREAD,
      thread: '2.2',
      channel: 'C2',
      formerly: 'C1',
    });
  });

  it('P5: leaves what the design waits for as it is', () => {
    const world = inThread().reach('answering').posted();
    const timers = timersOf(world.design);
    world.when(move('C1', 'C2'));
    expect(timersOf(world.design)).toEqual(timers);
  });

  it('P5: is known by its newest id after the end too', () => {
    const world = inThread();
    world.cancels();
    world.when(move('C1', 'C2'));
    expect(world.design.thread).toEqual({ ...THREAD, channel: 'C2', formerly: 'C1' });
  });
});
