import {
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { digestOf } from '../../foundation/digest.ts';
import { CONSENT_LABEL, NO_CONSENT } from '../../presentation/answers/agent.ts';
import { canAsk, sayNotDone, type ToolParts } from './parts.ts';

interface Consent {
  /** The act and everything that the question is about: another question needs another answer. */
  readonly about: readonly unknown[];
  readonly message: string;
  readonly unaskable: string;
}

/**
 * Asks the person behind an agent for consent. Returns `null` once they agree. Until then returns
 * the call's result: the question, or why nothing was done. Only as reliable as the client that
 * shows the question.
 */
export function askConsent(
  parts: Pick<ToolParts, 'server'>,
  context: ServerContext,
  { about, message, unaskable }: Consent,
): CallToolResult | InputRequiredResult | null {
  const key = `consent-${digestOf(about).slice(0, 24)}`;
  const answer = inputResponse(context.mcpReq.inputResponses, key);
  if (answer.kind === 'missing') {
    if (!canAsk(parts, context)) return sayNotDone(unaskable);
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
  const isGiven =
    answer.kind === 'elicit' && answer.action === 'accept' && answer.content?.consent === true;
  return isGiven ? null : sayNotDone(NO_CONSENT.refused);
}
