import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import type { Identifiers } from '../../runtime/ports/identifiers.ts';

/** UUIDv7s and chance from the system's source of randomness. */
export const systemIdentifiers: Identifiers = {
  uuid: () => v7(),
  shuffled(items) {
    // Fisher–Yates: every order is equally likely.
    const drawn = [...items];
    for (let last = drawn.length - 1; last > 0; last--) {
      const other = randomInt(last + 1);
      const [one, two] = [drawn[last], drawn[other]];
      if (one !== undefined && two !== undefined) {
        drawn[last] = two;
        drawn[other] = one;
      }
    }
    return drawn;
  },
  salt: () => randomBytes(16).toString('base64url'),
};
