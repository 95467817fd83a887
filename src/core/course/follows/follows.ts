import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';
import { checkStart } from '../start.ts';
import { AFTERWARDS } from './afterwards.ts';
import { OUTCOME } from './outcome.ts';
import { PEOPLE } from './people.ts';
import { ROUND_RULES } from './rounds.ts';
import { type Rule, type Rules, unless } from './rules.ts';
import { SESSIONS } from './sessions.ts';
import { SUBMISSIONS } from './submissions.ts';

type AfterStart = Exclude<DesignEvent['type'], 'design_started'>;

const RULES: Rules<AfterStart> = {
  ...SESSIONS,
  ...ROUND_RULES,
  ...SUBMISSIONS,
  ...PEOPLE,
  ...OUTCOME,
  ...AFTERWARDS,
};

/** Events of a design whose outcome is settled, besides words of people. */
const AFTER_OUTCOME: ReadonlySet<DesignEvent['type']> = new Set([
  'thread_opened',
  'late_report_recorded',
  'late_submission_recorded',
  'model_answered',
  'tool_invoked',
  'control_compared',
  'control_failed',
  'files_written',
  'record_closed',
  'files_failed',
]);
const BEFORE_END: ReadonlySet<DesignEvent['type']> = new Set(['status_changed', 'design_ended']);
const WORDS: ReadonlySet<DesignEvent['type']> = new Set([
  'reply_recorded',
  'reply_revised',
  'reply_withdrawn',
]);

/**
 * Says why this event cannot be the next one of a design in this state, in words for people; `null` if it can (P8). It holds
 * for every event that `decide` gives. Pure, and reads no texts, so a removed one changes nothing (P12).
 */
export function whyNotFollows(design: Design | null, event: DesignEvent): string | null {
  if (event.type === 'design_started') {
    if (design !== null) return 'the design has started before';
    const { type: _, at: __, ...start } = event;
    return unless(checkStart({ type: 'start_design', ...start }) === null, 'no design can start like this');
  }
  if (design === null) return 'the design has not started';
  return whyOver(design, event) ?? whyNotBegun(design, event) ?? whyNotNow(design, event.type, event);
}

/** A start is one decision: a session for each participant, and the first status. */
function whyNotBegun({ version, participants }: Design, { type }: DesignEvent): string | null {
  const sessions = participants.length;
  if (version > sessions + 1) return null;
  const expected = version <= sessions ? 'session_started' : 'status_changed';
  return unless(type === expected, `${expected} is missing before it`);
}

function whyNotNow<Type extends AfterStart>(
  design: Design,
  type: Type,
  event: Extract<DesignEvent, { type: Type }>,
): string | null {
  const rule: Rule<Type> = RULES[type];
  return rule(design, event);
}

function whyOver({ settled, end }: Design, { type }: DesignEvent): string | null {
  if (settled === null && end === null) return null;
  if (AFTER_OUTCOME.has(type) || WORDS.has(type) || type in AFTERWARDS) return null;
  // The name of somebody who does something with the decision comes first.
  if (type === 'person_named') return null;
  return unless(end === null && BEFORE_END.has(type), 'the design is over');
}
