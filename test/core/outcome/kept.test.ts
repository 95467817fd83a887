import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { listMade } from '#core/outcome/kept.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { endsAt } from '#core/policy/time-left.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { DesignEvent } from '#core/vocabulary/events.ts';
import { carryOver } from '#engine/starting/carried.ts';
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
  return given({ carried: carryOver(design) }).everyoneReady();
}

/** Kinds of the rounds that it opened itself, beside those that it took over. */
function roundsOpened({ history }: World) {
  return of(history, 'round_opened').map(({ kind }) => kind);
}

/** The rounds that it left out, and why. */
function roundsDropped({ design }: World) {
  return design.dropped.map(({ kind, reason }) => [kind, reason]);
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
    const carried = carryOver(before.design);
    expect(sayCarried(carried)).toBe(`it begins with ${about}`);
    const world = again(before);
    expect(roundsOpened(world)).toEqual([kind]);
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
      of(listMade({ ...design, rounds }), 'round_opened').map(({ kind }) => kind);
    expect(opened([...design.rounds])).toContain('argument');
    expect(opened(silent)).toEqual(
      opened([...design.rounds]).filter((kind) => kind !== 'argument'),
    );
  });

  test('C9: a finished, audited text survives all its signers: nothing is bought again, and it is signed as it stood', () => {
    const before = allDeadIn('signing');
    expect(bannerOf(outcomeOf(before.design)).facts.join()).toContain(
      'what was answered and proposed is kept for another run',
    );
    const world = again(before).reachEnd();
    expect(roundsOpened(world)).toEqual(['signing']);
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
    expect(roundsOpened(again(second))).toEqual(['audit']);
  });

  test('C9: a round that was cut short is held again, and time begins anew', () => {
    const before = given().reach('arguing').later(60_000);
    before.contributes('migrationist');
    before.cancels();
    before.later(24 * 3_600_000);
    const world = again(before);
    expect(roundsOpened(world)).toEqual(['argument']);
    expect(world.design.rounds.at(-1)?.id).toBe('r2');
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
    expect(carryOver(before.design).made).toEqual([]);
  });

  test('J8: a person’s settlement since the text was asked for makes another run begin with the revision', () => {
    const before = given().reach('signing');
    const [{ id } = { id: 'D1' as const }] = before.design.divergences;
    before.settles(id, `${id.slice(1)}a`);
    before.cancels();
    const world = again(before);
    expect(roundsOpened(world)).toEqual(['revision']);
    expect(carryOver(before.design).settled).toEqual([]);
  });

  test('C9: what lacked time is made up for where no text was written without it', () => {
    const before = given().reach('arguing');
    before.deadline('deliberation');
    before.reach('composing').cancels();
    const world = again(before);
    expect(before.design.partsOver).toEqual(['deliberation']);
    expect(world.design.partsOver).toEqual([]);
    expect(roundsOpened(world)).toEqual(['argument']);
  });

  test('C9: an argument that lacked money before the text stays left out', () => {
    const before = shortAfter('mapping', 9.2).reach('auditing');
    before.cancels();
    expect(roundsDropped(again(before))).toEqual([['argument', 'money_used_up']]);
  });

  test('C9: an audit that lacked money is made up for', () => {
    const before = shortAfter('composing', 9.4);
    before.cancels();
    const world = again(before);
    expect(roundsDropped(before)).toEqual([['audit', 'money_used_up']]);
    expect(roundsDropped(world)).toEqual([]);
    expect(roundsOpened(world)).toEqual(['audit']);
  });

  test('C9: what lacked time before the text stays left out, and the rest is made up for', () => {
    const before = given()
      .reach('proposing')
      .later(4 * MINUTE)
      .reach('mapping')
      .later(43 * MINUTE);
    before.reach('auditing').cancels();
    const world = again(before).reachEnd();
    expect(roundsDropped(before)).toEqual([['argument', 'time_used_up']]);
    expect(roundsDropped(world)).toEqual(roundsDropped(before));
    expect(world.design.audit).not.toBeNull();
  });
});
