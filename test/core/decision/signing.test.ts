import { describe, expect, it } from 'vitest';
import { claimsOf } from '#core/proposals/labels.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED, NAMES } from '../../support/designs/given-start.ts';
import { dissent, signature } from '../../support/designs/given-submission.ts';

describe('J5: signing and dissent', () => {
  it('J5: a dissent is kept word for word, beside the signatures, and stops nothing', () => {
    const words = '  One week is too short:\n\n> two, at least.\n';
    const world = given().reach('signing');
    world.submits('subtractor', dissent(words));
    world.reachEnd();
    expect(
      world.design.signatures.map(({ participant, verdict, dissent: text }) => [
        participant,
        verdict,
        text,
      ]),
    ).toEqual([
      ['subtractor', 'dissents', words],
      ['archaeologist', 'signs', ''],
      ['migrationist', 'signs', ''],
    ]);
    expect(world.design.end?.status).toBe('completed');
  });

  it('A4: a dissent without words is refused', () => {
    const refusal = given().reach('signing').refusesSubmission('subtractor', dissent(''));
    expect(refusal).toMatchObject({ code: 'invalid' });
    expect(refusal.message).toContain('`dissent`');
  });

  it('A4: a dissent without its reason in one sentence is refused', () => {
    const bare = signature({ verdict: 'dissents', dissent: 'One week is too short.' });
    const refusal = given().reach('signing').refusesSubmission('subtractor', bare);
    expect(refusal).toMatchObject({ code: 'invalid' });
    expect(refusal.message).toContain('`reason`');
  });

  it.each([
    ['a reason under a plain signature', { verdict: 'signs', reason: 'The week is too short.' }],
    ['a reservation without its words', { verdict: 'with_reservation' }],
    [
      'a dissent’s text under a reservation',
      { verdict: 'with_reservation', reason: 'No.', dissent: 'No.' },
    ],
  ] as const)('A4: %s is refused', (_, input) => {
    const refusal = given().reach('signing').refusesSubmission('subtractor', signature(input));
    expect(refusal.code).toBe('invalid');
  });

  it('A4: a signer names claims of its own as contradicted, and another’s are refused with the list of its own', () => {
    const world = given().reach('signing');
    const [own, other] = ['subtractor', 'archaeologist'].map((name) =>
      claimsOf(world.design)
        .filter(({ participant }) => participant === name)
        .map(({ id }) => id),
    );
    const contradicted = [own?.[0], other?.[0], 'Z-9'].map((claim = '') => ({
      claim,
      how: 'It says no.',
    }));
    const refusal = world.refusesSubmission('subtractor', signature({ contradicted }));
    expect(refusal).toMatchObject({ code: 'unknown_reference' });
    expect(refusal.message).toContain(`names ${other?.[0]}, Z-9; it may name ${own?.join(', ')}.`);
    world.submits('subtractor', signature({ contradicted: contradicted.slice(0, 1) }));
    expect(world.design.signatures.at(-1)).toMatchObject({
      contradicted: contradicted.slice(0, 1),
      weakest: 'Step one rests on one figure.',
    });
  });

  it.each([
    ['in the claim’s words', { verdict: 'signs' }, 'with_reservation', 'One table holds the jobs.'],
    [
      'in its own',
      { verdict: 'signs', reason: 'A week is too short.' },
      'with_reservation',
      'A week is too short.',
    ],
    [
      'as it said',
      { verdict: 'with_reservation' },
      'with_reservation',
      'One table holds the jobs.',
    ],
    [
      'but not instead of a dissent',
      { verdict: 'dissents', reason: 'No.', dissent: 'No.' },
      'dissents',
      'No.',
    ],
  ] as const)(
    'J12: who names a contradicted claim signs with a reservation %s',
    (_, input, verdict, reason) => {
      const world = given().reach('signing');
      const [{ id: claim } = { id: 'A-1' }] = claimsOf(world.design).filter(
        ({ participant }) => participant === 'subtractor',
      );
      world.submits(
        'subtractor',
        signature({ ...input, contradicted: [{ claim, how: 'It says no.' }] }),
      );
      expect(world.design.signatures.at(-1)).toMatchObject({ verdict, reason });
    },
  );

  it('A4: words of dissent under a signature are refused as unclear', () => {
    const unclear = signature({ verdict: 'signs', dissent: 'But not happily.' });
    const refusal = given().reach('signing').refusesSubmission('subtractor', unclear);
    expect(refusal).toMatchObject({ code: 'invalid' });
    expect(refusal.message).toContain('`dissents`');
  });
});

describe('J9: a text is signed once', () => {
  /** Sent back after these have signed; the revision then brings nothing. */
  function sentBackInVain(...signers: readonly string[]): World {
    const world = given({ says: GATED }).reach('signing');
    for (const name of signers) world.contributes(name);
    if (world.design.step === 'signing') world.deadline(`round:${lastRound(world)?.id ?? 'r0'}`);
    world.decidesGate('send_back');
    world.deadline(`round:${lastRound(world)?.id ?? 'r0'}`);
    return world;
  }

  it('a text that stands as it was signed is not signed again: a person decides at once', () => {
    const world = sentBackInVain('subtractor', 'archaeologist');
    expect(lastRound(world)?.kind).toBe('revision');
    expect(openGate(world.design)).toMatchObject({ id: 'gate-2', choices: ['accept', 'stop'] });
    expect(world.design.signatures.map(({ participant }) => participant)).toEqual([
      'subtractor',
      'archaeologist',
    ]);
  });

  it('a text without signatures is put to all of them again', () => {
    const world = sentBackInVain();
    expect(lastRound(world)?.kind).toBe('signing');
    expect(Object.keys(world.everyoneReady().askedIn())).toEqual([
      'subtractor',
      'archaeologist',
      'migrationist',
    ]);
  });
});

it('J8: a person’s settlement is written into the text before it is signed, even without money to audit it', () => {
  const world = given({ settings: { budgetUsd: 10 } }).reach('proposing');
  for (const name of NAMES) world.spends(name, 0.1);
  world.reach('composing').spends('synthesizer', 9.35);
  world.settles('D1', 'P1');
  world.contributes('synthesizer');
  expect(world.design.dropped).toMatchObject([{ kind: 'audit', reason: 'money_used_up' }]);
  expect(world.design.step).toBe('revising');
});

function lastRound({ design }: World) {
  return design.rounds.at(-1);
}
