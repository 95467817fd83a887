import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commit, git } from '../adapters/repository/repository-on-disk.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const RECORD = 'docs/decisions/0001-job-queue.md';
const CITED = 'deploy/alerts.yaml';

/** The example's repository with its published record, which a person has accepted. */
function shopWithRecord(): string {
  const published = readFileSync(join(ROOT, 'docs/example/published.md'), 'utf8');
  const shop = temporaryFolder();
  git(shop, ['init', '--quiet', '--initial-branch=main']);
  git(shop, ['fast-import', '--quiet'], readFileSync(join(ROOT, 'examples/job-queue/history.fast-import')));
  git(shop, ['reset', '--quiet', '--hard', 'main']);
  commit(shop, 'Accept the decision', {
    [RECORD]: published.replace('status: "proposed"', 'status: "accepted"'),
  });
  return shop;
}

test('a change of a line that the example’s published record cites ends in exit code 3, with its place', async () => {
  const shop = shopWithRecord();
  const check = () => calledHere(temporaryFolder(), ['check', join(shop, 'docs/decisions')]);
  expect(await check()).toMatchObject({ code: 0 });

  const lines = readFileSync(join(shop, CITED), 'utf8').split('\n');
  commit(shop, 'Change the alert', { [CITED]: lines.with(1, `${lines[1]} altered`).join('\n') });
  const { code, stdout } = await check();
  expect(code).toBe(3);
  expect(stdout).toContain(`${CITED}:2`);
  expect(stdout).toContain(RECORD);
});
