/** Settings of tests: what Charrette does unless it is told otherwise, read as `main` reads it. */

import type { EngineSettings } from '#engine/engine-parts.ts';
import { engineSettings, readSettings } from '../../src/settings.ts';

/** What nobody ends has ended after a minute. */
export const SETTINGS: Omit<EngineSettings, 'dataDir'> = engineSettings(
  readSettings({
    CHARRETTE_ANSWER_SECONDS: '60',
    CHARRETTE_GATE_SECONDS: '60',
    CHARRETTE_TURN_TOTAL_SECONDS: '60',
  }),
);

/** A design's, beside what its starter says. */
export const DESIGN_SETTINGS = engineSettings(readSettings({})).design;
