import { expect, test } from 'vitest';
import { Client, openApi, SLACK } from './client.ts';

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
