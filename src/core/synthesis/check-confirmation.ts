import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Confirmation } from '../vocabulary/submission.ts';
import { cutWords } from '../vocabulary/text.ts';
import { changesIn } from './changes.ts';
import { decidedIn } from './decided.ts';
import { findingsToConfirm } from './findings.ts';
import { partsWith } from './parts.ts';

const SHOWN_QUOTE_CHARACTERS = 200;

/** Checks the auditor's reading of the changes: it judges each finding that it was asked about, and quotes what stands there (J12). */
export function checkConfirmation(design: Design, confirmation: Confirmation): Refusal[] {
  const { findings, unfounded, aboutItself } = confirmation;
  const asked = findingsToConfirm(design).map(({ id }) => id);
  const numbers = changesIn(design).map(({ number }) => number);
  return [
    ...checkNamed(
      findings.map(({ finding }) => finding),
      asked,
      asked,
      {
        unknown: (ids) =>
          `\`findings\` names ${ids}, and only those that were acted on and block or are major are asked for`,
        twice: (ids) => `These findings are judged more than once: ${ids}.`,
        forgotten: (ids) => `\`findings\` says nothing about ${ids}; say if what changed answers each.`,
      },
    ),
    ...checkNamed(
      unfounded.map(({ change }) => change),
      numbers,
      [],
      {
        unknown: (ids) => `\`unfounded\` names ${ids}, and there is no change of that number`,
        twice: (ids) => `These changes are called unfounded more than once: ${ids}.`,
        forgotten: () => '',
      },
    ),
    ...aboutItself.flatMap((quote) => checkQuoted(design, quote)),
  ];
}

/** Refuses a sentence that does not stand in the decision. */
function checkQuoted(design: Design, quote: string): Refusal[] {
  const decided = decidedIn(design);
  if (decided !== null && partsWith(decided.decision, quote).length > 0) return [];
  const shown = cutWords(quote, SHOWN_QUOTE_CHARACTERS);
  const message = `“${shown}” does not stand in the decision. Copy the sentence out of one part of it, without changing any word, or leave it out of \`aboutItself\`.`;
  return [refuse('invalid', message)];
}
