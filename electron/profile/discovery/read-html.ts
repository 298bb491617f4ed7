import type { HTMLElement } from 'node-html-parser';
import { parse } from 'node-html-parser';
import type { ListedOperation, ListedType, Listing, TypedName } from './listing';
import {
  mergedListing,
  nameOfPath,
  operationOfLine,
  pathBelow,
  pathParameters,
  typedName,
  typedNames,
  VERB,
} from './listing';

const textOf = (element: HTMLElement): string => element.textContent.replace(/\s+/g, ' ').trim();
const isTag = (element: HTMLElement, ...names: string[]): boolean => names.includes(element.tagName.toLowerCase());

type Column = 'name' | 'verb' | 'path' | 'parameters' | 'answers' | 'type' | null;

/** What a column is about, by the words at its head. Order matters: "return type" is no type, "HTTP method" is a verb. */
function columnOf(head: string): Column {
  const text = head.toLowerCase();
  if (/return|response|result|answer|output|svar/.test(text)) return 'answers';
  if (/param|argument|input|query/.test(text)) return 'parameters';
  if (/verb|http/.test(text)) return 'verb';
  if (/url|uri|path|route|endpoint|address|adresse|sti/.test(text)) return 'path';
  if (/type|format/.test(text)) return 'type';
  if (
    /method|metode|operation|name|navn|function|funktion|action|resource|call|kald|field|felt|property|member|api/.test(
      text,
    )
  )
    return 'name';
  return null;
}

const rowsOf = (table: HTMLElement): HTMLElement[][] =>
  table
    .querySelectorAll('tr')
    .map((row) =>
      row.childNodes.filter((cell): cell is HTMLElement => 'tagName' in cell && isTag(cell as HTMLElement, 'td', 'th')),
    );

/** A name alone, as a type or a method has one. */
const bareName = (text: string): string | null =>
  /^(?:type|class|model|struct|entity|object)?\s*:?\s*([A-Za-z_][\w.]{1,60})$/i.exec(text)?.[1] ?? null;

/** The nearest heading before an element, where it is a name alone. */
function headingBefore(element: HTMLElement): string | null {
  const caption = element.querySelector('caption');
  if (caption !== null) return bareName(textOf(caption));
  let before: HTMLElement | null = element;
  for (let steps = 0; steps < 4; steps++) {
    before = before.previousElementSibling;
    if (before === null) return null;
    if (isTag(before, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt', 'strong', 'b', 'summary'))
      return bareName(textOf(before));
  }
  return null;
}

function readTable(table: HTMLElement, root: string, operations: ListedOperation[], types: ListedType[]): void {
  const [head, ...rest] = rowsOf(table);
  if (head === undefined) return;
  const columns = head.map((cell) => columnOf(textOf(cell)));
  const hasHead = columns.some((column) => column !== null) && !head.some((cell) => VERB.test(textOf(cell)));
  const rows = hasHead ? rest : [head, ...rest];
  const cellOf = (row: HTMLElement[], column: Column): HTMLElement | undefined =>
    hasHead ? row[columns.indexOf(column)] : undefined;
  const typeName = headingBefore(table);
  const isType =
    hasHead &&
    columns.includes('type') &&
    columns.includes('name') &&
    !columns.some((column) => column === 'verb' || column === 'path' || column === 'parameters');
  if (isType && typeName !== null) {
    const fields = rows.flatMap((row): TypedName[] => {
      const name = cellOf(row, 'name');
      const type = cellOf(row, 'type');
      const read = name === undefined ? null : typedName(textOf(name));
      return read === null ? [] : [{ name: read.name, type: type === undefined ? '' : textOf(type) }];
    });
    if (fields.length > 0) types.push({ name: typeName, fields });
    return;
  }
  for (const row of rows) {
    const texts = row.map(textOf);
    const verb = texts.find((text) => VERB.test(text))?.toUpperCase() ?? '';
    const name = cellOf(row, 'name') ?? row.find((cell) => !VERB.test(textOf(cell)));
    if (name === undefined) continue;
    const line = [textOf(name), ...texts].map((text) => operationOfLine(text, root)).find((found) => found !== null);
    const pathCell = cellOf(row, 'path');
    const link = (pathCell ?? name).querySelector('a')?.getAttribute('href');
    const isPath = (text: string): boolean => /^~?\/|^https?:/.test(text);
    const told =
      (pathCell === undefined ? undefined : textOf(pathCell)) ??
      texts.find(isPath) ??
      link ??
      bareName(textOf(name)) ??
      '';
    const below = line ?? (told === '' || /\s/.test(told) ? null : pathBelow(root, told));
    if (below === null || (below.path === '/' && line === undefined)) continue;
    const parameterCell = cellOf(row, 'parameters');
    const answerCell = cellOf(row, 'answers');
    operations.push({
      name: line?.name ?? bareName(textOf(name)) ?? nameOfPath(below.path),
      verb: line?.verb || verb,
      path: below.path,
      parameters: [
        ...below.parameters,
        ...(line === undefined ? pathParameters(below.path) : []),
        ...(parameterCell === undefined ? [] : typedNames(textOf(parameterCell))),
      ],
      answers: line?.answers || (answerCell === undefined ? '' : textOf(answerCell)),
    });
  }
}

/** Fields in a list below a type's name: "Id : int", "Name (string)". */
function readFieldList(list: HTMLElement, types: ListedType[]): boolean {
  const name = headingBefore(list);
  if (name === null) return false;
  const fields = list
    .querySelectorAll('li, dd')
    .map((item) => typedName(textOf(item)))
    .filter((field) => field !== null && field.type !== '')
    .filter((field) => field !== null);
  if (fields.length < 2) return false;
  types.push({ name, fields });
  return true;
}

/** What a web page says that the server can: tables, lists, headings, lines of text and links, however carelessly written. */
export function readHtmlListing(text: string, root: string): Listing {
  const page = parse(text, { comment: false, blockTextElements: { script: false, noscript: false, style: false } });
  const operations: ListedOperation[] = [];
  const types: ListedType[] = [];
  for (const table of page.querySelectorAll('table')) readTable(table, root, operations, types);
  const typeLists = page.querySelectorAll('ul, ol, dl').filter((list) => readFieldList(list, types));
  for (const element of page.querySelectorAll(
    'h1, h2, h3, h4, h5, h6, li, dt, dd, p, code, pre, a, summary, span, div, td',
  )) {
    if (typeLists.some((list) => list === element.parentNode)) continue;
    // Of blocks around blocks only the inner ones are lines.
    if (isTag(element, 'div', 'li', 'td', 'dd') && element.querySelector('div, ul, ol, table, p, pre, dl') !== null)
      continue;
    // Block texts keep their line breaks, and <pre> holds one operation a line.
    for (const line of element.textContent.split('\n')) {
      const found = line.length > 400 ? null : operationOfLine(line, root);
      if (found !== null) operations.push(found);
    }
  }
  for (const link of page.querySelectorAll('a')) {
    const href = link.getAttribute('href') ?? '';
    if (href === '' || href.startsWith('#') || /^(?:mailto|javascript|tel):/i.test(href)) continue;
    if (/\.(?:css|js|png|jpe?g|gif|svg|ico|pdf|zip)(?:$|[?#])/i.test(href)) continue;
    const named = operationOfLine(textOf(link), root);
    if (named !== null) continue;
    const lead = new URL(root).pathname.replace(/\/+$/, '').toLowerCase();
    // A link beside the API leads to another page of the site.
    if (/^(?:\/|https?:)/i.test(href) && lead !== '' && !href.toLowerCase().includes(`${lead}/`)) continue;
    const below = pathBelow(root, href);
    if (below === null || below.path === '/') continue;
    operations.push({
      name: bareName(textOf(link)) ?? nameOfPath(below.path),
      verb: '',
      path: below.path,
      parameters: [...pathParameters(below.path), ...below.parameters],
      answers: '',
    });
  }
  return mergedListing(operations, types);
}
