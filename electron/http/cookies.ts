import { CookieJar } from 'tough-cookie';

/** The cookies of one server, shared by all parallel calls to it; in memory only. */
export interface Cookies {
  headerFor(url: string): string | null;
  take(setCookie: readonly string[], url: string): void;
  clear(): void;
}

/** Creates an empty jar. A cookie that cannot be understood is left out, as browsers do. */
export function createCookies(): Cookies {
  const jar = new CookieJar(undefined, { looseMode: true });
  return {
    headerFor(url) {
      const header = jar.getCookieStringSync(url);
      return header === '' ? null : header;
    },
    take(setCookie, url) {
      for (const cookie of setCookie) jar.setCookieSync(cookie, url, { ignoreError: true });
    },
    clear() {
      jar.removeAllCookiesSync();
    },
  };
}
