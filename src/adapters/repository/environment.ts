/**
 * The environment and settings of every git process. A repository is untrusted: others wrote its configuration, attributes and
 * references, which may try to start a program, reach a network, or read another file. Git processes inherit nothing from this
 * process's environment except the search path.
 */

/** Search path used when none is given: the usual places on Linux and macOS. */
export const DEFAULT_SEARCH_PATH = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin';

/**
 * Returns the whole environment of a git process. It leaves out the system's and the user's configuration, allows no prompt,
 * lock or transport (`GIT_ALLOW_PROTOCOL` outranks `protocol.<name>.allow` in a repository's configuration), replaces no object
 * and fetches none on demand. Paths are literal.
 */
export function gitEnvironment(searchPath: string): Record<string, string> {
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
 * Settings that outrank the repository's own. They matter while the repository is being found; the tools do not read its
 * configuration at all (see sealed-folder.ts) and get them as well. `safe.directory`: git refuses a repository of another owner
 * because its configuration could start a program, which these settings prevent.
 */
const SETTINGS: readonly string[] = [
  'safe.directory=*',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'diff.external=',
  // Git quotes their errors in warnings, and they may come from many files of many folders.
  'core.commitGraph=false',
  'core.multiPackIndex=false',
  'log.showSignature=false',
  'submodule.recurse=false',
  'protocol.allow=never',
];

/** Options before the command: no pager, and the settings above. */
export const GIT_OPTIONS: readonly string[] = [
  '--no-pager',
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
];
