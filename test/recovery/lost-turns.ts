import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Parts } from '../../src/engine/parts/parts.ts';
import type { Store } from '../../src/ports/store.ts';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import type { CallModel } from '../../src/turns/model-broker.ts';
import type { DataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { startScriptedEndpoint } from '../entry/scripted-endpoint.ts';
import { askOf } from '../support/designs/ask-of.ts';
import type { ModelEndpoint, ReceivedRequest } from '../support/services/model-endpoint.ts';
import { breaksOff, lying, stalls } from '../support/services/model-endpoint-answers.ts';
import { environmentOf, spendsNoMore, startDearEndpoint } from './spends-no-more.ts';

/** Far beyond what it takes. */
const BOUND_MS = 60_000;
/**
 * A daemon that is killed while its endpoint answers: what was sent is paid for, and the next
 * daemon says so.
 */
const KILLS = 5;
const TOPIC = 'killed five times';
const PERSONAS = ['archaeologist', 'subtractor'];

/** Costs 0.18 before it is written. */
const DEAR = lying(breaksOff('stalls'), { usage: { input_tokens: 90_000, output_tokens: 1 } });

/** Of each persona the first answers never end: of one nothing comes, of the other a beginning. */
async function openWorld(folderOf: () => Promise<DataFolder>, more: Record<string, string> = {}) {
  const folder = await folderOf();
  onTestFinished(() => folder.remove());
  const silent = Array.from({ length: KILLS }, () => stalls('headers'));
  const begun = Array.from({ length: KILLS }, () => breaksOff('stalls'));
  const endpoint = await startScriptedEndpoint([
    { topic: TOPIC, title: 'Archaeologist', tool: 'pass', answers: [...silent, 'by default'] },
    {
      topic: 'in mid-sentence',
      title: 'Subtractor',
      tool: 'submit_proposal',
      answers: [...begun, 'by default'],
    },
    {
      topic: 'at a dear price',
      title: 'Subtractor',
      tool: 'submit_proposal',
      answers: [DEAR, 'by default'],
    },
  ]);
  onTestFinished(() => endpoint.close());
  const environment = {
    ...folder.environment,
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
    ANTHROPIC_BASE_URL: endpoint.url,
    ...more,
  };
  const stores: Store[] = [];
  const firstToken = Promise.withResolvers<void>();
  const start = async () => {
    const around = (parts: Parts): Parts => {
      stores.push(parts.store);
      return { ...parts, callModel: saying(parts.callModel, firstToken.resolve) };
    };
    const daemon = await InProcess.start(folder.path, environment, systemClock, { around });
    onTestFinished(() => daemon.stop());
    return daemon;
  };
  return { endpoint, start, firstToken: firstToken.promise, store: () => stores.at(-1) };
}

/** Says when the answer to an ask for a proposal begins. */
function saying(callModel: CallModel, begins: () => void): CallModel {
  return (order) => {
    const firstToken = (): void => {
      order.observer.onFirstToken();
      if (askOf(order.context).kind === 'proposals') begins();
    };
    return callModel({ ...order, observer: { ...order.observer, onFirstToken: firstToken } });
  };
}

const requestsOf = (endpoint: ModelEndpoint, title: string) =>
  endpoint.requests.filter(({ promptText }) => promptText.includes(`You are the ${title}.`));

/** What of a request a model reads; its other fields are settings. */
const inputOf = ({ body: { tools, system, messages } }: ReceivedRequest) => ({
  tools,
  system,
  messages,
});

const isDecided = ({ type }: PublicEvent) => type === 'gate_opened' || type === 'design_ended';

function usdOf(all: readonly { readonly costUsd: number | null }[]): number {
  return all.reduce((sum, { costUsd }) => sum + (costUsd ?? Number.NaN), 0);
}

/** Tells what becomes of turns that are lost, with a store that each test gets for itself. */
export function lostTurns(folderOf: () => Promise<DataFolder>): void {
  test('T6: each turn lost in five kills has its prompt, its steps and its least cost', async () => {
    const { endpoint, start } = await openWorld(folderOf);
    let daemon = await start();
    const { id } = await daemon.startDesign({
      topic: `A design that is ${TOPIC}`,
      personas: PERSONAS,
    });
    for (let kills = 1; kills <= KILLS; kills += 1) {
      await expect
        .poll(() => requestsOf(endpoint, 'Archaeologist').length, { timeout: BOUND_MS })
        .toBe(kills);
      await daemon.kill();
      daemon = await start();
    }
    await daemon.events(id).until('a gate or the end', isDecided);

    const records = await daemon.turns(id);
    const lost = records.filter(({ outcome }) => outcome === 'process_lost');
    expect(lost.filter(({ participant }) => participant === 'archaeologist')).toHaveLength(KILLS);
    const [first] = requestsOf(endpoint, 'Archaeologist');
    if (first === undefined) throw new Error('nothing was sent');
    for (const record of lost) {
      expect(record.prompt).toContain(TOPIC);
      expect(record.trace[0]).toMatchObject({ kind: 'prompt_assembled' });
      expect(record.error).toMatchObject({ class: 'charrette_stopped' });
      if (record.participant !== 'archaeologist') continue;
      expect(record.trace.map(({ kind }) => kind)).toEqual([
        'prompt_assembled',
        'request_sent',
        'request_failed',
      ]);
      // All that was sent may be in the endpoint's cache.
      const { inputTokens, cacheReadTokens } = record.usage;
      const tokens = JSON.stringify(inputOf(first)).length / 4;
      expect(inputTokens + cacheReadTokens).toBeLessThan(tokens);
      expect(inputTokens + cacheReadTokens).toBeGreaterThan(0.95 * tokens);
      expect(record.costIsAtLeast).toBe(true);
      expect(record.costUsd).toBeCloseTo((inputTokens * 2 + cacheReadTokens * 0.1) / 1e6, 10);
    }
    const { personas } = await daemon.design(id);
    expect(personas.find(({ name }) => name === 'archaeologist')).toMatchObject({
      costIsAtLeast: true,
    });
    expect(usdOf(personas)).toBeCloseTo(usdOf(records), 5);
    const unanswered = daemon.events(id).of('model_answered');
    expect(unanswered.filter(({ stopReason }) => stopReason === 'charrette_stopped')).toHaveLength(
      KILLS,
    );
  });

  test('T6: what was streamed and read until then is in the record as well', async () => {
    const { endpoint, start, store } = await openWorld(folderOf);
    const first = await start();
    const topic = 'A design that is cut in mid-sentence';
    const { id } = await first.startDesign({ topic, personas: ['subtractor'] });
    await first
      .events(id)
      .until('a proposal', ({ type, roundId }) => type === 'turn_started' && roundId === 'r2');
    await expect
      .poll(() => requestsOf(endpoint, 'Subtractor').length, { timeout: BOUND_MS })
      .toBeGreaterThan(1);
    // The endpoint's own count, which it gave when it began to answer, replaces the estimate.
    const streamed = async () => {
      const parts = (await store()?.traces(DesignId.parse(id))) ?? [];
      return parts.at(-1)?.underWay?.spent.usage.outputTokens;
    };
    await expect.poll(streamed, { timeout: BOUND_MS }).toBeGreaterThan(0);
    await first.kill();
    const next = await start();
    await next.insist(`/designs/${id}/cancel`, { reason: 'enough', author: 'ana' });
    await next.untilEnded(id);
    const lost = (await next.turns(id)).find(({ outcome }) => outcome === 'process_lost');
    expect(lost?.trace.map(({ kind }) => kind)).toContain('first_token');
    expect(lost?.usage.outputTokens).toBeGreaterThan(0);
    expect(lost).toMatchObject({ kind: 'proposals', costIsAtLeast: true });
  });

  test('T6: a daemon that is stopped stores first what has been streamed', async () => {
    const { start, firstToken } = await openWorld(folderOf);
    const first = await start();
    const topic = 'A design that is cut in mid-sentence';
    const { id } = await first.startDesign({ topic, personas: ['subtractor'] });
    await firstToken;
    await first.stop();
    const next = await start();
    await next.insist(`/designs/${id}/cancel`, { reason: 'enough', author: 'ana' });
    await next.untilEnded(id);
    const lost = (await next.turns(id)).find(({ outcome }) => outcome === 'process_lost');
    expect(lost?.trace.map(({ kind }) => kind)).toContain('first_token');
    // As the endpoint counts them.
    expect(lost?.usage.cacheWriteTokens).toBeGreaterThan(0);
  });

  test('T7: what a lost turn has cost counts at the daemon that goes on with it', async () => {
    const { endpoint, start, store } = await openWorld(folderOf);
    const first = await start();
    // Enough for a proposal, and not for another one after it.
    const request = {
      topic: 'A design at a dear price',
      personas: ['subtractor'],
      budgetUsd: 0.25,
    };
    const { id } = await first.startDesign(request);
    const told = async () => {
      const parts = (await store()?.traces(DesignId.parse(id))) ?? [];
      return parts.at(-1)?.underWay?.spent.usage.inputTokens;
    };
    await expect.poll(told, { timeout: BOUND_MS }).toBe(90_000);
    await first.kill();
    const asked = endpoint.requests.length;
    const next = await start();
    await next.events(id).until('a gate or the end', isDecided);
    expect(endpoint.requests).toHaveLength(asked);
    const { personas } = await next.design(id);
    expect(personas.find(({ name }) => name === 'subtractor')).toMatchObject({
      costIsAtLeast: true,
    });
    expect((await next.turns(id)).map(({ error }) => error?.class)).toContain('budget_used_up');
  });

  test('T7: four designs at once on five cents a day spend no more', async () => {
    const ceilings = { starts: 4, budgetUsd: 0.02, dayUsd: 0.05 };
    const endpoint = await startDearEndpoint(onTestFinished);
    const { start } = await openWorld(folderOf, environmentOf(ceilings, endpoint));
    await spendsNoMore([await start()], ceilings);
  });
}
