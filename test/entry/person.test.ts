import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accountNameOf, readPersonName } from '../../src/entry/cli/cli-context.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

test('a person has the name of the account, or of the environment where the system knows no account', () => {
  const noAccount = (): never => {
    throw Object.assign(new Error('uv_os_get_passwd returned ENOENT'), {
      code: 'ERR_SYSTEM_ERROR',
    });
  };
  expect(accountNameOf({ USER: 'ben' }, () => 'ana')).toBe('ana');
  expect(accountNameOf({ USER: '', LOGNAME: 'ben' }, noAccount)).toBe('ben');
  expect(accountNameOf({}, noAccount)).toBe('somebody');
});

test('D8: the person at a terminal has git’s name of this folder, else their own, else the account’s', () => {
  const [home, folder] = [temporaryFolder(), temporaryFolder()];
  const environment = { PATH: process.env.PATH, HOME: home };
  const account = accountNameOf(environment);
  expect(readPersonName(folder, environment)).toBe(account);
  writeFileSync(join(home, 'name'), '[user]\n\tname = Benedict\n');
  writeFileSync(join(home, '.gitconfig'), `[include]\n\tpath = ${join(home, 'name')}\n`);
  expect(readPersonName(folder, environment)).toBe('Benedict');
  execFileSync('git', ['init', '--quiet'], { cwd: folder, env: environment });
  execFileSync('git', ['config', 'user.name', 'Ben\u202e \u200b of here'], {
    cwd: folder,
    env: environment,
  });
  expect(readPersonName(folder, environment)).toBe('Ben of here');
});

test('D8: a folder whose configuration includes a file of somebody else’s gives no name from there', () => {
  const [home, folder] = [temporaryFolder(), temporaryFolder()];
  const environment = { PATH: process.env.PATH, HOME: home };
  execFileSync('git', ['init', '--quiet'], { cwd: folder, env: environment });
  writeFileSync(join(home, 'other'), '[user]\n\tname = Grace\n');
  execFileSync('git', ['config', 'include.path', join(home, 'other')], {
    cwd: folder,
    env: environment,
  });
  expect(readPersonName(folder, environment)).toBe(accountNameOf(environment));
});

test('D8: where there is no git, the account has to do', () => {
  const folder = temporaryFolder();
  expect(readPersonName(folder, { PATH: folder, HOME: folder })).toBe(accountNameOf({}));
});
