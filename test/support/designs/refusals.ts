/** Sentences of refusals that several tools have in common, with what they name. */

export function untried(names: string): string {
  return `\`tried\` says nothing about ${names}; make the best case against each.`;
}

export function allTheSame(rows: 'tried' | 'said' | 'changes'): string {
  return `The rows of \`${rows}\` are all the same or of one word: say for each what is true of it alone.`;
}

export function findingsSilentAbout(names: string): string {
  return `\`findings\` says nothing about ${names}; say where the decision acts on each, or why it is left open.`;
}
