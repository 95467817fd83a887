import type { StartDesign } from '../../core/commands.ts';
import type { Design } from '../../core/design.ts';
import { DesignId, type ParticipantId } from '../../core/ids.ts';
import { cardOf } from '../../core/thread/card.ts';
import { peekOf } from '../../core/thread/peek.ts';
import { type Person, whyNotCancel } from '../../runtime/permission.ts';
import type { DesignSummary, OutsideCommand } from '../../runtime/ports/store.ts';
import { beginAgain } from './beginning.ts';
import type { SlackDesk } from './desk.ts';
import { drawList, drawPeek, drawStatus } from './drawing/answers.ts';
import type { Drawing } from './drawing/drawing.ts';
import { TEXTS } from './drawing/texts.ts';
import { drawText, drawWords } from './drawing/words.ts';

export const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

/** Designs of a channel that are looked at for what somebody may mean. */
const MOST_LOOKED_AT = 50;
const MOST_LISTED = 10;

/** What somebody asks for, and where. */
export interface Request {
  readonly person: Person;
  readonly channel: string;
  /** Slack's own id of what they did. */
  readonly key: string;
  readonly stored: (now?: Drawing) => void;
}

export function verbOf(word: string): Verb | null {
  return VERBS.find((verb) => verb === word.toLowerCase()) ?? null;
}

/** Does what a word asks for with the designs of the channel; which one is meant is asked back where it is not clear. */
export async function perform(desk: SlackDesk, verb: Verb, request: Request): Promise<Drawing | null> {
  if (verb === 'help') return drawText(TEXTS.help);
  const here = await desk.engine.parts.store.list({
    platform: 'slack',
    channel: request.channel,
    limit: MOST_LOOKED_AT,
  });
  const running = here.filter(({ endedAt }) => endedAt === null);
  switch (verb) {
    case 'list':
      return drawList(here.slice(0, MOST_LISTED), null);
    case 'status':
      if (running.length === 0)
        return here.length === 0 ? drawWords(TEXTS.nothingRuns) : drawList(here.slice(0, 1), null);
      return chosen(desk, 'status', running, request);
    case 'cancel':
      return running.length === 0 ? drawWords(TEXTS.nothingRuns) : chosen(desk, 'cancel', running, request);
    case 'retry': {
      const again = newestRuns(here).filter(({ status }) => status === 'needs_review' || isStopped(status));
      return again.length === 0 ? drawWords(TEXTS.nothingToRetry) : chosen(desk, 'retry', again, request);
    }
  }
}

/** The same for one design, which its thread, a button or a menu names. */
export async function performOn(
  desk: SlackDesk,
  verb: Exclude<Verb, 'help' | 'list'>,
  design: Design,
  request: Request,
): Promise<Drawing | null> {
  switch (verb) {
    case 'status':
      return drawStatus(cardOf(design));
    case 'cancel':
      return cancel(desk, design, request);
    case 'retry':
      return design.end === null
        ? drawWords(TEXTS.stillRuns)
        : beginAgain(desk, design, request, request.stored);
  }
}

export function peek(design: Design, id: string): Drawing {
  const seen = peekOf(design, id as ParticipantId);
  return seen === null ? drawWords(TEXTS.unknownPerson) : drawPeek(seen);
}

/** A design that a button names: only in the channel that it belongs to (nothing leaks from one to another). */
export async function designHere(desk: SlackDesk, id: string, channel: string): Promise<Design | Drawing> {
  const known = DesignId.safeParse(id);
  const design = known.success ? await desk.engine.design(known.data) : null;
  if (design === null) return drawWords(TEXTS.gone);
  const { thread } = design;
  return thread?.platform === 'slack' && thread.channel === channel ? design : drawWords(TEXTS.elsewhere);
}

/** Sends a command to a design; what is refused is told. */
export async function command(
  desk: SlackDesk,
  design: Design,
  wanted: Exclude<OutsideCommand, StartDesign>,
  { key, stored }: Pick<Request, 'key' | 'stored'>,
): Promise<Drawing | null> {
  const answer = await desk.engine.command(design.id, wanted, key, stored);
  return answer.accepted ? null : drawWords(answer.refusal.message);
}

async function cancel(desk: SlackDesk, design: Design, request: Request): Promise<Drawing | null> {
  const reason = whyNotCancel(desk.policy, request.person, design);
  if (reason !== null) return drawWords(reason);
  if (design.end !== null) return drawWords(TEXTS.overAlready);
  const by = request.person.name;
  return (
    (await command(desk, design, { type: 'cancel', by, reason: '' }, request)) ?? drawWords(TEXTS.cancelled)
  );
}

/** The only one is meant; of several, the person says which. */
async function chosen(
  desk: SlackDesk,
  verb: 'status' | 'cancel' | 'retry',
  among: readonly DesignSummary[],
  request: Request,
): Promise<Drawing | null> {
  const [only, second] = among;
  if (only === undefined || second !== undefined) return drawList(among, verb);
  const design = await desk.engine.design(only.id);
  return design === null ? drawWords(TEXTS.gone) : performOn(desk, verb, design, request);
}

/** Without those that were run again already. */
function newestRuns(designs: readonly DesignSummary[]): DesignSummary[] {
  const before = new Set(designs.map(({ successorOf }) => successorOf));
  return designs.filter(({ id }) => !before.has(id));
}

function isStopped(status: DesignSummary['status']): boolean {
  return status === 'cancelled' || status === 'failed';
}
