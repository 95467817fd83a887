import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import { lessonOf } from '../../src/core/presentation/web/lesson.ts';
import { keptLog } from '../support/child-sessions.ts';
import { given, type World } from '../support/given.ts';
import { UNSURE } from '../support/given-start.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/old-designs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Command, calledHere } from './cli.ts';
import { startScriptedEndpoint } from './scripted-endpoint.ts';

/** The decision that every made-up design comes to. */
const DECISION = 'The queue moves in steps.';

/** Decides in 2001 where jobs go. */
function decidedLongAgo(rehearsal = false): World {
  const start = { designId: OLD, topic: 'Where do jobs go?', rehearsal };
  return given({ start }, Date.parse('2001-01-01T00:00:00Z')).reachEnd();
}

/** Is stopped by a person at its gate, so nothing is decided. */
function stopped(): World {
  const start = { designId: RECENT, topic: 'Wer repariert die Turbine?' };
  const world = given({ says: UNSURE, start }).reach('deciding');
  world.decidesGate('stop');
  return world.reachEnd();
}

/** A store with two lessons, each of a design whose events bear it out: an old one about a queue, and one just learned. */
async function storeWithLessons(folder: string, worlds = [decidedLongAgo(), stopped()]): Promise<void> {
  await storeWithDesigns(folder, worlds);
  const { store } = await openSqliteStore({ dataDir: folder, log: keptLog() });
  for (const { design } of worlds) {
    const lesson = lessonOf(design);
    if (lesson === null) throw new Error('an ended design without a lesson');
    await store.keepLesson(lesson);
  }
  await store.close();
}

test('A14: lessons are listed, found by words in any language, and dismissed', async () => {
  const folder = temporaryFolder();
  await storeWithLessons(folder);
  const all = await calledHere(folder, ['lessons']);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  const [newest = '', oldest = ''] = all.stdout.trimEnd().split(/\n(?=\S)/);
  expect(newest).toMatch(
    new RegExp(`^${RECENT.slice(-8)}  \\S+  Wer repariert die Turbine\\?\n  no decision$`),
  );
  expect(oldest).toBe(`${OLD.slice(-8)}  2001-01-01  Where do jobs go?\n  → ${DECISION}`);

  expect((await calledHere(folder, ['lessons', 'die', 'Turbinen'])).stdout).toBe(`${newest}\n`);
  expect((await calledHere(folder, ['lessons', 'velociraptor'])).stdout).toBe(
    'No lesson has any of these words.\n',
  );
  const json = await calledHere(folder, ['lessons', 'jobs', '--limit', '1', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ lessons: [{ designId: OLD, decision: DECISION }] });

  const dismissed = await calledHere(folder, ['lessons', '--dismiss', OLD.slice(-8)]);
  expect(dismissed).toMatchObject({
    code: 0,
    stdout: 'Dismissed. No design will be shown this lesson again.\n',
  });
  expect((await calledHere(folder, ['lessons'])).stdout).toBe(`${newest}\n`);
  const both = await calledHere(folder, ['lessons', 'jobs', '--dismiss', OLD]);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('one design id and no words') });
});

test('A14: a design that leaves no lesson has none to dismiss', async () => {
  const folder = temporaryFolder();
  await storeWithDesigns(folder, [decidedLongAgo(true)]);
  expect(await calledHere(folder, ['lessons', '--dismiss', OLD])).toMatchObject({
    code: 1,
    stderr: 'This design has no lesson: cancelled designs and rehearsals leave none.\n',
  });
});

test('lessons where there is no store are none, and none is made', async () => {
  const folder = temporaryFolder();
  const none = await calledHere(folder, ['lessons']);
  expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('No lessons yet.') });
  expect(existsSync(join(folder, 'store.sqlite'))).toBe(false);
});

test('A14: who starts a design without a terminal is told in a line what was decided, and it starts', async () => {
  const folder = temporaryFolder();
  const start = { designId: RECENT, topic: 'Where do jobs go?' };
  await storeWithLessons(folder, [given({ start }, Date.now()).reachEnd()]);
  const endpoint = await startScriptedEndpoint([]);
  const environment = { ANTHROPIC_API_KEY: 'sk-ant-a-key-for-tests', ANTHROPIC_BASE_URL: endpoint.url };
  const words = ['design', 'Where do the jobs go?', '--no-questions'];
  const command = new Command(folder, words, environment);
  try {
    await command.writes('stderr', `by Ana: “${DECISION}”`);
    await command.writes('stderr', `--follow-up ${RECENT}`);
    await command.writes('stderr', 'Where do the jobs go?');
  } finally {
    command.child.kill('SIGKILL');
    await command.ended;
    await endpoint.close();
  }
});
