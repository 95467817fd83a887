import { spawnSync } from 'node:child_process';
import { DEFAULT_SEARCH_PATH, makeGitEnvironment } from './environment.ts';

const LOOK_MS = 2_000;
const MAX_BYTES = 4_096;

/**
 * The person's name in git's configuration: the folder's own, else the user's; `''` if there is
 * none, or no git. Files that the folder's configuration includes are ignored, since others may
 * have written them.
 */
export function readGitUserName(
  folder: string,
  { PATH, HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL }: Readonly<Record<string, string | undefined>>,
): string {
  const {
    GIT_CONFIG_GLOBAL: _,
    HOME: __,
    ...sealed
  } = makeGitEnvironment(PATH ?? DEFAULT_SEARCH_PATH);
  const own = Object.entries({ HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL }).filter(
    ([, value]) => value,
  );
  const look = (...scope: readonly string[]): string => {
    const { status, stdout } = spawnSync('git', ['config', ...scope, '--get', 'user.name'], {
      cwd: folder,
      env: { ...sealed, ...Object.fromEntries(own) },
      encoding: 'utf8',
      timeout: LOOK_MS,
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return status === 0 ? stdout.trim() : '';
  };
  return look('--local', '--no-includes') || look('--global', '--includes');
}
