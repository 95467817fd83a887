import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { openApi } from './client.ts';

/** In no text of ours. */
const WORD = 'zeugma4711';

/** Files below a folder in which the word stands, byte by byte. */
async function filesWith(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).includes(WORD));
}

test('P12: a word that went through every way to speak about a design is in no file once that is forgotten', async () => {
  const { client, engine, workshop } = await openApi();
  const said = async (path: string, body: unknown, key: string) => {
    const answer = await client.post(path, body, { 'idempotency-key': key });
    expect(answer.status, path).toBeLessThan(300);
    return answer.body;
  };
  const context = [{ name: `${WORD}.md`, text: WORD }];
  const id = DesignId.parse((await said('', { topic: `Who keeps ${WORD}?`, context }, 'start')).id);
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  await said(`/${id}/replies`, { text: `Ask ${WORD}.`, author: WORD }, 'reply');
  await said(`/${id}/answered`, { author: WORD }, 'done');
  await eventsUntil(engine, id, isEnd);
  await said(`/${id}/verdict`, { verdict: 'declined', note: WORD, author: WORD }, 'verdict');
  const question = { question: `Why ${WORD}?`, author: WORD };
  await said(`/${id}/questions`, question, 'question');
  await said(`/${id}/questions`, { ...question, private: true }, 'alone');
  await said(`/${id}/links`, { days: 1, author: WORD }, 'link');
  await engine.settled(id);
  expect(await filesWith(workshop.dataDir)).not.toEqual([]);

  expect((await client.post(`/${id}/forgetting`, { author: 'Ana' })).status).toBe(200);
  expect(await filesWith(workshop.dataDir)).toEqual([]);
});
