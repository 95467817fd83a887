import type { ModelReply, ModelRequest } from '../../src/ports/model.ts';
import type { Model } from '../../src/turns/model-context.ts';

export const USAGE = {
  inputTokens: 10,
  cacheWriteTokens: 20,
  cacheReadTokens: 30,
  outputTokens: 40,
};

export type Script = (
  request: ModelRequest,
  callNumber: number,
) => ModelReply | Promise<ModelReply>;

/** A scripted model, for tests of what happens around it. */
export function scriptedModel(script: Script): Model & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    rehearsal: false,
    requests,
    answer: async (request, _context, { onProgress }) => {
      requests.push(request);
      onProgress();
      return script(request, requests.length);
    },
  };
}

export function callsTool(name: string, input: unknown, id = 'toolu_1'): ModelReply {
  return reply([{ type: 'tool_use', id, name, input }], 'tool_use');
}

export function saysOnly(text: string, stop: ModelReply['stop'] = 'end_turn'): ModelReply {
  return reply([{ type: 'text', text }], stop);
}

function reply(content: ModelReply['content'], stop: ModelReply['stop']): ModelReply {
  return {
    content,
    stop,
    model: 'claude-opus-5-5',
    usage: USAGE,
    costUsd: 0.01,
  };
}
