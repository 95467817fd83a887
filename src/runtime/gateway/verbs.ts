import { whyNotAfterwards, whyNotAsk } from '../../core/afterwards/afterwards.ts';
import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { participantDocument } from '../../core/telling/message/answers.ts';
import { foldedOf } from '../../core/telling/message/post.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { QUESTIONS, type Question, type Subject } from '../../core/telling/message/verb-words.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { AskedAct, GateChoice } from '../../core/vocabulary/events.ts';
import { GateId } from '../../core/vocabulary/ids.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
import { whyNoForm, whyNotAnswer, whyNotCancel, whyNotDecide } from '../permission.ts';
import { judging, openSuccessor } from './afterwards.ts';
import { ASKED, askByForm, askFields } from './ask-record.ts';
import { askStarter } from './ask-starter.ts';
import { cancel, cancelWords } from './cancel.ts';
import { correct } from './correct.ts';
import { followUp, followUpFields, followUpProblem, TOPIC } from './follow-up.ts';
import type { FormField, ReadField } from './form.ts';
import type { GatewayContext } from './gateway-context.ts';
import { statusAnswer } from './notices.ts';
import { publishDecision, publishQuestion, whyNotPublishHere } from './publish.ts';
import { command, type Request } from './request.ts';
import { runAgain, runAgainWords, whyNotAgain } from './run-again.ts';
import { settle } from './settle.ts';
import type { CommandWord } from './word.ts';

type Asking = Pick<Request, 'person' | 'channel'>;

/** Subject of a verb within its design (a gate, a participant, a position), the words that it was given, and all that its form has. */
export interface Meant {
  readonly about: string;
  readonly words: string;
  readonly read: ReadField;
}

/** Words that a verb takes, which a form asks for. */
interface Takes {
  readonly title: string;
  readonly submit: string;
  readonly field: FormField;
  /** All fields of a form that has more than that one. */
  readonly fields?: (context: GatewayContext, design: Design) => readonly FormField[];
  /** Why nothing can come of these words, in words for the form; `null` where something can. */
  readonly problem?: (
    context: GatewayContext,
    design: Design,
    words: string,
    asking: Asking,
  ) => Promise<string | null>;
}

/** One thing that a person may do with one design. Commands, buttons, forms and typed words are drawn from these rows. */
interface Verb {
  /** The bare word that means it, or the word behind a command. */
  readonly word?: CommandWord;
  /** Why this person may not, in words for them; `null` if they may. Left out where everybody may. */
  readonly whyNot?: (
    context: GatewayContext,
    design: Design,
    asking: Asking,
  ) => string | null | Promise<string | null>;
  /** The act that the design's starter may be asked for by somebody who may not do it; left out for none. */
  readonly askedFor?: AskedAct;
  /** Asked before it is done, in one way or the other; left out where it is done at once. */
  readonly asks?: (subject: Subject) => Question;
  /** The same where that is found out. What stands against it is told instead. */
  readonly asksAbout?: (context: GatewayContext, design: Design) => Question | Promise<Question | Document>;
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
  whyNotOpen(design) ?? whyNotDecide(policy, person, design, 'end_answers');
const mayAnswer: Verb['whyNot'] = ({ policy }) => whyNotAnswer(policy);
const mayJudge: Verb['whyNot'] = ({ policy }, design, { person }) =>
  whyNotLiving(design) ?? whyNotDecide(policy, person, design, 'decide', 'accept or decline it');

function whyNotLiving(design: Design): string | null {
  return whyNotAfterwards(design)?.message ?? null;
}

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
    askedFor: 'end_answers',
    asks: QUESTIONS.done_answering,
    does: (context, design, _, request) =>
      command(context, design, { type: 'finish_answering', skip: false }, request),
  },
  skip: {
    word: 'skip',
    whyNot: mayEndAnswers,
    askedFor: 'end_answers',
    asks: QUESTIONS.skip,
    does: (context, design, _, request) =>
      command(context, design, { type: 'finish_answering', skip: true }, request),
  },
  correct: { whyNot: mayAnswer, does: correct },
  reading: { whyNot: mayAnswer, does: correct },
  settle: { whyNot: mayDecide, askedFor: 'decide', asks: QUESTIONS.settle, does: settle },
  accept: {
    word: 'accept',
    whyNot: mayDecide,
    askedFor: 'decide',
    asks: QUESTIONS.accept,
    does: deciding('accept'),
  },
  send_back: {
    whyNot: mayDecide,
    askedFor: 'decide',
    takes: {
      title: TEXTS.sendBackTitle,
      submit: TEXTS.sendBackSubmit,
      field: paragraph('note', TEXTS.sendBackNote, ''),
    },
    does: deciding('send_back'),
  },
  again: { whyNot: mayDecide, askedFor: 'decide', asks: QUESTIONS.again, does: deciding('again') },
  stop: { word: 'stop', whyNot: mayDecide, askedFor: 'decide', asks: QUESTIONS.stop, does: deciding('stop') },
  accept_decision: { whyNot: mayJudge, asks: QUESTIONS.accept_decision, does: judging('accepted') },
  decline: {
    whyNot: mayJudge,
    takes: {
      title: TEXTS.declineTitle,
      submit: TEXTS.declineSubmit,
      field: paragraph('note', TEXTS.declineNote, TEXTS.declineHint, 2_000),
    },
    does: judging('declined'),
  },
  open_successor: { does: (context, design, _, request) => openSuccessor(context, design, request) },
  ask: {
    whyNot: ({ policy }, design) =>
      whyNotAsk(design)?.message ?? whyNotAnswer(policy, 'you cannot ask about this decision'),
    takes: {
      title: TEXTS.askTitle,
      submit: TEXTS.askSubmit,
      field: ASKED,
      fields: askFields,
    },
    does: askByForm,
  },
  publish: {
    whyNot: (context, design, asking) => whyNotLiving(design) ?? whyNotPublishHere(context, asking),
    asksAbout: publishQuestion,
    does: (context, design, _, request) => publishDecision(context, design, request),
  },
  cancel: {
    word: 'cancel',
    whyNot: ({ policy }, design, { person }) => whyNotOpen(design) ?? whyNotCancel(policy, person, design),
    askedFor: 'cancel',
    asksAbout: (_, design) => QUESTIONS.cancel(cancelWords(design)),
    does: (context, design, _, request) => cancel(context, design, request),
  },
  ask_starter: {
    whyNot: (_, design) => whyNotOpen(design),
    does: (context, design, { about }, request) => askStarter(context, design, about, request),
  },
  run_again: {
    word: 'retry',
    whyNot: whyNotAgain,
    asksAbout: async (context, design) => QUESTIONS.run_again(await runAgainWords(context, design)),
    does: (context, design, _, request) => runAgain(context, design, request),
  },
  follow_up: {
    whyNot: ({ policy }, design, { person }) => whyNotFollowUp(design) ?? whyNoForm(policy, person),
    takes: {
      title: TEXTS.followUpTitle,
      submit: TEXTS.modalStart,
      field: TOPIC,
      fields: followUpFields,
      problem: followUpProblem,
    },
    does: followUp,
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
export function verbNameOf(word: CommandWord): VerbName | null {
  return NAMES.find((name) => verbNamed(name).word === word) ?? null;
}

function paragraph(name: string, label: string, hint: string, maxCharacters = 3_000): FormField {
  const input = { kind: 'paragraph', maxCharacters, value: '' } as const;
  return { name, label, hint, isRequired: true, input };
}

function deciding(choice: GateChoice): Verb['does'] {
  return async (context, design, { about, words: note }, request) => {
    const gateId = GateId.safeParse(about);
    if (!gateId.success) return wordsDocument(TEXTS.gone);
    return command(context, design, { type: 'decide_gate', gateId: gateId.data, choice, note }, request);
  };
}
