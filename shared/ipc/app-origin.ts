/** The program's own pages: `app://modeklar/…`, served from the built window and from nothing else. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'modeklar';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** Whether the canonical URL (as a browser tells it) is one of the program's own pages. */
export const isAppUrl = (url: string): boolean => url.startsWith(`${APP_ORIGIN}/`);
