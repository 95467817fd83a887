import type { CommandOf } from '../../core/commands.ts';
import { TurnId } from '../../core/ids.ts';
import { TERMINAL_TOOLS } from '../../core/submission.ts';
import { redacted } from '../redacted.ts';
import type { ChildMessageOf } from '../session/protocol.mjs';
import { checkSubmission } from './check-submission.ts';

/**
 * What is recorded of a submission that crossed the end of its turn (C16): no command for one that is not in order.
 * `null` for any other call.
 */
export function lateSubmission(
  { turnId, name, input }: ChildMessageOf<'call_tool'>,
  maxBytes: number,
  redact: (text: string) => string,
): { readonly command: CommandOf<'submit'> | null } | null {
  const id = TurnId.safeParse(turnId);
  const tool = TERMINAL_TOOLS.find((each) => each === name);
  if (!id.success || tool === undefined) return null;
  const checked = checkSubmission(tool, redacted(input, redact), maxBytes);
  if (!checked.ok) return { command: null };
  const { submission } = checked;
  return { command: { type: 'submit', turnId: id.data, submission, sha256: '', latencyMs: 0 } };
}
