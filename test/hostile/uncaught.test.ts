import { test } from 'vitest';
import { ALL, expectEnd } from './uncaught.ts';

test('D6: an error that nobody catches ends a daemon, with a line of its log and no secret', () =>
  expectEnd(`throw new Error('lost: ${ALL}', { cause: new Error('${ALL}') })`));
