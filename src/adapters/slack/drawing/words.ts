import { type Drawing, drawing } from './drawing.ts';
import { blockMarkdown } from './markdown.ts';
import { given, lines, richText } from './rich.ts';

/** A private answer of a sentence or two; names of people in it are shown as letters and nothing else. */
export function drawWords(words: string): Drawing {
  return drawing(words, (most) => [richText(lines([given(words, most)]))]);
}

/** The same for a text of ours with lists and bold words in it. */
export function drawText(markdown: string): Drawing {
  return drawing(markdown, (most) => [richText(...blockMarkdown(markdown, most))]);
}
