import { isDeepStrictEqual } from 'node:util';
import { test, vi } from 'vitest';
import { World } from '../../entry/slack/world.ts';
import { until } from '../../entry/waiting.ts';

vi.setConfig({ testTimeout: 300_000 });

test('a daemon is ready while Slack is not connected, and says which it is', async () => {
  const world = await World.open({ slack: { faults: { seed: 1, share: 0 } } });
  const { slack, daemon } = world;
  const says = (state: string) =>
    until(`Slack is ${state}`, async () => {
      const response = await daemon.request('/readyz', { headers: { authorization: '' } });
      const told = { status: response.status, body: await response.json() };
      return isDeepStrictEqual(told, { status: 200, body: { status: 'ready', slack: state } });
    });
  await says('connected');
  // It is tried again ever more rarely: there are seconds to look at it.
  slack.faults.script('apps.connections.open', ...Array(5).fill('failed_before'));
  slack.sockets.drop();
  await says('not connected');
  await says('connected');
});
