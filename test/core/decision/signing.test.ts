import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { GATED, NAMES } from '../../support/designs/given-start.ts';
import { dissent, signature } from '../../support/designs/given-submission.ts';

const ABOUT_REASON =
  '`reason` is for `with_reservation` and `dissents`: say what is wrong in one sentence, or leave it empty.';
const ABOUT_DISSENT =
  '`dissent` is for `dissents`, and is kept verbatim: give its text, or leave it empty.';

/** The subtractor signs so; gives what is recorded of it. */
function signs(world: World, input: Parameters<typeof signature>[0]) {
  return of(world.submits('subtractor', signature(input)), 'signature_given');
}

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

  it.each([
    ['a dissent without words', { verdict: 'dissents', reason: 'No.' }, ABOUT_DISSENT],
    [
      'a dissent without its reason in one sentence',
      { verdict: 'dissents', dissent: 'One week is too short.' },
      ABOUT_REASON,
    ],
    [
      'a reason under a plain signature',
      { verdict: 'signs', reason: 'The week is too short.' },
      ABOUT_REASON,
    ],
    ['a reservation without its words', { verdict: 'with_reservation' }, ABOUT_REASON],
    [
      'a dissent’s text under a reservation',
      { verdict: 'with_reservation', reason: 'No.', dissent: 'No.' },
      ABOUT_DISSENT,
    ],
    [
      'words of dissent under a signature',
      { verdict: 'signs', dissent: 'But not happily.' },
      ABOUT_DISSENT,
    ],
  ] as const)('A4: %s is refused', (_, input, message) => {
    const world = given().reach('signing');
    expect(world.refusesSubmission('subtractor', signature(input))).toEqual({
      code: 'invalid',
      message,
    });
  });

  /** The subtractor's claims are B-1 and B-2. */
  const contradicting = (...claims: string[]) => ({
    contradicted: claims.map((claim) => ({ claim, how: 'It says no.' })),
  });

  it('A4: another’s claims as contradicted are refused with the list of the signer’s own', () => {
    const said = signature(contradicting('B-1', 'C-1', 'Z-9'));
    expect(given().reach('signing').refusesSubmission('subtractor', said)).toEqual({
      code: 'unknown_reference',
      message: '`contradicted` names C-1, Z-9; it may name B-1, B-2.',
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
      const { id: turnId, roundId, participant } = world.turn('subtractor');
      const said = { ...input, ...contradicting('B-1') };
      expect(signs(world, said)).toEqual([
        {
          ...signature(said).input,
          type: 'signature_given',
          at: world.now,
          turnId,
          roundId,
          participant,
          verdict,
          reason,
          sha256: decidedOf(world.design)?.sha256,
        },
      ]);
    },
  );
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
    const gate = openGate(world.design);
    expect([gate?.id, gate?.choices]).toEqual(['gate-2', ['accept', 'stop']]);
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
  expect(world.design.dropped.map(({ kind, reason }) => [kind, reason])).toEqual([
    ['audit', 'money_used_up'],
  ]);
  expect(world.design.step).toBe('revising');
});

function lastRound({ design }: World) {
  return design.rounds.at(-1);
}
