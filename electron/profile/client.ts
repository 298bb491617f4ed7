import type { ErrorContext, Trouble } from '../../shared/errors';
import { AppError, asAppError } from '../../shared/errors';
import type { AnswerFormat, FieldEquals, Outcome, Paging, RequestBody } from '../../shared/profile';
import { failureOf } from '../http';
import type { Field, ListedItems } from './fields';
import { createField, createItemsField, isObject, outerListOf, says } from './fields';
import type { Conversation, Reply, Session } from './session';
import { isHtml } from './session';
import type { TemplateValues } from './template';
import { renderRequestBody, renderText, renderUrl, withParameters } from './template';
import { idText, plainText, wholeNumber } from './values';
import type { Witness } from './witness';

/** What every read of a profile has. */
interface ReadOperation {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: RequestBody | null;
  readonly answer: AnswerFormat;
}

interface ListOperation extends ReadOperation {
  readonly list: string;
  readonly paging: Paging;
  /** Where an answer without the list says that there are no items; null: there is no such answer. */
  readonly empty: FieldEquals | null;
  /** What is read of an item. */
  readonly fields: object;
}

/** What every write of a profile has. */
interface WriteOperation extends Omit<ReadOperation, 'answer'> {
  /** The header that carries the version read before; sent only when there was one. */
  readonly versionHeader?: { readonly name: string; readonly value: string } | null;
  readonly accepted: readonly number[];
  readonly newVersionHeader?: string | null;
  /** Where the answer itself tells the new version. */
  readonly newVersion?: readonly string[] | null;
  readonly conflict: readonly number[];
  readonly refused: { readonly statuses: readonly number[]; readonly message: readonly string[] | null };
  /** A field that decides where the status is one of `accepted`; null: the status alone does. */
  readonly result: WriteResult | null;
  /** Of a removal: statuses that say that there is no such member. */
  readonly noMember?: readonly number[];
}

/** What the values of an answer's field say of a write. */
interface WriteResult {
  readonly at: readonly string[];
  readonly accepted: readonly unknown[];
  readonly conflict: readonly unknown[];
  readonly refused: readonly unknown[];
  readonly noMember?: readonly unknown[];
}

/** A list through all of its pages. */
export interface ListReading {
  readonly items: readonly unknown[];
  /** Why it cannot be believed whole (rule R3); empty when it can. */
  readonly faults: readonly Trouble[];
}

/** What the other side said of a write, by the profile's rules. */
export type WriteReply =
  | { readonly kind: 'accepted'; readonly version: string | null }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string | null }
  /** Of a removal: the person was no member. */
  | { readonly kind: 'no-member' }
  /** None of the profile's answers. */
  | { readonly kind: 'other'; readonly failure: AppError };

/** Carries out the operations of a profile. */
export interface ProfileClient {
  /** @throws AppError when the answer does not come or is no object with data */
  readObject(
    operation: string,
    read: ReadOperation & { readonly fields: object },
    conversation: Conversation,
  ): Promise<unknown>;
  /**
   * @param id of an item: pages are checked by distinct ids
   * @param context facts for errors, e.g. the location's id
   * @throws AppError when the first page does not come; a later one that does not is a fault of the reading
   */
  readList(
    operation: string,
    read: ListOperation,
    request: { readonly values: TemplateValues; readonly id: Field; readonly context: ErrorContext },
    conversation: Conversation,
  ): Promise<ListReading>;
  /** Sends once. @throws AppError when no answer came or the login failed */
  write(
    operation: string,
    write: WriteOperation,
    values: TemplateValues,
    conversation: Conversation,
  ): Promise<WriteReply>;
}

/** More pages than any house has: a server that never ends must not hold us for ever. */
const MAX_PAGES = 10_000;
/** Of the server's own sentence of a refusal. */
const MAX_MESSAGE = 200;

/** What a request of a list says of the page it wants, by name. */
type Parameters = Readonly<Record<string, number>>;

/** How the pages of one list follow each other. */
interface Pager {
  /** Parameters of the first page. */
  readonly first: Parameters;
  /** What the next request is, or null when the server says that there is none, or does not page. */
  next(page: {
    readonly number: number;
    readonly rowsSoFar: number;
    readonly data: unknown;
  }): { readonly parameters: Parameters } | { readonly link: string } | null;
  readonly total: Field;
}

/** Fields of the answer around its list. */
function aroundOf({ paging, empty }: ListOperation): readonly string[] {
  const ofPaging = paging.kind === 'none' ? [] : [...(paging.total ?? [])];
  return [...ofPaging, ...(paging.kind === 'next-link' ? paging.next : []), ...(empty?.at ?? [])];
}

/**
 * Whether an answer leaves its list out and says that this means an empty one. Something else in the list's place is no list, whatever is said
 * beside it.
 */
function createEmptiness(list: string, empty: FieldEquals | null): (data: unknown) => boolean {
  if (empty === null) return () => false;
  const inPlace = createField([outerListOf(list)]);
  return (data) => inPlace(data) === undefined && says(empty, data);
}

function createPager(paging: Paging): Pager {
  switch (paging.kind) {
    case 'none':
      return { first: {}, next: () => null, total: () => undefined };
    case 'page': {
      const size: Parameters = paging.size === null ? {} : { [paging.size.parameter]: paging.size.value };
      const parameters = (index: number): Parameters => ({ [paging.parameter]: paging.first + index, ...size });
      return {
        first: parameters(0),
        next: ({ number }) => ({ parameters: parameters(number) }),
        total: createField(paging.total),
      };
    }
    case 'skip-take': {
      const parameters = (skip: number): Parameters => ({
        [paging.skip]: skip,
        [paging.take.parameter]: paging.take.value,
      });
      return {
        first: parameters(0),
        next: ({ rowsSoFar }) => ({ parameters: parameters(rowsSoFar) }),
        total: createField(paging.total),
      };
    }
    case 'next-link': {
      const link = createField(paging.next);
      return {
        first: {},
        next: ({ data }) => {
          const text = idText(link(data));
          return text === null ? null : { link: text };
        },
        total: createField(paging.total),
      };
    }
  }
}

/**
 * Creates the client of one connector.
 * @param root the API's root without trailing slash
 * @param witness looks on while items come
 * @param outcome what a field of the answers to reads tells; nothing where it is not given
 */
export function createProfileClient(
  root: string,
  session: Session,
  witness: Witness | null = null,
  outcome: Outcome = { ok: null, denied: null },
): ProfileClient {
  /** What the answer's own field says against it. Of the field a whole number is told, e.g. an error's: a text may hold anything. */
  function failureTold(reply: Reply, context: ErrorContext): AppError | null {
    const { ok, denied } = outcome;
    const facts = { ...context, status: reply.answer.status };
    if (denied !== null && says(denied, reply.data)) return new AppError('access-denied', facts);
    if (ok === null || says(ok, reply.data)) return null;
    const value = createField(ok.at)(reply.data);
    const isCode = /^\d{1,6}$/.test(idText(value) ?? '');
    return new AppError('server-error', isCode ? { ...facts, answered: Number(value) } : facts);
  }

  /** The absolute address of a next link. Never off the host, never out of the API. */
  function followed(link: string, from: string, context: ErrorContext): string {
    const base = new URL(root);
    let target: URL;
    try {
      target = new URL(link, from);
    } catch {
      throw new AppError('unexpected-answer', { ...context, reason: 'next-link' });
    }
    if (target.origin !== base.origin || !`${target.pathname}/`.startsWith(`${base.pathname.replace(/\/$/, '')}/`))
      throw new AppError('redirected-away', {
        ...context,
        host: base.host,
        to: target.origin === base.origin ? target.pathname : target.host,
      });
    return target.href;
  }

  async function read(
    operation: ReadOperation,
    url: string,
    values: TemplateValues,
    context: ErrorContext & { readonly operation: string },
    hasData: (data: unknown) => boolean,
    conversation: Conversation,
  ): Promise<Reply> {
    const body = renderRequestBody(operation.body, values);
    const reply = await session.send(
      {
        operation: context.operation,
        kind: 'read',
        method: operation.method,
        url,
        headers: body === null ? {} : { 'Content-Type': body.type },
        body: body?.text ?? null,
        format: operation.answer,
        hasData,
      },
      conversation,
    );
    const failure = failureOf(reply.answer, context);
    if (failure !== null) throw failure;
    if (reply.data === undefined)
      throw new AppError('not-data', {
        ...context,
        contentType: (reply.answer.headers['content-type'] ?? '').split(';')[0]?.slice(0, 60) ?? '',
      });
    const told = failureTold(reply, context);
    if (told !== null) throw told;
    return reply;
  }

  return {
    async readObject(operation, readOperation, conversation) {
      const context = { operation };
      const reply = await read(
        readOperation,
        renderUrl(root, readOperation, {}),
        {},
        context,
        () => false,
        conversation,
      );
      const isFound = isObject(reply.data);
      conversation.seen?.listed(
        operation,
        { fields: readOperation.fields, list: '', around: [] },
        null,
        isFound ? [reply.data] : null,
      );
      if (!isFound) throw new AppError('unexpected-answer', { ...context, path: '' });
      witness?.items(operation, [reply.data], conversation);
      return reply.data;
    },

    async readList(operation, readOperation, { values, id, context: facts }, conversation) {
      const context = { operation, ...facts };
      const pager = createPager(readOperation.paging);
      const { list, answer: format } = readOperation;
      // One object instead of a list is one item, but only if it is one: an error message is an object too.
      const listOf = createItemsField(list, format, (lone) => idText(id(lone)) !== null);
      /** By what a row is known again: its id, or the ids of the items in it; null when it has none. */
      const keysOf = ({ items: own, rows }: ListedItems): readonly (string | null)[] => {
        if (rows === null) return own.map((item) => idText(id(item)));
        return rows.map((row) => {
          const inside = row.map((item) => idText(id(item))).filter((key) => key !== null);
          return inside.length === 0 ? null : JSON.stringify(inside);
        });
      };

      const isLeftOut = createEmptiness(list, readOperation.empty);

      const items: unknown[] = [];
      const faults: Trouble[] = [];
      const fault = (reason: string, more: ErrorContext = {}): void => {
        faults.push({ code: 'reading-partial', context: { ...context, reason, ...more } });
      };
      const ids = new Set<string>();
      let rowsSoFar = 0;
      let withoutId = 0;
      /** The page before, of a list in a list: its rows may all be empty, and then only the whole tells it from the next one. */
      let former: string | null = null;
      let total: number | null = null;
      const isInBody = 'in' in readOperation.paging && readOperation.paging.in === 'body';
      const requestOf = (parameters: Parameters): { readonly url: string; readonly asked: ReadOperation } =>
        isInBody
          ? {
              url: renderUrl(root, readOperation, values),
              asked: { ...readOperation, body: withParameters(readOperation.body, parameters) },
            }
          : { url: renderUrl(root, readOperation, values, parameters), asked: readOperation };
      let { url, asked } = requestOf(pager.first);

      for (let number = 1; ; number++) {
        let reply: Reply;
        let page: ListedItems | null;
        try {
          reply = await read(asked, url, values, context, (data) => listOf(data) !== null, conversation);
          page = listOf(reply.data) ?? (isLeftOut(reply.data) ? { items: [], rows: null, broken: 0 } : null);
          const { fields } = readOperation;
          conversation.seen?.listed(
            operation,
            { fields, list, around: aroundOf(readOperation) },
            reply.data,
            page?.items ?? null,
          );
          if (page === null) throw new AppError('unexpected-answer', { ...context, path: readOperation.list });
        } catch (thrown) {
          const error = asAppError(thrown);
          if (number === 1 || error.code === 'bug' || error.code === 'cancelled') throw error;
          faults.push(error.toWire());
          fault('page-missing', { page: number });
          break;
        }
        witness?.items(operation, page.items, conversation);
        const before = ids.size;
        const keys = keysOf(page);
        for (const key of keys)
          if (key === null) withoutId += 1;
          else ids.add(key);
        items.push(...page.items);
        rowsSoFar += keys.length + page.broken;
        // What should be in such a row is missing, and nobody knows how much.
        if (page.broken > 0) fault('inner-list-missing', { page: number, rows: page.broken });
        withoutId += page.broken;
        const content = page.rows === null ? null : JSON.stringify(page.rows);
        const isSame = ids.size === before && (content === null || content === former);
        former = content;
        const distinct = ids.size + withoutId;
        const told = wholeNumber(pager.total(reply.data), 0);
        if (number === 1) total = told;
        else if (told !== total) {
          fault('total-changed', { page: number });
          break;
        }
        const isLinked = readOperation.paging.kind === 'next-link';
        if (!isLinked && (keys.length + page.broken === 0 || (total !== null && distinct >= total))) break;
        const next = pager.next({ number, rowsSoFar, data: reply.data });
        if (next === null) break;
        // A server that does not know our paging gives the same page for ever; rows without id would look new each time.
        if (number > 1 && isSame) {
          fault('page-repeated', { page: number });
          break;
        }
        if (number === MAX_PAGES) {
          fault('too-many-pages', { page: number });
          break;
        }
        if ('link' in next) {
          url = followed(next.link, reply.answer.url, context);
          // A link holds all that was asked for: it is followed as links are, whatever way the list was asked for.
          asked = { ...readOperation, method: 'GET', body: null };
        } else ({ url, asked } = requestOf(next.parameters));
      }
      const distinct = ids.size + withoutId;
      if (total !== null && distinct !== total && faults.length === 0) fault('ids-differ', { total, distinct });
      return { items, faults };
    },

    async write(operation, write, values, conversation) {
      const body = renderRequestBody(write.body, values);
      const { versionHeader = null, newVersionHeader = null, newVersion = null } = write;
      const versioned: Record<string, string> =
        versionHeader !== null && values.version !== undefined
          ? { [versionHeader.name]: renderText(versionHeader.value, { version: values.version }) }
          : {};
      const { answer, data } = await session.send(
        {
          operation,
          kind: 'write',
          method: write.method,
          url: renderUrl(root, write, values),
          headers: { ...(body === null ? {} : { 'Content-Type': body.type }), ...versioned },
          body: body?.text ?? null,
          // An XML server answers a write in XML, also one without a body: what denies or refuses must not pass unread.
          format: write.body === null || write.body.format === 'form' ? null : write.body.format,
          hasData: null,
        },
        conversation,
      );
      const refusal = (): WriteReply => {
        const message = plainText(createField(write.refused.message)(data)).trim();
        return {
          kind: 'refused',
          status: answer.status,
          message: message === '' ? null : message.slice(0, MAX_MESSAGE),
        };
      };
      if (write.conflict.includes(answer.status)) return { kind: 'conflict' };
      if (write.refused.statuses.includes(answer.status)) return refusal();
      // A web page is no confirmation.
      if (write.accepted.includes(answer.status) && !isHtml(answer)) {
        const { result } = write;
        const value = result === null ? undefined : createField(result.at)(data);
        if (result === null || result.accepted.includes(value)) {
          const header = newVersionHeader === null ? undefined : answer.headers[newVersionHeader.toLowerCase()];
          const version = header?.replace(/^W\//, '').replace(/^"(.*)"$/, '$1') ?? '';
          return { kind: 'accepted', version: version === '' ? idText(createField(newVersion)(data)) : version };
        }
        if (result.conflict.includes(value)) return { kind: 'conflict' };
        if (result.refused.includes(value)) return refusal();
        if (result.noMember?.includes(value) === true) return { kind: 'no-member' };
      } else if (write.noMember?.includes(answer.status) === true) return { kind: 'no-member' };
      const failure =
        failureOf(answer, { operation }) ??
        new AppError(isHtml(answer) ? 'not-data' : 'unexpected-answer', { operation, status: answer.status });
      return { kind: 'other', failure };
    },
  };
}
