import type { Design } from '../../core/design.ts';
import type { Post } from '../../core/effects.ts';
import { wordsDocument } from './document.ts';
import type { InsteadPost } from './post.ts';
import { TEXTS } from './texts.ts';

/** What stands in place of a post that its platform has refused for good, for this reason: where it can be read. */
export function insteadOf(post: Post, { id }: Pick<Design, 'id'>, reason: string): InsteadPost {
  const what = TEXTS.leftOut[post.kind];
  return { kind: 'instead', words: wordsDocument(TEXTS.instead(what, reason, id)) };
}
