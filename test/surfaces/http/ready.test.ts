import { expect, test } from 'vitest';
import { createBundles } from '#record/bundles.ts';
import { openWorkshop } from '../../engine/running-engine.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { apiOn, Client, openApi, SLACK } from './client.ts';

test('a daemon is ready whichever platforms it is connected to, and says of each which it is', async () => {
  const { engine } = await openApi();
  const gateways = new Map([
    ['slack', SLACK],
    ['discord', { ...SLACK, isConnected: () => false }],
    ['other', { ...SLACK, tokenToDo: () => 'Copy it again.' }],
  ]);
  const { app } = new Client(engine, { gateways });
  const response = await app.request('/readyz');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: 'ready',
    slack: 'connected',
    discord: 'not connected',
    other: 'not connected: Copy it again.',
  });
});

test('P15: a daemon whose disk does not tell its free space is ready, and says so', async () => {
  const workshop = await openWorkshop();
  const bundles = createBundles({ dataDir: workshop.dataDir, log: silentLog });
  const { client } = await apiOn(workshop, {
    parts: { bundles: { ...bundles, freeBytes: async () => null } },
  });
  expect(await (await client.app.request('/readyz')).json()).toEqual({
    status: 'ready',
    disk: 'free space unknown',
  });
});
