import type { Holder } from './passes.ts';

/** Somebody whom a provider has identified, or the reason, for the operator, why nobody was. */
export type Identified =
  | { readonly ok: true; readonly holder: Holder; readonly name: string }
  | { readonly ok: false; readonly why: string };

/** Secrets of one attempt to sign in, kept by the browser that began it. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** The verifier that goes with the challenge in the provider's address; empty where it takes none. */
  readonly verifier: string;
}

/** A provider of identities, by which people sign in to the console. */
export interface IdentityProvider {
  /** Stands in paths and on record. Lower-case letters. */
  readonly name: string;
  /** Stands on the button. */
  readonly title: string;
  /** Tells if this provider, as it is set up now, makes operators of some people. */
  readonly namesOperators: boolean;
  /** Returns the provider's address to which a browser is sent. Throws `Fault` where the provider does not answer in time. */
  begin(attempt: Attempt, callback: URL): Promise<URL>;
  /** Checks the browser's return. Throws `Fault` where the provider does not answer in time; refuses what does not fit. */
  finish(attempt: Attempt, returned: URL): Promise<Identified>;
}

/** A provider as its settings describe it; who speaks to it needs nothing else. */
export interface IdentityServer {
  readonly name: string;
  readonly title: string;
  /** Where the provider describes itself, or its addresses where it does not. */
  readonly server: URL | IdentityEndpoints;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** OAuth 2 alone: there is no signed identity, and the profile at this address says who it is. */
  readonly profile: URL | null;
  readonly hasChallenge: boolean;
  readonly namesOperators: boolean;
  /** Reads who it is from claims, or from the profile. */
  identify(claims: unknown): Identified | Promise<Identified>;
}

export interface IdentityEndpoints {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  /** Address of the keys that identities are signed with; `null` where none are. */
  readonly keys: string | null;
}
