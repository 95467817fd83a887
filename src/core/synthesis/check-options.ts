import { claimsOf } from '../proposal/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Decision } from '../vocabulary/submission.ts';
import { optionKey, optionsCalled } from './options.ts';

/** Words that a decision can cover in any case: three options of twelve each. More than that is not asked of it. */
const MAX_WORDS = 36;

/** Returns the words by which claims call the options that they speak for or against, each once, as it is written first. */
export function optionWords(design: Pick<Design, 'drawnOrder' | 'proposals'>): string[] {
  const words = new Map<string, string>();
  for (const { about, stance } of claimsOf(design)) {
    const key = optionKey(about);
    if (stance !== 'neither' && key !== '' && !words.has(key)) words.set(key, about.trim());
  }
  return [...words.values()].slice(0, MAX_WORDS);
}

/**
 * Refuses a decision whose options leave open what a claim speaks for or against: each of these words means exactly one option,
 * so that reasons for a rejected option cannot stand as reasons for the chosen one.
 */
export function checkOptions(
  design: Pick<Design, 'drawnOrder' | 'proposals'>,
  { options }: Decision,
): Refusal[] {
  if (options.length === 0) return [];
  const called = optionWords(design).map((words) => ({ words, by: optionsCalled(options, words) }));
  const uncovered = called.filter(({ by }) => by.length === 0).map(({ words }) => `“${words}”`);
  const ambiguous = called.filter(({ by }) => by.length > 1);
  return [
    ...(uncovered.length === 0
      ? []
      : [
          refuse(
            'incomplete',
            `No option covers what claims call ${uncovered.join(', ')}; name each in \`covers\` of the option that it means, or add that option.`,
          ),
        ]),
    ...ambiguous.map(({ words, by }) =>
      refuse(
        'invalid',
        `“${words}” means more than one option: ${by.map(({ name }) => name).join('; ')}. Cover it in one of them.`,
      ),
    ),
  ];
}
