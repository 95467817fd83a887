import { expect, test } from 'vitest';
import type { Message } from '#models/model.ts';
import { childThat, openSession, scripted, turn, use } from './child-sessions.ts';

async function openHealthy() {
  const opened = openSession();
  await opened.session.ready;
  return opened.session;
}

test('a turn goes from a repository tool by a refused submission to an accepted one', async () => {
  const session = await openHealthy();
  const thinking = { type: 'opaque', value: { signature: 'ü"\u2028' } } as const;
  const script = scripted(
    [[thinking, use('search', { words: 'queue' })], [use('sign', 1, 'one')], [use('sign', 2)]],
    ['confidence: is missing'],
  );
  expect(await session.run(turn, script.broker)).toBe('submitted');
  expect(script.used).toEqual(['search {"words":"queue"}']);
  expect(script.submitted).toEqual([
    { tool: 'sign', input: 1 },
    { tool: 'sign', input: 2 },
  ]);
  const expected: Message[] = [
    { role: 'assistant', content: [thinking, use('search', { words: 'queue' })] },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          toolUseId: 'use_search',
          text: 'result of search',
          isError: false,
        },
      ],
    },
    { role: 'assistant', content: [use('sign', 1, 'one')] },
    {
      role: 'user',
      content: [
        { type: 'tool_result', toolUseId: 'one', text: 'confidence: is missing', isError: true },
      ],
    },
  ];
  expect(script.calls).toEqual([[], expected.slice(0, 2), expected]);
});

test('of several tools in one answer only the first is called, and each gets its result', async () => {
  const session = await openHealthy();
  const script = scripted([
    [use('search'), use('sign', 1, 'second'), use('search', 2, 'third')],
    [use('pass')],
  ]);
  expect(await session.run(turn, script.broker)).toBe('submitted');
  expect(script.used).toEqual(['search {}']);
  expect(script.submitted).toEqual([{ tool: 'pass', input: {} }]);
  const told = { type: 'tool_result', text: expect.stringContaining('one tool'), isError: true };
  expect(script.calls[1]?.at(-1)?.content.slice(1)).toEqual([
    { ...told, toolUseId: 'second' },
    { ...told, toolUseId: 'third' },
  ]);
});

test('A1: a model that uses no tool is told three times which tool ends the turn, then it ends', async () => {
  const session = await openHealthy();
  const words = { type: 'text', text: 'I would rather talk.' } as const;
  const script = scripted([[words], [], [words], [words], [use('sign')]]);
  expect(await session.run(turn, script.broker)).toBe('no_submission');
  expect(script.calls).toHaveLength(4);
  expect(script.submitted).toEqual([]);
  const [reminder] = script.calls[3]?.at(-1)?.content ?? [];
  expect(reminder).toMatchObject({ type: 'text', text: expect.stringContaining('`sign`') });
  // Endpoints take no empty message.
  expect(script.calls[3]?.map(({ content }) => content.length)).toEqual([1, 1, 1, 1, 1]);
});

test('A2: a submission is refused three times with its reason, and the fourth refusal ends the turn', async () => {
  const session = await openHealthy();
  const script = scripted(
    Array.from({ length: 5 }, () => [use('sign')]),
    Array.from({ length: 5 }, () => 'rationale: is missing'),
  );
  expect(await session.run(turn, script.broker)).toBe('refused');
  expect(script.submitted).toHaveLength(4);
});

test('a turn that only reads ends at its number of calls', async () => {
  const session = await openHealthy();
  const script = scripted(Array.from({ length: 20 }, () => [use('search')]));
  expect(await session.run(turn, script.broker)).toBe('too_many_calls');
  expect(script.calls).toHaveLength(10);
});

test('a turn that the broker ends rejects with its error, and the session takes the next', async () => {
  const session = await openHealthy();
  const { broker } = scripted([]);
  const noMoney = new Error('no money');
  const failing = { ...broker, call: () => Promise.reject(noMoney) };
  await expect(session.run(turn, failing)).rejects.toBe(noMoney);
  const script = scripted([[use('sign')]]);
  expect(await session.run({ ...turn, turnId: 'trn_2' }, script.broker)).toBe('submitted');
});

test('a cancelled turn rejects at once, whatever is under way, and the session takes the next', async () => {
  const session = await openHealthy();
  const asked = Promise.withResolvers<void>();
  const never: Promise<never> = new Promise(() => undefined);
  const { broker } = scripted([]);
  const waiting = session.run(turn, {
    ...broker,
    call: () => {
      asked.resolve();
      return never;
    },
  });
  await asked.promise;
  session.cancelTurn('trn_of_somebody_else');
  session.cancelTurn(turn.turnId);
  await expect(waiting).rejects.toMatchObject({ code: 'process' });
  // Cancelled before the child's first message has come, which is then of no turn.
  const early = session.run({ ...turn, turnId: 'trn_2' }, broker);
  session.cancelTurn('trn_2');
  await expect(early).rejects.toMatchObject({ code: 'process' });
  const script = scripted([[use('sign')]]);
  expect(await session.run({ ...turn, turnId: 'trn_3' }, script.broker)).toBe('submitted');
});

test('a turn that is cancelled with its answer on the way does not hold up the next', async () => {
  const session = await openHealthy();
  const { broker } = scripted([]);
  const answering = Promise.withResolvers<void>();
  const first = session.run(turn, {
    ...broker,
    call: async () => {
      answering.resolve();
      return { content: [] };
    },
  });
  await answering.promise;
  // The answer is sent in a microtask; cancellation and next turn follow in the same write.
  for (let steps = 0; steps < 20; steps += 1) await null;
  session.cancelTurn(turn.turnId);
  const script = scripted([[use('sign')]]);
  const second = session.run({ ...turn, turnId: 'trn_2' }, script.broker);
  await expect(first).rejects.toMatchObject({ code: 'process' });
  expect(await second).toBe('submitted');
});

test('a turn rejects when its session is killed, and when it is stopped', async () => {
  for (const end of ['kill', 'stop'] as const) {
    const { session } = openSession({
      childFile: childThat(
        `ready(); hear(({ turnId }) => send({ type: 'call', turnId, messages: [] }));`,
      ),
    });
    const { pid } = await session.ready;
    const asked = Promise.withResolvers<void>();
    const { broker } = scripted([]);
    const waiting = session.run(turn, {
      ...broker,
      call: () => {
        asked.resolve();
        return new Promise(() => undefined);
      },
    });
    await asked.promise;
    if (end === 'kill') process.kill(pid, 'SIGKILL');
    else void session.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'process' });
    await expect(session.run(turn, broker)).rejects.toMatchObject({ code: 'process' });
  }
});
