/**
 * Names that were taken out before 1.0, each with what to do instead. What is here is refused with this sentence, and has no
 * code behind it. Settings stand by their name, verbs and options as they are typed, calls of the API and pages by their path,
 * where `*` is any id, fields of a request by their name.
 */
export const GONE: Readonly<Record<string, string>> = {
  '--answer-until': 'Set CHARRETTE_ANSWER_SECONDS, or press *Done answering* whenever it is enough.',
  '--beside-daemons': 'Run `charrette migrate` alone: there is no earlier store to bring up to date.',
  '--control': 'Compare with `npm run eval`, which has an arm of one model alone.',
  '--dump': 'Run `charrette migrate` alone: there is no earlier store to bring up to date.',
  '--key': 'Nothing is signed by a key any more; compare the head of a design with its thread by `--head`.',
  '--plain': 'Lines come where standard error is no terminal, or TERM is dumb.',
  '--supersede': 'Follow the decision up in its thread or on its page, where you choose what becomes of it.',
  '--turns': 'Use `charrette show <id> --turn`, without a number.',
  '/api/v1/designs/*/addendum': 'See `afterwards` at `GET /api/v1/designs/{id}`; the files tell of it too.',
  '/api/v1/designs/*/handover':
    'Whoever is in the list of deciders, and operators, can do all that the starter can.',
  '/api/v1/designs/*/replies/*/redaction': 'Forget the whole design: `POST /api/v1/designs/{id}/forgetting`.',
  '/api/v1/designs/*/steps/*/assignment':
    'Publish the decision: its steps become issues, which a tracker assigns.',
  '/api/v1/heads':
    'The head of a design stands in its events, the last message of its thread and its published record.',
  '/api/v1/key': 'Nothing is signed by a key any more; compare the head of a design with its thread.',
  '/designs/*/forgetting': 'Run `charrette forget <id>`, or call POST /api/v1/designs/{id}/forgetting.',
  '/designs/*/redactions': 'Remove the whole design with `charrette forget <id>`.',
  '/lessons': 'Run `charrette lessons`, or call GET /api/v1/lessons.',
  '/personas': 'Run `charrette personas`, which lists them; no figures are added up any more.',
  answerUntil: 'Set CHARRETTE_ANSWER_SECONDS, or press *Done answering* whenever it is enough.',
  'charrette assign':
    'Publish the decision with `charrette publish`: its steps become issues, which a tracker assigns.',
  'charrette audit': 'Who did what is at `GET /api/v1/audit`, for operators.',
  'charrette completion': 'Type the verb; `charrette help` lists them.',
  'charrette discord-register':
    'The daemon puts the commands in place when it starts; `charrette doctor` says if they are missing.',
  'charrette events': 'Use `charrette watch <id> --json`.',
  'charrette export': 'Copy a store with `charrette backup`, or with `pg_dump`.',
  'charrette hand-over':
    'Whoever is in the list of deciders, and operators, can do all that the starter can.',
  'charrette heads':
    'The head of a design stands in the last message of its thread and in its published record; compare it with `charrette verify <id> --head`.',
  'charrette import': 'Bring a copy back with `charrette restore`, or with `pg_restore`.',
  'charrette link': 'Make and revoke links to one design at `/api/v1/designs/{id}/links`.',
  'charrette redact': 'Erase the whole design with `charrette forget`.',
  'charrette scrub':
    'What is stored is checked whenever it is read; `charrette doctor` counts what is set aside.',
  'charrette status':
    'Use `charrette list`, which has what waits for a person first, or `charrette show <id>`.',
  CHARRETTE_ACCEPTANCES:
    'Leave it out: a decision counts as accepted once one person of those who may decide has accepted it.',
  CHARRETTE_AGENT_BUDGET_USD:
    'Leave it out: a person is asked before their agent starts a design that costs more than a dollar.',
  CHARRETTE_AUDITOR_MODEL:
    'Name the model in `auditor.md`; where two families can be used, the auditor is of another.',
  CHARRETTE_AUDIT_DAYS: 'Leave it out: entries of the audit log are kept for 365 days.',
  CHARRETTE_CALLS: 'Leave it out: a message calls those whom it concerns, and nobody else.',
  CHARRETTE_CAPACITY:
    'Leave it out: 20 designs have processes in one daemon at most; start another daemon for more.',
  CHARRETTE_CAPACITY_PER_PERSON: 'Leave it out: one person has half of the places at most.',
  CHARRETTE_CONNECT_SECONDS:
    'Leave it out: a model has 30 seconds to take a request; CHARRETTE_TURN_TOTAL_SECONDS bounds the turn.',
  CHARRETTE_DEPUTIES: 'Name who decides in the place of the starter in the lists of deciders and operators.',
  CHARRETTE_DESIGN_SECONDS: 'Leave it out: a design may take two hours, or what `--deadline` says.',
  CHARRETTE_FIRST_TOKEN_SECONDS:
    'Leave it out: a model has two minutes to begin its answer; CHARRETTE_TURN_TOTAL_SECONDS bounds the turn.',
  CHARRETTE_FORGE_FOLDER: 'Leave it out: records are published in `docs/decisions`.',
  CHARRETTE_FORGE_REPOSITORIES: 'Set CHARRETTE_FORGE_REPOS.',
  CHARRETTE_FORGE_URL: 'Leave it out: decisions are published to GitHub.',
  CHARRETTE_KEEP_DAYS: 'Leave it out: designs are kept for 90 days after their end.',
  CHARRETTE_LEAST_CONFIDENCE: 'Leave it out: a person is asked below a confidence of 0.4.',
  CHARRETTE_LEAST_PARTICIPATION:
    'Leave it out: a person is asked where fewer than two thirds of the personas take part to the end.',
  CHARRETTE_NAMED_PERSON:
    'Leave it out: every decision can be accepted after its end, by those who may decide.',
  CHARRETTE_OIDC_CLIENT_ID: 'Let a proxy sign people in (CHARRETTE_PROXY_USER_HEADER, docs/console.md).',
  CHARRETTE_OIDC_CLIENT_SECRET: 'Let a proxy sign people in (CHARRETTE_PROXY_USER_HEADER, docs/console.md).',
  CHARRETTE_OIDC_ISSUER: 'Let a proxy sign people in (CHARRETTE_PROXY_USER_HEADER, docs/console.md).',
  CHARRETTE_OIDC_OPERATORS: 'Let a proxy sign people in (CHARRETTE_PROXY_USER_HEADER, docs/console.md).',
  CHARRETTE_OIDC_SCOPE: 'Let a proxy sign people in (CHARRETTE_PROXY_USER_HEADER, docs/console.md).',
  CHARRETTE_OIDC_TITLE: 'Let a proxy sign people in (CHARRETTE_PROXY_USER_HEADER, docs/console.md).',
  CHARRETTE_PARK_SECONDS:
    'Leave it out: a design gives its processes back after a minute of waiting for people.',
  CHARRETTE_PROXY_OPERATORS: 'Set CHARRETTE_OPERATORS, which takes names that a proxy sends as well.',
  CHARRETTE_QUIET_HOURS:
    'Leave it out: everybody can have their own chat be quiet at the hours that suit them.',
  CHARRETTE_READ_WITHOUT_THREAD:
    'Leave it out: operators, and tokens for all channels, read a design without a thread.',
  CHARRETTE_RECHECK_DAYS:
    'Run `charrette recheck <id>` by hand, or on the published record in the CI of its repository.',
  CHARRETTE_REMINDERS: 'Leave it out: people are reminded once, when half their time is over.',
  CHARRETTE_REPO_READERS:
    'Name people in CHARRETTE_STARTERS or CHARRETTE_DECIDERS: these, and operators, may have repositories read.',
  CHARRETTE_RUNS_AGAIN: 'Leave it out: a design may be run again three times.',
  CHARRETTE_SIGNING_KEY:
    'Leave it out: the head of a design stands in the last message of its thread and in its published record.',
  CHARRETTE_SYNTHESIS_SECONDS: 'Leave it out: synthesis may take half an hour.',
  CHARRETTE_TURN_STALL_SECONDS:
    'Leave it out: silence of a minute within an answer ends it; `clocks` in models.yaml says otherwise for one model.',
  control: 'Compare with `npm run eval`, which has an arm of one model alone.',
  CHARRETTE_THREAD_GONE: 'Leave it out: a design goes on whose thread cannot be written to.',
  DISCORD_ACCEPTERS: 'Set CHARRETTE_DECIDERS: who may decide accepts as well.',
  DISCORD_ANSWERERS: 'Leave it out: everybody in a thread answers.',
  DISCORD_CHANNELS:
    'Leave it out: the bot works in every channel that it is in; CHARRETTE_STARTERS says who starts.',
  DISCORD_CLIENT_SECRET:
    'Sign in by a link that `charrette sign-in` prints, or by a proxy (docs/console.md).',
  DISCORD_DECIDERS: 'Set CHARRETTE_DECIDERS, one list for all platforms.',
  DISCORD_OPERATORS: 'Set CHARRETTE_OPERATORS, one list for all platforms.',
  DISCORD_STARTERS: 'Set CHARRETTE_STARTERS, one list for all platforms.',
  SLACK_ACCEPTERS: 'Set CHARRETTE_DECIDERS: who may decide accepts as well.',
  SLACK_ANSWERERS: 'Leave it out: everybody in a thread answers.',
  SLACK_CHANNELS:
    'Leave it out: the bot works in every channel that it is in; CHARRETTE_STARTERS says who starts.',
  SLACK_CLIENT_ID: 'Sign in by a link that `charrette sign-in` prints, or by a proxy (docs/console.md).',
  SLACK_CLIENT_SECRET: 'Sign in by a link that `charrette sign-in` prints, or by a proxy (docs/console.md).',
  SLACK_DECIDERS: 'Set CHARRETTE_DECIDERS, one list for all platforms.',
  SLACK_OPERATORS: 'Set CHARRETTE_OPERATORS, one list for all platforms.',
  SLACK_STARTERS: 'Set CHARRETTE_STARTERS, one list for all platforms.',
};

/** Says that a name has left and what to do instead; `null` for any other name. */
export function goneSentence(name: string): string | null {
  // A field of a request can have any name, those of every object's own among them.
  return Object.hasOwn(GONE, name) ? `${name} has left Charrette. ${GONE[name]}` : null;
}

/** The same for a path of the API. */
export function gonePath(path: string): string | null {
  const found = Object.keys(GONE).find(
    (name) => name.startsWith('/') && new RegExp(`^${name.replaceAll('*', '[^/]+')}(?:/|$)`).test(path),
  );
  return found === undefined ? null : `${path.slice(0, 200)} has left Charrette. ${GONE[found]}`;
}

/** Names of settings that have left, for whoever checks an environment. */
export const GONE_SETTINGS: readonly string[] = Object.keys(GONE).filter((name) => /^[A-Z_]+$/.test(name));
