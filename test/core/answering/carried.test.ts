import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { Carried } from '#core/vocabulary/events.ts';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import { given, of } from '../../support/designs/given.ts';
import { NAMES, NOTHING_CARRIED, startDesign } from '../../support/designs/given-start.ts';
import { proposal } from '../../support/designs/given-submission.ts';

function sealedBy(...names: string[]): Carried['proposals'] {
  const { input, tool } = proposal();
  if (tool !== 'submit_proposal') throw new Error('a proposal is submitted as one');
  return names.map((name) => ({
    participant: ParticipantId.parse(name),
    proposal: input,
    sha256: 'c'.repeat(64),
    citations: [],
  }));
}

function answered(status: 'answered' | 'assumed' = 'answered'): Carried {
  const participant = ParticipantId.parse('subtractor');
  return {
    ...NOTHING_CARRIED,
    questions: [{ id: 'Q1', participant, text: 'How many?', why: 'w', assumption: '500', status }],
    replies: [
      {
        id: 'm1',
        author: 'Ben',
        text: 'Q1: 800',
        answers: [{ questionId: 'Q1', text: '800', spans: [{ from: 4, to: 7 }] }],
        unmatched: false,
      },
    ],
  };
}

describe('a design that runs another again', () => {
  it('another run asks nothing when it brings the answers along', () => {
    const world = given({ carried: answered() }).everyoneReady();
    const { rounds, questions, replies } = world.design;
    expect(rounds.map(({ kind, asked }) => [kind, asked])).toEqual([['proposals', NAMES]]);
    expect(questions).toEqual(answered().questions);
    expect(replies.map(({ id, answers }) => ({ id, answers }))).toEqual(
      answered().replies.map(({ id, answers }) => ({ id, answers })),
    );
  });

  it('another run keeps an assumption an assumption: the decision must speak of it', () => {
    const world = given({ carried: answered('assumed') }).reachEnd();
    expect(decidedOf(world.design)?.decision.assumptions.map(({ question }) => question)).toEqual([
      'Q1',
    ]);
  });

  it('J1: what was carried over stays sealed until the missing ones are in, and is revealed with them', () => {
    const carried = { ...answered(), proposals: sealedBy('archaeologist', 'migrationist') };
    const world = given({ carried }).everyoneReady();
    expect(claimsOf(world.design)).toEqual([]);
    expect(world.design.proposals.some(({ revealed }) => revealed)).toBe(false);
    const [revealed] = of(world.contributes('subtractor'), 'proposals_revealed');
    expect(revealed?.participants.toSorted()).toEqual(NAMES.toSorted());
    expect(claimsOf(world.design)).toHaveLength(6);
  });

  it.each([
    ['some', ['archaeologist', 'migrationist'], ['proposals', ['subtractor']]],
    ['all', NAMES, ['mapping', ['synthesizer']]],
  ])('C11: another run that brings %s proposals asks for the others alone', (_, names, round) => {
    const carried = { ...NOTHING_CARRIED, proposals: sealedBy(...names) };
    const { rounds } = given({ carried }).everyoneReady().design;
    expect(rounds.map(({ kind, asked }) => [kind, asked])).toEqual([round]);
  });

  it('C11: people are asked for what somebody still needs for a proposal, and for nothing else', () => {
    const questions = answered().questions.map((question) => ({
      ...question,
      status: 'open' as const,
    }));
    const subtractor = ParticipantId.parse('subtractor');
    const [own, other] = [sealedBy('subtractor'), sealedBy('archaeologist')];
    const asks = (proposals: Carried['proposals']) =>
      given({ carried: { ...NOTHING_CARRIED, questions, proposals } }).everyoneReady().design.step;
    expect(questions.map(({ participant }) => participant)).toEqual([subtractor]);
    expect([asks([]), asks(other), asks(own)]).toEqual(['answering', 'answering', 'proposing']);
  });

  it('C11: words from after the end are read before proposals, and nobody waits where all are read', () => {
    const late = answered().replies.map((reply) => ({ ...reply, unread: true as const }));
    const carried = { ...answered(), replies: late };
    expect(given({ carried }).everyoneReady().design.step).toBe('answering');
    const all = { ...carried, proposals: sealedBy(...NAMES) };
    const { design } = given({ carried: all }).everyoneReady();
    expect([design.step, design.askedSince]).toEqual(['mapping', null]);
  });

  it('another run seals under the carried hash, whichever participant crashes afterwards', () => {
    const world = given({
      carried: { ...answered(), proposals: sealedBy(...NAMES) },
    }).everyoneReady();
    world.loses('subtractor');
    world.ready('subtractor');
    expect(world.design.proposals.map(({ sha256 }) => sha256)).toEqual(
      NAMES.map(() => 'c'.repeat(64)),
    );
  });

  it('A4: another run brings along only what belongs to its own personas', () => {
    const command = startDesign({
      carried: { ...answered(), proposals: sealedBy('subtractor', 'stranger') },
    });
    const world = given();
    expect(world.refuses(command).code).toBe('already_started');
    expect(() =>
      given({ carried: { ...NOTHING_CARRIED, proposals: sealedBy('stranger') } }),
    ).toThrow(/stranger/);
    expect(() =>
      given({ carried: answered(), personas: ['archaeologist', 'migrationist'] }),
    ).toThrow(/subtractor/);
  });
});
