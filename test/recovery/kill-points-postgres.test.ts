import { REAL_KILLS } from './kill-points.ts';
import { HERE, tellKillStories } from './kill-stories.ts';

await tellKillStories('Postgres', HERE, REAL_KILLS.Postgres);
