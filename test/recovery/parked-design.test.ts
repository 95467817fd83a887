import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { type Daemon, processesOf, untilGone } from '../entry/daemon.ts';
import type { InProcess } from '../entry/in-process.ts';
import type { DaemonOptions } from '../support/processes/daemon-process.ts';
import { expectNoProcess, expectThread, expectWhole } from './expected.ts';
import { attend, PERSONAS, say, start, untilAsked } from './people.ts';
import { until, World } from './world.ts';

const PARKING = { LEVER_PARK_SECONDS: '0.2' };

type Some = Daemon | InProcess;

function isParked({ type, parks }: PublicEvent): boolean {
  return type === 'status_changed' && parks === true;
}

/** Everybody has been given back, and no process of the design is left. */
async function untilParked(daemon: Some, id: string): Promise<string[]> {
  const feed = daemon.events(id);
  await feed.until('all sessions parked', isParked);
  const sessions = feed.of('session_started').map(({ sessionId }) => String(sessionId));
  if ('sessions' in daemon)
    await until('the end of its sessions', () => daemon.sessions.running.size === 0);
  else await untilGone(() => processesOf(sessions));
  return sessions;
}

async function gone({ chat }: World, daemon: Some, id: string): Promise<void> {
  const { seen } = daemon.events(id);
  await expectThread(seen, id, chat);
  const end = await daemon.stop();
  if (end !== undefined) expect(end, daemon.output).toEqual({ code: 0, signal: null });
  await expectThread(seen, id, chat);
  await expectNoProcess(seen);
}

describe('a design that waits for people', () => {
  test('A7, J10: while people answer no process is needed; their words wake the synthesizer, their end everybody', async () => {
    const world = await World.ofTest();
    const daemon = await world.start(await world.daemon(null, PARKING));
    const id = await start(daemon, 'Parked while people are answering');
    const feed = daemon.events(id);
    await untilAsked(daemon, id, 'answering_opened');
    const first = await untilParked(daemon, id);
    expect(await daemon.design(id)).toMatchObject({ status: 'awaiting_input' });

    await say(daemon, id, 'replies', { text: 'Some hundred.', author: 'ana' });
    await feed.until('words that are read', ({ type }) => type === 'answers_matched');
    await untilParked(daemon, id);
    expect(feed.of('session_started').slice(first.length)).toMatchObject([
      { participant: 'synthesizer', origin: 'wake' },
    ]);

    await attend(daemon, id);
    await expectWhole(daemon, id, world.chat);
    expect((await daemon.design(id)).personas.map(({ retried }) => retried)).toEqual(
      Array(4).fill(false),
    );
    await gone(world, daemon, id);
  });

  test('C18: a design that waits for people, killed meanwhile and again at a gate, loses nothing', async () => {
    const world = await World.ofTest();
    const given = await world.daemon(null, PARKING);
    let daemon = await world.startHere(given);
    const id = await start(daemon, 'Killed while it is parked');
    await untilAsked(daemon, id, 'answering_opened');
    await untilParked(daemon, id);
    daemon = await again(world, daemon, given);
    await say(daemon, id, 'answered', { author: 'ana' });
    await untilAsked(daemon, id, 'gate_opened');
    await untilParked(daemon, id);
    daemon = await again(world, daemon, given);
    await attend(daemon, id);
    await expectWhole(daemon, id, world.chat);
    await gone(world, daemon, id);
  });

  test('C23: with all its processes killed at a gate, it is sent back, signed again, and accepted', async () => {
    const world = await World.ofTest();
    const daemon = await world.start(await world.daemon(null));
    const id = await start(daemon, 'Killed at its gates');
    const feed = daemon.events(id);
    await untilAsked(daemon, id, 'answering_opened');
    await say(daemon, id, 'answered', { author: 'ana' });
    await untilAsked(daemon, id, 'gate_opened');
    await killAll(feed.of('session_started'));
    await say(daemon, id, 'gates/gate-1', { choice: 'send_back', author: 'ana' });
    await feed.until(
      'its second gate',
      ({ type, gateId }) => type === 'gate_opened' && gateId === 'gate-2',
    );
    await killAll(feed.of('session_started'));
    await say(daemon, id, 'gates/gate-2', { choice: 'accept', author: 'ana' });
    await expectWhole(daemon, id, world.chat);
    const woken = feed.of('session_started').filter(({ origin }) => origin === 'wake');
    expect(woken.map(({ participant }) => participant)).toEqual(
      expect.arrayContaining(['synthesizer', ...PERSONAS]),
    );
    expect((await daemon.design(id)).personas.map(({ retried }) => retried)).toEqual(
      Array(4).fill(false),
    );
    await gone(world, daemon, id);
  });

  test('A7: a gate that nobody decides ends at its deadline, also when no daemon was there at that moment', async () => {
    const world = await World.ofTest();
    const given = await world.daemon(null, { ...PARKING, CHARRETTE_GATE_SECONDS: '15' });
    let daemon = await world.startHere(given);
    const untilGate = async (topic: string): Promise<string> => {
      const id = await start(daemon, topic);
      await untilAsked(daemon, id, 'answering_opened');
      await say(daemon, id, 'answered', { author: 'ana' });
      await untilAsked(daemon, id, 'gate_opened');
      return id;
    };
    const there = await untilGate('Nobody decides');
    await expectUndecided(daemon, there);
    expect(daemon.events(there).of('status_changed').filter(isParked)).not.toEqual([]);

    const away = await untilGate('Nobody decides, and no daemon is there');
    const { deadline = '' } = (await daemon.design(away)).gate ?? {};
    await daemon.kill();
    await until('the deadline', () => world.clock.now() > Date.parse(deadline));
    daemon = await world.startHere(given);
    await expectUndecided(daemon, away);
    await gone(world, daemon, away);
  });
});

/** Kills every process of a design, also one that is started meanwhile. */
async function killAll(started: readonly PublicEvent[]): Promise<void> {
  const ids = started.map(({ sessionId }) => String(sessionId));
  await untilGone(() => {
    const pids = processesOf(ids);
    // One may have ended by itself since.
    if (pids.length > 0) spawnSync('kill', ['-KILL', ...pids.map(String)]);
    return pids;
  });
}

/** The deadline counted once, and the design ended by it. */
async function expectUndecided(daemon: Some, id: string): Promise<void> {
  const end = await daemon.untilEnded(id).catch((error: unknown) => {
    throw new Error(daemon.output, { cause: error });
  });
  expect(end).toMatchObject({ stoppedBecause: 'gate_unanswered' });
  expect(daemon.events(id).of('gate_decided')).toMatchObject([{ choice: 'unanswered' }]);
}

async function again(world: World, daemon: InProcess, options: DaemonOptions): Promise<InProcess> {
  await daemon.kill();
  return world.startHere(options);
}
