import { EMBEDDED, REAL_KILLS } from './kill-points.ts';
import { HERE, tellKillStories } from './kill-stories.ts';

await tellKillStories('PGlite', HERE, REAL_KILLS.PGlite, EMBEDDED);
