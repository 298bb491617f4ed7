import pLimit from 'p-limit';
import type { Http } from '../http';
import { orAborted } from './abortable';

/** How a server wants to be spoken to, whatever is asked of it. */
export interface Manners {
  /** Carried by every request, the login's too; a request's own header of the same name goes before. */
  readonly headers: Readonly<Record<string, string>>;
  /** Calls under way at one time, the login's and repeated ones among them. */
  readonly parallel: number;
}

/** Everything that is sent on one connection, in the manners of its profile. */
export function createPoliteHttp(http: Http, { headers, parallel }: Manners): Http {
  const limit = pLimit(parallel);
  return {
    send(request, abort) {
      const polite = { ...request, headers: { ...headers, ...request.headers } };
      const sent = limit(() => http.send(polite, abort));
      // A read that waits for its turn is given up without it; of a write only its own end tells what became of it.
      return request.kind === 'read' ? orAborted(sent, abort) : sent;
    },
    forgetLogin: () => http.forgetLogin(),
    lookAtCertificate: (url) => http.lookAtCertificate(url),
    proxyTo: (url) => http.proxyTo(url),
    close: () => http.close(),
  };
}
