/**
 * A repository is untrusted: its objects and references may try to have git reach a network or read
 * another file. Git inherits only the search path from this process.
 */

export const DEFAULT_SEARCH_PATH = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin';

/**
 * The whole environment of a git process: without the system's and the user's configuration,
 * without prompts, locks or transports, without replacing objects or fetching them on demand. Paths
 * are literal.
 */
export function makeGitEnvironment(searchPath: string): Record<string, string> {
  return {
    PATH: searchPath,
    HOME: '/dev/null',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null/none',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_PAGER: '',
  };
}

/** Settings for objects of others. Git reads no configuration but ours (see sealed-folder.ts). */
const SETTINGS: readonly string[] = [
  // Git quotes errors in these files in its warnings, and they can come from many folders.
  'core.commitGraph=false',
  'core.multiPackIndex=false',
];

export const GIT_OPTIONS: readonly string[] = [
  '--no-pager',
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
];
