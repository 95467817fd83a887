import { REAL_KILLS, SAMPLE } from './kill-points.ts';
import { HERE, REALLY, tellKillStories } from './kill-stories.ts';

/** Up to seven daemons run one after the other in a story, each for as long as other tests. */
const LIFE_MS = 90_000;
const sample = { store: 'SQLite', lifeMs: LIFE_MS } as const;

await tellKillStories({ ...sample, way: HERE, stories: SAMPLE, isAlsoStopped: true });
await tellKillStories({ ...sample, way: REALLY, stories: [REAL_KILLS.SQLite] });
