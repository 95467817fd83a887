import { describe, expect, it } from 'vitest';
import { claimsOf } from '#core/proposals/labels.ts';
import { given, of, types } from '../../support/designs/given.ts';
import { proposal } from '../../support/designs/given-submission.ts';

describe('J1: sealed until the reveal', () => {
  it('J1: a proposal is recorded under its seal, and nothing of it is revealed before the round has closed', () => {
    const world = given().reach('proposing');
    for (const name of ['subtractor', 'archaeologist']) {
      const { roundId, id: turnId } = world.turn(name);
      const submission = proposal({}, `${name} says so`);
      expect(world.submits(name, submission)[0]).toEqual({
        type: 'proposal_sealed',
        at: world.now,
        participant: name,
        roundId,
        turnId,
        proposal: submission.input,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        citations: [],
      });
      expect(world.design.proposals.every(({ revealed }) => !revealed)).toBe(true);
      expect(claimsOf(world.design)).toEqual([]);
    }
    const last = types(world.contributes('migrationist'));
    const order = ['round_closed', 'proposals_revealed'];
    expect(last.filter((type) => order.includes(type))).toEqual(order);
    expect(world.design.proposals.every(({ revealed }) => revealed)).toBe(true);
  });

  it('J1: all submitted proposals, and no others, are revealed in one event', () => {
    const world = given().reach('proposing');
    world.fails('archaeologist');
    world.everyoneContributes();
    expect(of(world.history, 'proposals_revealed')).toEqual([
      {
        type: 'proposals_revealed',
        at: world.now,
        participants: ['subtractor', 'migrationist'],
      },
    ]);
  });

  it('J1: a design that ends while proposals are sealed reveals none', () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    world.cancels();
    expect(of(world.history, 'proposals_revealed')).toEqual([]);
    expect(world.design.proposals.map(({ revealed }) => revealed)).toEqual([false]);
  });
});

describe('J3: letters instead of names', () => {
  it('J3: claims go by the letter of the drawn order, whatever order the proposals came in', () => {
    const world = given({ drawnOrder: ['migrationist', 'archaeologist', 'subtractor'] }).reach(
      'proposing',
    );
    world.submits('subtractor', proposal({}, 's one', 's two'));
    world.submits('migrationist', proposal({}, 'm one'));
    world.submits('archaeologist', proposal({}, 'a one'));
    const claims = claimsOf(world.design).filter(({ kind }) => kind === 'decision');
    expect(claims.map(({ id, participant, text }) => [id, participant, text])).toEqual([
      ['A-1', 'migrationist', 'm one'],
      ['B-1', 'archaeologist', 'a one'],
      ['C-1', 'subtractor', 's one'],
      ['C-2', 'subtractor', 's two'],
    ]);
  });

  it('J3: a persona without a proposal keeps its letter, so that no other moves up', () => {
    const world = given({ drawnOrder: ['migrationist', 'archaeologist', 'subtractor'] }).reach(
      'proposing',
    );
    world.fails('migrationist');
    world.everyoneContributes();
    expect(claimsOf(world.design).map(({ id }) => id)).toEqual(['B-1', 'B-2', 'C-1', 'C-2']);
  });
});
