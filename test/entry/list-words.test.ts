import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { given } from '../support/designs/given.ts';
import { UNSURE } from '../support/designs/given-start.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/designs/old-designs.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Command, calledHere } from './cli.ts';
import { startScriptedEndpoint } from './scripted-endpoint.ts';

/** The decision that every made-up design comes to. */
const DECISION = 'The queue moves in steps.';

test('A14: list with words finds earlier decisions, best match first', async () => {
  const folder = temporaryFolder();
  const old = given(
    { start: { designId: OLD, topic: 'Where do jobs go?' } },
    Date.parse('2001-01-01T00:00:00Z'),
  );
  const recent = given({
    says: UNSURE,
    start: { designId: RECENT, topic: 'Wer repariert die Turbine?' },
  });
  await storeWithDesigns(folder, [old.reachEnd(), recent.reach('deciding')]);
  const list = async (...words: string[]) => (await calledHere(folder, ['list', ...words])).stdout;
  expect(await list('die', 'Turbinen')).toMatch(
    new RegExp(`^${RECENT.slice(-8)}  .*Wer repariert die Turbine\\?\n$`),
  );
  expect(await list('jobs queue')).toMatch(
    new RegExp(`^${OLD.slice(-8)}  2001-01-01  .*Where do jobs go\\?\n  → ${DECISION}\n`),
  );
  expect(await list('velociraptor')).toBe('No design has any of these words.\n');
  expect(await list('jobs', '--limit', '1')).toMatch(new RegExp(`^${OLD.slice(-8)}`));
});

test('A14: list where there is no store finds nothing, refuses a bad limit, and makes none', async () => {
  const folder = temporaryFolder();
  expect(await calledHere(folder, ['list', 'jobs'])).toMatchObject({ code: 0 });
  expect(await calledHere(folder, ['list', '--limit', '0'])).toMatchObject({ code: 2 });
  expect(existsSync(join(folder, 'store.sqlite'))).toBe(false);
});

test('A14: who starts a design without a terminal is told what was decided, and it starts', async () => {
  const folder = temporaryFolder();
  const start = { designId: RECENT, topic: 'Where do jobs go?' };
  await storeWithDesigns(folder, [given({ start }, Date.now()).reachEnd()]);
  const endpoint = await startScriptedEndpoint([]);
  const environment = {
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-tests',
    ANTHROPIC_BASE_URL: endpoint.url,
  };
  const words = ['design', 'Where do the jobs go?', '--no-questions'];
  const command = new Command(folder, words, environment);
  try {
    await command.writes('stderr', `→ ${DECISION}`);
    await command.writes('stderr', 'Where do the jobs go?');
  } finally {
    command.child.kill('SIGKILL');
    await command.ended;
    await endpoint.close();
  }
});
