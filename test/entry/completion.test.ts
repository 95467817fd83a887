import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { nameOf } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

const scriptFor = async (shell: string) => {
  const folder = temporaryFolder();
  return (await calledHere(folder, ['completion', shell])).stdout;
};

test.each(['bash', 'zsh', 'fish'])('%s is told of every verb and option that there is', async (shell) => {
  const script = await scriptFor(shell);
  for (const verb of VERBS) {
    const command = new Command(nameOf(verb));
    (await verb.load()).configure(command);
    expect(script).toContain(command.name());
    for (const { long } of command.options)
      expect(script).toContain(`${shell === 'fish' ? '-l ' : '--'}${long?.slice(2)}`);
  }
});

test.each([
  [['sh'], 'show'],
  [['list', '--st'], '--status'],
  [['list', '--status', 'comp'], 'completed'],
  [['show', '4'], '45781c68'],
  [['decide', '45781c68', 'gate-1', 'send'], 'send_back'],
])('in bash, %j is completed to %j', async (words, completed) => {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const script = `${await scriptFor('bash')}
    charrette() { printf '45781c68\\tShould the queue move?\\nffff0000\\tAnother one\\n'; }
    COMP_WORDS=(charrette ${typed}) COMP_CWORD=${words.length}
    _charrette && echo "\${COMPREPLY[@]}"`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(`${completed}\n`);
});

test('ids are given short, with their topics, and there are none where nothing was begun', async () => {
  const folder = temporaryFolder();
  expect(await calledHere(folder, ['completion', 'ids'])).toMatchObject({ code: 0, stdout: '' });
  await calledHere(folder, ['design', 'Should the queue move?', '--json'], { CHARRETTE_REHEARSAL: '1' });
  const { stdout } = await calledHere(folder, ['completion', 'ids']);
  expect(stdout).toMatch(/^[0-9a-f]{8}\tShould the queue move\?\n$/);
  const shown = await calledHere(folder, ['show', stdout.slice(0, 8)]);
  expect(shown.stdout).toMatch(/^Should the queue move\?\n/);
});
