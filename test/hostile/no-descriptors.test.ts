import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { afterwards, until } from '../entry/waiting.ts';
import { startDaemon } from '../support/daemon-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** In front of a command: it may have so many files open, as in a container. */
const under = (files: number) => ['sh', '-c', `ulimit -n ${files}; "$0" "$@"; exit`] as const;

test.skipIf(process.platform !== 'linux')(
  'connections that say nothing leave enough files for designs: one runs to its end beside more of them than there may be',
  async () => {
    const folder = temporaryFolder();
    const environment = { CHARRETTE_ANSWER_SECONDS: '1' };
    const daemon = await startDaemon({ dataDir: folder, environment, under: under(240) });
    afterwards(() => daemon.stop());
    const topic = 'Beside a flood';
    const { id } = await daemon.startDesign({ topic, personas: ['archaeologist', 'subtractor'] });
    const { hostname, port } = new URL(daemon.url);
    let dropped = 0;
    const flood = Array.from({ length: 400 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      return socket.on('close', () => {
        dropped += 1;
      });
    });
    await until('that most are dropped', () => dropped >= 400 - 240 / 4);
    await until('the end', () => daemon.output.includes('design_ended'));
    for (const socket of flood) socket.destroy();
    await until('a word', async () => (await daemon.design(id)).status === 'completed');
  },
);

test.skipIf(process.platform === 'win32')(
  'without a file that it may open a process goes on, and a session that it cannot start is one that could not be started',
  async () => {
    const program = fileURLToPath(new URL('../support/without-descriptors.ts', import.meta.url));
    const [command = '', ...given] = [...under(80), process.execPath, program];
    const { stdout } = await promisify(execFile)(command, given, { timeout: 60_000 });
    expect(JSON.parse(stdout)).toEqual([null, true, '', 'process could not be started (EMFILE)']);
  },
);
