import { toBotStories } from '../to-bot-stories.ts';
import { openStory } from './message-world.ts';

toBotStories(openStory, [':+1:', ':tada:', ':our-logo:', ':raised_hands::skin-tone-2: :100:']);
