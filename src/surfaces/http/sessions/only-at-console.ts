import type { MiddlewareHandler } from 'hono';
import { Problem } from '../../../acts/problem.ts';
import { SIGN_IN } from '../../../presentation/sign-in.ts';
import { takes } from '../access/local.ts';
import { chooseConsoleAddress, isAtConsole } from './console-address.ts';
import type { Entrance } from './entrance.ts';

/**
 * Shows pages only at the console's own address, and links there from any other. Requests with a token or through a trusted proxy
 * are exempt: they have no cookie that another port could receive.
 */
export function requireConsoleAddress(
  { publicUrl, proxies }: Pick<Entrance, 'publicUrl' | 'proxies'>,
  program: string,
): MiddlewareHandler {
  const atConsole: MiddlewareHandler = async (context, next) => {
    const hasCookie = context.req.header('authorization') === undefined && proxies.user(context) === null;
    if (!hasCookie || isAtConsole(publicUrl, context)) return next();
    const { req } = context;
    const requestUrl = new URL(req.url);
    const { origin, host } = chooseConsoleAddress(publicUrl, requestUrl);
    if (req.method !== 'GET' || !takes(context, 'text/html'))
      throw new Problem('misdirected', SIGN_IN.onlyThere(origin));
    const { drawElsewherePage } = await import('../sign-in/sign-in-page.ts');
    const address = `${origin}${requestUrl.pathname}${requestUrl.search}`;
    return drawElsewherePage(context, { address, host, publicUrl, program });
  };
  return atConsole;
}
