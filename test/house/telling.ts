/** Words of facts that once stood in many files each, and the one file in which they are. */
export const ONE_PLACE: Record<string, readonly [words: RegExp, file: string]> = {
  'a dissent': [/dissents: '|\} dissents/, 'src/presentation/judged/signatures.ts'],
  'a move without a reason': [
    /(?<!rejected )without (?:giving )?a reason/,
    'src/core/vocabulary/words.ts',
  ],
  'a change of position': [
    /\b(?:switches|goes over|stays (?:at|with))\b/,
    'src/presentation/talk/differences.ts',
  ],
  'a lost persona': [
    /'crashed' : 'was stopped'|lost its session/,
    'src/presentation/words/crash.ts',
  ],
  'an assumption': [/['`]assumed:/i, 'src/presentation/talk/questions.ts'],
  'money spent': [/\bcost unknown\b/, 'src/core/vocabulary/figures.ts'],
  'a gate': [/, please decide|Send back once…/, 'src/presentation/words/gate-words.ts'],
};
