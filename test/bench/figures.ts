import { cpus, totalmem } from 'node:os';

/** How the benches write their figures. Times in milliseconds. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export const spread = (values: readonly number[]): string =>
  `median ${median(values).toFixed(1)} ms (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`;

/** A ratio beside its goal. */
export const verdict = (ratio: number, goal: number): string =>
  `${ratio.toFixed(2)} × (goal: at most ${goal} ×) ${ratio <= goal ? 'reached' : 'NOT reached'}`;

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `machine    ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GiB, Node ${process.version}, ${process.platform}`;
}
