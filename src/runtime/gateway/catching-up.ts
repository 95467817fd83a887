import type { DesignSummary } from '../ports/store.ts';
import type { GatewayContext } from './gateway-context.ts';
import { failureOf } from './platform-access.ts';

const DESIGNS_PER_PAGE = 100;
const MAX_DESIGNS = 2_000;

/** Reads what was written in a design's thread while nothing came in, and hands it on like any message. */
export type CatchUp = (design: DesignSummary, signal: AbortSignal) => Promise<void>;

/** Catches up with the threads of all open designs, where a platform does not send again what was missed. */
export class CatchingUp {
  readonly #context: GatewayContext;
  readonly #catchUp: CatchUp;
  readonly #signal: AbortSignal;
  #running: Promise<void> | null = null;
  #isWantedAgain = false;

  constructor(context: GatewayContext, catchUp: CatchUp, signal: AbortSignal) {
    this.#context = context;
    this.#catchUp = catchUp;
    this.#signal = signal;
  }

  /** One run at a time: who calls during one is served by another after it. Never rejects. */
  run(): Promise<void> {
    this.#isWantedAgain = true;
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    const { platform, log } = this.#context;
    while (this.#isWantedAgain && !this.#signal.aborted) {
      this.#isWantedAgain = false;
      try {
        const designs = await this.#openDesigns();
        for (const design of designs) await this.#catchUpWith(design);
        log.info('caught_up', { platform, designs: designs.length });
      } catch (error) {
        log.error('not_caught_up', { platform, error });
      }
    }
  }

  /** A thread that cannot be read does not keep the others from being read. */
  async #catchUpWith(design: DesignSummary): Promise<void> {
    if (this.#signal.aborted) return;
    try {
      await this.#catchUp(design, this.#signal);
    } catch (error) {
      const { platform, log } = this.#context;
      const failure = failureOf(this.#context, error);
      log.warn('thread_not_caught_up', { platform, designId: design.id, error: failure });
    }
  }

  async #openDesigns(): Promise<DesignSummary[]> {
    const { platform, engine } = this.#context;
    const found: DesignSummary[] = [];
    for (const status of ['running', 'awaiting_input'] as const) {
      let before: DesignSummary['id'] | undefined;
      while (found.length < MAX_DESIGNS) {
        const page = await engine.parts.store.list({
          platform,
          status,
          limit: DESIGNS_PER_PAGE,
          ...(before === undefined ? {} : { before }),
        });
        found.push(...page.filter(({ thread }) => thread?.thread));
        before = page.at(-1)?.id;
        if (page.length < DESIGNS_PER_PAGE) break;
      }
    }
    return found;
  }
}
