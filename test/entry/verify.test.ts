import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const DESIGN = [
  'design',
  TOPIC,
  '--personas',
  'archaeologist,subtractor',
  '--no-questions',
  '--json',
];

test('P8: what a command without a daemon adds is in the files, and a changed store fails verify', async () => {
  const dataDir = temporaryFolder();
  await calledHere(dataDir, DESIGN);
  const [id = ''] = readdirSync(join(dataDir, 'designs'));
  for (const many of [dataDir, join(dataDir, 'designs')]) {
    expect(await calledHere(dataDir, ['verify', many])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`1 design has its folder in ${join(dataDir, 'designs')}.`),
    });
  }
  const verified = () => calledHere(dataDir, ['verify', id]);
  const files = join(dataDir, 'designs', id);
  expect(await calledHere(dataDir, ['verify', join(files, 'manifest.json')])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/\nNothing was changed\.\n$/),
  });
  expect(await calledHere(dataDir, ['verify', join(files, 'brief.md')])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('brief.md is not a folder. Name the folder of a design'),
  });
  for (const words of [
    ['ask', id, 'Why not Redis?'],
    ['ask', id, 'Why Postgres?'],
  ]) {
    const done = await calledHere(dataDir, words);
    expect(done, done.stderr).toMatchObject({ code: 0 });
    expect(await verified()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/passed +store .*\nNothing was changed\.\n$/s),
    });
  }

  for (const [damage, why] of [
    [
      "update design_events set payload = replace(payload, 'Redis', 'MySQL') where seq = 1",
      'event 1 is not',
    ],
    ['delete from design_events', 'events 1 to \\d+ are missing'],
  ] as const) {
    const database = new DatabaseSync(join(dataDir, 'store.sqlite'));
    database.exec(damage);
    database.close();
    const found = await verified();
    expect(found, damage).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/This is not what Charrette wrote\.\n$/),
    });
    expect(found.stdout).toMatch(new RegExp(`failed +store +.*${why}`));
  }
});
