import { draw, drawPost } from '#surfaces/discord/drawing/draw.ts';
import { drawingStories } from '../../drawing-stories.ts';
import { expectTaken, textOf } from './taken.ts';

// A link of ours looks like one that is to be refused.
drawingStories({
  draw,
  drawPost,
  expectTaken,
  textOf: ({ components }) => textOf(components),
  threadLink: null,
  labelCharacters: 80,
});
