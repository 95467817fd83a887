import type { ModelContext, ModelRequest } from '../../engine/ports/model.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { type Prompt, SentPrompts } from './sent-prompts.ts';
import type { Sending } from './spending.ts';

/** A request in its wire's form, and its prompt as the endpoint's cache knows it. */
interface Made<Wire> {
  readonly wire: Wire;
  readonly prompt: Prompt;
}

/** Builds each request once for all attempts, since nothing else in sending takes as long. Adds what its cost depends on. */
export function sendingsOf<Wire>(entry: ModelEntry, make: (request: ModelRequest) => Made<Wire>) {
  const sentPrompts = new SentPrompts();
  const made = new WeakMap<ModelRequest, Made<Wire>>();
  return (
    request: ModelRequest,
    context: ModelContext,
  ): { readonly wire: Wire; readonly sending: Sending } => {
    const { wire, prompt } = made.get(request) ?? make(request);
    made.set(request, { wire, prompt });
    const isResumed = 'ask' in context && context.ask.isResumed;
    return { wire, sending: { entry, prompt, isResumed, sentPrompts } };
  };
}
