import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { madeOf } from '#core/outcome/kept.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { endsAt } from '#core/policy/time-left.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { DesignEvent } from '#core/vocabulary/events.ts';
import { carriedOf } from '#engine/starting/carried.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { sayCarried } from '#presentation/judged/earlier.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { MINUTE, NAMES } from '../../support/designs/given-start.ts';

/** A design all of whose personas die in this step. */
function allDeadIn(step: Step, beginning: Parameters<typeof given>[0] = {}): World {
  const world = given(beginning).reach(step);
  for (const name of NAMES) world.dies(name);
  expect(world.design.end?.stoppedBecause).toBe('no_persona_left');
  return world;
}

/**
 * A design whose synthesizer spends so much in this step that the money does not suffice for the
 * next one.
 */
function shortAfter(step: 'mapping' | 'composing', spentUsd: number): World {
  const world = given({ settings: { budgetUsd: 10 } }).reach('proposing');
  for (const name of NAMES) world.spends(name, 0.1);
  world.reach(step).spends('synthesizer', spentUsd);
  world.contributes('synthesizer');
  return world;
}

function again({ design }: World): World {
  return given({ carried: carriedOf(design) }).everyoneReady();
}

describe('another run begins at the first step whose result is missing', () => {
  test.each([
    ['arguing', 'argument', 'arguing'],
    ['composing', 'composite', 'the draft'],
    ['auditing', 'audit', 'the audit'],
    ['revising', 'revision', 'the revision'],
    ['signing', 'signing', 'signing'],
  ] as const)('C9: all dead in %s: it begins with %s', (step, kind, about) => {
    const before = allDeadIn(step);
    const carried = carriedOf(before.design);
    expect(sayCarried(carried)).toBe(`it begins with ${about}`);
    const world = again(before);
    expect(of(world.history, 'round_opened')).toMatchObject([{ kind }]);
    expect(DesignEvent.parse(world.history[0])).toEqual(world.history[0]);
    world.reachEnd();
    expect(world.design.end?.status).toBe('completed');
    expect(writeTranscript(world.design, world.history)).toContain(
      decidedOf(world.design)?.decision.sentence,
    );
  });

  test('C9: a round to which nobody has contributed is not carried over', () => {
    const { design } = allDeadIn('signing');
    const silent = design.rounds.map((round) =>
      round.kind === 'argument' ? { ...round, contributed: [] } : round,
    );
    const opened = (rounds: typeof silent) =>
      of(madeOf({ ...design, rounds }), 'round_opened').map(({ kind }) => kind);
    expect(opened([...design.rounds])).toContain('argument');
    expect(opened(silent)).toEqual(
      opened([...design.rounds]).filter((kind) => kind !== 'argument'),
    );
  });

  test('C9: a finished, audited text survives all its signers: nothing is bought again, and it is signed as it stood', () => {
    const before = allDeadIn('signing');
    expect(bannerOf(outcomeOf(before.design)).facts.join()).toContain(
      'answers and proposals are kept',
    );
    const world = again(before).reachEnd();
    expect(of(world.history, 'round_opened').map(({ kind }) => kind)).toEqual(['signing']);
    // Kept rounds are numbered anew.
    const [kept, made] = [world, before].map(({ design }) => ({
      ...decidedOf(design),
      roundId: '',
    }));
    expect(kept).toEqual(made);
    expect(
      world.design.divergences.map(({ arguments: said, settlement }) => [
        said.length,
        settlement?.outcome,
      ]),
    ).toEqual(
      before.design.divergences.map(({ arguments: said, settlement }) => [
        said.length,
        settlement?.outcome,
      ]),
    );
    expect(outcomeOf(world.design).reasons).toEqual([]);
  });

  test('C9: a third run begins where the second one stopped', () => {
    const second = again(allDeadIn('composing'));
    second.contributes('synthesizer');
    for (const name of NAMES) second.dies(name);
    expect(of(again(second).history, 'round_opened')).toMatchObject([{ kind: 'audit' }]);
  });

  test('C9: a round that was cut short is held again, and time begins anew', () => {
    const before = given().reach('arguing').later(60_000);
    before.contributes('migrationist');
    before.cancels();
    before.later(24 * 3_600_000);
    const world = again(before);
    expect(of(world.history, 'round_opened')).toMatchObject([{ roundId: 'r2', kind: 'argument' }]);
    expect(endsAt(world.design)).toBeGreaterThan(world.now);
  });

  test('C9: with a persona that has yet to propose, everything after the proposals is made anew', () => {
    const before = given().reach('proposing');
    before.dies('subtractor');
    before.reach('signing');
    before.dies('archaeologist');
    before.dies('migrationist');
    const world = again(before);
    expect(world.askedIn()).toEqual({ subtractor: 'r1' });
  });

  test('C9: where all have signed an audited text, another run comes to another text', () => {
    const before = given().reach('signing').everyoneContributes();
    expect(carriedOf(before.design).made).toEqual([]);
  });

  test('J8: a person’s settlement since the text was asked for makes another run begin with the revision', () => {
    const before = given().reach('signing');
    const [{ id } = { id: 'D1' as const }] = before.design.divergences;
    before.settles(id, `${id.slice(1)}a`);
    before.cancels();
    const world = again(before);
    expect(of(world.history, 'round_opened')).toMatchObject([{ kind: 'revision' }]);
    expect(carriedOf(before.design).settled).toEqual([]);
  });

  test('C9: what lacked time is made up for where no text was written without it', () => {
    const before = given().reach('arguing');
    before.deadline('deliberation');
    before.reach('composing').cancels();
    const world = again(before);
    expect(before.design.partsOver).toEqual(['deliberation']);
    expect(world.design.partsOver).toEqual([]);
    expect(of(world.history, 'round_opened')).toMatchObject([{ kind: 'argument' }]);
  });

  test('C9: an argument that lacked money before the text stays left out', () => {
    const before = shortAfter('mapping', 9.2).reach('auditing');
    before.cancels();
    expect(again(before).design.dropped).toMatchObject([
      { kind: 'argument', reason: 'money_used_up' },
    ]);
  });

  test('C9: an audit that lacked money is made up for', () => {
    const before = shortAfter('composing', 9.4);
    before.cancels();
    const world = again(before);
    expect(before.design.dropped).toMatchObject([{ kind: 'audit', reason: 'money_used_up' }]);
    expect(world.design.dropped).toEqual([]);
    expect(of(world.history, 'round_opened')).toMatchObject([{ kind: 'audit' }]);
  });

  test('C9: what lacked time before the text stays left out, and the rest is made up for', () => {
    const before = given()
      .reach('proposing')
      .later(4 * MINUTE)
      .reach('mapping')
      .later(43 * MINUTE);
    before.reach('auditing').cancels();
    const kinds = ({ design }: World) => design.dropped.map(({ kind, reason }) => [kind, reason]);
    const world = again(before).reachEnd();
    expect(kinds(before)).toEqual([['argument', 'time_used_up']]);
    expect(kinds(world)).toEqual(kinds(before));
    expect(world.design.audit).not.toBeNull();
  });
});
