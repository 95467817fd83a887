import { createHash } from 'node:crypto';
import type { CallToolResult, InputRequiredResult, ServerContext } from '@modelcontextprotocol/server';
import { inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { CONSENT_LABEL, NO_CONSENT } from '../../core/presentation/agent/next.ts';
import { canAsk, notDone, type ToolParts } from './parts.ts';

interface Consent {
  /** The act with all that the person is asked about: an answer to another question is none to this. */
  readonly about: readonly unknown[];
  /** Said to the person. */
  readonly message: string;
  /** Said to the agent where its client cannot ask. */
  readonly unaskable: string;
}

/**
 * Asks the person behind an agent for consent. Returns `null` once they have given it, else the result of the call: the question, or
 * the words for a client that cannot ask it or a person who does not agree. It is as good as the client, which shows the question.
 */
export function consentMissing(
  parts: Pick<ToolParts, 'server'>,
  context: ServerContext,
  { about, message, unaskable }: Consent,
): CallToolResult | InputRequiredResult | null {
  const key = `consent-${digest(about).slice(0, 24)}`;
  const answer = inputResponse(context.mcpReq.inputResponses, key);
  if (answer.kind === 'missing') {
    if (!canAsk(parts, context)) return notDone(unaskable);
    return inputRequired({
      inputRequests: {
        [key]: inputRequired.elicit({
          message,
          requestedSchema: {
            type: 'object',
            properties: { consent: { type: 'boolean', title: CONSENT_LABEL } },
            required: ['consent'],
          },
        }),
      },
    });
  }
  const isGiven = answer.kind === 'elicit' && answer.action === 'accept' && answer.content?.consent === true;
  return isGiven ? null : notDone(NO_CONSENT.refused);
}

/** SHA-256 of plain values, in hexadecimal digits. */
export function digest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
