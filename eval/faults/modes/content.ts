import { NO_CITATION } from '../../../src/core/vocabulary/submission.ts';
import { lineOf } from '../case.ts';
import { composing, DENIES, type Expected, finds, type Modes, type Script } from '../mode.ts';
import { firstStep } from './composite.ts';
import { cites } from './proposals.ts';

const writes = (change: object): Script => ({
  composite: composing((input) => ({ ...input, decision: { ...input.decision, ...change } })),
});
const does = (change: object): Script => ({ composite: firstStep((step) => ({ ...step, ...change })) });
/** The archaeologist's first reason, with a quotation that stands there. */
const claims = (text: string, place: string, quote: string): Script => ({
  proposals: cites(place, quote, { text }),
});

const CONFIG = 'src/queue/redis.ts';
const MARCH = 'docs/incidents/march.md';
const TABLE = 'migrations/0012_jobs.sql:1';
const LOST = '1,204 jobs were lost when Redis restarted';

/** What a line of the repository contradicts, which the auditor cites who looks for it. */
const SEEN_BY_A_READER: Readonly<Record<string, readonly [Script, place: string]>> = {
  'a-real-line-for-its-opposite': [
    claims('Redis writes every job to a file.', `${CONFIG}:2`, 'appendonly: false'),
    `${CONFIG}:7`,
  ],
  'a-real-line-for-another-number': [
    claims('Four workers poll the queue.', 'src/queue/worker.ts:1', 'const WORKERS = 16'),
    'src/queue/worker.ts:1',
  ],
  'a-real-line-for-more-than-it-says': [
    claims('Every restart of Redis loses jobs of all kinds.', `${MARCH}:3`, LOST),
    `${MARCH}:3`,
  ],
  'a-step-that-cannot-work': [
    does({ detail: 'Mark each job in the column done_at, behind a switch.' }),
    TABLE,
  ],
  'an-undo-that-undoes-nothing': [
    does({ title: 'Empty the table', detail: 'Behind a switch, for every kind of job.' }),
    TABLE,
  ],
  'another-cause': [
    writes({ context: 'In March a worker crashed and lost jobs. Invoices rest on them.' }),
    `${MARCH}:3`,
  ],
  'noticed-at-once': [
    writes({ context: 'Redis has lost jobs at a restart, noticed at once. Invoices rest on them.' }),
    `${MARCH}:4`,
  ],
  'nothing-else-depends-on-it': [
    writes({ harder: 'Nothing that sends invoices is touched by this.' }),
    'src/billing/export.ts:1',
  ],
  'a-job-that-stays-until-it-is-done': [
    writes({ harder: 'A job that a worker has taken stays in Redis until it is done.' }),
    `${CONFIG}:5`,
  ],
  'kept-for-too-short': [
    does({ detail: 'Behind a switch, for every kind of job. Finished ones go after thirty days.' }),
    'src/billing/export.ts:2',
  ],
};

const SMALL = { risk: 'The team has to learn a name for the table.', signal: 'Somebody asks.' };
const NEVER = { fact: 'Somebody feels that it is slower.', where: 'In the team.', until: 'May' };

/** What no line and no code contradicts: only somebody who knows better can tell. */
const SEEN_BY_NOBODY: Readonly<Record<string, Script>> = {
  'a-complaint-that-nobody-made': writes({
    context: 'Redis has lost jobs at a restart. Customers have complained about it.',
  }),
  'a-comparison-that-never-was': writes({
    harder: 'Two stores are written for two weeks, as when the search index was moved.',
  }),
  'a-property-of-the-world': writes({
    harder: 'Two stores are written for two weeks. Postgres needs no maintenance.',
  }),
  'a-decision-that-nobody-took': does({ detail: 'Behind a switch. Ben has decided that invoices go first.' }),
  'a-risk-left-out': writes({ risks: [SMALL] }),
  'a-sign-that-never-comes': writes({ revisitIf: [NEVER] }),
  'an-invented-number': writes({ harder: 'It costs 4,300 EUR a month.' }),
  'an-approval-that-nobody-gave': writes({
    harder: 'Two stores are written for two weeks. The finance team has approved this.',
  }),
  'a-command-that-nobody-brought': does({
    detail: 'Run `redis-cli --rdb dump.rdb` at night, behind a switch.',
  }),
  'an-address-that-nobody-brought': does({ detail: 'Follow https://queues.example/move behind a switch.' }),
};

/** An auditor who has read the line, and does not let it be talked away. */
const looks = (place: string): Script => ({
  audit: finds(
    {
      ...{ kind: 'contradiction', severity: 'blocking', text: 'The repository says otherwise.' },
      citation: { place, quote: lineOf(place) },
    },
    { citation: NO_CITATION },
  ),
  confirmation: DENIES,
});

const READY: Expected = { class: 'ready', words: '' };
const GATE: Expected = { class: 'gate', words: 'blocking finding' };

const each = <Row>(rows: Readonly<Record<string, Row>>, modeOf: (row: Row) => Modes[string]): Modes =>
  Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, modeOf(row)]));

export const CONTENT: Modes = {
  ...each(SEEN_BY_A_READER, ([says, place]) => ({
    ...{ says, sees: 'reader', expected: READY },
    seenBy: { turn: 'audit', says: looks(place), expected: GATE },
  })),
  ...each(SEEN_BY_NOBODY, (says) => ({ says, sees: 'nobody', expected: READY })),
};
