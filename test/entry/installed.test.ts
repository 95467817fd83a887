import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { COMMAND_BOUND_MS } from './cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('A16: an installed copy, below node_modules, runs a whole design, and keeps it in the state folder', async () => {
  const folder = temporaryFolder();
  const copy = join(folder, 'node_modules/charrette');
  for (const part of ['package.json', 'src', 'models.yaml', 'personas', 'migrations', 'examples'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const state = join(folder, 'state');
  const words = ['design', 'Where do the logs go?', '--personas', 'subtractor', '--json'];
  const { stdout, stderr } = await promisify(execFile)(join(copy, bin.charrette), words, {
    cwd: folder,
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      XDG_STATE_HOME: state,
      CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    },
    timeout: COMMAND_BOUND_MS,
  });
  expect(stdout).toContain('"type":"design_ended"');
  expect(stderr).toBe('');
  expect(readdirSync(join(state, 'charrette/designs'))).toHaveLength(1);
});
