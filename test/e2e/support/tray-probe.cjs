// Loaded by the tests only (`electron -r`): Playwright cannot reach a tray's menu, a notification or an error box, so
// this module listens in where Electron makes them. The program knows nothing of it.
const { dialog, Notification, Tray } = require('electron');

const probe = { menu: null, tooltip: '', images: 0, notifications: [] };
Object.assign(globalThis, { trayProbe: probe });

const listenIn = (method, hear) => {
  const original = Tray.prototype[method];
  Tray.prototype[method] = function (value) {
    hear(value);
    return original.call(this, value);
  };
};
listenIn('setContextMenu', (menu) => (probe.menu = menu));
listenIn('setToolTip', (tooltip) => (probe.tooltip = tooltip));
listenIn('setImage', () => (probe.images += 1));

const show = Notification.prototype.show;
Notification.prototype.show = function () {
  probe.notifications.push({ title: this.title, body: this.body });
  return show.call(this);
};

// A real one waits for a click that nobody will make.
dialog.showErrorBox = (title, content) => process.stderr.write(`error box: ${JSON.stringify({ title, content })}\n`);
