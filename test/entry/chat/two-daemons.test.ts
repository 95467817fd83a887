import { needing } from '../../support/needing.ts';
import { DISCORD } from './platforms.ts';
import { killedOwner } from './two-daemons.ts';

const { test } = await needing('postgres');

test('C18: Discord: what people do goes to either of two daemons, and when the owner is killed, the other goes on in the same thread', () =>
  killedOwner(DISCORD));
