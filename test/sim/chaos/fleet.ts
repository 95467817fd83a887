import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Daemon } from '../../entry/daemon.ts';
import { type DaemonOptions, launchDaemon } from '../../support/processes/daemon-process.ts';

const START_ATTEMPTS = 20;
/** Far beyond what a start or a clean stop takes on a busy machine. */
const BOUND_MS = 120_000;

interface Place {
  readonly dataDir: string;
  /** `null` while it is down or starting. */
  daemon: Daemon | null;
  /** Something is being done to it, and nothing else is until that is over. */
  busy: boolean;
}

/** The daemons of a run. Each keeps its data folder through all of its lives. */
export class Fleet {
  readonly #options: Omit<DaemonOptions, 'dataDir'>;
  readonly #places: Place[];
  /** What daemons did that nobody made them do. */
  readonly mishaps: string[] = [];
  /**
   * Daemons that gave up stopping cleanly after their ten seconds, as they do on a machine that is
   * too busy.
   */
  slowStops = 0;

  private constructor(places: Place[], options: Omit<DaemonOptions, 'dataDir'>) {
    this.#places = places;
    this.#options = options;
  }

  static async start(
    runFolder: string,
    size: number,
    options: Omit<DaemonOptions, 'dataDir'>,
  ): Promise<Fleet> {
    const folders = Array.from({ length: size }, (_, index) =>
      join(runFolder, `daemon-${index + 1}`),
    );
    for (const folder of folders) {
      await mkdir(folder);
    }
    const fleet = new Fleet(
      folders.map((dataDir) => ({ dataDir, daemon: null, busy: false })),
      options,
    );
    await fleet.startAll();
    return fleet;
  }

  get folders(): string[] {
    return this.#places.map(({ dataDir }) => dataDir);
  }

  /** Where daemons should be listening; a frozen one does not answer. */
  get urls(): string[] {
    return this.#places.flatMap(({ daemon }) => (daemon === null ? [] : [daemon.url]));
  }

  async startAll(): Promise<void> {
    await Promise.all(this.#places.map((place) => this.#up(place)));
  }

  /** Every daemon is asked to stop, and has done so. */
  async stopAll(): Promise<void> {
    await Promise.all(
      this.#places.map(async (place) => {
        if (place.daemon !== null) await this.#ended(place, place.daemon, 'SIGTERM');
      }),
    );
  }

  /**
   * Ends one with SIGKILL or asks it to stop, and starts it again after so many ms. `false` if none
   * can be hit.
   */
  async restart(target: number, signal: 'SIGKILL' | 'SIGTERM', awayMs: number): Promise<boolean> {
    return this.#hit(target, async (place, daemon) => {
      await this.#ended(place, daemon, signal);
      await delay(awayMs);
      await this.#up(place);
    });
  }

  async freeze(target: number, lastsMs: number): Promise<boolean> {
    return this.#hit(target, async (_, daemon) => {
      daemon.signal('SIGSTOP');
      await delay(lastsMs);
      daemon.signal('SIGCONT');
    });
  }

  async #hit(
    target: number,
    deed: (place: Place, daemon: Daemon) => Promise<void>,
  ): Promise<boolean> {
    const able = this.#places.filter(({ busy, daemon }) => !busy && daemon !== null);
    // One of several is left alone: a fleet that is never there has nothing to show.
    if (able.length < Math.min(2, this.#places.length)) return false;
    const place = able[Math.floor(target * able.length)];
    if (place?.daemon == null) return false;
    place.busy = true;
    try {
      await deed(place, place.daemon);
    } finally {
      place.busy = false;
    }
    return true;
  }

  async #ended(place: Place, daemon: Daemon, by: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    place.daemon = null;
    daemon.signal(by);
    const tooLong = setTimeout(() => {
      this.#report(place, `has not ended ${BOUND_MS} ms after ${by}`);
      daemon.signal('SIGKILL');
    }, BOUND_MS);
    const { code, signal } = await daemon.ended();
    clearTimeout(tooLong);
    if (daemon.output.includes('stop_took_too_long')) {
      this.slowStops += 1;
      return;
    }
    const isWanted = by === 'SIGKILL' ? signal === by : code === 0;
    if (!isWanted) this.#report(place, `ended with ${code ?? signal} on ${by}`);
  }

  /**
   * The database may refuse it for a moment: then it says so and is started again, as an operator
   * would.
   */
  async #up(place: Place): Promise<void> {
    for (let attempt = 1; place.daemon === null; attempt += 1) {
      try {
        const daemon = await this.#launch(place);
        place.daemon = daemon;
        void daemon.end.then(({ code, signal }) => {
          if (place.daemon !== daemon) return;
          place.daemon = null;
          this.#report(place, `ended by itself with ${code ?? signal}`);
        });
      } catch (error) {
        if (attempt === START_ATTEMPTS) throw error;
        await delay(500);
      }
    }
  }

  /** Resolves when it is ready. One that takes too long is ended and reported. */
  async #launch({ dataDir }: Place): Promise<Daemon> {
    const running = launchDaemon({ ...this.#options, dataDir });
    void running.ended.then(() => appendFileSync(`${dataDir}.log`, running.output()));
    const tooLong = setTimeout(() => {
      this.mishaps.push(`a daemon was not ready after ${BOUND_MS} ms: see ${dataDir}.log`);
      running.process.kill('SIGKILL');
    }, BOUND_MS);
    try {
      return await Daemon.ready(running);
    } finally {
      clearTimeout(tooLong);
    }
  }

  #report({ dataDir }: Place, what: string): void {
    this.mishaps.push(`a daemon ${what}: see ${dataDir}.log`);
  }
}
