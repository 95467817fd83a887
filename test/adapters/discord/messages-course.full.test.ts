import { courseStories } from '../course-stories.ts';
import { openStory } from './message-world.ts';

courseStories(openStory);
