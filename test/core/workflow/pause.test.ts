import { describe, expect, test } from 'vitest';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { isParked, openGate, openPauseOf, openRound } from '#core/vocabulary/status.ts';
import { CHARRETTE_STOPPED } from '#core/workflow/sessions/lifecycle.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { headlineOf } from '#presentation/judged/headline.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE, NAMES, startDesign } from '../../support/designs/given-start.ts';
import { signature } from '../../support/designs/given-submission.ts';
import {
  endingOf,
  excuseOf,
  RESUME,
  roundOf,
  sessionLossOf,
  turnEndingOf,
} from '../../support/designs/session-events.ts';

const [ONE, TWO, THREE] = ['subtractor', 'archaeologist', 'migrationist'] as const;
const HOUR = 60 * MINUTE;
/** A long time for the whole, so that only the unavailable model bounds it. */
const PATIENT = { designMs: 100 * HOUR };

const UNAVAILABLE = {
  cause: 'overloaded',
  model: 'claude-opus-5-5',
  endpoint: 'Anthropic',
  againAt: null,
} as const;
const AWAY = { class: 'overloaded', message: 'the endpoint answered 529', retryable: true };

function headline({ design }: World): string {
  return headlineOf(outcomeOf(design)).headline;
}

/** Everybody who is asked has an unavailable model. */
function becalmAll(world: World, changes: Parameters<World['becalms']>[1] = {}): void {
  for (const { participant } of world.openTurns()) world.becalms(participant, changes);
}

function pass(world: World): void {
  const timer = timersOf(world.design).find(({ id }) => id === 'pause');
  if (timer === undefined) throw new Error('no pause is under way');
  world.now = timer.dueAt;
  world.deadline('pause');
}

/** Two vendors, the second of which speaks for one persona alone. */
function twoVendors(): World {
  const participants = startDesign().participants.map((each) =>
    each.id === THREE
      ? { ...each, family: 'GPT', model: 'gpt-5' }
      : { ...each, family: 'Claude', model: 'claude-opus-5-5' },
  );
  return given({ start: { participants } });
}

describe('A21: a turn that an unavailable model ends', () => {
  test('A21: pauses the design once, and is neither a try nor a lost persona', () => {
    const world = given().reach('proposing');
    const { now: at } = world;
    const one = world.turn(ONE);
    const two = world.turn(TWO);
    const { deadlineAt } = roundOf(world);
    expect(world.becalms(ONE)).toEqual([
      { at, ...turnEndingOf(one, 'model_error', AWAY) },
      {
        type: 'design_paused',
        at,
        paused: { ...UNAVAILABLE, since: at, until: at + MINUTE },
        deadlineAt,
      },
    ]);
    expect(world.becalms(TWO)).toEqual([{ at, ...turnEndingOf(two, 'model_error', AWAY) }]);
    expect(openRound(world.design)?.excused).toEqual([]);
    // Who was not hit goes on.
    world.contributes(THREE);
    expect(openRound(world.design)?.contributed).toEqual([THREE]);
    expect(openPauseOf(world.design)).not.toBeNull();
    pass(world);
    expect(Object.keys(world.askedIn())).toEqual([ONE, TWO]);
    world.reachEnd();
    expect(endingOf(world)).toEqual(['completed', 'finished']);
    expect(outcomeOf(world.design).participation.excused).toEqual([]);
  });

  test('C12: the round has its time again, and no deadline of its own meanwhile', () => {
    const world = given({ settings: PATIENT }).reach('proposing');
    const before = openRound(world.design)?.deadlineAt ?? 0;
    world.later(4 * MINUTE);
    becalmAll(world, { againAt: world.now + HOUR });
    expect(timersOf(world.design).map(({ id }) => id)).toEqual(['pause']);
    pass(world);
    expect(openRound(world.design)?.deadlineAt).toBe(before + 4 * MINUTE + HOUR);
  });

  test('A21: pauses are of 1, 2, 5 and 10 minutes until the model has answered, and begin anew after that', () => {
    const world = given({ settings: PATIENT }).reach('proposing');
    const minutes: number[] = [];
    const since = world.now;
    for (let times = 0; times < 6; times += 1) {
      becalmAll(world.later(10 * MINUTE));
      const pause = openPauseOf(world.design);
      minutes.push(((pause?.until ?? 0) - world.now) / MINUTE);
      expect(pause?.since).toBe(since + 10 * MINUTE);
      pass(world);
    }
    expect(minutes).toEqual([1, 2, 5, 10, 10, 10]);
    world.everyoneContributes();
    becalmAll(world.later(MINUTE));
    const { now: at } = world;
    expect(openPauseOf(world.design)).toEqual({
      ...UNAVAILABLE,
      since: at,
      until: at + MINUTE,
      at,
      resumedAt: null,
    });
  });

  test('A21: the reset that the vendor names is the end of the pause', () => {
    const world = given({ settings: PATIENT }).reach('proposing');
    becalmAll(world, { againAt: world.now + HOUR, cause: 'rate_limited' });
    expect(openPauseOf(world.design)?.until).toBe(world.now + HOUR);
  });
});

describe('A7: a paused design', () => {
  const START = Date.UTC(2026, 10, 20, 14, 2);
  const paused = () => {
    const world = given({ settings: PATIENT }, START).reach('proposing');
    world.later(10 * MINUTE);
    becalmAll(world, { since: START });
    return world;
  };

  test('A21: a paused design says since when and until when to those who read it by the API', () => {
    const view = viewOf(paused().design);
    expect(view.status).toBe('running');
    expect(view.paused).toEqual({
      since: '2026-11-20T14:12:00.000Z',
      until: '2026-11-20T14:13:00.000Z',
      cause: 'overloaded',
    });
  });

  test('P4: a paused design gives its processes back, and wakes those whom it asks again', () => {
    const world = paused();
    world.when({ type: 'park' });
    expect(isParked(world.design)).toBe(true);
    pass(world);
    expect(NAMES.map((name) => world.state(name))).toEqual(['starting', 'starting', 'starting']);
    expect(world.state('auditor')).toBe('parked');
    world.everyoneReady();
    expect(Object.keys(world.askedIn())).toEqual(NAMES);
  });

  test('C18: a paused design asks nobody whose model is unavailable when another process takes it up', () => {
    const world = paused();
    const lost = [...NAMES, 'synthesizer', 'auditor'].map((name) =>
      sessionLossOf(name, world.session(name).id, CHARRETTE_STOPPED, true),
    );
    expect(world.outcome(RESUME)).toEqual(lost);
    expect(timersOf(world.design)).toEqual([{ id: 'pause', dueAt: world.now + MINUTE }]);
    pass(world);
    world.everyoneReady();
    expect(Object.keys(world.askedIn())).toEqual(NAMES);
  });

  test('C2: replaces who dies, and ends the pause with the last one that it was for', () => {
    const world = given({ settings: PATIENT }).reach('proposing');
    world.becalms(ONE);
    world.loses(ONE);
    world.ready(ONE);
    expect(Object.keys(world.askedIn())).not.toContain(ONE);
    const { deadlineAt } = roundOf(world);
    expect(of(world.loses(ONE), 'design_paused')).toEqual([
      { type: 'design_paused', at: world.now, paused: null, deadlineAt },
    ]);
    world.reachEnd();
    expect(endingOf(world)).toEqual(['completed', 'finished']);
  });

  test('J8: a paused design can be cancelled, and hears what people say', () => {
    const world = paused();
    world.says('m1', 'Lost jobs are fine.');
    expect(openPauseOf(world.design)).not.toBeNull();
    world.cancels();
    expect(endingOf(world)).toEqual(['cancelled', 'cancelled_by_person']);
    expect([openPauseOf(world.design), timersOf(world.design)]).toEqual([null, []]);
  });
});

describe('A21: too long', () => {
  test.each([
    ['a day', PATIENT, 25 * HOUR],
    ['the time of the design', {}, 2 * HOUR],
    [
      'what a program waits',
      { ...PATIENT, gates: 'none', unavailableMs: 10 * MINUTE } as const,
      HOUR,
    ],
  ])(
    'A21: a reset beyond %s ends it at once, with cause and next action',
    (_name, settings, ms) => {
      const world = given({ settings }, Date.UTC(2026, 10, 20, 14, 2)).reach('asking');
      becalmAll(world, { againAt: world.now + ms, cause: 'rate_limited' });
      world.reachEnd();
      expect(endingOf(world)).toEqual(['needs_review', 'model_unavailable']);
      expect(headline(world)).toMatch(
        /^No decision: the model \(claude-opus-5-5 at Anthropic\) accepts no more requests for now \(429\), since 14:02 UTC; run it again after .*\d\d:\d\d UTC\.$/,
      );
      expect(outcomeOf(world.design).mayRunAgain).toBe(true);
      expect(openGate(world.design)).toBeNull();
    },
  );

  test('A21: an endpoint that stays down is waited for until there is no time left', () => {
    const world = given().reach('proposing');
    const startedAt = world.now;
    while (world.design.settled === null) {
      becalmAll(world.later(4 * MINUTE), { cause: 'unreachable' });
      if (openPauseOf(world.design) !== null) pass(world);
    }
    expect(world.now - startedAt).toBeGreaterThan(45 * MINUTE);
    expect(world.now - startedAt).toBeLessThanOrEqual(60 * MINUTE);
    expect(headline(world)).toMatch(/cannot be reached, since .*; run it again when it answers\.$/);
  });

  test('C21: proposals that were sealed are revealed, so that there is a brief', () => {
    const world = given().reach('proposing');
    world.contributes(ONE);
    world.later(MINUTE);
    world.becalms(TWO, { againAt: world.now + 24 * HOUR });
    world.becalms(THREE, { againAt: world.now + 24 * HOUR });
    const { proposals } = world.design;
    expect(proposals.map(({ participant, revealed }) => [participant, revealed])).toEqual([
      [ONE, true],
    ]);
    expect(endingOf(world)).toEqual(['needs_review', 'model_unavailable']);
  });
});

describe('A21: one vendor of two', () => {
  test('A21: a vendor that is away is awaited until its round ends, which goes on without it', () => {
    const world = twoVendors().reach('proposing');
    const deadlineAt = openRound(world.design)?.deadlineAt ?? 0;
    world.later(MINUTE);
    world.becalms(THREE);
    expect(openPauseOf(world.design)).not.toBeNull();
    world.contributes(ONE);
    world.contributes(TWO);
    pass(world);
    expect(openRound(world.design)?.deadlineAt).toBe(deadlineAt);
    world.now = deadlineAt - 30_000;
    const events = world.becalms(THREE);
    const excuse = { participant: THREE, reason: 'turn_failed', detail: AWAY.message };
    expect(of(events, 'participant_excused')).toEqual([
      { at: world.now, ...excuseOf('r2', excuse) },
    ]);
    expect(of(events, 'proposals_revealed')).toEqual([
      { type: 'proposals_revealed', at: world.now, participants: [ONE, TWO] },
    ]);
  });

  test('A21: a reset that is later than the round is not waited for', () => {
    const world = twoVendors().reach('proposing');
    world.becalms(THREE, { againAt: world.now + HOUR });
    expect(openPauseOf(world.design)).toBeNull();
    world.everyoneContributes();
    world.reachEnd();
    expect(world.design.proposals).toHaveLength(2);
  });

  test('C17: a persona of the other stands in for a facilitator', () => {
    const world = twoVendors().reach('composing');
    const events = world.becalms('synthesizer', { againAt: world.now + HOUR });
    const handover = { role: 'synthesizer', from: 'synthesizer', to: THREE };
    expect(of(events, 'facilitator_passed')).toEqual([
      { type: 'facilitator_passed', at: world.now, ...handover },
    ]);
  });

  test('A21: once both are away the design pauses as with one', () => {
    const world = twoVendors().reach('proposing');
    const deadlineAt = openRound(world.design)?.deadlineAt ?? 0;
    becalmAll(world.later(4 * MINUTE));
    pass(world);
    expect(openRound(world.design)?.deadlineAt).toBeGreaterThan(deadlineAt);
  });
});

test('A21: words at a gate that could not be read do not hold up who decides', () => {
  const world = given({ says: { ...GATED, signing: () => signature() } }).reach('deciding');
  world.says('m1', 'They may be lost.');
  world.becalms('synthesizer');
  expect(openPauseOf(world.design)).not.toBeNull();
  world.decidesGate('accept');
  world.reachEnd();
  expect(endingOf(world)).toEqual(['completed', 'decided_by_person']);
});
