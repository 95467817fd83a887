import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect } from 'vitest';
import { openVendor } from '../../src/adapters/models/vendors/model.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { ROUNDS } from '../../src/core/vocabulary/round.ts';
import { ROUND_KINDS } from '../../src/core/vocabulary/sets.ts';
import type { ToolSpec } from '../../src/ports/model.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { CONDUCT } from '../../src/turns/prompt/conduct.ts';
import { listToolSpecs } from '../../src/turns/tools.ts';
import { ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { plain } from '../entry/models/three-wires.ts';
import { afterwards } from '../entry/waiting.ts';
import { needing } from '../support/runner/needing.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { type ReceivedRequest, startModelEndpoint } from '../support/services/model-endpoint.ts';
import { anthropicModel, entryOfShipped } from '../support/services/shipped-models.ts';
import { COMPATIBLE_WIRE } from '../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../support/services/wires/vendor-endpoint.ts';
import { startEngine } from './server.ts';

const { test } = await needing('a real engine');

let engine = '';
beforeAll(async () => {
  const { url, stop } = await startEngine();
  engine = url;
  return stop;
});

const THREE = ['archaeologist', 'subtractor', 'outsider'];
const CLOCKS = { connectMs: 30_000, firstTokenMs: 120_000, stallMs: 60_000, totalMs: 120_000 };

/** The clients of the two wires that the engine speaks, with tools of each form. */
const WIRES: Readonly<Record<string, (tools: 'strict' | 'plain') => Model | Promise<Model>>> = {
  anthropic: (tools) => anthropicModel(engine, { tools, cache: false }),
  'openai-compatible': async (tools) => {
    const changes = { wire: 'openai-compatible', tools, efforts: [], cache: false } as const;
    const entry = entryOfShipped(`${engine}/v1`, changes);
    return (await openVendor({ entry, apiKey: 'none', log: silentLog }))();
  },
};

describe.each(Object.keys(WIRES))('A20: %s', (wire) => {
  test.for(
    ROUND_KINDS.flatMap((kind) => [
      { kind, form: 'strict' as const },
      { kind, form: 'plain' as const },
    ]),
  )(
    'a model takes the $form tools of $kind, and calls one with every field that it asks for',
    async ({ kind, form }) => {
      const { tools: terminalTools } = ROUNDS[kind];
      const { readings } = CONDUCT[kind];
      const tools = listToolSpecs({ terminalTools, readings, hasRepository: true });
      const model = await WIRES[wire]?.(form);
      const reply = await model?.answer(
        {
          model: 'random',
          effort: 'low',
          maxOutputTokens: 4_000,
          system: [],
          tools,
          messages: [HELLO],
        },
        { ask: null, question: '', places: [] },
        { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => undefined },
      );
      const calls = (reply?.content ?? []).filter((block) => block.type === 'tool_use');
      expect(calls).toHaveLength(1);
      for (const { name, input } of calls) expect(missingIn(name, input, tools)).toEqual([]);
    },
  );
});

const HELLO = {
  role: 'user' as const,
  content: [{ type: 'text' as const, text: 'Go on.', cache: false }],
};

function missingIn(name: string, input: unknown, tools: readonly ToolSpec[]): string[] {
  const schema = tools.find((tool) => tool.name === name)?.inputSchema;
  if (schema === undefined || typeof input !== 'object' || input === null) return [name];
  return (schema.required ?? []).filter((field) => !(field in input));
}

/** The file of a model at an address, on a wire. */
const listed = (wire: string, url: string, more: string) => `
families: { llama: Llama }
models:
  local: { family: llama, wire: ${wire}, base_url: ${url}, key: none, efforts: none, price: none, ${more} }
`;

describe('a whole design', () => {
  test.for([
    { wire: 'anthropic', path: '/v1/messages' },
    { wire: 'openai-compatible', path: '/v1/chat/completions' },
  ])(
    'on $wire: the engine takes each request and calls a tool in its form, whose words are replaced by sense',
    async ({ wire, path }) => {
      const between = await (wire === 'anthropic'
        ? startModelEndpoint()
        : startVendorEndpoint(COMPATIBLE_WIRE));
      afterwards(() => between.close());
      const unsound: string[] = [];
      between.respondWith(async (request) => {
        unsound.push(...(await problemsOf(request, path)));
        return plain(request);
      });
      const file = join(temporaryFolder(), 'models.yaml');
      await writeFile(file, listed(wire, between.url, 'context: 128000'));
      const folder = await ownDataFolder();
      const daemon = await InProcess.start(
        folder.path,
        { ...folder.environment, CHARRETTE_MODELS: file, CHARRETTE_GATE_SECONDS: '1' },
        systemClock,
      );
      afterwards(async () => {
        await daemon.stop();
        await folder.remove();
      });
      const { id } = await daemon.startDesign({
        topic: 'A queue on an island',
        personas: THREE,
      });
      await daemon.untilEnded(id);
      expect(unsound).toEqual([]);
      expect(between.problems).toEqual([]);
      const { decision } = await daemon.design(id);
      expect(decision?.sentence).toBeTruthy();
      const kinds = new Set((await daemon.turns(id)).map(({ kind }) => kind));
      expect([...kinds]).toEqual(
        expect.arrayContaining(['framing', 'proposals', 'mapping', 'argument', 'audit']),
      );
    },
  );
});

/** Sends the same request to the engine, and returns what is wrong with its answer. */
async function problemsOf({ body }: ReceivedRequest, path: string): Promise<string[]> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${engine}${path}`, {
    ...sent,
    body: JSON.stringify({ ...body, stream: false }),
  });
  const text = await response.text();
  if (!response.ok) return [`${response.status}: ${text.slice(0, 300)}`];
  return text.includes('"tool_calls"') || text.includes('"tool_use"')
    ? []
    : [`no call: ${text.slice(0, 300)}`];
}
