import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { SIGN_IN } from '../../../core/presentation/web/sign-in.ts';
import { CHANGES } from '../handled.ts';
import { Problem } from '../problem.ts';
import { isOfSameOrigin } from '../sessions/same-origin.ts';

const SELF = ["'self'"];
const NONE = ["'none'"];
const POLICY = 'content-security-policy';

/**
 * Says to a browser that a page loads nothing but our own scripts, styles and pictures, sends forms and requests to us alone, is
 * framed by nobody, and makes no markup of texts.
 */
export function pageHeaders(isSecure: boolean): MiddlewareHandler {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: NONE,
      scriptSrc: SELF,
      styleSrc: SELF,
      connectSrc: SELF,
      imgSrc: SELF,
      formAction: SELF,
      frameAncestors: NONE,
      baseUri: NONE,
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: NONE,
    },
    // An address can hold a secret, as that of a link to one design does. Without any, a form of ours would have no origin.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    crossOriginResourcePolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
    strictTransportSecurity: isSecure ? 'max-age=31536000' : false,
  });
  return async (context, next) => {
    let own: string | null = null;
    await secure(context, async () => {
      await next();
      // A file that models wrote has a policy of its own, under which nothing in it runs.
      own = context.res.headers.get(POLICY);
    });
    if (own !== null) context.res.headers.set(POLICY, own);
  };
}

/** Refuses forms that pages of other origins send: a cookie comes along with them. */
export function ownForms(publicUrl: URL | null): MiddlewareHandler {
  return async (context, next) => {
    if (CHANGES.includes(context.req.method) && !isOfSameOrigin(context, publicUrl))
      throw new Problem('forbidden', SIGN_IN.elsewhere);
    await next();
  };
}
