/** The parts of a start command: program first. */
export type Command = readonly [string, ...string[]];

/**
 * The autostart file of the desktops of Linux (Desktop Entry Specification 1.5, "The Exec key").
 * @param command absolute path of the program and its arguments
 */
export const desktopEntry = (name: string, command: Command): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/** Quoting of Exec, then the escaping of every string value: a backslash is doubled by each. A percent sign begins a field code. */
const quoted = (argument: string): string =>
  `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`.replaceAll('\\', '\\\\');
