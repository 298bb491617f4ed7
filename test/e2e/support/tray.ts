import type { ElectronApplication } from '@playwright/test';
import { expect } from '@playwright/test';

/** What is looked at of Electron's own items. */
interface ShownItem {
  readonly type: string;
  readonly label: string;
  readonly enabled: boolean;
  click(): void;
}

interface ProbeState {
  readonly menu: { readonly items: readonly ShownItem[]; getMenuItemById(id: string): ShownItem | null } | null;
  readonly tooltip: string;
  readonly images: number;
  readonly notifications: readonly { readonly title: string; readonly body: string }[];
}

declare global {
  // What tray-probe.cjs puts into the main process.
  var trayProbe: ProbeState;
}

/** The tray as a person would see and use it, through tray-probe.cjs. */
export class TrayProbe {
  constructor(private readonly app: ElectronApplication) {}

  /** Until the tray offers the program: its core is composed then. A point of the program's own life, not a flag for tests. */
  async untilReady(): Promise<void> {
    await expect
      .poll(() => this.app.evaluate(() => Boolean(globalThis.trayProbe.menu?.getMenuItemById('open'))), {
        timeout: 30_000,
      })
      .toBe(true);
  }

  tooltip(): Promise<string> {
    return this.app.evaluate(() => globalThis.trayProbe.tooltip);
  }

  /** The labels of the menu, "—" for a line between. */
  labels(): Promise<string[]> {
    return this.app.evaluate(() =>
      (globalThis.trayProbe.menu?.items ?? []).map((item) => (item.type === 'separator' ? '—' : item.label)),
    );
  }

  item(id: string): Promise<{ label: string; enabled: boolean } | null> {
    return this.app.evaluate((_electron, wanted) => {
      const item = globalThis.trayProbe.menu?.getMenuItemById(wanted);
      return item ? { label: item.label, enabled: item.enabled } : null;
    }, id);
  }

  /** Clicks an item, e.g. `sync-now`; fails when it is not there or grey. */
  async click(id: string): Promise<void> {
    await this.app.evaluate((_electron, wanted) => {
      const item = globalThis.trayProbe.menu?.getMenuItemById(wanted);
      if (!item?.enabled) throw new Error(`no item to click: ${wanted}`);
      item.click();
    }, id);
  }

  notifications(): Promise<readonly { readonly title: string; readonly body: string }[]> {
    return this.app.evaluate(() => globalThis.trayProbe.notifications);
  }
}
