import { EVERY_STORY, REAL_KILLS, SIGNED } from './kill-points.ts';
import { HERE, POWER_CUT, REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories({ store: 'SQLite', way: HERE, stories: EVERY_STORY, isAlsoStopped: true });
await tellKillStories({ store: 'SQLite', way: POWER_CUT, stories: [REAL_KILLS.SQLite] });
await tellKillStories({ store: 'SQLite', way: REALLY, stories: SIGNED });
