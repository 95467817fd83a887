import * as z from 'zod';
import { act, type Intent } from '../act.ts';
import { author } from '../fields.ts';
import { FROM_HERE, Start, StartFromHere } from './fields.ts';

const Retry = z.strictObject({ author });
const RetryFromHere = Retry.extend(FROM_HERE);

export const BEGIN = {
  start: act('run', {
    route: 'POST /designs',
    group: 'Run',
    summary: 'start a design',
    least: 'take part',
    right: 'start',
    noted: 'start',
    body: Start,
    bodyFromHere: StartFromHere,
    status: 201,
    answer: 'BegunAnswer',
    tool: {
      name: 'start_design',
      title: 'Start a design',
      description:
        'Starts a design discussion: AI personas ask, propose, argue and come to a decision that can be checked. For decisions that are hard to reverse, not for questions of fact. Returns the id of the design at once; the design then takes minutes, so call follow_design. The same call on the same day returns the same design.',
    },
    needsEngine: true,
    typed: [
      {
        synopsis: 'design <topic>',
        summary: 'run one design to its end in this terminal',
        examples: [
          'design "Should the job queue move from Redis to Postgres?"',
          'design "Where do the logs go?" --repo . --depth quick',
          'design "Where do the logs go?" --answers answers.md',
          'design @topic.md --model claude-sonnet-5-5',
        ],
        isFirst: true,
      },
    ],
    verbs: {
      follow_up: {
        opensStart: true,
        obstacle: async (...intent: Intent) =>
          (await import('./start.ts')).refuseFollowingUp(...intent),
      },
    },
    run: async (...inputs) => (await import('./start.ts')).start(...inputs),
  }),
  estimate: act('run', {
    route: 'POST /designs/estimate',
    group: 'Run',
    summary: 'estimate the cost and time of a design, without starting it',
    least: 'take part',
    noted: null,
    body: Start,
    bodyFromHere: StartFromHere,
    answer: 'EstimateAnswer',
    needsEngine: true,
    run: async (...inputs) => (await import('./start.ts')).estimate(...inputs),
  }),
  retry_preview: act('run', {
    route: 'GET /designs/:id/retry/preview',
    group: 'Read',
    summary: 'check if an ended design can be run again',
    least: 'read',
    noted: null,
    answer: 'RetryAnswer',
    show: async ({ words }) =>
      (await import('../../presentation/format/document.ts')).documentOfWords(words),
    run: async (...inputs) => (await import('./run-again.ts')).showRetry(...inputs),
  }),
  run_again: act('run', {
    route: 'POST /designs/:id/retry',
    group: 'Act',
    summary: 'run an ended design again, reusing its answers and proposals',
    least: 'operate',
    right: 'start',
    noted: 'run_again',
    body: Retry,
    bodyFromHere: RetryFromHere,
    status: 202,
    answer: 'DesignAnswer',
    needsEngine: true,
    verbs: {
      run_again: {
        words: ['retry'],
        obstacle: async (...intent: Intent) =>
          (await import('./run-again.ts')).refuseRunningAgain(...intent),
      },
    },
    typed: [
      {
        synopsis: 'retry <id>',
        summary:
          'run an ended design again, reusing its answers and proposals, in the daemon if one runs',
        examples: ['retry 45781c68 --preview', 'retry 45781c68'],
        isFirst: true,
      },
    ],
    run: async (...inputs) => (await import('./run-again.ts')).runAgain(...inputs),
    show: async ({ carried }, before) =>
      (await import('../../presentation/answers/act-answers.ts')).drawAgain(
        carried,
        before ?? null,
      ),
  }),
};
