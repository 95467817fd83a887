import type { Command } from '../../core/commands.ts';
import type { Decision } from '../../core/decide.ts';
import type { DeskReports } from './session-desk.ts';

/** What sessions and turns report, as commands to their design. `soon`: nothing waits for it. */
export function deskReports(
  report: (command: Command) => Promise<void>,
  submit: (command: Command) => Promise<Decision>,
  soon: (command: Command) => void,
  recorded: () => Promise<void>,
): DeskReports {
  return {
    sessionReady: (sessionId, pid, process) =>
      report({ type: 'report_session_ready', sessionId, pid, process }),
    sessionLost: (sessionId, cause) => report({ type: 'report_session_lost', sessionId, cause }),
    // Nobody waits for it: what follows from it comes while it waits, and shares its commit.
    modelAnswered: async (turnId, answer) => {
      soon({ type: 'report_model_answer', turnId, ...answer });
    },
    recorded,
    toolCalled: (turnId, call) => report({ type: 'report_tool_call', turnId, ...call }),
    failed: (turnId, outcome, error) => report({ type: 'fail_turn', turnId, outcome, error }),
    submit: async (turnId, submission, sha256, latencyMs) => {
      const decision = await submit({ type: 'submit', turnId, submission, sha256, latencyMs });
      if (!decision.accepted) return { accepted: false, ...decision.refusal };
      const isLate = decision.events.some((event) => event.type === 'late_submission_recorded');
      if (!isLate) return { accepted: true };
      const message = 'This came after its round had closed. It is recorded as late and changes nothing.';
      return { accepted: false, code: 'late', message };
    },
  };
}
