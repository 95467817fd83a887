import { OF_DECISIONS } from './decided.ts';
import { OF_DIFFERENCES } from './differing.ts';
import { OF_FRAMING } from './framing.ts';
import { OF_PEOPLE } from './people.ts';
import { OF_SIGNING } from './signing.ts';
import type { Way } from './story.ts';
import { OF_WORDS } from './words.ts';

/** All ways to be fooled, by what they are about. */
export const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'the question': OF_FRAMING,
  people: OF_PEOPLE,
  'the decision': OF_DECISIONS,
  'words of the text': OF_WORDS,
  'signatures and audit': OF_SIGNING,
  'differences, and those who hold them': OF_DIFFERENCES,
};
