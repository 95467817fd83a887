import { describe, expect, test } from 'vitest';
import { Conversation } from '#sessions/child/conversation.mjs';
import type { Assignment, ChildMessage, ParentMessageOf } from '#sessions/child/protocol.mjs';
import { assignment } from '../../support/processes/child-assignment.ts';

type ModelAnswer = ParentMessageOf<'model_answer'>;
type Content = ModelAnswer['content'];

/** A conversation whose other side is the test. */
function converse(
  changes: Partial<Assignment> = {},
  sent: (message: ChildMessage) => 'sent' | 'too_large' = () => 'sent',
) {
  const said: ChildMessage[] = [];
  const conversation = new Conversation('trn', assignment(changes), (message) => {
    said.push(structuredClone(message));
    return sent(message);
  });
  const all = <Type extends ChildMessage['type']>(type: Type) =>
    said.filter(
      (message): message is Extract<ChildMessage, { type: Type }> => message.type === type,
    );
  const answer = (content: Content, stop: ModelAnswer['stop'] = 'end_turn') =>
    conversation.modelAnswered({
      type: 'model_answer',
      turnId: 'trn',
      call: all('ask_model').length,
      content,
      stop,
    });
  /** Answers a call; the last one unless another is named. */
  const tool = (
    ok: boolean,
    text: string,
    ends = false,
    callId = all('call_tool').at(-1)?.callId ?? '',
  ) =>
    conversation.toolAnswered({
      type: 'tool_answer',
      turnId: 'trn',
      callId,
      ok,
      text,
      ends,
    });
  const lastRequest = () => {
    const asked = all('ask_model').at(-1);
    if (asked === undefined) throw new Error('the model was not asked');
    return asked.request;
  };
  /** What the last request ends with. */
  const told = () => {
    const block = lastRequest().messages.at(-1)?.content.at(-1);
    return block?.type === 'text' ? block.text : '';
  };
  return { conversation, said, all, answer, tool, lastRequest, told };
}

const text = (words: string): Content => [{ type: 'text', text: words }];
const use = (name: string, id = 'use-1', input: unknown = {}): Content => [
  { type: 'tool_use', id, name, input },
];

describe('the first request', () => {
  test('begins with the shared blocks as they are, then the persona, and ends with the ask', () => {
    const { lastRequest } = converse();
    const { shared, persona, ask } = assignment();
    expect(lastRequest().system).toEqual(shared.slice(0, 1));
    expect(lastRequest().messages).toEqual([
      {
        role: 'user',
        content: [
          ...shared.slice(1),
          { type: 'text', text: persona, cache: false },
          { type: 'text', text: ask, cache: false },
        ],
      },
    ]);
  });

  test('the first request is the same up to the persona for two participants of a design', () => {
    const prefix = (persona: string) => {
      const { system, messages } = converse({ persona }).lastRequest();
      return JSON.stringify({ system, messages }).split(persona)[0];
    };
    expect(prefix('You doubt migrations.')).toBe(prefix('You remove code.'));
  });

  test('the first request names the terminal tools in backticks even where the ask does not', () => {
    expect(converse({ ask: 'What now?' }).told()).toBe(
      'What now?\n\nEnd this turn with `ask_questions` or `pass`.',
    );
  });
});

describe('tools', () => {
  test('a call is passed on, and its result returns under its id, before the terminal tools’ names', () => {
    const { answer, tool, all, lastRequest, told } = converse();
    answer([...text('I will look.'), ...use('read', 'use-7', { path: 'a' })], 'tool_use');
    expect(all('call_tool')).toMatchObject([{ turnId: 'trn', name: 'read', input: { path: 'a' } }]);
    tool(true, 'the file');
    expect(lastRequest().messages.slice(1)).toMatchObject([
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I will look.' },
          { type: 'tool_use', id: 'use-7' },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', toolUseId: 'use-7', text: 'the file', isError: false },
          { type: 'text' },
        ],
      },
    ]);
    expect(told()).toBe('End this turn with `ask_questions` or `pass`.');
  });

  test('several readings are made at once, and answered together in the order of the calls', () => {
    const { answer, tool, all, lastRequest } = converse();
    answer([...use('read', 'one'), ...text('and'), ...use('read', 'two')], 'tool_use');
    expect(all('call_tool').map(({ callId }) => callId)).toEqual(['call-1', 'call-2']);
    tool(false, 'no such file', false, 'call-2');
    expect(all('ask_model')).toHaveLength(1);
    tool(true, 'first', false, 'call-1');
    expect(lastRequest().messages.at(-1)?.content).toMatchObject([
      { toolUseId: 'one', isError: false, text: 'first' },
      { toolUseId: 'two', isError: true, text: 'no such file' },
      { type: 'text' },
    ]);
  });

  test('no more than eight of one answer are made; each of the others is told so', () => {
    const { answer, tool, all, lastRequest } = converse();
    answer(Array.from({ length: 10 }, (_, at) => use('read', `use-${at}`)).flat(), 'tool_use');
    expect(all('call_tool')).toHaveLength(8);
    for (const { callId } of all('call_tool')) tool(true, 'a file', false, callId);
    const results = lastRequest().messages.at(-1)?.content.slice(0, 10);
    expect(results?.slice(7)).toMatchObject([
      { toolUseId: 'use-7', isError: false },
      { toolUseId: 'use-8', isError: true, text: expect.stringContaining('at most 8 calls') },
      { toolUseId: 'use-9', isError: true },
    ]);
  });

  test('a terminal tool is carried out alone, and ends the turn when it is accepted', () => {
    const { answer, tool, said, conversation } = converse();
    answer([...use('read', 'one'), ...use('pass', 'two'), ...use('read', 'three')], 'tool_use');
    tool(true, 'recorded', true);
    expect(conversation.isOver).toBe(true);
    expect(said).toMatchObject([{ type: 'ask_model' }, { type: 'call_tool', name: 'pass' }]);
  });

  test('readings beside a terminal tool that is refused are answered too, and told why they were not made', () => {
    const { answer, tool, lastRequest } = converse();
    answer([...use('read', 'one'), ...use('pass', 'two')], 'tool_use');
    tool(false, 'confidence is missing');
    expect(lastRequest().messages.at(-1)?.content).toMatchObject([
      {
        toolUseId: 'one',
        isError: true,
        text: expect.stringContaining('`pass`, which ends the turn'),
      },
      { toolUseId: 'two', isError: true, text: 'confidence is missing' },
      { type: 'text' },
    ]);
  });

  test.each([
    ['one tool twice', ['pass', 'pass'], 'you called `pass` twice in one answer'],
    ['one tool three times', ['pass', 'pass', 'pass'], 'you called `pass` 3 times in one answer'],
    ['two tools', ['pass', 'ask_questions'], 'you called `pass` and `ask_questions` in one answer'],
    ['two tools and a reading', ['read', 'pass', 'pass'], 'you called `pass` twice in one answer'],
  ])('A1: an answer that ends the turn more than once ends nothing: %s', (_, names, reason) => {
    const { answer, tool, all, lastRequest, conversation } = converse();
    answer(
      names.flatMap((name, at) => use(name, `use-${at}`)),
      'tool_use',
    );
    expect(all('call_tool')).toEqual([]);
    expect(all('asked_again')).toMatchObject([
      { reason: expect.stringContaining('ends the turn') },
    ]);
    const results = lastRequest().messages.at(-1)?.content.slice(0, -1);
    expect(results).toMatchObject(
      names.map((_name, at) => ({
        toolUseId: `use-${at}`,
        isError: true,
        text: expect.stringContaining(reason),
      })),
    );
    answer(use('pass', 'once'), 'tool_use');
    tool(true, 'recorded', true);
    expect(conversation.isOver).toBe(true);
  });

  test('A2: a model that ends its turn twice in every answer is given up after as many re-asks as allowed', () => {
    const { answer, all } = converse({ reasks: 1 });
    for (const id of ['a', 'b']) answer([...use('pass', id), ...use('pass', `${id}2`)], 'tool_use');
    expect(all('call_tool')).toEqual([]);
    expect(all('gave_up')).toMatchObject([{ because: 'refused_input' }]);
  });

  test('A2: a refused submission is answered with the reason, and the turn fails after as many re-asks as allowed', () => {
    const { answer, tool, all, lastRequest, conversation } = converse({ reasks: 1 });
    answer(use('pass'), 'tool_use');
    tool(false, 'confidence is missing');
    expect(lastRequest().messages.at(-1)?.content[0]).toMatchObject({
      text: 'confidence is missing',
      isError: true,
    });
    answer(use('pass', 'use-2'), 'tool_use');
    tool(false, 'confidence is 2');
    expect(all('gave_up')).toEqual([
      { type: 'gave_up', turnId: 'trn', because: 'refused_input', detail: 'confidence is 2' },
    ]);
    expect(conversation.isOver).toBe(true);
  });

  test('a refused read costs no re-ask', () => {
    const { answer, tool, all } = converse({ reasks: 0 });
    answer(use('read'), 'tool_use');
    tool(false, 'no such file');
    expect(all('gave_up')).toEqual([]);
  });

  test('input that is no object is passed on as it is, and kept as an empty one', () => {
    const { answer, tool, all, lastRequest } = converse();
    answer(use('read', 'one', 'not an object'), 'tool_use');
    expect(all('call_tool')[0]?.input).toBe('not an object');
    tool(false, 'not an object');
    expect(lastRequest().messages[1]?.content).toMatchObject([{ input: {} }]);
  });

  test('a turn that reads for ever fails', () => {
    const { answer, tool, all } = converse();
    for (let call = 0; call < 150; call += 1) {
      answer(use('read', `use-${call}`), 'tool_use');
      tool(true, 'more');
    }
    expect(all('gave_up')).toMatchObject([{ because: 'other' }]);
    expect(all('ask_model').length).toBeLessThanOrEqual(100);
  });
});

describe('an answer that ends nothing', () => {
  test('an answer without a tool is asked again, naming the tools that end the turn, then fails', () => {
    const { answer, all, told } = converse({ reasks: 2 });
    answer(text('I think so.'));
    expect(told()).toBe(
      'You have not used a tool, so nothing has been recorded. A call that is written as text must be the whole message. End this turn with `ask_questions` or `pass`.',
    );
    answer(text('Still.'));
    answer(text('Still so.'));
    expect(all('asked_again')).toHaveLength(2);
    expect(all('ask_model')).toHaveLength(3);
    expect(all('gave_up')).toMatchObject([{ because: 'no_tool' }]);
  });

  test('A20: a model’s refusal is asked once more as it was, then ends the turn in its words', () => {
    const { answer, all, lastRequest } = converse();
    const before = lastRequest();
    answer([...text('I will not.'), ...use('pass')], 'refusal');
    expect(lastRequest()).toEqual(before);
    expect(all('asked_again')).toMatchObject([{ reason: 'the model refused to answer' }]);
    answer([...text('I will not.'), ...use('pass')], 'refusal');
    expect(all('call_tool')).toEqual([]);
    expect(all('gave_up')).toMatchObject([{ because: 'model_refusal', detail: 'I will not.' }]);
  });

  test('a truncated answer is asked for again as it was, then shorter by its measured length, then never again', () => {
    const { answer, all, lastRequest, told } = converse({ reasks: 3 });
    const first = lastRequest();
    const half = { questions: ['x'.repeat(900)], rationale: 'y'.repeat(90) };
    answer(use('ask_questions', 'half', half), 'max_tokens');
    expect(all('call_tool')).toEqual([]);
    expect(lastRequest()).toEqual(first);
    answer(use('ask_questions', 'half', half), 'max_tokens');
    expect(lastRequest().messages.slice(0, -1)).toEqual(first.messages);
    expect(told()).toContain(
      '`ask_questions` had 996 characters when it was cut (`questions` 904, `rationale` 92)',
    );
    expect(told()).toContain('Write at most 498 characters in all: drop ');
    expect(told()).toContain('End this turn with `ask_questions` or `pass`.');
    answer(text('and so on and'), 'max_tokens');
    expect(all('gave_up')).toMatchObject([{ because: 'max_tokens' }]);
    expect(all('ask_model')).toHaveLength(3);
  });

  test('an answer that pauses is continued, but not for ever', () => {
    const { answer, all, told } = converse({ reasks: 0 });
    answer(text('Well,'), 'pause_turn');
    expect(told()).toContain('Go on where you paused.');
    for (let pause = 0; pause < 5; pause += 1) answer(text('well,'), 'pause_turn');
    expect(all('gave_up')).toMatchObject([
      { because: 'other', detail: 'the model paused too often' },
    ]);
  });

  test('a conversation too long for the model fails the turn', () => {
    const { answer, all } = converse();
    answer([], 'context_exceeded');
    expect(all('gave_up')).toMatchObject([{ because: 'context_exceeded' }]);
  });

  test('a conversation too large for one message fails the turn', () => {
    const { all, conversation } = converse({}, (message) =>
      message.type === 'ask_model' ? 'too_large' : 'sent',
    );
    expect(all('gave_up')).toMatchObject([{ because: 'context_exceeded' }]);
    expect(conversation.isOver).toBe(true);
  });
});

describe('time', () => {
  test('wrap_up tells the model to submit now, with the next request and every later one', () => {
    const { answer, tool, told, conversation, all } = converse();
    answer(use('read'), 'tool_use');
    conversation.wrapUp();
    expect(all('ask_model')).toHaveLength(1);
    tool(true, 'the file');
    expect(told()).toContain('Submit now, with what you have, using `ask_questions` or `pass`');
    answer(text('Hm.'));
    expect(told()).toContain('Submit now');
  });

  test('late answers to an earlier request, to another call, or after the end change nothing', () => {
    const { answer, tool, said, conversation } = converse({ reasks: 0 });
    const late: ModelAnswer = {
      type: 'model_answer',
      turnId: 'trn',
      call: 7,
      content: [],
      stop: 'end_turn',
    };
    conversation.modelAnswered(late);
    tool(true, 'nobody asked');
    expect(said).toHaveLength(1);
    answer(text('No tool.'));
    const before = said.length;
    conversation.modelAnswered({ ...late, call: 1 });
    expect(said).toHaveLength(before);
  });
});

describe('the history', () => {
  test('the history is only appended to: each request begins with the one before it', () => {
    const { answer, tool, all, conversation } = converse({ reasks: 5 });
    answer(text('Hm.'));
    answer(use('read', 'a'), 'tool_use');
    tool(true, 'the file');
    answer(use('pass', 'b'), 'max_tokens');
    conversation.wrapUp();
    answer(text('Well,'), 'pause_turn');
    answer(use('pass', 'c'), 'tool_use');
    tool(false, 'no');
    const requests = all('ask_model').map(({ request }) => request);
    expect(requests).toHaveLength(6);
    for (const [index, request] of requests.slice(1).entries()) {
      const before = requests[index];
      expect(request.system).toEqual(before?.system);
      expect(request.messages.slice(0, before?.messages.length)).toEqual(before?.messages);
    }
  });

  test('every request ends with a message that names the terminal tools in backticks', () => {
    const { answer, tool, all, conversation } = converse({ reasks: 5 });
    answer(text('Hm.'));
    answer(use('read', 'a'), 'tool_use');
    tool(true, 'the file');
    answer([], 'max_tokens');
    answer(text('Well,'), 'pause_turn');
    conversation.wrapUp();
    answer(use('pass', 'c'), 'tool_use');
    tool(false, 'no');
    for (const { request } of all('ask_model')) {
      const last = request.messages.at(-1);
      expect(last?.role).toBe('user');
      expect(JSON.stringify(last)).toMatch(/`ask_questions`.*`pass`/);
    }
  });
});
