import { describe, expect, it, test } from 'vitest';
import type { StartDesign } from '#core/vocabulary/commands.ts';
import { findTopicProblem } from '#core/workflow/start.ts';
import { given, World } from '../../support/designs/given.ts';
import { startDesign } from '../../support/designs/given-start.ts';

const TOO_LONG = 'The context is too long: at most 20 items and 200000 characters in all.';

/** Where no design has started yet. */
const nothing = (): World => new World({});
const start = (changes: Partial<StartDesign>) =>
  nothing().outcome({ ...startDesign(), ...changes });

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
    expect(start({ topic })).toEqual({
      code: 'invalid',
      field: 'topic',
      message: findTopicProblem(topic),
    });
  });

  test.each([
    [undefined, 'a field of the form that /design opens (/design new in Discord)'],
    [{ way: 'discord' }, 'a field of the form that /design opens (/design new in Discord)'],
    [{ way: 'terminal' }, 'a file for --context'],
    [{ way: 'terminal', agent: 'claude-code' }, 'the field `context`'],
    [{ way: 'api', token: 'ci' }, 'the field `context`'],
    [{ way: 'console' }, 'the field for what everybody should know'],
  ] as const)(
    'who came by %o and wrote too long a topic learns where the rest goes',
    (via, where) => {
      expect(findTopicProblem('x'.repeat(4_001), via)).toBe(
        `The topic has 4001 characters; the limit is 4000. Put the rest into ${where}.`,
      );
    },
  );

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
    expect(start({ participants: [...participants, first] })).toEqual({
      code: 'invalid',
      message: 'These participants are named twice: subtractor.',
    });
  });

  test.each([
    ['with facilitators alone', participants.filter(({ role }) => role !== 'persona')],
    ['with nobody', []],
  ])('a start %s is refused', (_, present) => {
    expect(start({ participants: present, drawnOrder: [] })).toEqual({
      code: 'invalid',
      message: 'A design needs at least one persona.',
    });
  });

  test.each(['synthesizer', 'auditor'] as const)('a start without its %s is refused', (role) => {
    expect(start({ participants: participants.filter((each) => each.role !== role) })).toEqual({
      code: 'invalid',
      message: `A design needs exactly one ${role}.`,
    });
  });

  test.each(['synthesizer', 'auditor'] as const)('a start with a second %s is refused', (role) => {
    const twice = participants.map((each) => (each.id === first?.id ? { ...each, role } : each));
    const others = drawnOrder.filter((id) => id !== first?.id);
    expect(start({ participants: twice, drawnOrder: others })).toEqual({
      code: 'invalid',
      message: `A design needs exactly one ${role}.`,
    });
  });

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
    expect(start({ drawnOrder: order })).toEqual({
      code: 'invalid',
      message: 'The drawn order must name each persona once.',
    });
  });

  it('more participants than an event can hold are refused before anything is recorded', () => {
    const personas = Array.from({ length: 19 }, (_, index) => `persona-${index}`);
    expect(nothing().outcome(startDesign({ personas }))).toEqual({
      code: 'invalid',
      message: '21 participants are named; a design has at most 20, including its facilitators.',
    });
  });

  test.each([
    ['too many items', Array.from({ length: 21 }, () => ({ name: 'a.md', text: 'x' })), TOO_LONG],
    ['too long', [{ name: 'a.md', text: 'x'.repeat(200_001) }], TOO_LONG],
    [
      'too long together',
      [
        { name: 'a.md', text: 'x'.repeat(100_001) },
        { name: 'b.md', text: 'x'.repeat(100_000) },
      ],
      TOO_LONG,
    ],
    [
      'binary',
      [{ name: 'logo.png', text: '\u0089PNG\u0000' }],
      'The context logo.png is not text. Send it as plain text.',
    ],
    [
      'half a character',
      [{ name: 'a.md', text: '\udc00' }],
      'The context a.md is not text. Send it as plain text.',
    ],
  ])('a context that is %s is refused', (_, context, message) => {
    expect(start({ context })).toEqual({ code: 'invalid', field: 'context', message });
  });

  it('a start is recorded whole, with its time', () => {
    const { type: _, ...start } = startDesign();
    const [first] = nothing().outcome(startDesign()) as readonly object[];
    expect(first).toEqual({ type: 'design_started', ...start });
  });

  it('a design starts once', () => {
    expect(given().outcome(startDesign())).toEqual({
      code: 'already_started',
      message: 'This design has already started.',
    });
  });

  it('every command to a design that never started is refused', () => {
    expect(nothing().outcome({ type: 'cancel', by: 'Ana', reason: '' })).toEqual({
      code: 'not_started',
      message: 'There is no such design.',
    });
  });
});
