import type { Context, MiddlewareHandler } from 'hono';
import { type Act, type AuditParts, noteAct, whoActed } from '../../acts/audit.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { BusyError } from '../../foundation/fault.ts';
import { addressOf } from './access/address.ts';
import { signedInOf, viaOf } from './access/via.ts';
import { designIn, isPreview, ruleOf } from './handled.ts';
import { Problem } from './problem.ts';
import { REPLAY } from './routes/idempotency.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by handlers: the claimed author, the verb, the design that the act began, and the act's subject. */
    author: string;
    verb: string;
    begun: DesignId;
    about: string;
  }
}

const KEPT = 'stored, but not carried out yet';

/** Records each act in the audit log after its answer, done or refused (D8). A repeated request is not recorded. */
export function audited(parts: AuditParts): MiddlewareHandler {
  return async (context, next) => {
    const note = async (outcome: Pick<Act, 'outcome' | 'detail'>): Promise<void> => {
      const act = isPreview(context) ? null : (ruleOf(context)?.noted ?? null);
      if (act !== null) await noteAct(parts, { ...actIn(context, act), ...outcome });
    };
    try {
      await next();
    } catch (error) {
      await note(outcomeOf(error));
      throw error;
    }
    const { error, res } = context;
    if (error !== undefined) await note(outcomeOf(error));
    else if (res.headers.get(REPLAY) === null)
      await note({ outcome: 'done', detail: context.get('about') ?? '' });
  };
}

function actIn(context: Context, act: string): Omit<Act, 'outcome' | 'detail'> {
  const via = viaOf(context);
  return {
    who: whoActed(signedInOf(context)?.name ?? context.get('author'), via),
    via,
    what: context.get('verb') ?? act,
    designId: context.get('begun') ?? designIn(context),
    from: addressOf(context),
  };
}

/** Names the invalid fields, never their content, which may be people's words. */
function outcomeOf(error: unknown): Pick<Act, 'outcome' | 'detail'> {
  if (error instanceof BusyError) return { outcome: 'done', detail: KEPT };
  if (!(error instanceof Problem)) return { outcome: 'refused', detail: 'an error, which is in the log' };
  if (error.code === 'invalid') {
    const fields = error.issues.map(({ field }) => field).join(', ');
    return { outcome: 'refused', detail: `invalid: ${fields}` };
  }
  return { outcome: 'refused', detail: error.message };
}
