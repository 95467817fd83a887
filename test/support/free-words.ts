/** To five of the questions that the personas' files ask, under no number. */
export const FREE_WORDS = [
  'It got its present shape in 2019.',
  'Two teams read it and we do not control when they release.',
  'When it is slow the web app is holding connections.',
  'Done twice it charges twice.',
  'A dashboard would be worth having next week.',
] as const;
