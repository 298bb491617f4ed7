import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { net, protocol } from 'electron';
import type { Session } from 'electron';
import { APP_HOST, APP_ORIGIN, APP_SCHEME } from '../../shared/ipc/app-origin';

/**
 * What a page may load: its own files, nothing from anywhere else, no eval, no frames, no forms.
 *
 * Styles: the UI kit (Griffel) makes *empty* `<style>` elements and adds its rules through `sheet.insertRule`, which the policy does not
 * judge; only the empty element has to be allowed. So the policy allows exactly that one inline style, the empty text, by its hash:
 * neither 'unsafe-inline' nor a nonce that a script could read and reuse. `style` attributes in markup stay forbidden; React sets styles
 * through the object model.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For `npm run dev` only: the development server puts inline scripts and styles into the page and talks over a socket. */
const developmentPolicy = (server: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    // It tries the page's own host first and then the server's.
    `connect-src 'self' ws://${APP_HOST} ${server.replace(/^http/, 'ws')}`,
  ].join('; ');

/** Every kind of file that the built window holds; others are not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** Gives the scheme a real origin. Has to be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * The file below `root` that a request of the scheme means; null when it means none: another host, a path that leads out of the folder
 * in any spelling, or a kind of file that the window does not have.
 */
export function fileOfUrl(url: string, root: string): string | null {
  let path: string;
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== APP_HOST) return null;
    path = decodeURIComponent(parsed.pathname);
  } catch {
    // No URL, or escapes that are no text: not a file of ours.
    return null;
  }
  // A backslash or a colon is a way up or a drive on Windows; NUL ends a path in the system's own calls.
  if (/[\\:\0]/.test(path) || path.split('/').includes('..')) return null;
  const file = resolve(root, `.${path}`);
  if (!file.startsWith(root + sep) || CONTENT_TYPES[extname(file)] === undefined) return null;
  return file;
}

/**
 * Serves the built window, and nothing else, to pages of this session.
 * @param root absolute folder of the built window
 * @param developmentServer address of the server of `npm run dev`; null in every build
 */
export function serveApp(session: Session, root: string, developmentServer: string | null): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    if (developmentServer !== null) return passOn(request, developmentServer);
    const file = request.method === 'GET' ? fileOfUrl(request.url, root) : null;
    if (file === null) return refusal();
    let content: Buffer;
    try {
      content = await readFile(file);
    } catch {
      // Not built or not there: the page sees what any server says.
      return refusal();
    }
    return new Response(new Uint8Array(content), {
      headers: headersFor(CONTENT_TYPES[extname(file)] ?? '', CONTENT_SECURITY_POLICY),
    });
  });
}

const headersFor = (contentType: string, policy: string): Record<string, string> => ({
  'Content-Type': contentType,
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
});

const refusal = (): Response =>
  new Response(null, { status: 404, headers: headersFor('text/plain', CONTENT_SECURITY_POLICY) });

async function passOn({ url, headers: asked }: Request, server: string): Promise<Response> {
  // By what is accepted the server tells a style sheet of the page from one that a script imports.
  const answer = await net.fetch(server + url.slice(APP_ORIGIN.length), {
    headers: { Accept: asked.get('Accept') ?? '*/*' },
  });
  const headers = headersFor(answer.headers.get('Content-Type') ?? 'text/plain', developmentPolicy(server));
  return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
}
