import { describe, expect, it, test } from 'vitest';
import type { StartDesign } from '#core/vocabulary/commands.ts';
import { decide } from '#core/workflow/decide.ts';
import { findTopicProblem } from '#core/workflow/start.ts';
import { given, of } from '../../support/designs/given.ts';
import { DESIGN_ID, startDesign } from '../../support/designs/given-start.ts';

function start(changes: Partial<StartDesign>) {
  return decide(null, { ...startDesign(), ...changes }, { at: 1, uuids: [] });
}

function refusal(changes: Partial<StartDesign>) {
  const decision = start(changes);
  return decision.accepted ? null : decision.refusal;
}

describe('the topic', () => {
  test.each([
    ['empty', '', 'is empty'],
    ['blanks', ' \t\n\u00a0 ', 'is empty'],
    ['one character too long', 'x'.repeat(4_001), 'has 4001 characters; the limit is 4000'],
    ['1 MB', 'x'.repeat(1_048_576), 'has 1048576 characters; the limit is 4000'],
    ['1 MB of blanks', ' '.repeat(1_048_576), 'is empty'],
    ['with U+0000', 'Redis\u0000Postgres', 'control characters'],
    ['with an escape sequence', '\u001b[31mRedis?', 'control characters'],
    ['with a C1 escape sequence', '\u009b31mRedis?', 'control characters'],
    ['with a backspace', 'Redis\b?', 'control characters'],
    ['with DEL', 'Redis\u007f?', 'control characters'],
    ['with half a character', 'Redis \ud83d?', 'control characters'],
    ['with a non-character', 'Redis \uffff?', 'control characters'],
    ['binary', '\u0089PNG\r\n\u001a\n\u0000', 'control characters'],
    ['emoji only', '🧭🔥', 'no letters or digits'],
    ['punctuation only', '?!…—', 'no letters or digits'],
  ])('a topic with %s is refused, with what to do', (_, topic, problem) => {
    expect(findTopicProblem(topic)).toContain(problem);
    expect(refusal({ topic })?.code).toBe('invalid');
    expect(refusal({ topic })?.message).toBe(findTopicProblem(topic));
  });

  test.each([
    ['as long as may be', 'x'.repeat(4_000)],
    ['right-to-left', 'האם להעביר את התור ל-Postgres?'],
    ['Arabic', 'هل ننقل قائمة المهام؟'],
    ['Chinese', '队列应该迁移吗？'],
    ['with emoji', 'Redis 🔥 or Postgres 🐘?'],
    ['of several lines, with tabs', 'Redis\n\tor\r\nPostgres?'],
    ['a number', '42'],
    ['combined characters', 'Cafe\u0301 or not?'],
  ])('%s is taken', (_, topic) => {
    expect(findTopicProblem(topic)).toBeNull();
  });
});

describe('a design that starts is complete', () => {
  const { participants, drawnOrder } = startDesign();
  const [first] = participants;

  it('a participant named twice is refused, by its id', () => {
    if (first === undefined) throw new Error('somebody takes part');
    expect(refusal({ participants: [...participants, first] })).toEqual({
      code: 'invalid',
      message: 'These participants are named twice: subtractor.',
    });
  });

  it('a start without a persona is refused', () => {
    const facilitators = participants.filter(({ role }) => role !== 'persona');
    expect(refusal({ participants: facilitators, drawnOrder: [] })?.message).toBe(
      'A design needs at least one persona.',
    );
    expect(refusal({ participants: [], drawnOrder: [] })?.code).toBe('invalid');
  });

  test.each(['synthesizer', 'auditor'] as const)(
    'a start without its %s is refused, and so is one with two',
    (role) => {
      const without = participants.filter((each) => each.role !== role);
      const twice = participants.map((each) => (each.id === first?.id ? { ...each, role } : each));
      const message = `A design needs exactly one ${role}.`;
      expect(refusal({ participants: without })?.message).toBe(message);
      expect(
        refusal({ participants: twice, drawnOrder: drawnOrder.filter((id) => id !== first?.id) })
          ?.message,
      ).toBe(message);
    },
  );

  test.each([
    ['one is missing', drawnOrder.slice(1)],
    ['one is named twice', [...drawnOrder.slice(1), ...drawnOrder.slice(-1)]],
    ['one too many', [...drawnOrder, ...drawnOrder.slice(0, 1)]],
    [
      'a facilitator is among them',
      [...drawnOrder.slice(1), ...participants.slice(-1).map(({ id }) => id)],
    ],
    ['it is empty', []],
  ])('J3: a drawn order in which %s is refused', (_, order) => {
    expect(refusal({ drawnOrder: order })?.message).toBe(
      'The drawn order must name each persona once.',
    );
  });

  it('more participants than an event can hold are refused before anything is recorded', () => {
    const personas = Array.from({ length: 19 }, (_, index) => `persona-${index}`);
    const decision = decide(null, startDesign({ personas }), { at: 1, uuids: [] });
    expect(decision).toMatchObject({ accepted: false, refusal: { code: 'invalid' } });
    if (!decision.accepted) expect(decision.refusal.message).toContain('21 participants are named');
  });

  test.each([
    [
      'too many items',
      Array.from({ length: 21 }, () => ({ name: 'a.md', text: 'x' })),
      'at most 20 items',
    ],
    ['too long', [{ name: 'a.md', text: 'x'.repeat(200_001) }], '200000 characters in all'],
    [
      'too long together',
      [
        { name: 'a.md', text: 'x'.repeat(100_001) },
        { name: 'b.md', text: 'x'.repeat(100_000) },
      ],
      '200000 characters in all',
    ],
    ['binary', [{ name: 'logo.png', text: '\u0089PNG\u0000' }], 'logo.png is not text'],
    ['half a character', [{ name: 'a.md', text: '\udc00' }], 'a.md is not text'],
  ])('a context that is %s is refused', (_, context, problem) => {
    expect(refusal({ context })).toMatchObject({ code: 'invalid' });
    expect(refusal({ context })?.message).toContain(problem);
  });

  it('a design starts once', () => {
    const world = given();
    expect(world.refuses(startDesign())).toEqual({
      code: 'already_started',
      message: 'This design has already started.',
    });
    expect(of(world.history, 'design_started')).toMatchObject([
      { designId: DESIGN_ID, at: world.now },
    ]);
  });

  it('every command to a design that never started is refused', () => {
    expect(decide(null, { type: 'cancel', by: 'Ana', reason: '' }, { at: 1, uuids: [] })).toEqual({
      accepted: false,
      refusal: { code: 'not_started', message: 'There is no such design.' },
    });
  });
});
