import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nameOf } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout, stderr } = await calledHere(temporaryFolder(), ['help', '--completion', shell]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

/** What bash offers after these words, the last of which is being typed. */
function offered(script: string, ...words: string[]): string[] {
  const path = join(temporaryFolder(), 'completion');
  writeFileSync(path, script);
  const asked = `set -u; source "$1"; shift; COMP_WORDS=(charrette "$@"); COMP_CWORD=$#; _charrette; printf '%s\\n' "\${COMPREPLY[@]-}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', asked, 'bash', path, ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

test('bash completes verbs, their options and the values of these', async () => {
  const script = await scriptFor('bash');
  expect(offered(script, '').toSorted()).toEqual(
    expect.arrayContaining(VERBS.map((verb) => nameOf(verb)).toSorted()),
  );
  expect(offered(script, 'can')).toEqual(['cancel']);
  expect(offered(script, 'cancel', '45781c68', '--re')).toEqual(['--reason']);
  expect(offered(script, 'cancel', '45781c68', '--reason', '')).toEqual([]);
  expect(offered(script, 'decide', '45781c68', 'acc')).toEqual(['accept']);
  expect(offered(script, 'list', '--status', 'r')).toEqual(['running']);
  expect(offered(script, 'list', '--json', '--st')).toEqual(['--status']);
  expect(offered(script, 'list', '--status', '=', 'aw')).toEqual(['awaiting_input']);
  expect(offered(script, '--env-file', 'x', 'list', '--st')).toEqual(['--status']);
  expect(offered(script, '--env-file', '=', 'x', 'li')).toEqual(['list']);
  expect(offered(script, 'he')).toEqual(['help']);
  expect(offered(script, 'help', 'can')).toEqual(['cancel']);
  expect(offered(script, 'help', '--completion', '').toSorted()).toEqual(['bash', 'fish', 'zsh']);
  expect(offered(script, 'token', '').toSorted()).toEqual(['add', 'list', 'revoke']);
  expect(offered(script, 'token', 'add', 'ci', '--role', 'take')).toEqual(['take-part']);
});

test.for([
  ['zsh', 'autoload -U +X bashcompinit && bashcompinit\n'],
  ['fish', "complete -c charrette -n '__fish_seen_subcommand_from list' -l status -x -a 'running "],
])('%s has a completion, which it can read where it is there', async ([shell = '', line]) => {
  const script = await scriptFor(shell);
  expect(script).toContain(line);
  const begun = shell === 'zsh' ? `autoload -U compinit && compinit\n${script}` : script;
  if (isThere(shell)) expect(spawnSync(shell, ['-c', begun], { encoding: 'utf8' }).stderr).toBe('');
});

test('a completion is for a shell that is known', async () => {
  const { code, stderr } = await calledHere(temporaryFolder(), ['help', '--completion', 'tcsh']);
  expect([code, stderr]).toEqual([2, 'Give a shell after --completion: bash, zsh, fish.\n']);
});
