import { describe, expect, test } from 'vitest';
import type { Design, Turn } from '#core/vocabulary/design.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { makeAssignment } from '#turns/prompt/assignment.ts';
import { BARE } from '../../support/designs/claims.ts';
import { given, type World } from '../../support/designs/given.ts';
import { FIVE, pointsFor } from '../../support/designs/given-start.ts';
import {
  argument,
  judgement,
  mappingOf,
  point,
  proposal,
} from '../../support/designs/given-submission.ts';
import { voice } from '../voices.ts';

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
        claims: [{ ...BARE, kind: 'decision', text: `One table${RISK[speaker]?.length}.` }],
        against: `${RISK[speaker]}.`,
      }),
    mapping: () => mappingOf(['A-1', 'B-1', 'C-1', 'E-1', 'F-1'], ['high', 'AB', 'CEF']),
    argument: (design: Design, speaker: Turn['participant']) =>
      argument(
        ...pointsFor(design, speaker).map((each) => ({ ...each, answer: `ANSWER-OF-${speaker}` })),
      ),
  };
  return given({ personas: FIVE, says }).reach('arguing');
}

function assigned({ design }: World, turn: Turn) {
  return makeAssignment(design, askFor(design, turn), voice, { reasks: 2 });
}

function prompt(world: World, turn: Turn): string {
  const { shared, persona, ask } = assigned(world, turn);
  return [...shared.map(({ text }) => text), persona, ask].join('\n');
}

function turns(world: World): Turn[] {
  return [...world.openTurns()];
}

describe('J6: the prefix of arguing', () => {
  test('J6: the prefix is the same bytes for all who argue in a round, whenever they are asked', () => {
    const world = arguing();
    const [first, second, third] = turns(world);
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('no turns');
    const before = assigned(world, first).shared;
    for (const turn of turns(world)) expect(assigned(world, turn).shared).toEqual(before);
    world.submits(first.participant, argument(...pointsFor(world.design, first.participant)));
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
      expect(text).not.toMatch(/held by|[Cc]onfidence 0|0\.43|\bP[12]\b|\bD1\b|[A-Z] is yours/);
      for (const name of FIVE.filter((each) => each !== turn.participant))
        expect(text).not.toContain(name);
      expect(text).toContain('1a: Answer 1.');
      expect(text).toContain('# The topic');
    }
  });

  test('J2: each reads in its part its own claims and their position, and nothing else differs', () => {
    const world = arguing();
    const own = (turn: Turn) =>
      /# What is yours\n\n(.*)/.exec(assigned(world, turn).persona)?.[1] ?? '';
    expect(own(world.turn('migrationist'))).toBe(
      'Your claims above: 1a.1, 0.4. You hold position 1a on difference 1.',
    );
    expect(own(world.turn('subtractor'))).toBe(
      'Your claims above: 1a.2, 0.3. You hold position 1a on difference 1.',
    );
    expect(own(world.turn('archaeologist'))).toMatch(
      /^Your claims above: .*0\.5\. You hold position 1b on difference 1\.$/,
    );
    const parts = turns(world).map((turn) => {
      const { persona, ask } = assigned(world, turn);
      return [persona, ask]
        .join('\n')
        .replace(own(turn), '')
        .replaceAll(turn.participant, 'somebody');
    });
    expect(new Set(parts).size).toBe(1);
  });

  test('J8: what people have said and settled stands in it, or with those whom it reaches later', () => {
    const world = arguing();
    const [first] = turns(world);
    if (first === undefined) throw new Error('no turn');
    world.settles('D1', '1a', 'We own it.', 'Ana');
    const { ask } = assigned(world, first);
    expect(ask).toContain(
      '<material source="settled by Ana">\nDifference 1: 1a holds and is no longer argued.\nWe own it.\n</material>',
    );
  });

  test('J8: a difference that a person settled meanwhile is no longer one to argue', () => {
    const says = {
      mapping: () => mappingOf(['A-1', 'B-1', 'C-1'], ['high', 'A', 'B'], ['high', 'BC', 'A']),
    };
    const world = given({ says }).reach('arguing');
    const toArgue = (name: string) =>
      /^Your differences: (.*)$/m.exec(assigned(world, world.turn(name)).ask)?.[1];
    const name = world.design.drawnOrder[0] ?? '';
    expect(toArgue(name)).toBe('1, 2');
    world.settles('D1', '1a', 'We own it.', 'Ana');
    expect(toArgue(name)).toBe('2');
    // Somebody is still asked about it who has nothing else to argue.
    world.settles('D2', '2a', 'We own it.', 'Ana');
    expect(toArgue(name)).toBe('1, 2');
  });

  test('J2: where the others died before, a difference says what those who are left hold', () => {
    const says = {
      mapping: () => mappingOf(['A-1', 'B-1', 'C-1'], ['high', 'A', 'BC'], ['high', 'B', 'C']),
    };
    const world = given({ says, settings: { questions: 'none' } }).reach('mapping');
    world.dies(world.design.drawnOrder[0] ?? '');
    world.reach('arguing');
    const [turn] = turns(world);
    if (turn === undefined) throw new Error('nobody argues');
    const text = prompt(world, turn);
    expect(text).toMatch(
      /<material source="difference 1">[^<]*<\/material>\nAll who are left hold 1b\.\n/,
    );
    expect(text).toMatch(/<material source="difference 2">[^<]*<\/material>\n\n/);
  });

  test('J6: a single claim that is on no position is shown as well', () => {
    const positions = [
      { statement: 'It can wait.', claims: ['A-1', 'A-2'] },
      { statement: 'It cannot.', claims: ['B-1', 'B-2', 'C-1'] },
    ];
    const divergence = {
      description: 'Can it wait?',
      cost: 'A week.',
      impact: 'high' as const,
      positions,
    };
    const input = { agreements: [], divergences: [divergence], lone: [], ...judgement };
    const says = { mapping: (): Submission => ({ tool: 'map_divergences', input }) };
    const world = given({ says }).reach('arguing');
    const [turn] = turns(world);
    if (turn === undefined) throw new Error('nobody argues');
    expect(prompt(world, turn)).toMatch(
      /# Other claims\n[^<]*<material source="claims">\n0\.1, risk: /,
    );
  });

  test('J6: what is on the map and not argued stands behind what is, and the words of people before both', () => {
    const says = {
      mapping: () => mappingOf(['A-1', 'B-1', 'C-1'], ['high', 'A', 'B'], ['medium', 'B', 'C']),
    };
    const world = given({ says }).reach('mapping');
    world.replies('About 900 a minute.', 'Ana');
    world.contributes('synthesizer');
    const [turn] = turns(world);
    if (turn === undefined) throw new Error('nobody argues');
    const text = assigned(world, turn)
      .shared.map((block) => block.text)
      .join('\n');
    expect(text).toContain('About 900 a minute.');
    expect(text.indexOf('difference 1')).toBeLessThan(text.indexOf('# On the map, but not argued'));
    expect(text.indexOf('# On the map, but not argued')).toBeLessThan(text.indexOf('difference 2'));
  });

  test('the arguing prefix fits an assignment, with cache marks before people’s words and on its end', () => {
    const world = arguing();
    const { shared } = assigned(world, world.turn('subtractor'));
    expect(shared.filter(({ cache }) => cache)).toHaveLength(2);
    expect(shared.at(-1)?.cache).toBe(true);
    expect(shared.every(({ text }) => text.trim() !== '')).toBe(true);
    expect(shared[2]?.cache).toBe(true);
  });

  test('J6: an answer names claims by the numbers of its turn, and is recorded by the claims', () => {
    const world = arguing();
    const [event] = world.submits(
      'migrationist',
      argument(point('1a>1b', ['1b.1'], { changedBy: ['0.1'] })),
    );
    expect(event).toMatchObject({ addresses: ['C-1'], changedBy: ['E-2'] });
  });
});
