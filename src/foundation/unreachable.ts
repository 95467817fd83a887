/**
 * Ends a `switch` over a closed set that returns nothing: an added member does not compile before it has a case. A `switch`
 * that returns in each case needs no such end.
 */
export function unreachable(member: never): never {
  throw new Error(`broken invariant: no case for ${JSON.stringify(member)}`);
}
