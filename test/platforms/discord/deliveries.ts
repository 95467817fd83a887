import { Deliveries, type Disorder } from '../deliveries.ts';
import { drawn } from '../faults.ts';
import type { DiscordEvent } from './events.ts';
import type { DiscordRecord } from './rest-api.ts';
import type { Sockets } from './sockets.ts';

/**
 * Everything on its way to the sessions of the app. Only messages come out of order: an app
 * receives a channel before what is in it.
 */
export class GatewayDeliveries extends Deliveries<DiscordEvent> {
  readonly #sockets: Sockets;
  readonly #record: DiscordRecord;
  readonly #disorder: Disorder;
  #count = 0;

  constructor(sockets: Sockets, record: DiscordRecord, disorder: Disorder, ending: AbortSignal) {
    super(ending);
    this.#sockets = sockets;
    this.#record = record;
    this.#disorder = disorder;
  }

  send(event: DiscordEvent): void {
    this.sent.push(event);
    this.#record.deliveries.push({ what: event.name, sessions: this.#sockets.dispatch(event) });
  }

  /** Sends everything of this name once more. */
  sendAgain(name: string): void {
    for (const event of this.sent.filter((each) => each.name === name)) this.send(event);
  }

  protected launch(event: DiscordEvent): void {
    const { seed, twice, upToMs } = this.#disorder;
    this.#count += 1;
    const [wait, again, waitAgain] = drawn(`${seed} ${this.#count}`);
    const isMessage = event.name.startsWith('MESSAGE_');
    for (const part of isMessage && again < twice ? [wait, waitAgain] : [wait]) {
      if (!isMessage || upToMs === 0) this.send(event);
      else this.underway(this.#sendIn(part * upToMs, event));
    }
  }

  async #sendIn(ms: number, event: DiscordEvent): Promise<void> {
    await this.wait(ms);
    if (!this.hasEnded) this.send(event);
  }
}
