// Loaded before Charrette: what it draws by lot stays in its order, so that two runs are alike.

import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { randomInt } = crypto;
/** @param {number[]} bounds */
const takeLast = (...bounds) => {
  const [first = 0, below] = bounds;
  return below === undefined ? first - 1 : randomInt(first, below);
};
// @ts-expect-error of its several forms only those without a callback are used
crypto.randomInt = takeLast;
syncBuiltinESMExports();
