import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PinnedRepository } from '#ports/repository.ts';
import { recheckCitations } from '#turns/checks/recheck-citations.ts';
import { TURN_BOUNDS } from '#turns/prompt/bounds.ts';
import { citePlace } from '../../support/designs/claims.ts';
import type { World } from '../../support/designs/given.ts';
import { pass, proposal, signature } from '../../support/designs/given-submission.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { brokerFor, liveDesign, takeTurn } from '../../turns/conversing.ts';
import { callsTool, scriptedModel } from '../../turns/scripted-model.ts';
import { commit, git, makeRepository, pin, unbounded } from './repository-on-disk.ts';

const QUEUE = 'import { pool } from "./pool.ts";\n\nexport const retry = "once";\n';
const FILES = { 'src/queue.ts': QUEUE, 'src/pool.ts': 'export const pool = makePool();\n' };

/** Everybody cites the retry, whose lines stood there, and one claim has no source. */
function signing({ pinned }: PinnedRepository): World {
  const claim = {
    ...citePlace('src/queue.ts:3', 'const retry = "once"'),
    kind: 'reason',
    text: 'It retries once.',
  };
  const live = liveDesign({
    repository: pinned,
    says: {
      questions: pass,
      proposals: () => proposal({ claims: [{ ...claim, kind: 'reason' }] }),
    },
  }).reach('proposing');
  for (const { participant } of live.openTurns()) {
    const check = { item: 1, status: 'checked', path: 'src/queue.ts', from: 3, to: 3 } as const;
    live.submits(participant, proposal({ claims: [{ ...claim, kind: 'reason' }] }), undefined, [
      check,
    ]);
  }
  return live.reach('signing');
}

function again(live: World, repository: PinnedRepository | null) {
  const parts = {
    repository,
    bounds: TURN_BOUNDS,
    clock: realClock,
    log: keepLog(),
    redact: (text: string) => text,
  };
  return recheckCitations(live.design, parts, unbounded);
}

const ALL = ['A-1', 'B-1', 'C-1'];

describe('J4: cited lines are looked up again when the text is signed', () => {
  test.each([
    ['nothing was committed', {}, null],
    [
      'another file changed',
      { 'src/pool.ts': 'export const pool = null;\n' },
      { changed: [], unread: [] },
    ],
    [
      'the lines moved down',
      { 'src/queue.ts': `// A queue.\n${QUEUE}` },
      { changed: [], unread: [] },
    ],
    [
      'a line changed',
      { 'src/queue.ts': QUEUE.replace('once', 'never') },
      { changed: ALL, unread: [] },
    ],
  ] as const)('J4: where %s', async (_, files, expected) => {
    const folder = makeRepository(FILES);
    const repository = await pin(folder);
    const live = signing(repository);
    const latest = Object.keys(files).length === 0 ? '' : commit(folder, 'Later', files);
    expect(await again(live, repository)).toEqual(expected && { commit: latest, ...expected });
  });

  test('J4: where its file was removed', async () => {
    const folder = makeRepository(FILES);
    const repository = await pin(folder);
    const live = signing(repository);
    git(folder, ['rm', '--quiet', 'src/queue.ts']);
    const latest = commit(folder, 'Without it');
    expect(await again(live, repository)).toEqual({ commit: latest, changed: ALL, unread: [] });
  });

  test('J4: a repository that is away is none that stayed the same', async () => {
    const folder = makeRepository(FILES);
    const repository = await pin(folder);
    const live = signing(repository);
    renameSync(folder, `${folder}-away`);
    const unread = { commit: '', changed: [], unread: ALL };
    expect(await again(live, repository)).toEqual(unread);
    expect(await again(live, null)).toEqual(unread);
    renameSync(`${folder}-away`, folder);
  });

  test('P15: a file that is not here in the newer commit is not one that changed', async () => {
    const folder = makeRepository(FILES);
    const repository = await pin(folder);
    const live = signing(repository);
    const latest = commit(folder, 'Later', { 'src/queue.ts': QUEUE.replace('once', 'never') });
    const id = git(folder, ['rev-parse', 'HEAD:src/queue.ts']);
    rmSync(join(folder, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect(await again(live, repository)).toEqual({ commit: latest, changed: [], unread: ALL });
  });

  test('P15: a quotation that may be further on in a huge file is not one that changed', async () => {
    const folder = makeRepository(FILES);
    const repository = await pin(folder);
    const live = signing(repository);
    const moved = `${'// A comment of a line.\n'.repeat(20_000)}${QUEUE}`;
    const latest = commit(folder, 'Later', { 'src/queue.ts': moved });
    expect(await again(live, repository)).toEqual({ commit: latest, changed: [], unread: ALL });
  });

  test('J4: a signature keeps what was found', async () => {
    const folder = makeRepository(FILES);
    const repository = await pin(folder);
    const live = signing(repository);
    const latest = commit(folder, 'Later', { 'src/queue.ts': QUEUE.replace('once', 'never') });
    const turn = live.turn();
    const { input } = signature() as Extract<ReturnType<typeof signature>, { tool: 'sign' }>;
    await takeTurn(live, turn, brokerFor(scriptedModel(() => callsTool('sign', input))), {
      repository,
    }).ended;
    expect(live.design.signatures).toMatchObject([{ later: { commit: latest, changed: ALL } }]);
  });
});
