import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyEnvironment } from '../config.ts';

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
/**
 * Variables that such a program needs to find the screen and browser. It gets no others, so no
 * secrets.
 */
const SCREEN =
  /^(?:PATH|HOME|USER|LANG|DISPLAY|WAYLAND_DISPLAY|BROWSER|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_[A-Z_]+|SYSTEMROOT|USERPROFILE)$/i;

/** Does nothing without a screen: the caller prints the address as well. */
export async function openInBrowser(address: string): Promise<void> {
  const environment = copyEnvironment();
  const [program, ...words] = OPENERS[process.platform] ?? [];
  const hasScreen =
    process.platform !== 'linux' || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (program === undefined || !hasScreen || process.stdout.isTTY !== true) return;
  const child = spawn(program, [...words, address], {
    detached: true,
    stdio: 'ignore',
    env: Object.fromEntries(Object.entries(environment).filter(([name]) => SCREEN.test(name))),
  });
  await Promise.race([once(child, 'spawn'), once(child, 'error')]);
  child.unref();
}
