import { Worker } from 'node:worker_threads';
import type { Bounds, Exploration } from './explorer.ts';
import type { Mutant } from './mutant.ts';
import type { World } from './world.ts';

export interface Task {
  readonly world: World;
  readonly bounds: Bounds;
  /** With which mistake seeded into the core; `null`: the core as it is. */
  readonly mutant: Mutant | null;
}

/** What a thread hands back: the exploration, or why there is none. */
export type Report =
  | { readonly done: Exploration; readonly failure: null }
  | { readonly done: null; readonly failure: string };

interface Order {
  readonly task: Task;
  readonly resolve: (done: Exploration) => void;
  readonly reject: (error: Error) => void;
}

/**
 * MiB that one thread may hold: the states at one distance from the start are all kept, and there
 * are a million of them.
 */
const HEAP_MEBIBYTES = 9_000;

/**
 * Threads that explore at the same time, each one task at a time, in the order in which the tasks
 * were given.
 */
export class Crew {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #orders: Order[] = [];

  constructor(size: number) {
    for (let count = 0; count < size; count++) {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
      });
      this.#workers.push(worker);
      this.#idle.push(worker);
    }
  }

  /**
   * Rejects if the exploration itself fails, as it does when a mutant's text is not in the core any
   * more.
   */
  explore(task: Task): Promise<Exploration> {
    const { promise, resolve, reject } = Promise.withResolvers<Exploration>();
    this.#orders.push({ task, resolve, reject });
    this.#assign();
    return promise;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #assign(): void {
    const worker = this.#idle.pop();
    if (worker === undefined) return;
    const order = this.#orders.shift();
    if (order === undefined) {
      this.#idle.push(worker);
      return;
    }
    worker.once('message', ({ done, failure }: Report) => {
      if (failure === null) order.resolve(done);
      else order.reject(new Error(failure));
      this.#idle.push(worker);
      this.#assign();
    });
    worker.postMessage(order.task);
  }
}
