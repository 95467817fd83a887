import { expect, test } from 'vitest';
import { personIn } from '../../src/entry/cli/cli-context.ts';

test('a person has the name of the account, or of the environment where the system knows no account', () => {
  const noAccount = (): never => {
    throw Object.assign(new Error('uv_os_get_passwd returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' });
  };
  expect(personIn({ USER: 'ben' }, () => 'ana')).toBe('ana');
  expect(personIn({ USER: '', LOGNAME: 'ben' }, noAccount)).toBe('ben');
  expect(personIn({}, noAccount)).toBe('somebody');
});
