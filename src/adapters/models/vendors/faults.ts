import * as z from 'zod';
import { causeOf, hasNeverConnected, shortenMessage } from '#foundation/connection.ts';
import { errorMessageOf } from '#foundation/fault.ts';
import { isObject } from '#foundation/is-object.ts';
import { ModelFault } from '#ports/model.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { modelFaultOf } from '../refusals.ts';

const Refused = z.object({
  statusCode: z.int().min(300),
  responseHeaders: z.record(z.string(), z.string()).optional(),
  responseBody: z.string().optional(),
});
/** The packages wrap an error of a stream. */
const Wrapped = z.object({ data: z.unknown() });

const UNREADABLE: ReadonlySet<string> = new Set([
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
  'AI_NoContentGeneratedError',
]);

/** Converts an error of a provider package. An unknown error is permanent. */
export function convertToFault(error: unknown, entry: ModelEntry): ModelFault {
  if (error instanceof ModelFault) return error;
  // The packages wrap an error of reading.
  if (error instanceof Error && error.cause instanceof ModelFault) return error.cause;
  const refusal = Refused.safeParse(error).data;
  if (refusal !== undefined) {
    const { statusCode: status, responseHeaders = {}, responseBody = '' } = refusal;
    return modelFaultOf(responseBody, {
      entry,
      status,
      header: (name) => responseHeaders[name],
      cause: error,
    });
  }
  const body = Wrapped.safeParse(error).data?.data ?? error;
  if (!(body instanceof Error) && isObject(body))
    return modelFaultOf(body, { entry, cause: error });
  if (hasNeverConnected(error) && error instanceof Error)
    return new ModelFault(
      'unreachable',
      `the endpoint cannot be reached: ${causeOf(error, entry.baseUrl)}`,
      {
        cause: error,
      },
    );
  if (error instanceof Error && UNREADABLE.has(error.name))
    return new ModelFault('malformed_answer', shortenMessage(errorMessageOf(error)), {
      cause: error,
    });
  if (error instanceof TypeError || (error instanceof Error && error.cause instanceof Error))
    return new ModelFault(
      'connection_lost',
      `the answer broke off: ${causeOf(error, entry.baseUrl)}`,
      {
        cause: error,
      },
    );
  const { kind, message, transient } = modelFaultOf(errorMessageOf(error), { entry, cause: error });
  return new ModelFault(kind, message, {
    transient: transient && kind !== 'unknown',
    cause: error,
  });
}
