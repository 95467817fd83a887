import { NO_CITATION } from '../../../src/core/vocabulary/submission.ts';
import {
  auditing,
  composing,
  confirming,
  type Expected,
  isBy,
  type Mode,
  proposing,
  type Script,
} from '../mode.ts';

/** Words in a field of the decision, in place of the honest ones. */
const writes = (field: 'context' | 'harder', text: string): Script => ({
  composite: composing((input) => ({ ...input, decision: { ...input.decision, [field]: text } })),
});

/** The first step, changed. */
const firstStep = (change: { readonly title?: string; readonly detail: string }): Script => ({
  composite: composing(({ decision, ...input }) => ({
    ...input,
    decision: {
      ...decision,
      steps: decision.steps.map((step, at) => (at === 0 ? { ...step, ...change } : step)),
    },
  })),
});

/** The archaeologist's first reason, with a quotation that stands there. */
const claims = (text: string, place: string, quote: string): Script => ({
  proposals: proposing(
    (input) => ({
      ...input,
      claims: input.claims.map((claim, at) =>
        at === 1 ? { ...claim, text, citation: { place, quote } } : claim,
      ),
    }),
    isBy('archaeologist'),
  ),
});

const SMALL = { risk: 'The team has to learn a name for the table.', signal: 'Somebody asks.' };
const NEVER = { fact: 'Somebody feels that it is slower.', where: 'In the team.', until: 'May' };

type Wrong = readonly [id: string, does: string, says: Script];

/** What code looks at in a text. */
const SEEN_BY_CODE: readonly (readonly [...Wrong, words: string])[] = [
  [
    'an-invented-number',
    'The decision gives a price that nobody has named.',
    writes('harder', 'It costs 4,300 EUR a month.'),
    '4,300',
  ],
  [
    'an-approval-that-nobody-gave',
    'The decision says that somebody has approved it who said nothing.',
    writes('harder', 'Two stores are written for two weeks. The finance team has approved this.'),
    'nobody here has',
  ],
  [
    'a-command-that-nobody-brought',
    'A step runs a command that stands nowhere.',
    firstStep({ detail: 'Run `redis-cli --rdb dump.rdb` at night, behind a switch.' }),
    'redis-cli',
  ],
  [
    'an-address-that-nobody-brought',
    'A step sends its reader to a page that stands nowhere.',
    firstStep({ detail: 'Follow https://queues.example/move behind a switch.' }),
    'queues.example',
  ],
];

/** What a line of the repository contradicts, which the auditor cites who looks for it. */
const SEEN_BY_A_READER: readonly (readonly [...Wrong, place: string, quote: string])[] = [
  [
    'a-real-line-for-its-opposite',
    'A claim says that Redis keeps jobs, and quotes the line that turns that off.',
    claims('Redis writes every job to a file.', 'src/queue/redis.ts:2', 'appendonly: false'),
    ...(['src/queue/redis.ts:7', 'It is not true that jobs survive a restart.'] as const),
  ],
  [
    'a-real-line-for-another-number',
    'A claim counts four workers, and quotes the line that has sixteen.',
    claims('Four workers poll the queue.', 'src/queue/worker.ts:1', 'const WORKERS = 16'),
    ...(['src/queue/worker.ts:1', 'const WORKERS = 16'] as const),
  ],
  [
    'a-real-line-for-more-than-it-says',
    'A claim makes a loss of every restart from a line about one night.',
    claims(
      'Every restart of Redis loses jobs of all kinds.',
      'docs/incidents/march.md:3',
      '1,204 jobs were lost when Redis restarted',
    ),
    ...(['docs/incidents/march.md:3', 'jobs were lost when Redis restarted at night'] as const),
  ],
  [
    'a-step-that-cannot-work',
    'A step relies on a column that the table does not have.',
    firstStep({ detail: 'Mark each job in the column done_at, behind a switch.' }),
    ...([
      'migrations/0012_jobs.sql:1',
      'create table jobs (id bigint primary key, body jsonb not null)',
    ] as const),
  ],
  [
    'an-undo-that-undoes-nothing',
    'A step empties the table, and its undo turns a switch off.',
    firstStep({ title: 'Empty the table', detail: 'Behind a switch, for every kind of job.' }),
    ...([
      'migrations/0012_jobs.sql:1',
      'create table jobs (id bigint primary key, body jsonb not null)',
    ] as const),
  ],
  [
    'another-cause',
    'The decision gives the loss in March another cause.',
    writes('context', 'In March a worker crashed and lost jobs. Invoices rest on them.'),
    ...(['docs/incidents/march.md:3', 'jobs were lost when Redis restarted at night'] as const),
  ],
  [
    'noticed-at-once',
    'The decision says that the loss was noticed at once.',
    writes('context', 'Redis has lost jobs at a restart, which was noticed at once. Invoices rest on them.'),
    ...(['docs/incidents/march.md:4', 'Nobody noticed before the invoices were missing.'] as const),
  ],
  [
    'nothing-else-depends-on-it',
    'The decision says that nothing but the queue is touched.',
    writes('harder', 'Nothing that sends invoices is touched by this.'),
    ...(['src/billing/export.ts:1', 'Invoices are sent by jobs of the kind'] as const),
  ],
  [
    'a-job-that-stays-until-it-is-done',
    'The decision says that a job stays in Redis until it is done; it is gone when it is taken.',
    writes('harder', 'A job that a worker has taken stays in Redis until it is done.'),
    ...(['src/queue/redis.ts:5', "return client.blPop('jobs', 5)"] as const),
  ],
  [
    'kept-for-too-short',
    'A step deletes finished jobs sooner than billing keeps them.',
    firstStep({ detail: 'Behind a switch, for every kind of job. Finished ones go after thirty days.' }),
    ...(['src/billing/export.ts:2', 'export const KEEP_DAYS = 90'] as const),
  ],
];

/** What no line and no code contradicts: only somebody who knows better can tell. */
const SEEN_BY_NOBODY: readonly Wrong[] = [
  [
    'a-complaint-that-nobody-made',
    'The decision says that customers have complained.',
    writes('context', 'Redis has lost jobs at a restart. Customers have complained about it.'),
  ],
  [
    'a-comparison-that-never-was',
    'The decision recalls a move that never took place.',
    writes('harder', 'Two stores are written for two weeks, as when the search index was moved.'),
  ],
  [
    'a-property-of-the-world',
    'The decision says of Postgres what is not so.',
    writes('harder', 'Two stores are written for two weeks. Postgres needs no maintenance.'),
  ],
  [
    'a-decision-that-nobody-took',
    'A step says that a person has decided it who has only answered a question.',
    firstStep({ detail: 'Behind a switch. Ben has decided that invoices go first.' }),
  ],
  [
    'a-risk-left-out',
    'The decision names a small risk in place of the one that matters.',
    { composite: composing((input) => ({ ...input, decision: { ...input.decision, risks: [SMALL] } })) },
  ],
  [
    'a-sign-that-never-comes',
    'The decision is to be revisited at a sign that nobody can see.',
    { composite: composing((input) => ({ ...input, decision: { ...input.decision, revisitIf: [NEVER] } })) },
  ],
];
/** An auditor who has read the line, and does not let it be talked away. */
function looks(place: string, quote: string): Script {
  return {
    audit: auditing((input) => ({
      ...input,
      findings: input.findings.map((each, at) =>
        at === 0
          ? {
              ...{ ...each, kind: 'contradiction', severity: 'blocking', citation: { place, quote } },
              text: 'The repository says otherwise.',
            }
          : { ...each, citation: NO_CITATION },
      ),
    })),
    confirmation: confirming((input) => ({
      ...input,
      findings: input.findings.map((each) => ({ ...each, isAnswered: false, reason: 'It still says it.' })),
    })),
  };
}

const READY: Expected = { class: 'ready', words: '' };

/** Wrong in what it says, and right in its form. */
export const CONTENT: readonly Mode[] = [
  ...SEEN_BY_CODE.map(
    ([id, does, says, words]): Mode => ({
      id,
      does,
      says,
      sees: 'code',
      expected: { class: 'caveat', words },
    }),
  ),
  ...SEEN_BY_A_READER.map(
    ([id, does, says, place, quote]): Mode => ({
      ...{ id, does, says, sees: 'reader', expected: READY },
      seenBy: {
        turn: 'audit',
        says: looks(place, quote),
        expected: { class: 'gate', words: 'blocking finding' },
      },
    }),
  ),
  ...SEEN_BY_NOBODY.map(([id, does, says]): Mode => ({ id, does, says, sees: 'nobody', expected: READY })),
];
