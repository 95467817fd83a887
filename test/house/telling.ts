/** Words of facts that once stood in many files each, and the one file in which they are. */
export const ONE_PLACE: Record<string, readonly [words: RegExp, file: string]> = {
  'a dissent': [/\} dissents|dissents, verbatim/, 'src/core/telling/facts/signature.ts'],
  'a move without a reason': [/(?<!rejected )without (?:giving )?a reason/, 'src/core/vocabulary/words.ts'],
  'a change of position': [
    /\b(?:switches|still holds|goes over|stays (?:at|with))\b/,
    'src/core/telling/facts/difference.ts',
  ],
  'a lost persona': [/[}'`] ?was lost|lost its session/, 'src/core/telling/facts/loss.ts'],
  'an assumption': [/['`]assumed:/i, 'src/core/telling/facts/question.ts'],
  'money spent': [/\bcost unknown\b/, 'src/core/vocabulary/figures.ts'],
  'a gate': [/accepted the decision as it is|If nobody decides/, 'src/core/telling/facts/gate.ts'],
};
