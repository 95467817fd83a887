import { ownDataFolder } from '../entry/daemon.ts';
import { needing } from '../support/runner/needing.ts';
import { lostTurns } from './lost-turns.ts';

const { describe } = await needing('postgres');

describe('on Postgres', () => lostTurns(ownDataFolder));
