import { REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories('SQLite', REALLY);
