import { userInfo } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { person } from '../../src/entry/cli/cli-context.ts';

vi.mock('node:os', async (original) => ({ ...(await original<object>()), userInfo: vi.fn() }));
afterEach(() => vi.unstubAllEnvs());

test('a person has the name of the account, or of the environment where the system knows no account', () => {
  vi.mocked(userInfo).mockReturnValueOnce({ username: 'ana' } as ReturnType<typeof userInfo>);
  expect(person()).toBe('ana');
  vi.mocked(userInfo).mockImplementation(() => {
    throw Object.assign(new Error('uv_os_get_passwd returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' });
  });
  vi.stubEnv('USER', '');
  vi.stubEnv('LOGNAME', 'ben');
  expect(person()).toBe('ben');
  vi.stubEnv('LOGNAME', '');
  expect(person()).toBe('somebody');
});
