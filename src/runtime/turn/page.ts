import type { Decision, Submission } from '../../core/submission.ts';
import { tooManyWords } from './texts.ts';

/** A third more than is asked for. What was assumed is not counted: how much that is, others decide. Our own choice. */
const PAGE_WORDS = 470;

/**
 * What to say about a decision that is too long for the brief's one page, where it stands word for word; empty for
 * nothing. It is measured, because a model cannot count its own words.
 */
export function beyondPage({ tool, input }: Submission): string {
  if (tool !== 'submit_composite' && tool !== 'submit_revision') return '';
  const words = partsOf(input.decision)
    .flatMap((text) => text.split(/\s+/))
    .filter((word) => word !== '').length;
  return words > PAGE_WORDS ? tooManyWords(words, PAGE_WORDS) : '';
}

function partsOf({ title, sentence, paragraph, options, steps, risks, open }: Decision): string[] {
  return [
    ...[title, sentence, paragraph],
    ...options.flatMap((option) => [option.name, option.for, option.against]),
    ...steps.flatMap((step) => [step.title, step.detail, step.undo]),
    ...risks.flatMap(({ risk, signal }) => [risk, signal]),
    ...open.map(({ text }) => text),
  ];
}
