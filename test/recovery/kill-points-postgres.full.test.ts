import { EVERY_STORY, REAL_KILLS } from './kill-points.ts';
import { HERE, REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories({ store: 'Postgres', way: HERE, stories: EVERY_STORY, isAlsoStopped: true });
await tellKillStories({ store: 'Postgres', way: REALLY, stories: [REAL_KILLS.Postgres] });
