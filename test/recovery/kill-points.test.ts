import { REAL_KILLS, SAMPLE } from './kill-points.ts';
import { HERE, REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories({ store: 'SQLite', way: HERE, stories: SAMPLE, isAlsoStopped: true });
await tellKillStories({ store: 'SQLite', way: REALLY, stories: [REAL_KILLS.SQLite] });
