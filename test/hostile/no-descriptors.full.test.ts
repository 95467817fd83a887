import { connect } from 'node:net';
import { afterwards, until } from '../entry/waiting.ts';
import { startDaemon } from '../support/daemon-process.ts';
import { needing } from '../support/needing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { under } from './few-files.ts';

const { test } = await needing('Linux');

test('connections that say nothing leave enough files for designs: one runs to its end beside more of them than there may be', async () => {
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
});
