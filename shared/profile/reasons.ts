import type { z } from 'zod';
import { reason } from '../i18n';

export { reason, sayReason } from '../i18n';

const TYPES = {
  string: 'must-be-text',
  number: 'must-be-number',
  int: 'must-be-whole-number',
  boolean: 'must-be-yes-or-no',
  array: 'must-be-list',
  object: 'must-be-object',
  record: 'must-be-object',
} as const;

const isKnownType = (type: string): type is keyof typeof TYPES => Object.hasOwn(TYPES, type);

/** Why a validator refuses, in no language yet: our own reasons as they are, the validator's by what they are about. */
export function reasonOfIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_type':
      // The value itself is not kept: it may be a secret. That there was none stands at the end of the sentence.
      if (/received undefined$/.test(issue.message)) return reason('missing');
      return isKnownType(issue.expected) ? reason(TYPES[issue.expected]) : reason('wrong');
    case 'invalid_value':
      return reason('one-of', issue.values.map(String).join(', '));
    case 'invalid_union':
      return 'options' in issue && issue.options !== undefined
        ? reason('one-of', issue.options.map(String).join(', '))
        : reason('wrong');
    case 'unrecognized_keys':
      return reason('unknown-field');
    case 'invalid_format':
      // A form that was given a reason of its own says it; the others only that they do not fit.
      return issue.message.startsWith('Invalid ') ? reason('wrong-form') : issue.message;
    case 'too_small':
    case 'too_big': {
      const [limit, isLeast] =
        issue.code === 'too_small' ? [String(issue.minimum), true] : [String(issue.maximum), false];
      if (issue.origin === 'string')
        return limit === '1' && isLeast ? reason('empty') : reason(isLeast ? 'too-short' : 'too-long', limit);
      if (issue.origin === 'array') return reason(isLeast ? 'too-few' : 'too-many', limit);
      return reason(isLeast ? 'at-least' : 'at-most', limit);
    }
    default:
      return reason('wrong');
  }
}
