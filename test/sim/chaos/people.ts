import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { TOKEN } from '../../entry/daemon.ts';
import type { Asked } from './asked.ts';
import type { Gone } from './database.ts';
import { mayBeGone } from './evidence.ts';
import type { DesignPlan } from './plan.ts';
import type { Random } from './random.ts';

/** Until a request times out and is sent again; a frozen daemon gives no answer at all. */
const REQUEST_MS = 12_000;
const LOOK_EVERY_MS = 400;
const PAGE = 200;
const FINAL = ['completed', 'needs_review', 'cancelled', 'failed'];

const Listed = z.object({
  designs: z.array(
    z.object({ id: z.string(), topic: z.string(), status: z.string(), step: z.string() }),
  ),
});
type Listed = z.infer<typeof Listed>['designs'][number];
const Shown = z.object({
  gate: z.object({ id: z.string(), choices: z.array(z.string()) }).nullable(),
  questions: z.array(z.object({ id: z.string() })),
});
const Created = z.object({ id: z.string() });

interface Request {
  readonly kind: Asked['kind'];
  readonly designId: string | null;
  readonly path: string;
  readonly body: unknown;
  readonly mark: string;
}

interface Heard {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The people of a run. They act as their plans say, through the API of any daemon that answers, and
 * as real ones do: who gets no answer tries again with the same key, perhaps elsewhere; some send
 * everything twice.
 */
export class People {
  /** What they asked for, and the answers that they got. */
  readonly asked: Asked[] = [];
  /** What could not be: an answer that a working API never gives. */
  readonly mishaps: string[] = [];
  /** Requests that were sent again with the same key, by the reason. */
  readonly repeats = new Map<string, number>();
  /** As the API last listed them, by design. */
  readonly statuses = new Map<string, string>();
  readonly #plans: readonly DesignPlan[];
  readonly #urls: () => string[];
  readonly #random: Random;
  readonly #signal: AbortSignal;
  readonly #gone: readonly Gone[];
  readonly #topics = new Map<string, string>();
  readonly #begun = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();
  #listedAt = Date.now();

  /** The signal says that it has taken too long: people stop waiting then. */
  constructor(
    plans: readonly DesignPlan[],
    urls: () => string[],
    random: Random,
    signal: AbortSignal,
    gone: readonly Gone[],
  ) {
    this.#gone = gone;
    this.#plans = plans;
    this.#urls = urls;
    this.#random = random;
    this.#signal = signal;
  }

  begin(): void {
    for (const plan of this.#plans) this.#later(plan.startsAfterMs, () => this.#start(plan));
  }

  /**
   * Resolves when every design is shown as ended and nobody has anything left to do, or when people
   * stop waiting.
   */
  async act(): Promise<void> {
    do {
      await this.#look();
      await delay(LOOK_EVERY_MS);
    } while (!this.#signal.aborted && !this.#isOver());
    if (this.#signal.aborted) {
      const left = [...this.statuses]
        .filter(([, status]) => !FINAL.includes(status))
        .map(([id]) => id);
      // A daemon that nobody can ask says nothing of how far its designs are.
      const listedS = Math.round((Date.now() - this.#listedAt) / 1_000);
      const unseen = this.#plans.length - this.statuses.size;
      this.mishaps.push(
        `people gave up waiting for ${left.join(', ') || 'each other'}; the last list is ${listedS} s old and lacks ${unseen} designs`,
      );
    }
    await Promise.all(this.#underWay);
  }

  #isOver(): boolean {
    const ended = [...this.statuses.values()].filter((status) => FINAL.includes(status));
    return ended.length >= this.#plans.length && this.#underWay.size === 0;
  }

  async #look(): Promise<void> {
    const listed: Listed[] = [];
    let page: Listed[];
    do {
      const before = listed.length === 0 ? '' : `&before=${listed.at(-1)?.id}`;
      const received = await this.#fetch(`/designs?limit=${PAGE}${before}`, {});
      if (received?.status !== 200) return;
      page = Listed.parse(received.body).designs;
      listed.push(...page);
      for (const design of page) {
        this.statuses.set(design.id, design.status);
        this.#topics.set(design.id, design.topic);
        if (design.status === 'awaiting_input') this.#attend(design);
      }
    } while (page.length === PAGE);
    this.#listedAt = Date.now();
    if (this.#gone.length === 0) return;
    for (const [id, topic] of this.#topics)
      if (!listed.some((each) => each.id === id)) this.#startAgain(id, topic);
  }

  /** A design that is gone with what the database has lost is started again. */
  #startAgain(id: string, topic: string): void {
    const plan = this.#plans.find((each) => each.topic === topic);
    this.#topics.delete(id);
    this.statuses.delete(id);
    if (plan !== undefined) this.#later(0, () => this.#start(plan));
  }

  /** Somebody notices that a design waits for people, and acts after some thought. */
  #attend({ id, topic, step }: Listed): void {
    const plan = this.#plans.find((each) => each.topic === topic);
    const waits = `${id} ${step}`;
    if (plan === undefined || this.#begun.has(waits)) return;
    this.#begun.add(waits);
    this.#later(plan.thinksMs, async () => {
      if (step === 'answering') return this.#answer(plan, id);
      await this.#decide(plan, id);
      // Sent back, it comes to another gate, which is noticed again.
      this.#begun.delete(waits);
    });
  }

  async #start(plan: DesignPlan): Promise<void> {
    const { topic, personas, cancelsAfterMs, interruptsAfterMs } = plan;
    const start = {
      kind: 'start',
      designId: null,
      path: '',
      body: { topic, personas },
      mark: topic,
    } as const;
    const created = Created.safeParse(await this.#request(plan, start));
    if (!created.success) return;
    const { id } = created.data;
    this.#topics.set(id, topic);
    if (interruptsAfterMs !== null) {
      this.#later(interruptsAfterMs, () => this.#say(plan, id, `A thought about ${topic}`));
    }
    if (cancelsAfterMs !== null) {
      const author = `the one who cancels ${topic}`;
      this.#later(cancelsAfterMs, async () => {
        await this.#request(plan, {
          kind: 'cancel',
          designId: id,
          path: `/${id}/cancel`,
          body: { author },
          mark: author,
        });
      });
    }
  }

  async #answer(plan: DesignPlan, id: string): Promise<void> {
    const { answering, topic } = plan;
    if (answering === 'nobody') return;
    if (answering === 'reply') {
      const lines =
        (await this.#shown(id))?.questions.map((question) => `${question.id}: A hundred.`) ?? [];
      await this.#say(plan, id, [`An answer about ${topic}`, ...lines].join('\n'));
    }
    const author = `the one who answers ${topic}`;
    await this.#request(plan, {
      kind: 'answered',
      designId: id,
      path: `/${id}/answered`,
      body: { author },
      mark: author,
    });
  }

  async #decide(plan: DesignPlan, id: string): Promise<void> {
    const gate = plan.gate === 'nobody' ? null : (await this.#shown(id))?.gate;
    if (gate == null) return;
    const author = `the one who decides ${gate.id} of ${plan.topic}`;
    if (this.#begun.has(author)) return;
    this.#begun.add(author);
    const choice = gate.choices.includes(plan.gate) ? plan.gate : 'accept';
    const body = { choice, author };
    await this.#request(plan, {
      kind: 'gate',
      designId: id,
      path: `/${id}/gates/${gate.id}`,
      body,
      mark: author,
    });
  }

  async #say(plan: DesignPlan, id: string, text: string): Promise<void> {
    const body = { text, author: 'somebody' };
    await this.#request(plan, {
      kind: 'reply',
      designId: id,
      path: `/${id}/replies`,
      body,
      mark: text,
    });
  }

  async #shown(id: string): Promise<z.infer<typeof Shown> | undefined> {
    return Shown.safeParse((await this.#fetch(`/designs/${id}`, {}))?.body).data;
  }

  /** Sends until there is an answer, and keeps for the checker what it was. */
  async #request({ topic, sendsTwice }: DesignPlan, request: Request): Promise<unknown> {
    const { kind, designId, path, body, mark } = request;
    const key = createHash('sha256').update(`${kind} ${mark}`).digest('hex');
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
    };
    const send = () => this.#untilHeard(`/designs${path}`, init);
    if (sendsTwice) this.#repeated('sent twice');
    const sentAt = Date.now();
    const received = await Promise.all(sendsTwice ? [send(), send()] : [send()]);
    const answers = received.filter((each) => each !== null);
    const statuses = [...new Set(answers.map(({ status }) => status))];
    const heardAt = Date.now();
    const isExcused = mayBeGone(this.#gone, sentAt, heardAt);
    // Cancelling is 202 at first, and 200 when that is done already.
    if (statuses.length > 1 && kind !== 'cancel' && !isExcused) {
      this.mishaps.push(`the ${kind} "${mark}" was answered with ${statuses.join(' and ')}`);
    }
    const [first] = answers;
    if (first !== undefined && first.status >= 400 && !this.#mayRefuse(first.status)) {
      this.mishaps.push(`the ${kind} "${mark}" was answered with ${JSON.stringify(first)}`);
    }
    this.asked.push({
      kind,
      topic,
      designId,
      mark,
      status: first?.status ?? null,
      sentAt,
      heardAt,
    });
    return first?.body;
  }

  /** Its moment has passed, or the design is gone. */
  #mayRefuse(status: number): boolean {
    return status === 409 || (status === 404 && this.#gone.length > 0);
  }

  async #untilHeard(path: string, init: RequestInit): Promise<Heard | null> {
    for (;;) {
      const received = await this.#fetch(path, init);
      if (received !== null && received.status < 500 && received.status !== 429) return received;
      if (received?.status === 500)
        this.mishaps.push(`${path} was answered with ${JSON.stringify(received)}`);
      if (this.#signal.aborted) return null;
      this.#repeated(received === null ? 'no answer' : String(received.status));
      await delay(this.#random.whole(100, 1_000));
    }
  }

  #repeated(reason: string): void {
    this.repeats.set(reason, (this.repeats.get(reason) ?? 0) + 1);
  }

  /** `null`: nobody answered. */
  async #fetch(path: string, init: RequestInit): Promise<Heard | null> {
    const urls = this.#urls();
    if (urls.length === 0) return null;
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${TOKEN}`);
    headers.set('content-type', 'application/json');
    try {
      const signal = AbortSignal.timeout(REQUEST_MS);
      const response = await fetch(`${this.#random.oneOf(urls)}/api/v1${path}`, {
        ...init,
        headers,
        signal,
      });
      return { status: response.status, body: await response.json() };
    } catch (error) {
      // Refused, cut off, or silent for too long: that is what the run is about.
      if (error instanceof Error) return null;
      throw error;
    }
  }

  #later(afterMs: number, deed: () => Promise<void>): void {
    const work = (async () => {
      await delay(afterMs);
      if (!this.#signal.aborted) await deed();
    })().catch((error: unknown) => {
      this.mishaps.push(`people could not go on: ${String(error)}`);
    });
    this.#underWay.add(work);
    void work.then(() => this.#underWay.delete(work));
  }
}
