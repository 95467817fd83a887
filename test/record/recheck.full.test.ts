import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isForExample } from '../../src/adapters/rehearsal/example/request.ts';
import { createRepositories } from '../../src/adapters/repository/repositories.ts';
import { placesToFollow } from '../../src/core/follow-up/recheck.ts';
import type { StartRequest } from '../../src/engine/starting/start-request.ts';
import { RepositoryCatalog } from '../../src/entry/repository-catalog.ts';
import { Client } from '../adapters/http/client.ts';
import { git } from '../adapters/repository/repository-on-disk.ts';
import { begun, eventsUntil, isEnd, openWorkshop, SETTINGS, startEngine } from '../engine/running-engine.ts';
import { keptLog } from '../support/child-sessions.ts';
import { shipped } from '../support/shipped-personas.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ANSWERS = join(import.meta.dirname, '../../examples/job-queue/answers.md');
/** The decision of the written example, which cites lines of a real repository. */
async function decided() {
  const workshop = await openWorkshop();
  onTestFinished(() => workshop.close());
  const { dataDir } = workshop;
  const repositories = new RepositoryCatalog(keptLog(), { repositories: [], secrets: [], dataDir });
  const { engine } = await startEngine(workshop, {
    settings: { gates: 'none' },
    parts: {
      example: async (asked: StartRequest) =>
        isForExample(asked, { personas: shipped, settings: SETTINGS }) ? repositories.pinExample() : null,
      openRepository: (name, commit) => repositories.at(name, commit),
    },
  });
  onTestFinished(() => engine.stop());
  const answers = await readFile(ANSWERS, 'utf8');
  const id = await begun(engine, { personas: [], settings: {}, answers });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const design = await engine.design(id);
  if (design === null) throw new Error('it is there');
  return { design, engine, dataDir };
}

test('J14: a re-check says which cited lines a later commit has moved, changed and removed, once', async () => {
  const { design, engine, dataDir } = await decided();
  const places = placesToFollow(design);
  const byFile = [...Map.groupBy(places, ({ path }) => path).values()].map(([first]) => first);
  const [moved, changed, gone] = byFile;
  if (moved === undefined || changed === undefined || gone === undefined)
    throw new Error(`the example cites lines of ${byFile.length} files only`);

  const examples = join(dataDir, 'examples');
  const work = join(temporaryFolder(), 'work');
  git(examples, ['clone', '--quiet', join(examples, readdirSync(examples)[0] ?? ''), work]);
  git(work, ['checkout', '--quiet', design.repository?.commit ?? '']);
  const edit = (path: string, change: (lines: string[]) => void): void => {
    const lines = readFileSync(join(work, path), 'utf8').split('\n');
    change(lines);
    writeFileSync(join(work, path), lines.join('\n'));
  };
  edit(moved.path, (lines) => lines.unshift('one line more', 'and another'));
  edit(changed.path, (lines) => lines.splice(changed.from - 1, 1, 'something else stands here now'));
  edit(gone.path, (lines) => lines.splice(gone.from - 1, gone.to - gone.from + 1));
  git(work, ['add', '--all']);
  git(work, ['commit', '--quiet', '-m', 'Later']);

  const followed = createRepositories({ log: keptLog(), redact: (text) => text });
  const client = new Client(engine, {
    repositories: {
      names: [],
      pin: async () => null,
      bring: () => Promise.reject(new Error('no folder is brought here')),
      at: async () => null,
      follow: (pinned, at, lines) => followed.follow(work, { ...pinned, digest: '' }, at, lines),
    },
  });
  const found = await client.post(`/${design.id}/recheck`, { author: 'Ana' });
  expect([found.status, found.body.commit]).toEqual([200, git(work, ['rev-parse', 'HEAD'])]);
  const stateOf = ({ path, from }: { path: string; from: number }) =>
    found.body.places.find(({ place }: { place: string }) => place.startsWith(`${path}:${from}`));
  expect(stateOf(moved)).toMatchObject({
    state: 'moved',
    now: expect.stringContaining(`:${moved.from + 2}`),
  });
  expect(stateOf(changed)).toMatchObject({ state: 'changed' });
  expect(stateOf(gone)).toMatchObject({ state: 'gone', now: '' });
  expect(found.body.summary).toMatch(
    /^Looked at again at [0-9a-f]{7}: cited places: .*[1-9]\d* changed.*\.$/,
  );

  const again = await client.post(`/${design.id}/recheck`, { author: 'Ana' });
  expect(again.body.places).toEqual(found.body.places);
  const then = await client.post(`/${design.id}/recheck`, { at: design.repository?.commit, author: 'Ana' });
  expect(new Set(then.body.places.map(({ state }: { state: string }) => state))).toEqual(new Set(['same']));
  const unknown = await client.post(`/${design.id}/recheck`, { at: 'f'.repeat(40) });
  expect([unknown.status, unknown.body.error.message]).toEqual([
    422,
    expect.stringContaining('There is no commit'),
  ]);
  const { events } = (await client.get(`/${design.id}/events?since=0`)).body;
  const recorded = events.filter(({ type }: { type: string }) => type === 'decision_rechecked');
  expect(recorded).toHaveLength(2);
  expect(recorded[0].by).toBe('Ana, by the API (token admin)');
});
