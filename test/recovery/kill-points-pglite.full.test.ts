import { REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories('PGlite', REALLY);
