import { createHash } from 'node:crypto';
import type { Design } from '../../core/design.ts';
import type { Post } from '../../core/effects.ts';
import { cardOf } from '../../core/thread/card.ts';
import { gateOf } from '../../core/thread/controls.ts';
import { differenceOf } from '../../core/thread/difference.ts';
import { proposalsOf, sealsOf } from '../../core/thread/proposals.ts';
import { ledgerOf } from '../../core/thread/questions.ts';
import { resultOf } from '../../core/thread/result.ts';
import { cardDocument } from './card.ts';
import { differenceDocument } from './difference.ts';
import type { Document } from './document.ts';
import { ledgerDocument } from './ledger.ts';
import { proposalsDocument, sealsDocument } from './proposals.ts';
import { gateDocument, resultDocument } from './result.ts';

/** What is a message of words; files are a message of their own. */
export type FilesPost = Extract<Post, { readonly kind: 'files' }>;
export type WordsPost = Exclude<Post, FilesPost>;

/** What a post says while the design is as it is now. */
export function documentOf(post: WordsPost, design: Design): Document {
  switch (post.kind) {
    case 'card':
      return cardDocument(cardOf(design));
    case 'questions':
      return ledgerDocument(ledgerOf(design));
    case 'seals':
      return sealsDocument(sealsOf(design));
    case 'proposals':
      return proposalsDocument(proposalsOf(design), design);
    case 'divergence':
      return differenceDocument(differenceOf(design, post.divergenceId));
    case 'gate':
      return gateDocument(gateOf(design, post.gateId), resultOf(design));
    case 'outcome':
      return resultDocument(resultOf(design));
  }
}

/** Of what is drawn: another text whenever that differs. */
export function digestOf(drawn: unknown): string {
  return createHash('sha256').update(JSON.stringify(drawn)).digest('hex');
}
