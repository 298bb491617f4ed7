/** The part of a key press that is looked at. */
export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
}

/** 50 % to 300 % in Chromium's steps of 1.2. */
const SMALLEST_LEVEL = -3;
const LARGEST_LEVEL = 6;

/**
 * The zoom level after a key press: Ctrl (Cmd on a Mac) with +, - or 0, as in any browser; null when the press is none of them. The window
 * has no menu bar that would bring these keys along.
 * @param level Chromium's zoom level; 0 is 100 %
 */
export function zoomAfter(press: KeyPress, level: number, isMac: boolean): number | null {
  const hasModifier = isMac ? press.meta : press.control;
  if (press.type !== 'keyDown' || !hasModifier || press.alt) return null;
  switch (press.key) {
    case '+':
    case '=':
      return Math.min(level + 1, LARGEST_LEVEL);
    case '-':
    case '_':
      return Math.max(level - 1, SMALLEST_LEVEL);
    case '0':
      return 0;
    default:
      return null;
  }
}
