import type { Values } from '../runtime/variable.ts';
import type { SIGN_IN_VARIABLES } from './sign-in-variables.ts';

type Found = Values<typeof SIGN_IN_VARIABLES> & { readonly CHARRETTE_PUBLIC_URL: URL | null };

/** Explains values that do not go together, each with its remedy. */
export function signInProblems(found: Found): string[] {
  const { CHARRETTE_OIDC_ISSUER: issuer, CHARRETTE_OIDC_CLIENT_ID: id } = found;
  const { CHARRETTE_OIDC_CLIENT_SECRET: secretOf, CHARRETTE_PROXY_USER_HEADER: header } = found;
  const problems: string[] = [];
  const set = [issuer, id, secretOf].filter((each) => each !== null).length;
  if (set !== 0 && set !== 3)
    problems.push(
      'CHARRETTE_OIDC_ISSUER, CHARRETTE_OIDC_CLIENT_ID and CHARRETTE_OIDC_CLIENT_SECRET go together. Set all three, or none.',
    );
  if (set === 3 && found.CHARRETTE_PUBLIC_URL === null)
    problems.push(
      'CHARRETTE_OIDC_ISSUER is set without CHARRETTE_PUBLIC_URL, to which the provider sends people back. Set both.',
    );
  if (header !== null && found.CHARRETTE_TRUSTED_PROXIES.length === 0)
    problems.push(
      'CHARRETTE_PROXY_USER_HEADER is set without CHARRETTE_TRUSTED_PROXIES, so nobody may send it. Set both, or neither.',
    );
  return problems;
}

/** Returns the settings of signing in; `company` is `null` where there is no such provider. */
export function signInSettings(found: Found) {
  const { CHARRETTE_OIDC_ISSUER: issuer, CHARRETTE_OIDC_CLIENT_ID: clientId } = found;
  const { CHARRETTE_OIDC_CLIENT_SECRET: clientSecret } = found;
  const rest = {
    title: found.CHARRETTE_OIDC_TITLE,
    scope: found.CHARRETTE_OIDC_SCOPE,
    operators: found.CHARRETTE_OIDC_OPERATORS,
  };
  const isSet = issuer !== null && clientId !== null && clientSecret !== null;
  return {
    company: isSet ? { issuer, clientId, clientSecret, ...rest } : null,
    proxies: {
      addresses: found.CHARRETTE_TRUSTED_PROXIES,
      userHeader: found.CHARRETTE_PROXY_USER_HEADER,
      operators: found.CHARRETTE_PROXY_OPERATORS,
    },
  };
}
