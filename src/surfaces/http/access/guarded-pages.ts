import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { Problem } from '#acts/problem.ts';
import { SIGN_IN } from '#presentation/answers/sign-in.ts';
import { CHANGES } from '../handled.ts';
import { isOfSameOrigin } from '../sessions/same-origin.ts';

const SELF = ["'self'"];
const NONE = ["'none'"];
const POLICY = 'content-security-policy';
const CACHE = 'cache-control';

/**
 * Tells browsers that a page loads only our own scripts, styles and pictures, sends forms and
 * requests to us alone, may not be framed, never turns text into markup, and is not kept.
 */
export function setPageHeaders(isSecure: boolean): MiddlewareHandler {
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
    // An address can contain a secret, like a link to one design. With no referrer at all, our own
    // forms would have no origin.
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
      // A file written by models has a stricter policy of its own: nothing in it runs.
      own = context.res.headers.get(POLICY);
    });
    if (own !== null) context.res.headers.set(POLICY, own);
    // What a cookie or a token opened is kept by no cache.
    if (!context.res.headers.has(CACHE)) context.res.headers.set(CACHE, 'no-store');
  };
}

/** Refuses forms from pages of other origins, since browsers send our cookie with them. */
export function refuseForeignForms(publicUrl: URL | null): MiddlewareHandler {
  return async (context, next) => {
    if (CHANGES.includes(context.req.method) && !isOfSameOrigin(context, publicUrl))
      throw new Problem('forbidden', SIGN_IN.elsewhere);
    await next();
  };
}
