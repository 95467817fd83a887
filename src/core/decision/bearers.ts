import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import type { Design } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { Decision, SentencePart } from '../vocabulary/submission.ts';
import type { Decided } from './decided.ts';
import { findDoubts } from './doubts.ts';
import { namePart, partsOf } from './parts.ts';

/** A sentence of a decision that owes a bearer, under the name that the audit gives it. */
export interface BorneSentence {
  /** `decision` or `sentence 3`. */
  readonly name: string;
  /** `null` for the decision's own sentence. */
  readonly part: SentencePart | null;
  readonly text: string;
  readonly rests: readonly string[];
}

/** The decision's own sentence, and those of its list. */
export function listBorneSentences({ sentence, rests, sentences }: Decision): BorneSentence[] {
  return [
    { name: 'decision', part: null, text: sentence, rests },
    ...sentences.map((each, index) => ({ name: `sentence ${index + 1}`, ...each })),
  ];
}

/** What bears a sentence, as people read it. */
export type Bearer =
  | { readonly kind: 'person'; readonly author: string; readonly name: string }
  | { readonly kind: 'question' }
  | { readonly kind: 'claim'; readonly claim: LabelledClaim };

/** What bears a sentence that rests on these: people first. What no longer exists bears nothing. */
export function bearersOf(
  design: Parameters<typeof claimsOf>[0],
  quoted: readonly QuotedSentence[],
  rests: readonly string[],
): Bearer[] {
  const words = quoted.filter(({ name }) => rests.includes(name));
  const claims = claimsOf(design);
  return [
    ...words
      .filter(({ name }) => !isOfTopic(name))
      .map(({ author, name }) => ({ kind: 'person' as const, author, name })),
    ...rests.flatMap((id) =>
      claims.filter((claim) => claim.id === id).map((claim) => ({ kind: 'claim' as const, claim })),
    ),
    ...(words.some(({ name }) => isOfTopic(name)) ? [{ kind: 'question' as const }] : []),
  ];
}

function isOfTopic(name: string): boolean {
  return name.startsWith('T.');
}

type Text = Pick<Decided, 'decision' | 'quoted'>;

/**
 * Names of the parts that nothing carries, and of the claims below the decision that the audit
 * refuted. A step may rest on nothing, but not on what is gone. `refuted`: what the audit refuted
 * and this text says.
 */
export function listUnsupported(design: Design, text: Text, refuted: readonly string[]): string[] {
  const { decision, quoted } = text;
  const doubted = findDoubts(design, text).map(({ about }) => about);
  const isBorneBy = (rests: readonly string[]) => bearersOf(design, quoted, rests).length > 0;
  const sentences = listBorneSentences(decision);
  const unborne = sentences
    .filter(
      ({ name, rests }) =>
        doubted.includes(name) || !isBorneBy(rests.filter((id) => !refuted.includes(id))),
    )
    .map(({ name }) => name);
  const steps = decision.steps.flatMap(({ rests }, index) =>
    rests.length === 0 || isBorneBy(rests) ? [] : [namePart('step', index + 1)],
  );
  const rests = [...sentences, ...decision.steps].flatMap((each) => each.rests);
  const parts = partsOf(decision).map(({ name }) => name);
  return [
    ...refuted.filter((name) => rests.includes(name)),
    ...parts.filter((name) => [...unborne, ...steps, ...refuted].includes(name)),
  ];
}
