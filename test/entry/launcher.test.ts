import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../house/source.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const { test } = await needing('Linux');

/**
 * An installed package with this in the place of the Node that came along, and what an old Node
 * says that starts it.
 */
function startedByOldNode(write: (node: string) => void) {
  const place = temporaryFolder();
  cpSync(join(ROOT, 'bin'), join(place, 'bin'), { recursive: true });
  mkdirSync(join(place, 'dist/entry'), { recursive: true });
  writeFileSync(join(place, 'dist/entry/charrette.mjs'), 'export {};');
  const own = join(place, 'node_modules', `node-linux-${process.arch}`);
  mkdirSync(join(own, 'bin'), { recursive: true });
  writeFileSync(join(own, 'package.json'), '{}');
  const node = join(own, 'bin/node');
  write(node);
  const asOld = `Object.defineProperty(process.versions, 'node', { value: '20.0.0' }); require('${place}/bin/charrette.cjs')`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ['-e', asOld], {
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}`.replace(node, 'NODE') };
}

/** A program whose loader is not on this machine, as glibc's is not on Alpine. */
function withoutLoader(node: string) {
  const program = readFileSync(process.execPath);
  program.write('/ld-nowhere', program.indexOf('/ld-linux-'), 'latin1');
  writeFileSync(node, program, { mode: 0o755 });
}

function script(lines: string) {
  return (node: string) => writeFileSync(node, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
}

const GLIBC =
  'The Node that came along (NODE) does not start: it needs glibc 2.28 or newer. On Alpine and other systems without it, put a Node 26 of your own on the PATH.\n';
const LIBRARY =
  'The Node that came along (NODE) does not start, as a library of the system is missing. On Debian and Ubuntu: apt-get install libatomic1 libstdc++6; on Fedora and RHEL: dnf install libatomic libstdc++.\n';
const OTHER = (cause: string) =>
  `The Node that came along (NODE) does not start (${cause}). Install again where programs may run, or put a Node 26 of your own on the PATH.\n`;

test.each([
  ['its loader is missing', withoutLoader, GLIBC],
  [
    'the C library is too old',
    script("echo 'node: libm.so.6: version `GLIBC_2.28'\"' not found\" >&2; exit 1"),
    GLIBC,
  ],
  [
    'another C library loads it',
    script("echo 'Error relocating node: fcntl64: symbol not found' >&2; exit 127"),
    GLIBC,
  ],
  [
    'a library is missing',
    script("echo 'node: error while loading shared libraries: libatomic.so.1' >&2; exit 127"),
    LIBRARY,
  ],
  [
    'it may not be run',
    (node: string) => writeFileSync(node, 'a program', { mode: 0o644 }),
    OTHER('EACCES'),
  ],
  ['the processor is another one', script('kill -ILL $$'), OTHER('SIGILL')],
])(
  'of a packaged Node that does not start one line says why, with the remedy: %s',
  (_, write, words) => {
    expect(startedByOldNode(write)).toEqual({ status: 127, said: words });
  },
);

test('a packaged Node that starts is run in the place of an old one', () => {
  const works = (node: string) => {
    copyFileSync(process.execPath, node);
    chmodSync(node, 0o755);
  };
  expect(startedByOldNode(works)).toEqual({ status: 0, said: '' });
});

test('a clone names the command that runs it there, also to who starts it by its own launcher', () => {
  const { status, stderr } = spawnSync(join(ROOT, 'bin/start.sh'), ['show', 'nope'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, CHARRETTE_DATA_DIR: join(temporaryFolder(), 'data') },
  });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringContaining(': npm run charrette -- list.'),
  });
});
