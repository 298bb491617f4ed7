import { get } from 'node:http';

/** An answer as it came over the wire; redirects are not followed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  json(): unknown;
}

/** One request; throws when the line is cut before the whole answer came. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown };
}

export const basic = (userName: string, password: string): string =>
  `Basic ${Buffer.from(`${userName}:${password}`, 'utf8').toString('base64')}`;

/** How far the head and the body of an answer came. */
export const bytesOf = (
  url: string,
  headers: Record<string, string>,
): Promise<{ promised: number; received: number }> =>
  new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      let received = 0;
      const promised = Number(response.headers['content-length']);
      response.on('data', (part: Buffer) => {
        received += part.length;
      });
      response.on('error', () => {
        // Cut in the middle, which is what is measured here.
      });
      response.on('close', () => {
        resolve({ promised, received });
      });
    }).on('error', reject);
  });
