import type { commonDa } from './common.da';
import type { SameKeys } from './same-keys';

/** Texts that several places use, in English. */
export const commonEn: SameKeys<typeof commonDa> = {
  appName: 'Mødeklar',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  next: 'Next',
  save: 'Save',
  saved: 'Saved',
  saving: 'Saving…',
  discardChanges: 'Discard changes',
  remove: 'Remove',
  retry: 'Try again',
  clearSearch: 'Clear search',
  showMore: 'Show more',
  advanced: 'Advanced',
  loading: 'Loading…',
  yes: 'Yes',
  no: 'No',
  minutesShort: 'min',
  hours: 'hours',
  days: 'days',
  code: 'Code: {{code}}',
  unconfirmed: 'Our guess, not confirmed',
  membership: '{{person}} in {{group}}',
  personNumber: 'Person {{id}}',
  houseTime: 'House time: {{zone}}',
};
