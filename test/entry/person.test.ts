import { expect, test } from 'vitest';
import { accountNameOf } from '../../src/entry/cli/cli-context.ts';

test('D8: a person at a terminal has the name of the account, or of the environment where the system knows no account', () => {
  const noAccount = (): never => {
    throw Object.assign(new Error('uv_os_get_passwd returned ENOENT'), {
      code: 'ERR_SYSTEM_ERROR',
    });
  };
  expect(accountNameOf({ USER: 'ben' }, () => 'ana')).toBe('ana');
  expect(accountNameOf({ USER: '', LOGNAME: 'ben' }, noAccount)).toBe('ben');
  expect(accountNameOf({}, noAccount)).toBe('somebody');
});
