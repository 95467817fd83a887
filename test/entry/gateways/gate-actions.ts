import type { GateChoice } from '../../../src/core/events.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';

/** What people click on a chat platform to decide at a gate. */
export const GATE_ACTIONS: Readonly<Record<GateChoice, string>> = {
  accept: ACTIONS.accept,
  send_back: ACTIONS.sendBack,
  stop: ACTIONS.stop,
};
