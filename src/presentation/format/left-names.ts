const STEPS = 'Steps as issues have left: charrette publish proposes the decision record as a pull request.';
const BY_HTTP =
  'Slack by HTTP has left: the daemon connects to Slack, with SLACK_APP_TOKEN, and needs no address.';
const RATINGS = 'Ratings have left: charrette accept or charrette decline says what you think of a decision.';

const ASK = 'charrette ask <id> "why …?" answers from the record.';

/** Verbs, options, values, fields and paths that have left, in small letters, each with what to do instead. */
const LEFT: ReadonlyMap<string, string> = new Map([
  [
    'restore',
    'restore has left: backup makes a data folder, and a daemon starts from it with CHARRETTE_DATA_DIR.',
  ],
  ['replace', 'backup --replace has left: each backup is a folder of its own.'],
  ['deep', 'Depth deep has left: use standard, and settle what stays open yourself.'],
  [
    'audit',
    'The audit log has left: a design’s events say who did what, and the log of the daemon has the rest.',
  ],
  [
    'collection',
    'The pages for old designs have left: charrette gc --preview lists them, and each day removes them.',
  ],
  ['lessons', 'Lessons have left: charrette list "<words>" finds earlier decisions.'],
  ['dismissal', 'Lessons have left, and their dismissal: forget the design, or decide anew.'],
  [
    'sign-ins',
    'The list of sessions has left: a session ends after twelve hours, or with the token or the right behind it.',
  ],
  ['outlivessession', 'outlivesSession has left: a token lasts for the days that it is made for.'],
  ['rate', RATINGS],
  ['rating', RATINGS],
  ['ratings', RATINGS],
  ['steps', STEPS],
  ['issues', STEPS],
  ['milestones', 'Milestones have left: GET /api/v1/events has the changes of all designs.'],
  [
    'check',
    'check has left: a repository’s decision records are read as any file is. Remove the workflow that calls it.',
  ],
  ['decisions', 'Decisions by file have left: charrette list "<words>" finds earlier decisions.'],
  ['find', 'find has left: charrette list "<words>" finds earlier decisions.'],
  ['match', 'The correction of a match has left: reply again with the questionId, or edit the message.'],
  ['verbose', `show --verbose has left: ${ASK}`],
  ['why', `The trace of a sentence has left: ${ASK}`],
  ['review', 'Reviews of an accepted decision have left: follow it up with a new design.'],
  ['url', BY_HTTP],
  ['mode', BY_HTTP],
  ['recheck', 'recheck has left: follow the decision up with a design that reads the present commit.'],
]);

/** The refusal of a name that has left; `null` for any other. */
export function sayLeftName(name: string): string | null {
  return LEFT.get(name.replace(/^--/, '').toLowerCase()) ?? null;
}
