import { createRehearsalModel } from '../../../src/adapters/rehearsal/model.ts';
import type { Model } from '../../../src/runtime/ports/model.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { shipped } from '../../support/shipped-personas.ts';

const ECHOED: ReadonlySet<string> = new Set(['rationale', 'summary', 'paragraph', 'statement', 'argument']);

/** A model that repeats these words in whatever it submits once a prompt has them. `gate` holds back its answers. */
export function echoing(words: string, gate: (tool: string) => Promise<void> = async () => undefined): Model {
  const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    ...rehearsal,
    async answer(request, context, options) {
      const reply = await rehearsal.answer(request, context, options);
      const isKnown = JSON.stringify([request.system, request.messages]).includes(words);
      const content = reply.content.map((block) => {
        if (block.type !== 'tool_use' || !isKnown) return block;
        return { ...block, input: withEcho(block.input, words) as typeof block.input };
      });
      for (const block of content) if (block.type === 'tool_use') await gate(block.name);
      return { ...reply, content };
    },
  };
}

function withEcho(value: unknown, words: string, field = ''): unknown {
  if (typeof value === 'string') return ECHOED.has(field) ? `${value} The password is ${words}.` : value;
  if (Array.isArray(value)) return value.map((each: unknown) => withEcho(each, words, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withEcho(each, words, name)]));
}
