import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { NOW } from './fake-bridge';

// jsdom draws nothing, so nothing in it is ever resized.
globalThis.ResizeObserver = class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

// How long `findBy…` looks before it gives up. It returns as soon as it finds; the default second is too short for two hundred rows on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

// The fixtures have one day: on any other, the calendar would open beside it. Timers stay real.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

// Testing Library only cleans up by itself when the test functions are globals, which they are not here.
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
