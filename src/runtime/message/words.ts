import { type Document, document } from './document.ts';
import { blockMarkdown } from './markdown.ts';
import { given, lines, section } from './rich.ts';

/** A private answer of a sentence or two; names of people in it are shown as letters and nothing else. */
export function wordsDocument(words: string): Document {
  return document(words, (most) => [section(lines([given(words, most)]))]);
}

/** The same for a text of ours with lists and bold words in it. */
export function textDocument(markdown: string): Document {
  return document(markdown, (most) => [section(...blockMarkdown(markdown, most))]);
}
