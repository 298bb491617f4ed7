import { describe, expect, it } from 'vitest';
import { readStartOptions } from '../../../electron/shell/start-options';

describe('the program’s switches', () => {
  it('none', () => {
    expect(readStartOptions(['electron', '.'])).toEqual({ dataFolder: null, isHidden: false });
  });

  it('--data in both spellings, beside switches of Chromium', () => {
    expect(readStartOptions(['electron', '.', '--data', '/d', '--hidden'])).toEqual({
      dataFolder: '/d',
      isHidden: true,
    });
    expect(readStartOptions(['electron', '--no-first-run', '.', '--data=C:\\d e'])).toEqual({
      dataFolder: 'C:\\d e',
      isHidden: false,
    });
  });

  it.each([[['--data']], [['--data=']], [['--data', '--hidden']]])('%j names no folder: one clear error', (argv) => {
    expect(() => readStartOptions(argv)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', context: { path: '--data' } }),
    );
  });
});
