export async function serveMcp(_openHouse: unknown): Promise<number> {
  return 1;
}
