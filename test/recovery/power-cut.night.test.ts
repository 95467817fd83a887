import { EVERY_STORY } from './kill-points.ts';
import { POWER_CUT, tellKillStories } from './kill-stories.ts';

await tellKillStories({
  store: 'SQLite',
  way: POWER_CUT,
  stories: EVERY_STORY,
  isAlsoStopped: true,
});
