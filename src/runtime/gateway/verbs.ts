import type { StartDesign } from '../../core/commands.ts';
import type { Design } from '../../core/design.ts';
import { DesignId, type ParticipantId } from '../../core/ids.ts';
import { cardOf } from '../../core/thread/card.ts';
import { peekOf } from '../../core/thread/peek.ts';
import { listDocument, peekDocument, statusDocument } from '../message/answers.ts';
import type { ChoiceOf, Document } from '../message/document.ts';
import { TEXTS } from '../message/texts.ts';
import { textDocument, wordsDocument } from '../message/words.ts';
import { type Person, whyNotCancel } from '../permission.ts';
import type { DesignSummary, OutsideCommand } from '../ports/store.ts';
import { beginAgain } from './beginning.ts';
import type { Desk } from './desk.ts';

const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

/** Designs of a channel that are looked at for what somebody may mean. */
const MOST_LOOKED_AT = 50;
const MOST_LISTED = 10;

/** What somebody asks for, and where. */
export interface Request {
  readonly person: Person;
  readonly channel: string;
  /** The platform's own id of what they did. */
  readonly key: string;
  readonly stored: (now?: Document) => void;
}

export function verbOf(word: string): Verb | null {
  return VERBS.find((verb) => verb === word.toLowerCase()) ?? null;
}

/** Does what a word asks for with the designs of the channel; which one is meant is asked back where it is not clear. */
export async function perform(desk: Desk, verb: Verb, request: Request): Promise<Document | null> {
  if (verb === 'help') return textDocument(desk.texts.help);
  const here = await desk.engine.parts.store.list({
    platform: desk.platform,
    channel: request.channel,
    limit: MOST_LOOKED_AT,
  });
  const running = here.filter(({ endedAt }) => endedAt === null);
  switch (verb) {
    case 'list':
      return listDocument(here.slice(0, MOST_LISTED), null);
    case 'status':
      if (running.length === 0)
        return here.length === 0 ? wordsDocument(TEXTS.nothingRuns) : listDocument(here.slice(0, 1), null);
      return chosen(desk, 'status', running, request);
    case 'cancel':
      return running.length === 0
        ? wordsDocument(TEXTS.nothingRuns)
        : chosen(desk, 'cancel', running, request);
    case 'retry': {
      const again = newestRuns(here).filter(({ status }) => status === 'needs_review' || isStopped(status));
      return again.length === 0 ? wordsDocument(TEXTS.nothingToRetry) : chosen(desk, 'retry', again, request);
    }
  }
}

/** The same for one design, which its thread, a button or a menu names. */
export async function performOn(
  desk: Desk,
  verb: ChoiceOf,
  design: Design,
  request: Request,
): Promise<Document | null> {
  switch (verb) {
    case 'status':
      return statusDocument(cardOf(design));
    case 'cancel':
      return cancel(desk, design, request);
    case 'retry':
      return design.end === null
        ? wordsDocument(TEXTS.stillRuns)
        : beginAgain(desk, design, request, request.stored);
  }
}

export function peek(design: Design, id: string): Document {
  const seen = peekOf(design, id as ParticipantId);
  return seen === null ? wordsDocument(TEXTS.unknownPerson) : peekDocument(seen);
}

/** A design that a button names: only in the channel that it belongs to (nothing leaks from one to another). */
export async function designHere(desk: Desk, id: string, channel: string): Promise<Design | Document> {
  const known = DesignId.safeParse(id);
  const design = known.success ? await desk.engine.design(known.data) : null;
  if (design === null) return wordsDocument(TEXTS.gone);
  const { thread } = design;
  return thread?.platform === desk.platform && thread.channel === channel
    ? design
    : wordsDocument(TEXTS.elsewhere);
}

/** Sends a command to a design; what is refused is told. */
export async function command(
  desk: Desk,
  design: Design,
  wanted: Exclude<OutsideCommand, StartDesign>,
  { key, stored }: Pick<Request, 'key' | 'stored'>,
): Promise<Document | null> {
  const answer = await desk.engine.command(design.id, wanted, key, stored);
  return answer.accepted ? null : wordsDocument(answer.refusal.message);
}

async function cancel(desk: Desk, design: Design, request: Request): Promise<Document | null> {
  const reason = whyNotCancel(desk.policy, request.person, design);
  if (reason !== null) return wordsDocument(reason);
  if (design.end !== null) return wordsDocument(TEXTS.overAlready);
  const by = request.person.name;
  return (
    (await command(desk, design, { type: 'cancel', by, reason: '' }, request)) ??
    wordsDocument(TEXTS.cancelled)
  );
}

/** The only one is meant; of several, the person says which. */
async function chosen(
  desk: Desk,
  verb: ChoiceOf,
  among: readonly DesignSummary[],
  request: Request,
): Promise<Document | null> {
  const [only, second] = among;
  if (only === undefined || second !== undefined) return listDocument(among, verb);
  const design = await desk.engine.design(only.id);
  return design === null ? wordsDocument(TEXTS.gone) : performOn(desk, verb, design, request);
}

/** Without those that were run again already. */
function newestRuns(designs: readonly DesignSummary[]): DesignSummary[] {
  const before = new Set(designs.map(({ successorOf }) => successorOf));
  return designs.filter(({ id }) => !before.has(id));
}

function isStopped(status: DesignSummary['status']): boolean {
  return status === 'cancelled' || status === 'failed';
}
