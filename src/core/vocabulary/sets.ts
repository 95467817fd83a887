/** The closed sets that code names. Presentation has their words for people. */
export function membersOf<Member extends string>(
  table: Readonly<Record<Member, unknown>>,
): Member[] {
  return Object.keys(table) as Member[];
}

export const PHASES = [
  'spawning',
  'questioning',
  'independent',
  'refinement',
  'synthesis',
] as const;

/** Parts of a design that have a time of their own. */
export const TIMED_PARTS = ['deliberation', 'synthesis'] as const;
export type TimedPart = (typeof TIMED_PARTS)[number];

export const STATUSES = [
  'running',
  'awaiting_input',
  'completed',
  'needs_review',
  'cancelled',
  'failed',
] as const;

export const DEPTHS = ['quick', 'standard'] as const;

export const ROLES = ['persona', 'synthesizer', 'auditor'] as const;

export const GATE_CHOICES = ['accept', 'send_back', 'again', 'stop'] as const;

export const ROUND_KINDS = [
  'framing',
  'questions',
  'matching',
  'proposals',
  'mapping',
  'argument',
  'composite',
  'audit',
  'revision',
  'confirmation',
  'signing',
  'reading',
] as const;
/** What code tells about a design at once and at no cost. */
export const FACTS = ['where', 'cost', 'who', 'how_long'] as const;
export type Fact = (typeof FACTS)[number];

export type RoundKind = (typeof ROUND_KINDS)[number];

export const EXCUSES = ['dead', 'timed_out', 'turn_failed', 'superseded', 'point_settled'] as const;
export type Excuse = (typeof EXCUSES)[number];

/** Reasons why a model is unusable until a person acts; each is the class of a turn's error. */
export const PERMANENTLY_UNAVAILABLE = [
  'unauthorized',
  'unpaid',
  'forbidden',
  'unknown_model',
  'model_retired',
  'wrong_address',
  'unreachable',
  'refused_form',
  'out_of_memory',
] as const;
export type PermanentlyUnavailable = (typeof PERMANENTLY_UNAVAILABLE)[number];

/** Reasons why a model call fails that may pass by themselves. */
export const TEMPORARILY_UNAVAILABLE = [
  'connect_timeout',
  'first_token_timeout',
  'stall_timeout',
  'total_timeout',
  'connection_lost',
  'rate_limited',
  'overloaded',
  'server_error',
] as const;
export type TemporarilyUnavailable = (typeof TEMPORARILY_UNAVAILABLE)[number];

/**
 * Reasons why a round brings nothing, gravest first, with the classes of a turn's error that each
 * stands for.
 */
const CLASSES_OF = {
  refused_key: ['unauthorized', 'unpaid', 'forbidden'],
  unknown_model: ['unknown_model'],
  model_retired: ['model_retired'],
  wrong_address: ['wrong_address'],
  unreachable: ['unreachable'],
  refused_form: ['refused_form', 'invalid_request'],
  out_of_memory: ['out_of_memory'],
  too_long: ['context_exceeded', 'request_too_large'],
  max_tokens: ['max_tokens'],
  model_refusal: ['model_refusal'],
  refused_input: ['refused_input', 'model_calls_used_up', 'tool_calls_used_up'],
  calls_as_text: ['calls_as_text'],
  no_tool: ['no_tool', 'malformed_answer'],
  budget_used_up: ['budget_used_up'],
  model_unavailable: TEMPORARILY_UNAVAILABLE,
  out_of_time: ['turn_timeout', 'round_deadline'],
  session_lost: ['session_silent', 'session_lost'],
  unknown: [],
} satisfies Record<string, readonly string[]>;
export const CAUSES = membersOf(CLASSES_OF);
export type Cause = keyof typeof CLASSES_OF;

export function classesOf(cause: Cause): readonly string[] {
  return CLASSES_OF[cause];
}

export function causeOfClass(errorClass: string): Cause {
  return CAUSES.find((cause) => classesOf(cause).includes(errorClass)) ?? 'unknown';
}

/** A cause that was met. `detail`: the class of its newest error. */
export interface MetCause {
  readonly cause: Cause;
  readonly detail: string;
}

/** Parts of a model request that an endpoint may refuse, in the order they are dropped. */
export const FORM_PARTS = [
  'cache',
  'counting',
  'output_length',
  'one_call',
  'thoughts',
  'effort',
  'system',
  'strict',
  'tool_calls',
] as const;
export type FormPart = (typeof FORM_PARTS)[number];

/** Mistakes in a model's answer that code repairs before judging it. */
export const REPAIRS = [
  'call_in_text',
  'tool_name',
  'field_name',
  'same_call',
  'json_in_string',
  'unknown_field',
  'bookkeeping',
] as const;
export type Repair = (typeof REPAIRS)[number];

/** Faults of a call that pass by themselves sooner or later, so the design waits for that. */
export const UNAVAILABLE_CAUSES = [
  'overloaded',
  'rate_limited',
  'server_error',
  'unreachable',
  'connection_lost',
  'connect_timeout',
] as const;
export type UnavailableCause = (typeof UNAVAILABLE_CAUSES)[number];

/** Subjects of an acceptance at a gate: the decision, or going on without something. */
export const ACCEPTANCES = ['decision', 'no_contribution', 'no_decision', 'no_thread'] as const;
export type Accepted = (typeof ACCEPTANCES)[number];

/** Acts that people without the right may ask the starter for. */
export const ASKED_ACTS = ['decide', 'go_on', 'cancel', 'judge'] as const;
