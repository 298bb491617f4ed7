import type { Translate } from './index';

/** A person's membership as people call it: "Anna Holm i Lokale 1, mødedeltagere", or by number where the name is not known. */
export const membershipName = (
  of: { readonly groupName: string; readonly personId: string; readonly personName: string },
  t: Translate,
): string =>
  t('common.membership', {
    person: of.personName === '' ? t('common.personNumber', { id: of.personId }) : of.personName,
    group: of.groupName,
  });

/** What an action writes to, as people call it. */
export const actionName = (
  action:
    | { readonly on: 'exception'; readonly exceptionName: string }
    | ({ readonly on: 'membership' } & Parameters<typeof membershipName>[0]),
  t: Translate,
): string => (action.on === 'exception' ? action.exceptionName : membershipName(action, t));
