import { describe, expect, it } from 'vitest';
import { isParked, openGate, openRound } from '#core/vocabulary/status.ts';
import { countReplacements } from '#core/workflow/sessions/replacement.ts';
import { given, of, type World } from '#test/support/designs/given.ts';
import { GATED, NAMES } from '#test/support/designs/given-start.ts';
import {
  endingOf,
  lateLossOf,
  listSessions,
  RESUME,
  reportsLoss,
  sessionLossOf,
  sessionStartOf,
} from '#test/support/designs/session-events.ts';
import { tellDead } from '#test/support/designs/told-design.ts';

const EVERYBODY = [...NAMES, 'synthesizer', 'auditor'];
const DECIDING = {
  type: 'status_changed',
  status: 'awaiting_input',
  phase: 'synthesis',
  step: 'deciding',
};

function deciding(): World {
  return given({ says: GATED }).reach('deciding');
}

/** Sessions whose processes the last command ended. */
function stopped({ effects }: World): string[] {
  return effects.flatMap((effect) => (effect.type === 'stop_session' ? [effect.sessionId] : []));
}

describe('C23: at the gate of a decision', () => {
  it('C23: the step of the last signature parks every session and ends its process', () => {
    const world = given({ says: GATED }).reach('signing');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    expect(EVERYBODY.map((name) => world.state(name))).toEqual(EVERYBODY.map(() => 'alive'));
    const live = EVERYBODY.map((name) => world.session(name).id);
    expect(world.contributes('migrationist').slice(-2)).toEqual([
      { at: world.now, ...DECIDING },
      { at: world.now, ...DECIDING, parks: true },
    ]);
    expect(stopped(world).toSorted()).toEqual(live.toSorted());
    expect(isParked(world.design)).toBe(true);
  });

  it('C23: a late report of a lost session changes nothing, and the decision can be accepted', () => {
    const world = deciding();
    const before = world.design;
    for (const name of [...EVERYBODY, ...EVERYBODY]) {
      const { id } = world.session(name);
      expect(world.outcome(reportsLoss(id))).toEqual([lateLossOf(name, id)]);
    }
    expect(world.design).toEqual({ ...before, version: before.version + 10 });
    world.decidesGate('accept');
    expect(world.design.settled?.status).toBe('completed');
  });

  it('C23: sent back, each is woken with a new id when it is asked, recorded before it is ready', () => {
    const world = deciding();
    const before = new Set(EVERYBODY.map((name) => world.session(name).id));
    const started = of(world.decidesGate('send_back'), 'session_started');
    expect(started).toEqual([{ at: world.now, ...sessionStartOf(world, 'synthesizer', 'wake') }]);
    expect(started.filter(({ sessionId }) => before.has(sessionId))).toEqual([]);
    expect(NAMES.map((name) => world.state(name))).toEqual(NAMES.map(() => 'parked'));
    world.contributes('synthesizer');
    expect(NAMES.map((name) => listSessions(world, name))).toEqual(
      NAMES.map(() => ['first parked', 'wake starting']),
    );
  });

  it('C23: waking uses up no retry and gives none back', () => {
    const world = given({ says: GATED }).reach('asking');
    world.loses('archaeologist');
    world.ready('archaeologist');
    world.reach('deciding').decidesGate('send_back');
    world.contributes('synthesizer');
    world.loses('subtractor');
    expect(listSessions(world, 'subtractor')).toEqual([
      'first parked',
      'wake lost',
      'retry starting',
    ]);
    world.loses('archaeologist');
    expect(listSessions(world, 'archaeologist')).toEqual([
      'first lost',
      'retry parked',
      'wake lost',
    ]);
  });

  it('C23: the synthesizer is parked again with the reading of what people say there', () => {
    const world = deciding();
    world.says('m1', 'They come from a vendor.', 'Ana');
    expect(world.everyoneReady().state('synthesizer')).toBe('alive');
    expect(world.contributes('synthesizer').at(-1)).toEqual({
      at: world.now,
      ...DECIDING,
      parks: true,
    });
    expect(world.state('synthesizer')).toBe('parked');
  });

  it('C23: a text that is revised at once keeps its processes', () => {
    const world = given({ says: GATED }).reach('signing');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    world.settles('D1', '1a');
    world.contributes('migrationist');
    expect(world.design.step).toBe('revising');
    expect(of(world.history, 'status_changed').filter(({ parks }) => parks)).toEqual([]);
  });
});

describe('C23: while others still owe their signatures', () => {
  it('C23: a persona that has signed is not replaced, stays alive, and keeps its retry', () => {
    const world = given({ says: GATED }).reach('signing');
    world.contributes('subtractor');
    const { id } = world.session('subtractor');
    expect(world.outcome(reportsLoss(id))).toEqual([
      sessionLossOf('subtractor', id, undefined, true),
    ]);
    expect(world.state('subtractor')).toBe('parked');
    const round = openRound(world.design);
    expect(round?.contributed).toEqual(['subtractor']);
    world.reach('deciding');
    const closed = { ...round, closed: true, contributed: NAMES };
    expect(world.design.rounds.at(-1)).toEqual(closed);
    world.decidesGate('send_back');
    world.contributes('synthesizer');
    expect(countReplacements(world.sessions('subtractor'))).toBe(0);
    world.loses('subtractor');
    expect(listSessions(world, 'subtractor')).toEqual([
      'first parked',
      'wake lost',
      'retry starting',
    ]);
  });

  it('C23: the death of all who owe theirs ends the round, and a person decides', () => {
    const world = given({ says: GATED }).reach('signing');
    world.contributes('subtractor');
    world.loses('subtractor');
    for (const name of ['archaeologist', 'migrationist']) world.dies(name);
    expect(openGate(world.design)?.about).toBe('decision');
    expect(world.design.end).toBeNull();
  });

  it('C9: the death of the last one cancels, where nobody has signed', () => {
    const world = given({ says: GATED }).reach('signing');
    for (const name of NAMES) world.dies(name);
    expect(endingOf(world)).toEqual(['cancelled', 'no_persona_left']);
  });

  it('C2: one that has signed and stands in for the synthesizer is replaced once, as it is asked something', () => {
    const world = given({ says: GATED }).reach('signing');
    tellDead(world, 'synthesizer');
    for (const name of NAMES) world.contributes(name);
    world.decidesGate('send_back');
    const standIn = world.turn().participant;
    expect(NAMES).toContain(standIn);
    world.dies(standIn);
    expect(listSessions(world, standIn)).toEqual(['first parked', 'wake lost', 'retry lost']);
  });

  it('C18: one that has signed is not brought back by a restart', () => {
    const world = given({ says: GATED }).reach('signing');
    world.contributes('subtractor');
    const events = world.when(RESUME);
    expect(of(events, 'session_started').map(({ participant }) => participant)).toEqual(
      EVERYBODY.filter((name) => name !== 'subtractor'),
    );
    expect(world.state('subtractor')).toBe('parked');
  });
});
