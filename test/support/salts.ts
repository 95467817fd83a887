/** Salts that are the same in every run: `0000…1`, `0000…2`, … */
export function countedSalts(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return String(count).padStart(22, '0');
  };
}
