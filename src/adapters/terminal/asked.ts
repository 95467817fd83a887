/** How a question at the prompt ended: answered, interrupted by Ctrl-C, or overtaken by events. */
export type Asked<Value> =
  | { readonly kind: 'given'; readonly value: Value }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'overtaken' };

/** Runs one prompt. The library says by the name of an error that nothing was answered; other errors pass through. */
export async function asked<Value>(prompt: Promise<Value>): Promise<Asked<Value>> {
  try {
    return { kind: 'given', value: await prompt };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ExitPromptError') return { kind: 'interrupted' };
    if (name === 'AbortPromptError' || name === 'CancelPromptError') return { kind: 'overtaken' };
    throw error;
  }
}
