import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { nameOf } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

const folder = temporaryFolder();

/** Names of what may stand in the place of the last word of the line. */
async function candidates(line: string): Promise<string[]> {
  const { code, stdout } = await calledHere(folder, ['completion', 'bash', '--words', line]);
  expect(code).toBe(0);
  return stdout.split('\n').flatMap((each) => each.split('\t').slice(0, 1).filter(Boolean));
}

test('every verb is a candidate, with its purpose', async () => {
  expect(await candidates('charrette ')).toEqual(VERBS.map(nameOf));
  const { stdout } = await calledHere(folder, ['completion', 'bash', '--words', 'charrette lis']);
  expect(stdout).toBe('list\tlist designs, newest first\n');
});

test.each([
  ['charrette list --st', ['--status']],
  ['charrette list --status comp', ['completed']],
  ['charrette list --status ', expect.arrayContaining(['running', 'awaiting_input'])],
  ['charrette show --', expect.arrayContaining(['--json', '--help'])],
  ['charrette decide 45781c68 gate-1 send', ['send_back']],
  ['charrette design "Where do the logs go?" --depth ', ['quick', 'standard', 'deep']],
  ['charrette design "Where do the logs go?" --context ', []],
  ['charrette decide --note cheaper 45781c68 gate-1 send', ['send_back']],
  ['charrette completion ', ['bash', 'zsh', 'fish']],
  ['charrette nothing ', []],
])('the possible continuations are printed for %j', async (line, names) => {
  expect(await candidates(line)).toEqual(names);
});

test('bash asks for the continuations', async () => {
  const script = `${(await calledHere(folder, ['completion', 'bash'])).stdout}
    charrette() { printf 'asked\\tfor: %s\\n' "$*" >> asked; printf '45781c68\\tA topic\\nffff0000\\tAnother one\\n'; }
    COMP_WORDS=(charrette show '' --json) COMP_CWORD=2
    _charrette && echo "\${COMPREPLY[@]}" && cat asked`;
  const said = execFileSync('bash', ['-c', script], { encoding: 'utf8', cwd: temporaryFolder() });
  expect(said).toBe('45781c68 ffff0000\nasked\tfor: completion bash --words charrette show \n');
});

test.each(['zsh', 'fish'])('%s is given a script that asks for the continuations', async (shell) => {
  const { stdout } = await calledHere(folder, ['completion', shell]);
  expect(stdout).toContain(`charrette completion ${shell} --words "`);
});

test('ids are given short, with their topics, also behind options, and there are none where nothing was begun', async () => {
  const own = temporaryFolder();
  const asked = ['completion', 'bash', '--words', 'charrette show '];
  expect(await calledHere(own, asked)).toMatchObject({ code: 0, stdout: '' });
  await calledHere(own, ['design', 'Should the queue move?', '--json'], { CHARRETTE_REHEARSAL: '1' });
  const { stdout } = await calledHere(own, asked);
  expect(stdout).toMatch(/^[0-9a-f]{8}\tShould the queue move\?\n$/);
  for (const line of [
    'charrette show --json ',
    'charrette answer --done ',
    'charrette decide --note cheaper ',
  ])
    expect((await calledHere(own, ['completion', 'bash', '--words', line])).stdout).toBe(stdout);
  const shown = await calledHere(own, ['show', stdout.slice(0, 8)]);
  expect(shown.stdout).toMatch(/^Should the queue move\?\n/);
});
