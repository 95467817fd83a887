import { EMBEDDED, REAL_KILLS } from './kill-points.ts';
import { HERE, tellKillStories } from './kill-stories.ts';

await tellKillStories('SQLite', HERE, REAL_KILLS.SQLite, EMBEDDED);
