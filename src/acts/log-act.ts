import { UNKNOWN_NAME, unclaimedNameOf } from '../core/vocabulary/claimed-name.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { Via } from '../core/vocabulary/via.ts';
import type { Clock } from '../foundation/clock.ts';
import { cutText } from '../foundation/cut-text.ts';
import type { Log } from '../foundation/log.ts';
import { logRefusal } from '../foundation/repeated-line.ts';
import { UNKNOWN } from './issues.ts';
import { Problem } from './problem.ts';

/**
 * An act on the installation, or a refused act, as the log has it. An act on a design is an event.
 */
export interface LoggedAct {
  /** Name of the person or token; `unknown` if neither is known. */
  readonly who: string;
  readonly via: Via;
  /** The act as in the table of acts: `cancel`, `forget`, `sign_in`. */
  readonly what: string;
  readonly designId: DesignId | null;
  /** Reason of the refusal, or the act's subject; no secret and no people's words. */
  readonly detail: string;
  /** Address that it came from; empty if there is none. */
  readonly from: string;
}

export function logDone({ log }: { readonly log: Log }, act: LoggedAct): void {
  log.info('act_done', cutDetails(act));
}

/** Logs refusals of the same act on the same design for the same reason every minute at most. */
export function logRefused(
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  act: LoggedAct,
): void {
  const { who, via, what, designId, detail } = act;
  const subject = `${what} ${designId} ${detail}`;
  logRefusal(log, clock, 'act_refused', cutDetails(act), {
    by: unclaimedNameOf(who, via),
    subject,
  });
}

/**
 * Names the invalid fields, never their content or a name that the sender made up: both may be
 * people's words.
 */
export function detailOfRefusal(error: unknown): string {
  if (!(error instanceof Problem)) return 'an error, which is in the log';
  if (error.code !== 'invalid') return error.message;
  const fields = error.issues.map(({ field, message }) =>
    message.startsWith(UNKNOWN) ? 'an unknown field' : field,
  );
  return `invalid: ${[...new Set(fields)].join(', ')}`;
}

/** Names the actor: the person, or for an unknown person their token. */
export function actorOf(name: string | undefined, via: Via): string {
  return name === undefined || name === UNKNOWN_NAME ? (via.token ?? 'unknown') : name;
}

/** How a person of this platform came in; an unknown platform is recorded in the token's place. */
export function platformViaOf(platform: string): Via {
  return Via.safeParse({ way: platform }).data ?? { way: 'api', token: cutText(platform, 60) };
}

const WHO_CHARACTERS = 200;
const DETAIL_CHARACTERS = 500;

function cutDetails(act: LoggedAct): Record<string, unknown> {
  const { who, detail } = act;
  return {
    ...act,
    who: cutText(who, WHO_CHARACTERS, '…'),
    detail: cutText(detail, DETAIL_CHARACTERS, '…'),
  };
}
