import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git, makeRepository } from '../adapters/repository/repository-on-disk.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

const TOPIC = 'Should the outbox move to Kafka?';
const FAST = { CHARRETTE_REHEARSAL_LATENCY_MS: '0', ...FEW_PERSONAS };

function cloneOf(origin: string, ...options: string[]): string {
  const folder = join(temporaryFolder(), 'it');
  git(origin, ['clone', '--quiet', ...options, origin, folder]);
  return folder;
}

const design = (folder: string, repository: string) =>
  calledHere(folder, ['design', TOPIC, '--no-questions', '--repo', repository], FAST);

test('P15: the start says that a clone is partial, and how to complete it', async () => {
  const origin = makeRepository({ 'src/queue.ts': 'export const retry = "once";\n' });
  git(origin, ['config', 'uploadpack.allowFilter', 'true']);
  const clone = cloneOf(origin, '--no-local', '--filter=blob:none', '--no-checkout');
  const { code, stderr } = await design(temporaryFolder(), clone);
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(
    /^Reads repo at [0-9a-f]{7}, a partial clone without 1 file or folder of it: git fetch --refetch --no-filter completes it\.$/m,
  );
});

test('a command reads a clone that borrows objects and includes settings, and a daemon only the latter', async () => {
  const origin = makeRepository({ 'README.md': 'A shop.\n' });
  const borrowing = cloneOf(origin, '--shared');
  const including = cloneOf(origin);
  for (const folder of [borrowing, including])
    appendFileSync(
      join(folder, '.git/config'),
      '[includeIf "gitdir:/nowhere"]\n\tpath = /nowhere\n',
    );
  for (const repository of [borrowing, including])
    expect((await design(temporaryFolder(), repository)).code).toBe(0);
  const folder = temporaryFolder();
  const daemon = await InProcess.start(folder, FAST);
  afterwards(() => daemon.stop());
  expect((await design(folder, including)).code).toBe(0);
  expect(await design(folder, borrowing)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/leads out of its own folder: through .*alternates/),
  });
});
