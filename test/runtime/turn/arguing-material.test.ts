import { describe, expect, test } from 'vitest';
import type { Design, Turn } from '../../../src/core/vocabulary/design.ts';
import { askFor } from '../../../src/runtime/turn/ask.ts';
import { assignmentFor } from '../../../src/runtime/turn/assignment.ts';
import { BARE } from '../../support/claims.ts';
import { given, type World } from '../../support/given.ts';
import { FIVE, pointsFor } from '../../support/given-start.ts';
import { argument, mappingOf, point, proposal } from '../../support/given-submission.ts';
import { voice } from './voices.ts';

/** Words that begin the risk of each, so that they stand in another order than the proposals. */
const RISK: Record<string, string> = {
  subtractor: 'Mails are lost',
  archaeologist: 'Zeal is no reason',
  'failure-analyst': 'Backlogs grow',
  'contract-keeper': 'Keys expire',
  migrationist: 'Tables lock',
};

/** Each proposal has a decision, on a position, and a risk, on none. Two hold 1a and three 1b. */
function arguing(): World {
  const says = {
    proposals: (_: unknown, speaker: string) =>
      proposal({
        headline: `HEADLINE-OF-${speaker}`,
        summary: `SUMMARY-OF-${speaker}`,
        rationale: `RATIONALE-OF-${speaker}`,
        confidence: 0.43,
        claims: [
          { ...BARE, kind: 'decision', text: `One table${RISK[speaker]?.length}.` },
          { ...BARE, kind: 'risk', text: `${RISK[speaker]}.` },
        ],
      }),
    mapping: () => mappingOf(['A-1', 'B-1', 'C-1', 'E-1', 'F-1'], ['high', 'AB', 'CEF']),
    argument: (design: Design, speaker: Turn['participant']) =>
      argument(...pointsFor(design, speaker).map((each) => ({ ...each, answer: `ANSWER-OF-${speaker}` }))),
  };
  return given({ personas: FIVE, says }).reach('arguing');
}

function assigned({ design }: World, turn: Turn) {
  return assignmentFor(design, askFor(design, turn), voice, { reasks: 2 });
}

function prompt(world: World, turn: Turn): string {
  const { shared, persona, ask } = assigned(world, turn);
  return [...shared.map(({ text }) => text), persona, ask].join('\n');
}

function turns(world: World): Turn[] {
  return [...world.openTurns()];
}

describe('J6: the prefix of arguing', () => {
  test('J6: it is the same bytes for all who argue in a round, whenever they are asked', () => {
    const world = arguing();
    const [first, second, third] = turns(world);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no turns');
    const before = assigned(world, first).shared;
    for (const turn of turns(world)) expect(assigned(world, turn).shared).toEqual(before);
    const missed = argument(...pointsFor(world.design, first.participant));
    if (missed.tool !== 'argue') throw new Error('no argument');
    missed.input.missed.push({
      description: 'What is lost?',
      impact: 'high',
      positions: ['0.1', '0.2'].map((claim) => ({ statement: `It is ${claim}.`, claims: [claim] })),
    });
    world.submits(first.participant, missed);
    expect(world.design.divergences).toHaveLength(2);
    world.replies('One more thing: 900 a minute.', 'Ana');
    world.settles('D1', '1a', 'We own it.', 'Ana');
    world.loses(second.participant);
    world.ready(second.participant);
    for (const turn of turns(world)) expect(assigned(world, turn).shared).toEqual(before);
  });

  test('J6: nothing in a whole prompt of arguing tells a proposal, its author, a holder or a count', () => {
    const world = arguing();
    expect(turns(world)).toHaveLength(5);
    for (const turn of turns(world)) {
      const text = prompt(world, turn);
      expect(text).not.toMatch(/-OF-/);
      expect(text).not.toMatch(/\b[A-F]-\d|[Pp]roposal [A-Z]\b/);
      expect(text).not.toMatch(/held by|[Cc]onfidence 0|0\.43|\bP[12]\b|\bD1\b|[A-Z] is yours|were put on/);
      for (const name of FIVE.filter((each) => each !== turn.participant)) expect(text).not.toContain(name);
      expect(text).toContain('1a: Answer 1.');
      expect(text).toContain('# The topic');
    }
  });

  test('J2: a prompt of arguing has nothing of its own persona but its sections and notes, and which points it argues', () => {
    const world = arguing();
    const [one, other] = turns(world).map((turn) => {
      const { persona, ask } = assigned(world, turn);
      return [persona, ask].join('\n').replaceAll(turn.participant, 'somebody');
    });
    expect(one).toBe(other);
  });

  test('J6: claims on no position go by numbers in the order of their words, which tells no author', () => {
    const world = arguing();
    const text = assigned(world, world.turn('subtractor')).shared.at(-1)?.text;
    expect(text).toMatch(
      /0\.1, risk: Backlogs grow\.\n0\.2, risk: Keys expire\.\n0\.3, risk: Mails are lost\.\n0\.4, risk: Tables lock\.\n0\.5, risk: Zeal/,
    );
  });

  test('J6: in the second round one argument for each position is shown to all alike, and nobody’s as its own', () => {
    const world = arguing();
    for (const { participant } of turns(world)) world.contributes(participant);
    const again = turns(world);
    expect(again).toHaveLength(5);
    const shared = assigned(world, again[0] as Turn).shared;
    for (const turn of again) {
      expect(assigned(world, turn).shared).toEqual(shared);
      expect(prompt(world, turn).match(/ANSWER-OF-/g)).toHaveLength(2);
      const { persona, ask } = assigned(world, turn);
      expect(persona + ask).not.toContain('ANSWER-OF');
      expect(ask).toMatch(/On difference 1 you ended the first round at 1[ab]\./);
    }
  });

  test('J8: what people have said and settled stands in it, or with those whom it reaches later', () => {
    const world = arguing();
    const [first] = turns(world);
    if (first === undefined) throw new Error('no turn');
    world.settles('D1', '1a', 'We own it.', 'Ana');
    const { ask } = assigned(world, first);
    expect(ask).toContain(
      '<material source="settled by Ana">\nDifference 1: 1a holds, and is not argued any more.\nWe own it.\n</material>',
    );
  });

  test('J8: a point that was settled before the round stands in the prefix as such', () => {
    const says = {
      mapping: () =>
        mappingOf(['A-1', 'B-1', 'C-1'], ['high', 'A', 'B'], ['high', 'B', 'C'], ['low', 'A', 'C']),
      argument: (design: Design, speaker: Turn['participant']) => argument(...pointsFor(design, speaker)),
    };
    const world = given({ says }).reach('arguing');
    world.settles('D1', '1a', 'We own it.', 'Ana');
    world.replies('About 900 a minute.', 'Ana');
    for (const { participant } of turns(world)) world.contributes(participant);
    const [turn] = turns(world);
    if (turn === undefined) throw new Error('no second round');
    const text = assigned(world, turn)
      .shared.map((block) => block.text)
      .join('\n');
    expect(text).toContain('<material source="settled by Ana">\n1a holds.\nWe own it.\n</material>');
    expect(text).toContain('About 900 a minute.');
    expect(text.indexOf('difference 2')).toBeLessThan(text.indexOf('# On the map, and not argued now'));
    expect(text.indexOf('# On the map, and not argued now')).toBeLessThan(text.indexOf('difference 1'));
  });

  test('it fits an assignment, with a cache mark where the rounds begin to differ and one on its end', () => {
    const world = arguing();
    const { shared } = assigned(world, world.turn('subtractor'));
    expect(shared.filter(({ cache }) => cache)).toHaveLength(2);
    expect(shared.at(-1)?.cache).toBe(true);
    expect(shared.every(({ text }) => text.trim() !== '')).toBe(true);
    expect(shared[1]?.cache).toBe(true);
  });

  test('J6: an answer names claims by the numbers of its turn, and is recorded by the claims', () => {
    const world = arguing();
    const [event] = world.submits('migrationist', argument(point('1a>1b', ['1b.1'], { changedBy: ['0.1'] })));
    expect(event).toMatchObject({ addresses: ['C-1'], changedBy: ['E-2'] });
  });
});
