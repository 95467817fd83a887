import { type Document, wordsDocument } from '../../core/telling/document.ts';
import {
  correctedDocument,
  correctionDocument,
  participantDocument,
} from '../../core/telling/message/answers.ts';
import { foldedOf } from '../../core/telling/message/post.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { QUESTIONS, type Question, type Subject } from '../../core/telling/message/verb-words.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { GateChoice } from '../../core/vocabulary/events.ts';
import { DivergenceId, GateId } from '../../core/vocabulary/ids.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
import { whyNoForm, whyNotAnswer, whyNotCancel, whyNotDecide } from '../permission.ts';
import { cancel, cancelWords } from './cancel.ts';
import { followUp, followUpProblem } from './follow-up.ts';
import type { FormField } from './form.ts';
import type { GatewayContext } from './gateway-context.ts';
import { statusAnswer } from './notices.ts';
import { command, type Request } from './request.ts';
import { runAgain, runAgainWords, whyNotAgain } from './run-again.ts';
import type { Word } from './word.ts';

type Asking = Pick<Request, 'person' | 'channel'>;

/** Subject of a verb within its design (a gate, a participant, a position), and the words that it was given. */
interface Meant {
  readonly about: string;
  readonly words: string;
}

/** Words that a verb takes, which a form asks for. */
interface Takes {
  readonly title: string;
  readonly submit: string;
  readonly field: FormField;
  /** Why nothing can come of these words, in words for the form; `null` where something can. */
  readonly problem?: (
    context: GatewayContext,
    design: Design,
    words: string,
    asking: Asking,
  ) => Promise<string | null>;
}

/** One thing that a person may do with one design. Commands, buttons, forms and typed words are drawn from these rows. */
export interface Verb {
  /** The bare word that means it. */
  readonly word?: Word;
  /** Why this person may not, in words for them; `null` if they may. Left out where everybody may. */
  readonly whyNot?: (
    context: GatewayContext,
    design: Design,
    asking: Asking,
  ) => string | null | Promise<string | null>;
  /** Asked before it is done, in one way or the other; left out where it is done at once. */
  readonly asks?: (subject: Subject) => Question;
  readonly asksAbout?: (context: GatewayContext, design: Design) => Question | Promise<Question>;
  readonly takes?: Takes;
  readonly does: (
    context: GatewayContext,
    design: Design,
    meant: Meant,
    request: Request,
  ) => Promise<Document | null>;
}

const mayDecide: Verb['whyNot'] = ({ policy }, design, { person }) =>
  whyNotOpen(design) ?? whyNotDecide(policy, person, design);
const mayEndAnswers: Verb['whyNot'] = ({ policy }, design, { person }) =>
  whyNotOpen(design) ?? whyNotDecide(policy, person, design, 'end the wait for answers');
const mayAnswer: Verb['whyNot'] = ({ policy }, _, { person }) => whyNotAnswer(policy, person);

function whyNotOpen({ end }: Design): string | null {
  return end === null ? null : TEXTS.overAlready;
}

export const VERBS = {
  status: {
    word: 'status',
    does: async (context, design) => statusAnswer(design, context),
  },
  peek: { does: async (_, design, { about }) => participantDocument(design, about) },
  show: { does: async (_, design, { about }) => foldedOf(about, design) ?? wordsDocument(TEXTS.gone) },
  done_answering: {
    word: 'done',
    whyNot: mayEndAnswers,
    asks: QUESTIONS.done_answering,
    does: (context, design, _, request) =>
      command(context, design, { type: 'finish_answering', skip: false }, request),
  },
  skip: {
    word: 'skip',
    whyNot: mayEndAnswers,
    asks: QUESTIONS.skip,
    does: (context, design, _, request) =>
      command(context, design, { type: 'finish_answering', skip: true }, request),
  },
  correct: { whyNot: mayAnswer, does: correct },
  reading: { whyNot: mayAnswer, does: correct },
  settle: { whyNot: mayDecide, asks: QUESTIONS.settle, does: settle },
  accept: { whyNot: mayDecide, asks: QUESTIONS.accept, does: deciding('accept') },
  send_back: {
    whyNot: mayDecide,
    takes: {
      title: TEXTS.sendBackTitle,
      submit: TEXTS.sendBackSubmit,
      field: paragraph('note', TEXTS.sendBackNote, ''),
    },
    does: deciding('send_back'),
  },
  again: { whyNot: mayDecide, asks: QUESTIONS.again, does: deciding('again') },
  stop: { word: 'stop', whyNot: mayDecide, asks: QUESTIONS.stop, does: deciding('stop') },
  cancel: {
    word: 'cancel',
    whyNot: ({ policy }, design, { person }) => whyNotOpen(design) ?? whyNotCancel(policy, person, design),
    asksAbout: (_, design) => QUESTIONS.cancel(cancelWords(design)),
    does: (context, design, _, request) => cancel(context, design, request),
  },
  run_again: {
    word: 'retry',
    whyNot: whyNotAgain,
    asksAbout: async (context, design) => QUESTIONS.run_again(await runAgainWords(context, design)),
    does: (context, design, _, request) => runAgain(context, design, request),
  },
  follow_up: {
    whyNot: ({ policy }, design, { person, channel }) =>
      whyNotFollowUp(design) ?? whyNoForm(policy, person, channel),
    takes: {
      title: TEXTS.followUpTitle,
      submit: TEXTS.modalStart,
      field: paragraph('topic', TEXTS.modalTopic, TEXTS.followUpHint),
      problem: followUpProblem,
    },
    does: (context, design, { words }, request) => followUp(context, design, words, request),
  },
} as const satisfies Readonly<Record<string, Verb>>;
export type VerbName = keyof typeof VERBS;

export function verbNamed(name: VerbName): Verb {
  return VERBS[name];
}

const NAMES = Object.keys(VERBS) as VerbName[];

/** The verb of this name; `null` for what we cannot have written. */
export function verbNameIn(given: string): VerbName | null {
  return NAMES.find((name) => name === given) ?? null;
}

/** The verb that a bare word means on a design; `null` for those that are about a channel. */
export function verbNameOf(word: Word): VerbName | null {
  return NAMES.find((name) => verbNamed(name).word === word) ?? null;
}

function paragraph(name: string, label: string, hint: string): FormField {
  const input = { kind: 'paragraph', maxCharacters: 3_000, value: '' } as const;
  return { name, label, hint, isRequired: true, input };
}

function deciding(choice: GateChoice): Verb['does'] {
  return async (context, design, { about, words: note }, request) => {
    const gateId = GateId.safeParse(about);
    if (!gateId.success) return wordsDocument(TEXTS.gone);
    return command(context, design, { type: 'decide_gate', gateId: gateId.data, choice, note }, request);
  };
}

/** `about`: the difference and one of its positions. */
async function settle(
  context: GatewayContext,
  design: Design,
  { about }: Meant,
  request: Request,
): Promise<Document | null> {
  const [id, position = ''] = about.split('/', 2);
  const divergenceId = DivergenceId.safeParse(id);
  if (!divergenceId.success) return wordsDocument(TEXTS.gone);
  const wanted = { divergenceId: divergenceId.data, position, note: '' };
  return command(context, design, { type: 'settle_divergence', ...wanted }, request);
}

/** Asks which reply answers a question, or records it. `about`: the question, and the reply by its place (`since`) or `none`. */
async function correct(
  context: GatewayContext,
  design: Design,
  { about }: Meant,
  request: Request,
): Promise<Document | null> {
  const [number, chosen] = about.split('/', 2);
  const question = design.questions.find(({ id }) => id === number);
  if (question === undefined) return wordsDocument(TEXTS.gone);
  if (chosen === undefined) return correctionDocument(design, question);
  const reply = design.replies.find(({ since }) => chosen === `R${since}`) ?? null;
  // Changed or taken back since then, or forged.
  if (reply === null && chosen !== 'none') return wordsDocument(TEXTS.replyGone);
  const wanted = { type: 'correct_match', questionId: question.id, replyId: reply?.id ?? null } as const;
  return (await command(context, design, wanted, request)) ?? correctedDocument(question.id, reply);
}
