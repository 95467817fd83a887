/**
 * Ends a `switch` over a closed set that returns nothing: a member that is added does not compile before it has a case.
 * A `switch` that returns in each case needs no such end.
 */
export function unreachable(member: never): never {
  throw new Error(`broken invariant: no case for ${JSON.stringify(member)}`);
}
