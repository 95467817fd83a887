const SLACK_BY_HTTP =
  'Slack by HTTP has left: the daemon connects to Slack, with SLACK_APP_TOKEN, and needs no address.';

/** Verbs of the command line that have left, each with what to do instead. */
const VERBS: ReadonlyMap<string, string> = new Map([
  [
    'restore',
    'restore has left: backup makes a data folder, and a daemon starts from it with CHARRETTE_DATA_DIR.',
  ],
  [
    'gc',
    'gc has left: the daemon removes old designs every day; while it is stopped, charrette doctor says which go next.',
  ],
  [
    'check',
    'check has left: a repository’s decision records are read as any file is. Remove the workflow that calls it.',
  ],
  ['recheck', 'recheck has left: follow the decision up with a design that reads the present commit.'],
]);

/** Options that have left, behind their verb; alone if other verbs still have them. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['--completion', 'The completion of shells has left: charrette help all lists every verb.'],
  ['--json', '--json has left, but for design and watch: the HTTP API answers in JSON.'],
  ['retry --verbose', '--verbose has left, but for design: charrette watch <id> shows every step.'],
  ['show --why', 'The trace of a sentence has left: charrette ask <id> "why …?" answers from the record.'],
  ['backup --replace', 'backup --replace has left: each backup is a folder of its own.'],
  ['slack-manifest --url', SLACK_BY_HTTP],
  ['slack-manifest --mode', SLACK_BY_HTTP],
]);

/** Last parts of paths of the HTTP API that have left. */
const PATHS: ReadonlyMap<string, string> = new Map([
  ['decisions', 'Decisions by file have left: GET /api/v1/designs?words= finds earlier decisions.'],
  ['why', 'The trace of a sentence has left: POST …/ask answers from the record.'],
  ['review', 'Reviews of an accepted decision have left: follow it up with a new design.'],
]);

/** The refusal of a verb that has left; `null` for any other. */
export function sayLeftVerb(verb: string): string | null {
  return VERBS.get(verb) ?? null;
}

/** The refusal of an option of this verb that has left; `null` for any other. */
export function sayLeftOption(verb: string, option: string): string | null {
  return OPTIONS.get(`${verb} ${option}`) ?? OPTIONS.get(option) ?? null;
}

/** The refusal of a path of the HTTP API that has left; `null` for any other. */
export function sayLeftPath(path: string): string | null {
  return path.startsWith('/api/v1/') ? (PATHS.get(path.slice(path.lastIndexOf('/') + 1)) ?? null) : null;
}
