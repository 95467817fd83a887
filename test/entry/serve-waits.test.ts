import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Command } from './cli.ts';
import { Daemon, FEW_PERSONAS, launch } from './daemon.ts';
import { afterwards, until } from './waiting.ts';

const SLOW = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '60000', ...FEW_PERSONAS };

test('a daemon that starts while a command has the folder says so, and is ready once the command is over', async () => {
  const folder = temporaryFolder();
  const command = new Command(folder, ['design', 'Should the queue move?', '--no-questions'], SLOW);
  afterwards(async () => void command.child.kill('SIGKILL'));
  await command.writes('stderr', 'Should the queue move?');
  const running = launch(folder, { ...SLOW, CHARRETTE_LOG_LEVEL: 'warn' });
  afterwards(async () => running.signal('SIGKILL'));
  await until('the daemon to wait', () => running.output().includes('store_waited_for'));
  const ready = Daemon.ready(running);
  command.child.kill('SIGKILL');
  const daemon = await ready;
  expect(daemon.output.match(/store_waited_for/g)).toHaveLength(1);
  expect((await daemon.stop()).code).toBe(0);
});
