import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { money } from '../../src/core/vocabulary/figures.ts';
import { listed } from '../../src/core/vocabulary/text.ts';
import type { StartRequest } from '../../src/engine/starting/start-request.ts';
import { compose } from '../../src/entry/compose.ts';
import { type Configuration, readConfiguration } from '../../src/entry/config.ts';
import { openLog } from '../../src/entry/open-log.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import { speaking } from '../../src/turns/models/catalog.ts';
import { type Speaker, smokeReport } from './report.ts';

const TOPIC = 'Should a small team keep a changelog by hand, or make it of commit messages?';
const CEILING_USD = 1;

/** Ways out for a run's words, and its settings. */
export interface SmokeRun {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Somebody has said that it may spend. */
  readonly maySpend: boolean;
  readonly say: (line: string) => void;
}

/**
 * Holds one quick design with the configured models, and tells what came back. Returns an exit code: 0 when it came to a brief,
 * 2 where nothing was run, 1 for anything else. Keeps nothing.
 */
export async function smoke({ environment, maySpend, say }: SmokeRun): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-smoke-'));
  try {
    const configuration = withoutPeople(
      readConfiguration({ ...environment, ...OWN, CHARRETTE_DATA_DIR: folder }),
    );
    if (configuration.rehearsal) {
      say('No model can be used: no key of models.yaml is set. Nothing was run.');
      return 2;
    }
    if (!maySpend) {
      say(
        `One quick design with ${speakingIn(configuration)}, for at most ${money(CEILING_USD)}. Add --yes to run it.`,
      );
      return 2;
    }
    return await heldDesign(configuration, say);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Settings that a run must not take from those of a daemon. */
const OWN = {
  DATABASE_URL: '',
  CHARRETTE_REPOS: '',
  CHARRETTE_BUDGET_USD_PER_DESIGN: '',
  CHARRETTE_BUDGET_USD_PER_DAY: '',
};

/** No chat, no process in reserve, no waiting: nobody is there. */
function withoutPeople(read: Configuration): Configuration {
  const gateways = read.gateways.map((gateway) => ({ ...gateway, settings: null }));
  return { ...read, gateways, standby: 0, parkMs: null, logLevel: 'silent' };
}

function speakingIn({ spread, defaultModel }: Configuration): string {
  return listed(speaking(spread, defaultModel));
}

async function heldDesign(configuration: Configuration, say: SmokeRun['say']): Promise<number> {
  const log = openLog(configuration, createRedactor(configuration.secrets));
  const { engine } = await compose(configuration, { log });
  try {
    const estimate = await engine.estimate(ASKED);
    const started = await engine.start(ASKED, ASKED.topic).answered;
    if (!started.ok) {
      say(`It did not start: ${started.refusal.message}`);
      return 2;
    }
    const { id } = started.design;
    for await (const _ of engine.course(id, 0, new AbortController().signal)) {
      // Everything else is in the turns: only its end is waited for.
    }
    const design = await engine.design(id);
    if (design === null) throw new Error('broken invariant: the design that ended is gone');
    const turns = await engine.parts.store.turns(id);
    say(smokeReport(turns, speakersIn(design, configuration)));
    const { status, costUsd, costIsAtLeast } = outcomeOf(design);
    const expected = money(estimate?.usd ?? null);
    say(`\nIt ended ${status} and cost ${money(costUsd, costIsAtLeast)}; ${expected} was expected.`);
    return status === 'completed' || status === 'needs_review' ? 0 : 1;
  } finally {
    await engine.stop();
  }
}

const ASKED: StartRequest = {
  topic: TOPIC,
  context: [],
  personas: [],
  repository: null,
  startedBy: 'smoke',
  thread: null,
  settings: { depth: 'quick', questions: 'none', gates: 'none', answerMs: 0, budgetUsd: CEILING_USD },
  isOperators: true,
};

function speakersIn({ participants }: Design, { models }: Configuration): Speaker[] {
  return participants.flatMap(({ id: participant, model }) => {
    const entry = models.find(model);
    return entry === null ? [] : [{ participant, model, wire: entry.wire, claims: entry }];
  });
}
