import {
  BusyError,
  ChainBrokenFault,
  Fault,
  isOfAnotherVersion,
  isStoreUnavailable,
} from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { ChatFault } from '../../ports/chat.ts';
import { type Document, documentOfWords } from '../../presentation/format/document.ts';
import { IS_SET_ASIDE } from '../../presentation/words/set-aside.ts';
import type { Moment } from '../moment.ts';
import type { PlatformAccess } from './platform-access.ts';
import { keepWayTo, logUntold, type Tell, type Told } from './private-ways.ts';

/** Milliseconds until a request must be acknowledged: chat platforms allow three seconds. */
export const ACKNOWLEDGE_MS = 2_500;

/** Does what was asked, and resolves to the reply; `null` for none. */
export type Work = (moment: Moment) => Promise<Document | null>;

/** A request on a platform. */
interface Asked {
  /** Ids of the person and of what they did, as the platform has them. */
  readonly person: string;
  readonly key: string;
  readonly work: Work;
  /** Responds to the platform, with the answer or without one yet. */
  readonly acknowledge: (answer: Document | null) => Promise<Told>;
  /** Tells what `acknowledge` could not show, and everything later. */
  readonly tell: Tell;
}

/**
 * Carries out a request and acknowledges it once: when stored, answered, or told to wait, whichever
 * is first. Everything later is sent privately: the answer, the words of its moment, and a notice
 * after a long wait.
 */
export async function answerRequest(
  { platform, clock, log }: Pick<PlatformAccess, 'platform' | 'clock' | 'log'>,
  { person, key, work, acknowledge, tell }: Asked,
): Promise<void> {
  keepWayTo(platform, person, tell);
  let acknowledged: Promise<void> | null = null;
  const tellOrLog = async (answer: Document): Promise<void> =>
    logUntold(log, await tell(answer), { platform, person });
  const show = async (answer: Document | null): Promise<void> => {
    const { isTold } = await acknowledge(answer);
    if (!isTold && answer !== null) await tellOrLog(answer);
  };
  const once = (answer: Document | null): Promise<void> => (acknowledged ??= show(answer));
  const acknowledgeNow = (answer: Document | null): void => {
    once(answer).catch((error: unknown) => log.warn('not_acknowledged', { error }));
  };
  const late = clock.at(clock.now() + ACKNOWLEDGE_MS, () =>
    acknowledgeNow(
      documentOfWords(
        'This is taking longer than usual. Before you try again, check with /design status.',
      ),
    ),
  );
  const say = (words: Document | null = null): void => {
    const isLate = acknowledged !== null && words !== null;
    if (isLate) tellOrLog(words).catch((error: unknown) => log.warn('not_answered', { error }));
    else acknowledgeNow(words);
  };
  try {
    let waitForRefusal = async (): Promise<string | null> => null;
    const answer = await work({ key, stored: say, meanwhile: say }).catch((error: unknown) => {
      if (error instanceof BusyError) ({ waitForRefusal } = error);
      return wordsFor(error, log);
    });
    if (acknowledged === null) await once(answer);
    else if (answer !== null) await tellOrLog(answer);
    late[Symbol.dispose]();
    const refusal = await waitForRefusal();
    if (refusal !== null) await tellOrLog(documentOfWords(refusal));
  } catch (error) {
    // The platform has its response or cannot get one.
    log.warn('not_answered', { error });
  } finally {
    late[Symbol.dispose]();
  }
}

/** Tells the person only whether anything was stored, not the internal error. */
function wordsFor(error: unknown, log: Log): Document {
  if (error instanceof BusyError)
    return documentOfWords('Saved. Charrette is busy, and will do this as soon as it can.');
  if (error instanceof ChatFault) return documentOfWords(error.message);
  if (error instanceof ChainBrokenFault) return documentOfWords(IS_SET_ASIDE);
  if (isOfAnotherVersion(error) || (error instanceof Fault && error.code === 'stopping'))
    return documentOfWords(error.message);
  log.error('request_failed', { error });
  return documentOfWords(
    isStoreUnavailable(error)
      ? 'Charrette cannot reach its database at the moment, so it may not have been done. Look with /design status in a minute, before you try again.'
      : 'Something went wrong inside Charrette, and nothing was done. The operator’s log has the details.',
  );
}
