import { describe, expect, it, test } from 'vitest';
import { timersOf } from '../../../src/core/course/timers.ts';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { briefMarkdown } from '../../../src/core/telling/paper/brief.ts';
import { transcriptMarkdown } from '../../../src/core/telling/paper/transcript.ts';
import type { Settings, Step } from '../../../src/core/vocabulary/events.ts';
import { isPaused, openGate, openRound, statusOf } from '../../../src/core/vocabulary/status.ts';
import { bannerText } from '../../support/banner-text.ts';
import { given, of, types, type World } from '../../support/given.ts';
import { GATED, MINUTE, type Script } from '../../support/given-start.ts';
import { matching, questions } from '../../support/given-submission.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
const GONE = { type: 'report_thread_gone' } as const;

function inThread(settings: Partial<Settings> = {}, says: Script = {}): World {
  return given({ thread: THREAD, settings: { threadGone: 'pause', ...settings }, says });
}

/** Minutes from now, by timer. */
function armed(world: World) {
  return timersOf(world.design).map(({ id, dueAt }) => [id, (dueAt - world.now) / MINUTE]);
}

describe('a design whose thread is gone', () => {
  it('A7: a design without its thread waits for a person if it was configured so, which is on record before anybody is asked', () => {
    const world = inThread().reach('proposing');
    const events = world.when(GONE);
    expect(events).toMatchObject([
      {
        type: 'gate_opened',
        gateId: 'gate-1',
        reasons: ['thread_unreachable'],
        choices: ['accept', 'stop'],
        deadlineAt: world.now + 60 * MINUTE,
      },
      { type: 'status_changed', status: 'awaiting_input', step: 'proposing' },
    ]);
    expect(statusOf(world.design)).toBe('awaiting_input');
    expect(armed(world)).toEqual([['gate:gate-1', 60]]);
  });

  it('a design without its thread posts nothing about that to the thread, which it cannot write to', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    expect(world.effects).toEqual([]);
  });

  test.each<[string, World]>([
    ['it was not configured', given({ thread: THREAD })],
    ['nobody is there to decide', inThread({ gates: 'none' })],
  ])('a design without its thread goes on where %s', (_, world) => {
    world.reach('proposing');
    expect(world.when(GONE)).toEqual([]);
    expect(world.reachEnd().design.end?.status).toBe('completed');
  });

  test.each<Step>(['signing', 'deciding', 'writing'])(
    'goes on in its last step of %s, which costs nothing more',
    (step) => {
      const world = inThread({}, GATED).reach(step);
      expect(world.when(GONE)).toEqual([]);
    },
  );

  it('a design without its thread pauses once it is revised again, which costs something', () => {
    const world = inThread({}, GATED).reach('deciding');
    world.when(GONE);
    world.decidesGate('send_back');
    world.when(GONE);
    expect(openGate(world.design)).toMatchObject({ id: 'gate-2', reasons: ['thread_unreachable'] });
    world.decidesGate('accept', 'gate-2');
    world.reach('deciding');
    expect(openGate(world.design)).toMatchObject({ id: 'gate-3', choices: ['accept', 'stop'] });
    world.decidesGate('accept', 'gate-3');
    expect(world.reachEnd().design.end?.status).toBe('completed');
  });

  it('a design without its thread ends without personas, and by a cancellation, while it waits', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    const cancelled = world.fork();
    cancelled.cancels();
    expect(cancelled.design.end).toMatchObject({ status: 'cancelled', by: 'Ana' });
    for (const name of ['subtractor', 'archaeologist', 'migrationist']) world.dies(name);
    expect(world.design.end).toMatchObject({ status: 'cancelled', stoppedBecause: 'no_persona_left' });
    expect(openGate(world.design)).toBeNull();
  });
});

describe('while a design is paused', () => {
  it('open turns finish, and the round with them; no other is begun', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    const events = world.openTurns().flatMap(({ participant }) => world.contributes(participant));
    expect(types(events).filter((type) => type === 'proposal_sealed')).toHaveLength(3);
    expect(types(events).at(-1)).toBe('round_closed');
    expect(world.openTurns()).toEqual([]);
    expect(world.design.step).toBe('proposing');
  });

  it('C11: a replacement is started and not asked before a person has said that it goes on', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    world.loses('subtractor');
    expect(types(world.ready('subtractor'))).toEqual(['session_ready']);
    world.decidesGate('accept');
    expect(world.asked()).toMatchObject({ subtractor: openRound(world.design)?.id });
  });

  it('C17: a stand-in for a facilitator is asked when the design goes on', () => {
    const world = inThread().reach('mapping');
    world.when(GONE);
    const events = world.fails('synthesizer');
    expect(types(events)).toContain('facilitator_passed');
    expect(world.openTurns()).toEqual([]);
    world.decidesGate('accept');
    expect(world.openTurns()).toHaveLength(1);
  });

  it('C18: a restart asks nobody either', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    world.when({ type: 'resume', promised: [] });
    world.everyoneReady();
    expect(world.openTurns()).toEqual([]);
    world.decidesGate('accept');
    expect(Object.keys(world.asked())).toHaveLength(3);
  });

  it('a paused design gives its processes back when nobody is at work, and gets them again', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    expect(world.when({ type: 'park' })).toEqual([]);
    world.contributes('subtractor');
    world.fails('archaeologist');
    world.loses('migrationist');
    expect(types(world.when({ type: 'park' }))).toEqual(Array(5).fill('session_parked'));
    expect(of(world.decidesGate('accept'), 'session_started')).toMatchObject([
      { participant: 'migrationist', origin: 'wake' },
    ]);
    world.ready('migrationist');
    expect(Object.keys(world.asked())).toEqual(['migrationist']);
    expect(world.reachEnd().design.end?.status).toBe('completed');
  });

  it('a session that was given back before it was ready is not waited for at the start', () => {
    const world = inThread();
    world.when(GONE);
    world.when({ type: 'park' });
    world.decidesGate('accept');
    expect(world.design.step).toBe('asking');
    expect(world.reachEnd().design.end?.status).toBe('completed');
  });

  it('J10: people have their minute to correct a reading of their words when it goes on', () => {
    const world = inThread({}, { questions: () => questions('How many?') }).reach('answering');
    world.replies('About 500 an hour.');
    const said = (question: string): [string, string, string] => [question, 'R1', 'About 500 an hour'];
    world.submits('synthesizer', matching(said('Q1'), said('Q2'), said('Q3')));
    expect(armed(world)).toEqual([['answering', 1]]);
    world.when(GONE);
    world.later(10 * MINUTE);
    world.decidesGate('accept');
    expect(armed(world)).toEqual([['answering', 1]]);
  });

  it('answers are taken, and their end leads on when it goes on', () => {
    const world = inThread({}, { questions: () => questions('How many?') }).reach('answering');
    world.when(GONE);
    world.replies('Q1: 500');
    world.when({ type: 'finish_answering', by: 'Ana', skip: false });
    expect(world.design.step).toBe('answering');
    expect(isPaused(world.design)).toBe(true);
    world.decidesGate('accept');
    expect(world.readsReplies().design.step).toBe('proposing');
  });
});

describe('a decision about a paused design', () => {
  it('J8: a decision to go on is on record by name, and the design completes like any other', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    const events = world.decidesGate('accept', 'gate-1', 'The channel is open again.');
    expect(events).toMatchObject([
      { type: 'gate_decided', choice: 'accept', by: 'Ana', note: 'The channel is open again.' },
      { type: 'status_changed', status: 'running', step: 'proposing' },
    ]);
    world.reachEnd();
    expect(world.design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
    expect(bannerText(outcomeOf(world.design))).not.toMatch(/accepted by|thread/);
    expect(briefMarkdown(world.design)).toContain('**Ana** let it go on without its thread.');
    expect(transcriptMarkdown(world.design, world.history)).toMatch(
      /A person has to decide: its thread cannot be written to any more\..*\*\*Ana\*\* let it go on without its thread\./s,
    );
  });

  it('a decision to go on needs no second question when the thread is still gone', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    expect(world.when(GONE)).toEqual([]);
    world.decidesGate('accept');
    expect(world.when(GONE)).toEqual([]);
  });

  it('a decision to stop leaves the design in need of review, with its material and the name', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    world.contributes('subtractor');
    world.decidesGate('stop', 'gate-1', 'Nobody needs it.');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'decided_by_person',
      reasons: ['thread_unreachable'],
    });
    expect(world.openTurns()).toEqual([]);
    const banner = bannerText(outcomeOf(world.reachEnd().design));
    expect(banner).toContain('stopped by Ana, who was told: its thread cannot be written to any more');
    expect(banner).toContain('kept: 1 proposal');
  });

  it('A7: missing at the deadline leaves it in need of review, in nobody’s name', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    world.later(60 * MINUTE).deadline('gate:gate-1');
    expect(world.reachEnd().design.end).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'gate_unanswered',
      detail: 'Nobody decided in time whether it goes on without its thread.',
    });
  });

  it('a decision about a pause comes before the question about a round that brought nothing meanwhile', () => {
    const world = inThread().reach('proposing');
    world.when(GONE);
    for (const name of ['subtractor', 'archaeologist', 'migrationist']) world.fails(name);
    expect(world.design.gates).toHaveLength(1);
    world.decidesGate('accept');
    expect(world.design.gates.at(-1)).toMatchObject({ reasons: ['nothing_contributed'], decision: null });
    world.when(GONE);
    expect(world.design.gates).toHaveLength(2);
  });
});

describe('the time of a pause', () => {
  it('the time of a pause is not counted against the open round, nor against deliberation', () => {
    const world = inThread().reach('proposing');
    const before = armed(world);
    world.when(GONE);
    world.later(50 * MINUTE).decidesGate('accept');
    expect(armed(world)).toEqual(before);
  });

  it('the time of a pause is not counted against synthesis', () => {
    const world = inThread().reach('revising');
    const before = armed(world);
    world.when(GONE);
    world.later(50 * MINUTE).decidesGate('accept');
    expect(armed(world)).toEqual(before);
  });

  it('the time of a pause is given to people who were answering, once', () => {
    const world = inThread({}, { questions: () => questions('How many?') }).reach('answering');
    const before = armed(world);
    world.later(2 * MINUTE).when(GONE);
    world.later(50 * MINUTE).decidesGate('accept');
    expect(armed(world)).toEqual(before.map(([id, minutes]) => [id, Number(minutes) - 2]));
    world.later(MINUTE).when({ type: 'finish_answering', by: 'Ana', skip: true });
    expect(world.design.waitedForPeopleMs).toBe(53 * MINUTE);
  });

  it('the time of a pause counts once when the answers came to their end in it', () => {
    const world = inThread({}, { questions: () => questions('How many?') }).reach('answering');
    world.later(2 * MINUTE).when(GONE);
    world.later(10 * MINUTE).when({ type: 'finish_answering', by: 'Ana', skip: true });
    world.later(40 * MINUTE).decidesGate('accept');
    expect(world.design.waitedForPeopleMs).toBe(52 * MINUTE);
  });
});
