import type { DesignView } from '../../src/core/view.ts';
import { until } from '../entry/slack/world.ts';

/** Kills the processes of personas, each of them once. */
export class Reaper {
  readonly #subject: { design(): Promise<DesignView> };
  readonly #killed = new Set<number>();

  constructor(subject: { design(): Promise<DesignView> }) {
    this.#subject = subject;
  }

  /** Waits until the persona is at work in a process that was not killed before, and kills that. */
  async kill(id: string): Promise<void> {
    await until(`${id} at work`, async () => {
      const { personas } = await this.#subject.design();
      const persona = personas.find((each) => each.id === id);
      const pid = persona?.pid ?? null;
      if (pid === null || persona?.activity !== 'working' || this.#killed.has(pid)) return false;
      this.#killed.add(pid);
      process.kill(pid, 'SIGKILL');
      return true;
    });
  }
}
