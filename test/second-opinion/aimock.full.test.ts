import { expect, onTestFinished } from 'vitest';
import { createAnthropicModel } from '../../src/adapters/models/anthropic/model.ts';
import { openVendor } from '../../src/adapters/models/vendors/model.ts';
import type { ModelReply } from '../../src/ports/model.ts';
import type { ModelMessage } from '../../src/ports/model-messages.mjs';
import type { Model } from '../../src/turns/model-context.ts';
import type { ModelEntry } from '../../src/turns/models/entry.ts';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { QUESTION_TOOLS } from '../support/designs/question-tools.ts';
import { needing } from '../support/runner/needing.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { entryOfShipped } from '../support/services/shipped-models.ts';
import { liveDesign } from '../turns/conversing.ts';
import { packageOf } from './package-of.ts';

const { test } = await needing('a second opinion');

interface AimockServer {
  readonly url: string;
  on(when: object, answer: object): unknown;
  start(): Promise<unknown>;
  stop(): Promise<void>;
  getRequests(): readonly {
    readonly path: string;
    readonly response: { readonly status: number };
  }[];
}
interface Aimock {
  readonly LLMock: new (options: object) => AimockServer;
}

/**
 * A second opinion on the wires: a server that others wrote from the vendors' documentation. Our
 * own servers are stricter, and refuse what we think is wrong; this one cannot share our mistakes.
 */
const CLOCKS = { connectMs: 30_000, firstTokenMs: 30_000, stallMs: 30_000, totalMs: 30_000 };
const live = liveDesign();
const context = { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined };
const ASKED = 'End this turn with `pass`.';
const INPUT = { rationale: 'Enough.', notes: 'src/queue.ts:41' };

const openAt = async (url: string, root: string, changes: Partial<ModelEntry>): Promise<Model> => {
  const entry = entryOfShipped(`${url}${root}`, { id: 'the-model', ...changes });
  const options = { entry, apiKey: 'test-key', log: silentLog };
  return entry.wire === 'anthropic' ? createAnthropicModel(options) : (await openVendor(options))();
};

test.each([
  ['anthropic', '', {}],
  ['openai', '/v1', { efforts: ['low', 'medium', 'high'] }],
  ['google', '/v1beta', { tools: 'plain', efforts: ['low', 'medium', 'high'] }],
  ['openai-compatible', '/v1', { tools: 'plain', efforts: [] }],
] as const)('a turn that reads and then ends with its tool, by %s', async (wire, root, changes) => {
  const { LLMock } = await packageOf<Aimock>('@copilotkit/aimock');
  const server = new LLMock({ port: 0 });
  server.on(
    { userMessage: ASKED, hasToolResult: false },
    {
      content: 'I look first.',
      toolCalls: [{ name: 'list_files', arguments: { glob: 'src/**' } }],
    },
  );
  server.on({ hasToolResult: true }, { toolCalls: [{ name: 'pass', arguments: INPUT }] });
  await server.start();
  onTestFinished(() => server.stop());
  const model = await openAt(server.url, root, { wire, ...changes });
  const asked: ModelMessage[] = [
    { role: 'user', content: [{ type: 'text', text: ASKED, cache: false }] },
  ];
  const answer = (messages: ModelMessage[]) =>
    model.answer(
      {
        model: 'the-model',
        effort: 'high',
        maxOutputTokens: 1_000,
        system: [{ type: 'text', text: 'The rules.', cache: true }],
        tools: QUESTION_TOOLS,
        messages,
      },
      context,
      { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => undefined },
    );

  const first = await answer(asked);
  const [call] = first.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
  expect(call).toMatchObject({ name: 'list_files', input: { glob: 'src/**' } });
  expect(
    first.content.some((block) => block.type === 'text' && block.text === 'I look first.'),
  ).toBe(true);
  const result = {
    type: 'tool_result' as const,
    toolUseId: call?.id ?? '',
    text: 'src/queue.ts',
    isError: false,
  };
  const second: ModelReply = await answer([
    ...asked,
    { role: 'assistant', content: first.content.map(sentBack) },
    { role: 'user', content: [result] },
  ]);
  expect(
    second.content.flatMap((block) =>
      block.type === 'tool_use' ? [[block.name, block.input]] : [],
    ),
  ).toEqual([['pass', INPUT]]);
  expect(STOPS[wire]).toContain(second.stop);
  expect(
    server.getRequests().map(({ path, response }) => [path.split('?')[0], response.status]),
  ).toEqual(Array.from({ length: 2 }, () => [PATHS[wire], 200]));
});

/**
 * This server ends a call of Gemini with a reason of its own, where the documentation has `STOP`;
 * the call counts all the same.
 */
const STOPS: Readonly<Record<keyof typeof PATHS, readonly ModelReply['stop'][]>> = {
  anthropic: ['tool_use'],
  openai: ['tool_use'],
  google: ['other'],
  'openai-compatible': ['tool_use'],
};

const sentBack = (block: ModelReply['content'][number]) =>
  block.type === 'text' ? { ...block, cache: false } : block;

const PATHS = {
  anthropic: '/v1/messages',
  openai: '/v1/responses',
  google: '/v1beta/models/the-model:streamGenerateContent',
  'openai-compatible': '/v1/chat/completions',
} as const;
