import { toBotStories } from '../to-bot-stories.ts';
import { openStory } from './message-world.ts';

toBotStories(openStory, ['<:logo:1234>', '<a:party:99> <:logo:1234>']);
