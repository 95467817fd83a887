import { sampleEvents } from '../support/events.ts';

const { type: _, at: __, ...sealed } = sampleEvents.control_sealed;
const { type: ___, at: ____, ...compared } = sampleEvents.control_compared;
const failed = { type: 'report_control_failed', detail: 'no answer', costUsd: 0 } as const;

/** What the runtime may report of a control. Nothing is decided on its words. */
export const SEALED = { type: 'report_control_sealed', ...sealed } as const;
export const COMPARED = { type: 'report_control_compared', ...compared } as const;
export const NOT_ANSWERED = { ...failed, during: 'answering' } as const;
export const NOT_COMPARED = { ...failed, during: 'comparing' } as const;
