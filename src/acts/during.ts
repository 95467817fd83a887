import * as z from 'zod';
import { BOUNDS } from '../core/vocabulary/bounds.ts';
import type { Design } from '../core/vocabulary/design.ts';
import {
  DivergenceId,
  GateId,
  parseDivergenceId,
  parseQuestionId,
  QuestionId,
} from '../core/vocabulary/ids.ts';
import { GATE_CHOICES } from '../core/vocabulary/sets.ts';
import { act } from './act.ts';
import { author } from './fields.ts';

const DECIDES = { askedFor: 'decide' } as const;
const SEND_BACK = {
  field: 'note',
  title: 'Send back once',
  label: 'What should they look at again?',
  submit: 'Send back',
} as const;

export const DURING = {
  reply: act('run', {
    route: 'POST /designs/:id/replies',
    group: 'Act',
    summary: 'answer open questions, or say something else',
    least: 'take part',
    right: 'answer',
    noted: 'reply',
    body: z.strictObject({
      text: z.string().max(1_000_000).describe('the words, as they should be recorded'),
      author,
      questionId: z
        .templateLiteral(['Q', z.number().int().positive()])
        .meta({ pattern: String.raw`^Q[1-9]\d*$` })
        .optional()
        .describe('the one question that they answer'),
    }),
    status: 201,
    answer: 'DesignAnswer',
    typed: [
      {
        synopsis: 'answer <id> <text>',
        summary: 'answer open questions; a line that starts with "Q2:" answers question 2',
        examples: ['answer 45781c68 "Q1: 900 a minute"', 'answer 45781c68 "" --done'],
        isFirst: true,
      },
    ],
    tool: {
      name: 'answer_questions',
      isOfStage: true,
      title: 'Answer its questions',
      description:
        'Says something in a design: an answer, a fact, an objection, in any language. Begin a line with "Q2:" to answer question 2. Answer from the code and from what the person has told you; leave out what you do not know.',
    },
    done: 'Recorded.',
    run: async (...inputs) => (await import('./runs/reply.ts')).reply(...inputs),
  }),
  agree: act('run', {
    route: 'POST /designs/:id/questions/:questionId',
    group: 'Act',
    summary: 'say whose answer holds where people differ: give way to it, or decide for it',
    least: 'take part',
    right: 'take an answer',
    noted: 'agree',
    body: z.strictObject({
      answer: z
        .string()
        .min(1)
        .max(BOUNDS.personCharacters)
        .describe('the name of the person whose answer holds, or its `since`'),
      author,
    }),
    answer: 'DesignAnswer',
    subject: {
      name: 'questionId',
      noun: 'question',
      id: QuestionId,
      among: ({ questions }: Design) => questions,
      typed: { argument: 'question', read: parseQuestionId },
    },
    typed: [{ synopsis: 'agree <id> <question> <answer>', examples: ['agree 45781c68 Q2 Ben'] }],
    tool: {
      name: 'take_answer',
      title: 'Say whose answer holds',
      description:
        'Where two people differ on a question, passes on whose answer holds: your person gives way to another, or may decide. Your client first asks the person to confirm it.',
      asksPerson: true,
    },
    done: 'Taken.',
    run: async (...inputs) => (await import('./runs/agree.ts')).agree(...inputs),
    verbs: { agree: { askedFor: 'decide', names: 'answer' } },
  }),
  go_on: act('command', {
    route: 'POST /designs/:id/answered',
    group: 'Act',
    summary: 'go on without more answers',
    least: 'take part',
    right: 'go on',
    noted: 'go_on',
    body: z.strictObject({ author }),
    status: 202,
    answer: 'DesignAnswer',
    tool: {
      name: 'go_on',
      title: 'Go on without more answers',
      description: 'Ends the wait for answers. Open questions become stated assumptions.',
    },
    done: 'The personas go on; open questions become assumptions.',
    command: () => ({ type: 'go_on' }),
    verbs: { go_on: { words: ['done', 'skip'], askedFor: 'go_on' } },
  }),
  settle: act('command', {
    route: 'POST /designs/:id/divergences/:divergenceId',
    group: 'Act',
    summary: 'settle a point that the personas differ on',
    least: 'operate',
    right: 'decide',
    noted: 'settle',
    body: z.strictObject({
      position: z
        .string()
        .min(1)
        .max(20)
        .describe('the position that holds from now on, such as 1a; show lists them'),
      note: z.string().max(BOUNDS.noteCharacters).default('').describe('why, in your words'),
      author,
    }),
    answer: 'DesignAnswer',
    subject: {
      name: 'divergenceId',
      noun: 'difference',
      id: DivergenceId,
      among: ({ divergences }: Design) => divergences,
      typed: { argument: 'difference', read: parseDivergenceId },
    },
    typed: [
      {
        synopsis: 'settle <id> <difference> <position>',
        examples: ['settle 45781c68 D1 1a --note "We run Postgres already"'],
      },
    ],
    done: 'Settled.',
    command: ({ subject, body: { position, note } }) => ({
      type: 'settle_divergence',
      divergenceId: DivergenceId.parse(subject),
      position,
      note,
    }),
    verbs: {
      settle: {
        askedFor: 'decide',
        names: 'position',
      },
    },
  }),
  decide: act('command', {
    route: 'POST /designs/:id/gates/:gateId',
    group: 'Act',
    summary: 'decide at the open gate',
    least: 'operate',
    right: 'decide',
    noted: 'decide',
    body: z.strictObject({
      choice: z.enum(GATE_CHOICES).describe('one of the choices that the gate offers'),
      note: z
        .string()
        .max(BOUNDS.noteCharacters)
        .default('')
        .describe('what should change, for send_back and again'),
      author,
    }),
    answer: 'DesignAnswer',
    subject: { name: 'gateId', noun: 'gate', id: GateId, among: ({ gates }: Design) => gates },
    typed: [
      {
        synopsis: 'decide <id> <choice>',
        examples: [
          'decide 45781c68 accept',
          'decide 45781c68 send_back --note "Say how to undo it"',
        ],
        isFirst: true,
      },
    ],
    tool: {
      name: 'decide_gate',
      title: 'Decide at a gate',
      description:
        'Passes on a person’s decision at a gate. Your client first asks the person to confirm it; you cannot decide for them. It is recorded as theirs, made through their agent.',
      asksPerson: true,
    },
    done: 'Decided.',
    command: ({ subject, body: { choice, note } }) => ({
      type: 'decide_gate',
      gateId: GateId.parse(subject),
      choice,
      note,
    }),
    verbs: {
      accept: { ...DECIDES, words: ['accept'], fills: { choice: 'accept' } },
      send_back: { ...DECIDES, fills: { choice: 'send_back' }, asksFor: SEND_BACK },
      again: { ...DECIDES, fills: { choice: 'again' } },
      stop: { ...DECIDES, words: ['stop'], fills: { choice: 'stop' } },
    },
  }),
  cancel: act('command', {
    route: 'POST /designs/:id/cancel',
    group: 'Act',
    summary: 'cancel a design; all contributions are kept',
    least: 'operate',
    right: 'cancel',
    noted: 'cancel',
    body: z.strictObject({
      reason: z.string().max(1_000).default('').describe('why, for the record'),
      author,
    }),
    // A design that had ended does not change.
    status: 202,
    statusAfterEnd: 200,
    answer: 'DesignAnswer',
    needsEngine: true,
    typed: [
      {
        synopsis: 'cancel <id>',
        examples: ['cancel 45781c68 --reason "asked twice"'],
        isFirst: true,
      },
    ],
    tool: {
      name: 'cancel_design',
      title: 'Cancel a design',
      description:
        'Cancels a design that has not ended. Everything contributed is kept. A design that has ended stays as it is.',
      annotations: { destructiveHint: true, idempotentHint: true },
    },
    show: async (view) =>
      (await import('../presentation/answers/act-answers.ts')).drawCancelled(view),
    command: ({ body: { reason } }) => ({ type: 'cancel', reason }),
    verbs: { cancel: { words: ['cancel'], askedFor: 'cancel' } },
  }),
};
