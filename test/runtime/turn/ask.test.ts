import { describe, expect, test } from 'vitest';
import type { Design, Turn } from '../../../src/core/design.ts';
import { ROUND_KINDS, ROUNDS } from '../../../src/core/round/round.ts';
import { askFor } from '../../../src/runtime/turn/ask.ts';
import { askText } from '../../../src/runtime/turn/ask-text.ts';
import { assignmentFor } from '../../../src/runtime/turn/assignment.ts';
import { completed } from '../../support/stories.ts';
import { Story } from '../../support/story.ts';

const { events } = completed({ difference: 'unresolved', assumed: true });

/** The design as it stood when the nth turn of this kind was started, and the turn. */
function asked(kind: (typeof ROUND_KINDS)[number], nth = 0): { design: Design; turn: Turn } {
  const told = new Story();
  let seen = 0;
  for (const event of events) {
    told.events.push(event);
    if (event.type !== 'turn_started') continue;
    const design = told.design();
    const turn = design.turns.at(-1);
    const round = design.rounds.find((each) => each.id === event.roundId);
    if (round?.kind === kind && turn !== undefined && seen++ === nth) return { design, turn };
  }
  throw new Error(`no turn ${nth} of ${kind}`);
}

describe('an ask', () => {
  test.each(ROUND_KINDS)('of a round of %s ends by naming its terminal tools in backticks', (kind) => {
    const { design, turn } = asked(kind);
    const last = askText(design, askFor(design, turn)).split('\n').at(-1);
    for (const tool of ROUNDS[kind].tools) expect(last).toContain(`\`${tool}\``);
  });

  test('is the same for the same design and turn', () => {
    const { design, turn } = asked('argument');
    expect(askFor(design, turn)).toEqual(askFor(design, turn));
  });

  test('J6: of an argument names the position held, and the claims of the other side only', () => {
    const { design, turn } = asked('argument');
    expect(turn.participant).toBe('archaeologist');
    const text = askText(design, askFor(design, turn));
    expect(text).toContain('You hold P1.');
    expect(text).toContain('Claims on the other side: A-1, A-2, A-3, B-1, B-2, B-3');
  });

  test('of a composite lists every claim to account for, and what is unresolved', () => {
    const { design, turn } = asked('composite');
    const ask = askFor(design, turn);
    expect(ask.claims).toHaveLength(15);
    expect(askText(design, ask)).toContain(
      `Claims to account for: ${ask.claims.map(({ id }) => id).join(', ')}`,
    );
    expect(askText(design, ask)).toContain('Unresolved: D1');
    expect(ask.ownLabel).toBe('');
  });

  test('J4: of a composite names the claims whose source nobody else has cited', () => {
    const { design, turn } = asked('composite');
    const alone = {
      ...design,
      proposals: design.proposals.map((each, index) => ({
        ...each,
        proposal: {
          ...each.proposal,
          claims: [
            { kind: 'risk' as const, text: 'Seen', citation: index === 0 ? 'a.ts:1@abc' : 'b.ts:2@abc' },
          ],
        },
      })),
    };
    expect(askText(alone, askFor(alone, turn))).toContain(
      'Found by one proposal alone, with a citation: B-1\n',
    );
  });

  test('of a signing says what became of the signer’s own claims', () => {
    const { design, turn } = asked('signing');
    expect(turn.participant).toBe('subtractor');
    const text = askText(design, askFor(design, turn));
    expect(text).toContain('Your claim B-1 was merged into A-1.');
    expect(text).not.toContain('Your claim A-1');
  });

  test('of a brief lists the assumptions that it must answer for', () => {
    const { design, turn } = asked('brief');
    expect(askText(design, askFor(design, turn))).toContain('Assumptions: Q1');
  });

  test('C11: comes with what its participant has brought so far', () => {
    const { design, turn } = asked('argument', 1);
    const voiceOf = () => ({ body: 'A body.', effort: 'high' });
    const { persona } = assignmentFor(design, askFor(design, turn), voiceOf, {
      reasks: 0,
    });
    expect(turn.participant).toBe('failure-analyst');
    expect(persona).toContain('You have asked Q1.');
    expect(persona).toContain('Proposal E is yours.');
    expect(persona).toContain('You stand at D1: P1 (confidence 0.7).');
  });
});
