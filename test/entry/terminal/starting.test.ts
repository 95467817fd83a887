import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { needing } from '../../support/runner/needing.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { ENTRY } from '../cli.ts';
import { longestWaitMs } from '../waiting.ts';
import { Screen } from './screen.ts';

const { test } = await needing('terminal');

/** All that a terminal gets from a command. */
function sentToTerminal(words: string): string {
  const command = `'${process.execPath}' '${ENTRY}' ${words}`;
  const { stdout } = spawnSync('script', ['--quiet', '--command', command, '/dev/null'], {
    cwd: temporaryFolder(),
    encoding: 'utf8',
    timeout: longestWaitMs(),
    env: { PATH: process.env.PATH ?? '', SHELL: '/bin/sh', TERM: 'xterm-256color' },
  });
  return stdout;
}

test('a terminal shows at once that a design starts, until the first line takes its place', () => {
  const sent = sentToTerminal('design');
  expect(sent).toMatch(/^Starting …\r/);
  const screen = new Screen();
  screen.write(Buffer.from(sent));
  expect(screen.lines[0]).toMatch(/^error: missing required argument/);
});

test.each(['design --json', 'list --wrong'])('nothing is said before %s', (words) => {
  expect(sentToTerminal(words)).toMatch(/^error: /);
});
