import { isComparisonDue, isControlDue } from '../../core/outcome/control.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import type { ControlStage } from '../../core/vocabulary/control.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { answerAlone, type SoloPlan } from '../control/answer-alone.ts';
import { compareBlind } from '../control/compare-blind.ts';
import { judgeAmong } from '../control/judge.ts';
import type { SoloParts } from '../control/solo-turn.ts';
import { errorMessage } from '../fault.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import { withTimeout } from '../timeout.ts';
import type { DesignParts } from './design-parts.ts';
import type { Mailbox } from './mailbox.ts';
import { wholeOf } from './usual-turns.ts';

/** Milliseconds that a settled design waits for an answer that is still being written, and then for the comparison. */
const [WAIT_MS, COMPARE_MS] = [120_000, 180_000];

/**
 * Runs the control of one design (J15): one model answers alone while the others deliberate, and once the outcome is settled the two
 * are compared. Whatever goes wrong here is recorded and harms nothing: the design neither waits for it before it is settled, nor
 * fails with it.
 */
export class Control {
  readonly #mailbox: Mailbox;
  readonly #parts: DesignParts;
  readonly #signal: AbortSignal;
  readonly #over = new AbortController();
  #answering: Promise<void> | null = null;

  /** `signal` is aborted when the design is no longer this process's. */
  constructor(mailbox: Mailbox, parts: DesignParts, signal: AbortSignal) {
    this.#mailbox = mailbox;
    this.#parts = parts;
    this.#signal = AbortSignal.any([signal, this.#over.signal]);
  }

  /** Stops what is under way. */
  stop(): void {
    this.#over.abort();
  }

  /** Begins to answer, and records the answer when it is there. Never rejects but for a broken design. */
  answer(design: Design, repository: PinnedRepository | null): Promise<void> {
    this.#answering ??= this.#answer(design, repository);
    return this.#answering;
  }

  /** Records that an answer was lost with the process that had begun it. */
  async lost(): Promise<void> {
    if (this.#answering !== null || !this.#isDue()) return;
    await this.#fail('answering', 'the process that ran it was stopped', null);
  }

  /** Compares the two before the files are written. Never rejects but for a broken design. */
  async compare(): Promise<void> {
    const { clock } = this.#parts;
    if (this.#answering !== null) await withTimeout(this.#answering, WAIT_MS, () => undefined, clock);
    const { design } = this.#mailbox;
    if (design === null || this.#signal.aborted) return;
    const { sealed, failed } = design.control;
    if (sealed === null && failed === null)
      await this.#fail('answering', 'it was not finished when the decision was', null);
    else if (isComparisonDue(design)) await this.#compare(design);
  }

  #isDue(): boolean {
    const { design } = this.#mailbox;
    return design !== null && isControlDue(design);
  }

  async #answer(design: Design, repository: PinnedRepository | null): Promise<void> {
    const { defaultModel: model, defaultEffort: effort, log } = this.#parts;
    const spent = new Spent();
    const plan: SoloPlan = { model, effort, budgetUsd: budgetOf(design) };
    try {
      const parts = { ...this.#soloParts(model, plan.budgetUsd, spent), repository, log };
      const sealed = await answerAlone(design, plan, parts, this.#signal);
      if (this.#isDue()) await this.#mailbox.submit({ type: 'report_control_sealed', ...sealed });
    } catch (error) {
      if (this.#signal.aborted) return;
      if (this.#isDue()) await this.#fail('answering', errorMessage(error), spent.usd);
    }
  }

  async #compare(design: Design): Promise<void> {
    const { sealed } = design.control;
    const decided = decisionInForce(design);
    if (sealed === null || decided === null) return;
    const { defaultModel, defaultEffort: effort, clock, models = [] } = this.#parts;
    const tookPart = [...design.participants.map(({ model }) => model), sealed.model];
    const { model, isOutside } = judgeAmong(models, tookPart, defaultModel);
    const spent = new Spent();
    const late = new AbortController();
    using _timer = clock.at(clock.now() + COMPARE_MS, () =>
      late.abort(new Error('the comparison took too long')),
    );
    try {
      const decisions = { council: decided.decision, control: sealed.answer.decision };
      const parts = this.#soloParts(model, null, spent);
      const signal = AbortSignal.any([this.#signal, late.signal]);
      const readings = await compareBlind(design, decisions, { model, effort }, parts, signal);
      const outside = isOutside ? { isOutside: true as const } : {};
      const compared = { judge: model, ...outside, readings, costUsd: spent.usd };
      await this.#mailbox.submit({ type: 'report_control_compared', ...compared });
    } catch (error) {
      if (!this.#signal.aborted) await this.#fail('comparing', errorMessage(error), spent.usd);
    }
  }

  async #fail(during: ControlStage, detail: string, costUsd: number | null): Promise<void> {
    await this.#mailbox.submit({ type: 'report_control_failed', during, detail, costUsd });
  }

  /** Its money is its own: it is no part of the design's budget, and counts towards the day's (T7). */
  #soloParts(model: string, budgetUsd: number | null, spent: Spent): Omit<SoloParts, 'repository'> {
    const { callModel, clock, bounds, redact, ceilings } = this.#parts;
    const spending = () => ({ spentUsd: spent.usd ?? 0, underWayUsd: 0 });
    return {
      callModel,
      clock,
      bounds,
      redact,
      admit: (_, begin, signal) =>
        ceilings.admit({ model, budgetUsd, spending }, async () => begin(), signal),
      onSpent: (usd) => {
        spent.add(usd);
        ceilings.countBeside(usd ?? 0);
      },
    };
  }
}

/** USD of calls so far; `null` as soon as one has no known price. */
class Spent {
  usd: number | null = 0;

  add(usd: number | null): void {
    this.usd = this.usd === null || usd === null ? null : this.usd + usd;
  }
}

/** Returns as much money as the design is expected to need, at most its ceiling; `null` where no price is known. */
function budgetOf(
  design: Pick<Design, 'settings' | 'repository' | 'participants' | 'expected'>,
): number | null {
  const { expected, settings } = design;
  const usd = expected === undefined ? null : wholeOf(design, expected).usd;
  return usd === null || usd === 0 ? null : Math.min(usd, settings.budgetUsd ?? Number.POSITIVE_INFINITY);
}
