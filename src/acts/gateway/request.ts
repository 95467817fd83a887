import type { Person } from '../../engine/access/permission.ts';
import type { Moment } from '../moment.ts';
import type { GatewayContext } from './gateway-context.ts';

/** A person in a channel, by whose rights something is read, offered or done. */
export interface AskingPerson {
  /** With the place's policy. */
  readonly context: GatewayContext;
  readonly person: Person;
  readonly channel: string;
  /**
   * True if the person is alone with the bot, where words can be about any design that they may
   * read.
   */
  readonly isDirect?: boolean | undefined;
}

/** One act of a person: who, where, and its moment. */
export interface Request extends AskingPerson {
  readonly moment: Moment;
  /**
   * Words typed into a form: a refusal returns them, since the form is closed. Absent if they are
   * in a message.
   */
  readonly typed?: readonly string[] | undefined;
}
