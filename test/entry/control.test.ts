import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openBundleFolder } from '../../src/adapters/files/bundle-folder.ts';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { costOf } from '../../src/core/vocabulary/figures.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { compose } from '../../src/entry/compose.ts';
import { readConfiguration } from '../../src/entry/config.ts';
import { verifyBundle } from '../../src/runtime/bundle/verify.ts';
import type { Model, ModelRequest } from '../../src/runtime/ports/model.ts';
import { ModelFault } from '../../src/runtime/ports/model.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { createModelBroker } from '../../src/runtime/turn/model-broker.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { MARKER, SOLO_ANSWER } from './control-endpoint.ts';

interface World {
  readonly prompts: { readonly turns: string[]; readonly alone: string[] };
  readonly events: readonly { readonly type: string }[];
  readonly folder: string;
  readonly record: string;
  readonly status: string | undefined;
  readonly decision: string;
  /** USD that count towards the day, beside those of the turns. */
  readonly besideUsd: number;
}

/** Runs a design with a control to its end. `isBroken`: the model that answers alone fails. */
async function ended({ isBroken = false, control = true } = {}): Promise<World> {
  const dataDir = temporaryFolder();
  const configuration = readConfiguration({
    PATH: process.env.PATH,
    CHARRETTE_DATA_DIR: dataDir,
    CHARRETTE_STANDBY: '0',
    ANTHROPIC_API_KEY: 'nobody-has-this-key',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
    CHARRETTE_MODEL: 'scripted',
  });
  const prompts = { turns: [] as string[], alone: [] as string[] };
  let store: Pick<Store, 'spentSince'> | null = null as Pick<Store, 'spentSince'> | null;
  const { engine } = await compose(
    { ...configuration, logLevel: 'silent' },
    {
      around: (parts) => {
        store = parts.store;
        const rehearsed = createRehearsalModel({
          latencyMs: 0,
          clock: parts.clock,
          personas: parts.personas,
        });
        const model: Model = {
          rehearsal: false,
          answer: async (request, context, options) => {
            if (!('alone' in context)) {
              prompts.turns.push(textOf(request));
              return {
                ...(await rehearsed.answer(request, context, options)),
                model: 'scripted',
                costUsd: 0.01,
              };
            }
            if (isBroken) throw new ModelFault('invalid_request', 'It does not answer.', false);
            prompts.alone.push(textOf(request));
            const isComparing = context.alone === 'compare';
            const name = isComparing ? 'compare_decisions' : 'answer_alone';
            const input = isComparing ? { better: 'first', reason: 'It stands first.' } : SOLO_ANSWER;
            return {
              content: [{ type: 'tool_use', id: 'one', name, input }],
              stop: 'tool_use',
              model: 'scripted',
              usage: { inputTokens: 1, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 1 },
              costUsd: 0.02,
            };
          },
        };
        return { ...parts, callModel: createModelBroker({ model, clock: parts.clock }), priceOf: () => 0.01 };
      },
    },
  );
  onTestFinished(() => engine.stop());
  const started = await engine.start({
    topic: 'Where does the queue live?',
    context: [],
    personas: [],
    repository: null,
    startedBy: 'Ana',
    thread: null,
    settings: { gates: 'none', answerMs: 0, ...(control ? { control: 'solo' as const } : {}) },
    isOperators: true,
  }).answered;
  if (!started.ok) throw new Error(started.refusal.message);
  const { id } = started.design;
  await engine.settled(id);
  const design = await engine.design(id);
  const events = (await engine.parts.store.events(id, 0, 10_000)).map(({ event }) => event);
  const folder = join(dataDir, 'designs', id satisfies DesignId);
  const record = await readFile(join(folder, 'record.md'), 'utf8');
  const decision = await readFile(join(folder, 'decision.md'), 'utf8').catch(() => '');
  const spentUsd = (await store?.spentSince(0))?.spentUsd ?? 0;
  const besideUsd = spentUsd - (costOf(design?.turns ?? []) ?? 0);
  return { besideUsd, prompts, events, folder, record, status: design?.end?.status, decision };
}

function textOf({ system, messages }: ModelRequest): string {
  return JSON.stringify([system, messages]);
}

const kinds = ({ events }: World) => events.map(({ type }) => type);

test('J15: a control is sealed, shown to nobody who takes part, compared after the outcome, and filed', async () => {
  const world = await ended();
  const order = ['control_sealed', 'outcome_settled', 'control_compared', 'files_written', 'design_ended'];
  expect(kinds(world).filter((type) => order.includes(type))).toEqual(order);
  expect(world.prompts.turns.length).toBeGreaterThan(20);
  // T7: every call counts towards the day, those of the answer and those of the comparison.
  expect(world.besideUsd).toBeCloseTo(0.02 * world.prompts.alone.length, 6);
  for (const prompt of world.prompts.turns) expect(prompt).not.toContain(MARKER);
  // It would be noticed: those who choose and compare are shown it.
  expect(world.prompts.alone.some((prompt) => prompt.includes(MARKER))).toBe(true);
  expect(await readFile(join(world.folder, 'control.md'), 'utf8')).toContain(MARKER);
  expect(world.decision).not.toContain(MARKER);
  expect(world.record).toContain('the order decided which of the two was preferred');
  const verified = await verifyBundle(await openBundleFolder(world.folder));
  expect(verified.verdict).toBe('verified');
  expect(verified.checks.find(({ name }) => name === 'seals')?.words).toContain(
    'the answer of one model alone',
  );
}, 120_000);

test('J15: a control that fails is said in the record, and harms nothing of the design', async () => {
  const [broken, without] = [await ended({ isBroken: true }), await ended({ control: false })];
  expect(kinds(broken)).toContain('control_failed');
  expect(kinds(broken)).not.toContain('control_compared');
  expect(broken.record).toContain('One model alone gave no answer to compare with: It does not answer.');
  expect(broken.status).toBe(without.status);
  expect(broken.decision).not.toBe('');
  expect(kinds(broken).filter((type) => type === 'round_opened')).toEqual(
    kinds(without).filter((type) => type === 'round_opened'),
  );
  expect((await verifyBundle(await openBundleFolder(broken.folder))).verdict).toBe('verified');
}, 120_000);
