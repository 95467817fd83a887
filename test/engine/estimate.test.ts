/** What people are told about cost and time before a design starts. */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mint } from '#design/ids.ts';
import { costOf } from '#design/money.ts';
import { estimateOf } from '#engine/estimate.ts';
import { summaryOf } from '#engine/loaded.ts';
import { chainEvents } from '#record/chain.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { type DesignWorld, designAt, startCommand } from '#test/support/design-world.ts';

async function putEnded(store: Store, { design, events }: DesignWorld): Promise<void> {
  const designId = mint('design', randomUUID());
  const command = { ...startCommand(), designId };
  const summary = summaryOf(design);
  const row = { designId, platform: 'test', platformId: designId, command, at: 0 };
  const { id } = await store.putCommand(row, summary);
  const owner = { id: 'me', process: null };
  const claimed = await store.claim(designId, owner, 10_000);
  await store.commit({
    designId,
    epoch: claimed?.epoch ?? 0,
    version: 0,
    events: chainEvents(null, events),
    summary,
    isEnded: true,
    answers: [{ inboxId: id, answer: { ok: true, version: events.length } }],
  });
}

test('three designs of a depth say more about the next than what was measured, without the time that people took', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'charrette-estimate-'));
  const store = await openStore({ dataDir });
  const asked = designAt('answering').must({ type: 'report_questions_seen' });
  asked.now += 40 * 60_000;
  const ended = asked.runTo('ended');
  await putEnded(store, ended);
  await putEnded(store, ended);
  expect(await estimateOf(store, 'standard')).toEqual({ usd: 1.5, ms: 7 * 60_000 });
  await putEnded(store, ended);
  const { design } = ended;
  const { usd, ms } = await estimateOf(store, 'standard');
  expect(usd).toBeCloseTo(costOf(design).usd, 6);
  expect(ms).toBeLessThan(5 * 60_000);
  expect(design.lastAt - design.startedAt).toBeGreaterThan(40 * 60_000);
  expect(await estimateOf(store, 'quick')).toEqual({ usd: 0.4, ms: 3 * 60_000 });
  await store.close();
  await rm(dataDir, { recursive: true });
});
