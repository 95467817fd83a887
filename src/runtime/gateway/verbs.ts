import type { Design } from '../../core/design.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { participantDetailsOf } from '../../core/thread/participant-details.ts';
import { listDocument, participantDocument } from '../message/answers.ts';
import { type ChoiceOf, type Document, wordsDocument } from '../message/document.ts';
import { textDocument } from '../message/markdown.ts';
import { TEXTS } from '../message/texts.ts';
import { whyNotCancel } from '../permission.ts';
import type { DesignSummary } from '../ports/store.ts';
import { cancel, hasBetterEnd } from './cancel.ts';
import type { GatewayContext } from './gateway-context.ts';
import { statusAnswer } from './notices.ts';
import type { Request } from './request.ts';
import { askToRunAgain, runAgain } from './run-again.ts';
import { asksForForm, countWords, isAnswer, isForBot, type Verb, verbBefore, verbIn } from './verb.ts';

/** Designs of a channel that are looked at for what somebody may mean. */
const MAX_LOOKED_AT = 50;
const MAX_LISTED = 10;
const CAN_RUN_AGAIN: Record<DesignSummary['status'], boolean> = {
  running: false,
  awaiting_input: false,
  completed: false,
  needs_review: true,
  cancelled: true,
  failed: true,
};

/** Says that these words are neither a verb nor a topic. */
export function notUnderstood({ texts }: Pick<GatewayContext, 'texts'>, words: string): Document {
  return wordsDocument(TEXTS.notUnderstood(words, texts.example));
}

/**
 * Does what was typed for a topic: a verb, a slip, which is given back, or what is to be decided. `form` is opened for a design on
 * nothing yet, and to ask whether a sentence that begins with a verb, or as an answer, is a topic.
 */
export async function typedTopic(
  context: Pick<GatewayContext, 'texts'>,
  words: string,
  does: (verb: Verb) => Promise<Document | null>,
  begins: () => Promise<Document | null>,
  form: (topic: string, hint?: string) => Promise<Document | null>,
): Promise<Document | null> {
  const typed = words.trim();
  const verb = verbIn(typed);
  if (verb !== null) return does(verb);
  const before = verbBefore(typed);
  if (before !== null) return form(typed, TEXTS.verbMeant(before));
  if (asksForForm(typed)) return form('');
  if (isAnswer(typed)) return form(typed, TEXTS.answerInThread);
  // Without a letter it is none of them, and a start says what is wrong with it.
  const isSlip = /[\p{L}\p{N}]/u.test(typed) && (countWords(typed) === 1 || isForBot(typed));
  return isSlip ? notUnderstood(context, typed) : begins();
}

/** Runs a verb on the designs of the channel; asks which one is meant where that is not clear. */
export async function perform(
  context: GatewayContext,
  verb: Verb,
  request: Request,
): Promise<Document | null> {
  if (verb === 'help') return textDocument(context.texts.help);
  const { engine, platform } = context;
  const newest = (limit: number, status?: DesignSummary['status']) =>
    engine.parts.store.list({ platform, channel: request.channel, limit, ...(status && { status }) });
  const open = async (): Promise<DesignSummary[]> => {
    const both = [newest(MAX_LOOKED_AT, 'running'), newest(MAX_LOOKED_AT, 'awaiting_input')];
    return (await Promise.all(both)).flat().toSorted((one, other) => other.startedAt - one.startedAt);
  };
  switch (verb) {
    case 'list':
      return listDocument(await newest(MAX_LISTED), null, context.linkTo);
    case 'status': {
      const running = await open();
      const last = running.length === 0 ? await newest(1) : [];
      return last.length > 0
        ? listDocument(last, null, context.linkTo)
        : chosen(context, 'status', running, request);
    }
    case 'cancel': {
      const running = await open();
      const may = running.filter((each) => whyNotCancel(context.policy, request.person, each) === null);
      // Of one that this person may not cancel they read who may.
      return chosen(context, 'cancel', may.length === 0 ? running.slice(0, 1) : may, request);
    }
    case 'retry': {
      const here = await newest(MAX_LOOKED_AT);
      const again = newestRuns(here).filter(({ status }) => CAN_RUN_AGAIN[status]);
      const isDecided = here.some(({ decision }) => decision !== null);
      if (again.length === 0)
        return wordsDocument(isDecided ? TEXTS.decidedNotRetried : TEXTS.nothingToRetry);
      return chosen(context, 'retry', again, request);
    }
  }
}

/**
 * The same for one design, where somebody has typed which one they mean, or typed it in its thread: at once, but where a
 * gate has a better end than to cancel it.
 */
export function performTyped(
  context: GatewayContext,
  verb: ChoiceOf,
  design: Design,
  request: Request,
): Promise<Document | null> {
  return performOn(context, verb, design, request, verb === 'cancel' && hasBetterEnd(design));
}

/** The same for one that a button or a menu names. `asks`: once more before it is cancelled or run again. */
export async function performOn(
  context: GatewayContext,
  verb: ChoiceOf,
  design: Design,
  request: Request,
  asks = false,
): Promise<Document | null> {
  switch (verb) {
    case 'status':
      return statusAnswer(design, context);
    case 'cancel':
      return cancel(context, design, request, asks);
    case 'retry':
      return asks ? askToRunAgain(context, design, request) : runAgain(context, design, request);
  }
}

export function peek(design: Design, id: string): Document {
  const seen = participantDetailsOf(design, id as ParticipantId);
  return seen === null ? wordsDocument(TEXTS.unknownPerson) : participantDocument(seen);
}

/** The only one is meant, but was not named; of several, the person says which. */
async function chosen(
  context: GatewayContext,
  verb: ChoiceOf,
  among: readonly DesignSummary[],
  request: Request,
): Promise<Document | null> {
  const [only, second] = among;
  if (only === undefined) return wordsDocument(TEXTS.nothingRuns);
  if (second !== undefined) {
    const reading = { at: context.clock.now(), utcOffsetMs: request.person.utcOffsetMs };
    return listDocument(among, { of: verb, reading }, context.linkTo);
  }
  const design = await context.engine.design(only.id);
  return design === null ? wordsDocument(TEXTS.gone) : performOn(context, verb, design, request, true);
}

/** Without those that were run again already. */
function newestRuns(designs: readonly DesignSummary[]): DesignSummary[] {
  const before = new Set(designs.map(({ successorOf }) => successorOf));
  return designs.filter(({ id }) => !before.has(id));
}
