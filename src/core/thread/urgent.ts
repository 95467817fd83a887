import type { DesignEvent } from '../events.ts';

/** What people of a thread wait for, or should see at once; everything else may wait until more has changed. */
export function isUrgent({ type }: DesignEvent): boolean {
  switch (type) {
    case 'session_lost':
    case 'facilitator_passed':
    case 'status_changed':
    case 'reply_recorded':
    case 'reply_revised':
    case 'reply_withdrawn':
    case 'gate_decided':
    case 'divergence_settled':
    case 'design_ended':
      return true;
    default:
      return false;
  }
}
