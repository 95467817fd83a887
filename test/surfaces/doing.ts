import type { Thread } from '../../src/core/vocabulary/event-parts.ts';
import type { Policy } from '../../src/engine/access/permission.ts';

export type PrivateButton = 'running' | 'typed' | 'cancel' | 'sure';

/**
 * What people do at a local platform, and see there: Ana and Ben, in a channel with the bot, or as
 * is said.
 */
export interface Doing<Message> {
  readonly ana: string;
  readonly ben: string;
  /** A channel that both are in. */
  readonly general: string;
  /** `@Charrette` in it names the bot. */
  say(
    who: string,
    text: string,
    files?: readonly { readonly name: string; readonly content: string }[],
  ): Message;
  mention(who: string, words: string, thread?: string): Message;
  /** In a thread of people, which begins with what Ben says, a message each. */
  mentionInThread(who: string, before: readonly string[], words: string): Message;
  sayDirectly(who: string, words: string): Message;
  edit(message: Message, text: string): void;
  remove(message: Message): void;
  /** Types the command that starts a design, and the one that lists those of the channel. */
  start(who: string, topic: string): Promise<unknown>;
  list(who: string): Promise<unknown>;
  /** Where this thread is opened, as it stands in a list. */
  linkTo(thread: Thread): string;
  /** What only this person sees. */
  ephemerals(who: string): string[];
  /**
   * Clicks the button of the newest offer, of somebody else's or with its value altered, and sends
   * the form. Answers with the form's problems.
   */
  takeOffer(who: string, from?: string, alter?: (value: string) => string): Promise<string>;
  /**
   * Presses another button of the newest offer, or of the newest question about a message, that
   * they have.
   */
  press(who: string, button: PrivateButton): Promise<unknown>;
  /** Presses the button under their newest refusal that has the design's owner asked. */
  askStarter(who: string): Promise<unknown>;
  /** Another person, who joins with this name. */
  join(name: string): string;
  /** Takes a person out of the workspace or the server. */
  leave(who: string): void;
  /** Events are kept back, and then delivered the last first. */
  hold(): void;
  releaseReversed(): void;
  /** Delivers every earlier delivery again. */
  sendAgain(): Promise<void>;
  settled(): Promise<unknown>;
  /** How often each of the platform's calls was made. */
  counts(): Record<string, number>;
}

/**
 * Who may do what, of people and groups that there are only once the platform is there. `group`:
 * one that this person is in.
 */
export type PolicyOf<World = unknown> = (
  world: World & {
    readonly ana: string;
    readonly ben: string;
    readonly group: (person: string) => string;
  },
) => Partial<Policy>;
