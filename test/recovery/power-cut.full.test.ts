import { POWER_CUT, tellKillStories } from './kill-stories.ts';

await tellKillStories('SQLite', POWER_CUT);
