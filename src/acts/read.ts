import * as z from 'zod';
import { BOUNDS } from '../core/vocabulary/bounds.ts';
import { DesignId } from '../core/vocabulary/ids.ts';
import { STATUSES } from '../core/vocabulary/sets.ts';
import { act } from './act.ts';
import { acceptSequence, countUpTo } from './fields.ts';

/** The largest sequence number that a store can compare; no design has that many events. */
export const MAX_SEQUENCE = 2 ** 31 - 1;

const READS = { group: 'Read', least: 'read', noted: null } as const;

export const READ = {
  list: act('run', {
    ...READS,
    route: 'GET /designs',
    summary: 'list designs, newest first, or by words, best match first',
    query: z.strictObject({
      words: z
        .string()
        .max(BOUNDS.topicCharacters)
        .default('')
        .describe(
          'words of a topic, a decision or an outcome, in any language; default: all designs',
        ),
      status: z.enum(STATUSES).optional().describe('only designs with this status'),
      limit: countUpTo(200).default(50).describe('how many'),
      before: DesignId.optional().describe('the value of next in an earlier answer'),
    }),
    answer: 'ListAnswer',
    show: async (found) => (await import('../presentation/answers/lists.ts')).drawFound(found),
    tool: {
      name: 'search_decisions',
      title: 'Search decisions',
      description:
        'Finds earlier designs by words in their topic, decision or outcome, best match first. Look here before you start a design.',
    },
    typed: [
      {
        synopsis: 'list [words...]',
        summary:
          'list designs: those waiting for a person, then the rest, newest first; with words: earlier decisions, best match first',
        examples: ['list', 'list --status awaiting_input', 'list "job queue"'],
        isFirst: true,
      },
    ],
    run: async (...inputs) => (await import('./runs/list.ts')).listForReader(...inputs),
  }),
  show: act('run', {
    ...READS,
    route: 'GET /designs/:id',
    summary: 'show the progress and outcome of a design',
    right: 'read',
    answer: 'DesignAnswer',
    typed: [
      {
        synopsis: 'show <id>',
        examples: ['show 45781c68', 'show 45781c68 --turn 12'],
        isFirst: true,
      },
    ],
    run: async (...inputs) => (await import('./runs/record.ts')).show(...inputs),
  }),
  events: act('by hand', {
    ...READS,
    route: 'GET /designs/:id/events',
    summary: 'follow the events of a design, as pages or as a stream',
    query: z.strictObject({
      since: acceptSequence(MAX_SEQUENCE).describe(
        'the sequence number of the last event that you know',
      ),
    }),
    answer: 'EventsAnswer',
    tool: {
      name: 'follow_design',
      title: 'Follow a design',
      description:
        'Waits up to 45 seconds for a design to need something or end, then says what it asks and what to do next. Call it again until the design has ended. If you stop calling, nothing is lost: the design continues, and unanswered questions become stated assumptions.',
    },
    typed: [
      {
        synopsis: 'watch <id>',
        summary:
          'show a design live until it ends, wherever it runs; Ctrl-C stops watching, not the design',
        examples: ['watch 45781c68', 'watch 45781c68 --json'],
        isFirst: true,
      },
    ],
  }),
  course: act('by hand', {
    ...READS,
    route: 'GET /designs/:id/course',
    summary: 'follow the events of a design exactly as stored',
    least: 'command line',
    query: z.strictObject({
      since: acceptSequence(MAX_SEQUENCE),
      limit: countUpTo(1).optional(),
    }),
    answer: 'CourseAnswer',
  }),
  turns: act('run', {
    ...READS,
    route: 'GET /designs/:id/turns',
    summary: 'list the records of all turns',
    answer: 'TurnsAnswer',
    run: async (...inputs) => (await import('./runs/record.ts')).listTurns(...inputs),
  }),
  turn: act('run', {
    ...READS,
    route: 'GET /designs/:id/turns/:n',
    summary: 'show one turn in full',
    answer: 'TurnAnswer',
    run: async (...inputs) => (await import('./runs/record.ts')).showTurn(...inputs),
    show: async (answer) => (await import('../presentation/turn/turn.ts')).drawTurn(answer),
  }),
  artifacts: act('run', {
    ...READS,
    route: 'GET /designs/:id/artifacts',
    summary: 'list the files of a design',
    answer: 'ArtifactsAnswer',
    needsEngine: true,
    run: async (...inputs) => (await import('./runs/record.ts')).listArtifacts(...inputs),
  }),
  artifact: act('by hand', {
    ...READS,
    route: 'GET /designs/:id/artifacts/:name{.+}',
    summary: 'read a file of a design',
    answer: 'file',
    tool: {
      name: 'read_design',
      title: 'Read a design',
      description:
        'Reads a file of a design: brief.md (the decision record, one page), decision.md (the signed text, byte for byte), record.md, transcript.md.',
    },
    needsEngine: true,
  }),
  failure: act('by hand', {
    ...READS,
    route: 'GET /designs/:id/failures/:name',
    summary: 'read the diagnostics of a crashed process',
    least: 'operate',
    answer: 'file',
  }),
  all_events: act('by hand', {
    ...READS,
    route: 'GET /events',
    summary: 'follow the status, phase, gates and end of every design, as pages or as a stream',
    query: z.strictObject({
      since: acceptSequence(Number.MAX_SAFE_INTEGER).describe(
        'the sequence number of the last event that you know',
      ),
    }),
    answer: 'EventsAnswer',
  }),
  links: act('run', {
    ...READS,
    route: 'GET /designs/:id/links',
    summary: 'list the links that show a design without a sign-in',
    least: 'operate',
    answer: 'LinksAnswer',
    run: async (...inputs) => (await import('./runs/links.ts')).listLinks(...inputs),
  }),
  tokens: act('run', {
    ...READS,
    group: 'Keep',
    route: 'GET /tokens',
    summary: 'list named tokens',
    least: 'admin',
    answer: 'TokensAnswer',
    run: async (parts) => (await import('./runs/tokens.ts')).listTokens(parts),
    show: async ({ tokens }) =>
      (await import('../presentation/words/tokens.ts')).drawTokens(tokens),
    typed: [{ synopsis: 'token list', examples: ['token list'] }],
  }),
  openapi: act('by hand', {
    ...READS,
    route: 'GET /openapi.json',
    summary: 'describe this API (OpenAPI 3.1)',
    answer: 'OpenApiAnswer',
  }),
};
