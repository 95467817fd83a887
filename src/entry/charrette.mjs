#!/usr/bin/env -S node --max-semi-space-size=2 --
// Without `--`, Node itself would load an `--env-file` given anywhere, before this file runs. The
// small space for new objects saves some 35 MiB. This file is JavaScript, since an old Node cannot
// even load TypeScript.
import './closed-inspector.mjs';
import './required-node.mjs';
import { resolve } from 'node:path';
import { cacheCompiledIn, compiledFolderIn } from './compiled.mjs';

// Loading a command takes seconds on a busy machine. The first line that it prints overwrites this.
if (
  process.stderr.isTTY &&
  process.stdout.isTTY &&
  ['design', 'serve'].includes(process.argv[2] ?? '') &&
  !process.argv.includes('--json')
)
  process.stderr.write('Starting …\r');

// Only this user may write the files made here, whatever the umask.
process.umask(process.umask(0o022) | 0o022);

// Beside the packages, where only users who can change the code as well may write; else in the data
// folder, under a name that nobody who gives a data folder away can know.
if (
  !(await cacheCompiledIn(() => resolve(import.meta.dirname, '../../node_modules/.cache/compiled')))
) {
  await cacheCompiledIn(async () => {
    const { chooseDataFolder } = await import('./own-folder.ts');
    const dataDir = chooseDataFolder(process.env.CHARRETTE_DATA_DIR || null, process.env);
    return compiledFolderIn(dataDir, import.meta.filename);
  });
}

await import('./charrette.ts');
