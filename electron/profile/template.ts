import { AppError } from '../../shared/errors';
import type { BodyTemplate, Placeholder, RequestBody } from '../../shared/profile';
import { numberPlaceholderOf, reason } from '../../shared/profile';

/** What placeholders stand for in one request. `periods` is a list, everything else text. */
export type TemplateValues = Readonly<
  Partial<Record<Exclude<Placeholder, 'periods'>, string>> & { periods?: readonly BodyTemplate[] }
>;

/** Replaces "{name}" by its value; what has none stays, and was refused when the profile was loaded. */
export function renderText(
  template: string,
  values: TemplateValues,
  encode: (value: string) => string = (value) => value,
): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as keyof TemplateValues] : undefined;
    return typeof value === 'string' ? encode(value) : whole;
  });
}

/** A path segment of a value: "." and ".." would climb out of the operation's own path, even when encoded by the letter. */
const encodeSegment = (value: string): string =>
  encodeURIComponent(value).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));

/**
 * The URL of a request.
 * @param extra further query parameters, e.g. those of paging
 */
export function renderUrl(
  root: string,
  request: { readonly path: string; readonly query: Readonly<Record<string, string>> },
  values: TemplateValues,
  extra: Readonly<Record<string, number>> = {},
): string {
  const parameters = [
    ...Object.entries(request.query).map(([name, template]) => [name, renderText(template, values)] as const),
    ...Object.entries(extra).map(([name, value]) => [name, String(value)] as const),
  ];
  const query = parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return root + renderText(request.path, values, encodeSegment) + (query === '' ? '' : `?${query}`);
}

/**
 * The number that a text says, to the last digit: "007" and a number too long for JSON would be sent as another one.
 * @throws AppError `profile-invalid` without the text itself, which may be a secret
 */
function numberOf(text: string, placeholder: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || String(number) !== text)
    throw new AppError('profile-invalid', { path: placeholder, reason: reason('no-number') });
  return number;
}

/**
 * A template with its texts rendered; a text that is nothing but "{periods}" becomes the list, one that is nothing but "{name:number}" a number,
 * and "{version}" null where none was read.
 * @throws AppError `profile-invalid` where a number is wanted of what is none
 */
export function renderBody(template: BodyTemplate, values: TemplateValues): BodyTemplate {
  if (template === '{periods}' && values.periods !== undefined) return values.periods;
  if ((template === '{version}' || template === '{version:number}') && values.version === undefined) return null;
  const number = typeof template === 'string' ? numberPlaceholderOf(template) : null;
  if (number !== null) return numberOf(renderText(`{${number}}`, values), `{${number}:number}`);
  if (typeof template === 'string') return renderText(template, { version: '', ...values });
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) return (template as readonly BodyTemplate[]).map((part) => renderBody(part, values));
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, renderBody(part, values)]));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as it stands in XML. What XML cannot hold at all, e.g. most control characters, is left out. */
export const escapeXml = (text: string): string =>
  text
    // These XML 1.0 forbids.
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** An object with a number at a dotted path; objects on the way are made where there are none. */
function withNumberAt(content: BodyTemplate, [name = '', ...rest]: readonly string[], value: number): BodyTemplate {
  const fields = content as Readonly<Record<string, BodyTemplate>>;
  return { ...fields, [name]: rest.length === 0 ? value : withNumberAt(fields[name] ?? {}, rest, value) };
}

/** A body with the parameters of paging: in JSON numbers at their paths, in a form texts. */
export function withParameters(
  body: RequestBody | null,
  parameters: Readonly<Record<string, number>>,
): RequestBody | null {
  // No other body can hold them: the profile was refused.
  if (body === null || body.format === 'xml') return body;
  if (body.format === 'form')
    return {
      ...body,
      content: Object.fromEntries([
        ...Object.entries(body.content),
        ...Object.entries(parameters).map(([name, value]) => [name, String(value)] as const),
      ]),
    };
  const content = Object.entries(parameters).reduce<BodyTemplate>(
    (former, [path, value]) => withNumberAt(former, path.split('.'), value),
    body.content,
  );
  return { ...body, content };
}

/** A request's body as text with its content type; null when there is none. */
export function renderRequestBody(
  body: RequestBody | null,
  values: TemplateValues,
): { readonly type: string; readonly text: string } | null {
  if (body === null) return null;
  if (body.format === 'json')
    return { type: 'application/json; charset=utf-8', text: JSON.stringify(renderBody(body.content, values)) };
  if (body.format === 'xml') {
    const { periods, ...texts } = values;
    // The periods were rendered, and escaped, one by one.
    const whole = renderText(body.content, { version: '', ...texts }, escapeXml).replace('{periods}', () =>
      (periods ?? []).filter((one) => typeof one === 'string').join(''),
    );
    return { type: 'application/xml; charset=utf-8', text: whole };
  }
  const pairs = Object.entries(body.content).map(([name, template]): [string, string] => [
    name,
    renderText(template, values),
  ]);
  return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(pairs).toString() };
}
