/** What Discord takes; see docs/discord.md. Lengths in UTF-16 units, as Discord counts no less than these. */
export const LIMITS = {
  /** Of all text in one message of components. */
  messageCharacters: 4_000,
  /** Messages that one thing to be said may take. */
  messages: 3,
  buttonsInRow: 5,
  buttonLabel: 80,
  options: 25,
  optionText: 100,
  placeholder: 150,
  customId: 100,
  filesInMessage: 10,
} as const;
