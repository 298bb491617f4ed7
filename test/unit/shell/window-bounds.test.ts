import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoundsMemory, SMALLEST, windowBounds } from '../../../electron/shell/window-bounds';
import { temporaryFolder } from '../../builders/temporary-folder';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1000 };

describe('the window opens where a person can use it', () => {
  it('centred in its usual size when nothing is remembered', () => {
    expect(windowBounds(null, [screen])).toEqual({ x: 320, y: 90, width: 1280, height: 860 });
    expect(windowBounds({ x: 'left' }, [screen])).toEqual(windowBounds(null, [screen]));
  });

  it('as it was left, also on the second screen', () => {
    const left = { x: 2000, y: 50, width: 1100, height: 800 };
    expect(windowBounds(left, [screen, second])).toEqual(left);
  });

  it('on the main screen when the second is gone', () => {
    expect(windowBounds({ x: 2000, y: 50, width: 1100, height: 800 }, [screen])).toEqual({
      x: 410,
      y: 120,
      width: 1100,
      height: 800,
    });
  });

  it('never smaller than 1024×700, and inside the screen where the screen is large enough', () => {
    const numbers = fc.integer({ min: -5000, max: 5000 });
    fc.assert(
      fc.property(fc.record({ x: numbers, y: numbers, width: numbers, height: numbers }), (remembered) => {
        const { x, y, width, height } = windowBounds(remembered, [screen, second]);
        expect(width).toBeGreaterThanOrEqual(SMALLEST.width);
        expect(height).toBeGreaterThanOrEqual(SMALLEST.height);
        const isInside = [screen, second].some(
          (area) =>
            x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height,
        );
        expect(isInside).toBe(true);
      }),
    );
  });

  it('a remembered size survives; a damaged file only forgets', () => {
    const temporary = temporaryFolder('bounds');
    const folder = temporary.path;
    const memory = createBoundsMemory(join(folder, 'deep', 'window.json'));
    expect(memory.read()).toBeNull();
    memory.write({ x: 1, y: 2, width: 1100, height: 800 });
    expect(memory.read()).toEqual({ x: 1, y: 2, width: 1100, height: 800 });
    writeFileSync(join(folder, 'deep', 'window.json'), '{"x":');
    expect(memory.read()).toBeNull();
    createBoundsMemory(join(folder, 'deep', 'window.json', 'x')).write({ x: 1, y: 2, width: 1, height: 1 });
    temporary.remove();
  });
});
