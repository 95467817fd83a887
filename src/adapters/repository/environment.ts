/**
 * A repository is untrusted: its configuration, attributes and references may try to start a program, reach a network, or read
 * another file. Git inherits only the search path from this process.
 */

export const DEFAULT_SEARCH_PATH = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin';

/**
 * The whole environment of a git process: without the system's and the user's configuration, without prompts, locks or
 * transports (`GIT_ALLOW_PROTOCOL` outranks a repository's `protocol.<name>.allow`), without replacing objects or fetching them
 * on demand. Paths are literal.
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

/**
 * Settings that outrank the repository's own. They matter during discovery; tools do not read its configuration (see
 * sealed-folder.ts). `safe.directory`: git refuses a repository of another owner, since its configuration could start a
 * program; these settings prevent that.
 */
const SETTINGS: readonly string[] = [
  'safe.directory=*',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'diff.external=',
  // Git quotes errors in these files in its warnings, and they can come from many folders.
  'core.commitGraph=false',
  'core.multiPackIndex=false',
  'log.showSignature=false',
  'submodule.recurse=false',
  'protocol.allow=never',
];

export const GIT_OPTIONS: readonly string[] = [
  '--no-pager',
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
];
