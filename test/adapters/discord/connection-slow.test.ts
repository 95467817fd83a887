import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { fastClock } from '../../entry/pace.ts';
import { WAIT } from '../engines.ts';
import { connectionTo, ownFleet, settingsFor } from './connection-world.ts';
import { hastyLibrary } from './local.ts';
import { startSlowGateway } from './slow-gateway.ts';

const own = ownFleet();
hastyLibrary();

async function slowGateway() {
  const gateway = await startSlowGateway();
  onTestFinished(gateway.close);
  return gateway;
}

describe('a connection that takes its time', () => {
  test('can be stopped in the middle of it, and is hung up should it come up all the same', async () => {
    const gateway = await slowGateway();
    const { connection, heard } = connectionTo(settingsFor(gateway), own.fleet);
    await expect.poll(() => gateway.state.asked, WAIT).toBe(1);
    const begunAt = systemClock.now();
    await connection.stop();
    expect(systemClock.now() - begunAt).toBeLessThan(20_000);
    // The library connects again after it was told to end.
    await expect.poll(() => gateway.state.asked, WAIT).toBe(2);
    gateway.answer();
    await expect.poll(() => gateway.open, WAIT).toBe(0);
    expect(gateway.state.closes.at(-1)).toBe(1_000);
    expect([heard, connection.isConnected(), connection.isLeader()]).toEqual([[], false, false]);
  });

  test('can be stopped at once while Discord does not answer at all', async () => {
    let asked = 0;
    const silent = createServer(() => {
      asked += 1;
    });
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    onTestFinished(async () => {
      silent.closeAllConnections();
      silent.close();
    });
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api`;
    const settings = settingsFor({
      apiUrl,
      token: 'local.discord.token',
      applicationId: '123456789012345678',
    });
    const { connection } = connectionTo(settings, own.fleet);
    await expect.poll(() => asked, WAIT).toBeGreaterThan(1);
    const begunAt = systemClock.now();
    await connection.stop();
    // A call alone may take ten seconds, and the whole daemon has no more to stop.
    expect(systemClock.now() - begunAt).toBeLessThan(8_000);
  });

  test('is given up for a fresh one when no session begins', async () => {
    const gateway = await slowGateway();
    const { connection, logged } = connectionTo(settingsFor(gateway), own.fleet, {}, fastClock(100));
    await expect.poll(() => gateway.state.asked, WAIT).toBeGreaterThan(1);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'discord_not_connected', level: 'warn' }));
    expect(connection.isConnected()).toBe(false);
    gateway.answer();
    await expect.poll(connection.isConnected, WAIT).toBe(true);
  });

  test('is tried for as long as Discord is away, and begun anew when it is back', async () => {
    const gateway = await slowGateway();
    gateway.answer();
    const { connection, heard } = connectionTo(settingsFor(gateway), own.fleet);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    gateway.state.isAway = true;
    gateway.drop();
    await expect.poll(connection.isConnected, WAIT).toBe(false);
    await expect.poll(() => gateway.state.attempts, WAIT).toBeGreaterThan(3);
    gateway.state.isAway = false;
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    await expect.poll(() => heard.map(({ event }) => event), WAIT).toEqual(['READY', 'READY']);
  });
});
