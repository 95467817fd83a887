import type { CommandOf } from '../../core/vocabulary/commands.ts';
import { TurnId } from '../../core/vocabulary/ids.ts';
import { TERMINAL_TOOLS } from '../../core/vocabulary/submission.ts';
import { No } from '../../foundation/no.ts';
import { redactIn } from '../../foundation/redaction.ts';
import type { ChildMessageOf, ParentMessageOf } from '../../sessions/child/protocol.mjs';
import { LATE } from '../prompt/texts.ts';
import { checkSubmission } from './check-submission.ts';

/**
 * Returns the command that records a submission made after its turn, and the answer to its author.
 * The command is `null` for an invalid submission; the result is `null` for any other call.
 */
export function readLateSubmission(
  { turnId, callId, name, input }: ChildMessageOf<'call_tool'>,
  maxBytes: number,
  redact: (text: string) => string,
): {
  readonly command: CommandOf<'submit'> | null;
  readonly answer: ParentMessageOf<'tool_answer'>;
} | null {
  const id = TurnId.safeParse(turnId);
  const tool = TERMINAL_TOOLS.find((each) => each === name);
  if (!id.success || tool === undefined) return null;
  const answer = {
    type: 'tool_answer',
    turnId,
    callId,
    ok: false,
    text: LATE,
    ends: true,
  } as const;
  const { submission } = checkSubmission(tool, redactIn(input, redact), maxBytes);
  if (submission instanceof No) return { command: null, answer };
  return {
    command: {
      type: 'submit',
      turnId: id.data,
      submission,
      sha256: '',
      citations: [],
      latencyMs: 0,
    },
    answer,
  };
}
