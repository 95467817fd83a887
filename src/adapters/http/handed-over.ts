import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

/** Leaves a request to a listener of Node's own, as it came: nothing of its body has been read. */
export function handedOver(listener: RequestListener): (context: Context) => Response {
  return (context) => {
    const { incoming, outgoing } = context.env as HttpBindings;
    listener(incoming, outgoing);
    return RESPONSE_ALREADY_SENT;
  };
}
