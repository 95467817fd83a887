import { draw, drawPost } from '#surfaces/slack/drawing/draw.ts';
import { drawingStories } from '../../drawing-stories.ts';
import { readable } from './readable.ts';
import { expectTaken } from './taken.ts';

const threadLink = `https://acme.slack.com/archives/${'C'.repeat(40)}/p1`;

drawingStories({ draw, drawPost, expectTaken, textOf: readable, threadLink, labelCharacters: 75 });
