import { describe, expect, it, test } from 'vitest';
import { standingOf } from '../../../src/core/afterwards/standing.ts';
import { firstImpossible } from '../../../src/core/course/follows/course-of.ts';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { shouldGate } from '../../../src/core/outcome/should-gate.ts';
import { DEFAULT_POLICY, policyOf } from '../../../src/core/policy/decision-policy.ts';
import { offersRetry, retryQuestionOf, shouldRetry } from '../../../src/core/policy/should-retry.ts';
import { bannerOf } from '../../../src/core/telling/banner.ts';
import { policyPreview } from '../../../src/core/telling/facts/policy.ts';
import { lessonOf } from '../../../src/core/telling/lesson.ts';
import type { DecisionPolicy } from '../../../src/core/vocabulary/decision-policy.ts';
import { given, type World } from '../../support/given.ts';
import type { Script } from '../../support/given-start.ts';
import { signature } from '../../support/given-submission.ts';

const signedWith = (confidence: number): Script => ({
  signing: (_, speaker) => signature(speaker === 'archaeologist' ? { confidence } : {}),
});

function started(policy: Partial<DecisionPolicy>, says: Script = {}): World {
  return given({ settings: { policy: { ...DEFAULT_POLICY, ...policy } }, says });
}

const bannerOfWorld = ({ design }: World) => {
  const { headline, facts } = bannerOf(outcomeOf(design));
  return [headline, ...facts].join('\n');
};

test('A6: a design without a recorded policy is decided by the constants of before', () => {
  expect(policyOf(given().design.settings)).toEqual({
    leastConfidence: 0.4,
    leastParticipation: 2 / 3,
    acceptances: 1,
    namedPerson: false,
    runsAgain: 3,
  });
});

describe('A6: the least confidence that is set', () => {
  it('asks a person where the usual one would not, and the headline says so', () => {
    expect(given({ says: signedWith(0.45) }).reach('writing').design.gates).toEqual([]);
    const world = started({ leastConfidence: 0.5 }, signedWith(0.45)).reach('deciding');
    expect(shouldGate(world.design)).toEqual(['low_confidence']);
    world.decidesGate('accept');
    expect(bannerOfWorld(world)).toContain('archaeologist (0.45) is not sure of it, below 0.5, as set');
    expect(firstImpossible(world.history)).toBeNull();
  });

  it('asks nobody where the usual one would, and the small print says so', () => {
    const world = started({ leastConfidence: 0.1 }, signedWith(0.2)).reachEnd();
    expect(world.design.end?.status).toBe('completed');
    expect(bannerOfWorld(world)).toContain('least confidence 0.1, as set');
    expect(bannerOfWorld(started({ leastConfidence: 0.1 }).reachEnd())).not.toContain('as set');
    expect(firstImpossible(world.history)).toBeNull();
  });

  it('is the one recorded, so that a course decided by another does not follow', () => {
    const { history } = started({ leastConfidence: 0.1 }, signedWith(0.2)).reachEnd();
    const stripped = history.map((event) => {
      if (event.type !== 'design_started') return event;
      const { policy: _, ...settings } = event.settings;
      return { ...event, settings };
    });
    expect(firstImpossible(stripped)).not.toBeNull();
  });
});

test('A6: the least participation that is set decides about a gate, with its figure', () => {
  const lost = (leastParticipation: number, until: 'deciding' | 'writing') => {
    const world = started({ leastParticipation }).reach('signing');
    world.fails('subtractor');
    return world.reach(until);
  };
  expect(shouldGate(lost(0.6, 'writing').design)).toEqual([]);
  const world = lost(0.9, 'deciding');
  expect(shouldGate(world.design)).toEqual(['degraded_participation']);
  world.decidesGate('accept');
  expect(bannerOfWorld(world)).toContain('to the end, below 90%, as set');
});

describe('A6: where each decision needs a person', () => {
  it('a result that nothing speaks against waits at a gate, and is full once accepted', () => {
    const world = started({ namedPerson: true }).reach('deciding');
    expect(world.design.gates[0]?.reasons).toEqual(['person_required']);
    world.decidesGate('accept');
    world.reachEnd();
    expect(world.design.end).toMatchObject({ status: 'completed', stoppedBecause: 'decided_by_person' });
    expect(bannerOf(outcomeOf(world.design)).headline).toBe(
      'Decision accepted by Ana, with one reservation: there was really only one proposal.',
    );
    expect(lessonOf(world.design)?.failed).toEqual([]);
    expect(firstImpossible(world.history)).toBeNull();
  });

  it('nobody who decides leaves it for review, with the reason', () => {
    const world = started({ namedPerson: true }).reach('deciding');
    world.deadline('gate:gate-1');
    world.reachEnd();
    expect(world.design.end?.status).toBe('needs_review');
    expect(bannerOf(outcomeOf(world.design)).headline).toBe(
      'Needs review: each decision here needs a person who accepts it; there was really only one proposal.',
    );
  });
});

test('J14: a decision counts as accepted once as many have accepted it as are set, and the banner names the number', () => {
  const world = started({ acceptances: 2 }).reachEnd();
  const accepts = (by: string) => world.when({ type: 'judge_decision', by, verdict: 'accepted', note: '' });
  accepts('Ana');
  expect(standingOf(world.design)).toBe('decided');
  accepts('Cem');
  expect(standingOf(world.design)).toBe('accepted');
  expect(bannerOfWorld(world)).toContain('needs 2 to accept');
});

test('A6: the runs that are set decide alike for the preview and the button', () => {
  const cancelled = (runsAgain: number) => {
    const world = started({ runsAgain });
    world.when({ type: 'cancel', by: 'Ana', reason: '' });
    return world.reachEnd().design;
  };
  for (const [runsAgain, isOffered] of [
    [0, false],
    [1, true],
  ] as const) {
    const design = cancelled(runsAgain);
    expect(offersRetry(design)).toBe(isOffered);
    expect(shouldRetry(retryQuestionOf(design)).retry).toBe(isOffered);
  }
});

test('A6: before a start only what is set is said', () => {
  expect(policyPreview(DEFAULT_POLICY)).toEqual([]);
  const set = { leastConfidence: 0.5, acceptances: 2, namedPerson: true, runsAgain: 1 };
  expect(policyPreview({ ...DEFAULT_POLICY, ...set })).toEqual([
    'Least confidence 0.5, as set; needs 2 to accept; a person has to accept the result; can be run again once at most.',
  ]);
});
