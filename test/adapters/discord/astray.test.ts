import { astrayStories } from '../astray-stories.ts';
import { messageWorld } from './message-world.ts';

astrayStories(messageWorld().openStory);
