import { astrayStories } from '../astray-stories.ts';
import { openStory } from './message-world.ts';

astrayStories(openStory);
