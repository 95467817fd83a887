import { REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories('Postgres', REALLY);
