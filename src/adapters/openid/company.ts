import * as z from 'zod';
import { readableName } from '../../core/telling/plain.ts';
import type { Identified, IdentityServer } from '../../runtime/ports/identity-provider.ts';
import { COMPANY } from '../../runtime/ports/passes.ts';

export interface CompanySettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly title: string;
  readonly scope: string;
  /** Claims of operators: any one of them does. */
  readonly operators: readonly Claim[];
}

/** A claim, and the value that it has or that is in its list. */
export interface Claim {
  readonly name: string;
  readonly value: string;
}

const text = z.string().min(1).max(300);
const Claims = z.looseObject({
  sub: text,
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
});

/** Describes the one OpenID Connect provider of the company. */
export function companyServer(settings: CompanySettings): IdentityServer {
  const { issuer, clientId, clientSecret, title, scope, operators } = settings;
  return {
    ...{ name: COMPANY, title, server: issuer, clientId, clientSecret, scope },
    profile: null,
    hasChallenge: true,
    namesOperators: operators.length > 0,
    identify: (claims) => identify(claims, operators),
  };
}

function identify(given: unknown, operators: readonly Claim[]): Identified {
  const parsed = Claims.safeParse(given);
  if (!parsed.success) return { ok: false, why: 'the identity has no subject' };
  const { sub, name, preferred_username, email } = parsed.data;
  const shown = readableName([name, preferred_username, email, sub]);
  const isOperator = operators.some((claim) => has(parsed.data, claim));
  const person = { kind: 'person', platform: COMPANY, id: sub } as const;
  return { ok: true, name: shown, holder: isOperator ? { kind: 'operator', isNamed: true } : person };
}

/** Tells if the claim is this text, or a list with it. A claim of another shape names nobody. */
function has(claims: Readonly<Record<string, unknown>>, { name, value }: Claim): boolean {
  const found = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return found === value || (Array.isArray(found) && found.includes(value));
}
