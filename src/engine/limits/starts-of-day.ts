import { startsAnyway } from '../../core/policy/run-again.ts';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { dayStartOf } from '../../foundation/day.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import type { DesignSummary, PendingStart } from '../../ports/store.ts';
import { scanDesigns } from '../../record/listed-designs.ts';
import { loadIfWhole } from '../../record/loading.ts';
import type { Parts } from '../parts/parts.ts';
import { type Counted, countStarter, scaleLimit } from './counted.ts';

/** Bounds the designs that a person or token may start in a day (UTC). */
export class StartsOfDay {
  readonly #parts: Pick<Parts, 'store' | 'clock' | 'designsPerPersonPerDay'>;

  constructor(parts: Pick<Parts, 'store' | 'clock' | 'designsPerPersonPerDay'>) {
    this.#parts = parts;
  }

  /** Refusal in words for the person; `null` if the start is within the limit. */
  refusalOf(command: StartDesign, pending: readonly PendingStart[]): Promise<string | null> {
    return this.refusalForMore(starterOf(command), pending);
  }

  /** Refusal for starting more today; `null` if they may. */
  async refusalForMore(who: Counted, pending: readonly PendingStart[]): Promise<string | null> {
    const { designsPerPersonPerDay: perPerson } = this.#parts;
    if (perPerson === null || who.kind === 'nobody') return null;
    const most = scaleLimit(who, perPerson);
    const startCount = await this.#startedBy(who, most, pending);
    return startCount < most ? null : refuseMore(startCount, who, most);
  }

  async #startedBy(
    { key, starter }: Counted,
    most: number,
    pending: readonly PendingStart[],
  ): Promise<number> {
    const { store, clock } = this.#parts;
    const starting = new Map(
      pending.map(({ command }) => [command.designId, starterOf(command).key]),
    );
    let startCount = 0;
    const startedSince = dayStartOf(clock.now());
    for await (const design of scanDesigns(store, { startedSince, ...keepDefined({ starter }) })) {
      starting.delete(design.id);
      if (countStarter(design).key === key && !(await this.#wasNoQuestion(design))) startCount += 1;
      if (startCount >= most) return startCount;
    }
    return startCount + [...starting.values()].filter((each) => each === key).length;
  }

  /** A start whose topic was not a design question does not count. */
  async #wasNoQuestion({ id, status }: DesignSummary): Promise<boolean> {
    if (status !== 'cancelled') return false;
    const design = await loadIfWhole(this.#parts.store, id);
    return design !== null && startsAnyway(design);
  }
}

function starterOf(command: StartDesign): Counted {
  return countStarter({ ...command, startedBy: nameOnRecord(command.startedBy, command.via) });
}

function refuseMore(startCount: number, { kind }: Counted, most: number): string {
  const [what, whose] =
    kind === 'token' ? ['This token has', 'one token'] : ['You have', 'one person'];
  return `${what} started ${countOf(startCount, 'design')} today; ${whose} may start ${most} a day. You can start more after midnight UTC.`;
}
