import { describe } from 'vitest';
import { canTrace } from '../support/power-cut.ts';
import { POWER_CUT, tellKillStories } from './kill-stories.ts';

if (canTrace) await tellKillStories('SQLite', POWER_CUT);
else describe.skip('P10: strace cannot be used here');
