import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundleFolder } from '../../../src/adapters/files/bundle-folder.ts';
import { createRehearsalModel } from '../../../src/adapters/rehearsal/model.ts';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { verifyBundle } from '../../../src/runtime/bundle/verify.ts';
import type { Model } from '../../../src/runtime/ports/model.ts';
import { openApi } from '../../adapters/http/client.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { shipped } from '../../support/shipped-personas.ts';
import { sampleSubmissions } from '../../support/submissions.ts';
import { eventsUntil, isEnd } from '../engine/running-engine.ts';

const PASSWORD = 'Tr0ub4dor&3x';
const WORDS = `The password is ${PASSWORD}.`;

/** One model alone has the password in its answer, and the one that compares repeats it in its reasons. */
const rehearsed = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
const model: Model = {
  ...rehearsed,
  rehearsal: false,
  async answer(request, context, options) {
    if (!('alone' in context)) return await rehearsed.answer(request, context, options);
    const isComparing = context.alone === 'compare';
    const decision = { ...sampleSubmissions.submit_composite.decision, paragraph: WORDS };
    const grounds = [{ text: WORDS, citation: { place: '', quote: '' } }];
    const input = isComparing
      ? { better: 'first', reason: WORDS }
      : { decision, grounds, confidence: 0.7, rationale: WORDS };
    const name = isComparing ? 'compare_decisions' : 'answer_alone';
    const usage = { inputTokens: 1, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 1 };
    const content = [{ type: 'tool_use' as const, id: 'one', name, input }];
    return { content, stop: 'tool_use', model: request.model, usage, costUsd: 0.01 };
  },
};
const { engine, client, workshop } = await openApi({ model, settings: { gates: 'none' } });

/** Every file below the data folder that has the password in its bytes, the store's own file and its log among them. */
function filesWithIt(folder = workshop.dataDir): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWithIt(path);
    return readFileSync(path).includes(PASSWORD) ? [path.slice(workshop.dataDir.length + 1)] : [];
  });
}

async function controlled(): Promise<{ id: DesignId; replyId: string }> {
  const asked = {
    topic: 'Should the job queue move to Postgres?',
    personas: ['archaeologist'],
    control: true,
  };
  const { id } = (await client.post('', asked)).body;
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  await client.post(`/${id}/replies`, { text: WORDS, author: 'Ben' });
  const replyId = (await engine.design(id))?.replies[0]?.id ?? '';
  await client.post(`/${id}/answered`, { author: 'Ben' });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  return { id, replyId };
}

test('P12: words of a control that are named for removal are in no place any more, and the bundle still verifies', async () => {
  const { id, replyId } = await controlled();
  const read = async (name: string) => (await client.get(`/${id}/artifacts/${name}`)).text;
  const verified = async () => verifyBundle(await openBundleFolder(engine.parts.bundles.folder(id)));
  expect(await read('control.md')).toContain(PASSWORD);
  expect(await read('record.md')).toContain(PASSWORD);
  expect((await verified()).verdict).toBe('verified');
  const sealed = (await engine.design(id))?.control.sealed?.sha256;

  const path = `/${id}/replies/${encodeURIComponent(replyId)}/redaction`;
  const { status, body } = await client.post(path, { words: PASSWORD });
  expect(status).toBe(200);
  expect(body.files).toEqual(expect.arrayContaining(['control.md', 'record.md']));
  expect(filesWithIt()).toEqual([]);
  expect((await client.get(`/${id}/events`)).text).not.toContain(PASSWORD);
  expect(await read('control.md')).toMatch(/^# Redacted\n\nWords in this answer were taken back/);

  // The seal is that of the answer as it was given: it stands, and says of itself that words are gone.
  const checked = await verified();
  expect(checked).toMatchObject({ verdict: 'verified', redacted: body.texts });
  expect((await engine.design(id))?.control.sealed).toMatchObject({ sha256: sealed });
});
