import { describe } from 'vitest';
import { embeddedDataFolder } from '../entry/daemon.ts';
import { lostTurns } from './lost-turns.ts';

describe('on the embedded store', () => lostTurns(async () => embeddedDataFolder()));
