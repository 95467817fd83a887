/** A straight line through points, with the uncertainty of its slope. */
export interface Slope {
  /** The change of `y` per unit of `x`. */
  readonly slope: number;
  /** Half of the interval that holds the true slope in 95 of 100 cases. */
  readonly uncertainty: number;
  /** `y` where `x` is 0. */
  readonly intercept: number;
}

/**
 * Fits by least squares. Samples taken soon after one another say much the same: the uncertainty
 * counts only the independent ones, by the correlation of each residual with the next. `NaN` for
 * fewer than three points.
 */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): Slope {
  const count = points.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const intercept = meanY - slope * meanX;
  const residuals = points.map(({ x, y }) => y - intercept - slope * x);
  const squares = residuals.reduce((sum, each) => sum + each ** 2, 0);
  const withNext = residuals
    .slice(1)
    .reduce((sum, each, at) => sum + each * (residuals[at] ?? 0), 0);
  const correlation = squares === 0 ? 0 : Math.min(Math.max(withNext / squares, 0), 0.99);
  const independent = Math.max(3, (count * (1 - correlation)) / (1 + correlation));
  const uncertainty = 1.96 * Math.sqrt(squares / (independent - 2) / spread);
  return count < 3
    ? { slope: Number.NaN, uncertainty: Number.NaN, intercept }
    : { slope, uncertainty, intercept };
}
