import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leaveLargeStore, overwriteDatabase } from '../support/databases/damage.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { TOKEN } from './daemon.ts';
import { InProcess } from './in-process.ts';

const folder = temporaryFolder();

const DAMAGED = 'The database file is damaged. Stop Charrette, keep its data folder';

test('P2: a store found damaged makes the daemon unready, and everybody is told so', async () => {
  const dataDir = join(folder, 'data');
  const id = await leaveLargeStore(dataDir);
  const daemon = await InProcess.open(dataDir, { CHARRETTE_REHEARSAL: '1' });
  const here = { CHARRETTE_HTTP_PORT: new URL(daemon.url).port, CHARRETTE_ADMIN_TOKEN: TOKEN };
  expect((await daemon.request('/readyz')).status).toBe(200);
  expect((await calledHere(dataDir, ['doctor'], here)).stdout).toMatch(
    /store +ok +in use by the running daemon/,
  );
  overwriteDatabase(join(dataDir, 'store.sqlite'));

  const unavailable = {
    error: {
      code: 'unavailable',
      message: expect.stringContaining(DAMAGED),
      details: { fault: 'store_unavailable' },
    },
  };
  const read = await daemon.request(`/api/v1/designs/${id}/events`);
  expect([read.status, await read.json()]).toEqual([503, unavailable]);
  const ready = async () => {
    const answer = await daemon.request('/readyz');
    return [answer.status, await answer.json()];
  };
  // What it was found to be within the second before is told again.
  await expect.poll(ready, { timeout: 10_000 }).toEqual([503, unavailable]);
  const started = await daemon.post('/designs', {
    topic: 'Should the job queue move to Postgres?',
  });
  expect([started.status, started.body]).toEqual([503, unavailable]);
  expect((await daemon.request('/healthz')).status).toBe(200);

  const doctor = await calledHere(dataDir, ['doctor'], here);
  expect(doctor.stdout).toMatch(new RegExp(`store +problem +.*${DAMAGED}`));
  expect(doctor.stdout).toMatch(/port +ok +the daemon answers/);
  const show = await calledHere(dataDir, ['watch', id, '--json'], here);
  expect([show.code, show.stderr]).toEqual([1, expect.stringContaining(DAMAGED)]);
  await daemon.stop();
});
