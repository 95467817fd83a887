import type { Refusal } from '../core/vocabulary/commands.ts';
import { BusyError, Fault, type FaultCode, StaleVersionError } from '../foundation/fault.ts';
import { ChatFault } from '../ports/chat.ts';

/** The closed list of codes that clients may rely on, with the HTTP status of each. */
export const STATUS_OF = {
  malformed_json: 400,
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  gone: 410,
  method_not_allowed: 405,
  too_slow: 408,
  conflict: 409,
  chain_broken: 409,
  too_large: 413,
  unsupported_media_type: 415,
  misdirected: 421,
  busy: 429,
  internal: 500,
  unavailable: 503,
} as const;
type ProblemCode = keyof typeof STATUS_OF;

/** An invalid part of a request. `message`: what is wrong with it, or what is allowed there. */
export interface Issue {
  readonly field: string;
  readonly message: string;
}

/** Field of an issue with the body as a whole. */
export const WHOLE_BODY = 'the body';

type Details = Readonly<Record<string, unknown>>;

/**
 * Why an act was not done. `message`: what was wrong, and what to do. `invalid` also lists all
 * issues.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Details;
  /** `true` if the design that refused has logged it. */
  isLogged = false;
  constructor(code: Exclude<ProblemCode, 'invalid'>, message: string, details?: Details);
  constructor(
    code: 'invalid',
    message: string,
    details: Details & { readonly issues: readonly Issue[] },
  );
  constructor(code: ProblemCode, message: string, details: Details = {}) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
  }

  get issues(): readonly Issue[] {
    return Array.isArray(this.details.issues) ? this.details.issues : [];
  }
}

const CODE_OF_REFUSAL: Record<Refusal['code'], ProblemCode> = {
  already_started: 'conflict',
  not_started: 'not_found',
  ended: 'conflict',
  unknown_session: 'not_found',
  unknown_turn: 'not_found',
  wrong_tool: 'invalid',
  unknown_reference: 'invalid',
  incomplete: 'invalid',
  not_open: 'conflict',
  invalid: 'invalid',
  late: 'conflict',
};

/** A problem with one field. `message` must read without the field's name. */
export function createProblem(field: string, message: string, details: Details = {}): Problem {
  return new Problem('invalid', message, { ...details, issues: [{ field, message }] });
}

/** The same for what is valid, but not possible. */
export function problemAt(
  code: Exclude<ProblemCode, 'invalid'>,
  field: string,
  message: string,
): Problem {
  return new Problem(code, message, { issues: [{ field, message }] });
}

/** Programs read the refusal's code in the details; people read its message. */
export function problemOf({ code: refusal, message, field = WHOLE_BODY }: Refusal): Problem {
  const code = CODE_OF_REFUSAL[refusal];
  return code === 'invalid'
    ? createProblem(field, message, { refusal })
    : new Problem(code, message, { refusal });
}

/** Says the same for a design that does not exist and for one that may not be read. */
export function denyDesign(): Problem {
  return new Problem('not_found', 'There is no design with this id.');
}

/**
 * Turns an error into a problem without its inner causes. The code tells a client if trying again
 * makes sense.
 */
export function convertToProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // A busy design is reported as such, with the time to retry.
  if (error instanceof BusyError || error instanceof StaleVersionError) {
    return new Problem('busy', 'Saved, but not carried out yet. Check again in a second.');
  }
  if (error instanceof ChatFault) return new Problem('unavailable', error.message);
  if (error instanceof Fault) return problemOfFault(error);
  return new Problem(
    'internal',
    'Something went wrong inside Charrette. The operator can see why in the log.',
  );
}

const NOT_SET_UP = 'Charrette is not set up correctly. The operator can see why in the log.';

/** Words for a fault; `null` for one whose message is written for people. */
const FAULT_WORDS: Record<FaultCode, string | null> = {
  not_a_repository: 'The repository cannot be read. The operator can see why in the log.',
  repository_unreadable: 'The repository cannot be read. The operator can see why in the log.',
  store_unavailable: null,
  store_in_use: null,
  store_newer: null,
  store_full: null,
  store_read_only: null,
  store_failed: null,
  stopping: null,
  forge_refused: null,
  chain_broken: null,
  write_failed: 'A file could not be written. The operator can see which in the log.',
  spawn_failed: 'A process could not be started. The operator can see why in the log.',
  bad_persona: NOT_SET_UP,
  bad_configuration: NOT_SET_UP,
  bad_usage: NOT_SET_UP,
  address_in_use: NOT_SET_UP,
  invalid_record:
    'What is to be stored or read does not have the expected shape. The operator can see why in the log.',
};

function problemOfFault({ code, message }: Fault): Problem {
  const words = FAULT_WORDS[code] ?? message;
  if (code === 'chain_broken') return new Problem(code, words);
  if (code === 'not_a_repository' || code === 'repository_unreadable')
    return createProblem('repo', words);
  return new Problem('unavailable', words, { fault: code });
}
