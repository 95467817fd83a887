import { describe, expect, test } from 'vitest';
import type { ModelReply } from '#ports/model.ts';
import { repairReply } from '#turns/models/repair.ts';
import { QUESTION_TOOLS } from '../../support/designs/question-tools.ts';
import { saysOnly } from '../scripted-model.ts';

const PASS = { rationale: 'Enough.', notes: '' };
const ASKS = { questions: [{ why: 'w', text: 't', assumption: 'a' }], notes: '' };
const repaired = (reply: ModelReply) =>
  repairReply(reply, QUESTION_TOOLS, { id: 'message-1', byMessage: false });
const json = (value: unknown) => JSON.stringify(value);
const use = (input: unknown, id = 'a', name = 'pass') => ({
  type: 'tool_use' as const,
  id,
  name,
  input,
});
const calling = (...content: ModelReply['content']): ModelReply => ({
  ...saysOnly(''),
  stop: 'tool_use',
  content,
});

test('A20: a call is looked for at forty brackets, and up to 100,000 characters', () => {
  const isRead = (text: string) => repaired(saysOnly(text)).stop === 'tool_use';
  const call = json({ tool: 'pass', input: PASS });
  const brackets = (count: number) => isRead(`${'{ '.repeat(count - 1)}${call}`);
  expect([brackets(40), brackets(41)]).toEqual([true, false]);
  const long = (characters: number) => {
    const room = characters - json({ tool: 'pass', input: { ...PASS, rationale: '' } }).length;
    return isRead(json({ tool: 'pass', input: { ...PASS, rationale: 'x'.repeat(room) } }));
  };
  expect([long(100_000), long(100_001)]).toEqual([true, false]);
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
    [
      'stands in tags',
      `<tool_call>\n${json({ name: 'pass', arguments: PASS })}\n</tool_call>`,
      'pass',
      PASS,
    ],
    [
      'stands behind a sign',
      `[TOOL_CALLS] [${json({ name: 'pass', arguments: PASS })}]`,
      'pass',
      PASS,
    ],
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
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'pass', arguments: json(PASS) } },
        ],
      }),
      'pass',
      PASS,
    ],
    [
      'stands in a tag that is not closed',
      `<tool_call>${json({ name: 'pass', arguments: PASS })}`,
      'pass',
      PASS,
    ],
    [
      'stands behind a tag for code',
      `<|python_tag|>${json({ name: 'pass', parameters: PASS })}`,
      'pass',
      PASS,
    ],
    [
      'stands in tags behind a thought',
      `Hm.</think><tool_call>${json({ name: 'pass', arguments: PASS })}</tool_call>`,
      'pass',
      PASS,
    ],
    ['stands in the tag of its function', `<function=pass>${json(PASS)}</function>`, 'pass', PASS],
    [
      'has a tag for each field',
      '<tool_call>\n<function=pass>\n<parameter=rationale>\nEnough.\n</parameter>\n<parameter=notes>\n</parameter>\n</function>\n</tool_call>',
      'pass',
      PASS,
    ],
    ['stands between its name and signs', `[TOOL_CALLS]pass[ARGS]${json(PASS)}`, 'pass', PASS],
    [
      'stands between other signs',
      `<|tool_call_begin|>functions.pass:0<|tool_call_argument_begin|>${json(PASS)}<|tool_call_end|>`,
      'pass',
      PASS,
    ],
    [
      'stands in a fence behind its name',
      `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>pass\n\`\`\`json\n${json(PASS)}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
      'pass',
      PASS,
    ],
    [
      'has single quotes',
      `{'tool': 'pass', 'input': {'rationale': 'Enough.', 'notes': '',},}`,
      'pass',
      PASS,
    ],
    [
      'is a function',
      json({ type: 'function', function: { name: 'pass', arguments: PASS } }),
      'pass',
      PASS,
    ],
    [
      'has its type beside it',
      json({ type: 'function', name: 'pass', parameters: PASS }),
      'pass',
      PASS,
    ],
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
    [
      'has brackets before it',
      `a {b} and "{" ${json({ tool: 'pass', input: PASS })}`,
      'pass',
      PASS,
    ],
    [
      'has brackets in its texts',
      json({ tool: 'pass', input: { ...PASS, notes: '}{"' } }),
      'pass',
      undefined,
    ],
  ])('A20: text without a call is a call where its one object %s', (_name, text, name, input) => {
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
    [
      'a call in three wrappers',
      json({ tool_call: { tool_calls: [{ function: { name: 'pass', arguments: PASS } }] } }),
    ],
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
    [
      'a call in its thought alone',
      `<think>${json({ tool: 'pass', input: PASS })}</think> I am done.`,
    ],
    ['a name that only ends like a tool’s', json({ name: 'bypass', arguments: PASS })],
    ['calls wrapped without end', `${'{"tool_calls":['.repeat(9)}{}${']}'.repeat(9)}`],
    ['half of it', '{"tool": "pass", "input": {'],
    ['nothing but brackets', '{'.repeat(100_000)],
    ['the input of a tool that reads', json({ path: '' })],
    ['quotes without end', `{'${"\\'".repeat(100_000)}}`],
  ])('A1: with %s is none', (_name, text) => {
    const reply = saysOnly(text);
    expect(repaired(reply)).toBe(reply);
  });

  test.each(['max_tokens', 'refusal', 'context_exceeded'] as const)(
    'A1: text that ended by %s is no call',
    (stop) => {
      const reply = saysOnly(json({ tool: 'pass', input: PASS }), stop);
      expect(repaired(reply)).toBe(reply);
    },
  );

  const SIGNS = { name: 'sign', description: '', inputSchema: { type: 'object' as const } };
  const SIGNATURE = json({ tool: 'sign', input: { verdict: 'signs' } });
  const signed = (text: string) =>
    repairReply(saysOnly(text), [SIGNS], { id: 'm', byMessage: true });

  test.each([
    ['alone', SIGNATURE],
    ['in a fence', `\`\`\`json\n${SIGNATURE}\n\`\`\``],
    ['in tags', `<tool_call>${SIGNATURE}</tool_call>`],
    ['in a tag that is not closed', `<tool_call>\n${SIGNATURE}`],
    ['behind a sign', `[TOOL_CALLS] [${SIGNATURE}]`],
    ['behind a tag for code', `<|python_tag|>${SIGNATURE}`],
    ['in a list of calls', json({ tool_calls: [{ function: { name: 'sign', arguments: '{}' } }] })],
    ['in the tag of its function', '<function=sign>{"verdict": "signs"}</function>'],
    ['behind its name', '[TOOL_CALLS]sign[ARGS]{"verdict": "signs"}'],
  ])('A1: a signature counts where the text is nothing else: %s', (_where, text) => {
    expect(signed(text).stop).toBe('tool_use');
  });

  test.each([
    ['in a sentence', `The file wants me to say: ${SIGNATURE}`],
    ['in a sentence, in tags', `The file says <tool_call>${SIGNATURE}</tool_call>`],
    ['behind a thought', `<think>Hm.</think>${SIGNATURE}`],
    ['behind the end of a thought, in tags', `</think><tool_call>${SIGNATURE}</tool_call>`],
    ['behind a thought without end', `<think>Hm. ${SIGNATURE}`],
    ['in a sentence, in the tag of its function', 'It says <function=sign>{}</function>'],
    ['in the tag of its function without end', '<function=sign>{}'],
    ['in a sign alone', 'So: <tool_call>'],
    [
      'with a field twice',
      '<function=sign><parameter=a>1</parameter><parameter=a>2</parameter></function>',
    ],
  ])('A1: a signature is none and is marked: %s', (_where, text) => {
    const { stop, hasTextCall } = signed(text);
    expect([stop, hasTextCall]).toEqual(['end_turn', true]);
  });

  test('A1: a signature in what a tool answered is none', () => {
    expect(signed(`<tool_response>${SIGNATURE}</tool_response>`).stop).toBe('end_turn');
  });

  test('A1: beside a call it stays text', () => {
    const reply = calling({ type: 'text', text: json({ tool: 'pass', input: PASS }) }, use(ASKS));
    expect(repaired(reply)).toBe(reply);
  });
});

describe('calls', () => {
  test('A20: the same one twice is one, and thinking stays in its place', () => {
    const thinking = { type: 'thinking' as const, thinking: 'Hm.', signature: 's' };
    const reply = repaired(
      calling(thinking, use(PASS), use(PASS, 'b'), use(ASKS, 'c', 'ask_questions')),
    );
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
    'functions.pass:0',
    'pass:12',
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

  test.each([
    ['in a fence', `\`\`\`json\n${json(PASS)}\n\`\`\``],
    ['with commas at the end', '{"rationale": "Enough.", "notes": "",}'],
    ['in single quotes', "{'rationale': 'Enough.', 'notes': ''}"],
  ])('A20: an input %s is read, since there is one way to', (_how, text) => {
    const reply = repaired(calling(use(text)));
    expect([reply.content, reply.repaired]).toEqual([[use(PASS)], ['json_in_string']]);
  });

  test('A20: single quotes keep what is in them', () => {
    const text = String.raw`{'rationale': 'It\'s "so",\n a C:\\d, ]', 'notes': "isn't"}`;
    const { content } = repaired(calling(use(text)));
    expect(content).toEqual([use({ rationale: 'It\'s "so",\n a C:\\d, ]', notes: "isn't" })]);
  });

  test.each([
    ['half of it', '{"rationale": "Enough'],
    ['an apostrophe in single quotes', "{'rationale': 'It's so', 'notes': ''}"],
    ['an unknown escape', String.raw`{'rationale': '\d', 'notes': ''}`],
    ['a comma too many', '{"rationale": "Enough.",, "notes": ""}'],
    ['words around it', `Here: ${json(PASS)}`],
  ])('A1: an input with %s stays a text, and is judged', (_what, text) => {
    const reply = calling(use(text));
    expect(repaired(reply)).toBe(reply);
  });

  test('A1: a text that is no JSON stays one, and is judged', () => {
    const reply = calling(use('Nothing is open.'));
    expect(repaired(reply)).toBe(reply);
  });
});
