/** A turn with a real child process, a store of its own, and a model that says what is scripted. */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Step } from '#design/state.ts';
import type { Block, CallOptions, Model, ModelAnswer, ModelRequest } from '#models/model.ts';
import type { Repository } from '#repository/repository.ts';
import type { PersonaSession } from '#sessions/session.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import { createLog } from '#support/log.ts';
import { createRedactor } from '#support/redact.ts';
import { type DesignWorld, startCommand } from '#test/support/design-world.ts';
import { sampleSubmission } from '#test/support/sample-submissions.ts';
import { PrefixGate } from '#turns/prefix-gate.ts';
import type { TraceStep } from '#turns/record.ts';
import { type Reserved, runTurn, type TurnContext } from '#turns/run-turn.ts';
import { FILES, worldAt } from './prompt-world.ts';

export const USAGE = {
  inputTokens: 1_000,
  cacheWriteTokens: 0,
  cacheReadTokens: 500,
  outputTokens: 100,
};
export const PRICE = { input: 2, output: 10, cacheWrite: 2.5, cacheRead: 0.2 };
/** Price of one answer with `USAGE`. */
export const ANSWER_USD = 0.0031;

export type Script = (
  request: ModelRequest,
  options: CallOptions,
  call: number,
) => Promise<ModelAnswer> | ModelAnswer;

export function answer(content: readonly Block[], more: Partial<ModelAnswer> = {}): ModelAnswer {
  return { content, stopReason: 'tool_use', usage: USAGE, model: 'scripted-1', ...more };
}
export function calls(name: string, input: unknown): ModelAnswer {
  return answer([{ type: 'tool_use', id: `use_${randomUUID()}`, name, input }]);
}
export function says(text: string): ModelAnswer {
  return answer([{ type: 'text', text }], { stopReason: 'end' });
}

/** One answer after the other; the last one again and again. */
export function inOrder(...answers: readonly (ModelAnswer | Error)[]): Script {
  return (_request, { onFirstEvent }, call) => {
    const next = answers[Math.min(call, answers.length) - 1];
    if (next === undefined) throw new Error('nothing is scripted');
    if (next instanceof Error) throw next;
    onFirstEvent?.();
    return next;
  };
}

export function scriptedModel(script: Script, more: Partial<Model> = {}) {
  const requests: ModelRequest[] = [];
  const model: Model = {
    name: 'scripted',
    family: 'scripted',
    price: PRICE,
    async call(request, options) {
      requests.push(request);
      return await script(request, options, requests.length);
    },
    ...more,
  };
  return { model, requests };
}

export class Ledger {
  readonly reserved: number[] = [];
  readonly settled: number[] = [];
  refusedBy: 'design' | 'day' | null = null;

  async reserve(usd: number, _signal: AbortSignal): Promise<Reserved | 'design' | 'day'> {
    if (this.refusedBy !== null) return this.refusedBy;
    this.reserved.push(usd);
    return {
      settle: async (spent) => {
        this.settled.push(spent);
      },
    };
  }
}

/** The design at this step, its first open turn (or `participant`'s), and what it takes to run it. */
export async function openTurn(step: Step, script: Script, participant?: string) {
  const world = worldAt(step);
  const turn = world.design.turns.find(
    (each) => each.outcome === 'open' && (participant ?? each.participant) === each.participant,
  );
  if (turn === undefined) throw new Error(`no turn is open in ${step}`);
  const store = await openScratchStore();
  const { id: designId } = world.design;
  const epoch = await ownDesign(store, world);
  const log = createLog({ level: 'silent', redact: (text) => text });
  const { model, requests } = scriptedModel(script);
  const ledger = new Ledger();
  const session = await openSession(turn.participant, turn.sessionId);
  const controller = new AbortController();
  const context: TurnContext = {
    design: world.design,
    turnId: turn.id,
    personas: FILES,
    model,
    session,
    repository: REPOSITORY,
    recorder: store,
    epoch,
    money: ledger,
    gate: new PrefixGate(),
    limits: { totalMs: 60_000, idleMs: 30_000 },
    now: Date.now,
    signal: controller.signal,
    log,
    redact: createRedactor(['hunter2-hunter2']),
  };
  const readTrace = async (): Promise<readonly TraceStep[]> =>
    (await store.turn(designId, turn.id))?.trace ?? [];
  return {
    world,
    turn,
    context,
    requests,
    ledger,
    controller,
    store,
    readTrace,
    sample: sampleSubmission(world.design, turn),
    run: (changes: Partial<TurnContext> = {}) => runTurn({ ...context, ...changes }),
  };
}

async function openScratchStore() {
  const dataDir = await mkdtemp(join(tmpdir(), 'charrette-turns-'));
  const store = await openStore({ dataDir });
  onTestFinished(async () => {
    await store.close();
    await rm(dataDir, { recursive: true });
  });
  return store;
}

/** The epoch in which this test owns the design. */
async function ownDesign(store: Awaited<ReturnType<typeof openStore>>, { design }: DesignWorld) {
  const by = { name: 'Ana', id: 'U123', via: 'slack' } as const;
  await store.putCommand(
    {
      designId: design.id,
      platform: 'test',
      platformId: randomUUID(),
      command: startCommand(),
      at: design.startedAt,
    },
    {
      topic: design.topic,
      status: 'running',
      phase: 'spawning',
      step: 'spawning',
      headline: '',
      depth: 'standard',
      startedBy: by,
      platform: null,
      channel: '',
      thread: '',
      startedAt: design.startedAt,
      endedAt: null,
      costUsd: null,
      isRehearsal: false,
    },
  );
  const row = await store.claim(design.id, { id: randomUUID(), process: null }, 600_000);
  if (row === null) throw new Error('the design could not be claimed');
  return row.epoch;
}

async function openSession(
  participant: string,
  sessionId: PersonaSession['id'],
): Promise<PersonaSession & { readonly pid: number }> {
  const log = createLog({ level: 'silent', redact: (text) => text });
  const spawn = createSpawner({ log, redact: (text) => text });
  const session = spawn({ sessionId, participant, keepDiagnostics: async () => undefined });
  onTestFinished(() => session.stop());
  const { pid } = await session.ready;
  return Object.assign(session, { pid });
}

/** One file, with a secret in it. */
export const REPOSITORY: Repository = {
  async use(tool, input) {
    if (tool === 'history') throw new Error('git is gone');
    if (tool === 'list_files') return { text: 'no such folder', isError: true };
    return { text: `${tool} ${JSON.stringify(input)}: key=hunter2-hunter2`, isError: false };
  },
  async cite(place) {
    if (place.startsWith('broken')) throw new Error('git is gone');
    return place.startsWith('ops/2026-03.md') ? 'stands' : 'absent';
  },
};
