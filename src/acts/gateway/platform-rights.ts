import { type Asking, RIGHTS_KEPT } from '../../engine/access/asking.ts';
import type { Person } from '../../engine/access/permission.ts';
import { createLookUpCache } from '../../foundation/cache.ts';
import { warnRepeatedly } from '../../foundation/repeated-line.ts';
import { RETRY_POLICIES } from '../../foundation/retry.ts';
import { ChatFault } from '../../ports/chat.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import type { GatewayContext } from './gateway-context.ts';
import { callAgain, failureOf } from './platform-access.ts';

/** Milliseconds that a person waits for the platform. */
const WAIT_MS = 5_000;
const MAX_KEPT = 2_000;

/** Access to a platform, with its name for people. */
export type RightsAccess = Pick<GatewayContext, 'platform' | 'texts' | 'faultOf' | 'clock' | 'log'>;

/** A platform's answers about rights. */
interface Rights<Found> {
  /** Throws `ChatFault` in words for people if the platform does not say in time. */
  get(key: string, asking: Asking, waitMs?: number): Promise<Found>;
  /** Drops an answer that the platform itself has said is outdated. */
  forget(key: string): void;
}

/**
 * Looks rights up: of one key at most once in ten seconds, however many people, pages and streams
 * ask.
 */
export function rightsOf<Found>(
  context: RightsAccess,
  what: string,
  lookUp: (key: string) => Promise<Found>,
): Rights<Found> {
  const { platform, texts, clock, log } = context;
  const lookUpAgain = async (key: string): Promise<Found> => {
    try {
      return await callAgain(context, () => lookUp(key), RETRY_POLICIES.lookUp);
    } catch (error) {
      const facts = { platform, what, id: key, error: failureOf(context, error) };
      warnRepeatedly(log, clock, 'look_up_failed', facts);
      throw error;
    }
  };
  const answers = createLookUpCache(lookUpAgain, clock, RIGHTS_KEPT.act, MAX_KEPT);
  return {
    get: async (key, asking, waitMs = WAIT_MS) => {
      try {
        return await answers.get(key, { ...RIGHTS_KEPT[asking], waitMs });
      } catch (error) {
        throw new ChatFault(TEXTS.rightsUnknown(texts.platform), 'passing', null, error);
      }
    },
    forget: answers.forget,
  };
}

/**
 * The result of a look-up for an act, or why the person may not act. `null` means that they have
 * left.
 */
export async function lookUpUnlessBarred<Found>(
  { texts }: Pick<RightsAccess, 'texts'>,
  lookUp: Promise<Found | null>,
): Promise<{ readonly found: Found | null } & Pick<Person, 'barred'>> {
  try {
    const found = await lookUp;
    return found === null ? { found, barred: TEXTS.hasLeft(texts.platform) } : { found };
  } catch (error) {
    if (!(error instanceof ChatFault)) throw error;
    return { found: null, barred: error.message };
  }
}
