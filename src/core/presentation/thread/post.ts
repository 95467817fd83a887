import type { Design } from '../../vocabulary/design.ts';
import type { Post, WordsPost } from '../../vocabulary/effects.ts';
import { resultDocument, resultOf } from '../decision/result-message.ts';
import { differencesDocument } from '../differences/difference-message.ts';
import { answerDocument } from '../follow-up/answer-message.ts';
import { type Document, unfolded, wordsDocument } from '../format/document.ts';
import { gateDocument, reminderDocument } from '../gates/gate-message.ts';
import { proposalsDocument } from '../proposals/proposals-message.ts';
import { TEXTS } from '../run/texts.ts';
import { askedDocument } from '../start/asking-starter-message.ts';
import { cardDocument } from './card.ts';
import { ledgerDocument } from './ledger.ts';

/** A post that is a message of words. */
export type PostView = WordsPost | InsteadPost;

/** Said in place of a post that the platform refuses for good. It does not change any more. */
export interface InsteadPost {
  readonly kind: 'instead';
  readonly words: Document;
}

/** The same for this reason: where it can be read. */
export function insteadOf(post: Post, { id }: Pick<Design, 'id'>, reason: string): InsteadPost {
  return { kind: 'instead', words: wordsDocument(TEXTS.instead(TEXTS.leftOut[post.kind], reason, id)) };
}

/** Returns the text of a post in the present state of the design. */
export function documentOf(post: PostView, design: Design): Document {
  switch (post.kind) {
    case 'card':
      return cardDocument(design);
    case 'questions':
      return ledgerDocument(design);
    case 'proposals':
      return proposalsDocument(design);
    case 'differences':
      return differencesDocument(design);
    case 'gate':
      return gateDocument(design, post.gateId);
    case 'reminder':
      return reminderDocument(design, post.about);
    case 'answer':
      return answerDocument(design, post.number);
    case 'asked':
      return askedDocument(design, post.index);
    case 'outcome':
      return resultDocument(resultOf(design));
    case 'instead':
      return post.words;
  }
}

/** Returns the part that is folded away under a post, by the subject that its button names; `null` for nothing. */
export function foldedOf(about: string, design: Design): Document | null {
  const { folded } = documentOf({ kind: about === 'differences' ? about : 'outcome' }, design);
  return folded === null || folded.about !== about ? null : unfolded(folded);
}
