import { World } from './given.ts';
import { playToEnd } from './sample-design.ts';

/** At a gate over a point: two hold each choice, and cite a line that nobody looked up. */
export function designAtPoint(): World {
  const { history } = playToEnd({ difference: 'unresolved' });
  return World.after(history.slice(0, history.findIndex(({ type }) => type === 'gate_opened') + 1));
}
