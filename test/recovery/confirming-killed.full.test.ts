import { spawnSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { type Daemon, processesOf } from '../entry/daemon.ts';
import { startScriptedEndpoint } from '../entry/scripted-endpoint.ts';
import { stalls } from '../support/services/model-endpoint-answers.ts';
import { expectNoProcess, expectVerified } from './expected.ts';
import { PERSONAS, say, start, untilAsked } from './people.ts';
import { World } from './world.ts';

const TOPIC = 'Killed while it confirms';

/**
 * Kills the process of the turn in which somebody confirms, as often as this; resolves with who was
 * killed.
 */
async function killConfirming(daemon: Daemon, id: string, times: number): Promise<unknown[]> {
  const feed = daemon.events(id);
  const { roundId } = await feed.until('a confirmation', (event) => isOf(event, 'confirmation'));
  const killed: PublicEvent[] = [];
  for (let time = 0; time < times; time++) {
    const turn = await feed.until(
      'a turn that confirms',
      (event) =>
        event.type === 'turn_started' && event.roundId === roundId && !killed.includes(event),
    );
    const pids = processesOf([String(turn.sessionId)]);
    expect(pids).not.toEqual([]);
    spawnSync('kill', ['-KILL', ...pids.map(String)]);
    killed.push(turn);
  }
  return killed.map(({ participant }) => participant);
}

function isOf({ type, kind }: PublicEvent, wanted: string): boolean {
  return type === 'round_opened' && kind === wanted;
}

describe('whoever confirms the changes is killed', () => {
  test.each([
    ['once: its replacement confirms them', 1, ['auditor']],
    ['twice: a persona confirms them in its place', 2, PERSONAS],
  ])('C2, C17, J12: %s', async (_, times, by) => {
    const world = await World.ofTest();
    // Until the process is killed, its answer does not come.
    const answers = [
      ...Array.from({ length: times }, () => stalls('headers')),
      'by default' as const,
    ];
    const endpoint = await startScriptedEndpoint([
      { topic: TOPIC, title: 'Auditor', tool: 'confirm_revision', answers },
    ]);
    onTestFinished(() => endpoint.close());
    const options = await world.daemon(null, { ANTHROPIC_BASE_URL: endpoint.url });
    const daemon = await world.start(options);
    const id = await start(daemon, `${TOPIC}, ${times} times`);
    const killed = await killConfirming(daemon, id, times);
    await untilAsked(daemon, id, 'gate_opened');
    await say(daemon, id, 'gates/gate-1', { choice: 'accept', author: 'ana' });
    const end = await daemon.untilEnded(id);
    expect(killed).toEqual(Array(times).fill('auditor'));
    expect(end).toMatchObject({ status: 'completed' });
    const feed = daemon.events(id);
    const confirming = feed.of('revision_confirmed').map(({ participant }) => String(participant));
    expect(confirming).toHaveLength(1);
    expect(by).toEqual(expect.arrayContaining(confirming));
    expect(feed.of('session_lost')).toHaveLength(times);
    expect(feed.of('signature_given').map(({ participant }) => participant)).toEqual(
      expect.arrayContaining(PERSONAS),
    );
    const { seen } = feed;
    await daemon.stop();
    await expectNoProcess(seen);
    await expectVerified(options.dataDir, id);
  });
});
