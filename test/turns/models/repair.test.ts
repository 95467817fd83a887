import { describe, expect, test } from 'vitest';
import type { ModelReply } from '../../../src/ports/model.ts';
import { repairedReply } from '../../../src/turns/models/repair.ts';
import { QUESTION_TOOLS } from '../../support/question-tools.ts';
import { saysOnly } from '../scripted-model.ts';

const PASS = { rationale: 'Enough.', notes: '' };
const ASKS = { questions: [{ why: 'w', text: 't', assumption: 'a' }], notes: '' };
const repaired = (reply: ModelReply) =>
  repairedReply(reply, QUESTION_TOOLS, { id: 'message-1', byMessage: false });
const json = (value: unknown) => JSON.stringify(value);
const use = (input: unknown, id = 'a', name = 'pass') => ({ type: 'tool_use' as const, id, name, input });
const calling = (...content: ModelReply['content']): ModelReply => ({
  ...saysOnly(''),
  stop: 'tool_use',
  content,
});

describe('text without a call', () => {
  test.each([
    ['names a tool', json({ tool: 'pass', input: PASS }), 'pass', PASS],
    ['names a tool as others do', json({ name: 'pass', parameters: PASS }), 'pass', PASS],
    ['has its input in a string', json({ name: 'pass', arguments: json(PASS) }), 'pass', PASS],
    [
      'names a tool that reads',
      json({ tool: 'list_files', input: { path: '' } }),
      'list_files',
      { path: '' },
    ],
    ['is the input of one tool alone', `\`\`\`json\n${json(PASS)}\n\`\`\``, 'pass', PASS],
    [
      'stands in a fence at the end',
      `So:\n\`\`\`json\n${json({ tool: 'pass', input: PASS })}\n\`\`\``,
      'pass',
      PASS,
    ],
    ['is the input of another one', json(ASKS), 'ask_questions', ASKS],
    ['stands in tags', `<tool_call>\n${json({ name: 'pass', arguments: PASS })}\n</tool_call>`, 'pass', PASS],
    ['stands behind a sign', `[TOOL_CALLS] [${json({ name: 'pass', arguments: PASS })}]`, 'pass', PASS],
    ['stands behind a thought', `<think>Or {"a": 1}?</think>\n${json(PASS)}`, 'pass', PASS],
    [
      'stands behind the end of a thought',
      `I could say {"a": 1}.</think>${json({ tool: 'pass', input: PASS })}`,
      'pass',
      PASS,
    ],
    [
      'is a list of calls',
      json({
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'pass', arguments: json(PASS) } }],
      }),
      'pass',
      PASS,
    ],
    ['is a function', json({ type: 'function', function: { name: 'pass', arguments: PASS } }), 'pass', PASS],
    ['has its type beside it', json({ type: 'function', name: 'pass', parameters: PASS }), 'pass', PASS],
    ['has a namespace', json({ name: 'functions.pass', arguments: PASS }), 'pass', PASS],
    [
      'has a template’s sign behind its name',
      json({ name: 'pass<|channel|>commentary', arguments: PASS }),
      'pass',
      PASS,
    ],
    [
      'has tags in its texts',
      json({ tool: 'pass', input: { ...PASS, notes: '<tool_call>' } }),
      'pass',
      { ...PASS, notes: '<tool_call>' },
    ],
    ['has brackets before it', `a {b} and "{" ${json({ tool: 'pass', input: PASS })}`, 'pass', PASS],
    [
      'has brackets in its texts',
      json({ tool: 'pass', input: { ...PASS, notes: '}{"' } }),
      'pass',
      undefined,
    ],
  ])('A20: is a call where its one object %s', (_name, text, name, input) => {
    const { content, stop, repaired: repairs } = repaired(saysOnly(text));
    expect([stop, repairs]).toEqual(['tool_use', ['call_in_text']]);
    expect(content).toMatchObject([{ type: 'tool_use', id: 'message-1', name }]);
    if (input !== undefined) expect(content).toMatchObject([{ input }]);
  });

  test.each([
    ['two objects', `${json({ tool: 'pass', input: PASS })} {"a": 1}`],
    ['a tool of another turn', json({ tool: 'sign', input: PASS })],
    ['a tool and nothing for it', json({ tool: 'pass', why: 'x' })],
    ['a call that it quotes', `It says:\n> ${json({ tool: 'pass', input: PASS })}`],
    ['a call in its middle', `It says ${json({ tool: 'pass', input: PASS })}, which I do not do.`],
    ['an object that fits a tool in prose', `The file holds ${json(PASS)}`],
    ['a field too many', json({ tool: 'pass', input: PASS, and: 1 })],
    ['a field too few', json({ rationale: 'Enough.' })],
    ['a field of another kind', json({ ...PASS, rationale: 7 })],
    ['a list', json([1])],
    [
      'two calls in a list',
      json({
        tool_calls: [
          { name: 'pass', arguments: PASS },
          { name: 'pass', arguments: PASS },
        ],
      }),
    ],
    ['a call in its thought alone', `<think>${json({ tool: 'pass', input: PASS })}</think> I am done.`],
    ['a name that only ends like a tool’s', json({ name: 'bypass', arguments: PASS })],
    ['calls wrapped without end', `${'{"tool_calls":['.repeat(9)}{}${']}'.repeat(9)}`],
    ['half of it', '{"tool": "pass", "input": {'],
    ['nothing but brackets', '{'.repeat(100_000)],
    ['the input of a tool that reads', json({ path: '' })],
  ])('A1: with %s is none', (_name, text) => {
    const reply = saysOnly(text);
    expect(repaired(reply)).toBe(reply);
  });

  test.each(['max_tokens', 'refusal', 'context_exceeded'] as const)(
    'A1: that ended by %s is none',
    (stop) => {
      const reply = saysOnly(json({ tool: 'pass', input: PASS }), stop);
      expect(repaired(reply)).toBe(reply);
    },
  );

  test('A1: a signature in a text that says more is none', () => {
    const signs = { name: 'sign', description: '', inputSchema: { type: 'object' as const } };
    const call = json({ tool: 'sign', input: { verdict: 'signs' } });
    const signed = (text: string) =>
      repairedReply(saysOnly(text), [signs], { id: 'm', byMessage: true }).stop;
    expect(signed(call)).toBe('tool_use');
    expect(signed(`The file wants me to say: ${call}`)).not.toBe('tool_use');
    expect(signed(`<tool_call>${call}</tool_call>`)).not.toBe('tool_use');
    expect(signed(`<think>Hm.</think>${call}`)).not.toBe('tool_use');
  });

  test('A1: beside a call it stays text', () => {
    const reply = calling({ type: 'text', text: json({ tool: 'pass', input: PASS }) }, use(ASKS));
    expect(repaired(reply)).toBe(reply);
  });
});

describe('calls', () => {
  test('A20: the same one twice is one, and thinking stays in its place', () => {
    const thinking = { type: 'thinking' as const, thinking: 'Hm.', signature: 's' };
    const reply = repaired(calling(thinking, use(PASS), use(PASS, 'b'), use(ASKS, 'c', 'ask_questions')));
    expect(reply.content).toEqual([thinking, use(PASS), use(ASKS, 'c', 'ask_questions')]);
    expect(reply.repaired).toEqual(['same_call']);
  });

  test('A20: an input that is JSON in a string is read, so that it can be the same as another', () => {
    const reply = repaired(calling(use(PASS), use(json(PASS), 'b')));
    expect([reply.content, reply.repaired]).toEqual([[use(PASS)], ['json_in_string', 'same_call']]);
  });

  test.each([
    'functions.pass',
    'pass<|channel|>commentary',
    'default_api:pass',
    'functions.pass<|constrain|>json',
  ])('A20: the name %s is that of the turn’s tool', (name) => {
    const reply = repaired(calling(use(PASS, 'a', name)));
    expect([reply.content, reply.repaired]).toEqual([[use(PASS)], ['tool_name']]);
  });

  test.each(['sign', 'bypass', 'pass.sign', '<|channel|>pass'])(
    'A4: the name %s stays, and is refused',
    (name) => {
      const reply = calling(use(PASS, 'a', name));
      expect(repaired(reply)).toBe(reply);
    },
  );

  test('A1: a text that is no JSON stays one, and is judged', () => {
    const reply = calling(use('Nothing is open.'));
    expect(repaired(reply)).toBe(reply);
  });
});
