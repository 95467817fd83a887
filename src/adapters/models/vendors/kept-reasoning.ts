import * as z from 'zod';
import type { ModelReply } from '#ports/model.ts';
import type { ModelMessage } from '#ports/model-messages.mjs';
import type { Metadata } from './client.ts';

/**
 * Vendors want parts of an answer back unchanged, with facts that only they read: encrypted
 * reasoning, signatures of thoughts. Within the turn these travel as the port's thinking blocks: a
 * thought's as its signature, a tool call's in a block of their own.
 */
const Facts = z.record(z.string(), z.record(z.string(), z.json()));
const OfCall = z.strictObject({ call: z.string(), facts: Facts });

type Thinking = ModelReply['content'][number];

export function makeThinkingBlock(thinking: string, metadata: Metadata | undefined): Thinking {
  return {
    type: 'thinking',
    thinking,
    signature: metadata === undefined ? '' : JSON.stringify(metadata),
  };
}

export function blockOfCall(call: string, metadata: Metadata | undefined): Thinking[] {
  return metadata === undefined
    ? []
    : [{ type: 'redacted_thinking', data: JSON.stringify({ call, facts: metadata }) }];
}

export function parseMetadata(signature: string): z.infer<typeof Facts> | null {
  return Facts.safeParse(parseText(signature)).data ?? null;
}

export function findMetadata(
  call: string,
  blocks: Readonly<ModelMessage['content']>,
): z.infer<typeof Facts> | null {
  for (const block of blocks) {
    if (block.type !== 'redacted_thinking') continue;
    const kept = OfCall.safeParse(parseText(block.data)).data;
    if (kept?.call === call) return kept.facts;
  }
  return null;
}

function parseText(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
