/** Calls to a platform: each is made once, in bounded time, by whoever holds the design (P4). */

import { PostFault } from '#engine/chat.ts';
import { Fault } from '#support/fault.ts';

/** The longest that one call may take, which is no longer than an effect may take. */
export const CALL_MS = 5_000;

export const MARKS = {
  stored: { name: 'eyes', emoji: '👀' },
  read: { name: 'white_check_mark', emoji: '✅' },
};
export type Mark = keyof typeof MARKS;

/** Makes calls whose failures `faultOf` explains; `mayPost` is asked just before. */
export function callWith(faultOf: (cause: unknown) => PostFault) {
  return async <Answer>(make: () => Promise<Answer>, mayPost = () => true): Promise<Answer> => {
    if (!mayPost()) throw new Fault('lease_lost', 'The design has another owner now.');
    try {
      return await make();
    } catch (cause) {
      throw faultOf(cause);
    }
  };
}

/** It failed, perhaps after it had done the work. */
export function unanswered(platform: string, cause: unknown): PostFault {
  return new PostFault(`${platform} did not answer.`, {
    isLost: true,
    retryAfterMs: 5_000,
    cause,
  });
}

/** Milliseconds, from an id that holds its time (UUIDv7), with an hour for clocks that differ. */
export function bornAt(designId: string): number {
  const hex = designId.slice('dsn_'.length).replaceAll('-', '').slice(0, 12);
  return Number.parseInt(hex, 16) - 3_600_000;
}
