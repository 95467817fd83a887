/** What is said in Discord in words of its own. */
export const DISCORD_TEXTS = {
  answer: 'Answer…',
} as const;
