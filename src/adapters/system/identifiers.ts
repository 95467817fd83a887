import { randomBytes, randomInt, randomUUIDv7 } from 'node:crypto';
import type { Identifiers } from '../../foundation/identifiers.ts';

let last = '';

/** Within a millisecond, Node's ids are random: an id below the last one is drawn again. */
function uuid(): string {
  let next: string = randomUUIDv7();
  while (next < last && next.slice(0, 13) === last.slice(0, 13)) next = randomUUIDv7();
  last = next;
  return next;
}

export const systemIdentifiers: Identifiers = {
  uuid,
  shuffle(items) {
    // Fisher–Yates: every order is equally likely.
    const drawn = [...items];
    for (let last = drawn.length - 1; last > 0; last--) {
      const other = randomInt(last + 1);
      const one = drawn[last];
      const two = drawn[other];
      if (one !== undefined && two !== undefined) {
        drawn[last] = two;
        drawn[other] = one;
      }
    }
    return drawn;
  },
  secret: () => randomBytes(32).toString('base64url'),
};
