import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const { test } = await needing('Linux');
const PROGRAM = fileURLToPath(new URL('../../src/entry/charrette.mjs', import.meta.url));

/**
 * Node runs what it finds among its compiled modules instead of what is written: who may write
 * there runs as the daemon does.
 */
test('nothing that Charrette makes can be written by others, whatever the umask', () => {
  const folder = temporaryFolder();
  const said = `process.on('exit', () => process.getBuiltinModule('node:fs').mkdirSync('${folder}/made'))`;
  const words = ['--import', `data:text/javascript,${said}`, PROGRAM, '--version'];
  const loose = ['-c', 'umask 0; exec "$0" "$@"', process.execPath, ...words];
  expect(spawnSync('sh', loose, { timeout: 60_000 }).status).toBe(0);
  expect((statSync(join(folder, 'made')).mode & 0o777).toString(8)).toBe('755');
});
