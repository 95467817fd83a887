import type { Context } from 'hono';
import type { GatewayContext } from '../../../acts/gateway/gateway-context.ts';
import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { Thread } from '../../../core/vocabulary/event-parts.ts';
import { BEHIND_TOKEN } from '../../../core/vocabulary/starter.ts';
import type { Via } from '../../../core/vocabulary/via.ts';
import { type Person, type Policy, refusalForStarting } from '../../../engine/access/permission.ts';
import type { NamedToken } from '../../../engine/access/viewer.ts';
import { ChatFault } from '../../../engine/ports/chat.ts';
import { CONSOLE_TEXTS, PAGE } from '../../../presentation/format/page-words.ts';
import { readableName } from '../../../presentation/format/plain.ts';
import { addressOf } from '../access/address.ts';
import { signedInOf } from '../access/via.ts';
import { ADMIN, readsAllChannels, viewerOf } from '../access/viewer.ts';
import { readingOf } from '../readable.ts';
import type { ConsoleParts } from './console-parts.ts';

/** A person who acts on a page, and the context in which a verb checks and carries out the act. */
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
 * Returns the person who acts. Their rights come from the chat platform's policy, the token's role, or the admin's
 * token, and the verbs check them as in a thread. `design`: the page's design, whose platform knows the people named in
 * a form; `null` if the page shows none.
 */
export function actingIn(context: Context, parts: ConsoleParts, design: Design | null = null): Acting {
  return acting(context, parts, rightsIn(context, parts), design);
}

function rightsIn(context: Context, parts: ConsoleParts): Rights {
  const viewer = viewerOf(context);
  switch (viewer.kind) {
    case 'operator':
      return operatorRights(context);
    case 'link':
      return { person: personOf('link'), policy: CLOSED, via: { way: 'console' } };
    case 'token':
      return tokenRights(context, viewer.token);
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

/** Rights of an operator: under their own name if a proxy identified them, otherwise under the admin's token. */
function operatorRights(context: Context): Rights {
  const signedIn = signedInOf(context);
  if (signedIn === null || signedIn.token !== null) return rightsBehindToken(context, ADMIN);
  const person = { id: signedIn.name, groups: [], name: signedIn.name };
  return { person, policy: { ...OPEN, operators: [person.id] }, via: { way: 'console' } };
}

/** Rights of an operator behind a token. The token is certain; the person's name is only claimed. */
function rightsBehindToken(context: Context, token: string): Rights {
  const person = claimedPerson(context, token);
  return { person, policy: { ...OPEN, operators: [person.id] }, via: { way: 'console', token } };
}

/**
 * Rights of a named token. A token that may take part counts as a starter, so it may read repositories, as in the API.
 */
function tokenRights(context: Context, { name, role }: NamedToken): Rights {
  if (role === 'operate') return rightsBehindToken(context, name);
  const person = claimedPerson(context, name);
  const policy = role === 'read' ? CLOSED : { ...OPEN, starters: [person.id] };
  return { person, policy, via: { way: 'console', token: name } };
}

/** The person behind a token, under the name that they claimed when they signed in. */
function claimedPerson(context: Context, token: string): Person {
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
  const noReaders = { isOperator: () => false, canOpen: async () => false, channelsOf: async () => null };
  const readers = platforms.get(platform) ?? noReaders;
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
      // The page itself is the answer.
      sendEphemeral: async () => undefined,
    },
  };
}

/** Returns the reason why this person may not start a design on a page; `null` if they may. */
export function refusalToStart(context: Context, { context: { policy }, person }: Acting): string | null {
  return (
    refusalForStarting(policy, person) ??
    (readsAllChannels(viewerOf(context)) ? null : PAGE.start.whereReadable)
  );
}
