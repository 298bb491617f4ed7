import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Density-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const SMALLEST = { width: 1024, height: 700 };
const USUAL = { width: 1280, height: 860 };

/**
 * Where the window opens: as it was left, moved and shrunk into the screen it was on, or centred in its usual size when nothing (usable)
 * is remembered or that screen is gone.
 * @param workAreas of all screens, the main one first
 */
export function windowBounds(remembered: unknown, workAreas: readonly Bounds[]): Bounds {
  const main = workAreas[0] ?? { x: 0, y: 0, ...USUAL };
  const wished = isBounds(remembered) ? remembered : null;
  const area = (wished && workAreas.find((each) => holdsTitle(each, wished))) ?? main;
  const isThere = wished !== null && holdsTitle(area, wished);
  const width = between(wished?.width ?? USUAL.width, SMALLEST.width, area.width);
  const height = between(wished?.height ?? USUAL.height, SMALLEST.height, area.height);
  return {
    x: isThere ? between(wished.x, area.x, area.x + area.width - width) : Math.round(area.x + (area.width - width) / 2),
    y: isThere
      ? between(wished.y, area.y, area.y + area.height - height)
      : Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

/** Where the window's size is remembered. */
export interface BoundsMemory {
  read(): unknown;
  write(bounds: Bounds): void;
}

/** Remembers in a small file; a size is not worth an error, so an unreadable or unwritable file only forgets. */
export const createBoundsMemory = (file: string): BoundsMemory => ({
  read() {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    } catch {
      return null;
    }
  },
  write({ x, y, width, height }) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ x, y, width, height })}\n`);
    } catch {
      // See above.
    }
  },
});

/** The least wins over the most: a small screen gets a window that is larger than it, not one too small to use. */
const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** Whether enough of the title bar lies on the screen to take hold of it. */
const holdsTitle = (area: Bounds, window: Bounds): boolean =>
  window.x + window.width > area.x + 100 &&
  window.x < area.x + area.width - 100 &&
  window.y >= area.y - 10 &&
  window.y < area.y + area.height - 50;

const isBounds = (value: unknown): value is Bounds =>
  typeof value === 'object' &&
  value !== null &&
  (['x', 'y', 'width', 'height'] as const).every(
    (key) => key in value && Number.isFinite((value as Record<string, unknown>)[key]),
  );
