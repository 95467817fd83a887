import * as z from 'zod';
import { isNetwork } from '../adapters/http/sessions/networks.ts';
import { optional, secret, text, url, withDefault } from '../runtime/variable.ts';
import { isLoopback } from './loopback.ts';

const CLAIM = /^[A-Za-z0-9_:./-]{1,100}=[^,]{1,200}$/;

/** Settings by which people sign in to the console, besides those of each chat platform. */
export const SIGN_IN_VARIABLES = {
  CHARRETTE_OIDC_ISSUER: optional(
    'The OpenID Connect provider of the company, by which people sign in (docs/sign-in.md). Takes CHARRETTE_PUBLIC_URL.',
    'its issuer: an https URL, or http on this machine',
    url
      .transform((found) => new URL(found))
      .refine(({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname)),
  ),
  CHARRETTE_OIDC_CLIENT_ID: optional(
    'The client that Charrette is there.',
    'the id of the client',
    text.max(300),
  ),
  CHARRETTE_OIDC_CLIENT_SECRET: secret(
    "That client's secret.",
    'the secret of the client: at least 8 characters',
    z.string().trim().min(8).max(1_000),
  ),
  CHARRETTE_OIDC_TITLE: withDefault(
    'What the button says behind Sign in with.',
    'up to 60 characters',
    'your company',
    text.max(60),
  ),
  CHARRETTE_OIDC_SCOPE: withDefault(
    'What is asked for there.',
    'words with openid among them',
    'openid profile email',
    text.regex(/^(?:[\w:./-]+ )*openid(?: [\w:./-]+)*$/),
  ),
  CHARRETTE_OIDC_OPERATORS: withDefault(
    'Claims of operators: who has one of them may do everything. Unset: nobody by that provider.',
    'claims and values, as in groups=charrette-operators, separated by commas',
    '',
    z
      .string()
      .max(4_000)
      .transform((found) => (found.trim() === '' ? [] : found.split(',').map((each) => each.trim())))
      .pipe(z.array(z.string().regex(CLAIM).transform(claimOf))),
  ),
  CHARRETTE_TRUSTED_PROXIES: withDefault(
    'Proxies that may say who asks and from where. Nobody else is believed.',
    'addresses or networks, as in 10.0.0.7,10.1.0.0/16',
    '',
    listOf(z.string().refine(isNetwork)),
  ),
  CHARRETTE_PROXY_USER_HEADER: optional(
    'Header in which such a proxy names the person whom it has identified. It must remove that header from what others send.',
    'the name of a header',
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .transform((found) => found.toLowerCase()),
  ),
  CHARRETTE_PROXY_OPERATORS: withDefault(
    'People whom the proxy names so who may do everything.',
    'names as the proxy sends them, separated by commas',
    '',
    listOf(z.string().regex(/^[\x21-\x7e]{1,200}$/)),
  ),
};

function listOf(each: z.ZodString) {
  return z
    .string()
    .max(4_000)
    .transform((found) => (found.trim() === '' ? [] : found.split(',').map((part) => part.trim())))
    .pipe(z.array(each));
}

function claimOf(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf('=');
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
