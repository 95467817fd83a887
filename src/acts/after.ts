import * as z from 'zod';
import { BOUNDS } from '../core/vocabulary/bounds.ts';
import { FACTS } from '../core/vocabulary/sets.ts';
import { act, type Intent } from './act.ts';
import { author, namedAuthor } from './fields.ts';

export const AFTER = {
  accept_decision: act('command', {
    route: 'POST /designs/:id/acceptance',
    group: 'Act',
    summary: 'accept or decline the decision of an ended design, in your name',
    least: 'operate',
    right: 'judge',
    noted: 'accept_decision',
    body: z
      .strictObject({
        choice: z.enum(['accept', 'decline']).describe('what you say to the decision'),
        why: z
          .string()
          .trim()
          .max(2_000)
          .default('')
          .describe('why, in your words; required for a decline'),
        author: namedAuthor,
      })
      .refine(({ choice, why }) => choice === 'accept' || why !== '', {
        path: ['why'],
        error: 'the reason, in your words, for a decline',
      }),
    answer: 'DesignAnswer',
    needsEngine: true,
    typed: [
      {
        synopsis: 'accept <id>',
        summary: 'accept the decision of an ended design, in your name',
        examples: ['accept 45781c68', 'accept 45781c68 --why "As discussed"'],
        fills: { choice: 'accept' },
        done: 'Accepted.',
      },
      {
        synopsis: 'decline <id>',
        summary: 'decline the decision of an ended design, in your name',
        examples: ['decline 45781c68 --why "Not before March"'],
        fills: { choice: 'decline' },
        done: 'Declined. This is shown with the decision; its text does not change.',
      },
    ],
    command: ({ body: { choice, why } }) => ({
      type: 'judge_decision',
      verdict: choice === 'accept' ? 'accepted' : 'declined',
      note: why,
    }),
    verbs: {
      accept_decision: { fills: { choice: 'accept' }, askedFor: 'judge' },
      decline: {
        fills: { choice: 'decline' },
        askedFor: 'judge',
        asksFor: {
          field: 'why',
          title: 'Decline this decision',
          label: 'Why?',
          hint: 'Shown to everybody under the decision.',
          submit: 'Decline',
        },
      },
    },
  }),
  ask: act('run', {
    route: 'POST /designs/:id/ask',
    group: 'Read',
    summary:
      'ask about a decision, at a gate or after the end: where it is, its cost, who, how long, or why',
    least: 'take part',
    right: 'ask',
    noted: 'ask',
    body: z
      .strictObject({
        text: z
          .string()
          .trim()
          .max(BOUNDS.questionAskedCharacters)
          .default('')
          .describe('the question, in any language; not needed for a fact'),
        about: z
          .enum([...FACTS, 'record'])
          .optional()
          .describe(
            'where, cost, who or how_long: code answers, at no cost; record: a model answers; default: code, if it knows all words of the question, else a model',
          ),
        author,
        private: z
          .boolean()
          .default(true)
          .describe('false: everybody can read it with the decision'),
      })
      .meta({
        anyOf: [
          { required: ['about'], properties: { about: { enum: FACTS } } },
          { required: ['text'], properties: { text: { pattern: String.raw`\S` } } },
        ],
      }),
    status: 201,
    answer: 'AskedAnswer',
    isOfNow: ({ about }) => !about.includes('record'),
    needsEngine: true,
    typed: [
      {
        synopsis: 'ask <id> [text]',
        summary:
          'ask about a decision, at a gate or after the end; answers come from the record, with sources',
        examples: ['ask 45781c68 "Why not SQLite?"', 'ask 45781c68 --about cost'],
        fills: { private: true },
      },
    ],
    tool: {
      name: 'ask_record',
      isOfStage: true,
      title: 'Ask the record',
      description:
        'Answers a question about a decision from its record, with sources, at a gate or after the end. This may call a model.',
    },
    show: async (answer, before) =>
      (await import('../presentation/answers/answers.ts')).drawAnswer(answer, before?.view),
    verbs: {
      ask_record: {
        meanwhile: 'Looking it up in the record. The answer comes here.',
        fills: { about: 'record' },
        asksFor: {
          field: 'text',
          title: 'Ask the record',
          label: 'Your question',
          hasPrice: true,
          submit: 'Ask',
          choice: {
            field: 'private',
            label: 'Who reads the answer?',
            choices: [
              { value: 'true', label: 'Only me' },
              { value: 'false', label: 'Everybody in this thread' },
            ],
          },
        },
      },
    },
    run: async (...inputs) => (await import('./runs/ask.ts')).ask(...inputs),
  }),
  publish: act('run', {
    route: 'POST /designs/:id/publication',
    group: 'Check and publish',
    summary: 'propose a decision’s record to a repository, as a pull request',
    least: 'operate',
    right: 'publish',
    noted: 'publish',
    hasPreview: true,
    body: z.strictObject({
      repository: z
        .string()
        .max(200)
        .optional()
        .describe(
          'owner/name; default: where it was published before, else the first that is listed',
        ),
      author,
    }),
    answer: 'PublicationAnswer',
    needsEngine: true,
    show: async (answer) =>
      (await import('../presentation/words/publishing.ts')).drawPublication(answer),
    verbs: {
      publish: {
        meanwhile: 'Publishing. The link will appear here.',
        obstacle: async (...[{ engine }]: Intent) => {
          const { FORGE_WORDS } = await import('../presentation/format/forge.ts');
          return engine.parts.publisher == null ? FORGE_WORDS.unset : null;
        },
      },
    },
    typed: [
      {
        synopsis: 'publish <id>',
        examples: ['publish 45781c68 --preview', 'publish 45781c68 --repository acme/shop'],
      },
    ],
    run: async (...inputs) => (await import('./runs/publish.ts')).publish(...inputs),
  }),
  forget: act('run', {
    route: 'POST /designs/:id/forgetting',
    group: 'Keep',
    summary: 'erase an ended design, keeping only who erased it, when, and the head of its chain',
    least: 'operate',
    noted: 'forget',
    hasPreview: true,
    body: z.strictObject({ author }),
    answer: 'ForgettingAnswer',
    needsEngine: true,
    run: async (...inputs) => (await import('./runs/forget.ts')).forget(...inputs),
    show: async (answer) =>
      (await import('../presentation/answers/forgetting.ts')).drawForgetting(answer),
    typed: [
      {
        synopsis: 'forget <id>',
        examples: ['forget 45781c68 --preview', 'forget 45781c68'],
        asksFirst: true,
      },
    ],
  }),
};
