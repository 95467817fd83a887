import type { MiddlewareHandler } from 'hono';
import { SIGN_IN } from '../../../core/presentation/web/sign-in.ts';
import { Problem } from '../problem.ts';
import { consoleAddress, isAtConsole } from './console-address.ts';
import type { Entrance } from './entrance.ts';

/**
 * Shows no page of the console at another address than its own, but how to go on there. Who comes with a token of their own, or is
 * named by a trusted proxy, has no cookie that could be carried to another port.
 */
export function onlyAtConsole(
  { publicUrl, proxies }: Pick<Entrance, 'publicUrl' | 'proxies'>,
  program: string,
): MiddlewareHandler {
  const atConsole: MiddlewareHandler = async (context, next) => {
    const hasCookie = context.req.header('authorization') === undefined && proxies.user(context) === null;
    if (!hasCookie || isAtConsole(publicUrl, context)) return next();
    const { req } = context;
    const asked = new URL(req.url);
    const { origin, host } = consoleAddress(publicUrl, asked);
    if (req.method !== 'GET' || !(req.header('accept') ?? '').includes('text/html'))
      throw new Problem('misdirected', SIGN_IN.onlyThere(origin));
    const { elsewherePage } = await import('../sign-in/sign-in-page.ts');
    const address = `${origin}${asked.pathname}${asked.search}`;
    return elsewherePage(context, { address, host, publicUrl, program });
  };
  return atConsole;
}
