const BY_HTTP =
  'Slack by HTTP has left: the daemon connects to Slack, with SLACK_APP_TOKEN, and needs no address.';

/** Verbs, options, fields and paths that have left, in small letters, each with what to do instead. */
const LEFT: ReadonlyMap<string, string> = new Map([
  [
    'restore',
    'restore has left: backup makes a data folder, and a daemon starts from it with CHARRETTE_DATA_DIR.',
  ],
  ['gc', 'gc has left: the daemon removes old designs every day, and charrette doctor says which go next.'],
  ['completion', 'The completion of shells has left: charrette help all lists every verb.'],
  ['json', '--json has left, but for design and watch: the HTTP API answers in JSON.'],
  ['verbose', '--verbose has left, but for design: charrette watch <id> shows every step.'],
  ['replace', 'backup --replace has left: each backup is a folder of its own.'],
  [
    'check',
    'check has left: a repository’s decision records are read as any file is. Remove the workflow that calls it.',
  ],
  ['decisions', 'Decisions by file have left: charrette list "<words>" finds earlier decisions.'],
  ['why', 'The trace of a sentence has left: charrette ask <id> "why …?" answers from the record.'],
  ['review', 'Reviews of an accepted decision have left: follow it up with a new design.'],
  ['url', BY_HTTP],
  ['mode', BY_HTTP],
]);

/** The refusal of a name that has left; `null` for any other. */
export function sayLeftName(name: string): string | null {
  return LEFT.get(name.replace(/^--/, '').toLowerCase()) ?? null;
}
