import type { Context } from 'hono';
import type { Form } from '#acts/gateway/form.ts';
import type { Interaction } from '#acts/gateway/interaction.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { mayRead } from '#engine/access/may-read.ts';
import { digestOf } from '#foundation/digest.ts';
import { viewerOf } from '../access/viewer.ts';
import { platformReadingOf } from '../readable.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Stands in for the channel in ids of messages on a page. */
const HERE = 'page';

/**
 * An act on a page, in the form that all gateways share. `opened` returns the form that the act
 * opened, or `null`.
 */
interface PageAct {
  readonly interaction: Interaction;
  readonly opened: () => Form | null;
}

/**
 * Makes an interaction of a sent form. Its key is a hash of the person and of everything sent
 * (`sent`), so sending a form twice from one version of a page is one act. `design`: the page's
 * design, or `null`.
 */
export function formInteractionOf(
  context: Context,
  parts: ConsoleParts,
  sent: readonly string[],
  design: Design | null = null,
): PageAct {
  const { context: rights, person } = actingIn(context, parts, design);
  const viewer = viewerOf(context);
  const reading = platformReadingOf(context);
  const moment = { key: digestOf([person.id, context.req.path, ...sent]) };
  let opened: Form | null = null;
  const at = (place: Interaction['place']): Interaction => ({
    context: rights,
    place,
    moment,
    isAskedAlready: false,
    person: async () => person,
    personAtOnce: async () => person,
    moveTo: async (there) => at({ channel: there.channel, thread: there.thread || null }),
    startPlace: () => ({
      preconditionProblem: async () => null,
      // A design that begins here has no channel.
      openThread: () =>
        Promise.reject(new Error('broken invariant: no thread is opened from a page')),
    }),
    unreachable: async () => null,
    along: () => null,
    readMessage: async () => null,
    open: async (form) => {
      opened = form;
      return null;
    },
    mayRead: (design) => mayRead(viewer, design, reading),
  });
  return { interaction: at({ channel: HERE, thread: null }), opened: () => opened };
}
