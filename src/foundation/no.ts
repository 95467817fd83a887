/**
 * The answer *no* of a function that otherwise returns a value: `Design | No<Refusal>`. `why` tells
 * what was refused, or not looked at. Before its value is used, `instanceof No` has to be asked. A
 * check without a value returns its reason or `null`, and a fault is thrown.
 */
export class No<const Why> {
  readonly kind = 'no';
  readonly why: Why;

  constructor(why: Why) {
    this.why = why;
  }
}
