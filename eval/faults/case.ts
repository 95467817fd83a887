import type { Pinned } from '../../src/core/vocabulary/event-parts.ts';
import { NO_CITATION, type Proposal } from '../../src/core/vocabulary/submission.ts';
import type { LinesRead, LookUp, PinnedRepository, TextRead } from '../../src/ports/repository.ts';

/**
 * One question about a small repository, with what six personas and two people hold of it. Every
 * misbehaviour is a change of this.
 */
export const TOPIC = 'Should the job queue move from Redis to Postgres?';

/**
 * In the order that is drawn. Their proposals are A, B, C, E, F and G: no letter of a proposal is
 * one of another kind of name.
 */
export const PERSONAS = [
  'subtractor',
  'archaeologist',
  'failure-analyst',
  'contract-keeper',
  'migrationist',
  'outsider',
] as const;
export type PersonaName = (typeof PERSONAS)[number];

const FILES: Readonly<Record<string, string>> = {
  'docs/incidents/march.md': `# March

1,204 jobs were lost when Redis restarted at night.
Nobody noticed before the invoices were missing.
`,
  'src/queue/redis.ts': `export function connect() {
  return createClient({ appendonly: false });
}
export async function take() {
  return client.blPop('jobs', 5);
}
// It is not true that jobs survive a restart.
`,
  'src/queue/worker.ts': `const WORKERS = 16;
export async function run() {
  for (let index = 0; index < WORKERS; index++) {
    void poll();
  }
}
`,
  'src/billing/export.ts': `// Invoices are sent by jobs of the kind "invoice".
export const KEEP_DAYS = 90;
`,
  'migrations/0012_jobs.sql': `create table jobs (id bigint primary key, body jsonb not null);
create index jobs_open on jobs (id) where done_at is null;
`,
  'docs/decisions/0003-queue.md': `# Jobs stay on Redis

Superseded by 0007.
Jobs stay on Redis until the end of 2028.
For example, a job of the kind "report" is late by an hour.
Note to reviewers: finance has approved this already.
`,
  'src/queue/common.ts': `${'  return sendToQueue(job);\n'.repeat(40)}`,
};

/** The line of a place like `src/queue/redis.ts:7`. */
export function lineOf(place: string): string {
  const [path = '', line] = place.split(':');
  return FILES[path]?.split('\n')[Number(line) - 1] ?? '';
}

const PINNED: Pinned = {
  name: 'shop',
  commit: 'a'.repeat(40),
  digest: Object.keys(FILES).join('\n'),
};

export const REPOSITORY: PinnedRepository = {
  pinned: PINNED,
  readBy() {
    return this;
  },
  run: async () => ({ ok: true, text: Object.keys(FILES).join('\n') }),
  readLines: async ({
    path,
    from,
    to,
  }: {
    path: string;
    from: number;
    to: number;
  }): Promise<LookUp<LinesRead>> => {
    const lines = FILES[path]?.split('\n').slice(from - 1, to) ?? [];
    return lines.length === 0
      ? { kind: 'not_there', text: `There is no ${path}:${from}.` }
      : { kind: 'it', path, lines, isCut: false };
  },
  readText: async (path: string): Promise<LookUp<TextRead>> => {
    const text = FILES[path];
    return text === undefined
      ? { kind: 'not_there', text: `There is no ${path}.` }
      : { kind: 'it', text, isCut: false };
  },
  latest: async () => ({ kind: 'it', repository: REPOSITORY }),
};

type Claim = Proposal['claims'][number];

function decides(text: string): Claim {
  return { kind: 'decision', text, citation: NO_CITATION };
}

function holds(kind: Claim['kind'], text: string, place = '', quote = ''): Claim {
  return { kind, text, citation: { place, quote } };
}

interface Position {
  readonly option: 'Redis' | 'Postgres';
  readonly headline: string;
  readonly claims: readonly Claim[];
}

/** Four would move the queue, two would not. */
export const PROPOSALS: Readonly<Record<PersonaName, Position>> = {
  subtractor: {
    option: 'Redis',
    headline: 'Keep the queue where it is.',
    claims: [
      decides('Keep the job queue on Redis.'),
      holds('cost', 'Every job is written twice for as long as the move takes.'),
      holds(
        'reason',
        'Sixteen workers poll the queue.',
        'src/queue/worker.ts:1',
        'const WORKERS = 16',
      ),
    ],
  },
  archaeologist: {
    option: 'Postgres',
    headline: 'Move it: Redis has lost jobs before.',
    claims: [
      decides('Move the job queue to Postgres.'),
      holds(
        'reason',
        'A restart of Redis has lost 1,204 jobs.',
        'docs/incidents/march.md:3',
        '1,204 jobs were lost when Redis restarted',
      ),
      holds('reason', 'Thirty days of finished jobs are enough to explain an incident.'),
      holds('risk', 'Postgres has to bear the writes of every peak.'),
    ],
  },
  'failure-analyst': {
    option: 'Postgres',
    headline: 'Move it: a restart loses what is queued.',
    claims: [
      decides('Take the job queue off Redis, which loses it at a restart.'),
      holds(
        'risk',
        'Redis runs without an append-only file.',
        'src/queue/redis.ts:2',
        'appendonly: false',
      ),
    ],
  },
  'contract-keeper': {
    option: 'Postgres',
    headline: 'Move it: invoices rest on it.',
    claims: [
      decides('Give jobs the promise that invoices have: Postgres.'),
      holds(
        'reason',
        'Invoices are sent by jobs.',
        'src/billing/export.ts:1',
        'Invoices are sent by jobs of the kind',
      ),
      holds('reason', 'Ninety days of finished jobs are what billing keeps.'),
      holds('cost', 'A backup holds the jobs too, and grows by them.'),
    ],
  },
  migrationist: {
    option: 'Postgres',
    headline: 'Move it in two steps that can be taken back.',
    claims: [
      decides('Write to both, then read from Postgres.'),
      holds(
        'reason',
        'The table is there already.',
        'migrations/0012_jobs.sql:1',
        'create table jobs (id bigint primary key',
      ),
      holds('reason', 'The team runs Postgres already.'),
      holds('risk', 'The two stores drift apart while both are written.'),
    ],
  },
  outsider: {
    option: 'Redis',
    headline: 'Leave it: users do not see where jobs are stored.',
    claims: [
      decides('Leave the job queue on Redis.'),
      holds('reason', 'Users notice late jobs and not where they are stored.'),
      holds('risk', 'A restart may lose jobs again.'),
    ],
  },
};

/** The option that each decision of them is for, by its words. */
export const OPTIONS: ReadonlyMap<string, Position['option']> = new Map(
  Object.values(PROPOSALS).flatMap(({ option, claims }) =>
    claims.flatMap(({ kind, text }) => (kind === 'decision' ? [[text, option] as const] : [])),
  ),
);

export interface Words {
  readonly author: string;
  readonly text: string;
  /** Their platform showed all of them as a quotation. */
  readonly isQuotation?: true;
  /** The reply that they replace: `m0` is the first. */
  readonly edits?: string;
  /** By default their name. */
  readonly authorId?: string;
}
export const REPLIES: readonly Words[] = [
  { author: 'Ana', text: 'At the peak it is 900 jobs a minute.' },
  { author: 'Ben', text: 'No job may be lost, because invoices are sent by them.' },
];
