import type { ModelContext } from '#turns/model-context.ts';
import type { Ask } from '#turns/prompt/ask.ts';

/** Throws for a call outside a turn. */
export function askOf(context: ModelContext): Ask {
  if (context.ask !== null) return context.ask;
  throw new Error('this call belongs to no turn');
}
