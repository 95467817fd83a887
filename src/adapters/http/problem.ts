import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from '../../core/commands.ts';
import { BusyError, Fault, StaleVersionError } from '../../runtime/fault.ts';

/** The closed list of codes that clients may rely on, with the status of each (A12). */
const STATUS_OF = {
  malformed_json: 400,
  invalid: 422,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  busy: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, ContentfulStatusCode>;
type ProblemCode = keyof typeof STATUS_OF;

/** A request that is answered with an error envelope. `message` says what was wrong and what to do. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Record<string, unknown>;
  constructor(code: ProblemCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
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

export function problemOf({ code, message }: Refusal): Problem {
  return new Problem(CODE_OF_REFUSAL[code], message, { refusal: code });
}

/** `{"error": {code, message, details}}`; never a stack, never raw exception text (A12). */
export function envelope(context: Context, { code, message, details }: Problem): Response {
  if (code === 'busy') context.header('Retry-After', '1');
  if (code === 'method_not_allowed') context.header('Allow', String(details.allowed));
  if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
  return context.json({ error: { code, message, details } }, STATUS_OF[code]);
}

/** What went wrong inside stays inside; a client learns whether trying again makes sense (A12). */
export function problemOfError(error: unknown): Problem {
  if (error instanceof HTTPException && error.status < 500)
    return new Problem('invalid', 'The request is not valid.');
  // A busy design is reported as such, with the time to retry (A8).
  if (error instanceof BusyError || error instanceof StaleVersionError) {
    return new Problem(
      'busy',
      'This is kept and not carried out yet: nobody had room for it. Look in a second.',
    );
  }
  if (error instanceof Fault) return problemOfFault(error);
  return new Problem('internal', 'Something went wrong inside Charrette. The operator sees it in the log.');
}

function problemOfFault({ code, message }: Fault): Problem {
  switch (code) {
    case 'not_a_repository':
    case 'repository_unreadable':
      return new Problem('invalid', 'The repository cannot be read. The operator sees why in the log.');
    case 'store_unavailable':
    case 'store_in_use':
    case 'store_newer':
    case 'store_full':
    case 'store_read_only':
      // Words that are made for people, of the store as a whole: it is damaged, full, away.
      return new Problem('unavailable', message, { fault: code });
    case 'write_failed':
    case 'spawn_failed':
    case 'bad_persona':
    case 'bad_configuration':
    case 'bad_usage':
    case 'address_in_use':
    case 'invalid_record': {
      const words = 'The store cannot do this at the moment. Try again later.';
      return new Problem('unavailable', words, { fault: code });
    }
  }
}
