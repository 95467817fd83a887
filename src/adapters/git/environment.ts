/**
 * What every git process is started with. A repository is outside material: its configuration, attributes and
 * references were written by others and may try to start a program, reach a network, or read another file.
 * Nothing is inherited from this process's environment; only the search path is handed in.
 */

/** Where programs are looked for when no search path is given: the usual places on Linux and macOS. */
export const DEFAULT_SEARCH_PATH = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin';

/**
 * The whole environment of a git process. The system's and the user's configuration are left out, no question
 * can be asked, no lock taken, no transport used (`GIT_ALLOW_PROTOCOL` outranks `protocol.<name>.allow` in a
 * repository's configuration), and no object is replaced by another or fetched on demand. Paths are taken
 * literally.
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
 * Settings that outrank the repository's own. The tools do not read that at all (see sealed-folder.ts); these hold
 * while the repository is being found, and for the tools once more. `safe.directory`: a repository of another owner
 * is refused by git because of what its configuration could start, which is what is prevented here.
 */
const SETTINGS: readonly string[] = [
  'safe.directory=*',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'diff.external=',
  // What is wrong in them is quoted in warnings, and they may be many files of many folders.
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
