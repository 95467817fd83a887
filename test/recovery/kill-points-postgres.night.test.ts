import { EVERY_STORY } from './kill-points.ts';
import { REALLY, tellKillStories } from './kill-stories.ts';

await tellKillStories({
  store: 'Postgres',
  way: REALLY,
  stories: EVERY_STORY,
  isAlsoStopped: true,
});
