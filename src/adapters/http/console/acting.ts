import type { Context } from 'hono';
import type { GatewayContext } from '../../../acts/gateway/gateway-context.ts';
import { CONSOLE_TEXTS, PAGE } from '../../../core/presentation/format/page-words.ts';
import { readableName } from '../../../core/presentation/format/plain.ts';
import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { Thread } from '../../../core/vocabulary/event-parts.ts';
import { BEHIND_TOKEN } from '../../../core/vocabulary/starter.ts';
import type { Via } from '../../../core/vocabulary/via.ts';
import { type Person, type Policy, refusalForStarting } from '../../../engine/access/permission.ts';
import type { NamedToken } from '../../../engine/access/viewer.ts';
import { ChatFault } from '../../../engine/ports/chat.ts';
import { addressOf } from '../access/address.ts';
import { signedInOf } from '../access/via.ts';
import { ADMIN, readsAllChannels, viewerOf } from '../access/viewer.ts';
import { readingOf } from '../readable.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Somebody who acts on a page of the console, and the context in which a verb judges and carries out what they do. */
interface Acting {
  readonly context: GatewayContext;
  readonly person: Person;
}

const OPEN: Policy = {
  starters: [],
  deciders: [],
  operators: [],
};
const CLOSED: Policy = { ...OPEN, starters: [''], readsOnly: true };

/**
 * Returns who acts, with the rights that they have elsewhere: a person those of their chat platform's policy, a token those of its
 * role, and the admin all. The console is one more gateway: the rows of the table of verbs ask the same functions as in a thread.
 * `design`: that of the page, whose platform knows the people whom a form names; `null` on a page of none.
 */
export function actingIn(context: Context, parts: ConsoleParts, design: Design | null = null): Acting {
  return acting(context, parts, rightsIn(context, parts), design);
}

function rightsIn(context: Context, parts: ConsoleParts): Rights {
  const viewer = viewerOf(context);
  switch (viewer.kind) {
    case 'operator':
      return asOperator(context);
    case 'link':
      return { person: personOf('link'), policy: CLOSED, via: { way: 'console' } };
    case 'token':
      return withToken(context, viewer.token);
    case 'person': {
      const policy = parts.gateways.get(viewer.platform)?.policy ?? CLOSED;
      return { person: viewer.person, policy, via: { way: 'console' } };
    }
  }
}

interface Rights {
  readonly person: Person;
  readonly policy: Policy;
  readonly via: Via;
}

/** An operator whom a provider has named stands under their own name, any other behind the admin's token. */
function asOperator(context: Context): Rights {
  const signedIn = signedInOf(context);
  if (signedIn === null || signedIn.token !== null) return operating(context, ADMIN);
  const person = { id: signedIn.name, groups: [], name: signedIn.name };
  return { person, policy: { ...OPEN, operators: [person.id] }, via: { way: 'console' } };
}

/** What the token's name vouches for is the token: the person's own is what they claim. */
function operating(context: Context, token: string): Rights {
  const person = claiming(context, token);
  return { person, policy: { ...OPEN, operators: [person.id] }, via: { way: 'console', token } };
}

/** A token that takes part is named as a starter, so that it may have repositories read here as over the API. */
function withToken(context: Context, { name, role }: NamedToken): Rights {
  if (role === 'operate') return operating(context, name);
  const person = claiming(context, name);
  const policy = role === 'read' ? CLOSED : { ...OPEN, starters: [person.id] };
  return { person, policy, via: { way: 'console', token: name } };
}

/** Somebody behind a token, under the name that their session has besides that of the token. */
function claiming(context: Context, token: string): Person {
  const { name = token } = signedInOf(context) ?? {};
  return name === token ? personOf(token) : { ...personOf(token), name: readableName([name]) };
}

function personOf(token: string): Person {
  return { id: `${BEHIND_TOKEN}${token}`, groups: [], name: UNKNOWN_NAME };
}

function acting(
  context: Context,
  { engine, repositories, gateways }: ConsoleParts,
  { person, policy, via }: Rights,
  design: Design | null,
): Acting {
  const { clock, log } = engine.parts;
  const { platforms } = readingOf(context);
  const viewer = viewerOf(context);
  const platform = design?.thread?.platform ?? (viewer.kind === 'person' ? viewer.platform : '');
  const nobody = { isOperator: () => false, canOpen: async () => null, channelsOf: async () => null };
  const readers = platforms.get(platform) ?? nobody;
  return {
    person,
    context: {
      platform: 'console',
      texts: CONSOLE_TEXTS,
      via,
      from: addressOf(context),
      engine,
      policy,
      clock,
      log,
      repositories,
      readers,
      faultOf: (error) => {
        if (error instanceof ChatFault) return error;
        throw error;
      },
      linkTo: (thread: Thread) => gateways.get(thread.platform)?.linkTo?.(thread) ?? null,
      // The answer is a page.
      sendEphemeral: async () => undefined,
    },
  };
}

/** Returns why somebody with these rights starts no design on a page, in words for them; `null` where they can. */
export function refusalToStart(context: Context, { context: { policy }, person }: Acting): string | null {
  return (
    refusalForStarting(policy, person) ??
    (readsAllChannels(viewerOf(context)) ? null : PAGE.start.whereReadable)
  );
}
