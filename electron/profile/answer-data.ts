import { SaxesParser } from 'saxes';
import type { AnswerFormat } from '../../shared/profile';
import { isObject } from './fields';

/** Elements deeper than any answer is: a bomb of brackets must not exhaust the stack. */
const MAX_DEPTH = 100;

/** An element while it is read: its attributes and elements by name, in a map, because a name may be `__proto__`. */
interface OpenElement {
  readonly name: string;
  readonly fields: Map<string, unknown>;
  text: string;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function add(fields: Map<string, unknown>, name: string, value: unknown): void {
  const former = fields.get(name);
  if (!fields.has(name)) fields.set(name, value);
  else if (Array.isArray(former)) former.push(value);
  else fields.set(name, [former, value]);
}

/** What an element amounts to: nothing (`xsi:nil`), its text, or its fields. */
function valueOf({ fields, text }: OpenElement): unknown {
  const nil = fields.get('nil');
  if (nil === 'true' || nil === '1') return null;
  if (fields.size === 0) return text.trim();
  if (text.trim() !== '') fields.set('#text', text.trim());
  return Object.fromEntries(fields);
}

class NoAnswer extends Error {}

/**
 * XML as the objects that JSON would give: elements and attributes are fields alike, without their namespace's prefix; repeated elements are a
 * list; an element with text alone is that text.
 * @returns undefined when it is no well-formed document, or declares a document type: entities of one's own are how XML bombs are made
 */
function parseXml(text: string): unknown {
  const parser = new SaxesParser();
  const open: OpenElement[] = [{ name: '', fields: new Map(), text: '' }];
  const refuse = (): never => {
    throw new NoAnswer();
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > MAX_DEPTH) refuse();
    const element: OpenElement = { name: localName(name), fields: new Map(), text: '' };
    for (const [attribute, value] of Object.entries(attributes))
      if (!/^xmlns(?::|$)/.test(attribute)) add(element.fields, localName(attribute), value);
    open.push(element);
  });
  const take = (part: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const element = open.pop();
    const parent = open.at(-1);
    if (element !== undefined && parent !== undefined) add(parent.fields, element.name, valueOf(element));
  });
  try {
    parser.write(text).close();
  } catch (thrown) {
    if (thrown instanceof NoAnswer) return undefined;
    throw thrown;
  }
  return Object.fromEntries(open[0]?.fields ?? []);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON is an answer too: an empty 204, a web page. The caller decides by `undefined`.
    return undefined;
  }
}

/** The data of an answer; undefined when it is none in that format. */
export const parseAnswer = (text: string, format: AnswerFormat): unknown =>
  format === 'xml' ? parseXml(text) : parseJson(text);

/** The format of an answer that nothing else tells. */
export const formatOf = (text: string): AnswerFormat => (/^\s*</.test(text) ? 'xml' : 'json');

/** Whether the text is a whole XML document. */
export const isWellFormedXml = (text: string): boolean => parseXml(text) !== undefined;

/** The texts in which a server may say that it denies something: those of the top level, in XML those of the root element. */
export function textsOfTop(data: unknown, format: AnswerFormat): string[] {
  if (!isObject(data)) return [];
  const values = Object.values(data);
  const top = format === 'xml' ? values.flatMap((root) => (isObject(root) ? Object.values(root) : [root])) : values;
  return top.filter((value) => typeof value === 'string');
}
