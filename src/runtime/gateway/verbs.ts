import { type ChoiceOf, type Document, wordsDocument } from '../../core/telling/document.ts';
import { listDocument } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { textDocument } from '../message/markdown.ts';
import { whyNotCancel } from '../permission.ts';
import type { DesignSummary } from '../ports/store.ts';
import { askToCancel } from './cancel.ts';
import type { GatewayContext } from './gateway-context.ts';
import { statusAnswer } from './notices.ts';
import type { Request } from './request.ts';
import { askToRunAgain } from './run-again.ts';
import { isTopic, type Verb, verbSaid } from './verb.ts';

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

/** Says of words that are a command with more around it how commands are given, and a start. */
export function notCarriedOut({ texts }: Pick<GatewayContext, 'texts'>): Document {
  return wordsDocument(`${TEXTS.notStarted} ${TEXTS.howToStart(texts.example)}`);
}

/** Does what was typed for a topic: a verb, or what is to be decided; `form` is opened to ask whether it is that, where it may be neither. */
export function typedTopic(
  words: string,
  does: (verb: Verb) => Promise<Document | null>,
  begins: () => Promise<Document | null>,
  form: (topic: string, hint: string) => Promise<Document | null>,
): Promise<Document | null> {
  const typed = words.trim();
  const verb = verbSaid(typed);
  if (verb !== null) return does(verb);
  return isTopic(typed) ? begins() : form(typed, TEXTS.notStarted);
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

/** The same for one design. To cancel it or run it again asks once more. */
export async function performOn(
  context: GatewayContext,
  verb: ChoiceOf,
  design: Design,
  request: Request,
): Promise<Document | null> {
  switch (verb) {
    case 'status':
      return statusAnswer(design, context);
    case 'cancel':
      return askToCancel(context, design, request);
    case 'retry':
      return askToRunAgain(context, design, request);
  }
}

/** Of several, the person says which is meant. */
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
  return design === null ? wordsDocument(TEXTS.gone) : performOn(context, verb, design, request);
}

/** Without those that were run again already. */
function newestRuns(designs: readonly DesignSummary[]): DesignSummary[] {
  const before = new Set(designs.map(({ successorOf }) => successorOf));
  return designs.filter(({ id }) => !before.has(id));
}
